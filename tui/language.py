"""Which language is spoken, and the words of the catalogue in it. Knows no command and no screen.

Source texts are English; the Japanese catalogue lies beside the code. Click words its own help and errors by the same
catalogue, through the standard library's domain.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from juki.protocol.errors import BadInput

LANGUAGES = ("ja", "en")
DOMAIN = "juki"
CATALOGUES = Path(__file__).parent / "locale"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class _Spoken:
    """The language in use: one a process, as a terminal has one reader."""

    name = "en"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use(name: str) -> None:
    """Speak this language from now on."""
    _Spoken.name = name
    _Spoken.catalogue = gettext.translation(DOMAIN, CATALOGUES, [name], fallback=True)
    # Click asks the standard library, which asks this variable.
    os.environ["LANGUAGE"] = name
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)


def spoken() -> str:
    """`ja` or `en`."""
    return _Spoken.name


def _(message: str) -> str:
    """The message in the language in use."""
    return _Spoken.catalogue.gettext(message) if message else ""


def n_(singular: str, plural: str, count: int) -> str:
    """The form for this many, in the language in use."""
    return _Spoken.catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name by which gettext tools find it
    """Mark a text for the catalogue that is worded later."""
    return message


def pick(ja: str, en: str) -> str:
    """The one of two texts that is in the language in use."""
    return ja if _Spoken.name == "ja" else en


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of a call: `--lang`, else `JUKI_LANG`, else the locale.

    Raises:
        BadInput: `JUKI_LANG` names no language we speak. A wrong `--lang` is left to the command line's own check.
    """
    asked = _option(arguments)
    if asked in LANGUAGES:
        return asked
    wished = environment.get("JUKI_LANG", "")
    if wished and wished not in LANGUAGES:
        raise BadInput("JUKI_LANG", repr(wished), " / ".join(LANGUAGES))
    return wished or _of_locale(environment)


def of_environment(environment: Mapping[str, str]) -> str:
    """The language to complain in when nothing else is known."""
    wished = environment.get("JUKI_LANG", "")
    return wished if wished in LANGUAGES else _of_locale(environment)


def _option(arguments: Sequence[str]) -> str:
    """What the last `--lang` says."""
    found = ""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            found = "".join(arguments[place + 1 : place + 2])
        elif argument.startswith("--lang="):
            found = argument.partition("=")[2]
    return found


def _of_locale(environment: Mapping[str, str]) -> str:
    locale = next((environment[name] for name in _LOCALE_VARIABLES if environment.get(name)), "")
    return "ja" if locale.lower().startswith("ja") else "en"

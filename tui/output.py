"""Where words go: people's text, one JSON document, colour only on a terminal. Knows no command's meaning."""

from __future__ import annotations

import json
import os
import sys
from typing import TextIO

from juki.protocol.masking import mask
from juki.tui.language import _

RED, GREEN, DIM, BOLD = "31", "32", "2", "1"


def prepare() -> None:
    """UTF-8 whatever the locale or code page; what cannot be written is escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def people(*, as_json: bool) -> TextIO:
    """Where people's text goes: a JSON document has standard output for itself."""
    return sys.stderr if as_json else sys.stdout


def say(text: str = "", stream: TextIO | None = None) -> None:
    """One line or several, for people; no whole personal number."""
    print(mask(text), file=stream or sys.stdout)


def write_json(document: object) -> None:
    """The one document of a call with `--json`."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def is_coloured(stream: TextIO) -> bool:
    """A terminal that has not asked for plain text (the NO_COLOR convention: any value but the empty one)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: str, stream: TextIO | None = None) -> str:
    """The text in a colour, if it goes to a terminal that shows one."""
    return f"\x1b[{colour}m{text}\x1b[0m" if is_coloured(stream or sys.stdout) else text


def verdict_sign(*, held: bool) -> str:
    """A word beside the colour, for those who see none."""
    return _("ok") if held else _("FAILED")


def close_quietly() -> None:
    """Nobody reads any more: let the interpreter's last flush go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue

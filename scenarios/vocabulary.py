"""The form of a verb and of its arguments, one table for YAML, Python, forms and help. Holds no verb itself.

A verb has an English name, which is also the Python method, and a Japanese alias; so has every argument.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from juki.protocol.errors import BadInput
from juki.scenarios.story import Place, Said, Scalar, Words

_PIN = re.compile(r"right|wrong|[0-9]{4}")
MOST_NAMES = 12
"Names that an error text lists when none is near."


class Kind(Enum):
    """What an argument is; the words say what a right one looks like."""

    WHO = Words("配役の名", "a name under cast:, or name/2 for the second of a household")
    OFFICE = Words("市区町村", "a municipality or ward of this network, by name or six-digit code")
    CITY = Words("市区町村(指定都市は市でも区でもよい)", "a municipality of this network, or one of its wards")
    MESSAGE = Words("電文の種類", "a kind of message: juki list messages")
    NODE = Words("システム", "a node, for example 長岡市/住民記録 or 152021/resident-register")
    DAY = Words("日", "a day: 2026-04-01, start + 14, planned - 1")
    SPAN = Words("期間", "a span of time: 30 minutes, 3 days")
    TIME = Words("時刻", "a time of day: 9:00")
    PIN = Words("暗証番号", "right, wrong, or four digits (in quotes if the first is 0)")
    FLAG = Words("真偽", "true or false")
    COUNT = Words("数", "a whole number")
    TEXT = Words("文字列", "a text")
    NODES = Words("システムの並び", "one or more nodes, with commas between them")
    SECONDS = Words("秒数", "seconds, at most six digits after the point: 20 s, 0.5 s")
    MOMENT = Words("時点", "a moment: 2026-03-16T09:00:00.123456")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a verb.

    Attributes:
        choices: the only values allowed, if any are named.
    """

    name: str
    ja: str
    kind: Kind
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb.

    Attributes:
        name: as in YAML and Python.
        ja: alias in YAML.
        help: what it does.
        parameters: in the order of the help text; the first may be given alone, without its name.
    """

    name: str
    ja: str
    help: Words
    parameters: tuple[Parameter, ...]


def by_name(verbs: Iterable[Verb]) -> dict[str, Verb]:
    """Verbs under their names and aliases."""
    return {key: verb for verb in verbs for key in (verb.name, verb.ja)}


def closest(wrong: str, known: Iterable[str]) -> str:
    """A hint for an error text: the known name that is nearest, or all of them if none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(wrong, names, n=1, cutoff=0.5)
    if near:
        return f"{near[0]!r}, the nearest"
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return "one of " + ", ".join(names[:MOST_NAMES]) + more


def checked(verb: Verb, said: Mapping[str, Said], place: Place) -> dict[str, Said]:
    """The arguments under their English names.

    Raises:
        BadInput: an unknown, repeated or missing argument, or a value that is none of the choices.
    """
    known = {key: parameter for parameter in verb.parameters for key in (parameter.name, parameter.ja)}
    found: dict[str, Said] = {}
    for key, value in said.items():
        parameter = known.get(key)
        if parameter is None:
            raise BadInput(str(value.place), f"argument {key!r} of {verb.name}", closest(key, known))
        if parameter.name in found:
            raise BadInput(str(value.place), f"argument {key!r} a second time", f"{parameter.name} once")
        found[parameter.name] = value
        _check_form(parameter, value)
    for parameter in verb.parameters:
        if parameter.required and parameter.name not in found:
            expected = f"{parameter.name} ({parameter.ja}): {parameter.kind.value.en}"
            raise BadInput(str(place), f"{verb.name} without {parameter.name}", expected)
    return found


def _check_form(parameter: Parameter, said: Said) -> None:
    value: Scalar = said.value
    if parameter.choices and str(value) not in parameter.choices:
        raise BadInput(str(said.place), repr(value), closest(str(value), parameter.choices))
    right = {
        Kind.FLAG: isinstance(value, bool),
        Kind.COUNT: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
        Kind.PIN: not isinstance(value, bool) and _PIN.fullmatch(str(value)) is not None,
    }.get(parameter.kind, not isinstance(value, bool))
    if not right:
        raise BadInput(str(said.place), repr(value), parameter.kind.value.en)

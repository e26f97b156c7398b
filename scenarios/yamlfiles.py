"""A YAML file as text and as its parts, each error with its line and column. Knows no meaning."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from juki.protocol.errors import BadInput
from juki.scenarios.story import Place

LONGEST = 256 * 1024
"Bytes of a file; of a longer one no more is read."
DEEPEST = 500


def text_of(path: Path, what: str) -> str:
    """What is in a file.

    Args:
        path: of the file.
        what: it should be, for error texts.

    Raises:
        BadInput: it cannot be read, is too long, or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LONGEST + 1)
    except (OSError, ValueError) as fault:  # ValueError: a name with a NUL in it
        found = fault.strerror if isinstance(fault, OSError) else str(fault)
        raise BadInput(ascii(str(path))[1:-1], found or "no file", f"{what} that can be read") from None
    if len(raw) > LONGEST:
        raise BadInput(f"{path}:1", f"more than {LONGEST} bytes", f"at most {LONGEST} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise BadInput(f"{path}:{line}", "bytes that are not UTF-8", "a file in UTF-8") from None
    return text


class _Constructor(RoundTripConstructor):
    """Leaves days as they are written: a day of no calendar is told where it is used, with its line."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


def round_trip() -> YAML:
    """Reads a YAML text so that it can be written again: comments, quotes and order stay."""
    parser = YAML(typ="rt", pure=True)
    parser.Constructor = _Constructor
    parser.preserve_quotes = True
    parser.width = LONGEST
    parser.indent(mapping=2, sequence=4, offset=2)
    return parser


def loaded(text: str, path: Path) -> object:
    """The parts of a YAML text; `path` is for error texts only.

    Raises:
        BadInput: it is no YAML, or has depths and tags that no file of ours needs.
    """
    _expect_shallow(text, path)
    try:
        parser = YAML(typ="rt", pure=True)
        parser.Constructor = _Constructor
        return parser.load(text)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = Place(str(path), mark.line + 1, mark.column + 1) if mark else Place(str(path), 1)
        found = (fault.problem or "no YAML").removeprefix("found ")
        raise BadInput(str(place), found, "well-formed YAML") from None
    except ReaderError as fault:
        before = text[: fault.position].splitlines() or [""]
        found = f"the character U+{ord(text[fault.position]):04X}"
        raise BadInput(str(Place(str(path), len(before), len(before[-1]) + 1)), found, "text") from None
    except Exception as fault:  # noqa: BLE001 - the parser trips over tags and depth in many ways of its own
        found = f"something that cannot be read ({type(fault).__name__})"
        raise BadInput(f"{path}:1", found, "well-formed YAML without tags") from None


def _expect_shallow(text: str, path: Path) -> None:
    """The parser takes minutes for what a few hundred thousand open brackets mean, and then gives up."""
    open_, line = 0, 1
    for character in text if text.count("[") + text.count("{") > DEEPEST else "":
        open_ += (character in "[{") - (character in "]}")
        line += character == "\n"
        if open_ > DEEPEST:
            raise BadInput(f"{path}:{line}", f"more than {DEEPEST} open brackets", "a file of ours, which needs four")

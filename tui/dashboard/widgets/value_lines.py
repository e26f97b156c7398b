"""Rows of an inspector: labels, values, headings and tables, folded to a width in cells. Knows no Textual and no run.

Whatever a peer or a store may hold gets a row here without breaking a column: control characters get a sign of their
own, and what takes no cell stays with what it belongs to. A role says what a piece is; the widget gives it a colour.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import TypeAlias, overload
from unicodedata import category

from juki.protocol.masking import mask
from juki.tui.cells import cut, fill, width
from juki.tui.wrapping import wrap

Piece: TypeAlias = tuple[str, str]
"Words, and their role: one of `ROLES`."
ROLES = ("plain", "label", "heading", "muted", "good", "bad", "warned", "marked", "term", "act")
GOOD, BAD, WARNED, CHANGED = "✓", "✗", "!", "●"
OPEN, SHUT = "▾", "▸"
_SPLITTERS = frozenset("\u200d\ufe0f")
"These change the width of their neighbours; alone they say nothing."
_LOST = frozenset({"Cc", "Cs", "Cn"})
_IDEOGRAPHS = range(0x20000, 0x3FFFE)
"Registers are ahead of Python's tables: an ideograph that these do not know yet is one all the same."
_INVISIBLE = frozenset({"Cf", "Zl", "Zp"})
_PICTURES, _DELETE, _C0 = 0x2400, 0x7F, 0x20
_BREAKS = frozenset(" \u3000、,;")
_MOST_LABEL = 28
_BODY = 8
"Cells that a value has at least, however narrow the pane."


@dataclass(frozen=True, slots=True)
class Act:
    """What enter does on a row.

    Attributes:
        what: `fold`, `step`, `message`, `node` or `term`.
        name: of the section, message, node or term.
        number: of the step.
    """

    what: str
    name: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a pane."""

    pieces: tuple[Piece, ...]
    act: Act | None = None

    @property
    def text(self) -> str:
        return "".join(words for words, _role in self.pieces)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, unless it is folded.

    Attributes:
        note: in short what one would find, so that a folded section is worth something.
        role: of the note.
    """

    key: str
    title: str
    rows: Sequence[Row]
    note: str = ""
    role: str = "muted"


class Outline(Sequence[Row]):
    """Sections one under another, some of them folded; a row is made when it is looked at.

    Args:
        shut: keys of the folded ones.
    """

    def __init__(self, sections: Sequence[Section], shut: Iterable[str], cells: int) -> None:
        self.sections, self._shut, self._cells = sections, frozenset(shut), cells
        heights = (1 + (0 if section.key in self._shut else len(section.rows)) for section in sections)
        self._starts = list(accumulate(chain((0,), heights)))

    def __len__(self) -> int:
        return self._starts[-1]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        section, place = self.locate(index)
        if place:
            return section.rows[place - 1]
        return _heading(section, self._cells, is_open=section.key not in self._shut)

    def locate(self, index: int) -> tuple[Section, int]:
        """The section of a row and its place in it, 0 for the heading.

        Raises:
            IndexError: there is no such row.
        """
        if not 0 <= index < len(self):
            raise IndexError(index)
        place = bisect_right(self._starts, index) - 1
        return self.sections[place], index - self._starts[place]

    def index_of(self, key: str, place: int = 0) -> int:
        """The row at a place of a section, or the last one before; 0 if there is no such section."""
        for number, section in enumerate(self.sections):
            if section.key == key:
                return min(self._starts[number] + place, self._starts[number + 1] - 1)
        return 0


def _heading(section: Section, cells: int, *, is_open: bool) -> Row:
    """The title, and at least the beginning of the note: that of a folded section is all that is seen of it."""
    note = clean(section.note)
    reserved = min(width(note), cells // 2) + 2 if note else 0
    title = cut(f"{OPEN if is_open else SHUT} {clean(section.title)}", max(cells - reserved, cells // 2))
    pieces: list[Piece] = [(title, "heading")]
    room = cells - width(title) - 2
    if note and room > 1:
        pieces += [("  ", "plain"), (cut(note, room), section.role)]
    return Row(tuple(pieces), Act("fold", section.key))


@lru_cache(maxsize=1 << 12)
def _shown(character: str) -> str:
    """A character that takes the cells it is measured with: ␊ for a line feed, � for half of a surrogate pair."""
    code = ord(character)
    if code < _C0:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "␡"
    kind = category(character)
    if kind in _LOST and code not in _IDEOGRAPHS:
        return "�"
    return "·" if kind in _INVISIBLE or character in _SPLITTERS else character


def clean(text: str) -> str:
    """The text without anything that could move what stands after it."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def fold(text: str, cells: int) -> list[str]:
    """A clean text in lines of at most so many cells; an empty one is one empty line.

    It is broken after a blank or a comma if one stands in the line's second half, else between any two glyphs.
    """
    if width(text) <= cells:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    room = cells
    for character in text:
        size = width(character)
        if size > room and line:
            line, rest = _broken(line)
            lines.append("".join(line))
            line, room = rest, cells - width("".join(rest))
        line.append(character if size <= cells else "·")
        room -= min(size, cells)
    return [*lines, "".join(line)]


def _broken(line: list[str]) -> tuple[list[str], list[str]]:
    """A full line, and what of it goes to the next one."""
    for place in range(len(line), len(line) // 2, -1):
        if line[place - 1] in _BREAKS:
            return line[:place], line[place:]
    return line, []


def prose(text: str, cells: int) -> list[str]:
    """A sentence in lines, broken where one may break it; longer words are broken anywhere."""
    room = max(1, cells)
    lines = [part for line in wrap(clean(text), max(1, room - 2)) for part in fold(line, room)]
    return lines or [""]


def sentence(text: str, cells: int, role: str = "plain", indent: int = 2, act: Act | None = None) -> list[Row]:
    """A paragraph as rows, every one of which does the same on enter."""
    blank, room = _indented(indent, cells)
    return [Row(((blank + line, role),), act) for line in prose(text, room)]


def _indented(indent: int, cells: int) -> tuple[str, int]:
    """The indent as blanks, less in a pane that is too narrow for it, and the cells that remain."""
    kept = max(0, min(indent, cells - _BODY))
    return " " * kept, max(1, cells - kept)


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value, before it is known how wide the pane is.

    Attributes:
        depth: how deep inside other values it stands.
        role: of the value.
    """

    label: str
    value: str
    depth: int = 0
    role: str = "plain"
    act: Act | None = None


def pairs(items: Sequence[Pair], cells: int, indent: int = 2) -> list[Row]:
    """Labels in one column and values in another, each value on as many lines as it needs."""
    shown = [(clean(item.label), item) for item in items]
    widest = max((width(label) + 2 * item.depth for label, item in shown), default=0)
    column = min(widest, _MOST_LABEL, max(4, cells * 2 // 5))
    return list(chain.from_iterable(_pair(label, item, column, cells, indent) for label, item in shown))


def _pair(label: str, item: Pair, column: int, cells: int, indent: int) -> Iterator[Row]:
    blank, room = _indented(indent, cells)
    depth = min(2 * item.depth, max(0, column - 4))
    column = min(column, max(1, room - _BODY - 2)) if room > _BODY else 0
    if not column:
        for line in fold(f"{label} {clean(item.value)}", room):
            yield Row(((blank + line, item.role),), item.act)
        return
    labels = [" " * depth + part for part in fold(label, max(2, column - depth))]
    values = fold(clean(item.value), max(1, room - column - 2))
    for place in range(max(len(labels), len(values))):
        name = fill(labels[place] if place < len(labels) else "", column)
        value = values[place] if place < len(values) else ""
        yield Row(((f"{blank}{name}  ", "label"), (value, item.role)), item.act)


def masked(text: str, *, is_masked: bool) -> str:
    """The text as it may be shown; it must be masked before it is folded, or half a number would slip through."""
    return mask(text) if is_masked else text


def blank() -> Row:
    return Row((("", "plain"),))

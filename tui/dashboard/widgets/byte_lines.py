"""Bytes as rows: an envelope's beside those on the line, in hex and as text. Knows no message.

A row is made when it is looked at, so that an envelope of 80 KiB costs nothing until somebody scrolls through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload
from unicodedata import category

from juki.protocol.masking import mask, mask_runs
from juki.tui.cells import fill, width
from juki.tui.dashboard.widgets.value_lines import Row

_OFFSET, _GAP, _MOST, _NARROWEST = 6, " │ ", 32, 1
_LETTERS = frozenset("LNPS")
_TWO_CELLS = 2
UNREADABLE = "·"


class BytesBeside(Sequence[Row]):
    """Two byte strings side by side, the same offsets in the same rows.

    Args:
        one: what the ends see.
        other: what is on the line.
        cells: of the pane.
        is_plain: what is on the line is text; a ciphertext has Japanese in it by accident only, and it is not shown.
    """

    def __init__(self, one: bytes, other: bytes, cells: int, *, is_plain: bool = False) -> None:
        self._one, self._other, self._is_plain = one, other, is_plain
        # Offset, then twice: two digits and one cell of text a byte, with a blank between.
        room = (cells - _OFFSET - len(_GAP) - 2) // 6
        self.a_row = max(_NARROWEST, min(_MOST, room))
        if self.a_row > 4:  # noqa: PLR2004 - groups of four are easier to count
            self.a_row -= self.a_row % 4

    def __len__(self) -> int:
        longest = max(len(self._one), len(self._other))
        return (longest + self.a_row - 1) // self.a_row

    @property
    def columns(self) -> tuple[int, int]:
        """Cells before the left bytes, and of one half."""
        return _OFFSET, 3 * self.a_row + 1

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        begin = index * self.a_row
        ours = self._half(self._one, begin, has_japanese=True)
        theirs = self._half(self._other, begin, has_japanese=self._is_plain)
        return Row(
            (
                (f"{begin:05x} ", "label"),
                (ours[0], "muted"),
                (" " + ours[1], "plain"),
                (_GAP, "label"),
                (theirs[0], "muted"),
                (" " + theirs[1], "bad" if self._is_plain else "muted"),
            )
        )

    def _half(self, octets: bytes, begin: int, *, has_japanese: bool) -> tuple[str, str]:
        end = min(begin + self.a_row, len(octets))
        digits, text = octets[begin:end].hex(), readable(octets, begin, end, has_japanese=has_japanese)
        return fill(digits, 2 * self.a_row), fill(text, self.a_row)


def readable(octets: bytes, begin: int, end: int, *, has_japanese: bool = True) -> str:
    """The text in a range of bytes, in as many cells as there are bytes; Japanese too, where a whole character fits."""
    cells, place = [], begin
    while place < end:
        character, length = _character(octets, place, 4 if has_japanese else 1)
        size = width(character)
        if size > end - place:
            character, size = UNREADABLE, 1
        taken = min(length, end - place)
        cells.append(character + " " * (taken - size))
        place += taken
    return "".join(cells)


def _character(octets: bytes, place: int, longest: int) -> tuple[str, int]:
    """The character that begins at a byte, and of how many bytes it is made."""
    first = octets[place]
    if first < 0x80:  # noqa: PLR2004 - ASCII
        return (chr(first), 1) if chr(first).isprintable() else (UNREADABLE, 1)
    for length in range(3, longest + 1):
        try:
            character = octets[place : place + length].decode()
        except UnicodeDecodeError:
            continue
        if len(character) == 1 and width(character) == _TWO_CELLS and category(character)[0] in _LETTERS:
            return character, length
    return UNREADABLE, 1


def masked_bytes(octets: bytes) -> bytes:
    """The bytes with every number of a person in them reduced to its last four digits, in the hex column too."""
    text = octets.decode("utf-8", "surrogateescape")
    return mask(mask_runs(text)).encode("utf-8", "surrogateescape")

"""A table of a store as rows of a pane: columns cut to what fits, the rest reached by scrolling, rows opened in full.

Knows no store; labels and values come worded. A row is made when it is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import cached_property

from juki.tui.cells import cut, left, width
from juki.tui.dashboard.widgets.value_lines import CHANGED, Act, Pair, Piece, Row, clean, pairs

_WIDEST, _GAP, _SIGN, _LEAST = 24, 2, 2, 6
_MEASURED = 40
"Rows by which columns are measured; values of later ones are cut to that."
MORE_LEFT, MORE_RIGHT = "◀", "▶"


class Grid(Sequence[Row]):
    """A table, worded.

    Args:
        key: what tells it apart from other tables.
        columns: their headings.
        value: the words at a row and a column.
        in_full: a row's labels and values.
        count: of rows.
        changed: places of the rows that have changed.
        opened: places of the rows that are shown in full.
        offset: columns that have been scrolled out at the left.
    """

    def __init__(
        self,
        key: str,
        columns: Sequence[str],
        value: Callable[[int, int], str],
        in_full: Callable[[int], Sequence[Pair]],
        count: int,
        cells: int,
        *,
        changed: Collection[int] = (),
        opened: Collection[int] = (),
        offset: int = 0,
    ) -> None:
        self._key, self._columns, self._value, self._count = key, [clean(column) for column in columns], value, count
        self._in_full = in_full
        self._cells, self._changed = cells, frozenset(changed)
        self._first = max(0, min(offset, len(columns) - 1))
        self._opened = {place: self._under(place) for place in sorted(opened) if place < count}

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        """For each opened row: the line under it, and its place."""
        starts, below = [], 0
        for place, rows in self._opened.items():
            starts.append((1 + place + below, place))
            below += len(rows)
        return starts

    def __len__(self) -> int:
        return (1 if self._count else 0) + self._count + sum(len(rows) for rows in self._opened.values())

    def __getitem__(self, index: int) -> Row:  # type: ignore[override] # nobody takes a slice
        if not 0 <= index < len(self):
            raise IndexError(index)
        if not index:
            return self._head()
        number = bisect_right(self._starts, (index - 1, self._count)) - 1
        if number < 0:
            return self._row(index - 1)
        line, place = self._starts[number]
        under = self._opened[place]
        if index == line:
            return self._row(place)
        if index - line <= len(under):
            return under[index - line - 1]
        return self._row(place + index - line - len(under))

    def _under(self, place: int) -> list[Row]:
        return pairs(self._in_full(place), self._cells, indent=4)

    @cached_property
    def _shown(self) -> list[tuple[int, int]]:
        """Places and widths of the columns that fit, from the first one shown."""
        room = self._cells - _SIGN - 2
        shown: list[tuple[int, int]] = []
        for place in range(self._first, len(self._columns)):
            size = self._widest(place)
            if shown and size > room:
                # A column that begins is better than a gap, if enough of it can be read.
                if room >= _LEAST:
                    shown.append((place, room))
                break
            size = max(1, min(size, room))
            shown.append((place, size))
            room -= size + _GAP
            if room < 1:
                break
        return shown

    def _widest(self, place: int) -> int:
        entries = (width(clean(self._value(row, place)[:_WIDEST])) for row in range(min(self._count, _MEASURED)))
        return min(_WIDEST, max(width(self._columns[place]), 1, *entries))

    def _head(self) -> Row:
        shown = self._shown
        names = (" " * _GAP).join(left(self._columns[place], size) for place, size in shown)
        text = f"{MORE_LEFT if self._first else ' '} {names}"
        if shown and shown[-1][0] < len(self._columns) - 1:
            text = f"{left(text, self._cells - 1)}{MORE_RIGHT}"
        return Row(((cut(text, self._cells), "label"),))

    def _row(self, place: int) -> Row:
        is_changed = place in self._changed
        values = (left(clean(self._value(place, at)[: 4 * _WIDEST]), size) for at, size in self._shown)
        text = cut((" " * _GAP).join(values).rstrip(), self._cells - _SIGN)
        pieces: tuple[Piece, ...] = (
            (f"{CHANGED if is_changed else ' '} ", "marked"),
            (text, "marked" if is_changed else "plain"),
        )
        return Row(pieces, Act("row", self._key, place))

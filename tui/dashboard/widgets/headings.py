"""Rows of a list in which every day has a heading: which row is which item, however many there are. Knows no words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

DAY = 86_400_000_000
"Microseconds; virtual time is counted from a midnight."


class Headings:
    """Items in the order of their days."""

    def __init__(self) -> None:
        self._items = 0
        self._day = -1
        self._first: list[int] = []
        "Items before which a heading stands."
        self._rows: list[int] = []
        "Rows of the headings."

    def __len__(self) -> int:
        """How many rows there are."""
        return self._items + len(self._first)

    @property
    def items(self) -> int:
        """How many items there are."""
        return self._items

    def put(self, micros: int) -> None:
        """Enter the next item, which happened at this moment."""
        day = micros // DAY
        if day != self._day:
            self._day = day
            self._rows.append(len(self))
            self._first.append(self._items)
        self._items += 1

    def is_heading(self, row: int) -> bool:
        place = bisect_left(self._rows, row)
        return place < len(self._rows) and self._rows[place] == row

    def row(self, item: int) -> int:
        """Where an item stands."""
        return item + bisect_right(self._first, item)

    def item(self, row: int) -> int:
        """The item of a row; of a heading the one under it."""
        return row - bisect_left(self._rows, row)

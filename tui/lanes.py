"""Lanes of a sequence diagram in cells: where each stands, the names over them, an arrow between two. Knows no mark and no run.

Of many lanes a window may be given: an arrow from or to a lane outside it runs to the edge.
"""

from __future__ import annotations

from collections.abc import Sequence

from juki.tui.cells import centred, cut, fill, width

RIGHT, LEFT = "▶", "◀"
BEYOND_RIGHT, BEYOND_LEFT = "»", "«"


class Lanes:
    """Lanes side by side.

    Args:
        names: over the lanes that are shown.
        cells: of each lane.
        indent: cells at the left of the first.
        gap: cells between two names at least, where they stand in two rows.
    """

    def __init__(self, names: Sequence[str], cells: int, indent: int, gap: int = 0) -> None:
        self.names, self.cells, self.indent, self.gap = tuple(names), cells, indent, gap

    def middle(self, place: int) -> int:
        """The cell of a lane's line, counted from the first lane's left."""
        return place * self.cells + self.cells // 2

    @property
    def last(self) -> int:
        """The cell of the last line."""
        return self.middle(len(self.names) - 1)

    def header(self) -> list[str]:
        """The names; those that do not fit break at their blank, or else every other one goes into a second row."""
        parts = [_broken(name, self.cells) for name in self.names]
        if any(width(row) >= self.cells for part in parts for row in part):
            return [self._staggered(row) for row in (0, 1)]
        rows = []
        for row in range(max((len(part) for part in parts), default=0)):
            cells = [centred(part[row] if row < len(part) else "", self.cells) for part in parts]
            rows.append((" " * self.indent + "".join(cells)).rstrip())
        return rows

    def _staggered(self, row: int) -> str:
        """Every other name, in the room of two lanes."""
        line = " " * self.indent
        names = [(name, self.middle(place)) for place, name in enumerate(self.names)][row::2]
        for place, (name, middle) in enumerate(names, start=1):
            shown = name if place == len(names) else cut(name, 2 * self.cells - max(1, 2 * self.gap))
            start = self.indent + max(0, middle - width(shown) // 2)
            line = fill(line, max(start, width(line) + self.gap) if place > 1 else start) + shown
        return line

    def lifelines(self, sign: str = "│") -> list[str]:
        """The lanes' lines on a row where nothing happens."""
        cells = [" "] * (self.cells * len(self.names))
        for place in range(len(self.names)):
            cells[self.middle(place)] = sign
        return cells

    def note(self, place: int, sign: str) -> list[str]:
        """A sign on one lane; none if it is not shown."""
        cells = self.lifelines()
        if 0 <= place < len(self.names):
            cells[self.middle(place)] = sign
        return cells

    def arrow(self, source: int, target: int, sign: str = "") -> list[str]:
        """From one lane to another, either of which may lie outside; `sign` stands for the head of what did not arrive."""
        cells = self.lifelines()
        start, end = self.middle(source), self.middle(target)
        low, high = min(start, end), max(start, end)
        for place in range(max(0, low + 1), min(len(cells), high)):
            cells[place] = "┼" if cells[place] == "│" else "─"
        rightwards = end > start
        if 0 <= source < len(self.names):
            cells[start] = "├" if rightwards else "┤"
        if 0 <= target < len(self.names):
            cells[end - 1 if rightwards else end + 1] = sign or (RIGHT if rightwards else LEFT)
        elif source < len(self.names) <= target:
            cells[-1] = sign or BEYOND_RIGHT
        elif target < 0 <= source:
            cells[0] = sign or BEYOND_LEFT
        return cells

    def covered(self, source: int, target: int) -> tuple[int, int]:
        """The first cell of an arrow or note, and the one after its last, as far as they are shown."""
        low, high = sorted((self.middle(source), self.middle(target)))
        room = self.cells * len(self.names)
        return min(max(0, low), room), max(0, min(room, high + 1))


def _broken(name: str, cells: int) -> list[str]:
    return [name] if width(name) < cells else name.split(" ", 1)

"""A sequence diagram in characters: a lane an organisation, a line a mark. Knows cells, no steps and no run.

The words stand at the right of the lanes, so that no label is cut by an arrow and Japanese keeps its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from juki.protocol.masking import mask
from juki.tui.cells import centred, cut, fill, left, width
from juki.tui.chart import Mark, lanes_of
from juki.tui.days import day_text, time_text
from juki.tui.language import n_, pick
from juki.tui.names import lane_names

TIME_CELLS = 9
NARROWEST_LANE, WIDEST_LANE = 7, 14
WORDS = 34
"Cells that label and article get at least, before lanes get wider."
REFUSED_SIGN = "✗"

Paint = Callable[[str, Mark], str]


def plain(text: str, _mark: Mark) -> str:
    return text


class Diagram:
    """Lays out marks for a terminal of so many columns."""

    def __init__(self, marks: Sequence[Mark], columns: int = 100, paint: Paint = plain) -> None:
        self.marks = marks
        self.columns = columns
        self._paint = paint
        self._lanes = lanes_of(marks)
        names = lane_names(self._lanes)
        room = (columns - TIME_CELLS - WORDS) // max(1, len(names))
        wanted = max((width(name) for name in names), default=0) + 2
        self._lane = max(NARROWEST_LANE, min(WIDEST_LANE, wanted, room))
        self._names = names
        self._middle = {lane: place * self._lane + self._lane // 2 for place, lane in enumerate(self._lanes)}

    def lines(self, limit: int | None = None) -> list[str]:
        """Header and marks; with a limit, the middle is left out and the line says how much."""
        marks, left_out = _within(self.marks, limit)
        lines = self._header()
        day: date | None = None
        for place, mark in enumerate(marks):
            if left_out and place == _first_part(limit):
                lines.append(self._gap(left_out))
            if mark.at.date() != day:
                day = mark.at.date()
                lines.append(self._heading(day))
            lines.append(self._line(mark))
        return lines

    def _header(self) -> list[str]:
        """Lane names; those that do not fit break at their blank, or else every other one goes into a second row."""
        parts = [_broken(name, self._lane) for name in self._names]
        if any(width(row) >= self._lane for part in parts for row in part):
            return [self._staggered(row) for row in (0, 1)]
        rows = []
        for row in range(max((len(part) for part in parts), default=0)):
            cells = [centred(part[row] if row < len(part) else "", self._lane) for part in parts]
            rows.append((" " * TIME_CELLS + "".join(cells)).rstrip())
        return rows

    def _staggered(self, row: int) -> str:
        """Every other name, in the room of two lanes."""
        line = " " * TIME_CELLS
        names = list(zip(self._names, self._middle.values(), strict=True))[row::2]
        for place, (name, middle) in enumerate(names, start=1):
            shown = name if place == len(names) else cut(name, 2 * self._lane - 1)
            line = fill(line, TIME_CELLS + max(0, middle - width(shown) // 2)) + shown
        return line

    def _heading(self, day: date) -> str:
        text = f"── {day_text(day)} "
        return cut(text + "─" * max(0, self.columns - width(text)), self.columns)

    def _gap(self, left_out: int) -> str:
        words = n_("{count} line left out", "{count} lines left out", left_out).format(count=left_out)
        return (
            fill(" " * TIME_CELLS + "".join(self._lifelines("┊"))[: max(self._middle.values()) + 1], TIME_CELLS)
            + f" … {words}"
        )

    def _lifelines(self, sign: str = "│") -> list[str]:
        cells = [" "] * (self._lane * len(self._lanes))
        for middle in self._middle.values():
            cells[middle] = sign
        return cells

    def _line(self, mark: Mark) -> str:
        drawn = "".join(self._arrow(mark))[: max(self._middle.values()) + 2]
        room = self.columns - TIME_CELLS - width(drawn) - 1
        return fill(time_text(mark.at), TIME_CELLS) + self._paint(f"{drawn} {self._words(mark, room)}".rstrip(), mark)

    def _arrow(self, mark: Mark) -> list[str]:
        cells = self._lifelines()
        start, end = self._middle[mark.source], self._middle[mark.target]
        if start == end:
            cells[start] = REFUSED_SIGN if mark.refused else "◆"
            return cells
        low, high = min(start, end), max(start, end)
        for place in range(low + 1, high):
            cells[place] = "┼" if cells[place] == "│" else "─"
        rightwards = end > start
        cells[start] = "├" if rightwards else "┤"
        head = "▶" if rightwards else "◀"
        cells[end - 1 if rightwards else end + 1] = {"lost": "×"}.get(
            mark.fate, REFUSED_SIGN if mark.refused and mark.kind != "declined" else head
        )
        return cells

    def _words(self, mark: Mark, room: int) -> str:
        """Label, count, refusal; the article at the right if there is room for it."""
        text = label_of(mark)
        spare = room - width(text) - 2
        if mark.basis and not mark.refused and spare >= width(mark.basis):
            return left(text, room - width(mark.basis)) + mark.basis
        return cut(text, room)


def label_of(mark: Mark) -> str:
    """What was said, how often, and what became of it."""
    text = mark.label
    if mark.count > 1:
        text += f" ×{mark.count}"
    if mark.fate == "lost":
        text += pick("(消失)", " (lost)")
    return mask(f"{text} {REFUSED_SIGN} {mark.refused}" if mark.refused else text)


def _broken(name: str, cells: int) -> list[str]:
    return [name] if width(name) < cells else name.split(" ", 1)


def _first_part(limit: int | None) -> int:
    return (limit or 0) * 2 // 3


def _within(marks: Sequence[Mark], limit: int | None) -> tuple[Sequence[Mark], int]:
    if limit is None or len(marks) <= limit:
        return marks, 0
    first = _first_part(limit)
    return [*marks[:first], *marks[len(marks) - (limit - first) :]], len(marks) - limit

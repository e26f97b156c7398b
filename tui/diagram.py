"""A sequence diagram in characters: a lane an organisation, a line a mark. Knows cells, no steps and no run.

The words stand at the right of the lanes, so that no label is cut by an arrow and Japanese keeps its columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from juki.protocol.masking import mask
from juki.tui.cells import cut, fill, left, width
from juki.tui.chart import Mark, lanes_of
from juki.tui.days import day_text, time_text
from juki.tui.lanes import Lanes
from juki.tui.language import n_, pick
from juki.tui.names import lane_names

TIME_CELLS = 9
NARROWEST_LANE, WIDEST_LANE = 7, 14
WORDS = 34
"Cells that label and article get at least, before lanes get wider."
REFUSED_SIGN, LOST_SIGN = "✗", "×"

Paint = Callable[[str, Mark], str]


def plain(text: str, _mark: Mark) -> str:
    return text


class Diagram:
    """Lays out marks for a terminal of so many columns."""

    def __init__(self, marks: Sequence[Mark], columns: int = 100, paint: Paint = plain) -> None:
        self.marks = marks
        self.columns = columns
        self._paint = paint
        lanes = lanes_of(marks)
        names = lane_names(lanes)
        room = (columns - TIME_CELLS - WORDS) // max(1, len(names))
        wanted = max((width(name) for name in names), default=0) + 2
        self.lanes = Lanes(names, max(NARROWEST_LANE, min(WIDEST_LANE, wanted, room)), TIME_CELLS)
        self._place = {lane: place for place, lane in enumerate(lanes)}

    def lines(self, limit: int | None = None) -> list[str]:
        """Header and marks; with a limit, the middle is left out and the line says how much."""
        marks, left_out = _within(self.marks, limit)
        lines = self.lanes.header()
        day: date | None = None
        for place, mark in enumerate(marks):
            if left_out and place == _first_part(limit):
                lines.append(self._gap(left_out))
            if mark.at.date() != day:
                day = mark.at.date()
                lines.append(heading(day, self.columns))
            lines.append(self._line(mark))
        return lines

    def _gap(self, left_out: int) -> str:
        words = n_("{count} line left out", "{count} lines left out", left_out).format(count=left_out)
        drawn = "".join(self.lanes.lifelines("┊"))[: self.lanes.last + 1]
        return fill(" " * TIME_CELLS + drawn, TIME_CELLS) + f" … {words}"

    def _line(self, mark: Mark) -> str:
        drawn = "".join(arrow(mark, self.lanes, self._place))[: self.lanes.last + 2]
        room = self.columns - TIME_CELLS - width(drawn) - 1
        return fill(time_text(mark.at), TIME_CELLS) + self._paint(f"{drawn} {words_of(mark, room)}".rstrip(), mark)


def heading(day: date, columns: int) -> str:
    """A day as a rule over its lines."""
    text = f"── {day_text(day)} "
    return cut(text + "─" * max(0, columns - width(text)), columns)


def arrow(mark: Mark, lanes: Lanes, place: Mapping[str, int]) -> list[str]:
    """A mark between its lanes, whose places are given."""
    if mark.is_note:
        return lanes.note(place[mark.source], REFUSED_SIGN if mark.refused else "◆")
    is_refused = mark.refused and mark.kind != "declined"
    sign = LOST_SIGN if mark.fate == "lost" else REFUSED_SIGN if is_refused else ""
    return lanes.arrow(place[mark.source], place[mark.target], sign)


def words_of(mark: Mark, room: int) -> str:
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


def _first_part(limit: int | None) -> int:
    return (limit or 0) * 2 // 3


def _within(marks: Sequence[Mark], limit: int | None) -> tuple[Sequence[Mark], int]:
    if limit is None or len(marks) <= limit:
        return marks, 0
    first = _first_part(limit)
    return [*marks[:first], *marks[len(marks) - (limit - first) :]], len(marks) - limit

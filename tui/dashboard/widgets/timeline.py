"""The whole course as a bar, with what stands out in it, days under it and a cursor. Reads the event log alone.

What is marked is kept as sorted sequences, so that a cell of the bar is one bisection in each, however long the course is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import MouseDown, MouseMove, MouseUp, Resize
from textual.widget import Widget

from juki.nodes.kernel.trace import Step
from juki.scenarios.story import Words
from juki.tui.cells import width
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import StepChosen
from juki.tui.days import moment
from juki.tui.language import N_, pick

BRANCH, HIT, REFUSED, LOST, ORDER, CHECKPOINT = "┳", "◆", "✗", "×", "▾", "╵"
STYLES = {
    BRANCH: "$accent bold",
    HIT: "$warning bold",
    REFUSED: "$error bold",
    LOST: "$warning",
    ORDER: "$primary",
    CHECKPOINT: "$text-muted",
}
"Signs of the bar; of several in one cell the first is shown."
PAST, TO_COME, CURSOR = "━", "─", "▲"
LEAPS = 10
"Leaps by page keys from one end to the other."


class Timeline(Widget, can_focus=True):
    """A bar of one line, and days under it."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "実行の全体です。左から右へステップが並び、▲が見ている時点です。✗は拒否、×は消失、▾は窓口の操作、┳は分岐、"
        "◆は停止条件で止まった所、╵はチェックポイントです。クリックかドラッグ、PgUpとPgDnで移動し、"
        "⇧←と⇧→で前後の印へ移ります。",
        "The whole course, a step after another from left to right; ▲ is the moment looked at. ✗ a refusal, × a loss, "
        "▾ an order at a counter, ┳ a branch, ◆ a breakpoint that was hit, ╵ a checkpoint. Click or drag, or PgUp and "
        "PgDn, to go elsewhere; shift+left and shift+right go to the mark before and after.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+left", "mark(-1)", N_("To the mark before."), show=False),
        Binding("shift+right", "mark(1)", N_("To the next mark."), show=False),
        Binding("pageup", "leap(-1)", N_("A tenth of the course back."), show=False),
        Binding("pagedown", "leap(1)", N_("A tenth of the course on."), show=False),
    ]
    DEFAULT_CSS = """
    Timeline { height: 2; padding: 0 1; }
    Timeline:focus { background: $boost; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._ledger = Ledger()
        self._marks: dict[str, list[int]] = {}
        self._days: list[tuple[int, date]] = []
        self._read = self._at = 0
        self._is_dragged = False
        self._forget()

    def _forget(self) -> None:
        self._marks = {sign: [] for sign in STYLES}
        self._days = []
        self._read = self._at = 0

    def on_mount(self) -> None:
        self.reword()

    def show(self, ledger: Ledger) -> None:
        """Show this course; what is not in the log is told by `mark`."""
        self._ledger = ledger
        self._forget()
        self.grown()
        self.stand(len(ledger))

    def grown(self) -> None:
        """Enter what is new."""
        new = self._ledger.since(self._read)
        for step in new:
            self._enter(step)
        self._read += len(new)
        if new:
            self.refresh()

    def stand(self, sequence: int) -> None:
        if sequence != self._at:
            self._at = sequence
            self.refresh()

    def reword(self) -> None:
        self.border_title = pick("時間", "Time")
        self.refresh()

    def mark(
        self,
        branches: Iterable[int] | None = None,
        hits: Iterable[int] | None = None,
        checkpoints: Iterable[int] | None = None,
    ) -> None:
        """Where branches leave, breakpoints were hit and checkpoints lie, by step; what is not given stays as it was."""
        for sign, given in ((BRANCH, branches), (HIT, hits), (CHECKPOINT, checkpoints)):
            if given is not None:
                self._marks[sign] = sorted(given)
        self.refresh()

    def render(self) -> Content:
        cells = self.size.width
        if cells < 1:
            return Content("")
        return self._bar(cells).append("\n").append(self._under(cells))

    def on_resize(self, _: Resize) -> None:
        self.refresh()

    def on_mouse_down(self, event: MouseDown) -> None:
        self._is_dragged = True
        self.capture_mouse()
        self._seek(event)

    def on_mouse_move(self, event: MouseMove) -> None:
        if self._is_dragged:
            self._seek(event)

    def on_mouse_up(self, event: MouseUp) -> None:
        if self._is_dragged:
            self._seek(event)
        self._is_dragged = False
        self.release_mouse()

    def action_leap(self, way: int) -> None:
        """Go on, or back, by a part of the whole."""
        self._choose(self._at + way * max(1, len(self._ledger) // LEAPS))

    def action_mark(self, way: int) -> None:
        """Go to the next mark but checkpoints, or the one before."""
        signs = [places for sign, places in self._marks.items() if sign != CHECKPOINT]
        found = [place for places in signs if (place := _next(places, self._at, way)) is not None]
        if found:
            self._choose(min(found) if way > 0 else max(found))

    def _enter(self, step: Step) -> None:
        if step.refused:
            self._marks[REFUSED].append(step.sequence)
        if step.what == "lost":
            self._marks[LOST].append(step.sequence)
        if step.what == "order":
            self._marks[ORDER].append(step.sequence)
        day = moment(step.at).date()
        if not self._days or self._days[-1][1] != day:
            self._days.append((step.sequence, day))

    def _bar(self, cells: int) -> Content:
        here = self._cell(self._at, cells)
        parts: list[tuple[str, str]] = []
        for cell in range(cells):
            begin, end = self._step(cell, cells), self._step(cell + 1, cells)
            sign = next((sign for sign, places in self._marks.items() if _has(places, begin, end)), "")
            if sign:
                parts.append((sign, STYLES[sign]))
            else:
                is_past = cell <= here
                parts.append((PAST, "$primary") if is_past else (TO_COME, "$text-muted"))
        return Content.assemble(*parts)

    def _under(self, cells: int) -> Content:
        """The cursor, and days as far as they do not stand in each other's way."""
        here = self._cell(self._at, cells)
        row: list[str] = [" "] * cells
        row[here] = CURSOR
        free = 0
        year = 0
        for sequence, day in self._shown_days(cells):
            text = _day(day, with_year=day.year != year)
            begin, end = self._cell(sequence, cells), self._cell(sequence, cells) + width(text)
            if begin <= here < end:  # beside the cursor, not under it
                begin, end = here + 1, here + 1 + width(text)
            if begin < free or end > cells or begin <= here < end:
                continue
            row[begin:end] = [*text, *[""] * (width(text) - len(text))]
            free, year = end + 1, day.year
        text = "".join(row)
        at = text.index(CURSOR)
        return Content.assemble((text[:at], "$text-muted"), (CURSOR, "$primary bold"), (text[at + 1 :], "$text-muted"))

    def _shown_days(self, cells: int) -> Sequence[tuple[int, date]]:
        """Of many days no more than there are cells: looking at all of them would cost too much."""
        if len(self._days) <= cells:
            return self._days
        return [self._days[place * len(self._days) // cells] for place in range(cells)]

    def _cell(self, sequence: int, cells: int) -> int:
        """Where a step stands; 0 is the beginning, the last cell the end."""
        steps = len(self._ledger)
        return min(cells - 1, sequence * (cells - 1) // steps) if steps else 0

    def _step(self, cell: int, cells: int) -> int:
        """The first step of a cell."""
        steps = len(self._ledger)
        return -(-cell * steps // (cells - 1)) if cells > 1 else cell * (steps + 1)

    def _seek(self, event: MouseDown | MouseMove | MouseUp) -> None:
        cells = self.size.width
        offset = event.get_content_offset_capture(self)
        self._choose(self._step(min(max(offset.x, 0), max(cells - 1, 0)), cells))

    def _choose(self, sequence: int) -> None:
        chosen = min(max(sequence, 0), len(self._ledger))
        if chosen != self._at:
            self.post_message(StepChosen(chosen))


def _has(places: Sequence[int], begin: int, end: int) -> bool:
    """Whether a place lies in a cell; `end` is the next cell's."""
    at = bisect_left(places, begin)
    return at < len(places) and places[at] < end


def _next(places: Sequence[int], at: int, way: int) -> int | None:
    place = bisect_left(places, at + 1) if way > 0 else bisect_left(places, at) - 1
    return places[place] if 0 <= place < len(places) else None


def _day(day: date, *, with_year: bool) -> str:
    """As short as a scale can have it: 2026年4月1日, 4月1日; 2026-04-01, 04-01."""
    if with_year:
        return pick(f"{day.year}年{day.month}月{day.day}日", day.isoformat())
    return pick(f"{day.month}月{day.day}日", f"{day:%m-%d}")

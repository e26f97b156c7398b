"""The sequence diagram of a run that goes on: lanes over the top, a line a mark. Draws what is in sight; knows no run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType

from juki.nodes.kernel.trace import Step
from juki.scenarios.story import Words
from juki.tui.cells import cut, fill
from juki.tui.cells import width as cells_of
from juki.tui.chart import LOOK_BACK, Chart, Mark
from juki.tui.dashboard.widgets.lane_window import LaneWindow
from juki.tui.dashboard.widgets.step_lines import StepLines
from juki.tui.days import time_text
from juki.tui.diagram import arrow, words_of
from juki.tui.language import N_, pick
from juki.tui.names import lane_of, system_lane_of

_ARROW_COLOURS = {"lost": "warned", "broken": "warned", "forged": "bad", "down": "warned"}
"By the fate of a mark; what was refused is bad whatever its fate."


class SequenceDiagram(StepLines):
    """Who said what to whom.

    Attributes:
        by_node: every node has a lane of its own; else every organisation.
        detail: every step is drawn, acknowledgements and what stays inside an organisation too.
    """

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "誰が誰に何を伝えたかを、起きた順に上から下へ描きます。✗ は拒否、× は消失、◆ はそのシステムの中の出来事です。"
            "▶ は見ている時点、• は同じ事案で、薄い行はまだ起きていません。↑↓ で時点を選び、Enter で電文またはシステムを調べます。"
            "w で列を団体ごと・システムごとに切り替え、e で受信確認なども表示し、Shift+← → で隠れた列を見ます。"
        ),
        en=(
            "Who said what to whom, from top to bottom. ✗ is a refusal, × a loss, ◆ what happened inside a system. "
            "▶ is the moment looked at, • its case; dim lines have not happened yet. ↑↓ choose a moment, Enter looks into "
            "the message or node. w: a lane for each organisation or node; e: acknowledgements too; Shift+← → for hidden lanes."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+left", "lanes(-1)", N_("Lanes that do not fit, one to the left."), show=False),
        Binding("shift+right", "lanes(1)", N_("Lanes that do not fit, one to the right."), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.by_node = False
        self.detail = False
        self._chart = Chart()
        self._first_lane = 0
        self._window: LaneWindow | None = None
        self._title()

    def _title(self) -> None:
        self.border_title = pick("シーケンス図", "Sequence diagram")

    def reword(self) -> None:
        self._title()
        super().reword()

    # Items.

    def begin(self) -> None:
        self._chart = Chart(system_lane_of if self.by_node else lane_of, join=not self.detail, detail=self.detail)
        self._window = None

    def enter(self, steps: Iterable[Step]) -> None:
        lanes, before = len(self._chart.lanes), len(self._chart)
        self._chart.take(steps)
        if len(self._chart.lanes) != lanes:
            self._window = None
            self.changed()
        elif before:
            # A mark already drawn may have been joined by others like it.
            self.changed(self._days.row(item) for item in range(max(0, before - LOOK_BACK), before))

    def items(self) -> int:
        return len(self._chart)

    def at(self, item: int) -> int:
        return self._chart.at(item)

    def sequence(self, item: int) -> int:
        return self._chart.sequence(item)

    def item_of(self, sequence: int) -> int:
        return self._chart.place_of(sequence)

    # What is switched.

    def switch_lanes(self) -> None:
        """A lane for each organisation, or for each node."""
        self.by_node = not self.by_node
        self._first_lane = 0
        self._again()

    def switch_detail(self) -> None:
        """Every step, or what an overview shows."""
        self.detail = not self.detail
        self._again()

    def action_lanes(self, by: int) -> None:
        """Move the window over the lanes."""
        window = self._lanes(self.room)
        first = max(0, min(window.first + by, window.hidden))
        if first != self._first_lane:
            self._first_lane, self._window = first, None
            self.changed()

    def stand(self, sequence: int) -> None:
        before = self.standing
        super().stand(sequence)
        # At full speed the window stays: lanes that jump thirty times a second are seen by nobody.
        is_running = before is not None and sequence - before > 1 and self.cursor == self.count - 1
        if not is_running and self.count:
            self._show_lanes_of(self._days.item(self.cursor))

    def _show_lanes_of(self, item: int) -> None:
        """Move the window as little as needed to have both ends of a mark in it; the sender's if they lie too far apart."""
        mark, window = self._chart[item], self._lanes(self.room)
        shown = len(window.lanes.names)
        low, high = sorted(window.first + window.places[lane] for lane in (mark.source, mark.target))
        if high - low >= shown:
            low = high = window.first + window.places[mark.source]
        first = min(low, max(window.first, high - shown + 1))
        if first != window.first:
            self._first_lane, self._window = first, None
            self.changed()

    # Lines.

    @property
    def header_height(self) -> int:
        return 2

    def header(self, width: int) -> Sequence[Text]:
        window = self._lanes(width)
        rows = [*window.lanes.header(), "", ""][:2]
        told = self._told(window)
        first = next((row for row in (1, 0) if _fits(rows[row], told, width)), None)
        if first is not None:
            rows[first] = fill(rows[first], width - cells_of(told)) + told
        return [Text(cut(row, width)) for row in rows]

    def _told(self, window: LaneWindow) -> str:
        """What the header says beside the lanes' names: hidden lanes, filter, search."""
        words = self.shown_words() if self.sifted or self.needle else ""
        if not window.hidden:
            return words
        before, after = window.first, window.hidden - window.first
        return f"{f'‹{before} ' if before else ''}{f'{after}› ' if after else ''}{words}".strip()

    def item_line(self, item: int, width: int) -> Text:
        mark, window = self._chart[item], self._lanes(width)
        text = Text()
        if window.time:
            shown = time_text(mark.at)[: window.time - 1]
            sign = self.sign(mark.sequence)
            text.append(shown, self.colour("muted"))
            text.append(sign, self.colour("marked"))
        text.append_text(self._drawn_lanes(mark, window))
        room = width - window.time - window.drawn - 1
        text.append(" ")
        text.append(cut(words_of(mark, room), room), self._colour_of(mark))
        return text

    def _drawn_lanes(self, mark: Mark, window: LaneWindow) -> Text:
        cells = arrow(mark, window.lanes, window.places)
        text = Text("".join(cells), self.colour("muted"))
        start, end = window.lanes.covered(window.places[mark.source], window.places[mark.target])
        text.stylize(self._colour_of(mark) or self.colour("plain"), start, end)
        return text[: window.drawn]

    def _colour_of(self, mark: Mark) -> Style:
        if mark.refused and mark.fate != "broken":
            return self.colour("bad")
        if mark.fate in _ARROW_COLOURS:
            return self.colour(_ARROW_COLOURS[mark.fate])
        return self.colour("visit") if mark.case != self.ledger[mark.sequence].case else Style.null()

    def _lanes(self, columns: int) -> LaneWindow:
        if self._window is None or self._window.columns != columns:
            self._window = LaneWindow(self._chart.lanes, columns, self._first_lane)
        return self._window


def _fits(row: str, told: str, columns: int) -> bool:
    return bool(told) and cells_of(row) + cells_of(told) < columns

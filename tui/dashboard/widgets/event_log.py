"""The event log: a line a step, in as many columns as the pane has room for. Knows no run."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.text import Text

from juki.nodes.kernel.trace import Step
from juki.protocol.masking import mask
from juki.scenarios.story import Words
from juki.tui.cells import cut, left
from juki.tui.dashboard.widgets.step_lines import StepLines
from juki.tui.diagram import LOST_SIGN
from juki.tui.language import pick
from juki.tui.listing import clock, consequences, ends, what
from juki.tui.names import node_name

ARROW = "→"
_NODE_CELLS = ((120, 26), (92, 18), (72, 13))
"From so many columns on, sender and receiver have so many cells each."
_TARGET_FROM, _TARGET_PART = 48, 3.5
"From so many columns on, the receiver alone has a column, and this part of them all."
_MILLISECONDS_FROM, _CLOCK_FROM = 92, 30
_SECONDS = 8
_COLOURS = {
    "lost": "warned",
    "order": "visit",
    "acknowledgement": "muted",
    "resend": "muted",
    "disturbance": "warned",
    "intrusion": "warned",
    "crash": "warned",
    "broken": "warned",
}
"Of what happened, by the step's own word; the rest is plain."


class EventLog(StepLines):
    """Every step of a run, in order."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "出来事を1行に1ステップずつ、起きた順に表示します。▶ は見ている時点、• は同じ事案、✗ は拒否、× は消失です。"
            "薄い行は、見ている時点ではまだ起きていません。↑↓ で時点を選び、Enter で電文またはシステムを調べます。"
            "F で絞り込み(例 電文:転入通知 宛先:長岡市 !消失)、/ で検索します。"
        ),
        en=(
            "What happened, a step a line, in its order. ▶ is the moment looked at, • its case, ✗ a refusal, × a loss. "
            "Dim lines have not happened yet at that moment. ↑↓ choose a moment; Enter looks into the message or node. "
            "F filters (kind:MoveInNotice to:長岡市 !lost), / searches."
        ),
    )

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._sequences = array("L")
        self._title()

    def _title(self) -> None:
        self.border_title = pick("出来事", "Event log")

    def reword(self) -> None:
        self._title()
        super().reword()

    def begin(self) -> None:
        self._sequences = array("L")

    def enter(self, steps: Iterable[Step]) -> None:
        self._sequences.extend([step.sequence for step in steps])

    def items(self) -> int:
        return len(self._sequences)

    def at(self, item: int) -> int:
        return self.ledger[self._sequences[item]].at

    def sequence(self, item: int) -> int:
        return self._sequences[item]

    def item_of(self, sequence: int) -> int:
        return bisect_right(self._sequences, sequence) - 1

    @property
    def header_height(self) -> int:
        return 1

    def header(self, width: int) -> Sequence[Text]:
        return [Text(cut(self.shown_words(), width))]

    def item_line(self, item: int, width: int) -> Text:
        step = self.ledger[self._sequences[item]]
        text = Text()
        text.append(self.sign(step.sequence), self.colour("marked"))
        digits = max(5, len(str(self._sequences[-1])))
        text.append(f"{step.sequence:>{digits}} ", self.colour("muted"))
        if width >= _CLOCK_FROM:
            shown = clock(step) if width >= _MILLISECONDS_FROM else clock(step)[:_SECONDS]
            text.append(f"{shown} ", self.colour("muted"))
        text.append(_ends(step, width))
        loss = f"{LOST_SIGN} " if step.what == "lost" else ""
        text.append(f"{loss}{mask(what(step))}", self.colour(_COLOURS[step.what]) if step.what in _COLOURS else "")
        for words in consequences(step):
            text.append(f" {mask(words)}", self.colour("bad") if step.refused else self.colour("muted"))
        return text


def _ends(step: Step, width: int) -> str:
    """Sender and receiver as far as there is room for them."""
    source, target = ends(step)
    arrow = ARROW if source else " "
    for columns, cells in _NODE_CELLS:
        if width >= columns:
            return f"{left(node_name(source) if source else '', cells)} {arrow} {left(node_name(target), cells)} "
    if width >= _TARGET_FROM:
        return f"{arrow} {left(node_name(target), int(width / _TARGET_PART))} "
    return f"{arrow} "

"""How long a message is to be delayed. Knows no message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from juki.protocol.errors import BadInput
from juki.scenarios.story import Words
from juki.tui import complaints
from juki.tui.dashboard.dialogs.dialog import CLOSE, Dialog, Hint
from juki.tui.dashboard.dialogs.spans import span_of
from juki.tui.language import pick


class DelayDialog(Dialog[int]):
    """Asks for a span; gives microseconds.

    Args:
        message: what is delayed, in words; empty if it need not be said.
        value: to begin with.
    """

    TITLE_WORDS = Words("遅延", "Delay")
    HINTS = (Hint("Enter", Words("遅らせる", "delay it")), CLOSE)
    HELP: ClassVar[Words] = Words(
        "電文を、いまの仮想時刻からこの時間だけ止めておきます。例: 5 秒、10 分、2 時間、3 日、200 ms。",
        "The message is held for so long from now on, in virtual time: 5 s, 10 min, 2 h, 3 d, 200 ms.",
    )

    def __init__(self, message: str = "", value: str = "10 min") -> None:
        super().__init__()
        self._message, self._value = message, value

    def parts(self) -> Iterable[Widget]:
        yield Static(id="question")
        yield Input(self._value, id="span")

    def word(self) -> None:
        said = f"{self._message}: " if self._message else ""
        words = pick("どれだけ遅らせますか(仮想時間)", "for how long, in virtual time?")
        self.query_one("#question", Static).update(Content(said + words))
        self.query_one(Input).placeholder = pick("5 秒、10 分、2 時間", "5 s, 10 min, 2 h")

    def on_input_changed(self, _: Input.Changed) -> None:
        self.complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self.dismiss(span_of(event.value))
        except BadInput as fault:
            self.complain(complaints.of(fault))

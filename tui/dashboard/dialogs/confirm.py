"""Yes or no. Knows no question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from juki.scenarios.story import Words
from juki.tui.dashboard.dialogs.dialog import Dialog, Hint
from juki.tui.language import spoken

YES, NO = Words("はい", "Yes"), Words("いいえ", "No")
QUIT = Words(
    "実行の途中です。終了しますか。ここまでの実行は保存され、あとで続けられます。",
    "A run is under way. Quit? What has happened is kept, and can be carried on later.",
)


class ConfirmDialog(Dialog[bool]):
    """Asks whether something is really wanted; True, False, or None for escape.

    Args:
        question: what is asked.
        title: of the box.
        yes: on the first button.
        no: on the second, which has the focus.
    """

    BINDINGS: ClassVar = [
        Binding("y", "answer(True)", "yes", show=False),
        Binding("n", "answer(False)", "no", show=False),
        Binding("left,right,up,down", "app.focus_next", "other", show=False),
    ]
    HINTS = (
        Hint("y", YES, "answer(True)"),
        Hint("n", NO, "answer(False)"),
        Hint("←→", Words("選ぶ", "choose")),
        Hint("Esc", Words("やめる", "cancel"), "cancel"),
    )
    HELP: ClassVar[Words] = Words("yではい、nかEscでいいえです。", "y is yes; n or Esc is no.")
    DEFAULT_CSS = """
    ConfirmDialog > Vertical { width: 64; }
    ConfirmDialog Horizontal { height: 3; align-horizontal: center; }
    ConfirmDialog Button { margin: 0 2; }
    """

    def __init__(self, question: Words = QUIT, title: Words | None = None, yes: Words = YES, no: Words = NO) -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no
        self._title = title or Words("確認", "Really?")

    def parts(self) -> Iterable[Widget]:
        yield Static(id="question", classes="question")
        yield Horizontal(Button("", id="yes"), Button("", id="no", variant="primary"))

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#no").focus()

    def word(self) -> None:
        self.query_one("#box").border_title = self._title.in_(spoken())
        self.query_one("#question", Static).update(Content(self._question.in_(spoken())))
        self.query_one("#yes", Button).label = self._yes.in_(spoken())
        self.query_one("#no", Button).label = self._no.in_(spoken())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, is_wanted: bool) -> None:  # noqa: FBT001 - Textual gives it so
        self.dismiss(is_wanted)

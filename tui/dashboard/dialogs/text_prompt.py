"""One line of text, checked before it is taken. Knows no use of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from juki.protocol.errors import BadInput
from juki.scenarios.story import Words
from juki.tui import complaints
from juki.tui.dashboard.dialogs.dialog import CLOSE, Dialog, Hint
from juki.tui.language import spoken

TAKE = Hint("Enter", Words("決定", "take"))


class TextPrompt(Dialog[str]):
    """Asks for a line.

    Args:
        title: of the box.
        question: over the line.
        value: to begin with.
        check: complains about a text by BadInput; takes any if None.
        placeholder: shown in an empty line.
    """

    HINTS = (TAKE, CLOSE)
    HELP: ClassVar[Words] = Words(
        "1行入力してEnterを押します。Escでやめます。", "Type a line and press Enter; Esc leaves things as they are."
    )

    def __init__(
        self,
        title: Words,
        question: Words | None = None,
        value: str = "",
        check: Callable[[str], object] | None = None,
        placeholder: Words | None = None,
    ) -> None:
        super().__init__()
        self._title, self._question, self._placeholder = title, question, placeholder
        self._value, self._check = value, check

    def parts(self) -> Iterable[Widget]:
        if self._question is not None:
            yield Static(id="question")
        yield Input(self._value, id="text", select_on_focus=False)

    def word(self) -> None:
        self.query_one("#box").border_title = self._title.in_(spoken())
        if self._question is not None:
            self.query_one("#question", Static).update(Content(self._question.in_(spoken())))
        if self._placeholder is not None:
            self.query_one(Input).placeholder = self._placeholder.in_(spoken())

    def on_input_changed(self, _: Input.Changed) -> None:
        self.complain("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            if self._check is not None:
                self._check(event.value)
        except BadInput as fault:
            self.complain(complaints.of(fault))
            return
        self.dismiss(event.value)

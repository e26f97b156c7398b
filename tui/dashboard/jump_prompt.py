"""The prompt of `:`: a line to type in, and what is nearest as one types. Where a text leads is in `jumping`."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from juki.protocol.errors import BadInput
from juki.scenarios.story import Words
from juki.tui import complaints
from juki.tui.dashboard.jumping import Goal, Ground, Suggestion, parse, suggest
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import Place, bindings
from juki.tui.language import pick


class JumpPrompt(ModalScreen[Goal | None]):
    """Asks where to go; dismissed with the goal, or None.

    Args:
        ground: where one can go.
    """

    CSS = """
    JumpPrompt { align: center top; }
    JumpPrompt > Vertical { width: 76; max-width: 100%; height: auto; margin-top: 2; padding: 0 1;
        background: $surface; border: round $primary; }
    JumpPrompt Input { border: none; height: 1; padding: 0; }
    JumpPrompt OptionList { height: auto; max-height: 8; border: none; padding: 0; }
    JumpPrompt #complaint { color: $text-error; height: auto; }
    """
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "行き先を入力します。ステップ番号(57、+3)、時刻(09:05)、日時(2026-04-01 09:00)、システム(長岡市/住民記録)、"
        "電文の種類(転入通知)、事案(事案 …)、表示(図、地図)。候補は ↑ ↓ で選び、Tab で写します。q で戻ります。",
        "Type where to go: a step (57, +3), a time (09:05), a day (2026-04-01 09:00), a node (Nagaoka City/Register), a kind "
        "of message (MoveInNotice), a case (case ...), a view (diagram, map). ↑ and ↓ choose a suggestion, Tab takes it.",
    )
    BINDINGS: ClassVar = bindings(Place.PROMPT)
    PLACES: ClassVar = (Place.PROMPT,)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._suggestions: list[Suggestion] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Input(id="goal", select_on_focus=False)
            yield OptionList(id="suggestions")
            yield Static(id="complaint")
        yield KeyBar(Place.PROMPT)

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self.reword()

    def reword(self) -> None:
        """Word everything in the language in use."""
        self.query_one(Vertical).border_title = pick("移動", "Jump")
        self.query_one(Input).placeholder = pick(
            ": 57, 09:05, 長岡市/住民記録, 転入通知, 図", ": 57, 09:05, MoveInNotice, diagram"
        )
        self._offer(self.query_one(Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#complaint", Static).update("")
        self._offer(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self.dismiss(self._suggestions[chosen].goal)
            return
        try:
            self.dismiss(parse(event.value, self._ground))
        except BadInput as fault:
            self.query_one("#complaint", Static).update(f"✗ {complaints.of(fault)}")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._suggestions[event.option_index].goal)

    def action_next_suggestion(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_previous_suggestion(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_complete(self) -> None:
        """Take the chosen suggestion, or the first, into the line."""
        if self._suggestions:
            box = self.query_one(Input)
            box.value = self._suggestions[self.query_one(OptionList).highlighted or 0].text
            box.action_end()

    def action_close(self) -> None:
        self.dismiss(None)

    def _offer(self, typed: str) -> None:
        self._suggestions = suggest(typed, self._ground)
        offered = self.query_one(OptionList)
        offered.clear_options()
        offered.add_options(_line(one) for one in self._suggestions)
        offered.highlighted = None


def _line(one: Suggestion) -> str:
    others = [name for name in one.names if name != one.text]
    return one.text + (f"  ({others[0]})" if others else "")

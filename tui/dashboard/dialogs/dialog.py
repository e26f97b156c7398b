"""What every dialog has: a box with a title, a line for complaints, a line of keys, and escape. Knows no question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from juki.scenarios.story import Words
from juki.tui.dashboard.keys import Place, bindings
from juki.tui.language import spoken

LOW = 24
"Lines below which lists are kept short."
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Hint:
    """One key of the last line; a click on it does the same.

    Attributes:
        action: of the dialog; empty if the widget in focus takes the key.
    """

    sign: str
    words: Words
    action: str = ""


CLOSE = Hint("Esc", Words("やめる", "cancel"), "cancel")


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """A question in a box; closed by escape, it gives None."""

    TITLE_WORDS: ClassVar[Words] = Words("", "")
    HELP: ClassVar[Words] = Words("", "")  # type: ignore[assignment] # Textual's own is Markdown, in one language
    HINTS: ClassVar[tuple[Hint, ...]] = (CLOSE,)
    BINDINGS: ClassVar = [
        Binding("escape", "cancel", "cancel", show=False),
        *bindings(Place.APP, owner="app."),
    ]
    DEFAULT_CSS = """
    Dialog { align: center middle; }
    Dialog > Vertical { width: 84; max-width: 96%; height: auto; max-height: 100%; padding: 0 1;
        background: $surface; border: round $primary; }
    Dialog Input { border: none; height: 1; padding: 0; background: $boost; }
    Dialog Input:focus { border: none; background: $block-cursor-background 30%; }
    Dialog OptionList { height: auto; border: none; padding: 0; background: $surface; }
    Dialog OptionList:focus { border: none; }
    Dialog .question { height: auto; padding: 0 0 1 0; }
    Dialog #complaint { color: $text-error; height: auto; }
    Dialog #hints { color: $text-muted; height: auto; }
    """

    def parts(self) -> Iterable[Widget]:
        """What stands in the box."""
        return ()

    def word(self) -> None:
        """Word the parts in the language in use."""

    def compose(self) -> ComposeResult:
        with Vertical(id="box"):
            yield from self.parts()
            yield Static(id="complaint")
            yield Static(id="hints")

    def on_mount(self) -> None:
        self.reword()

    def on_resize(self, event: Resize) -> None:
        """A low terminal has less room for lists."""
        self.set_class(event.size.height < LOW, "-low")

    def reword(self) -> None:
        """Word everything in the language in use."""
        self.query_one("#box").border_title = self.TITLE_WORDS.in_(spoken())
        self.query_one("#hints", Static).update(_line(self.HINTS))
        self.word()

    def complain(self, words: str) -> None:
        """Say what is wrong with what was entered; nothing if empty."""
        self.query_one("#complaint", Static).update(Content(f"✗ {words}" if words else ""))

    def leave(self) -> None:
        """One screen back, as the application asks for it."""
        self.dismiss(None)

    def action_cancel(self) -> None:
        self.dismiss(None)


def _line(hints: Iterable[Hint]) -> Content:
    told = []
    for hint in hints:
        text = Content.assemble((hint.sign, "$text-accent bold"), " ", hint.words.in_(spoken()))
        told.append(text.stylize(f"@click=screen.{hint.action}") if hint.action else text)
    return Content("  ").join(told)

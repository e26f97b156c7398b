"""One pane alone on a screen, and what it told the screen, for tests by pilots. Knows no run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from juki.tui.cells import width
from juki.tui.dashboard.pane import MessageChosen, NodeChosen, StepChosen, TermChosen
from juki.tui.dashboard.widgets.folding_lines import FoldingLines


class Alone(App[None]):
    """The pane with a border around, as the run's screen draws it."""

    CSS = "Screen > * { border: round $panel; height: 1fr; width: 1fr; }"

    def __init__(self, pane: Widget) -> None:
        super().__init__()
        self.pane = pane
        self.told: list[tuple[str | int, ...]] = []
        self.is_projected = False

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def on_step_chosen(self, event: StepChosen) -> None:
        self._tell(event, "step", event.sequence)

    def on_message_chosen(self, event: MessageChosen) -> None:
        self._tell(event, "message", event.id, event.sequence)

    def on_node_chosen(self, event: NodeChosen) -> None:
        self._tell(event, "node", event.node)

    def on_term_chosen(self, event: TermChosen) -> None:
        self._tell(event, "term", event.term)

    def _tell(self, event: Message, *words: str | int) -> None:
        event.stop()
        self.told.append(words)


Play = Callable[[Pilot[None], Alone], Awaitable[None]]


def play(pane: Widget, act: Play, size: tuple[int, int] = (64, 40)) -> str:
    """Show the pane, let a play be given, and return the screen as it was at the end."""
    app, seen = Alone(pane), []

    async def all_of_it(pilot: Pilot[None]) -> None:
        await act(pilot, app)
        await pilot.pause()
        seen.append(shown(app))

    drive(app, size, all_of_it)
    return seen[0]


def expect_whole(pane: FoldingLines) -> None:
    """Every line drawn takes exactly the cells of the pane, and nothing that the pane says is cut off."""
    room = pane.scrollable_content_region.width
    for y in range(pane.size.height):
        strip = pane.render_line(y)
        assert strip.cell_length == room
        assert width(strip.text) == room
    assert all(width(pane.row(place).text) <= room for place in range(pane.count))


def row_of(pane: FoldingLines, words: str) -> int:
    """The first row in which these words stand."""
    return next(place for place in range(pane.count) if words in pane.row(place).text)


async def enter(pilot: Pilot[None], pane: FoldingLines, words: str) -> None:
    """Go to the row with these words and press enter."""
    pane.put_cursor(row_of(pane, words))
    await pilot.press("enter")
    await pilot.pause()

"""The bar of the whole course: marks, days and cursor in any width; keys and mouse go to a moment."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import pytest
from kept_runs import kept
from msgspec.structs import replace
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from trace_steps import happy_steps, refused_steps

from juki.nodes.kernel.trace import Step
from juki.tui.cells import width
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import StepChosen
from juki.tui.dashboard.widgets.timeline import CURSOR, Timeline
from juki.tui.language import LANGUAGES, use


class Bar(App[None]):
    """Stands where it is asked to."""

    def __init__(self, steps: Sequence[Step]) -> None:
        super().__init__()
        self.bar = Timeline(id="timeline")
        self.ledger = Ledger(steps)
        self.asked: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.bar

    def on_mount(self) -> None:
        self.bar.show(self.ledger)
        self.bar.focus()

    def on_step_chosen(self, event: StepChosen) -> None:
        self.asked.append(event.sequence)
        self.bar.stand(event.sequence)

    def lines(self) -> list[str]:
        return shown(self).splitlines()


Act = Callable[[Pilot[None], Bar], Awaitable[None]]


def play(act: Act, steps: Sequence[Step], cells: int = 82) -> None:
    app = Bar(steps)
    drive(app, (cells, 4), lambda pilot: act(pilot, app))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("cells", [12, 38, 100, 160])
@pytest.mark.parametrize("count", [0, 1, 2, 79])
def test_bar_and_days_fit_in_any_width(cells: int, count: int, lang: str) -> None:
    use(lang)

    async def act(pilot: Pilot[None], app: Bar) -> None:
        for at in (0, count // 2, count):
            app.bar.stand(at)
            await pilot.pause()
            bar, under = app.lines()[:2]
            assert width(bar) == cells - 1
            assert width(under) < cells
            assert under.count(CURSOR) == 1

    play(act, kept("special-transfer").steps[:count], cells)


def test_what_stands_out_is_marked_where_it_is() -> None:
    async def act(pilot: Pilot[None], app: Bar) -> None:
        app.bar.mark(branches=[5], hits=[10], checkpoints=[0, 15])
        await pilot.pause()
        bar = app.lines()[0][1:]
        assert bar[5 * 5] == "┳"
        assert bar[10 * 5] == "◆"
        assert bar[15 * 5] == "╵"
        assert bar[13 * 5] == "×"
        assert [bar[1 * 5], bar[8 * 5]] == ["▾", "▾"]

    play(act, happy_steps(), 16 * 5 + 3)


def test_a_refusal_is_marked_before_an_order_in_the_same_cell() -> None:
    async def act(_: Pilot[None], app: Bar) -> None:
        assert "✗" in app.lines()[0]

    steps = refused_steps()
    play(act, [replace(one, sequence=place) for place, one in enumerate(steps * 50, 1)], 20)


def test_days_stand_under_their_first_steps_in_the_language_in_use() -> None:
    async def act(pilot: Pilot[None], app: Bar) -> None:
        app.bar.stand(0)
        await pilot.pause()
        assert "2026-03-16" in app.lines()[1]
        assert "04-01" in app.lines()[1]
        use("ja")
        app.bar.reword()
        await pilot.pause()
        assert "2026年3月16日" in app.lines()[1]
        assert "4月1日" in app.lines()[1]

    play(act, happy_steps(), 100)


def test_keys_leap_and_go_from_mark_to_mark() -> None:
    async def act(pilot: Pilot[None], app: Bar) -> None:
        await pilot.press("shift+left", "shift+left", "shift+left", "shift+left")
        assert app.asked == [13, 8, 1]
        await pilot.press("shift+right", "pagedown", "pageup")
        assert app.asked[3:] == [8, 9, 8]

    play(act, happy_steps())


def test_a_click_or_a_drag_goes_there_and_never_beyond_the_ends() -> None:
    async def act(pilot: Pilot[None], app: Bar) -> None:
        await pilot.click(Timeline, offset=(1, 0))
        assert app.asked == [0]
        await pilot.mouse_down(Timeline, offset=(41, 0))
        await pilot.hover(Timeline, offset=(80, 0))
        await pilot.mouse_up(Timeline, offset=(80, 0))
        assert app.asked[1] in range(7, 10)
        assert app.asked[-1] == 16

    play(act, happy_steps())


def test_growth_moves_the_marks_and_nothing_old_is_looked_at_again() -> None:
    async def act(pilot: Pilot[None], app: Bar) -> None:
        before = app.lines()[0]
        app.ledger.take(happy_steps()[8:])
        app.bar.grown()
        app.bar.grown()
        await pilot.pause()
        assert app.lines()[0] != before
        assert app.lines()[0].count("▾") == 2

    play(act, happy_steps()[:8])

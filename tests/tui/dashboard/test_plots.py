"""The plots: what they count, in how much memory, and that they are drawn at every size, in both languages and every theme."""

from __future__ import annotations

import subprocess
import sys
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from watched_runs import watched

from juki.nodes.kernel.trace import Step
from juki.tui import language
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.themes import THEMES
from juki.tui.dashboard.widgets.plot_measures import MOST_BUCKETS, Buckets, Measures, Spread, grouped
from juki.tui.dashboard.widgets.plots import KINDS, TrafficPlots

LOSSY = "special-transfer-lossy"


class Stage(App[None]):
    """Nothing but the plots."""

    CSS: ClassVar[str] = "TrafficPlots { border: round $panel; }"

    def compose(self) -> ComposeResult:
        yield TrafficPlots(id="plots")

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.plots.focus()

    @property
    def plots(self) -> TrafficPlots:
        return self.query_one(TrafficPlots)


def test_every_message_refusal_and_loss_is_counted_once_on_both_axes() -> None:
    steps = watched(LOSSY).steps
    for is_by_time in (False, True):
        measures = Measures(is_by_time=is_by_time)
        measures.take(steps[:100])
        measures.take(steps[100:])
        buckets = measures.buckets.buckets
        assert sum(bucket.messages for bucket in buckets) == sum(
            step.what == "message" and step.place == "next" for step in steps
        )
        assert sum(bucket.lost for bucket in buckets) == sum(step.what == "lost" for step in steps)
        assert sum(bucket.refused for bucket in buckets) == sum(bool(step.refused) for step in steps)
        assert measures.kinds["MoveInNotice"].count > 0
        assert measures._waiting == set()


@given(st.lists(st.integers(0, 10_000_000), max_size=300), st.integers(1, 50))
def test_there_are_never_more_buckets_than_that_and_nothing_is_lost_by_joining(places: list[int], most: int) -> None:
    buckets = Buckets(1, most)
    for place in places:
        buckets.at(place).messages += 1
    assert len(buckets.buckets) <= most
    assert sum(bucket.messages for bucket in buckets.buckets) == len(places)
    together = grouped(buckets.buckets, 3)
    assert sum(bucket.messages for bucket in together) == len(places)
    for place in places:
        assert buckets.buckets[place // buckets.width].messages > 0


@given(st.lists(st.integers(1, 10_000_000_000), min_size=1))
def test_the_median_is_right_to_a_fifth_and_the_longest_exactly(times: list[int]) -> None:
    spread = Spread()
    for micros in times:
        spread.add(micros)
    exact = sorted(times)[(len(times) - 1) // 2]
    assert spread.most == max(times)
    assert exact * 0.8 - 1 <= spread.median <= exact * 1.2 + 1


@pytest.mark.parametrize("is_by_time", [False, True])
def test_a_long_run_takes_no_more_memory_than_a_short_one(is_by_time: bool) -> None:  # noqa: FBT001 - a parameter of tests
    measures = Measures(is_by_time=is_by_time)
    measures.take(
        Step(number, number * 1_000_000, "message", "jlis/jpki", kind="x", sent_at=number)
        for number in range(1, 20_000)
    )
    assert MOST_BUCKETS // 2 <= len(measures.buckets.buckets) <= MOST_BUCKETS
    assert list(measures.kinds) == ["x"]


@pytest.mark.parametrize("size", [(38, 8), (60, 20), (160, 48)])
@pytest.mark.parametrize("tongue", language.LANGUAGES)
def test_every_plot_is_drawn_at_every_size_in_both_languages(tongue: str, size: tuple[int, int]) -> None:
    language.use(tongue)
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        app.plots.show(Ledger(watched(LOSSY).steps))
        app.plots.stand(100)
        titles = (
            ("通信量", "所要時間", "種類ごと", "配送中の")
            if tongue == "ja"
            else ("Traffic", "Latency", "Latency by", "Messages on")
        )
        for kind, title in zip(KINDS, titles, strict=True):
            await pilot.pause(0.3)
            text = shown(app)
            assert app.plots.kind == kind
            assert title in text
            assert all(len(line) <= size[0] for line in text.splitlines())
            await pilot.press("p")
        assert app.plots.kind == KINDS[0]
        await pilot.press("v")
        await pilot.pause(0.3)
        assert app.plots.is_by_time
        assert "03-16" in shown(app) or size[0] < 60

    drive(app, size, play)


def test_the_moment_is_a_line_that_moves_with_it() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        app.plots.show(Ledger(watched(LOSSY).steps))
        found = []
        for moment in (40, 300):
            app.plots.stand(moment)
            await pilot.pause(0.6)
            found.append(next(line for line in shown(app).splitlines() if "┌" in line).index("┬"))
        assert found[0] < found[1]

    drive(app, (100, 30), play)


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
def test_plots_take_the_colours_of_the_theme_and_keep_their_signs(theme: str) -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        app.theme = theme
        app.plots.show(Ledger(watched(LOSSY).steps))
        await pilot.pause(0.3)
        assert "o" in "\n".join(shown(app).splitlines()[3:])

    drive(app, (100, 30), play)


def test_an_empty_run_has_an_empty_plot_and_a_growing_one_a_growing_one() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        ledger = Ledger()
        app.plots.show(ledger)
        await pilot.pause(0.3)
        for start in range(0, 300, 100):
            ledger.take(watched(LOSSY).steps[start : start + 100])
            app.plots.grown()
            app.plots.stand(len(ledger))
            await pilot.pause(0.3)
        assert app.plots._measures.buckets.buckets[-1].first_at > 0
        assert "04-02" in shown(app)

    drive(app, (100, 30), play)


def test_plots_that_nobody_sees_count_nothing() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        app.plots.display = False
        await pilot.pause()
        app.plots.show(Ledger(watched(LOSSY).steps))
        await pilot.pause(0.6)
        assert app.plots._taken == 0
        app.plots.display = True
        await pilot.pause(0.6)
        assert app.plots._taken == len(watched(LOSSY).steps)

    drive(app, (100, 30), play)


def test_the_plotting_library_is_not_loaded_with_the_widget() -> None:
    code = "import sys, juki.tui.dashboard.widgets.plots; print('plotext' in str(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""The line that says how a run stands: what counts most is there in any width, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from trace_steps import NINE

from juki.scenarios.story import Words
from juki.tui.cells import width
from juki.tui.dashboard.widgets.status_bar import WHY, StatusBar, StatusFacts, fitted, status_parts
from juki.tui.language import LANGUAGES, use

FULL = StatusFacts(
    story=Words("特例転入で県をまたいで転入する", "A special-transfer move between prefectures"),
    branch="2",
    why="breakpoint",
    hit="種類=転入通知",
    speed=Words("60倍速", "×60"),
    step=57,
    steps=1079,
    is_live=False,
    at=NINE,
    held=40,
    failed=1,
    settings=("18446744073709551615", "law-2026", "noise", "rough"),
)


def told(facts: StatusFacts, cells: int) -> str:
    return " │ ".join(text for text, _style in fitted(status_parts(facts), cells))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("cells", [10, 20, 38, 60, 98, 100, 158])
@pytest.mark.parametrize("facts", [StatusFacts(), FULL, replace(FULL, is_over=True, why="ended", hit="")])
def test_it_fits_in_any_width(facts: StatusFacts, cells: int, lang: str) -> None:
    use(lang)
    assert width(told(facts, cells)) <= cells


def test_at_100_cells_state_step_day_verdict_and_title_are_there() -> None:
    use("ja")
    facts = replace(FULL, hit="", settings=("1", "law-2026", "noise", "calm"))
    text = told(facts, 98)
    for words in ("‖ 停止条件", "57/1079◂", "令和8年3月16日", "09:00:00", "✓40 ✗1", "┳2", "特例転入", "シード1"):
        assert words in text
    use("en")
    text = told(facts, 98)
    for words in ("‖ breakpoint", "57/1079◂", "2026-03-16", "09:00:00", "✓40 ✗1", "A special"):
        assert words in text


def test_in_a_narrow_one_state_step_and_time_stay() -> None:
    use("ja")
    text = told(FULL, 38)
    assert text.startswith("‖")
    assert "57/1079◂" in text
    assert "09:00:00" in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("why", WHY)
def test_every_reason_has_words(why: str, lang: str) -> None:
    use(lang)
    assert WHY[why].in_(lang) in told(replace(FULL, why=why, hit="", is_over=why == "broke"), 158)


def test_playing_paused_and_over_have_signs_of_their_own() -> None:
    assert told(replace(FULL, is_playing=True), 158).startswith("▶ playing ×60")
    assert told(FULL, 158).startswith("‖")
    assert told(replace(FULL, is_over=True), 158).startswith("■")


@pytest.mark.parametrize("size", [(100, 3), (160, 3)])
def test_one_line_or_two_and_the_language_is_changed_at_once(size: tuple[int, int]) -> None:
    class Bar(App[None]):
        def compose(self) -> ComposeResult:
            yield StatusBar(id="status")

    app = Bar()

    async def act(pilot: Pilot[None]) -> None:
        bar = app.query_one(StatusBar)
        bar.say(FULL)
        await pilot.pause()
        assert "breakpoint" in shown(app)
        use("ja")
        bar.reword()
        await pilot.pause()
        assert "停止条件" in shown(app).splitlines()[0]
        bar.styles.height = 2
        await pilot.pause()
        first, second = shown(app).splitlines()[:2]
        assert "57/1079" in first
        assert "特例転入で県をまたいで" in second

    drive(app, size, act)

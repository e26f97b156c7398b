"""Two courses side by side on the screen: what is told, in which words, and where one can go from there."""

from __future__ import annotations

from typing import Any

import pytest
from kept_runs import kept
from pilots import drive, shown
from textual.app import App
from textual.pilot import Pilot
from trace_steps import CODE, happy_steps, step

from juki.scenarios.sitting.comparing import TableDifference, compare
from juki.tui.cells import width
from juki.tui.dashboard.dialogs.branches import CourseRow
from juki.tui.dashboard.dialogs.comparison import ComparisonScreen, StepWanted, comparison_rows
from juki.tui.language import LANGUAGES, use

COURSES = (CourseRow("0", "0"), CourseRow("1", "0", 19))
TABLES = (
    TableDifference("152021/resident-register", "residents", ("code", "blob"), ((CODE, b"abc"),), (), is_partial=True),
)


def found() -> Any:
    return compare(kept("special-transfer").steps, kept("special-transfer-pin-locked").steps)


class Showing(App[None]):
    def __init__(self, screen: ComparisonScreen) -> None:
        super().__init__()
        self.screen_ = screen
        self.given: Any = self

    def on_mount(self) -> None:
        self.push_screen(self.screen_, lambda given: setattr(self, "given", given))


@pytest.mark.parametrize("size", [(100, 30), (160, 48)])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_sides_stand_beside_each_other_in_both_languages(lang: str, size: tuple[int, int]) -> None:
    use(lang)
    app = Showing(ComparisonScreen(found(), COURSES, TABLES))

    async def play(pilot: Pilot[None]) -> None:
        text = shown(app)
        for words in {"ja": ("本線", "分岐1", "初めの19ステップは同じ"), "en": ("trunk", "branch 1", "first 19 steps")}[
            lang
        ]:
            assert words in text
        middle = [line.index(" │ ", 4) for line in text.splitlines() if line.count(" │ ") > 1]
        assert middle
        await pilot.press("end")
        await pilot.pause()
        assert all(width(line) <= size[0] for line in shown(app).splitlines())
        assert CODE not in shown(app)
        assert CODE[-4:] in shown(app)

    drive(app, size, play)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_row_tells_a_whole_number(lang: str) -> None:
    use(lang)
    rows = list(comparison_rows(found(), TABLES))
    assert not [row for row in rows if CODE in row.one + row.other]
    bodies = compare([step(1, "order", "a/b", body={"code": CODE})], [step(1, "order", "a/b", body={"code": "x"})])
    assert not [row for row in comparison_rows(bodies) if CODE in row.one + row.other]


def test_fields_are_told_of_two_happenings_of_one_kind_alone() -> None:
    use("en")
    order, timer = step(1, "order", "a/b", kind="x", body_hash="1"), step(1, "timer", "a/b", kind="x")
    assert not [row for row in comparison_rows(compare([order], [timer])) if row.style == "muted"]
    other = step(1, "order", "a/b", kind="y", body_hash="2")
    told = [row.one for row in comparison_rows(compare([order], [other])) if row.style == "muted"]
    assert told == ["  kind: x"]
    other = step(1, "order", "a/b", kind="x", body_hash="2")
    told = [row.one for row in comparison_rows(compare([order], [other])) if row.style == "muted"]
    assert told == ["  hash of the body: 1"]


def test_a_course_compared_with_itself_says_so() -> None:
    steps = happy_steps()
    use("en")
    assert "both are the same" in next(comparison_rows(compare(steps, steps))).one
    assert any("nothing differs" in row.one for row in comparison_rows(compare(steps, steps), ()))


def test_keys_go_to_the_step_of_either_side() -> None:
    rows = list(comparison_rows(found(), ()))
    place = next(place for place, row in enumerate(rows) if all(row.steps))
    for key, side in (("1", 0), ("2", 1), ("enter", 0)):
        app = Showing(ComparisonScreen(found(), COURSES))

        async def play(pilot: Pilot[None], key: str = key, side: int = side, app: Showing = app) -> None:
            await pilot.press(*["down"] * place, key)
            await pilot.pause()
            assert app.given == StepWanted(side, rows[place].steps[side])

        drive(app, (100, 30), play)


def test_a_line_without_a_step_goes_nowhere() -> None:
    app = Showing(ComparisonScreen(found(), COURSES))

    async def play(pilot: Pilot[None]) -> None:
        await pilot.press("home", "1", "enter")
        await pilot.pause()
        assert app.given is app

    drive(app, (100, 30), play)

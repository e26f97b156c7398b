"""A sitting by keys alone: pick a story, look into it, go back, disturb it on a branch, see it heal, save it, play it headless."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from pilots import drive
from sittings import typed, until
from textual.pilot import Pilot
from textual.widgets import OptionList

from juki.scenarios.library import find
from juki.scenarios.replaying import replay
from juki.scenarios.running import RunOptions, RunReport, run_story
from juki.scenarios.sitting.course import LivingCourse
from juki.tui import language
from juki.tui.dashboard.app import JukiApp
from juki.tui.dashboard.run_screen import RunScreen
from juki.tui.dashboard.seating import begin
from juki.tui.dashboard.widgets.message_inspector import MessageInspector
from juki.tui.words import message_name


@pytest.fixture(params=["ja", "en"])
def spoken(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    language.use(request.param)
    return str(request.param)


def arrives_at(screen: RunScreen, node: str) -> bool:
    """Whether somebody stands where 転出証明書情報 has arrived at a node."""
    step = screen.viewpoint.step
    return step is not None and (step.kind, step.node) == ("MoveOutRecord", node)


async def picked(pilot: Pilot[None], name: str) -> RunScreen:
    """The run of a story that was picked by its name."""
    await until(pilot, lambda: pilot.app.screen.query_one("#list", OptionList).option_count > 5, "the list")
    await pilot.press("slash")
    await typed(pilot, name)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, RunScreen) or pilot.app.focused.id == "list", "the story")  # type: ignore[union-attr]
    if not isinstance(pilot.app.screen, RunScreen):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunScreen), "the run")
    screen = pilot.app.screen
    assert isinstance(screen, RunScreen)
    return screen


async def watched(pilot: Pilot[None], screen: RunScreen) -> None:
    """Play, pause, and open 転出証明書情報."""
    await pilot.press("plus", "space")
    await until(pilot, lambda: len(screen.viewpoint.ledger) >= 40, "40 steps")
    await pilot.press("space")
    assert not screen.is_playing
    for node in ("152021/communication-server", "151009/communication-server"):
        await pilot.press("colon")
        await typed(pilot, message_name("MoveOutRecord"))
        await pilot.press("enter")
        await until(pilot, partial(arrives_at, screen, node), "the record")
    await pilot.press("m")
    view = screen.query_one(MessageInspector)
    await until(
        pilot, lambda: view.has_focus and message_name("MoveOutRecord") in str(view.border_title), "the message"
    )


async def disturbed(pilot: Pilot[None], screen: RunScreen) -> RunReport:
    """Two steps back, the next delivery dropped, which is a branch; what it comes to."""
    step = screen.viewpoint.cursor
    await pilot.press("left", "left")
    assert screen.viewpoint.cursor == step - 2
    await until(pilot, lambda: screen.seen_at == step - 2, "what is in flight")
    await pilot.press("d")
    await until(pilot, lambda: screen.viewpoint.course.key == "1", "the branch")
    await pilot.press("plus", "space")
    await until(pilot, lambda: "1" in screen._told_end, "the end")
    course = screen.viewpoint.course
    assert isinstance(course, LivingCourse)
    report = course.report()
    assert report is not None
    return report


@pytest.mark.parametrize("size", [(100, 30), (160, 48)], ids=["100x30", "160x48"])
@pytest.mark.usefixtures("spoken")
def test_a_story_is_disturbed_on_a_branch_heals_and_is_played_again_from_a_file(
    size: tuple[int, int], tmp_path: Path
) -> None:
    app = JukiApp(begin)
    kept: list[RunReport] = []

    async def play(pilot: Pilot[None]) -> None:
        screen = await picked(pilot, "特例転入")
        assert screen.viewpoint.course.story.name == "special-transfer"
        await watched(pilot, screen)
        report = await disturbed(pilot, screen)
        assert (report.verdict, report.struck) == ("held", {"lost": 1})
        assert any(one.what == "resend" for one in screen.viewpoint.ledger.steps)
        judged = screen.viewpoint.judged()
        assert judged is not None
        assert all(check.held for check in judged.oracles)
        await pilot.press("s")
        await pilot.pause(0.2)
        await pilot.press("enter")
        await until(pilot, lambda: any(tmp_path.glob("*.yaml")), "the file")
        kept.append(report)

    drive(app, size, play)
    assert app.fault is None
    (file,) = tmp_path.glob("*.yaml")
    story = find(str(file))
    for driver in ("task", "direct"):
        again = run_story(story, RunOptions(seed=story.seed, driver=driver, link="null"))
        assert again.digest == kept[0].digest
    wholes = [parting.folder for parting in app.partings if parting.is_whole]
    assert [replay(folder) for folder in wholes] == [[]]
    assert len(app.partings) == 2

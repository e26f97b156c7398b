"""Every key of the run's screen does what the table says, in both languages."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from pilots import shown
from sittings import seated, seen, stepped, typed, until
from textual.pilot import Pilot
from textual.widgets import ContentSwitcher, Input

from juki.nodes.kernel.disturbances import Handling
from juki.nodes.kernel.happenings import Happening
from juki.nodes.kernel.world import World
from juki.scenarios.breakpoints import Breakpoint
from juki.scenarios.resuming import BrokenOff, resume
from juki.tui import language
from juki.tui.dashboard.app import JukiApp
from juki.tui.dashboard.dialogs.branches import BranchesDialog
from juki.tui.dashboard.dialogs.breakpoints import BreakpointsDialog
from juki.tui.dashboard.dialogs.comparison import ComparisonScreen
from juki.tui.dashboard.dialogs.confirm import ConfirmDialog
from juki.tui.dashboard.dialogs.delay import DelayDialog
from juki.tui.dashboard.dialogs.faults import FaultDialog
from juki.tui.dashboard.dialogs.save import SaveDialog
from juki.tui.dashboard.keys import Place, of
from juki.tui.dashboard.pacing import SPEEDS, USUAL
from juki.tui.dashboard.run_screen import VIEWS, RunScreen
from juki.tui.dashboard.widgets.event_log import EventLog
from juki.tui.dashboard.widgets.in_flight import InFlight
from juki.tui.dashboard.widgets.oracles_pane import OraclesPane
from juki.tui.dashboard.widgets.sequence import SequenceDiagram

SIZE = (100, 30)
Play = Callable[[Pilot[None], RunScreen], Awaitable[None]]


@pytest.fixture(params=["ja", "en"], autouse=True)
def _spoken(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    language.use(request.param)


def test_every_key_of_the_table_has_its_action() -> None:
    for key in of(Place.RUN):
        assert not key.is_ours or callable(getattr(RunScreen, f"action_{key.id}", None)), key.id


def test_keys_of_time() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        point = screen.viewpoint
        await pilot.press("n", "n", "n")
        await until(pilot, lambda: point.cursor == 3, "step 3")
        assert not screen.is_playing
        await pilot.press("plus")
        assert screen.speed is SPEEDS[USUAL + 1]
        await pilot.press("minus", "minus")
        assert screen.speed is SPEEDS[USUAL - 1]
        await pilot.press("plus", "plus", "space")
        assert screen.is_playing
        await until(pilot, lambda: point.cursor >= 20, "step 20")
        await pilot.press("space")
        assert not screen.is_playing
        await until(pilot, lambda: screen.control is not None and screen.control.standing.is_paused, "the pause")
        await pilot.pause(0.2)
        there = len(point.ledger)
        await pilot.press("left", "left", "right")
        assert (point.cursor, point.is_back) == (there - 1, True)
        await pilot.press("home")
        assert point.cursor == 0
        await pilot.press("n")
        assert point.cursor == 1
        await pilot.press("end")
        assert (point.cursor, point.is_following) == (there, True)
        await pilot.press("left", "a")
        assert point.is_following

    seated(SIZE, play)


def test_keys_of_cases() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 22)
        point, there = screen.viewpoint, 22
        case = point.ledger[there].case
        assert case
        await pilot.press("left_square_bracket")
        before = point.cursor
        assert before < there
        assert point.ledger[before].case == case
        await pilot.press("right_square_bracket")
        assert point.cursor == there
        await pilot.press("end", "c")
        await until(
            pilot, lambda: len(point.ledger) > there and point.step is not None and point.step.case == case, "it"
        )

    seated(SIZE, play)


def test_a_run_that_is_looked_back_at_can_be_played_again_without_happening_again() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 12)
        await pilot.press("home", "plus", "space")
        await until(pilot, lambda: screen.viewpoint.cursor >= 8, "step 8")
        await pilot.press("space")
        assert len(screen.sitting.courses) == 1

    seated(SIZE, play)


@pytest.mark.parametrize("name", VIEWS)
def test_keys_of_views(name: str) -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 30)
        await pilot.press(str(list(VIEWS).index(name) + 1))
        await pilot.pause(0.3)
        assert screen.query_one("#main", ContentSwitcher).current == name
        assert screen.focused is not None
        assert screen.query_one(f"#main #{name}") in (screen.focused, *screen.focused.ancestors)
        picture = shown(pilot.app)
        await pilot.press("L")
        await pilot.pause(0.3)
        assert shown(pilot.app) != picture
        await pilot.press("L")

    seated(SIZE, play)


def test_verdicts_are_those_of_the_moment_stood_at() -> None:
    """Before anything was judged there are none, whatever came later."""

    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        pane = screen.query_one(OraclesPane)
        await stepped(pilot, screen, 40)
        await pilot.press("6")
        await pilot.pause(0.2)
        assert "✓" in str(pane.border_subtitle)
        await pilot.press("home")
        screen.go_to(1)
        await pilot.pause(0.2)
        assert screen.viewpoint.judged() is None
        assert pane.border_subtitle == "–"
        screen.viewpoint.follow()
        await pilot.pause(0.2)
        assert "✓" in str(pane.border_subtitle)

    seated(SIZE, play)


def test_keys_of_inspectors() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 20)
        await pilot.press("o")
        assert screen.query_one("#inspector", ContentSwitcher).current == "node"
        await until(pilot, lambda: screen.query_one("#node").border_title not in ("", None), "the node")
        await pilot.press("m")
        assert screen.query_one("#inspector", ContentSwitcher).current == "message"
        assert screen.viewpoint.message[1] == 20
        await pilot.press("i")
        assert isinstance(screen.focused, InFlight)

    seated(SIZE, play)


def test_keys_of_the_diagram_searching_and_filtering() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 40)
        diagram, events = screen.query_one(SequenceDiagram), screen.query_one(EventLog)
        marks = diagram.items()
        await pilot.press("e")
        assert diagram.items() > marks
        await pilot.press("e", "w")
        assert diagram.items() > marks  # what stays inside an organisation is seen now
        await pilot.press("3", "slash")
        await typed(pilot, "9")
        await pilot.press("enter")
        assert events.needle == "9"
        await pilot.press("F")
        await typed(pilot, "step:3..9")
        await pilot.press("enter")
        await pilot.pause()
        assert events.items() <= 7
        await pilot.press("F")
        pilot.app.screen.query_one(Input).value = "step:"
        await pilot.press("enter")
        assert "✗" in shown(pilot.app)
        await pilot.press("escape")
        assert events.items() <= 7

    seated(SIZE, play)


def test_a_jump_leads_to_steps_times_nodes_messages_and_views() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 40)

        async def jump(text: str) -> None:
            await pilot.press("colon")
            await typed(pilot, text)
            await pilot.press("enter")
            await pilot.pause()

        await jump("17")
        assert screen.viewpoint.cursor == 17
        await jump("map")
        assert screen.view == "map"
        await jump("152021/resident-register")
        assert screen.viewpoint.node == "152021/resident-register"
        await jump("2026-03-16 09:01")
        assert (
            screen.viewpoint.ledger[screen.viewpoint.cursor + 1].at
            > screen.viewpoint.ledger[screen.viewpoint.cursor].at
        )
        await jump("MoveOutRecord")
        assert screen.viewpoint.step is not None
        assert screen.viewpoint.step.kind == "MoveOutRecord"

    seated(SIZE, play)


@pytest.mark.parametrize(
    ("key", "handling"),
    [
        ("d", Handling.DROP),
        ("u", Handling.DUPLICATE),
        ("x", Handling.TAMPER),
        ("h", Handling.HOLD),
        ("t", Handling.NEXT),
    ],
)
def test_keys_of_hands(key: str, handling: Handling) -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 24)
        chosen = screen.chosen_message()
        assert chosen is not None
        await pilot.press(key)
        past = screen.viewpoint.course.past
        await until(pilot, lambda: bool([line for line in past.commands if line.during]), "the command")
        (line,) = [line for line in past.commands if line.during]
        assert (line.actor, line.arguments) == (chosen[0], {"message": chosen[1], "handling": handling.value})
        if key == "h":
            await pilot.pause(0.2)
            await seen(pilot, screen)
            await pilot.press("i", "r")
            await until(pilot, lambda: len([line for line in past.commands if line.during]) == 2, "the release")

    seated(SIZE, play)


def test_a_delay_is_a_hold_and_a_release() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 24)
        await pilot.press("y")
        assert isinstance(pilot.app.screen, DelayDialog)
        await pilot.press("enter")
        await pilot.pause()
        while screen.speed is not SPEEDS[-1]:
            await pilot.press("plus")
        await pilot.press("space")
        await until(pilot, lambda: "0" in screen._told_end, "the end")
        said = [line.arguments["handling"] for line in screen.viewpoint.course.past.commands if line.during]
        assert said == ["hold", "release"]

    seated(SIZE, play)


def test_a_fault_by_name_and_a_breakpoint() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 10)
        await pilot.press("f")
        assert isinstance(pilot.app.screen, FaultDialog)
        await pilot.press("escape", "b")
        assert isinstance(pilot.app.screen, BreakpointsDialog)
        await pilot.press("escape")
        await pilot.pause()

    seated(SIZE, play)


def test_branches_are_chosen_and_compared() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 24)
        await pilot.press("left", "B")
        await until(pilot, lambda: screen.viewpoint.course.key == "1", "the branch")
        await pilot.pause(0.2)
        assert screen.viewpoint.cursor == 23
        await pilot.press("V")
        assert isinstance(pilot.app.screen, BranchesDialog)
        await pilot.press("up", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ComparisonScreen), "the comparison")
        await pilot.press("escape", "V", "up", "enter")
        await until(pilot, lambda: screen.viewpoint.course.key == "0", "the first course")

    seated(SIZE, play)


def test_leaving_asks_while_the_run_is_under_way_and_keeps_it() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 5)
        await pilot.press("q")
        assert isinstance(pilot.app.screen, ConfirmDialog)
        await pilot.press("escape")
        assert pilot.app.screen is screen
        await pilot.press("q", "y")
        await until(pilot, lambda: pilot.app.screen is not screen, "the picker")

    app = seated(SIZE, play)
    (parting,) = app.partings
    assert not parting.is_whole
    assert parting.folder == Path("runs/special-transfer-1")
    assert resume(BrokenOff(parting.folder)).held
    assert parting.folder.is_dir()


def test_a_scenario_is_saved_once() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 24)
        await pilot.press("d", "s")
        assert isinstance(pilot.app.screen, SaveDialog)
        await pilot.press("enter")
        await until(pilot, lambda: Path("special-transfer-by-hand.yaml").is_file(), "the file")

    seated(SIZE, play)


def test_a_run_pauses_at_a_breakpoint() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        screen.breakpoints = (Breakpoint(kind="IdentityUpdate"),)
        screen.arm()
        await pilot.press("plus", "plus", "space")
        await until(pilot, lambda: not screen.is_playing, "the pause")
        await pilot.pause(0.1)
        assert screen.viewpoint.step is not None
        assert screen.viewpoint.step.kind == "IdentityUpdate"
        assert screen.control is not None
        assert screen.control.standing.is_paused

    seated(SIZE, play)


def test_a_second_branch_is_not_begun_while_one_is_being_made() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 24)
        for _ in range(3):
            screen.branch_then()
        await until(pilot, lambda: screen.viewpoint.course.key == "1", "the branch")
        await pilot.pause(0.3)
        assert set(screen.sitting.courses) == {"0", "1"}

    seated(SIZE, play)


def test_a_command_that_cannot_be_given_is_told() -> None:
    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await stepped(pilot, screen, 24)
        screen.handle_message(Handling.DROP, "152021/communication-server", "nobody#1")
        app = pilot.app
        assert isinstance(app, JukiApp)
        await until(pilot, lambda: any("nobody#1" in words for words in app.notices), "the complaint")

    seated(SIZE, play)


def test_a_world_that_breaks_off_is_told_and_the_screen_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = World.perform

    def perform(self: World, happening: Happening) -> None:
        honest(self, happening)
        if self.trace.count >= 30 and threading.current_thread().name.startswith("juki"):
            raise RuntimeError("a node has a fault")

    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        app = pilot.app
        assert isinstance(app, JukiApp)
        await pilot.press("plus", "plus", "space")
        await until(
            pilot,
            lambda: any("juki run special-transfer" in words for words in app.notices),
            "the line that replays it",
        )
        await pilot.press("left", "left")
        assert screen.viewpoint.cursor == 28
        await seen(pilot, screen)

    with monkeypatch.context() as patch:
        patch.setattr(World, "perform", perform)
        app = seated(SIZE, play)
    (parting,) = app.partings
    assert not parting.is_whole
    assert resume(BrokenOff(parting.folder)).held

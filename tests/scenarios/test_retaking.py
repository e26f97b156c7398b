"""A run driven by hand and broken off goes on without the hand: what was commanded is commanded again at the same moments."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from broken_runs import Killed, checkpoints_everywhere, nobody_tidies_up
from cast import NAGAOKA, NIIGATA
from run_folders import SMALL, contents

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.disturbances import BreakLink, Crash, Handle, Handling, Partition
from juki.nodes.kernel.drive import Instruction, happenings
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.nodes.kernel.world import World
from juki.protocol.terms.nodes import communication_server, resident_register
from juki.scenarios.control import Control
from juki.scenarios.folder import TAPE, TRACE, open_run
from juki.scenarios.library import find
from juki.scenarios.playing import Play
from juki.scenarios.replaying import replay
from juki.scenarios.resuming import BrokenOff, resume
from juki.scenarios.running import Follow, RunOptions, run_story
from juki.scenarios.tape import START, CommandLine, Line, chained, lines
from juki.tui.cli import answer

STORY = "special-transfer-lossy"
REGISTER, SERVER, PEER = resident_register(NAGAOKA), communication_server(NAGAOKA), communication_server(NIIGATA)
OUT = {"people": "1", "office": "151033", "planned_on": "2026-04-01", "address": "試験町2番2号"}
COMMANDS: tuple[Command, ...] = (
    Order(REGISTER, "report_move_out", OUT),
    Partition(SERVER, (PEER, REGISTER), one_way=False, lasts=30_000_000),
    BreakLink(REGISTER, SERVER),
    Crash(SERVER, 20_000_000),
    Intrusion(Attempt.FORGED_FRAME, REGISTER, SERVER),
    Intrusion(Attempt.REPLAYED_ENVELOPE, REGISTER, SERVER),
)


class Driver:
    """A hand that speaks when its time has come: between two happenings, and before a step of the story.

    Args:
        world: that it drives.
        plan: commands by how often it was asked.
        killed: after so many steps.
    """

    def __init__(self, world: World, plan: dict[int, Command], killed: int) -> None:
        self._control, self._world = Control(world), world
        self._plan, self._killed, self._asked = plan, killed, 0

    def follow(self, instruction: Instruction) -> None:
        for happening in happenings(self._world, instruction, self._between):
            self._world.perform(happening)
            if self._world.trace.count >= self._killed:
                raise Killed

    def _between(self, when: Callable[[], int | None]) -> None:
        self._asked += 1
        if (command := self._plan.get(self._asked)) is None:
            return
        due = when()
        if due is not None:  # as if somebody had jumped to a moment before it
            self._world.now += (due - self._world.now) // 2
        self._control._give(command)


def driven(out: Path, plan: dict[int, Command], killed: int = 10_000, options: RunOptions = SMALL) -> None:
    def steer(play: Play, _: Path | None) -> Follow:
        return Driver(play.stage.simulation.world, plan, killed).follow

    run_story(find(STORY), replace(options, out=out), None, steer)


@contextmanager
def broken(out: Path, plan: dict[int, Command], killed: int, options: RunOptions = SMALL) -> Iterator[None]:
    with nobody_tidies_up(), pytest.raises(Killed):
        driven(out, plan, killed, options)
    yield


def by_hand(tape: Path) -> list[CommandLine]:
    found = lines(tape.read_bytes().splitlines(keepends=True))
    return [line for line in found if isinstance(line, CommandLine) and line.during]


def some_plan(seed: int) -> dict[int, Command]:
    chance = random.Random(seed)  # noqa: S311 - a test's own choice of moments
    return {chance.randint(1, 60): command for command in chance.sample(COMMANDS, 4)}


@pytest.mark.parametrize("everywhere", [False, True], ids=["from the beginning", "from checkpoints"])
@pytest.mark.parametrize("seed", range(6))
def test_what_a_hand_did_before_the_end_came_is_done_again(tmp_path: Path, seed: int, *, everywhere: bool) -> None:
    """The hand says no more after that; so it is the run in which nobody broke anything off."""
    with checkpoints_everywhere() if everywhere else nobody_tidies_up():
        options = replace(SMALL, link=("null", "noise", "tls")[seed % 3])
        driven(tmp_path / "whole", some_plan(seed), options=options)
        lines_by_hand = by_hand(tmp_path / "whole" / TAPE)
        assert lines_by_hand
        steps, taken_up_at = open_run(tmp_path / "whole").header.steps, []
        for killed in sorted({min(lines_by_hand[-1].step + 3, steps), (lines_by_hand[-1].step + steps) // 2, steps}):
            with broken(tmp_path / "run", some_plan(seed), killed, options):
                left = BrokenOff(tmp_path / "run")
            resume(left)
            taken_up_at.append(left.taken_up_at)
            assert contents(tmp_path / "run") == contents(tmp_path / "whole")
            shutil.rmtree(tmp_path / "run")
    assert any(taken_up_at) or not everywhere


def test_without_the_hand_the_story_goes_on_alone(tmp_path: Path) -> None:
    plan: dict[int, Command] = {
        5: BreakLink(REGISTER, SERVER),
        9: Crash(SERVER, 20_000_000),
        45: BreakLink(SERVER, PEER),
    }
    with broken(tmp_path / "run", plan, 25):
        report = resume(BrokenOff(tmp_path / "run"))
    assert report.held
    assert [line.verb for line in by_hand(tmp_path / "run" / TAPE)] == ["break_link", "crash"]
    assert replay(tmp_path / "run") == []


def test_a_message_that_was_held_and_never_released_is_missed_at_the_end(tmp_path: Path) -> None:
    class Holder(Driver):
        def _between(self, when: Callable[[], int | None]) -> None:
            under_way = self._control._seen().under_way
            if under_way and self._world.trace.count == 10:
                _, node, message, _ = under_way[0]
                self._plan = {self._asked + 1: Handle(node, message, Handling.HOLD)}
            super()._between(when)

    def steer(play: Play, _: Path | None) -> Follow:
        return Holder(play.stage.simulation.world, {}, 30).follow

    with nobody_tidies_up(), pytest.raises(Killed):
        run_story(find(STORY), replace(SMALL, out=tmp_path / "run"), None, steer)
    report = resume(BrokenOff(tmp_path / "run"))
    assert "nothing-lost" in [one.name for one in report.oracles if not one.held]
    assert replay(tmp_path / "run") == []


def rewritten(folder: Path, change: Callable[[Line], Line]) -> None:
    """The tape says something else, chained anew by somebody who knows how."""
    texts, chain = [], START
    for line in lines((folder / TAPE).read_bytes().splitlines(keepends=True)):
        text, chain = chained(change(line), chain)
        texts.append(text)
    (folder / TAPE).write_bytes(b"".join(texts))


@pytest.mark.parametrize(
    "fields",
    [{"turn": 0}, {"turn": 99_999}, {"during": 99_999}, {"actor": "152021/nobody"}, {"verb": "no_such"}],
    ids=str,
)
def test_a_command_that_cannot_be_given_again_is_told_and_everything_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], fields: dict[str, object]
) -> None:
    def change(line: Line) -> Line:
        is_meant = isinstance(line, CommandLine) and line.during
        return msgspec.structs.replace(line, **fields) if is_meant else line

    with broken(tmp_path / "run", {25: BreakLink(REGISTER, SERVER)}, 40):
        folder = BrokenOff(tmp_path / "run").folder
        rewritten(folder, change)
    before = contents(tmp_path)
    assert answer(["run", "--resume", str(tmp_path / "run")]) == 3
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert contents(tmp_path) == before


def test_a_command_left_out_of_the_tape_is_a_step_that_is_not_the_recorded_one(tmp_path: Path) -> None:
    with broken(tmp_path / "run", {25: Crash(SERVER, 20_000_000)}, 40):
        left = BrokenOff(tmp_path / "run")
    texts, chain = [], START
    for line in lines((left.folder / TAPE).read_bytes().splitlines(keepends=True)):
        if isinstance(line, CommandLine) and line.during:
            continue
        text, chain = chained(line, chain)
        texts.append(text)
    (left.folder / TAPE).write_bytes(b"".join(texts))
    assert answer(["run", "--resume", str(tmp_path / "run")]) == 3


DRIVEN = """
import sys
from pathlib import Path
from juki.nodes.kernel.disturbances import BreakLink
from juki.protocol.terms import NodeId
from juki.scenarios.library import find
from juki.scenarios.running import RunOptions
from juki.scenarios.steering import SteeredRun

run = SteeredRun(find("special-transfer"), RunOptions(link="null", residents=20, out=Path(sys.argv[1])))
control = run.begin()
control.step(7)
control.rest(60)
control.jump(control.standing.now + 1_000)
control.rest(60)
control.command(BreakLink(NodeId("152021/resident-register"), NodeId("152021/communication-server")))
control.step(5)
control.rest(60)
print(control.standing.steps, flush=True)
sys.stdin.read()
"""


def test_a_steered_run_that_is_really_killed_is_carried_to_its_end(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DRIVEN, str(tmp_path / "run")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline()) >= 12
        process.send_signal(signal.SIGKILL)
    report = resume(BrokenOff(tmp_path / "run"))
    assert report.held
    assert [line.verb for line in by_hand(tmp_path / "run" / TAPE)] == ["break_link"]
    assert replay(tmp_path / "run") == []


def test_a_story_that_nobody_steers_leaves_no_mark_of_a_hand(tmp_path: Path) -> None:
    driven(tmp_path / "run", {})
    assert by_hand(tmp_path / "run" / TAPE) == []
    run_story(find(STORY), replace(SMALL, out=tmp_path / "other"))
    for name in (TAPE, TRACE):
        assert (tmp_path / "run" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_an_altered_tape_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with broken(tmp_path / "run", {25: BreakLink(REGISTER, SERVER)}, 40):
        left = BrokenOff(tmp_path / "run")
    content = (left.folder / TAPE).read_bytes()
    (left.folder / TAPE).write_bytes(content.replace(b'"during"', b'"doring"'))
    with pytest.raises(Diverged, match=TAPE):
        resume(left)

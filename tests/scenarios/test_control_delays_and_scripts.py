"""A steered run goes on with what was said before: delays that end, breakpoints at oracles, commands of a script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from run_folders import SMALL
from steered_runs import DAY, PEER, SERVER, SOON, STORY, Steered, commands_on, finish, in_flight, rested

from juki.nodes.kernel.disturbances import (
    BreakLink,
    Crash,
    Handle,
    Handling,
)
from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.registry import KEYRINGS
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.scenarios.control import Breakpoint, Control, Standing
from juki.scenarios.folder import TAPE
from juki.scenarios.library import find
from juki.scenarios.playing import Play
from juki.scenarios.running import Follow, run_story
from juki.scenarios.tape import CommandLine


@pytest.mark.parametrize("micros", [1, 500_000, 40_000_000, 3 * DAY])
@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_a_delayed_message_comes_at_its_moment(steered: Steered, tmp_path: Path, link: str, micros: int) -> None:
    """Though the network may seem quiet long before, and every copy that was sent meanwhile is held as well."""
    seen: list[Step] = []
    run, control = steered(options=replace(SMALL, link=link), seen=seen)
    _, node, message, _ = in_flight(control)
    moment = control.standing.now + micros
    control.delay(node, message, micros)
    assert rested(control).delayed == ((moment, node, message),)
    finish(run, control, tmp_path / "run")
    released = next(step for step in seen if step.detail == f"release {message}")
    assert released.at == moment
    taken = [step for step in seen if step.id == message and step.what == "message"]
    assert all(step.at >= moment for step in taken)
    told = [line for line in commands_on(tmp_path / "run" / TAPE) if line.verb == "handle"]
    assert [(line.arguments["handling"], line.at) for line in told] == [("hold", moment - micros), ("release", moment)]


@pytest.mark.parametrize("how", ["steps", "jump", "pace"])
def test_a_delay_ends_however_the_run_goes_on(steered: Steered, how: str) -> None:
    seen: list[Step] = []
    _, control = steered(seen=seen)
    _, node, message, _ = in_flight(control)
    moment = control.standing.now + 3_000_000
    control.delay(node, message, 3_000_000)
    rested(control)
    if how == "steps":
        while control.standing.held:
            control.step()
            rested(control)
        assert (seen[-1].detail, seen[-1].at) == (f"release {message}", moment)
    elif how == "jump":
        control.jump(moment - 1)
        assert (rested(control).now, len(control.standing.held)) == (moment - 1, 1)
        control.jump(moment)
        assert rested(control).held == ()
    else:
        control.break_at(Breakpoint(kind="Handle"))
        control.play(pace=100.0)
        assert (rested(control).now, control.standing.held) == (moment, ())
    assert control.standing.delayed == ()


def test_who_releases_a_delayed_message_himself_has_released_it(steered: Steered, tmp_path: Path) -> None:
    run, control = steered()
    _, node, message, _ = in_flight(control)
    control.delay(node, message, 50_000_000)
    control.step(2)
    rested(control)
    control.command(Handle(node, message, Handling.RELEASE))
    rested(control)
    finish(run, control, tmp_path / "run")
    assert control.failure() is None
    assert [line.verb for line in commands_on(tmp_path / "run" / TAPE)].count("handle") == 2


def test_what_is_not_under_way_is_not_delayed(steered: Steered) -> None:
    _, control = steered()
    control.delay(SERVER, "152021/resident-register#99", 1)
    assert rested(control).delayed == ()
    assert isinstance(control.failure(), BadInput)
    with pytest.raises(BadInput):
        control.delay(SERVER, "152021/resident-register#1", 0)


def test_a_pause_says_at_which_breakpoint(steered: Steered) -> None:
    _, control = steered()
    control.break_at(Breakpoint(kind="MoveInNotice"), Breakpoint(node="jlis/national-server"))
    assert [one.kind for one in control.breakpoints] == ["MoveInNotice", ""]
    assert control.standing.hit is None
    control.play()
    assert rested(control).hit == Breakpoint(node="jlis/national-server")
    control.step()
    assert (rested(control).hit, control.standing.why) == (None, "stepped") or control.standing.hit is not None


@pytest.mark.parametrize("part", ["kind", "node", "case", "refused"])
def test_a_star_fits_whatever_is_not_empty(part: str) -> None:
    empty = Step(1, 0, "message", "")
    assert not Breakpoint(**{part: "*"}).fits(empty)
    assert Breakpoint(**{part: "*"}).fits(Step(1, 0, "message", "a/b", kind="K", case="c", refused="r"))
    assert not Breakpoint(**{part: "*"}).fits_finding(["nothing-lost"])


def test_a_breakpoint_says_where() -> None:
    for parts in ({}, {"oracle": "*", "kind": "MoveInNotice"}):
        with pytest.raises(BadInput, match="breakpoint"):
            Breakpoint(**parts)


@pytest.mark.parametrize(("oracle", "pauses"), [("*", 3), ("nothing-lost", 2), ("other", 1), ("unknown", 0)])
def test_a_run_pauses_at_what_an_oracle_finds_and_only_once(oracle: str, pauses: int) -> None:
    findings = iter([("", ""), ("a", ""), ("a", ""), ("a; b", ""), ("a; b", "c")])
    hits: list[Breakpoint | None] = []

    def steer(play: Play, _: Path | None) -> Follow:
        control = Control(play.stage.simulation.world)
        control.break_at(Breakpoint(oracle=oracle))
        control.play()

        def follow(instruction: Instruction) -> None:
            control.follow(instruction)
            lost, other = next(findings, ("a; b", "c"))
            control.judged({"nothing-lost": lost, "other": other})
            if control.standing.is_paused:
                hits.append(control.standing.hit)
                control.play()

        return follow

    run_story(find(STORY), SMALL, None, steer)
    assert hits == [Breakpoint(oracle=oracle)] * pauses


def given_by_hand(tape: Path) -> list[CommandLine]:
    return [line for line in commands_on(tape) if line.during]


def driven_before(steered: Steered, out: Path) -> tuple[list[CommandLine], str]:
    """A run with a hand in it: what it commanded, and the digest."""
    run, control = steered()
    _, node, message, _ = in_flight(control)
    control.delay(node, message, 7_000_000_000)
    control.step(20)
    rested(control)
    control.command(Crash(SERVER, 20_000_000))
    control.step(30)
    rested(control)
    control.command(BreakLink(SERVER, PEER))
    control.play()
    report = run.report(SOON)
    assert report is not None
    return given_by_hand(out / TAPE), report.digest


class Scripted:
    """A world in this thread, driven by a control that has a script; its digest, and how it stood when it paused."""

    def __init__(self, script: list[CommandLine], until: int, ask: Callable[[Control], None]) -> None:
        self.stood: list[Standing] = []
        self.failures: list[str] = []
        self.seen: list[Step] = []

        def steer(play: Play, _: Path | None) -> Follow:
            control = Control(play.stage.simulation.world, script, until)
            self._watch(control, ask)
            return control.follow

        self.digest = run_story(find(STORY), SMALL, self.seen.append, steer).digest

    def _watch(self, control: Control, ask: Callable[[Control], None]) -> None:
        from threading import Thread

        def watch() -> None:
            while not (standing := control.rest(SOON)).is_over:
                self.stood.append(standing)
                while (fault := control.failure()) is not None:
                    self.failures.append(str(fault))
                ask(control)

        Thread(target=watch, daemon=True).start()


def test_a_script_is_given_at_its_moments(steered: Steered, tmp_path: Path) -> None:
    script, digest = driven_before(steered, tmp_path / "run")
    for until in (0, script[1].step, script[1].step + 2, 100):
        again = Scripted(script, until, lambda control: control.play())
        assert again.digest == digest
        assert [standing.steps for standing in again.stood] == [until]
        assert again.failures == []


def test_a_return_heeds_no_breakpoint_and_stands_where_it_is_to(steered: Steered, tmp_path: Path) -> None:
    script, _ = driven_before(steered, tmp_path / "run")

    def ask(control: Control) -> None:
        control.break_at(*[Breakpoint(node="*")] * (control.standing.steps < 42))
        control.play()

    again = Scripted(script, 40, ask)
    assert [standing.steps for standing in again.stood[:3]] == [40, 41, 42]
    assert (again.stood[0].why, again.stood[1].hit) == ("stepped", Breakpoint(node="*"))


@pytest.mark.parametrize("fields", [{"turn": 0, "during": 1}, {"actor": "152021/nobody"}], ids=str)
def test_a_command_of_a_script_that_cannot_be_given_is_a_complaint_and_a_pause(
    steered: Steered, tmp_path: Path, fields: dict[str, object]
) -> None:
    script, _ = driven_before(steered, tmp_path / "run")
    changed = [*script[:2], msgspec.structs.replace(script[2], **fields), *script[3:]]
    changed.sort(key=lambda line: (line.during, line.turn))
    if "turn" in fields:
        changed = [msgspec.structs.replace(script[2], during=1, turn=-1), *changed[1:]]
    again = Scripted(changed, 60, lambda control: control.play())
    assert "failed" in [standing.why for standing in again.stood]
    assert len(again.failures) == 1

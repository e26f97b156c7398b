"""A run steered from another thread: it pauses where it is told, and what was done by hand is on its tape and replays."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from run_folders import SMALL, recorded
from steered_runs import DAY, PEER, REGISTER, SERVER, SOON, STORY, Steered, commands_on, finish, in_flight, rested

from juki.nodes.kernel.disturbances import (
    BadCertificate,
    BreakLink,
    CertificateState,
    Crash,
    Disturbance,
    Handle,
    Handling,
    Partition,
)
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.nodes.kernel.registry import KEYRINGS
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.control import Breakpoint, Control, Standing, Stopped
from juki.scenarios.folder import TAPE, TRACE
from juki.scenarios.library import find
from juki.scenarios.playing import Play
from juki.scenarios.replaying import replay
from juki.scenarios.running import Follow, Incomplete, run_story
from juki.scenarios.steering import SteeredRun

BY = {"operator": "JK-0001", "terminal": "01"}
OUT = {**BY, "people": "1", "office": "151033", "planned_on": "2026-04-01", "address": "試験町2番2号"}


def test_a_run_begins_paused_before_the_first_thing_happens(steered: Steered) -> None:
    _, control = steered()
    assert (rested(control).steps, control.standing.why) == (0, "asked")


def test_a_run_that_is_only_watched_has_the_history_of_any_other(steered: Steered, tmp_path: Path) -> None:
    run, control = steered()
    control.play()
    report = run.report(SOON)
    assert report is not None
    assert report.digest == run_story(find(STORY), SMALL).digest
    assert (control.standing.is_over, control.standing.why) == (True, "ended")
    straight = recorded(tmp_path / "straight")
    for name in (TAPE, TRACE):
        assert (tmp_path / "run" / name).read_bytes() == (straight / name).read_bytes()


def test_a_step_is_one_step_and_steps_asked_for_add_up(steered: Steered) -> None:
    _, control = steered()
    control.step()
    assert (rested(control).steps, control.standing.why) == (1, "stepped")
    control.step(3)
    assert rested(control).steps == 4
    for _ in range(5):
        control.step()
    assert rested(control).steps == 9


def test_a_pause_comes_before_the_next_thing(steered: Steered, tmp_path: Path) -> None:
    seen: list[Step] = []
    run, control = steered(seen=seen)
    control.play(pace=0.001)
    control.pause()
    standing = rested(control)
    assert (standing.is_paused, standing.why) == (True, "asked")
    assert len(seen) == standing.steps
    finish(run, control, tmp_path / "run")


def test_a_pause_cuts_a_long_nap_short_and_nothing_happens_meanwhile(steered: Steered) -> None:
    """At one virtual second a second the next day would come tomorrow."""
    _, control = steered()
    control.break_at(Breakpoint(kind="report_move_out"))
    control.play()
    before = rested(control)
    control.jump(before.now + 3_600_000_000)
    before = rested(control)
    control.play(pace=1.0)
    control.pause()
    assert rested(control).steps == before.steps
    assert control.standing.now == before.now


def seconds_each_virtual_second(control: Control, pace: float) -> float:
    """Until the next acknowledgement, played at a pace."""
    virtual, began = rested(control).now, time.monotonic()
    control.play(pace)
    span = rested(control).now - virtual
    return (time.monotonic() - began) * 1_000_000 / span


def test_ten_times_the_pace_takes_much_less_time(steered: Steered) -> None:
    _, control = steered()
    control.break_at(Breakpoint(kind="acknowledgement"))
    control.step()
    slow, fast = (seconds_each_virtual_second(control, pace) for pace in (0.1, 1.0))
    assert slow > 3 * fast


def test_a_jump_stands_at_its_moment(steered: Steered) -> None:
    _, control = steered()
    control.step()
    moment = rested(control).now + 2 * DAY + 12_345
    control.jump(moment)
    assert (rested(control).now, control.standing.why) == (moment, "jumped")
    steps = control.standing.steps
    control.jump(moment - DAY)
    assert (rested(control).now, control.standing.steps) == (moment, steps)


def test_a_case_is_followed_message_by_message(steered: Steered) -> None:
    seen: list[Step] = []
    _, control = steered(seen=seen)
    control.step(2)  # the operator logs on, then orders
    rested(control)
    case = seen[1].case
    wanted = 3
    for _ in range(wanted):
        control.step_case(case)
        assert rested(control).why == "stepped"
        assert (seen[-1].what, seen[-1].case) == ("message", case)
    assert sum(step.what == "message" and step.case == case for step in seen) == wanted


@pytest.mark.parametrize(
    ("breakpoint_", "field", "value"),
    [
        (Breakpoint(kind="MoveInNotice"), "kind", "MoveInNotice"),
        (Breakpoint(node="jlis/national-server"), "node", "jlis/national-server"),
        (Breakpoint(kind="IdentityUpdate", node="jlis/national-server"), "node", "jlis/national-server"),
        (Breakpoint(case=f"{REGISTER}:1"), "case", f"{REGISTER}:1"),
    ],
    ids=["kind", "node", "both", "case"],
)
def test_a_run_pauses_where_all_of_a_breakpoint_fits(
    steered: Steered, breakpoint_: Breakpoint, field: str, value: str
) -> None:
    seen: list[Step] = []
    _, control = steered(seen=seen)
    control.break_at(breakpoint_)
    control.play()
    assert rested(control).why == "breakpoint"
    assert getattr(seen[-1], field) == value
    assert not any(breakpoint_.fits(step) for step in seen[:-1])


def test_a_run_pauses_at_a_refusal(steered: Steered) -> None:
    seen: list[Step] = []
    _, control = steered("special-transfer-intruders", seen=seen)
    control.break_at(Breakpoint(refused="*"))
    control.play()
    assert rested(control).why == "breakpoint"
    first = seen[-1].refused
    assert first
    control.break_at(Breakpoint(refused="replayed"))
    control.play()
    assert rested(control).why == "breakpoint"
    assert seen[-1].refused == "replayed"
    assert first != "replayed"


COMMANDS: dict[str, Command] = {
    "order": Order(REGISTER, "report_move_out", OUT),
    "intrusion": Intrusion(Attempt.FORGED_FRAME, REGISTER, SERVER),
    "partition": Partition(SERVER, (PEER,), one_way=False, lasts=30_000_000),
    "one way": Partition(SERVER, (PEER, REGISTER), one_way=True, lasts=30_000_000),
    "broken link": BreakLink(REGISTER, SERVER),
    "crash": Crash(SERVER, 20_000_000),
}


@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_given_while_paused_is_on_the_tape_and_replays(
    steered: Steered, tmp_path: Path, name: str, link: str
) -> None:
    run, control = steered(options=replace(SMALL, link=link, faults="lossy"))
    in_flight(control)
    control.command(COMMANDS[name])
    rested(control)
    assert control.failure() is None
    finish(run, control, tmp_path / "run")
    assert len(commands_on(tmp_path / "run" / TAPE)) == 5


def test_a_bad_certificate_by_hand_and_its_end_replay(steered: Steered, tmp_path: Path) -> None:
    run, control = steered()
    control.command(BadCertificate(SERVER, CertificateState.EXPIRED))
    control.step(6)
    rested(control)
    control.command(BadCertificate(SERVER, CertificateState.GOOD))
    finish(run, control, tmp_path / "run")
    assert [one.verb for one in commands_on(tmp_path / "run" / TAPE)].count("spoil_certificate") == 2


def test_commands_given_while_running_are_on_the_tape_and_replay(steered: Steered, tmp_path: Path) -> None:
    """At what step they come is chance; what the tape says of it is not."""
    run, control = steered(options=replace(SMALL, faults="stormy"))
    control.play()
    for _ in range(20):
        control.command(BreakLink(REGISTER, SERVER))
        control.command(Crash(SERVER, 1_000_000))
    report = run.report(SOON)
    assert report is not None
    assert replay(tmp_path / "run") == []
    assert [one.name for one in report.oracles if not one.held] == []


@pytest.mark.parametrize("handling", [one for one in Handling if one is not Handling.RELEASE])
@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_a_message_in_flight_is_handled_and_every_oracle_holds(
    steered: Steered, tmp_path: Path, handling: Handling, link: str
) -> None:
    seen: list[Step] = []
    run, control = steered(options=replace(SMALL, link=link), seen=seen)
    _, node, message, _ = in_flight(control)
    control.command(Handle(node, message, handling))
    control.step(3)
    rested(control)
    if handling is Handling.HOLD:
        assert control.standing.held == ((node, message),)
        assert not [step for step in seen if step.id == message and step.what == "message"]
        control.command(Handle(node, message, Handling.RELEASE))
    finish(run, control, tmp_path / "run")
    assert control.failure() is None
    taken = [step.place for step in seen if step.id == message and step.what == "message"]
    assert taken.count("next") == 1
    told = commands_on(tmp_path / "run" / TAPE)
    assert [one.verb for one in told].count("handle") == 1 + (handling is Handling.HOLD)


def test_a_held_message_stays_held_with_every_copy(steered: Steered, tmp_path: Path) -> None:
    seen: list[Step] = []
    run, control = steered(seen=seen)
    _, node, message, _ = in_flight(control)
    control.command(Handle(node, message, Handling.HOLD))
    control.jump(control.standing.now + 30_000_000)
    rested(control)
    assert sum(step.fate == "held" for step in seen if step.id == message) > 1
    control.command(Handle(node, message, Handling.RELEASE))
    finish(run, control, tmp_path / "run")


BAD: dict[str, Command] = {
    "no such node": Crash(NodeId("152021/nobody"), 1_000_000),
    "no such peer": BreakLink(SERVER, NodeId("nobody")),
    "no such others": Partition(SERVER, (PEER, NodeId("x/y")), one_way=False, lasts=1),
    "no such counter": Order(NodeId("152021/nobody"), "report_move_out", OUT),
    "nothing said": Order(REGISTER, "report_move_out", BY),
    "no office": Order(REGISTER, "report_move_out", {**OUT, "office": "x"}),
    "nothing to play back": Intrusion(Attempt.REPLAYED_FRAME, REGISTER, NodeId("jlis/jpki")),
    "nothing to say again": Intrusion(Attempt.REPLAYED_ENVELOPE, REGISTER, NodeId("jlis/jpki")),
    "no such sender": Intrusion(Attempt.FORGED_FRAME, NodeId("152021/nobody"), SERVER),
    "not under way": Handle(SERVER, "152021/resident-register#99", Handling.DROP),
    "not held": Handle(SERVER, "152021/resident-register#1", Handling.RELEASE),
    "no such certificate": BadCertificate(NodeId("152021/nobody"), CertificateState.REVOKED),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_command_is_a_complaint_and_leaves_no_mark(steered: Steered, tmp_path: Path, name: str) -> None:
    run, control = steered()
    control.step(4)
    rested(control)
    control.command(BAD[name])
    rested(control)
    assert isinstance(control.failure(), BadInput)
    assert control.failure() is None
    finish(run, control, tmp_path / "run")
    straight = recorded(tmp_path / "straight")
    for file in (TAPE, TRACE):
        assert (tmp_path / "run" / file).read_bytes() == (straight / file).read_bytes()


def test_a_late_order_of_no_form_stops_nobody(steered: Steered, tmp_path: Path) -> None:
    """It was given while its counter was down, and is looked at when that is up again."""
    run, control = steered()
    control.command(Crash(REGISTER, 1_000_000))
    control.command(Order(REGISTER, "report_move_out", {}))
    finish(run, control, tmp_path / "run")


@pytest.mark.parametrize(
    "ask",
    [lambda control: control.play(0), lambda control: control.play(-1.0), lambda control: control.step(0)],
    ids=["no pace", "backwards", "no step"],
)
def test_a_bad_request_is_told_to_whoever_asks(steered: Steered, ask: Callable[[Control], None]) -> None:
    _, control = steered()
    with pytest.raises(BadInput):
        ask(control)
    assert rested(control).is_paused


def test_a_stopped_run_can_still_be_read_and_leaves_nothing(steered: Steered, tmp_path: Path) -> None:
    run, control = steered()
    control.step(5)
    rested(control)
    control.stop()
    standing = rested(control)
    assert (standing.is_over, standing.is_paused, standing.why, standing.steps) == (True, False, "stopped", 5)
    with pytest.raises(Stopped):
        run.report(SOON)
    assert list(tmp_path.iterdir()) == []


def test_a_world_that_breaks_says_so(steered: Steered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from juki.nodes.host import Host

    def breaking(*_: object) -> None:
        raise ZeroDivisionError("a fault of juki")

    run, control = steered()
    control.step(3)
    rested(control)
    monkeypatch.setattr(Host, "accept", breaking)
    control.play()
    standing = rested(control)
    assert (standing.is_over, standing.why) == (True, "broke")
    with pytest.raises(Incomplete, match="a fault of juki"):
        run.report(SOON)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_cannot_begin_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="profile"):
        SteeredRun(find(STORY), replace(SMALL, profile="law-2062", out=tmp_path / "run")).begin()


def test_many_threads_may_ask_at_once(steered: Steered, tmp_path: Path) -> None:
    from threading import Thread

    run, control = steered()
    askers = [Thread(target=lambda: [control.step() for _ in range(10)]) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert rested(control).steps >= 40
    finish(run, control, tmp_path / "run")


def test_a_request_that_was_taken_up_is_never_answered_with_how_the_run_stood_before(tmp_path: Path) -> None:
    """Whoever asks for a step and then for rest must not be told of the pause before that step."""
    said: list[Standing] = []
    controls: list[Control] = []

    def in_the_middle(_: Step) -> None:
        said.append(controls[0].rest(0))
        controls[0].stop()

    def steer(play: Play, _: Path | None) -> Follow:
        control = Control(play.stage.simulation.world)
        controls.append(control)
        control.step(5)
        return control.follow

    with suppress(Stopped, Incomplete):
        run_story(find(STORY), replace(SMALL, out=tmp_path / "run"), in_the_middle, steer)
    assert [standing.is_paused for standing in said] == [False]


def test_a_disturbance_knows_every_node_it_speaks_of() -> None:
    from juki.nodes.kernel.disturbances import nodes_of

    told: list[Disturbance] = [Partition(SERVER, (PEER,), one_way=False, lasts=1), BreakLink(SERVER, PEER)]
    assert [nodes_of(one) for one in told] == [(SERVER, PEER), (SERVER, PEER)]
    assert nodes_of(Crash(SERVER, 1)) == (SERVER,)

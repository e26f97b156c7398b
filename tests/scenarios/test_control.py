"""A run steered from another thread: it pauses where it is told, and what was done by hand is on its tape and replays."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cast import NAGAOKA, NIIGATA
from run_folders import SMALL, recorded

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
from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.nodes.kernel.registry import KEYRINGS
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import communication_server, resident_register
from juki.scenarios.control import Breakpoint, Control, Standing, Stopped
from juki.scenarios.folder import TAPE, TRACE
from juki.scenarios.library import find
from juki.scenarios.playing import Play
from juki.scenarios.replaying import replay
from juki.scenarios.running import Follow, Incomplete, RunOptions, run_story
from juki.scenarios.steering import SteeredRun
from juki.scenarios.tape import CommandLine, lines
from juki.scenarios.verifying import verify_logs

SOON = 60.0
"Seconds after which a thread that does not answer is given up."
STORY = "special-transfer"
DAY = 86_400_000_000
REGISTER, SERVER, PEER = resident_register(NAGAOKA), communication_server(NAGAOKA), communication_server(NIIGATA)
Steered = Callable[..., tuple[SteeredRun, Control]]


@pytest.fixture
def steered(tmp_path: Path) -> Iterator[Steered]:
    """Begins a run in a thread; whatever a test leaves running is stopped."""
    begun: list[tuple[SteeredRun, Control]] = []

    def begin(
        name: str = STORY, options: RunOptions = SMALL, seen: list[Step] | None = None
    ) -> tuple[SteeredRun, Control]:
        run = SteeredRun(find(name), replace(options, out=tmp_path / "run"), None if seen is None else seen.append)
        begun.append((run, run.begin()))
        return begun[-1]

    yield begin
    for run, control in begun:
        control.stop()
        with suppress(Stopped, Incomplete):
            run.report(SOON)


def rested(control: Control) -> Standing:
    standing = control.rest(SOON)
    assert standing.is_paused or standing.is_over
    return standing


def commands_on(tape: Path) -> list[CommandLine]:
    found = lines(tape.read_bytes().splitlines(keepends=True))
    return [line for line in found if isinstance(line, CommandLine)]


def finish(run: SteeredRun, control: Control, out: Path) -> None:
    """Let it run to its end: every oracle holds, the folder replays, and every log verifies."""
    control.play()
    report = run.report(SOON)
    assert report is not None
    assert [(one.name, one.found) for one in report.oracles if not one.held] == []
    assert replay(out) == []
    assert [verdict for verdict in verify_logs(out) if verdict.problem] == []


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


def in_flight(control: Control, count: int = 0) -> tuple[NodeId, NodeId, str, str]:
    """Step on until a message is under way."""
    rested(control)
    while not control.standing.under_way:
        control.step()
        assert not rested(control).is_over
    return control.standing.under_way[count]


BY = {"operator": "JK-0001", "terminal": "01"}
OUT = {**BY, "people": "1", "office": "151033", "planned_on": "2026-04-01", "address": "試験町2番2号"}
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

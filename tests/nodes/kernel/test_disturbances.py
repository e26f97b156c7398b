"""What goes wrong, by chance or on purpose: it strikes, is counted, is refused alike on every link, and changes no outcome."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, PLANNED, resident
from little_world import CALM, CARD, START, LittleWorld, little_world
from small_stories import MOVE, OUT, small_story

from juki.nodes.kernel.choices import RecordedChoices
from juki.nodes.kernel.desk import messages_under_way
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
from juki.nodes.kernel.drive import DirectDriver, Instruction, Quiet, TaskDriver, Until, happenings
from juki.nodes.kernel.faults import PRESETS, Fate, Faults
from juki.nodes.kernel.happenings import Order
from juki.nodes.kernel.outages import CrashAt, Outages
from juki.nodes.kernel.registry import KEYRINGS
from juki.nodes.kernel.resending import ATTEMPTS, LONGEST_WAIT
from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_micros
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids
from juki.scenarios.replaying import replay
from juki.scenarios.running import RunOptions, run_story
from juki.scenarios.tape import command_of, line_of_command

REGISTER, SERVER = ids.resident_register(NAGAOKA), ids.communication_server(NAGAOKA)
OTHER, TERMINAL = ids.communication_server(NIIGATA), ids.integrated_terminal(NIIGATA)
PREFECTURE = ids.prefecture_server("15")
SECOND, HOUR = 1_000_000, 3_600_000_000
LINKS = pytest.mark.parametrize("link", sorted(KEYRINGS))
BOOKKEEPING = ("log", "node", "_sqlite_migrations")
"Tables in which the time of a message shows."
RATES = {
    Fate.LOST: "loss",
    Fate.DOUBLED: "duplication",
    Fate.TAMPERED: "tampering",
    Fate.INJECTED: "injection",
    Fate.REPLAYED: "replays",
    Fate.BROKEN: "breaks",
}


MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?\+09:00")


def move(made: LittleWorld) -> LittleWorld:
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    return made


def timeless(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without the moment at which it was written, to the microsecond: a fault moves that."""
    return tuple(MOMENT.sub("moment", cell) if isinstance(cell, str) else cell for cell in row)


def end_state(made: LittleWorld) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of every node."""
    named = "select name from sqlite_master where type = 'table' order by name"
    return {
        f"{node}: {table}": sorted(map(timeless, host.store.rows(f"select * from {table}")), key=repr)  # noqa: S608 - the store's own names
        for node, host in made.world.hosts.items()
        for (table,) in host.store.rows(named)
        if table not in BOOKKEEPING
    }


@cache
def undisturbed(seed: int = 7) -> dict[str, list[tuple[Any, ...]]]:
    return end_state(move(little_world(seed, link="null")))


def moment_of(day: date, hour: int, minute: int = 0) -> int:
    return to_micros(datetime(day.year, day.month, day.day, hour, minute, tzinfo=JST))


def report_move_in() -> Order:
    said = {
        "card": str(CARD),
        "pin": "1234",
        "moved_on": PLANNED.isoformat(),
        "office": "151033",
        "office_name": "試験県試験市",
        "town": "試験町",
        "lot": "2番2号",
    }
    return Order(TERMINAL, "report_move_in", said)


def went(made: LittleWorld) -> list[tuple[str, str]]:
    """Steps as (what, node)."""
    return [(step.what, step.node) for step in made.steps]


def owed(made: LittleWorld) -> list[NodeId]:
    """Who still waits for an acknowledgement."""
    return [node for node, host in made.world.hosts.items() if host.streams.peers_waited_for()]


# By chance.


@pytest.mark.parametrize("fate", RATES)
def test_each_kind_of_fault_strikes_is_counted_and_changes_no_outcome(fate: Fate) -> None:
    made = move(little_world(link="null", faults=Faults("one", **{RATES[fate]: 200_000})))
    assert set(made.world.struck) == {fate}
    assert made.world.struck[fate] == sum(step.fate == fate for step in made.steps) > 5
    assert end_state(made) == undisturbed()


@pytest.mark.parametrize("fate", [Fate.TAMPERED, Fate.INJECTED, Fate.REPLAYED])
@LINKS
def test_touched_bytes_are_forged_on_every_link_and_break_it(link: str, fate: Fate) -> None:
    made = move(little_world(link=link, faults=Faults("one", **{RATES[fate]: 100_000})))
    assert set(made.refusals()) == {"forged"}
    broken = [step for step in made.steps if step.refused]
    assert {(step.what, step.fate) for step in broken} == {("broken", str(fate))}
    assert made.world.struck[fate] == len(broken)
    assert end_state(made) == undisturbed()


@pytest.mark.parametrize("faults", ["hostile", "shaky", "stormy"])
def test_the_presets_of_faults_have_one_history_on_every_link(faults: str) -> None:
    runs = [move(little_world(link=link, faults=PRESETS[faults])) for link in sorted(KEYRINGS)]
    assert len({made.world.trace.digest for made in runs}) == 1
    assert len({tuple(sorted(made.world.struck.items())) for made in runs}) == 1
    assert runs[0].world.struck
    assert end_state(runs[0]) == undisturbed()


@pytest.mark.parametrize("faults", ["shaky", "stormy"])
def test_crashes_by_chance_lie_on_both_sides_of_a_commit_and_last_as_long_as_drawn(faults: str) -> None:
    sides, lengths = set(), []
    for seed in range(12):
        made = move(little_world(seed, link="null", faults=PRESETS[faults]))
        sides |= {draw.value for draw in made.draws if draw.label.startswith("crash-when/")}
        down = {step.node: step.at for step in made.steps if step.what == "crash"}
        lengths += [step.at - down[step.node] for step in made.steps if step.what == "restart"][-1:]
        assert end_state(made) == undisturbed(seed), f"seed {seed}"
    low, high = PRESETS[faults].down
    assert sides == {"0", "1"}
    assert all(low <= length <= high for length in lengths)


def test_a_link_and_a_node_have_faults_of_their_own() -> None:
    own = Faults("own", loss=800_000)
    faults = Faults("test", links={(SERVER, OTHER): own}, nodes={ids.NATIONAL_SERVER: 600_000})
    made = move(little_world(link="null", faults=faults))
    lost = {(step.peer, step.node) for step in made.steps if step.what == "lost"}
    assert lost == {(SERVER, OTHER)}
    assert {step.node for step in made.steps if step.what == "crash"} == {ids.NATIONAL_SERVER}
    assert end_state(made) == undisturbed()


def test_without_crashes_among_the_faults_nothing_is_drawn_for_them() -> None:
    made = move(little_world(link="null", faults=PRESETS["hostile"]))
    assert [draw.label for draw in made.draws if draw.label.startswith(("crash", "down"))] == []


class CrashOnce(Outages):
    """Brings the receiving node down at one delivery of a world, and at no other."""

    def __init__(self, made: LittleWorld, delivery: int, side: CrashAt) -> None:
        super().__init__(CALM, made.choices)
        self.left, self._side = delivery, side

    def at_delivery(self, node: NodeId) -> CrashAt:  # noqa: ARG002 - counted over all nodes
        self.left -= 1
        return CrashAt.NEVER if self.left else self._side


@pytest.mark.parametrize("side", [CrashAt.BEFORE, CrashAt.AFTER], ids=lambda side: str(side.value))
def test_a_crash_at_any_delivery_before_or_after_its_commit_changes_no_outcome(side: CrashAt) -> None:
    """Each delivery of a move in turn: nothing is lost, nothing is done twice, whatever a node had just taken."""
    deliveries = move(little_world(link="null")).world.trace.messages
    for delivery in range(1, deliveries + 1):
        made = little_world(link="null")
        made.world.down = once = CrashOnce(made, delivery, side)
        move(made)
        assert once.left <= 0
        assert made.world.struck == {"crash": 1}
        assert made.refusals() == []
        assert end_state(made) == undisturbed(), f"delivery {delivery}"
        if side is CrashAt.AFTER:
            assert "seen" in {step.place for step in made.steps}, f"delivery {delivery} is acknowledged once more"


# On purpose.


def story() -> tuple[Instruction, ...]:
    out = {"people": resident().address_number, "office": "151033", "planned_on": PLANNED.isoformat()}
    return (
        Order(REGISTER, "report_move_out", out | {"address": "試験町2番2号"}),
        Quiet(),
        Until(moment_of(PLANNED, 9)),
        report_move_in(),
        Quiet(),
    )


def disturbed(made: LittleWorld, after: int, disturbance: Disturbance) -> LittleWorld:
    """The story of a move, with something that goes wrong after so many steps."""
    waits = True
    for instruction in story():
        for happening in happenings(made.world, instruction):
            made.world.perform(happening)
            if waits and made.world.trace.count >= after:
                waits = False
                made.world.perform(disturbance)
    return made


DISTURBANCES: dict[str, Callable[[NodeId, NodeId], Disturbance]] = {
    "crash": lambda node, _: Crash(node, 90 * SECOND),
    "break": BreakLink,
    "cut": lambda node, peer: Partition(node, (peer,), one_way=False, lasts=2 * HOUR),
    "cut one way": lambda node, peer: Partition(node, (peer,), one_way=True, lasts=2 * HOUR),
}


@pytest.mark.parametrize("name", DISTURBANCES)
def test_a_disturbance_after_any_step_where_it_happened_changes_no_outcome(name: str) -> None:
    plain = move(little_world(link="null")).steps
    for step in plain[:-1]:
        peer = NodeId(step.peer or (SERVER if step.node == REGISTER else CARD))
        disturbance = DISTURBANCES[name](NodeId(step.node), peer)
        made = disturbed(little_world(link="null"), step.sequence, disturbance)
        assert end_state(made) == undisturbed(), f"{disturbance} after step {step.sequence}"
        assert owed(made) == []
        assert made.refusals() == []


@pytest.mark.parametrize("one_way", [False, True], ids=["both ways", "one way"])
@LINKS
def test_a_cut_longer_than_all_patience_loses_nothing(link: str, *, one_way: bool) -> None:
    lasts = 48 * HOUR
    assert lasts > ATTEMPTS * LONGEST_WAIT
    made = little_world(link=link)
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED - timedelta(days=1))
    began = made.world.now
    made.world.perform(Partition(SERVER, (REGISTER, PREFECTURE, OTHER), one_way, lasts))
    made.until(PLANNED)
    lost = [step for step in made.steps if step.fate == Fate.CUT]
    assert {step.what for step in lost} == {"lost"}
    assert made.world.struck == {Fate.CUT: len(lost)}
    assert all(step.peer == SERVER for step in lost) == one_way
    assert made.rows(PREFECTURE, "select is_current from identity") == [(1,)]
    made.until(PLANNED + timedelta(days=1), 10)
    assert not [step for step in made.steps if step.what == "resend" and began < step.at < began + lasts]
    assert made.rows(PREFECTURE, "select is_current from identity") == [(0,)]
    assert owed(made) == []
    assert made.refusals() == []


def test_a_cut_one_way_stops_words_that_way_and_their_acknowledgements_only() -> None:
    made = little_world(link="null")
    made.world.perform(Partition(SERVER, (REGISTER,), one_way=True, lasts=HOUR))
    made.report_move_out(resident(), planned_on=PLANNED)
    kinds = [(step.what, step.kind, step.node) for step in made.steps if step.fate == Fate.CUT]
    assert kinds == [("lost", "acknowledgement", REGISTER)]
    taken = [step for step in made.steps if step.node == SERVER and step.what == "message"]
    assert [step.place for step in taken] == ["next", "seen"]
    assert taken[1].at - taken[0].at >= HOUR - SECOND
    assert owed(made) == []


def test_a_cut_leaves_other_links_alone() -> None:
    made = little_world(link="null")
    made.world.perform(Partition(PREFECTURE, (ids.NATIONAL_SERVER,), one_way=False, lasts=24 * HOUR))
    made.report_move_out(resident(), planned_on=PLANNED)
    assert made.rows(OTHER, "select code from transfers") == [(HANAKO.digits,)]
    assert not made.world.struck


def test_a_longer_cut_is_not_shortened_by_a_shorter_one() -> None:
    made = little_world(link="null")
    for hours in (3, 1):
        made.world.perform(Partition(SERVER, (OTHER,), one_way=False, lasts=hours * HOUR))
    made.report_move_out(resident(), planned_on=PLANNED)
    taken = [step.at for step in made.steps if step.node == OTHER and step.what == "message"]
    assert min(taken) >= to_micros(START) + 3 * HOUR


def test_an_order_at_a_node_that_is_down_waits_until_it_is_up_and_orders_keep_their_turn() -> None:
    made = little_world(link="null")
    made.world.perform(Crash(REGISTER, HOUR))
    made.world.order(REGISTER, "report_move_out", {"people": "0000000000", "office": "151033", "planned_on": "x"})
    made.report_move_out(resident(), planned_on=PLANNED)
    at = [(step.what, step.at - to_micros(START)) for step in made.steps if step.node == REGISTER][:5]
    assert at == [("disturbance", 0), ("crash", 0), ("restart", HOUR), ("order", HOUR), ("order", HOUR)]
    orders = [step for step in made.steps if step.what == "order"]
    assert (bool(orders[0].refused), orders[1].refused) == (True, "")
    assert made.rows(OTHER, "select code from transfers") == [(HANAKO.digits,)]


def test_timers_of_a_node_that_was_down_fire_once_when_it_is_up() -> None:
    made = little_world(link="null")
    made.report_move_out(resident(), planned_on=PLANNED)
    DirectDriver(made.world).follow(Until(moment_of(PLANNED, 0) - HOUR))
    made.world.perform(Crash(REGISTER, 3 * HOUR))
    DirectDriver(made.world).follow(Until(moment_of(PLANNED, 0) + HOUR))
    assert made.register(NAGAOKA).last_of(HANAKO) is not None
    assert [step for step in made.steps if step.what == "timer"] == []
    made.until(PLANNED)
    [fired] = [step for step in made.steps if step.what == "timer"]
    assert (fired.kind, fired.at) == ("erase", moment_of(PLANNED, 2))
    made.world.order(TERMINAL, report_move_in().verb, report_move_in().arguments)
    made.quiet()
    assert end_state(made) == undisturbed()


def test_timers_that_are_due_later_still_fire_once_after_a_restart() -> None:
    made = little_world(link="null")
    made.report_move_out(resident(), planned_on=PLANNED)
    for _ in range(3):
        made.world.perform(Crash(REGISTER, HOUR))
        DirectDriver(made.world).follow(Until(made.world.now + 2 * HOUR))
    made.until(PLANNED)
    assert [step.at for step in made.steps if step.what == "timer"] == [moment_of(PLANNED, 0)]


def test_a_node_that_is_down_cannot_go_down_again() -> None:
    made = little_world(link="null")
    made.world.perform(Crash(SERVER, HOUR))
    made.world.perform(Crash(SERVER, 5 * HOUR))
    made.report_move_out(resident(), planned_on=PLANNED)
    assert made.world.struck == {"crash": 1}
    assert [step.at for step in made.steps if step.what == "restart"] == [to_micros(START) + HOUR]


def test_nobody_loses_patience_with_a_node_that_is_down_for_days() -> None:
    made = little_world(link="null")
    made.world.perform(Crash(OTHER, 72 * HOUR))
    made.report_move_out(resident(), planned_on=PLANNED)
    assert made.rows(OTHER, "select code from transfers") == [(HANAKO.digits,)]
    assert [step.what for step in made.steps if step.at < to_micros(START) + 72 * HOUR and step.what == "resend"] == []
    assert owed(made) == []


def test_memory_goes_and_the_last_committed_image_stays() -> None:
    made = little_world(link="null")
    made.report_move_out(resident(), planned_on=PLANNED)
    before, image = made.host(REGISTER), made.host(REGISTER).store.image()
    made.world.perform(Crash(REGISTER, HOUR))
    DirectDriver(made.world).follow(Until(made.world.now + HOUR))
    assert made.host(REGISTER) is not before
    assert made.host(REGISTER).store.image() == image


# One message under way.

STRIKES = {Handling.DROP: Fate.LOST, Handling.DUPLICATE: Fate.DOUBLED, Handling.TAMPER: Fate.TAMPERED}


@pytest.mark.parametrize("handling", STRIKES)
@LINKS
def test_whatever_is_done_to_a_message_on_its_way_changes_no_outcome(link: str, handling: Handling) -> None:
    made = little_world(link=link)
    made.world.perform(story()[0])  # type: ignore[arg-type] # an order
    [(_, node, message, _)] = messages_under_way(made.world.agenda)
    made.world.perform(Handle(node, message, handling))
    made.quiet()
    assert made.world.struck == {STRIKES[handling]: 1}
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    assert end_state(made) == undisturbed()


def test_a_message_is_held_with_every_copy_until_it_is_released() -> None:
    made = little_world(link="null")
    made.world.perform(story()[0])  # type: ignore[arg-type] # an order
    [(_, node, message, _)] = messages_under_way(made.world.agenda)
    made.world.perform(Handle(node, message, Handling.HOLD))
    DirectDriver(made.world).follow(Until(made.world.now + 60 * SECOND))
    assert made.world.struck[Fate.HELD] > 3
    assert made.rows(OTHER, "select code from transfers") == []
    made.world.perform(Handle(node, message, Handling.RELEASE))
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    assert end_state(made) == undisturbed()


@pytest.mark.parametrize("handling", Handling)
def test_a_message_that_is_not_there_cannot_be_handled_and_is_not_on_the_tape(handling: Handling) -> None:
    made = little_world(link="null")
    told: list[object] = []
    made.world.commanded = told.append
    with pytest.raises(BadInput):
        made.world.perform(Handle(SERVER, "152021/resident-register#9", handling))
    assert (told, made.steps) == ([], [])


# Certificates.

REFUSED_BY = {
    CertificateState.EXPIRED: "expired-certificate",
    CertificateState.ANOTHERS: "wrong-peer",
    CertificateState.SELF_SIGNED: "bad-certificate",
    CertificateState.REVOKED: "revoked-certificate",
}


@pytest.mark.parametrize("state", REFUSED_BY)
@LINKS
def test_a_bad_certificate_stops_everything_and_a_good_one_lets_it_go_on(link: str, state: CertificateState) -> None:
    made = little_world(link=link)
    made.world.perform(BadCertificate(SERVER, state))
    made.report_move_out(resident(), planned_on=PLANNED)
    assert set(made.refusals()) == {REFUSED_BY[state]}
    assert len(made.refusals()) > ATTEMPTS, "it was given up"
    assert made.rows(OTHER, "select code from transfers") == []
    made.world.perform(BadCertificate(SERVER, CertificateState.GOOD))
    made.quiet()
    assert made.world.struck == {f"certificate-{state}": 1}
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    assert end_state(made) == undisturbed()


@pytest.mark.parametrize("state", REFUSED_BY)
def test_a_bad_certificate_has_one_history_on_every_link(state: CertificateState) -> None:
    digests = set()
    for link in sorted(KEYRINGS):
        made = little_world(link=link)
        made.world.perform(BadCertificate(TERMINAL, state))
        made.report_move_in(moved_on=START.date())
        digests.add(made.world.trace.digest)
    assert len(digests) == 1


def test_after_a_revocation_it_takes_a_new_certificate_and_the_old_one_stays_revoked() -> None:
    made = little_world()
    old = made.registry.chain(SERVER)
    for state in (CertificateState.REVOKED, CertificateState.GOOD):
        made.world.perform(BadCertificate(SERVER, state))
    assert made.registry.chain(SERVER)[0] != old[0]
    made.registry.show(SERVER, old)
    made.report_move_out(resident(), planned_on=PLANNED)
    assert set(made.refusals()) == {"revoked-certificate"}


@pytest.mark.parametrize("state", [CertificateState.EXPIRED, CertificateState.SELF_SIGNED, CertificateState.ANOTHERS])
def test_a_renewal_of_all_certificates_does_not_cure_a_node_that_shows_a_bad_one(state: CertificateState) -> None:
    made = little_world(link="null")
    made.world.perform(BadCertificate(SERVER, state))
    made.until((START + timedelta(days=31)).date())
    made.report_move_out(resident(), planned_on=START.date() + timedelta(days=40))
    assert set(made.refusals()) == {REFUSED_BY[state]}


# On the tape.

EVERY_DISTURBANCE = (
    Partition(SERVER, (OTHER, PREFECTURE), one_way=True, lasts=HOUR),
    Partition(SERVER, (OTHER,), one_way=False, lasts=HOUR),
    BreakLink(SERVER, OTHER),
    Crash(SERVER, HOUR),
    *(BadCertificate(SERVER, state) for state in CertificateState),
)
HANDLED = tuple(Handle(SERVER, "152021/resident-register#1", handling) for handling in Handling)


@pytest.mark.parametrize("disturbance", EVERY_DISTURBANCE + HANDLED, ids=str)
def test_a_disturbance_comes_back_from_the_tape_as_it_was(disturbance: Disturbance) -> None:
    assert command_of(line_of_command(disturbance, 3, 5, 7)) == disturbance


async def test_both_drivers_bring_about_the_same() -> None:
    instructions = [*EVERY_DISTURBANCE, *story()]
    direct, tasks = (little_world(link="null", faults=PRESETS["stormy"]) for _ in range(2))
    for instruction in instructions:
        DirectDriver(direct.world).follow(instruction)
    async with TaskDriver(tasks.world) as driver:
        for instruction in instructions:
            await driver.follow(instruction)
    assert tasks.world.trace.digest == direct.world.trace.digest
    assert {"crash", "restart", "disturbance"} <= {what for what, _ in went(direct)}


@pytest.mark.parametrize("faults", ["hostile", "shaky", "stormy"])
def test_draws_read_back_give_the_same_strikes(faults: str) -> None:
    first = move(little_world(link="null", faults=PRESETS[faults]))
    again = move(little_world(link="null", faults=PRESETS[faults], choices=RecordedChoices(first.draws)))
    assert again.world.trace.digest == first.world.trace.digest
    assert again.world.struck == first.world.struck


TROUBLE = (
    OUT,
    'wait: {until: start + 15, at: "23:00"}',
    "partition: {of: 新潟県/都道府県サーバー, for: 3 hours}",
    "crash: {of: 長岡市/住民記録, for: 2 hours}",
    "spoil_certificate: {of: 長岡市/市町村CS, state: revoked}",
    'wait: {until: start + 16, at: "0:30"}',
    "spoil_certificate: {of: 長岡市/市町村CS, state: good}",
    "partition: {of: 新潟市/統合端末, from: 機構/全国サーバー, for: 2 days, one_way: true}",
    *MOVE[1:],
    "break_link: {of: 新潟市/住民記録, to: 新潟市/市町村CS}",
    "crash: {of: 新潟市/統合端末, for: 10 minutes}",
)


@pytest.mark.parametrize("faults", ["calm", "stormy"])
@LINKS
def test_a_run_with_every_disturbance_replays_from_its_folder(link: str, faults: str, tmp_path: Path) -> None:
    options = RunOptions(link=link, faults=faults, driver="direct", residents=20, out=tmp_path / "run")
    report = run_story(small_story(*TROUBLE), options)
    assert report.held, [check for check in (*report.expectations, *report.oracles) if not check.held]
    assert {"crash", "broken", "cut", "certificate-revoked"} <= set(report.struck)
    assert replay(tmp_path / "run") == []

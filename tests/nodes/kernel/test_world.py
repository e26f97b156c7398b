"""The world: virtual time that only goes forward, order of equal times, stale appointments, refused frames."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, PLANNED, resident
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import CARD, PIN, START, little_world

from juki.nodes.kernel.drive import DirectDriver, Quiet, Until
from juki.nodes.kernel.happenings import Due, Order, Renewal
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.nodes.kernel.trace import Step, Trace, body_hash
from juki.nodes.kernel.world import RENEWAL
from juki.protocol.deadlines import JST
from juki.protocol.moments import EPOCH, to_datetime, to_micros
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids

SERVER, OTHER = ids.communication_server(NAGAOKA), ids.communication_server(NIIGATA)
TERMINAL = ids.integrated_terminal(NIIGATA)


@given(st.integers(-(10**16), 10**16))
def test_microseconds_and_moments_are_the_same_time(micros: int) -> None:
    assert to_micros(to_datetime(micros)) == micros
    assert to_datetime(micros).utcoffset() == timedelta(hours=9)


def test_time_is_counted_from_the_year_2000_in_japan() -> None:
    assert to_micros(EPOCH) == 0
    assert to_micros(EPOCH.astimezone(JST)) == 0


@settings(max_examples=30)
@given(st.lists(st.integers(0, 5), max_size=12))
def test_the_heap_gives_by_time_and_then_in_the_order_of_putting(offsets: list[int]) -> None:
    made = little_world(link="null")
    now = made.world.now
    for number, offset in enumerate(offsets):
        made.world.put(now + offset, Order(NodeId(f"n/{number}"), "x", {}))
    taken = []
    while (happening := made.world.take(until=now + 10)) is not None:
        assert isinstance(happening, Order)
        taken.append((made.world.now - now, int(happening.node.partition("/")[2])))
    assert taken == sorted((offset, number) for number, offset in enumerate(offsets))


def test_what_is_put_into_the_past_happens_now() -> None:
    made = little_world(link="null")
    made.world.put(made.world.now - 5, Order(NodeId("n/1"), "x", {}))
    now = made.world.now
    assert made.world.take(until=now) is not None
    assert made.world.now == now


def test_a_timer_that_was_cancelled_is_as_if_it_had_never_been() -> None:
    made = little_world(link="null")
    due = made.world.now + 5
    made.world.put(due, Due(CARD, "gone", due))
    assert made.world.next_due != due
    steps = made.world.trace.count
    DirectDriver(made.world).follow(Until(due))
    assert (made.world.trace.count, made.world.now) == (steps, due)


def test_until_leaves_the_clock_where_it_was_told_and_never_behind() -> None:
    made = little_world(link="null")
    moment = made.world.now + 1234
    DirectDriver(made.world).follow(Until(moment))
    assert made.world.now == moment
    DirectDriver(made.world).follow(Until(moment - 1000))
    assert made.world.now == moment


def test_quiet_does_not_wait_for_timers() -> None:
    made = little_world(link="null")
    made.report_move_out(resident(), planned_on=PLANNED)
    assert to_datetime(made.world.now).date() < PLANNED
    assert made.world.is_quiet
    DirectDriver(made.world).follow(Quiet())


def test_certificates_are_renewed_every_thirty_days_and_work_goes_on() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until((START + timedelta(days=31)).date())
    assert [step.what for step in made.steps].count("renewal") == 1
    assert to_micros(START + timedelta(days=30)) - to_micros(START) == RENEWAL
    assert isinstance(Renewal(), Renewal)
    made.report_move_in(moved_on=PLANNED)
    assert "expired-certificate" not in made.refusals()
    assert made.world.is_quiet


REFUSED_BY = {
    Attempt.FORGED_FRAME: "forged",
    Attempt.REPLAYED_FRAME: "forged",
    Attempt.REPLAYED_ENVELOPE: "replayed",
    Attempt.UNKNOWN_VERSION: "unknown-version",
    Attempt.WRONG_ROLE: "not-authorised",
    Attempt.MALFORMED_BODY: "malformed",
    Attempt.MISADDRESSED: "misaddressed",
}


@pytest.mark.parametrize("link", ["noise", "null", "tls"])
@pytest.mark.parametrize("what", list(Attempt))
def test_an_intrusion_is_refused_and_the_move_goes_on(what: Attempt, link: str) -> None:
    made = little_world(link=link)
    made.report_move_out(resident(), planned_on=PLANNED)
    made.world.perform(Intrusion(what, SERVER, OTHER))
    made.quiet()
    assert REFUSED_BY[what] in made.refusals()
    assert made.world.is_quiet
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    assert made.register(NIIGATA).last_of(HANAKO) is not None
    for node, host in made.world.hosts.items():
        assert host.streams.peers_waited_for() == [], node


def test_a_revoked_node_is_not_spoken_to_any_more() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED)
    made.registry.revoke(SERVER, to_datetime(made.world.now))
    made.world.network.break_all()
    made.until(PLANNED)
    assert "revoked-certificate" in made.refusals()
    assert made.rows(ids.prefecture_server("15"), "select is_current from identity") == [(1,)]


def test_every_step_has_the_next_number_and_time_never_goes_back() -> None:
    made = little_world(link="null")
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED, pin=PIN)
    assert [step.sequence for step in made.steps] == list(range(1, len(made.steps) + 1))
    assert [step.at for step in made.steps] == sorted(step.at for step in made.steps)
    sent = [id_ for step in made.steps for id_ in step.sent]
    taken = [step.id for step in made.steps if step.what == "message"]
    assert sorted(sent) == sorted(taken)
    assert len(set(taken)) == len(taken)


COUNTED = ["at", "node", "peer", "id", "kind", "number", "body_hash", "fate", "place", "refused", "change"]


@pytest.mark.parametrize("name", COUNTED)
def test_the_digest_sees_every_field_that_counts(name: str) -> None:
    from msgspec.structs import replace

    def digest(step: Step) -> str:
        trace = Trace()
        trace.note(step)
        return trace.digest

    plain = Step(1, 5, "message", "a/x", body_hash=body_hash(b"x"))
    other = replace(plain, **{name: 6 if isinstance(getattr(plain, name), int) else "other"})
    assert digest(plain) != digest(other)
    assert digest(plain) == digest(replace(plain, detail="said otherwise", body={"a": 1}, notices=(("x", {}),)))

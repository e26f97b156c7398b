"""The visit at the counter: the full path, each way it can end early, every state met with every event."""

from __future__ import annotations

from dataclasses import replace as replaced
from datetime import date, timedelta
from typing import Any

import pytest
from cast import HANAKO, MARK, NAGAOKA, NIIGATA, NIIGATA_CHUO, PLANNED, TARO, address, resident
from hypothesis import given
from hypothesis import strategies as st
from shapes import structs

from juki.protocol.effects import Notify, Send
from juki.protocol.errors import OutOfTurn
from juki.protocol.messages import Refusal
from juki.protocol.messages.card import (
    CardChallenge,
    CardContinuation,
    CardContinued,
    CardDenied,
    CardProof,
    CardRewrite,
    CardRewritten,
    CardState,
    CardStatusReply,
    CardStatusRequest,
)
from juki.protocol.messages.identity import IdentityCheckReply, IdentityCheckRequest
from juki.protocol.messages.move import MoveInAccepted, MoveInDeclined, MoveInReport
from juki.protocol.procedures.counter_visit import (
    EVENTS,
    SETTLED,
    ProofChecked,
    Purpose,
    Visit,
    VisitEvent,
    VisitState,
    begin,
    step,
)
from juki.protocol.records.changes import ChangeReason
from juki.protocol.refusals import ALREADY_PRESENT, CARD_EXPIRED, CARD_NOT_ACTIVE, UNKNOWN_PERSON, WRONG_HOLDER, Rule
from juki.protocol.terms.nodes import card, communication_server

CARD, SERVER = card("000001"), communication_server(NIIGATA)
NONCE = b"n" * 16
EXPIRES = date(2034, 5, 1)


def visit(**changes: Any) -> Visit:
    said: dict[str, Any] = {
        "purpose": Purpose.MOVE_IN,
        "card": CARD,
        "server": SERVER,
        "municipality": NIIGATA,
        "address": address(NIIGATA_CHUO, "2番2号"),
        "moved_on": PLANNED,
        "today": PLANNED,
        "nonce": NONCE,
        "reply_key": b"k" * 32,
    }
    return Visit(**{**said, **changes})


PROOF = ProofChecked(CardProof(HANAKO, "C000001", EXPIRES, b"p" * 32, b"s" * 64), MARK)
FOUND_THERE = IdentityCheckReply(resident().identity(NAGAOKA, ChangeReason.MOVED_OUT, PLANNED))
FOUND_HERE = IdentityCheckReply(
    resident(city=NIIGATA_CHUO).identity(NIIGATA, ChangeReason.MOVED_IN, PLANNED), is_current=True
)
ACTIVE = CardStatusReply("C000001", CardState.ACTIVE, EXPIRES, is_holders=True)
ACCEPTED = MoveInAccepted(HANAKO, address(NIIGATA_CHUO, "2番2号"), 1)
DECLINED = MoveInDeclined(HANAKO, "special-rule-lapsed", "the last good day was 2026-04-03")
REFUSAL = Refusal("152021/communication-server#9", "MoveInReport", "malformed", "why")
DENIED = CardDenied("pin-wrong", 2)
PATH: tuple[VisitEvent, ...] = (
    PROOF,
    FOUND_THERE,
    ACTIVE,
    ACCEPTED,
    CardRewritten("C000001"),
    CardContinued("C000001"),
)
STATES = (
    VisitState.AT_CARD,
    VisitState.AT_NATIONAL,
    VisitState.AT_CARD_MANAGEMENT,
    VisitState.AT_REGISTER,
    VisitState.REWRITING,
    VisitState.CONTINUING,
    VisitState.DONE,
)


def walk(count: int, start: Visit | None = None, path: tuple[VisitEvent, ...] = PATH) -> Visit:
    """The visit after the first `count` answers of a path."""
    now = start or visit()
    for event in path[:count]:
        now = step(now, event)[0]
    return now


CASES = {state: walk(count) for count, state in enumerate(STATES)} | {VisitState.DECLINED: step(visit(), DENIED)[0]}


def test_the_visit_begins_by_asking_the_card() -> None:
    assert begin(visit(), "1234") == (visit(), [Send(CARD, CardChallenge(NONCE, "1234"))])


def test_the_whole_path_asks_in_its_order() -> None:
    asked = []
    now = visit()
    for event, state in zip(PATH, STATES[1:], strict=True):
        now, effects = step(now, event)
        assert now.state is state
        asked += [(effect.to, type(effect.message)) for effect in effects if isinstance(effect, Send)]
    assert asked == [
        (SERVER, IdentityCheckRequest),
        (SERVER, CardStatusRequest),
        (SERVER, MoveInReport),
        (CARD, CardRewrite),
        (SERVER, CardContinuation),
    ]


def test_the_report_says_where_she_comes_from_and_which_card_proved_itself() -> None:
    _, [sent] = step(walk(2), ACTIVE)
    assert isinstance(sent, Send)
    said = sent.message
    assert isinstance(said, MoveInReport)
    assert (said.holder, said.origin, said.office) == (HANAKO, NAGAOKA, NIIGATA_CHUO)
    assert (said.card_serial, said.card_mark, said.moved_on, said.reported_on) == ("C000001", MARK, PLANNED, PLANNED)


def test_a_visit_for_the_card_alone_skips_the_report_and_writes_the_address_on_file() -> None:
    start = visit(purpose=Purpose.CONTINUE_CARD, address=address(NIIGATA, ""))
    now = walk(2, start, (PROOF, FOUND_HERE))
    now, [sent] = step(now, ACTIVE)
    assert now.state is VisitState.REWRITING
    assert sent == Send(CARD, CardRewrite(NONCE, address(NIIGATA_CHUO), PLANNED))


def test_an_identification_by_card_asks_who_it_is_and_whether_the_card_is_good_and_no_more() -> None:
    now = walk(2, visit(purpose=Purpose.CHECK_IDENTITY, address=address(NIIGATA, "")), (PROOF, FOUND_HERE))
    done, [told] = step(now, ACTIVE)
    assert (done.state, done.code, done.card_mark) == (VisitState.DONE, None, "")
    assert told == Notify("identified", {"municipality": NIIGATA.digits, "state": "current"})


@pytest.mark.parametrize("state", SETTLED)
def test_a_settled_visit_keeps_no_number(state: VisitState) -> None:
    assert CASES[state].code is None
    assert CASES[state].card_mark == ""


def declined_by(before: Visit, event: VisitEvent) -> str:
    after, effects = step(before, event)
    assert after.state is VisitState.DECLINED
    assert after.code is None
    [told] = effects
    assert isinstance(told, Notify)
    assert told.code == "declined"
    return told.about["rule"]


def expired(reply: ProofChecked) -> ProofChecked:
    said = reply.proof
    return replaced(
        reply, proof=CardProof(said.code, said.serial, PLANNED - timedelta(days=1), said.public_key, said.signature)
    )


@pytest.mark.parametrize(
    ("before", "event", "rule"),
    [
        (visit(), expired(PROOF), CARD_EXPIRED),
        (walk(1), IdentityCheckReply(None), UNKNOWN_PERSON),
        (
            walk(1),
            IdentityCheckReply(resident(2).identity(NAGAOKA, ChangeReason.MOVED_OUT, PLANNED)),
            UNKNOWN_PERSON,
        ),
        (walk(1), FOUND_HERE, ALREADY_PRESENT),
        (walk(1, visit(purpose=Purpose.CONTINUE_CARD)), FOUND_THERE, UNKNOWN_PERSON),
        (walk(1, visit(purpose=Purpose.CHECK_IDENTITY)), FOUND_THERE, UNKNOWN_PERSON),
        (walk(2), CardStatusReply("C000001", CardState.ACTIVE, EXPIRES, is_holders=False), WRONG_HOLDER),
        (walk(2), CardStatusReply("C000001", CardState.SUSPENDED, EXPIRES, is_holders=True), CARD_NOT_ACTIVE),
        (walk(2), CardStatusReply("C000001", CardState.LAPSED, EXPIRES, is_holders=True), CARD_NOT_ACTIVE),
        (walk(2), CardStatusReply("C000001", CardState.ABOLISHED, EXPIRES, is_holders=True), CARD_NOT_ACTIVE),
        (
            walk(2),
            CardStatusReply("C000001", CardState.ACTIVE, PLANNED - timedelta(days=1), is_holders=True),
            CARD_EXPIRED,
        ),
    ],
)
def test_a_wrong_answer_declines_the_visit(before: Visit, event: VisitEvent, rule: Rule) -> None:
    assert declined_by(before, event) == rule.name


@pytest.mark.parametrize("count", range(6))
def test_a_refusal_from_anybody_ends_the_visit_where_it_stands(count: int) -> None:
    assert declined_by(walk(count), REFUSAL) == "malformed"


def test_the_card_and_the_register_can_decline() -> None:
    assert declined_by(visit(), DENIED) == "pin-wrong"
    assert declined_by(walk(3), DECLINED) == "special-rule-lapsed"


def test_somebody_who_left_her_city_unrecorded_is_no_stranger() -> None:
    """The old city has erased her already: she is found, not current, and the visit goes on."""
    assert not FOUND_THERE.is_current
    assert walk(2).origin == NAGAOKA


EXPECTED = {
    VisitState.AT_CARD: {ProofChecked, CardDenied, Refusal},
    VisitState.AT_NATIONAL: {IdentityCheckReply, Refusal},
    VisitState.AT_CARD_MANAGEMENT: {CardStatusReply, Refusal},
    VisitState.AT_REGISTER: {MoveInAccepted, MoveInDeclined, Refusal},
    VisitState.REWRITING: {CardRewritten, Refusal},
    VisitState.CONTINUING: {CardContinued, Refusal},
    VisitState.DONE: set(),
    VisitState.DECLINED: set(),
}
ONE_OF_EACH: tuple[VisitEvent, ...] = (*PATH, DENIED, DECLINED, REFUSAL)


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: type(event).__name__)
def test_every_state_takes_what_it_waits_for_and_nothing_else(state: VisitState, event: VisitEvent) -> None:
    before = CASES[state]
    assert before.state is state
    if type(event) in EXPECTED[state]:
        assert step(before, event)[0].state is not state
    else:
        with pytest.raises(OutOfTurn):
            step(before, event)


def test_the_table_has_every_state_and_event() -> None:
    assert set(EXPECTED) == set(VisitState)
    assert {type(event) for event in ONE_OF_EACH} == set(EVENTS)


def any_event() -> st.SearchStrategy[VisitEvent]:
    shapes = [kind for kind in EVENTS if kind is not ProofChecked]
    proofs = st.builds(ProofChecked, structs(CardProof), st.just(MARK))
    return st.one_of(st.sampled_from(ONE_OF_EACH), proofs, *(structs(kind) for kind in shapes))  # type: ignore[arg-type]


@given(st.sampled_from(list(Purpose)), st.lists(any_event(), max_size=10))
def test_whatever_comes_the_visit_goes_forward_or_stays(purpose: Purpose, said: list[VisitEvent]) -> None:
    order = list(VisitState)
    now = visit(purpose=purpose)
    for event in said:
        try:
            after, effects = step(now, event)
        except OutOfTurn:
            continue
        assert order.index(after.state) > order.index(now.state)
        assert effects
        assert (after.card, after.server, after.nonce, after.today) == (now.card, now.server, now.nonce, now.today)
        if after.state in SETTLED:
            assert after.code is None
        now = after


def test_a_reply_about_somebody_else_is_not_taken_for_the_holder() -> None:
    found = resident(2).identity(NAGAOKA, ChangeReason.MOVED_OUT, PLANNED)
    assert found.code == TARO
    assert declined_by(walk(1), IdentityCheckReply(found)) == UNKNOWN_PERSON.name

"""Card management: what it answers, and which clock each change of a record starts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, PLANNED, TARO
from letters import hand, letter
from little_world import LittleWorld, little_world

from juki.nodes.host import Outcome
from juki.protocol.messages import Message, Refusal
from juki.protocol.messages.card import CardContinuation, CardContinued, CardState, CardStatusReply, CardStatusRequest
from juki.protocol.messages.identity import IdentityChanged
from juki.protocol.moments import to_datetime
from juki.protocol.records.changes import ChangeReason
from juki.protocol.secure.envelope import unpack
from juki.protocol.terms import MunicipalityCode, NodeId
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import decode

SERVER = ids.communication_server(NIIGATA)
EXPIRES = date(2034, 5, 1)
LATER = PLANNED + timedelta(days=200)


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def say(made: LittleWorld, message: Message, sender: NodeId = SERVER) -> Outcome:
    number = made.host(ids.CARD_MANAGEMENT).streams.received(sender)[0] + 1
    return hand(made, letter(sender, ids.CARD_MANAGEMENT, message, number))


def changed(made: LittleWorld, reason: ChangeReason, city: MunicipalityCode = NAGAOKA, on: date = PLANNED) -> Outcome:
    outcome = say(made, IdentityChanged(HANAKO, reason, on, on, city), ids.NATIONAL_SERVER)
    made.world._follow(ids.CARD_MANAGEMENT, outcome)
    return outcome


def state(made: LittleWorld) -> tuple[str, str, str]:
    [row] = made.rows(ids.CARD_MANAGEMENT, "select state, municipality, lapses_because from cards")
    return row[0], row[1], row[2]


def clocks(made: LittleWorld) -> list[date]:
    rows = made.rows(ids.CARD_MANAGEMENT, "select due from timers order by due")
    return [to_datetime(row[0]).date() for row in rows]


def continuation(city: MunicipalityCode = NIIGATA) -> CardContinuation:
    return CardContinuation(HANAKO, "C000001", city, PLANNED)


def test_a_status_is_of_the_card_and_whether_the_code_is_its_holders(made: LittleWorld) -> None:
    for code, is_holders in ((HANAKO, True), (TARO, False)):
        [sent] = say(made, CardStatusRequest(code, "C000001")).sent
        reply = decode(unpack(sent.envelope).body, CardStatusReply)
        assert reply == CardStatusReply("C000001", CardState.ACTIVE, EXPIRES, is_holders)


def test_an_unknown_card_is_refused(made: LittleWorld) -> None:
    outcome = say(made, CardStatusRequest(HANAKO, "C999999"))
    assert outcome.refused is not None
    assert outcome.refused.name == "unknown-person"
    assert [sent.kind for sent in outcome.sent] == [Refusal.__name__]


def test_a_move_out_starts_thirty_days_from_the_planned_date(made: LittleWorld) -> None:
    changed(made, ChangeReason.MOVED_OUT)
    assert clocks(made) == [PLANNED + timedelta(days=31)]
    assert state(made) == ("active", NAGAOKA.digits, "card of a mover")


def test_a_move_in_starts_ninety_days_in_its_place(made: LittleWorld) -> None:
    changed(made, ChangeReason.MOVED_OUT)
    changed(made, ChangeReason.MOVED_IN, NIIGATA, PLANNED + timedelta(days=3))
    assert clocks(made) == [PLANNED + timedelta(days=3 + 91)]


def test_a_continuation_stops_every_clock(made: LittleWorld) -> None:
    changed(made, ChangeReason.MOVED_OUT)
    changed(made, ChangeReason.MOVED_IN, NIIGATA)
    [sent] = say(made, continuation()).sent
    assert sent.kind == CardContinued.__name__
    assert clocks(made) == []
    assert state(made) == ("active", NIIGATA.digits, "")
    made.until(LATER)
    assert state(made)[0] == "active"


def test_a_continuation_that_was_quicker_than_the_record_starts_no_clock(made: LittleWorld) -> None:
    say(made, continuation())
    changed(made, ChangeReason.MOVED_IN, NIIGATA)
    assert clocks(made) == []


def test_who_moves_on_without_having_handed_in_the_card_loses_it(made: LittleWorld) -> None:
    """番号法施行令14条3号, its second half."""
    changed(made, ChangeReason.MOVED_OUT)
    changed(made, ChangeReason.MOVED_IN, NIIGATA)
    outcome = changed(made, ChangeReason.MOVED_OUT, NIIGATA)
    assert state(made)[0] == "lapsed"
    assert clocks(made) == []
    assert [notice.code for notice in outcome.notices] == ["card-lapsed"]


def test_who_moves_on_with_a_card_that_was_continued_keeps_it(made: LittleWorld) -> None:
    changed(made, ChangeReason.MOVED_OUT)
    changed(made, ChangeReason.MOVED_IN, NIIGATA)
    say(made, continuation())
    changed(made, ChangeReason.MOVED_OUT, NIIGATA)
    assert state(made) == ("active", NIIGATA.digits, "card of a mover")


@pytest.mark.parametrize("reason", [ChangeReason.DEATH, ChangeReason.ERASED_EX_OFFICIO])
def test_the_card_lapses_at_once(made: LittleWorld, reason: ChangeReason) -> None:
    """番号法施行令14条4号, 11号."""
    changed(made, reason)
    assert state(made)[0] == "lapsed"


@pytest.mark.parametrize("reason", [ChangeReason.MOVED_WITHIN, ChangeReason.MINOR_CORRECTION, ChangeReason.BIRTH])
def test_other_changes_start_no_clock(made: LittleWorld, reason: ChangeReason) -> None:
    changed(made, reason)
    assert clocks(made) == []
    assert state(made)[0] == "active"


def test_a_lapsed_card_is_continued_by_nobody(made: LittleWorld) -> None:
    changed(made, ChangeReason.MOVED_OUT)
    made.until(LATER)
    outcome = say(made, continuation())
    assert outcome.refused is not None
    assert outcome.refused.name == "card-not-active"
    assert state(made)[0] == "lapsed"


def test_somebody_elses_card_is_not_continued(made: LittleWorld) -> None:
    outcome = say(made, CardContinuation(TARO, "C000001", NIIGATA, PLANNED))
    assert outcome.refused is not None
    assert outcome.refused.name == "wrong-holder"

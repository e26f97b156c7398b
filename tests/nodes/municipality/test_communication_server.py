"""The city's one door: who may speak in whose name, what is kept how long, and where answers go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cast import (
    FAMILY,
    HANAKO,
    NAGAOKA,
    NIIGATA,
    NIIGATA_CHUO,
    PLANNED,
    TARO,
    YOKOHAMA,
    notice,
    record,
    report,
    resident,
)
from letters import hand, letter, signed
from little_world import LittleWorld, little_world

from juki.nodes.host import Outcome
from juki.protocol.messages import Message, Refusal
from juki.protocol.messages.card import CardContinued, CardStatusReply
from juki.protocol.messages.move import MoveInReportReceived, MoveOutRecord, RegisterChanged, TransferUnavailable
from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import MunicipalityCode, NodeId
from juki.protocol.terms import nodes as ids

SERVER = ids.communication_server(NIIGATA)
OLD_SERVER, THIRD_SERVER = ids.communication_server(NAGAOKA), ids.communication_server(YOKOHAMA)
REGISTER, TERMINAL = ids.resident_register(NIIGATA), ids.integrated_terminal(NIIGATA)
CASE = f"{TERMINAL}:1"


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def say(made: LittleWorld, sender: NodeId, message: Message, case: str, signer: NodeId | None = None) -> Outcome:
    number = made.host(SERVER).streams.received(sender)[0] + 1
    said = letter(sender, SERVER, message, number, case=case)
    is_signed = ids.role_of(sender) is ids.Role.COMMUNICATION_SERVER and not isinstance(message, Refusal)
    return hand(made, signed(made, said, signer) if is_signed else said)


def sent(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each.peer, each.kind) for each in outcome.sent]


def refused(outcome: Outcome) -> str:
    return outcome.refused.name if outcome.refused else ""


def transfers(made: LittleWorld) -> list[tuple[Any, ...]]:
    return made.rows(SERVER, "select code, erase_after from transfers order by code")


def push(made: LittleWorld, said: MoveOutRecord, city: MunicipalityCode = NAGAOKA) -> Outcome:
    return say(made, ids.communication_server(city), said, f"{ids.resident_register(city)}:1")


def test_a_pushed_record_is_stored_to_its_deadline(made: LittleWorld) -> None:
    outcome = push(made, record())
    assert (refused(outcome), sent(outcome)) == ("", [])
    assert transfers(made) == [(HANAKO.digits, (PLANNED + timedelta(days=31)).isoformat())]


def test_a_record_for_another_city_that_nobody_asked_for_is_refused(made: LittleWorld) -> None:
    assert refused(push(made, record(destination=YOKOHAMA))) == "misaddressed"
    assert transfers(made) == []


def test_nobody_sends_a_record_in_another_citys_name(made: LittleWorld) -> None:
    assert refused(push(made, record(origin=NAGAOKA), YOKOHAMA)) == "forged"
    assert transfers(made) == []


def test_nobody_notices_an_arrival_in_another_citys_name(made: LittleWorld) -> None:
    """The old city would write it on its 除票 (住基法施行令13条2項)."""
    lie = notice()
    assert lie.municipality == NIIGATA
    outcome = say(made, THIRD_SERVER, lie, "141003/integrated-terminal:1")
    assert (refused(outcome), sent(outcome)) == ("forged", [(THIRD_SERVER, "Refusal")])


def test_nobody_asks_for_a_record_in_another_citys_case(made: LittleWorld) -> None:
    """The answer goes to the city whose case it is: a stranger could have it sent to whom he likes."""
    asked = MoveInReportReceived(HANAKO, NIIGATA_CHUO, PLANNED, PLANNED)
    for case in (CASE, "152021/integrated-terminal:1", "jlis/jpki:1"):
        assert refused(say(made, THIRD_SERVER, asked, case)) == "forged"
    assert refused(say(made, THIRD_SERVER, asked, "no such case")) == "malformed"
    honest = say(made, THIRD_SERVER, asked, "141003/integrated-terminal:1")
    assert sent(honest) == [(REGISTER, "MoveInReportReceived")]


def test_a_report_with_a_whole_group_on_file_goes_to_the_register_with_it(made: LittleWorld) -> None:
    for number in (1, 2, 3):
        push(made, record(number, FAMILY))
    outcome = say(made, TERMINAL, report(), CASE)
    assert sent(outcome) == [(REGISTER, "MoveInReport")] + [(REGISTER, "MoveOutRecord")] * 3


def test_a_report_without_the_whole_group_asks_the_old_city(made: LittleWorld) -> None:
    push(made, record(1, FAMILY))
    outcome = say(made, TERMINAL, report(), CASE)
    assert sent(outcome) == [(REGISTER, "MoveInReport"), (OLD_SERVER, "MoveInReportReceived")]
    assert [name for name, _ in outcome.timers] == [f"give-up/{CASE}"]


@pytest.mark.parametrize("city", [NAGAOKA, YOKOHAMA])
def test_records_of_two_reports_are_no_group(made: LittleWorld, city: MunicipalityCode) -> None:
    """太郎's record of another 転出届, from her city or another, does not make her group whole."""
    push(made, record(1, (HANAKO, TARO)))
    push(made, record(2, (TARO,), origin=city), city)
    outcome = say(made, TERMINAL, report(), CASE)
    assert sent(outcome)[1] == (OLD_SERVER, "MoveInReportReceived")


def test_what_was_asked_for_goes_on_once_it_is_whole(made: LittleWorld) -> None:
    say(made, TERMINAL, report(), CASE)
    first = say(made, OLD_SERVER, record(1, (HANAKO, TARO)), CASE)
    second = say(made, OLD_SERVER, record(2, (HANAKO, TARO)), CASE)
    assert sent(first) == []
    assert sent(second) == [(REGISTER, "MoveOutRecord")] * 2
    assert made.rows(SERVER, "select case_id from waiting") == []
    assert made.rows(SERVER, "select name from timers where name like 'give-up/%' order by name") == []


def test_another_citys_record_is_no_answer_to_what_was_asked(made: LittleWorld) -> None:
    say(made, TERMINAL, report(), CASE)
    outcome = push(made, record(origin=YOKOHAMA), YOKOHAMA)
    assert sent(outcome) == []
    assert made.rows(SERVER, "select case_id from waiting") == [(CASE,)]


def test_an_arrival_that_gets_no_answer_is_given_up_after_a_day(made: LittleWorld) -> None:
    outcome = say(made, TERMINAL, report(), CASE)
    [(name, due)] = outcome.timers
    given_up = made.host(SERVER).fire(name, due, due)
    assert given_up is not None
    assert sent(given_up) == [(REGISTER, "TransferUnavailable")]
    assert due == made.world.now + 86_400_000_000
    late = say(made, OLD_SERVER, TransferUnavailable(HANAKO, "not-leaving"), CASE)
    assert refused(late) == "out-of-turn"


def test_an_old_city_outside_the_network_is_not_asked(made: LittleWorld) -> None:
    outcome = say(made, TERMINAL, report(origin=MunicipalityCode("131041")), CASE)
    assert sent(outcome) == [(REGISTER, "MoveInReport"), (REGISTER, "TransferUnavailable")]


def test_news_that_there_is_no_record_must_be_of_who_was_asked_for(made: LittleWorld) -> None:
    say(made, TERMINAL, report(), CASE)
    assert refused(say(made, OLD_SERVER, TransferUnavailable(TARO, "not-leaving"), CASE)) == "out-of-turn"
    assert sent(say(made, OLD_SERVER, TransferUnavailable(HANAKO, "not-leaving"), CASE)) == [
        (REGISTER, "TransferUnavailable")
    ]


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        *((CASE, ""), ("152021/integrated-terminal:1", "out-of-turn"), ("151009/resident-register:1", "out-of-turn")),
        *(("151009/nonsense:1", "malformed"), ("", "malformed"), (":", "malformed"), ("x:y", "malformed")),
    ],
)
def test_an_answer_goes_to_the_counter_whose_case_it_is(made: LittleWorld, case: str, rule: str) -> None:
    outcome = say(made, ids.CARD_MANAGEMENT, CardContinued("C000001"), case)
    assert refused(outcome) == rule
    assert sent(outcome)[0] == ((TERMINAL, "CardContinued") if not rule else (ids.CARD_MANAGEMENT, "Refusal"))


def test_a_refusal_in_a_counters_case_is_told_to_the_counter_and_others_to_the_operator(made: LittleWorld) -> None:
    said = Refusal(f"{SERVER}#1", "CardStatusRequest", "unknown-person")
    told = say(made, ids.CARD_MANAGEMENT, said, CASE)
    assert sent(told) == [(TERMINAL, "Refusal")]
    for case in ("152021/integrated-terminal:1", "nonsense", ""):
        told = say(made, ids.CARD_MANAGEMENT, said, case)
        assert sent(told) == []
        assert [each.code for each in told.notices] == ["refused"]


def test_an_update_leaves_only_if_it_agrees_with_what_is_on_file(made: LittleWorld) -> None:
    """Seed III リスク3: an entry of somebody present, and a change of somebody absent, are errors."""
    for reason, rule in (
        (ChangeReason.MOVED_WITHIN, "unknown-person"),
        (ChangeReason.MOVED_IN, ""),
        (ChangeReason.MOVED_IN, "already-present"),
        (ChangeReason.MOVED_OUT, ""),
        (ChangeReason.MOVED_OUT, "unknown-person"),
    ):
        today = made_day(made)
        changed = RegisterChanged(resident(city=NIIGATA_CHUO).identity(NIIGATA, reason, today))
        assert refused(say(made, REGISTER, changed, f"{REGISTER}:1")) == rule
    assert made.rows(SERVER, "select sequence, is_current from identity") == [(2, 0)]


def made_day(made: LittleWorld) -> Any:
    from juki.protocol.moments import to_datetime

    return to_datetime(made.world.now).date()


def test_no_other_system_of_the_city_gets_in(made: LittleWorld) -> None:
    intruder = NodeId("151009/addressee-system")
    outcome = say(made, intruder, CardStatusReply("C", ids_state(), PLANNED, is_holders=True), CASE)
    assert refused(outcome) == "foreign-peer"


def ids_state() -> Any:
    from juki.protocol.messages.card import CardState

    return CardState.ACTIVE

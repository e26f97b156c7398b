"""From a number to a code at the 機構, and what the core is told when a code changes (番号法施行令27条, 住基法施行令30条の8の2)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from cast import HANAKO, NAGAOKA, code_of, number_of, resident
from letters import hand, letter, signed
from little_world import LittleWorld, little_world
from msgspec.structs import replace

from juki.nodes.host import Outcome
from juki.nodes.national.national_fugo import code_changed
from juki.nodes.national.national_fugo import code_of as code_for
from juki.protocol.messages.fugo import FugoRequest
from juki.protocol.records.changes import ChangeReason
from juki.protocol.refusals import NUMBER_SUPERSEDED, UNKNOWN_PERSON
from juki.protocol.terms import AcquisitionNumber, MyNumber, NodeId
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import encode

SERVER = ids.communication_server(NAGAOKA)
NUMBER = AcquisitionNumber.of_octets(bytes(8))
OWN = "152021/addressee-system:1"


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


@dataclass(frozen=True)
class Asked:
    """What a request is made of, and who says it."""

    my_number: MyNumber
    case: str = OWN
    signer: NodeId = SERVER


def ask(made: LittleWorld, asked: Asked) -> Outcome:
    key = made.registry.vault(NodeId("152021/intermediary-server")).public.sealing
    said = letter(SERVER, ids.NATIONAL_SERVER, FugoRequest(NUMBER, asked.my_number, key), case=asked.case)
    return hand(made, signed(made, said, asked.signer))


def test_the_core_is_told_the_code_and_the_body_that_asked(made: LittleWorld) -> None:
    outcome = ask(made, Asked(number_of(1)))
    assert [(sent.peer, sent.kind) for sent in outcome.sent] == [(ids.CORE, "FugoCodeNotice")]
    assert made.rows(ids.NATIONAL_SERVER, "select code from told_core") == [(HANAKO.digits,)]


def test_no_acquisition_number_stays_at_the_national_server(made: LittleWorld) -> None:
    ask(made, Asked(number_of(2)))
    made.host(ids.NATIONAL_SERVER).store.write("delete from outbox")
    assert NUMBER.digits.encode() not in made.host(ids.NATIONAL_SERVER).store.image()


def test_a_number_of_nobody_is_answered_and_the_core_hears_nothing(made: LittleWorld) -> None:
    outcome = ask(made, Asked(number_of(2)))
    assert outcome.refused is None
    assert [(sent.peer, sent.kind) for sent in outcome.sent] == [(SERVER, "FugoUnavailable")]
    assert outcome.notices[0].about["rule"] == UNKNOWN_PERSON.name


def test_a_city_asks_in_its_own_cases_only(made: LittleWorld) -> None:
    outcome = ask(made, Asked(number_of(1), case="141003/addressee-system:1"))
    assert outcome.refused is not None
    assert outcome.refused.name == "misaddressed"


def test_a_request_signed_by_another_city_is_in_its_name(made: LittleWorld) -> None:
    outcome = ask(made, Asked(number_of(1), signer=NodeId("141003/communication-server")))
    assert outcome.refused is not None
    assert outcome.refused.name == "misaddressed"


def test_a_changed_number_finds_nobody_and_says_why(made: LittleWorld) -> None:
    store = made.host(ids.NATIONAL_SERVER).store
    before = resident().identity(NAGAOKA, ChangeReason.MY_NUMBER_CHANGE_REQUESTED, resident().address_since)
    after = replace(before, my_number=number_of(3), old_number=before.my_number)
    store.write("update identity set record = ? where code = ?", encode(after), HANAKO.digits)
    assert code_for(number_of(1), store) is NUMBER_SUPERSEDED
    assert code_for(number_of(3), store) == HANAKO
    assert code_for(number_of(2), store) is UNKNOWN_PERSON


def test_the_core_hears_of_a_changed_code_once_and_only_if_it_was_told_the_old_one(made: LittleWorld) -> None:
    store = made.host(ids.NATIONAL_SERVER).store
    new = code_of(7)
    record = replace(
        resident().identity(NAGAOKA, ChangeReason.JUMINHYO_CODE_CHANGE_REQUESTED, resident().address_since),
        code=new,
        old_code=HANAKO,
    )
    assert code_changed(record, store) == []
    ask(made, Asked(number_of(1)))
    assert [type(effect).__name__ for effect in code_changed(record, store)] == ["Send"]
    assert code_changed(record, store) == []

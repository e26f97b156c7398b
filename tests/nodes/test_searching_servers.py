"""Servers that answer questions about people: every one is recorded, refused ones alike, and sealed to whoever asked."""

from __future__ import annotations

from typing import Any

import pytest
from cast import FAMILY, HANAKO, NAGAOKA, NIIGATA, NIIGATA_CHUO, YOKOHAMA, code_of, number_of, resident
from letters import hand, letter, signed
from little_world import LittleWorld, little_world
from msgspec.structs import replace

from juki.nodes.host import Outcome
from juki.protocol.messages import Message
from juki.protocol.messages.identity import IdentityCheckRequest
from juki.protocol.messages.search import (
    FourItemsCheck,
    FourItemsReply,
    IdentityInquiry,
    IdentityInquiryReply,
    IdentitySearch,
    IdentitySearchReply,
    KnownItems,
    NumberCheck,
    NumberCheckReply,
)
from juki.protocol.searching import MOST_HITS
from juki.protocol.secure.envelope import sealed_context, unpack
from juki.protocol.terms import MunicipalityCode, MyNumber, NodeId, PartialDate, PersonName, Sex
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import decode

PREFECTURE = ids.prefecture_server("15")
CS = ids.communication_server(NAGAOKA)
KANA = KnownItems(kana="しけんはなこ", birth=PartialDate(1990))
DOCUMENT = KnownItems(
    written="試験1子", birth=PartialDate(1990, 5, 1), sex=Sex.FEMALE, office=NAGAOKA, address="試験町1番1号"
)


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null", people=(resident(1), resident(2), resident(3)))


def ask(made: LittleWorld, asked: Message, to: NodeId, *, city: MunicipalityCode = NAGAOKA) -> Outcome:
    """A question of a city's terminal, as its own server passes it on, or as it comes to that server."""
    terminal, server = ids.integrated_terminal(city), ids.communication_server(city)
    sender = terminal if to == server else server
    number = made.host(to).streams.received(sender)[0] + 1
    inner = letter(sender, to, asked, number, case=f"{terminal}:{number}")
    return hand(made, signed(made, inner, terminal))


def key(made: LittleWorld, city: MunicipalityCode = NAGAOKA) -> bytes:
    return made.registry.vault(ids.integrated_terminal(city)).public.sealing


def opened(made: LittleWorld, outcome: Outcome, kind: type[Message], city: MunicipalityCode = NAGAOKA) -> Any:
    """What the terminal reads in the answer."""
    [sent] = outcome.sent
    envelope = unpack(sent.envelope)
    assert envelope.kind == kind.__name__
    vault = made.registry.vault(ids.integrated_terminal(city))
    return decode(vault.unseal(envelope.body, sealed_context(envelope.kind, envelope.case)), kind)


def records(made: LittleWorld, node: NodeId) -> list[tuple[Any, ...]]:
    return made.rows(node, "select means, purpose, outcome, article, people from provisions order by rowid")


def search(made: LittleWorld, items: KnownItems = KANA, purpose: str = "resident-affairs") -> IdentitySearch:
    return IdentitySearch(items, NAGAOKA, purpose, "JK-0001", key(made))


@pytest.mark.parametrize(
    ("node", "article"),
    [
        (CS, "住基法30条の6第1項"),
        (PREFECTURE, "住基法30条の22第2項"),
        (ids.NATIONAL_SERVER, "住基法30条の10第1項4号"),
    ],
)
def test_a_server_lists_whoever_fits_and_records_each(made: LittleWorld, node: NodeId, article: str) -> None:
    outcome = ask(made, search(made), node)
    hits = opened(made, outcome, IdentitySearchReply).hits
    assert [hit.code for hit in hits] == list(FAMILY)
    assert records(made, node) == [("search", "resident-affairs", "granted", article, 3)]
    assert made.rows(node, "select code from provided order by code") == sorted((code.digits,) for code in FAMILY)
    assert made.rows(node, "select asker, operator from provisions") == [(ids.integrated_terminal(NAGAOKA), "JK-0001")]


@pytest.mark.parametrize(
    "items",
    [
        KnownItems(kana="しけんはなこ", office=NAGAOKA, address="試験町1-1"),
        KnownItems(written="試験2子", birth=PartialDate(1990)),
        KnownItems(written="試験2子", birth=PartialDate(1990, 5, 2), office=NAGAOKA, address="試験町1-1"),
    ],
    ids=["by address", "by a year", "by both"],
)
def test_the_sieve_lets_through_whoever_fits(made: LittleWorld, items: KnownItems) -> None:
    hits = opened(made, ask(made, search(made, items), ids.NATIONAL_SERVER), IdentitySearchReply).hits
    assert [hit.code for hit in hits] == ([code_of(2)] if items.written else list(FAMILY))


def test_no_number_travels_in_the_clear(made: LittleWorld) -> None:
    [sent] = ask(made, search(made), ids.NATIONAL_SERVER).sent
    assert HANAKO.digits.encode() not in sent.envelope
    assert number_of(1).digits.encode() not in sent.envelope


def test_a_city_of_another_prefecture_is_told_by_another_article(made: LittleWorld) -> None:
    asked = IdentityInquiry(number_of(1), KnownItems(), "local-tax", "JK-0002", key(made, YOKOHAMA))
    outcome = ask(made, asked, ids.NATIONAL_SERVER, city=YOKOHAMA)
    [hit] = opened(made, outcome, IdentityInquiryReply, YOKOHAMA).hits
    assert (hit.code, hit.my_number) == (None, number_of(1))
    assert records(made, ids.NATIONAL_SERVER) == [("inquiry", "local-tax", "granted", "住基法30条の12第1項1号", 1)]


REFUSED = {
    "too-few-items": (KnownItems(birth=PartialDate(1990), sex=Sex.FEMALE), "resident-affairs"),
    "no-basis": (KANA, "prefecture-ordinance"),
    "unknown-purpose": (KANA, "curiosity"),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_a_refused_question_is_recorded_like_a_granted_one(made: LittleWorld, rule: str) -> None:
    items, purpose = REFUSED[rule]
    outcome = ask(made, search(made, items, purpose), ids.NATIONAL_SERVER)
    assert outcome.refused is not None
    assert outcome.refused.name == rule
    assert [sent.kind for sent in outcome.sent] == ["Refusal"]
    assert records(made, ids.NATIONAL_SERVER) == [("search", purpose, rule, outcome.refused.basis, 0)]
    assert made.rows(ids.NATIONAL_SERVER, "select 1 from provided") == []


def test_a_purpose_that_may_be_a_number_is_masked_in_the_record(made: LittleWorld) -> None:
    ask(made, search(made, KANA, f"x{HANAKO.digits}x"), ids.NATIONAL_SERVER)
    [(purpose,)] = made.rows(ids.NATIONAL_SERVER, "select purpose from provisions")
    assert HANAKO.digits not in purpose


def test_of_too_many_nobody_is_told() -> None:
    crowd = tuple(
        replace(resident(number), name=PersonName(f"試験 {number}子", "しけん はなこ"))
        for number in range(1, MOST_HITS + 2)
    )
    made = little_world(link="null", people=crowd)
    outcome = ask(made, search(made), ids.NATIONAL_SERVER)
    assert outcome.refused is not None
    assert outcome.refused.name == "too-many-hits"
    assert records(made, ids.NATIONAL_SERVER)[0][2:] == ("too-many-hits", "seed III; [D]", 0)


def test_a_number_of_nobody_is_refused_to_an_inquiry_and_no_match_to_a_check(made: LittleWorld) -> None:
    inquiry = IdentityInquiry(number_of(99), KnownItems(), "local-tax", "", key(made))
    outcome = ask(made, inquiry, ids.NATIONAL_SERVER)
    assert outcome.refused is not None
    assert outcome.refused.name == "unknown-person"
    assert number_of(99).digits not in outcome.detail
    check = NumberCheck(number_of(99), DOCUMENT, "local-tax", "", key(made))
    assert not opened(made, ask(made, check, ids.NATIONAL_SERVER), NumberCheckReply).matches


@pytest.mark.parametrize(("number", "matches"), [(number_of(1), True), (number_of(2), False)])
def test_a_number_matches_its_own_person_only(made: LittleWorld, number: MyNumber, matches: bool) -> None:  # noqa: FBT001
    check = NumberCheck(number, DOCUMENT, "child-allowance", "", key(made))
    assert opened(made, ask(made, check, ids.NATIONAL_SERVER), NumberCheckReply).matches is matches
    assert made.rows(ids.NATIONAL_SERVER, "select code from provided") == [(HANAKO.digits,)] * matches


def test_four_items_identify_one_person_and_bring_no_number(made: LittleWorld) -> None:
    check = FourItemsCheck(DOCUMENT, "", key(made))
    reply = opened(made, ask(made, check, ids.NATIONAL_SERVER), FourItemsReply)
    assert reply == FourItemsReply(1, NAGAOKA, is_current=True)
    other = FourItemsCheck(replace(DOCUMENT, sex=Sex.MALE), "", key(made))
    assert opened(made, ask(made, other, ids.NATIONAL_SERVER), FourItemsReply) == FourItemsReply(0)


def test_a_card_at_the_counter_leaves_its_record_too(made: LittleWorld) -> None:
    ask(made, IdentityCheckRequest(HANAKO, key(made)), ids.NATIONAL_SERVER)
    ask(made, IdentityCheckRequest(code_of(99), key(made)), ids.NATIONAL_SERVER)
    assert [row[0::4] for row in records(made, ids.NATIONAL_SERVER)] == [("card-check", 1), ("card-check", 0)]


def test_a_frozen_record_is_searched_for_and_not_handed_to_other_affairs(made: LittleWorld) -> None:
    made.host(ids.NATIONAL_SERVER).store.write(
        "update identity set frozen_since = '2026-03-16T09:00:00+09:00' where code = ?", HANAKO.digits
    )
    assert len(opened(made, ask(made, search(made), ids.NATIONAL_SERVER), IdentitySearchReply).hits) == 3
    for asked in (
        IdentityInquiry(number_of(1), KnownItems(), "local-tax", "", key(made)),
        NumberCheck(number_of(1), DOCUMENT, "local-tax", "", key(made)),
    ):
        outcome = ask(made, asked, ids.NATIONAL_SERVER)
        assert outcome.refused is not None
        assert outcome.refused.name == "record-under-review"


@pytest.mark.parametrize(
    ("lives_in", "server"),
    [(NIIGATA, PREFECTURE), (NIIGATA_CHUO, PREFECTURE), (YOKOHAMA, ids.NATIONAL_SERVER)],
)
def test_one_server_is_asked_by_where_the_person_lives(
    made: LittleWorld, lives_in: MunicipalityCode, server: NodeId
) -> None:
    outcome = ask(made, replace(search(made), lives_in=lives_in), CS)
    assert [(sent.peer, sent.kind) for sent in outcome.sent] == [(server, "IdentitySearch")]
    assert records(made, CS) == []


def test_a_place_outside_the_network_is_asked_about_by_its_prefecture(made: LittleWorld) -> None:
    for code, server in (("152048", PREFECTURE), ("131016", ids.NATIONAL_SERVER)):
        outcome = ask(made, replace(search(made), lives_in=MunicipalityCode(code)), CS)
        assert [sent.peer for sent in outcome.sent] == [server]


def test_nobody_searches_in_another_citys_server(made: LittleWorld) -> None:
    terminal = ids.integrated_terminal(NIIGATA)
    outcome = hand(made, signed(made, letter(terminal, CS, search(made)), terminal))
    assert outcome.refused is not None
    assert outcome.refused.name == "not-authorised"
    assert records(made, CS) == []

"""Questions at the 統合端末: the notice first, what is typed is checked before it leaves, and one's own list only is compared."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from cast import NAGAOKA, NIIGATA, YOKOHAMA, number_of, resident
from little_world import LittleWorld, little_world

from juki.nodes.node import Context
from juki.protocol.effects import Effect, Notify, Ordered, Received, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Message, Refusal
from juki.protocol.messages.search import (
    FourItemsCheck,
    IdentityInquiry,
    IdentitySearch,
    IdentitySearchReply,
    NumberCheck,
    NumberCheckReply,
)
from juki.protocol.moments import to_datetime
from juki.protocol.permissions.purposes import Returned
from juki.protocol.records.changes import ChangeReason
from juki.protocol.searching import told_of
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids

TERMINAL, SERVER = ids.integrated_terminal(NAGAOKA), ids.communication_server(NAGAOKA)
NAMED = {"kana": "シケンハナコ", "birth": "1990-05-01"}
ASKED = {"purpose": "resident-affairs", "operator": "JK-0007"}
DOCUMENT = {"written": "試験 1子", "birth": "1990-05-01", "sex": "2", "office": "152021", "address": "試験町1番1号"}


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def context(made: LittleWorld) -> Context:
    store = made.host(TERMINAL).store
    return Context(store, to_datetime(made.world.now), made.choices, made.registry.vault(TERMINAL))


def order(made: LittleWorld, verb: str, said: dict[str, str], case: int = 1) -> Sequence[Effect]:
    """What the terminal decides on an order that its door has let through."""
    with made.host(TERMINAL).store.transaction():
        return made.host(TERMINAL).node.decide(Ordered(verb, said, f"{TERMINAL}:{case}"), context(made))


def after_notice(made: LittleWorld, verb: str, said: dict[str, str], case: int = 1) -> Sequence[Effect]:
    order(made, "show_access_notice", ASKED)
    return order(made, verb, said | ASKED, case)


def told(made: LittleWorld, message: Message, sender: NodeId = SERVER, case: int = 1) -> Sequence[Effect]:
    event = Received(message, sender, f"{sender}#1", f"{TERMINAL}:{case}")
    with made.host(TERMINAL).store.transaction():
        node = made.host(TERMINAL).node
        if isinstance(message, Refusal):
            return node.refused(event, message, context(made))
        return node.decide(event, context(made))


def refused(made: LittleWorld, verb: str, said: dict[str, str]) -> PeerFault:
    with pytest.raises(PeerFault) as fault:
        order(made, verb, said)
    return fault.value


def hits(*numbers: int) -> IdentitySearchReply:
    records = [
        resident(number).identity(NAGAOKA, ChangeReason.MOVED_IN, resident(1).address_since) for number in numbers
    ]
    return IdentitySearchReply(tuple(told_of(record, is_current=True, returns=tuple(Returned)) for record in records))


QUESTIONS = {
    "search_person": (NAMED | {"lives_in": NIIGATA.digits}, IdentitySearch),
    "inquire_person": ({"number": number_of(1).digits}, IdentityInquiry),
    "check_number": ({"number": number_of(1).digits, **DOCUMENT}, NumberCheck),
}


@pytest.mark.parametrize("verb", QUESTIONS)
def test_a_question_goes_to_the_citys_own_server_after_the_notice(made: LittleWorld, verb: str) -> None:
    said, kind = QUESTIONS[verb]
    [sent] = after_notice(made, verb, said)
    assert isinstance(sent, Send)
    assert sent.to == SERVER
    assert type(sent.message) is kind


@pytest.mark.parametrize("verb", QUESTIONS)
def test_without_the_notice_for_this_purpose_and_operator_nothing_is_asked(made: LittleWorld, verb: str) -> None:
    said, _ = QUESTIONS[verb]
    assert refused(made, verb, said | ASKED).rule.name == "notice-not-shown"
    order(made, "show_access_notice", ASKED)
    for other in ({"purpose": "local-tax"}, {"operator": "JK-0008"}):
        assert refused(made, verb, said | ASKED | other).rule.name == "notice-not-shown"


def test_a_notice_serves_one_question(made: LittleWorld) -> None:
    said = NAMED | {"lives_in": YOKOHAMA.digits}
    after_notice(made, "search_person", said)
    assert refused(made, "search_person", said | ASKED).rule.name == "notice-not-shown"


def test_a_purpose_outside_the_list_does_not_pass_the_notice(made: LittleWorld) -> None:
    assert refused(made, "show_access_notice", ASKED | {"purpose": "curiosity"}).rule.name == "unknown-purpose"


@pytest.mark.parametrize("verb", ["inquire_person", "check_number"])
def test_a_number_that_fails_its_check_digit_is_refused_with_its_item_and_not_repeated(
    made: LittleWorld, verb: str
) -> None:
    wrong = number_of(1).digits[:-1] + str((int(number_of(1).digits[-1]) + 1) % 10)
    order(made, "show_access_notice", ASKED)
    fault = refused(made, verb, {"number": wrong, **DOCUMENT, **ASKED})
    assert fault.rule.name == "check-digit"
    assert fault.detail.startswith("item number: ")
    assert wrong not in fault.detail


def test_four_items_need_no_purpose_and_no_notice(made: LittleWorld) -> None:
    [sent] = order(made, "check_four_items", DOCUMENT)
    assert isinstance(sent, Send)
    assert isinstance(sent.message, FourItemsCheck)


def test_the_list_is_compared_by_whoever_asked_for_it(made: LittleWorld) -> None:
    after_notice(made, "search_person", NAMED | {"lives_in": NAGAOKA.digits})
    told(made, hits(1))
    assert refused(made, "confirm_person", DOCUMENT | {"operator": "JK-0008"}).rule.name == "out-of-turn"
    [shown] = order(made, "confirm_person", DOCUMENT | {"operator": "JK-0007"}, case=2)
    assert isinstance(shown, Notify)
    assert shown.code == "person-confirmed"


def test_the_number_of_nobody_stays_at_the_terminal(made: LittleWorld) -> None:
    after_notice(made, "search_person", NAMED | {"lives_in": NAGAOKA.digits})
    told(made, hits(1, 2))
    image = made.host(TERMINAL).store.image()
    assert number_of(1).digits.encode() not in image
    assert number_of(2).digits.encode() not in image


def test_an_answer_counts_from_the_citys_own_server_and_in_its_own_case_only(made: LittleWorld) -> None:
    after_notice(made, "search_person", NAMED | {"lives_in": NAGAOKA.digits})
    for message, sender, case, rule in (
        (hits(1), ids.communication_server(NIIGATA), 1, "forged"),
        (hits(1), SERVER, 9, "out-of-turn"),
        (NumberCheckReply(matches=True), SERVER, 1, "out-of-turn"),
    ):
        with pytest.raises(PeerFault) as fault:
            told(made, message, sender, case)
        assert fault.value.rule.name == rule


def test_a_refusal_ends_the_question_and_is_shown(made: LittleWorld) -> None:
    after_notice(made, "search_person", NAMED | {"lives_in": NAGAOKA.digits})
    assert told(made, Refusal("m", "IdentitySearch", "no-basis")) == [
        Notify("declined", {"rule": "no-basis", "detail": ""})
    ]
    assert made.rows(TERMINAL, "select state from inquiries") == [("refused",)]

"""A question at the counter: nobody is bound but by a comparison, and a question that is over stays over."""

from __future__ import annotations

import pytest
from cast import NAGAOKA, resident
from msgspec.structs import replace

from juki.protocol.errors import OutOfTurn, PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.search import (
    Candidate,
    FourItemsReply,
    IdentityInquiryReply,
    IdentitySearchReply,
    KnownItems,
    NumberCheckReply,
)
from juki.protocol.permissions.purposes import Means, Returned
from juki.protocol.procedures.inquiry import (
    EVENTS,
    Compared,
    Forgotten,
    Inquiry,
    InquiryEvent,
    InquiryState,
    step,
)
from juki.protocol.records.changes import ChangeReason
from juki.protocol.searching import told_of
from juki.protocol.terms import PersonName


def candidate(number: int = 1, written: str = "") -> Candidate:
    person = resident(number)
    record = person.identity(NAGAOKA, ChangeReason.MOVED_IN, person.address_since)
    told = told_of(record, is_current=True, returns=tuple(Returned))
    return replace(told, name=PersonName(written, told.name.kana)) if written else told


def document(of: Candidate) -> KnownItems:
    return KnownItems(
        written=of.name.written, birth=of.birth, sex=of.sex, office=of.address.office, address="試験町1番1号"
    )


ONE, OTHER = candidate(1), candidate(1, "試験 一女")
ASKED = Inquiry(Means.SEARCH, "resident-affairs", "JK-0001")
LISTED = step(ASKED, IdentitySearchReply((ONE, OTHER)))[0]
CONFIRMED = step(LISTED, Compared(document(ONE)))[0]
CLOSED = step(ASKED, IdentitySearchReply(()))[0]
REFUSED = step(ASKED, Refusal("m", "IdentitySearch", "no-basis"))[0]
EVERY: tuple[InquiryEvent, ...] = (
    IdentitySearchReply((ONE,)),
    IdentityInquiryReply((ONE,)),
    FourItemsReply(1, NAGAOKA, is_current=True),
    NumberCheckReply(matches=True),
    Compared(document(ONE)),
    Forgotten(),
    Refusal("m", "IdentitySearch", "no-basis"),
)


def test_the_cases_below_stand_for_every_state_and_the_events_for_every_kind() -> None:
    assert {case.state for case in (ASKED, LISTED, CONFIRMED, CLOSED, REFUSED)} == set(InquiryState)
    assert {type(event) for event in EVERY} == set(EVENTS)


def test_a_single_hit_is_listed_and_binds_nobody() -> None:
    listed, shown = step(ASKED, IdentitySearchReply((ONE,)))
    assert listed.state is InquiryState.LISTED
    assert listed.confirmed is None
    assert [notice.code for notice in shown] == ["hits", "hit"]


def test_the_list_keeps_no_number_and_shows_none_whole() -> None:
    listed, shown = step(ASKED, IdentitySearchReply((ONE,)))
    assert [one.my_number for one in listed.candidates] == [None]
    told = " ".join(value for notice in shown for value in notice.about.values())
    assert ONE.code is not None
    assert ONE.my_number is not None
    assert ONE.code.digits not in told
    assert ONE.my_number.digits not in told
    assert shown[1].about["code"] == f"*******{ONE.code.digits[-4:]}"


def test_the_one_whose_four_items_are_shown_is_bound_and_the_others_are_dropped() -> None:
    assert CONFIRMED.confirmed == replace(ONE, my_number=None)
    assert CONFIRMED.candidates == ()


@pytest.mark.parametrize("hits", [(OTHER,), (OTHER, candidate(2))])
def test_whoever_differs_is_not_bound_also_as_the_only_hit(hits: tuple[Candidate, ...]) -> None:
    listed = step(ASKED, IdentitySearchReply(hits))[0]
    with pytest.raises(PeerFault) as refused:
        step(listed, Compared(document(ONE)))
    assert refused.value.rule.name == "not-the-same-person"
    assert refused.value.detail == "differs in name"


def test_two_who_are_alike_in_all_four_items_are_not_told_apart_by_luck() -> None:
    listed = step(ASKED, IdentitySearchReply((ONE, ONE)))[0]
    with pytest.raises(PeerFault) as refused:
        step(listed, Compared(document(ONE)))
    assert refused.value.detail == "2 fit"


def test_a_new_question_takes_the_list_away() -> None:
    forgotten = step(LISTED, Forgotten())[0]
    assert (forgotten.state, forgotten.candidates) == (InquiryState.CLOSED, ())
    with pytest.raises(OutOfTurn):
        step(forgotten, Compared(document(ONE)))


@pytest.mark.parametrize("case", [CONFIRMED, CLOSED, REFUSED], ids=lambda case: str(case.state))
@pytest.mark.parametrize("event", EVERY, ids=lambda event: type(event).__name__)
def test_a_question_that_is_over_expects_nothing(case: Inquiry, event: InquiryEvent) -> None:
    with pytest.raises(OutOfTurn):
        step(case, event)


ANSWERS: dict[Means, InquiryEvent] = {
    Means.SEARCH: IdentitySearchReply(()),
    Means.INQUIRY: IdentityInquiryReply(()),
    Means.FOUR_ITEMS_CHECK: FourItemsReply(0),
    Means.NUMBER_CHECK: NumberCheckReply(matches=False),
}


@pytest.mark.parametrize("means", ANSWERS)
@pytest.mark.parametrize("answered", ANSWERS)
def test_an_answer_belongs_to_its_question(means: Means, answered: Means) -> None:
    case = replace(ASKED, means=means)
    if means is answered:
        assert step(case, ANSWERS[answered])[0].state is InquiryState.CLOSED
        return
    with pytest.raises(OutOfTurn):
        step(case, ANSWERS[answered])


@pytest.mark.parametrize(
    ("means", "event", "code"),
    [
        (Means.FOUR_ITEMS_CHECK, FourItemsReply(1, NAGAOKA, is_current=True), "identified"),
        (Means.FOUR_ITEMS_CHECK, FourItemsReply(0), "not-identified"),
        (Means.FOUR_ITEMS_CHECK, FourItemsReply(2), "not-identified"),
        (Means.NUMBER_CHECK, NumberCheckReply(matches=True), "number-matches"),
        (Means.NUMBER_CHECK, NumberCheckReply(matches=False), "number-differs"),
        (Means.SEARCH, Refusal("m", "IdentitySearch", "no-basis"), "declined"),
    ],
)
def test_the_screen_says_how_it_came_out(means: Means, event: InquiryEvent, code: str) -> None:
    after, shown = step(replace(ASKED, means=means), event)
    assert [notice.code for notice in shown] == [code]
    assert after.confirmed is None

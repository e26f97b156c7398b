"""The machine of a correction: three people, one order of steps, and an end."""

from __future__ import annotations

from datetime import date

import pytest
from cast import HANAKO, NAGAOKA, address, number_of, resident
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol.errors import PeerFault
from juki.protocol.procedures.consistency import Agreement
from juki.protocol.procedures.correction import (
    MOST_RERUNS,
    ApprovedBy,
    CheckedBy,
    Correction,
    CorrectionEvent,
    CorrectionState,
    Deed,
    LookDue,
    LookedAgain,
    RegisterSaid,
    Withdrawn,
    corrected,
    propose,
    step,
)
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import OUT_OF_TURN, OWN_APPROVAL

RECORD = resident().identity(NAGAOKA, ChangeReason.CORRECTED_EX_OFFICIO, date(2026, 3, 16))
AUTHOR, CHECKER, HEAD = "JK-0002", "JK-0003", "JK-0005"


def after(*events: CorrectionEvent) -> tuple[Correction, list[Deed]]:
    correction, deeds = propose(1, "case", HANAKO, AUTHOR)
    for event in events:
        correction, deeds = step(correction, event)
    return correction, deeds


CHECKED = (RegisterSaid(RECORD), CheckedBy(CHECKER))
SENT = (*CHECKED, ApprovedBy(HEAD))


def test_a_correction_goes_through_three_hands_and_ends_clean() -> None:
    assert after()[1] == [Deed.FREEZE, Deed.ASK_REGISTER]
    assert after(*SENT)[1] == [Deed.RECOVER, Deed.LOOK_LATER]
    assert after(*SENT, LookDue())[1] == [Deed.UNFREEZE, Deed.LOOK_AGAIN]
    ended, deeds = after(*SENT, LookDue(), LookedAgain(Agreement.MATCH))
    assert (ended.state, deeds) == (CorrectionState.CLEAN, [])
    assert (ended.author, ended.checker, ended.approver) == (AUTHOR, CHECKER, HEAD)


@pytest.mark.parametrize("operator", [AUTHOR, CHECKER])
def test_nobody_permits_what_passed_through_his_own_hands(operator: str) -> None:
    correction, _ = after(*CHECKED)
    with pytest.raises(PeerFault) as refused:
        step(correction, ApprovedBy(operator))
    assert refused.value.rule is OWN_APPROVAL


def test_the_author_does_not_check_his_own() -> None:
    correction, _ = after(RegisterSaid(RECORD))
    with pytest.raises(PeerFault) as refused:
        step(correction, CheckedBy(AUTHOR))
    assert refused.value.rule is OWN_APPROVAL


def test_nothing_is_permitted_before_a_second_person_has_checked() -> None:
    correction, _ = after(RegisterSaid(RECORD))
    with pytest.raises(PeerFault) as refused:
        step(correction, ApprovedBy(HEAD))
    assert refused.value.rule is OUT_OF_TURN


def test_without_a_record_in_the_register_the_paper_must_decide() -> None:
    ended, deeds = after(RegisterSaid(None))
    assert (ended.state, deeds) == (CorrectionState.WITHDRAWN, [Deed.UNFREEZE])


def test_it_can_be_withdrawn_until_it_is_permitted() -> None:
    assert after(*CHECKED, Withdrawn(AUTHOR))[1] == [Deed.UNFREEZE]
    correction, _ = after(*SENT)
    with pytest.raises(PeerFault):
        step(correction, Withdrawn(AUTHOR))


def test_what_is_under_way_is_looked_at_again_but_not_for_ever() -> None:
    correction, _ = after(*SENT)
    for _ in range(MOST_RERUNS - 1):
        correction, _deeds = step(correction, LookDue())
        correction, deeds = step(correction, LookedAgain(Agreement.PENDING))
        assert deeds == [Deed.LOOK_LATER]
    correction, _deeds = step(correction, LookDue())
    correction, _deeds = step(correction, LookedAgain(Agreement.PENDING))
    assert correction.state is CorrectionState.UNCLEAN


OPERATORS = st.sampled_from([AUTHOR, CHECKER, HEAD])
EVENTS: st.SearchStrategy[CorrectionEvent] = st.one_of(
    st.sampled_from([RegisterSaid(RECORD), RegisterSaid(None), LookDue()]),
    st.builds(CheckedBy, OPERATORS),
    st.builds(ApprovedBy, OPERATORS),
    st.builds(Withdrawn, OPERATORS),
    st.builds(LookedAgain, st.sampled_from(Agreement)),
)


@given(st.lists(EVENTS, max_size=10))
def test_nothing_is_ever_sent_that_three_people_did_not_touch(events: list[CorrectionEvent]) -> None:
    correction, _ = propose(1, "case", HANAKO, AUTHOR)
    for event in events:
        try:
            correction, deeds = step(correction, event)
        except PeerFault:
            continue
        if Deed.RECOVER in deeds:
            assert len({correction.author, correction.checker, correction.approver}) == 3


def own(**changes: object) -> IdentityRecord:
    person = resident(**changes)
    return person.identity(NAGAOKA, ChangeReason.MOVED_IN, date(2020, 4, 1))


def test_what_is_sent_has_the_items_of_the_register_and_the_reason_that_was_sent_last() -> None:
    made = corrected(own(address=address(NAGAOKA, "9番"), my_number=number_of(8)), RECORD, is_current=True)
    assert (made.address, made.my_number) == (RECORD.address, RECORD.my_number)
    assert (made.reason, made.changed_on) == (ChangeReason.MOVED_IN, date(2020, 4, 1))


def test_where_nothing_is_held_or_the_record_ended_the_register_is_sent_as_it_stands() -> None:
    erased = resident().identity(NAGAOKA, ChangeReason.MOVED_OUT, date(2026, 3, 1))
    assert corrected(None, RECORD, is_current=False) is RECORD
    assert corrected(own(), erased, is_current=True) is erased

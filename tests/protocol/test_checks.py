"""What an update means to those who hold a record: at the city's door, and above."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from cast import NAGAOKA, NIIGATA, resident
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol.checks import Consequence, OnFile, check_entry, consequence
from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.records.changes import JAPANESE, Change, ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import ALREADY_PRESENT, IN_FUTURE, LOGIC_CHECK, UNKNOWN_PERSON, Rule
from juki.protocol.terms import MunicipalityCode

TODAY = date(2026, 3, 20)
HERE, GONE = OnFile(NAGAOKA, is_current=True), OnFile(NAGAOKA, is_current=False)
ELSEWHERE = OnFile(NIIGATA, is_current=True)


def told(reason: ChangeReason, city: MunicipalityCode = NAGAOKA, on: date = TODAY) -> IdentityRecord:
    return resident().identity(city, reason, on)


def rule_of(record: IdentityRecord, on_file: OnFile | None) -> Rule | None:
    try:
        check_entry(record, on_file, TODAY)
    except PeerFault as fault:
        return fault.rule
    return None


@pytest.mark.parametrize("reason", list(ChangeReason))
def test_only_the_absent_enter_and_only_the_present_leave_or_change(reason: ChangeReason) -> None:
    enters = reason.change is Change.ENTRY
    assert rule_of(told(reason), HERE) is (ALREADY_PRESENT if enters else None)
    for absent in (None, GONE):
        assert rule_of(told(reason), absent) is (None if enters else UNKNOWN_PERSON)


@pytest.mark.parametrize("reason", list(ChangeReason))
def test_the_future_is_for_planned_departures_only(reason: ChangeReason) -> None:
    planned = reason in {ChangeReason.MOVED_OUT, ChangeReason.MOVED_ABROAD}
    on_file = None if reason.change is Change.ENTRY else HERE
    assert rule_of(told(reason, on=TODAY + timedelta(days=1)), on_file) is (None if planned else IN_FUTURE)


def meaning(reason: ChangeReason, on_file: OnFile | None, last: int = 4, sequence: int = 5) -> Consequence | Rule:
    try:
        return consequence(IdentityUpdate(told(reason), sequence), NAGAOKA.digits, last, on_file)
    except PeerFault as fault:
        return fault.rule


@pytest.mark.parametrize(
    ("reason", "on_file", "means"),
    [
        (ChangeReason.MOVED_IN, None, Consequence.TAKES),
        (ChangeReason.MOVED_IN, ELSEWHERE, Consequence.TAKES),
        (ChangeReason.MOVED_IN, GONE, Consequence.TAKES),
        (ChangeReason.MOVED_OUT, HERE, Consequence.ERASES),
        (ChangeReason.MOVED_OUT, ELSEWHERE, Consequence.HISTORY),
        (ChangeReason.MOVED_OUT, GONE, Consequence.HISTORY),
        (ChangeReason.MOVED_OUT, None, Consequence.HISTORY),
        (ChangeReason.MOVED_WITHIN, HERE, Consequence.TAKES),
        (ChangeReason.MOVED_WITHIN, ELSEWHERE, UNKNOWN_PERSON),
        (ChangeReason.MOVED_WITHIN, None, UNKNOWN_PERSON),
    ],
)
def test_an_update_is_taken_by_its_meaning(
    reason: ChangeReason, on_file: OnFile | None, means: Consequence | Rule
) -> None:
    assert meaning(reason, on_file) is means


@pytest.mark.parametrize("reason", [reason for reason in ChangeReason if reason.change is Change.ERASURE])
def test_an_erasure_never_touches_somebody_who_lives_elsewhere(reason: ChangeReason) -> None:
    assert meaning(reason, ELSEWHERE) is Consequence.HISTORY


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_only_the_next_sequence_of_an_origin_is_taken(last: int, sequence: int) -> None:
    found = meaning(ChangeReason.MOVED_IN, None, last, sequence)
    assert found is (Consequence.TAKES if sequence == last + 1 else LOGIC_CHECK)


def test_no_city_speaks_for_another() -> None:
    with pytest.raises(PeerFault) as refused:
        consequence(IdentityUpdate(told(ChangeReason.MOVED_OUT), 1), NIIGATA.digits, 0, HERE)
    assert refused.value.rule is LOGIC_CHECK


def test_the_reasons_are_the_closed_list_of_the_law() -> None:
    """住基法施行規則11条: six for an entry, six for an erasure, three, three and two for corrections."""
    classes = {letter: [reason for reason in ChangeReason if reason.value[0] == letter] for letter in "ABCDE"}
    assert {letter: len(found) for letter, found in classes.items()} == {"A": 6, "B": 6, "C": 3, "D": 3, "E": 2}
    assert set(JAPANESE) == set(ChangeReason)
    assert len(set(JAPANESE.values())) == len(ChangeReason)
    for letter, change in product("CDE", [Change.CORRECTION]):
        assert {reason.change for reason in classes[letter]} == {change}

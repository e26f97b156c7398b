"""What an update means to those who hold a record: at the city's door, and above."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from cast import NAGAOKA, NIIGATA, address, code_of, number_of, resident
from msgspec.structs import replace

from juki.protocol.checks import (
    CHANGES_THE_CODE,
    CHANGES_THE_NUMBER,
    Consequence,
    Entrance,
    OnFile,
    check_entry,
    consequence,
    entry_failures,
    named_failures,
    recovers,
)
from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.records.changes import JAPANESE, Change, ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import (
    ALREADY_PRESENT,
    CODE_IN_USE,
    IN_FUTURE,
    LOGIC_CHECK,
    RECORD_FROZEN,
    SEVERAL_ERRORS,
    UNKNOWN_PERSON,
    Rule,
)
from juki.protocol.terms import MunicipalityCode, PartialDate, PersonName, Sex

TODAY = date(2026, 3, 20)
HERE, GONE = OnFile(NAGAOKA, is_current=True), OnFile(NAGAOKA, is_current=False)
ELSEWHERE = OnFile(NIIGATA, is_current=True)


def told(reason: ChangeReason, city: MunicipalityCode = NAGAOKA, on: date = TODAY) -> IdentityRecord:
    return resident().identity(city, reason, on)


def rule_of(record: IdentityRecord, on_file: OnFile | None, old: OnFile | None = None) -> Rule | None:
    try:
        check_entry(record, on_file, Entrance(TODAY), old=old)
    except PeerFault as fault:
        return fault.rule
    return None


@pytest.mark.parametrize("reason", list(ChangeReason))
def test_only_the_absent_enter_and_only_the_present_leave_or_change(reason: ChangeReason) -> None:
    enters, is_new = reason.change is Change.ENTRY, reason is ChangeReason.BIRTH
    if reason in CHANGES_THE_CODE:
        assert rule_of(told(reason), None, HERE) is None
        for absent in (None, GONE):
            assert rule_of(told(reason), None, absent) is UNKNOWN_PERSON
        return
    present = CODE_IN_USE if is_new else ALREADY_PRESENT
    assert rule_of(told(reason), HERE) is (present if enters else None)
    assert rule_of(told(reason), None) is (None if enters else UNKNOWN_PERSON)
    assert rule_of(told(reason), GONE) is (CODE_IN_USE if is_new else None if enters else UNKNOWN_PERSON)


@pytest.mark.parametrize("reason", list(ChangeReason))
def test_the_future_is_for_planned_departures_only(reason: ChangeReason) -> None:
    planned = reason in {ChangeReason.MOVED_OUT, ChangeReason.MOVED_ABROAD}
    on_file = None if reason.change is Change.ENTRY or reason in CHANGES_THE_CODE else HERE
    tomorrow = told(reason, on=TODAY + timedelta(days=1))
    assert rule_of(tomorrow, on_file, HERE) is (None if planned else IN_FUTURE)


def wrong(record: IdentityRecord, before: IdentityRecord, **flags: Any) -> set[tuple[str, str]]:
    """Rule and item of everything that fails; the record on file is `before`."""
    held = OnFile(NAGAOKA, is_current=True, record=before, **flags)
    on_file, old = (None, held) if record.reason in CHANGES_THE_CODE else (held, None)
    here = Entrance(TODAY, frozenset({NAGAOKA}), "case")
    return {(failure.rule.name, failure.item) for failure in entry_failures(record, on_file, here, old)}


ALTERED: dict[str, Any] = {
    "name": PersonName("別名 花子", "べつめい はなこ"),
    "birth": PartialDate(1980, 1, 1),
    "sex": Sex.MALE,
    "address": address(NAGAOKA, "9番9号"),
    "my_number": number_of(77),
}
FREE = {
    **{reason: {"my_number"} for reason in ("D1", "D2", "D9")},
    "C1": {"address"},
    "C2": {"name", "address"},
    "C9": {"name", "birth", "sex", "address"},
}


@pytest.mark.parametrize("item", ALTERED)
@pytest.mark.parametrize("reason", [reason for reason in ChangeReason if reason.change is not Change.ENTRY])
def test_a_reason_changes_its_own_items_and_no_other(reason: ChangeReason, item: str) -> None:
    before = told(ChangeReason.ENTERED_EX_OFFICIO)
    code = {"code": code_of(50), "old_code": before.code} if reason in CHANGES_THE_CODE else {}
    number = {"old_number": before.my_number} if reason in CHANGES_THE_NUMBER else {}
    after = replace(before, reason=reason, **{item: ALTERED[item]}, **code, **number)
    found = wrong(after, before)
    assert found == (set() if item in FREE.get(reason.value, set()) else {("alters-more", item)})


def test_every_wrong_item_of_an_entry_is_named_at_once() -> None:
    """Two of them are the examples of the assessment (seed III リスク3)."""
    before = told(ChangeReason.ENTERED_EX_OFFICIO)
    entry = replace(
        before,
        reason=ChangeReason.MOVED_WITHIN,
        name=ALTERED["name"],
        sex=Sex.MALE,
        address=address(NIIGATA),
        changed_on=TODAY + timedelta(days=1),
    )
    named = {
        ("alters-more", "name"),
        ("alters-more", "sex"),
        ("unknown-municipality", "address"),
        ("in-future", "changed_on"),
    }
    assert wrong(entry, before) == named
    with pytest.raises(PeerFault) as refused:
        check_entry(entry, OnFile(NAGAOKA, is_current=True, record=before), Entrance(TODAY, frozenset({NAGAOKA})))
    assert refused.value.rule is SEVERAL_ERRORS
    assert set(named_failures(refused.value.rule.name, refused.value.detail)) == named


def test_one_wrong_item_is_refused_by_its_own_rule() -> None:
    assert named_failures("in-future", "changed_on") == [("in-future", "changed_on")]


def test_a_value_before_the_change_must_be_the_one_on_file() -> None:
    before = told(ChangeReason.ENTERED_EX_OFFICIO)
    numbered = replace(before, reason=ChangeReason.MY_NUMBER_CORRECTED, my_number=number_of(9), old_number=number_of(8))
    assert wrong(numbered, before) == {("old-value-differs", "old_number")}
    coded = replace(before, reason=ChangeReason.JUMINHYO_CODE_ENTERED, code=code_of(50), old_code=code_of(51))
    assert wrong(coded, before) == {("old-value-differs", "old_code")}
    newborn = replace(before, my_number=None)
    assert wrong(replace(before, reason=ChangeReason.MY_NUMBER_ENTERED), newborn) == set()


def test_a_frozen_or_locked_record_takes_no_entry_but_that_of_the_case_that_locked_it() -> None:
    before = told(ChangeReason.ENTERED_EX_OFFICIO)
    entry = replace(before, reason=ChangeReason.CORRECTED_EX_OFFICIO)
    assert wrong(entry, before, is_frozen=True) == {("record-frozen", "frozen")}
    assert wrong(entry, before, locked_by="another") == {("record-locked", "locked")}
    assert wrong(entry, before, locked_by="case") == set()


def meaning(reason: ChangeReason, on_file: OnFile | None) -> Consequence | Rule:
    try:
        return consequence(IdentityUpdate(told(reason), 5), NAGAOKA.digits, on_file)
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


def test_no_city_speaks_for_another() -> None:
    with pytest.raises(PeerFault) as refused:
        consequence(IdentityUpdate(told(ChangeReason.MOVED_OUT), 1), NIIGATA.digits, HERE)
    assert refused.value.rule is LOGIC_CHECK


def test_a_record_above_is_frozen_for_normal_updates_and_not_for_recovery() -> None:
    frozen = OnFile(NAGAOKA, is_current=True, record=told(ChangeReason.ENTERED_EX_OFFICIO), is_frozen=True)
    assert meaning(ChangeReason.CORRECTED_EX_OFFICIO, frozen) is RECORD_FROZEN
    update = IdentityUpdate(told(ChangeReason.CORRECTED_EX_OFFICIO), 9, recovery=1)
    assert recovers(update, NAGAOKA.digits, frozen) is Consequence.TAKES


@pytest.mark.parametrize(
    ("later", "means"), [(1, Consequence.TAKES), (0, Consequence.HISTORY), (-1, Consequence.HISTORY)]
)
def test_of_two_cities_the_later_entry_stands_against_a_recovery(later: int, means: Consequence) -> None:
    there = replace(told(ChangeReason.MOVED_IN, NIIGATA), resident_since=TODAY)
    held = OnFile(NIIGATA, is_current=True, record=there)
    mine = replace(told(ChangeReason.CORRECTED_EX_OFFICIO), resident_since=TODAY + timedelta(days=later))
    assert recovers(IdentityUpdate(mine, 3, recovery=1), NAGAOKA.digits, held) is means


def test_a_recovered_erasure_never_touches_somebody_who_lives_elsewhere() -> None:
    update = IdentityUpdate(told(ChangeReason.MOVED_OUT), 3, recovery=1)
    assert recovers(update, NAGAOKA.digits, ELSEWHERE) is Consequence.HISTORY
    assert recovers(update, NAGAOKA.digits, HERE) is Consequence.ERASES
    with pytest.raises(PeerFault):
        recovers(update, NIIGATA.digits, HERE)


def test_the_reasons_are_the_closed_list_of_the_law() -> None:
    """住基法施行規則11条: six for an entry, six for an erasure, three, three and two for corrections."""
    classes = {letter: [reason for reason in ChangeReason if reason.value[0] == letter] for letter in "ABCDE"}
    assert {letter: len(found) for letter, found in classes.items()} == {"A": 6, "B": 6, "C": 3, "D": 3, "E": 2}
    assert set(JAPANESE) == set(ChangeReason)
    assert len(set(JAPANESE.values())) == len(ChangeReason)
    for letter, change in product("CDE", [Change.CORRECTION]):
        assert {reason.change for reason in classes[letter]} == {change}

"""The new municipality's machine: whole groups, the judgment on the special rule, every state met with every event."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from cast import FAMILY, HANAKO, KODOMO, NIIGATA, PLANNED, TARO, card_data, record, report
from hypothesis import given
from hypothesis import strategies as st
from shapes import structs

from juki.protocol.errors import OutOfTurn
from juki.protocol.messages.move import MoveOutRecord, TransferUnavailable
from juki.protocol.orders import Enter
from juki.protocol.procedures.arrival import EVENTS, HEAD, LIVES_TOGETHER, Arrival, ArrivalState, Declined, judge, step
from juki.protocol.refusals import (
    CARD_EXPIRED,
    CARD_NOT_GENUINE,
    IN_FUTURE,
    NO_TRANSFER_DATA,
    REGISTERED_BETWEEN,
    SPECIAL_RULE_LAPSED,
)

DAY = timedelta(days=1)
FAMILY_RECORDS = tuple(record(number, FAMILY) for number in (1, 2, 3))


def collect(records: tuple[MoveOutRecord, ...], **changes: Any) -> tuple[Arrival, list[Enter | Declined]]:
    case, orders = Arrival(report(**changes)), []
    for each in records:
        assert orders == []
        case, orders = step(case, each)
    return case, orders


def test_one_person_is_entered_with_the_same_code() -> None:
    case, orders = collect((record(),))
    assert case.state is ArrivalState.ENTERED
    [enter] = orders
    assert isinstance(enter, Enter)
    assert (enter.record.code, enter.relationship, enter.moved_on) == (HANAKO, HEAD, PLANNED)
    assert enter.address == report().address


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_family_is_entered_once_all_have_come_in_whatever_order(order: tuple[int, ...]) -> None:
    case, orders = collect(tuple(FAMILY_RECORDS[place] for place in order))
    assert case.state is ArrivalState.ENTERED
    assert [each.record.code for each in orders if isinstance(each, Enter)] == [HANAKO, TARO, KODOMO]
    assert [each.relationship for each in orders if isinstance(each, Enter)] == [HEAD, "子", "子"]


def test_a_record_that_comes_twice_counts_once() -> None:
    case, orders = collect((FAMILY_RECORDS[0], FAMILY_RECORDS[0], FAMILY_RECORDS[1]))
    assert (case.state, orders) == (ArrivalState.COLLECTING, [])
    assert step(case, FAMILY_RECORDS[2])[0].state is ArrivalState.ENTERED


def test_those_who_leave_their_head_behind_make_a_household_of_the_first() -> None:
    group = (TARO, KODOMO)
    case, orders = collect(
        (record(2, group, card=card_data()), record(3, group)),
        holder=TARO,
    )
    assert case.state is ArrivalState.ENTERED
    assert [each.relationship for each in orders if isinstance(each, Enter)] == [HEAD, LIVES_TOGETHER]
    assert {each.head for each in orders if isinstance(each, Enter)} == {record(2).name.written}


def test_the_head_stays_head_wherever_she_stands_in_the_group() -> None:
    group = (KODOMO, HANAKO)
    _, orders = collect((record(3, group), record(1, group)))
    assert [each.relationship for each in orders if isinstance(each, Enter)] == ["子", HEAD]
    assert {each.head for each in orders if isinstance(each, Enter)} == {record(1).name.written}


def test_a_settled_case_keeps_no_record() -> None:
    for case, _ in (collect((record(),)), collect((record(card=None),))):
        assert case.records == ()


@pytest.mark.parametrize(
    ("moved", "reported", "is_good"),
    [
        (0, 0, True),
        (0, 14, True),
        (0, 15, False),
        (-5, 9, True),
        (-5, 10, False),
        (16, 30, True),
        (17, 30, True),
        (17, 31, False),
        (30, 30, True),
        (31, 31, False),
        (-40, -27, True),
    ],
)
def test_the_special_rule_ends_with_planned_30_or_moved_14(moved: int, reported: int, *, is_good: bool) -> None:
    said = report(moved_on=PLANNED + moved * DAY, reported_on=PLANNED + reported * DAY)
    verdict = judge(said, (record(),))
    assert verdict is None if is_good else verdict is not None and verdict[0] is SPECIAL_RULE_LAPSED


@pytest.mark.parametrize(
    ("records", "changes", "rule"),
    [
        ((record(card=None),), {}, CARD_NOT_GENUINE),
        ((record(card=card_data(serial="C999999")),), {}, CARD_NOT_GENUINE),
        ((record(card=card_data(mark="00" * 16)),), {}, CARD_NOT_GENUINE),
        ((record(card=card_data(expires_on=PLANNED - DAY)),), {}, CARD_EXPIRED),
        ((record(origin=NIIGATA),), {}, REGISTERED_BETWEEN),
        ((record(),), {"moved_on": PLANNED + DAY}, IN_FUTURE),
        ((record(1, FAMILY), record(2, FAMILY, origin=NIIGATA), record(3, FAMILY)), {}, REGISTERED_BETWEEN),
    ],
)
def test_the_special_rule_does_not_apply(
    records: tuple[MoveOutRecord, ...], changes: dict[str, date], rule: object
) -> None:
    case, orders = collect(records, **changes)
    assert case.state is ArrivalState.DECLINED
    [declined] = orders
    assert isinstance(declined, Declined)
    assert declined.rule == getattr(rule, "name", None)


def test_a_card_is_good_on_its_last_day() -> None:
    assert judge(report(), (record(card=card_data(expires_on=PLANNED)),)) is None


def test_no_record_declines_and_says_why_the_old_city_has_none() -> None:
    case, orders = step(Arrival(report()), TransferUnavailable(HANAKO, "not-leaving"))
    assert case.state is ArrivalState.DECLINED
    assert orders == [Declined(NO_TRANSFER_DATA.name, "not-leaving")]


@pytest.mark.parametrize(
    "stray",
    [
        record(2, (TARO,)),
        record(2, (HANAKO,)),
        record(1, (TARO, KODOMO)),
    ],
    ids=["of another group", "not of its own group", "of a group without its holder"],
)
def test_a_stray_record_is_out_of_turn(stray: MoveOutRecord) -> None:
    with pytest.raises(OutOfTurn):
        step(Arrival(report()), stray)


def test_records_of_two_reports_do_not_mix() -> None:
    case, _ = step(Arrival(report()), record(1, (HANAKO, TARO)))
    with pytest.raises(OutOfTurn):
        step(case, record(2, FAMILY))


SETTLED = (collect((record(),))[0], step(Arrival(report()), TransferUnavailable(HANAKO, "x"))[0])


@pytest.mark.parametrize("case", SETTLED, ids=lambda case: case.state)
@pytest.mark.parametrize("event", [record(), TransferUnavailable(HANAKO, "x")], ids=lambda event: type(event).__name__)
def test_a_settled_case_takes_nothing_more(case: Arrival, event: MoveOutRecord | TransferUnavailable) -> None:
    with pytest.raises(OutOfTurn):
        step(case, event)


def any_event() -> st.SearchStrategy[MoveOutRecord | TransferUnavailable]:
    groups = st.sampled_from([(HANAKO,), FAMILY, (TARO,), ()])
    near = st.builds(record, st.sampled_from([1, 2, 3]), groups)
    return st.one_of(near, structs(MoveOutRecord), structs(TransferUnavailable))


@given(st.lists(any_event(), max_size=8))
def test_whatever_comes_the_machine_enters_whole_groups_or_refuses(
    said: list[MoveOutRecord | TransferUnavailable],
) -> None:
    """Only OutOfTurn may come out, however wrong a record is; and nobody is entered twice."""
    case, settled = Arrival(report()), 0
    for event in said:
        try:
            after, orders = step(case, event)
        except OutOfTurn:
            continue
        settled += bool(orders)
        entered = [order.record.code for order in orders if isinstance(order, Enter)]
        assert len(set(entered)) == len(entered)
        if entered:
            assert isinstance(event, MoveOutRecord)
            assert tuple(entered) == event.group
        case = after
    assert settled == (case.state is not ArrivalState.COLLECTING)
    assert set(EVENTS) == {MoveOutRecord, TransferUnavailable}

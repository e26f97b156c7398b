"""The old municipality's machine: full paths, and every state met with every event."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cast import FAMILY, HANAKO, NIIGATA, NIIGATA_CHUO, PLANNED, notice
from hypothesis import given
from hypothesis import strategies as st
from shapes import structs

from juki.protocol.deadlines import JST
from juki.protocol.effects import CancelTimer, SetTimer
from juki.protocol.errors import OutOfTurn, PeerFault
from juki.protocol.orders import Erase, HandOver, MarkLeaving, RecordWhereabouts
from juki.protocol.procedures.departure import (
    EVENTS,
    ArrivalNoticed,
    Departure,
    DepartureEvent,
    DepartureState,
    MoveOutReported,
    PlannedDateCame,
    RecordAsked,
    step,
)
from juki.protocol.records.changes import ChangeReason
from juki.protocol.refusals import ALREADY_LEAVING, MOVE_OUT_TOO_LATE, NOT_LEAVING, OUT_OF_TURN, REGISTERED_BETWEEN

TIMER = "erase/1"
PRESENT = Departure(HANAKO, TIMER)
REPORTED = date(2026, 3, 16)


def reported(**changes: Any) -> MoveOutReported:
    said: dict[str, Any] = {
        "on": REPORTED,
        "planned_on": PLANNED,
        "office": NIIGATA_CHUO,
        "address": "試験町2番2号",
        "group": (HANAKO,),
        "leads": True,
        "pushes": True,
    }
    return MoveOutReported(**{**said, **changes})


LEAVING = step(PRESENT, reported())[0]
ERASED = step(LEAVING, PlannedDateCame())[0]
ARRIVED = step(ERASED, ArrivalNoticed(notice(), PLANNED))[0]


def test_a_report_marks_sets_the_clock_and_hands_over() -> None:
    case, orders = step(PRESENT, reported())
    assert (case.state, case.planned_on, case.group) == (DepartureState.LEAVING, PLANNED, (HANAKO,))
    assert orders == [
        MarkLeaving(HANAKO, PLANNED, NIIGATA_CHUO, "試験町2番2号"),
        SetTimer(TIMER, datetime(2026, 3, 20, tzinfo=JST)),
        HandOver((HANAKO,)),
    ]


@pytest.mark.parametrize(("leads", "pushes"), [(True, False), (False, True), (False, False)])
def test_only_the_leader_hands_over_and_only_where_the_profile_pushes(leads: bool, pushes: bool) -> None:  # noqa: FBT001
    _, orders = step(PRESENT, reported(leads=leads, pushes=pushes))
    assert [type(order) for order in orders] == [MarkLeaving, SetTimer]


def test_the_leader_hands_over_the_whole_group() -> None:
    assert step(PRESENT, reported(group=FAMILY))[1][-1] == HandOver(FAMILY)


def test_the_planned_date_erases_and_the_notice_tells_where_she_went() -> None:
    erased, orders = step(LEAVING, PlannedDateCame())
    assert orders == [Erase(HANAKO, PLANNED, PLANNED, ChangeReason.MOVED_OUT)]
    told = notice(PLANNED + timedelta(days=2))
    arrived, orders = step(erased, ArrivalNoticed(told, PLANNED + timedelta(days=3)))
    assert arrived.state is DepartureState.ARRIVED
    assert orders == [
        RecordWhereabouts(HANAKO, NIIGATA, told.address, PLANNED + timedelta(days=2), PLANNED + timedelta(days=3))
    ]


def test_an_early_arrival_erases_on_the_day_of_the_move_and_tells_the_planned_date() -> None:
    """標準 1.1.5 for the record, 住基法施行令30条の5第2号 for what is told upwards."""
    early = PLANNED - timedelta(days=2)
    arrived, orders = step(LEAVING, ArrivalNoticed(notice(early), early))
    assert arrived.state is DepartureState.ARRIVED
    assert orders[:2] == [CancelTimer(TIMER), Erase(HANAKO, early, PLANNED, ChangeReason.MOVED_OUT)]
    assert isinstance(orders[2], RecordWhereabouts)


def test_a_notice_never_ends_the_record_later_than_planned() -> None:
    _, orders = step(LEAVING, ArrivalNoticed(notice(PLANNED + timedelta(days=9)), PLANNED))
    assert orders[1] == Erase(HANAKO, PLANNED, PLANNED, ChangeReason.MOVED_OUT)


@pytest.mark.parametrize("case", [LEAVING, ERASED])
def test_the_record_is_sent_as_often_as_it_is_asked_for(case: Departure) -> None:
    assert step(case, RecordAsked()) == (case, [HandOver((HANAKO,))])


@pytest.mark.parametrize(("days", "is_late"), [(-30, False), (0, False), (14, False), (15, True), (400, True)])
def test_a_report_is_good_to_the_fourteenth_day_after_the_move(days: int, *, is_late: bool) -> None:
    event = reported(on=PLANNED + timedelta(days=days))
    if is_late:
        with pytest.raises(PeerFault) as refused:
            step(PRESENT, event)
        assert refused.value.rule is MOVE_OUT_TOO_LATE
    else:
        assert step(PRESENT, event)[0].state is DepartureState.LEAVING


REFUSED = {
    (DepartureState.LEAVING, MoveOutReported): ALREADY_LEAVING,
    (DepartureState.ERASED, MoveOutReported): ALREADY_LEAVING,
    (DepartureState.ARRIVED, MoveOutReported): ALREADY_LEAVING,
    (DepartureState.PRESENT, RecordAsked): NOT_LEAVING,
    (DepartureState.ARRIVED, RecordAsked): REGISTERED_BETWEEN,
    (DepartureState.PRESENT, PlannedDateCame): OUT_OF_TURN,
    (DepartureState.ERASED, PlannedDateCame): OUT_OF_TURN,
    (DepartureState.ARRIVED, PlannedDateCame): OUT_OF_TURN,
    (DepartureState.PRESENT, ArrivalNoticed): OUT_OF_TURN,
    (DepartureState.ARRIVED, ArrivalNoticed): OUT_OF_TURN,
}
CASES = {case.state: case for case in (PRESENT, LEAVING, ERASED, ARRIVED)}
ONE_OF_EACH: tuple[DepartureEvent, ...] = (
    reported(),
    PlannedDateCame(),
    RecordAsked(),
    ArrivalNoticed(notice(), PLANNED),
)


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.state)
@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: type(event).__name__)
def test_every_state_answers_every_event_by_the_table(case: Departure, event: DepartureEvent) -> None:
    rule = REFUSED.get((case.state, type(event)))
    if rule is None:
        assert step(case, event)[1]
        return
    with pytest.raises(PeerFault) as refused:
        step(case, event)
    assert refused.value.rule is rule
    assert isinstance(refused.value, OutOfTurn) == (rule is OUT_OF_TURN)


def test_the_table_has_every_state_and_event() -> None:
    assert set(CASES) == set(DepartureState)
    assert {type(event) for event in ONE_OF_EACH} == set(EVENTS)


def events() -> st.SearchStrategy[DepartureEvent]:
    days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
    reports = st.builds(
        reported, on=days, planned_on=days, leads=st.booleans(), pushes=st.booleans(), group=st.just((HANAKO,))
    )
    notices = st.builds(ArrivalNoticed, structs(type(notice())), days)
    return st.one_of(reports, notices, st.just(PlannedDateCame()), st.just(RecordAsked()))


@given(st.lists(events(), max_size=12))
def test_whatever_comes_a_refusal_changes_nothing_and_states_only_go_forward(said: list[DepartureEvent]) -> None:
    order = list(DepartureState)
    case, erasures = PRESENT, 0
    for event in said:
        try:
            after, orders = step(case, event)
        except PeerFault:
            continue
        assert order.index(after.state) >= order.index(case.state)
        assert (after.code, after.timer) == (case.code, case.timer)
        erasures += sum(isinstance(each, Erase) for each in orders)
        case = after
    assert erasures == (case.state in {DepartureState.ERASED, DepartureState.ARRIVED})

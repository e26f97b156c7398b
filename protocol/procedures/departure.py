"""The old municipality's side of a special transfer: from 転出届 to the 転入通知 (住基法24条, 24条の2; seed I 3).

One case a person. Everything that affects a transition is in `step`; the file does not know how a record is stored or
which system carries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeAlias

import msgspec

from juki.protocol.deadlines import JST, move_out_report
from juki.protocol.effects import CancelTimer, SetTimer
from juki.protocol.errors import OutOfTurn, PeerFault
from juki.protocol.messages.move import MoveInNotice
from juki.protocol.orders import Erase, HandOver, MarkLeaving, Order, RecordWhereabouts
from juki.protocol.records.changes import ChangeReason
from juki.protocol.refusals import ALREADY_LEAVING, MOVE_OUT_TOO_LATE, NOT_LEAVING, REGISTERED_BETWEEN
from juki.protocol.terms import JuminhyoCode, MunicipalityCode


class DepartureState(StrEnum):
    """Where a departure stands."""

    PRESENT = "present"
    LEAVING = "leaving"
    ERASED = "erased"
    ARRIVED = "arrived"


class Departure(msgspec.Struct, frozen=True):
    """One person's departure."""

    code: JuminhyoCode
    timer: str
    "Name of the timer that erases the record on the planned date."
    state: DepartureState = DepartureState.PRESENT
    planned_on: date | None = None
    group: tuple[JuminhyoCode, ...] = ()
    "Everybody of the same 転出届, the head first."


@dataclass(frozen=True, slots=True)
class MoveOutReported:
    """転出届 at the counter (住基法24条).

    Attributes:
        leads: this is the person whose case hands over the records of the whole group.
        pushes: the profile sends 転出証明書情報 at once (住基法24条の2第3項).
    """

    on: date
    planned_on: date
    office: MunicipalityCode
    address: str
    group: tuple[JuminhyoCode, ...]
    leads: bool
    pushes: bool


@dataclass(frozen=True, slots=True)
class PlannedDateCame:
    """The planned date has begun."""


@dataclass(frozen=True, slots=True)
class RecordAsked:
    """The new municipality has received a 転入届 and holds no record (住基法24条の2第5項)."""


@dataclass(frozen=True, slots=True)
class ArrivalNoticed:
    """転入通知 came (住基法9条1項)."""

    notice: MoveInNotice
    on: date


DepartureEvent: TypeAlias = MoveOutReported | PlannedDateCame | RecordAsked | ArrivalNoticed
Outcome: TypeAlias = tuple[Departure, list[Order | SetTimer | CancelTimer]]
EVENTS = (MoveOutReported, PlannedDateCame, RecordAsked, ArrivalNoticed)


def step(case: Departure, event: DepartureEvent) -> Outcome:
    """Advance by one event; return the new case and what must now be done, in order.

    Raises:
        PeerFault: `ALREADY_LEAVING`, `MOVE_OUT_TOO_LATE`, `NOT_LEAVING` or `REGISTERED_BETWEEN`.
        OutOfTurn: the event is not expected now.
    """
    match case.state, event:
        case DepartureState.PRESENT, MoveOutReported():
            return _report(case, event)
        case _, MoveOutReported():
            raise PeerFault(ALREADY_LEAVING, f"state {case.state}")
        case DepartureState.LEAVING, PlannedDateCame():
            assert case.planned_on is not None  # noqa: S101 - set by the report
            erased = msgspec.structs.replace(case, state=DepartureState.ERASED)
            return erased, [Erase(case.code, case.planned_on, case.planned_on, ChangeReason.MOVED_OUT)]
        case ((DepartureState.LEAVING | DepartureState.ERASED), RecordAsked()):
            return case, [HandOver(case.group)]
        case DepartureState.PRESENT, RecordAsked():
            raise PeerFault(NOT_LEAVING)
        case DepartureState.ARRIVED, RecordAsked():
            raise PeerFault(REGISTERED_BETWEEN)
        case ((DepartureState.LEAVING | DepartureState.ERASED), ArrivalNoticed()):
            return _arrive(case, event)
        case _:
            raise OutOfTurn(case.state, event)


def _report(case: Departure, event: MoveOutReported) -> Outcome:
    deadline = move_out_report(event.planned_on)
    if deadline.has_passed(event.on):
        raise PeerFault(MOVE_OUT_TOO_LATE, f"the last good day was {deadline.last_good_day}")
    leaving = msgspec.structs.replace(
        case, state=DepartureState.LEAVING, planned_on=event.planned_on, group=event.group
    )
    orders: list[Order | SetTimer | CancelTimer] = [
        MarkLeaving(case.code, event.planned_on, event.office, event.address),
        SetTimer(case.timer, datetime.combine(event.planned_on, time(), JST)),
    ]
    if event.leads and event.pushes:
        orders.append(HandOver(event.group))
    return leaving, orders


def _arrive(case: Departure, event: ArrivalNoticed) -> Outcome:
    notice = event.notice
    orders: list[Order | SetTimer | CancelTimer] = []
    if case.state is DepartureState.LEAVING:
        assert case.planned_on is not None  # noqa: S101 - set by the report
        # She came before the planned date: the notice erases, at the earlier of the two days (標準 1.1.5).
        ended = min(notice.moved_on, case.planned_on)
        orders += [CancelTimer(case.timer), Erase(case.code, ended, case.planned_on, ChangeReason.MOVED_OUT)]
    orders.append(RecordWhereabouts(case.code, notice.municipality, notice.address, notice.moved_on, event.on))
    return msgspec.structs.replace(case, state=DepartureState.ARRIVED), orders

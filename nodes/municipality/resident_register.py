"""住民記録システム: keeps the 住民票 and decides on reports. Reaches nobody but its own communication server.

The procedures' machines say what to do; this file turns their orders into rows and messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from msgspec.structs import replace

from juki.nodes import planting
from juki.nodes.municipality import (
    register_changes,
    register_comparison,
    register_feed,
    register_fugo,
    register_mistakes,
)
from juki.nodes.municipality.change_rows import changes
from juki.nodes.municipality.register_rows import RegisterRows, register
from juki.nodes.municipality.register_texts import closed, entered, leaving, mailing_notice, move_out_record, placed
from juki.nodes.node import Context, Node
from juki.protocol.deadlines import closed_record
from juki.protocol.effects import CancelTimer, Effect, Event, Notify, Ordered, Received, Send, SetTimer, TimerDue
from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.move import (
    MoveInCompleted,
    MoveInDeclined,
    MoveInNotice,
    MoveInReport,
    MoveInReportReceived,
    MoveOutConfirmed,
    MoveOutRecord,
    RegisterChanged,
    TransferUnavailable,
)
from juki.protocol.orders import Enter, Erase, HandOver, MarkLeaving, Order, RecordWhereabouts
from juki.protocol.procedures import arrival, departure
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.resident import Resident
from juki.protocol.refusals import ALREADY_PRESENT, OUT_OF_TURN, SAME_MUNICIPALITY, UNKNOWN_PERSON
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, Role
from juki.protocol.terms.nodes import communication_server, organisation_of

ERASE, PURGE = "erase/", "purge-closed/"
"Timers, followed by a 宛名番号."


class ResidentRegister(Node):
    """One municipality's 住民記録システム."""

    role = Role.RESIDENT_REGISTER
    migrations = (register, changes, planting.planting)
    decisions = {  # noqa: RUF012 - a table of the class
        **planting.decisions(planting.REGISTER, "residents"),
        **register_comparison.DECISIONS,
        **register_feed.DECISIONS,
        **register_fugo.DECISIONS,
        **register_changes.DECISIONS,
        **register_mistakes.DECISIONS,
    }

    @property
    def municipality(self) -> MunicipalityCode:
        return MunicipalityCode(organisation_of(self.me))

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        effects = self._decide(event, context)
        return [*effects, *register_feed.fed(self, context)]

    def _decide(self, event: Event, context: Context) -> Sequence[Effect]:  # noqa: PLR0911 - one return a row of the table
        rows = RegisterRows(context.store)
        today = context.now.date()
        match event:
            case Ordered(verb="report_move_out"):
                return self._move_out(event, rows, today)
            case TimerDue(name=name) if name.startswith(ERASE):
                return self._planned_date(rows, name.removeprefix(ERASE))
            case TimerDue(name=name) if name.startswith(PURGE):
                rows.erase_closed(name.removeprefix(PURGE))
                return [Notify("closed-record-erased")]
            case Received(message=MoveInReportReceived() as asked):
                return self._asked(asked, rows)
            case Received(message=MoveInNotice() as notice):
                return self._depart(rows, notice.code, departure.ArrivalNoticed(notice, today))
            case Received(message=MoveInReport() as report):
                rows.put_arrival(event.case, arrival.Arrival(report))
                return []
            case Received(message=MoveOutRecord() | TransferUnavailable()):
                return self._arrive(event, rows)
            case _:
                return super().decide(event, context)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """An entry that its communication server refused is taken back."""
        told = super().refused(event, refusal, context)
        return [*told, *register_changes.refused(refusal, event.case, context)]

    def _send(self, message: RegisterChanged | MoveInCompleted | MoveInDeclined | MoveOutConfirmed) -> Send:
        return Send(communication_server(self.municipality), message)

    def _move_out(self, event: Ordered, rows: RegisterRows, today: date) -> list[Effect]:
        """転出届 of one or more people of a household, by their 宛名番号 (住基法24条)."""
        office = MunicipalityCode(event.arguments["office"])
        if self.surroundings.city_of.get(office, office) == self.municipality:
            raise PeerFault(SAME_MUNICIPALITY, f"{office}")
        named = [self._present(rows, number) for number in event.arguments["people"].split(",")]
        people = sorted(named, key=lambda person: person.relationship != arrival.HEAD)
        # Only a card holder's report, and those that go with it, are told to the destination (住基法24条の2第1項, 第2項, 第3項).
        by_card = any(person.card is not None for person in people)
        group = tuple(person.code for person in people)
        effects: list[Effect] = [Notify("move-out-accepted", {"people": str(len(group))})]
        for person in people:
            reported = departure.MoveOutReported(
                on=today,
                planned_on=date.fromisoformat(event.arguments["planned_on"]),
                office=office,
                address=event.arguments["address"],
                group=group,
                # The records can be handed over once everybody is marked: by the last one's case.
                leads=person is people[-1],
                pushes=self.surroundings.profile.pushes_transfer_data and by_card,
            )
            effects += self._depart(rows, person.code, reported)
        return effects

    def _present(self, rows: RegisterRows, address_number: str) -> Resident:
        resident = rows.numbered(address_number)
        if resident is None or resident.erased_on is not None:
            raise PeerFault(
                UNKNOWN_PERSON, f"宛名番号 of {len(address_number)} characters ending {address_number[-4:]}"
            )
        return resident

    def _planned_date(self, rows: RegisterRows, address_number: str) -> list[Effect]:
        resident = rows.numbered(address_number)
        if resident is None:
            raise LocalFault(f"timer for 宛名番号 {address_number}, which is not on file")
        return self._depart(rows, resident.code, departure.PlannedDateCame())

    def _asked(self, asked: MoveInReportReceived, rows: RegisterRows) -> list[Effect]:
        try:
            return self._depart(rows, asked.holder, departure.RecordAsked())
        except PeerFault as fault:
            # No record is an answer, not a fault of the asker (住基法24条の2第6項).
            unavailable = TransferUnavailable(asked.holder, fault.rule.name)
            return [Send(communication_server(self.municipality), unavailable)]

    def _depart(self, rows: RegisterRows, code: JuminhyoCode, event: departure.DepartureEvent) -> list[Effect]:
        resident = rows.last_of(code)
        if resident is None:
            raise PeerFault(UNKNOWN_PERSON, f"{code!r}")
        case = rows.departure(code)
        if case is None or (
            isinstance(event, departure.MoveOutReported)
            and resident.erased_on is None
            and (case.state is departure.DepartureState.ARRIVED)
        ):
            # Nobody's departure yet, or that of an earlier stay.
            case = departure.Departure(code, ERASE + resident.address_number)
        case, orders = departure.step(case, event)
        rows.put_departure(case)
        effects: list[Effect] = []
        for order in orders:
            effects += [order] if isinstance(order, SetTimer | CancelTimer) else self._obey(order, rows)
        return effects

    def _arrive(self, event: Received, rows: RegisterRows) -> list[Effect]:
        case = rows.arrival(event.case)
        message = event.message
        if case is None or not isinstance(message, MoveOutRecord | TransferUnavailable):
            raise PeerFault(OUT_OF_TURN, f"no 転入届 of case {event.case}")
        case, orders = arrival.step(case, message)
        present = [order for order in orders if isinstance(order, Enter) and self._lives_here(rows, order.record.code)]
        if present:
            case = replace(case, state=arrival.ArrivalState.DECLINED)
            orders = [arrival.Declined(ALREADY_PRESENT.name, f"{present[0].record.code!r}")]
        rows.put_arrival(event.case, case)
        match orders:
            case []:
                return []
            case [arrival.Declined(rule=rule, detail=detail)]:
                return [self._send(MoveInDeclined(case.report.holder, rule, detail))]
            case _:
                return self._enter(case, [order for order in orders if isinstance(order, Enter)], rows)

    @staticmethod
    def _lives_here(rows: RegisterRows, code: JuminhyoCode) -> bool:
        resident = rows.last_of(code)
        return resident is not None and resident.erased_on is None

    def _enter(self, case: arrival.Arrival, orders: Sequence[Enter], rows: RegisterRows) -> list[Effect]:
        """記載 of everybody under one new 世帯番号, then one message that lets all notices leave."""
        household = rows.next_number("household")
        people = [entered(order, rows.next_number("address"), household, self.municipality) for order in orders]
        for resident in people:
            rows.put(resident)
        report = case.report
        records = tuple(person.identity(self.municipality, ChangeReason.MOVED_IN, report.moved_on) for person in people)
        mailing = tuple(notice for person in people if (notice := mailing_notice(person, self.municipality)))
        completed = MoveInCompleted(report.holder, report.origin, report.moved_on, records, mailing)
        return [Notify("entered", {"people": str(len(people))}), self._send(completed)]

    def _obey(self, order: Order, rows: RegisterRows) -> list[Effect]:
        match order:
            case HandOver(group=named):
                # Whoever was entered elsewhere since is no part of it any more (住基法施行令24条の2第2項1号).
                group = tuple(code for code in named if not self._has_arrived(rows, code))
                return [self._record_for(rows, code, group) for code in group]
            case Enter():
                raise LocalFault("an entry is not part of a departure")
            case _:
                return self._write(order, rows)

    @staticmethod
    def _has_arrived(rows: RegisterRows, code: JuminhyoCode) -> bool:
        case = rows.departure(code)
        return case is not None and case.state is departure.DepartureState.ARRIVED

    def _write(self, order: MarkLeaving | Erase | RecordWhereabouts, rows: RegisterRows) -> list[Effect]:
        resident = rows.last_of(order.code)
        assert resident is not None  # noqa: S101 - found before the machine was asked
        match order:
            case MarkLeaving():
                rows.put(leaving(resident, order))
                return []
            case Erase():
                rows.put(closed(resident, order))
                kept = closed_record(order.on, self.surroundings.profile.closed_record_years)
                changed = RegisterChanged(resident.identity(self.municipality, order.reason, order.changed_on))
                return [self._send(changed), SetTimer(PURGE + resident.address_number, kept.timer)]
            case RecordWhereabouts():
                rows.put(placed(resident, order))
                confirmed = MoveOutConfirmed(order.code, order.municipality, order.address, order.moved_on)
                return [self._send(confirmed)]
            case _:
                assert_never(order)

    def _record_for(self, rows: RegisterRows, code: JuminhyoCode, group: tuple[JuminhyoCode, ...]) -> Effect:
        resident = rows.last_of(code)
        assert resident is not None  # noqa: S101 - marked as leaving before
        record = move_out_record(resident, self.municipality, group)
        return Send(communication_server(self.municipality), record)

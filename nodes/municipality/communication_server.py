"""市町村CS: the city's one door to the network. Checks what leaves, keeps transfer data to its deadline, passes answers on.

It decides nothing about a move: register and counter do. Inside the city only those two may reach it (seed III).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from juki.nodes import planting
from juki.nodes.municipality import server_comparison, server_correction, server_fugo, server_search, server_updates
from juki.nodes.municipality.comparison_rows import comparison
from juki.nodes.municipality.server_journal import journal
from juki.nodes.municipality.server_rows import ServerRows, Transfer, Waiting, server
from juki.nodes.node import Context, Node, topic_of
from juki.nodes.provision_rows import provisions
from juki.protocol.deadlines import transfer_data
from juki.protocol.effects import CancelTimer, Effect, Event, Notify, Received, Send, SetTimer, TimerDue
from juki.protocol.errors import MalformedValue, PeerFault
from juki.protocol.messages import Message, Refusal, Sealed, card, identity, move
from juki.protocol.refusals import FORGED, MALFORMED, MISADDRESSED, NO_TRANSFER_DATA, OUT_OF_TURN
from juki.protocol.secure.envelope import Proof
from juki.protocol.terms import MunicipalityCode, NodeId, Role, organisation_of, role_of
from juki.protocol.terms.nodes import (
    CARD_MANAGEMENT,
    NATIONAL_SERVER,
    OTHER_MUNICIPALITIES,
    communication_server,
    prefecture_server,
    resident_register,
)

ERASE_TRANSFERS, GIVE_UP = "erase-transfers/", "give-up/"
"Timers, followed by a day and by a case."
PATIENCE = timedelta(days=1)
"How long an arrival waits for the old municipality ([D])."


class CommunicationServer(Node):
    """One municipality's CS; a designated city has one for all its wards."""

    role = Role.COMMUNICATION_SERVER
    migrations = (
        server,
        provisions,
        server_fugo.media,
        comparison,
        server_correction.correction,
        journal,
        planting.planting,
    )
    decisions = {  # noqa: RUF012 - a table of the class
        **planting.decisions(planting.BELOW, "identity"),
        **server_search.DECISIONS,
        **server_comparison.DECISIONS,
        **server_correction.DECISIONS,
        **server_updates.DECISIONS,
        **server_fugo.DECISIONS,
    }

    @property
    def municipality(self) -> MunicipalityCode:
        return MunicipalityCode(organisation_of(self.me))

    @property
    def _register(self) -> NodeId:
        return resident_register(self.municipality)

    @property
    def _prefecture(self) -> NodeId:
        return prefecture_server(self.municipality.prefecture)

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:  # noqa: PLR0911 - one return a row of the table
        rows = ServerRows(context.store)
        match event:
            case _ if topic_of(event) in self.decisions:
                return super().decide(event, context)
            case TimerDue(name=name) if name.startswith(ERASE_TRANSFERS):
                return [Notify("transfer-data-erased", {"records": str(rows.erase_transfers(context.now.date()))})]
            case TimerDue(name=name) if name.startswith(GIVE_UP):
                return self._give_up(name.removeprefix(GIVE_UP), rows)
            case Received(
                message=Sealed() | card.CardStatusReply() | card.CardContinued() | move.MoveInDeclined() as answer
            ):
                return [Send(self._counter_of(event), answer)]
            case Received(sender=sender) if role_of(sender) is Role.INTEGRATED_TERMINAL:
                return self._from_counter(event, rows, context.now)
            case Received(sender=sender) if role_of(sender) is Role.RESIDENT_REGISTER:
                return self._from_register(event, context)
            case Received(sender=sender) if role_of(sender) is Role.COMMUNICATION_SERVER:
                return self._from_other_city(event, rows, context.now)
            case _:
                raise self.unexpected(event)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """A refusal in a case of this city's counter is told to the counter."""
        told = list(super().refused(event, refusal, context))
        if refusal.kind == identity.NumberRequest.__name__:
            return [*told, *server_updates.number_refused(self, event, refusal, context)]
        try:
            return [*told, Send(self._counter_of(event), refusal)]
        except PeerFault:
            return told

    def _counter_of(self, event: Received) -> NodeId:
        """The terminal of this city in whose case an answer came."""
        owner = _owner(event.case)
        if organisation_of(owner) != self.municipality.digits or role_of(owner) is not Role.INTEGRATED_TERMINAL:
            raise PeerFault(OUT_OF_TURN, f"case {event.case[:60]} is not of a counter here")
        return owner

    def _from_counter(self, event: Received, rows: ServerRows, now: datetime) -> list[Effect]:
        match event.message:
            case identity.IdentityCheckRequest() as asked:
                return [Send(NATIONAL_SERVER, asked, proof=event.proof)]
            case card.CardStatusRequest() | card.CardContinuation() as asked:
                return [Send(CARD_MANAGEMENT, asked)]
            case move.MoveInReport() as report:
                return [Send(self._register, report), *self._fetch(report, event.case, rows, now)]
            case _:
                raise self.unexpected(event)

    def _fetch(self, report: move.MoveInReport, case: str, rows: ServerRows, now: datetime) -> list[Effect]:
        """Hand the stored records to the register, or ask the old municipality for them (住基法24条の2第5項)."""
        stored = rows.group_of(report.holder)
        if stored and all(transfer.record.origin == report.origin for transfer in stored):
            return [Send(self._register, transfer.record, proof=transfer.proof) for transfer in stored]
        rows.wait(Waiting(case, report.holder, report.origin))
        if report.origin not in self.surroundings.members or report.origin == self.municipality:
            return self._give_up(case, rows)
        asked = move.MoveInReportReceived(report.holder, report.office, report.moved_on, report.reported_on)
        return [Send(communication_server(report.origin), asked), SetTimer(GIVE_UP + case, now + PATIENCE)]

    def _give_up(self, case: str, rows: ServerRows) -> list[Effect]:
        waiting = rows.waiting_in(case)
        if waiting is None:
            return []
        rows.stop_waiting(case)
        unavailable = move.TransferUnavailable(waiting.holder, NO_TRANSFER_DATA.name)
        return [Send(self._register, unavailable, case=case)]

    def _from_register(self, event: Received, context: Context) -> list[Effect]:
        match event.message:
            case move.MoveOutRecord() as record:
                return self._hand_over(event, record, record.destination)
            case move.TransferUnavailable() as unavailable:
                return self._hand_over(event, unavailable, None)
            case move.MoveInCompleted() as completed:
                return self._completed(event, completed, context)
            case move.MoveOutConfirmed() as confirmed:
                return [Send(self._prefecture, confirmed)]
            case _:
                raise self.unexpected(event)

    def _hand_over(self, event: Received, message: Message, destination: MunicipalityCode | None) -> list[Effect]:
        """To whoever asked, if the case is another city's; else to the declared destination."""
        owner = _owner(event.case)
        if role_of(owner) not in {Role.INTEGRATED_TERMINAL, Role.RESIDENT_REGISTER}:
            raise PeerFault(OUT_OF_TURN, f"no municipality opened case {event.case[:60]}")
        city = organisation_of(owner)
        if city == self.municipality.digits:
            if destination is None:
                raise PeerFault(OUT_OF_TURN, "nobody asked")
            city = self.surroundings.city_of.get(destination, destination).digits
        if MunicipalityCode(city) not in self.surroundings.members:
            return [Notify("destination-outside", {"municipality": city})]
        return [Send(communication_server(MunicipalityCode(city)), message)]

    def _completed(self, event: Received, completed: move.MoveInCompleted, context: Context) -> list[Effect]:
        """Notice and update leave in one commit (seed I 3-⑤), then the notice to the 本籍 and word to the counter."""
        if not completed.people:
            raise PeerFault(MALFORMED, "an entry of nobody")
        origin = communication_server(completed.origin)
        effects: list[Effect] = []
        for record in completed.people:
            notice = move.MoveInNotice(
                record.code, self.municipality, record.address, completed.moved_on, record.reported_on
            )
            effects += [Send(origin, notice), server_updates.update(self, record, event.case, context)]
        effects += [Send(OTHER_MUNICIPALITIES, notice) for notice in completed.mailing]
        accepted = move.MoveInAccepted(completed.holder, completed.people[0].address, len(completed.people))
        return [*effects, Send(self._counter_of(event), accepted)]

    def _from_other_city(self, event: Received, rows: ServerRows, now: datetime) -> list[Effect]:
        match event.message:
            case move.MoveOutRecord() as record:
                return self._record_came(event, record, rows, now)
            case move.TransferUnavailable() as unavailable:
                return self._unavailable(event, unavailable, rows)
            case move.MoveInReportReceived() as asked:
                # The answer goes to the city whose case it is, so nobody may ask in another's.
                self._said_by(organisation_of(_owner(event.case)), event)
                return [Send(self._register, asked, proof=event.proof)]
            case move.MoveInNotice() as notice:
                self._said_by(notice.municipality.digits, event)
                return [Send(self._register, notice, proof=event.proof)]
            case _:
                raise self.unexpected(event)

    @staticmethod
    def _said_by(city: str, event: Received) -> None:
        """What a city says of itself, or in a case of its own, must bear its own signature."""
        if city != organisation_of(_origin(event.proof)):
            raise PeerFault(FORGED, f"in the name of {city[:20]}, signed by {_origin(event.proof)}")

    def _record_came(
        self, event: Received, record: move.MoveOutRecord, rows: ServerRows, now: datetime
    ) -> list[Effect]:
        self._said_by(record.origin.digits, event)
        waiting = rows.waiting_for(record.group)
        if waiting is not None and waiting.origin != record.origin:
            waiting = None  # another city's record is no answer to the question
        if waiting is None and self.surroundings.city_of.get(record.destination) != self.municipality:
            raise PeerFault(MISADDRESSED, f"a record for {record.destination}, and nobody here asked for it")
        kept = transfer_data(record.planned_on)
        if waiting is not None and kept.has_passed(now.date()):
            # Asked for after the time of keeping: it must live until the group is whole, and no longer than today.
            kept = replace(kept, last_good_day=now.date())
        assert event.proof is not None  # noqa: S101 - the gate demands it on this hop
        rows.put_transfer(event.case, Transfer(record, event.proof), kept.last_good_day)
        effects: list[Effect] = [SetTimer(f"{ERASE_TRANSFERS}{kept.last_good_day}", kept.timer)]
        whole = rows.group_of(record.code) if waiting else []
        if waiting and whole:
            rows.stop_waiting(waiting.case)
            effects.append(CancelTimer(GIVE_UP + waiting.case))
            effects += [Send(self._register, one.record, proof=one.proof, case=waiting.case) for one in whole]
        return effects

    def _unavailable(self, event: Received, unavailable: move.TransferUnavailable, rows: ServerRows) -> list[Effect]:
        waiting = rows.waiting_in(event.case)
        if waiting is None or waiting.holder != unavailable.holder:
            raise PeerFault(OUT_OF_TURN, "nobody here asked")
        rows.stop_waiting(event.case)
        return [CancelTimer(GIVE_UP + event.case), Send(self._register, unavailable, proof=event.proof)]


def _owner(case: str) -> NodeId:
    """The node that opened a case.

    Raises:
        PeerFault: `MALFORMED`: a peer's case may be any text.
    """
    owner = NodeId(case.rpartition(":")[0])
    try:
        role_of(owner)
    except MalformedValue as fault:
        raise PeerFault(MALFORMED, f"case: {fault}") from None
    return owner


def _origin(proof: Proof | None) -> NodeId:
    return NodeId(proof.origin if proof else "")

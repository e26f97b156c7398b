"""Correction at the 市町村CS of what a 整合性確認 found (seed III リスク3): freezes, asks the register, recovers, looks again.

Who may propose, check and permit is the door's affair; that they are three people is the machine's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.municipality import server_comparison
from juki.nodes.municipality.comparison_rows import ComparisonRows
from juki.nodes.municipality.server_rows import ServerRows
from juki.nodes.municipality.server_updates import recovery_update
from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Send, SetTimer, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.messages.consistency import ComparisonAnswer, RecordFreeze, RegisterRecord, RegisterRecordRequest
from juki.protocol.procedures.consistency import Agreement
from juki.protocol.procedures.correction import (
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
from juki.protocol.refusals import OUT_OF_TURN
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, organisation_of
from juki.protocol.terms.nodes import NATIONAL_SERVER, prefecture_server, resident_register
from juki.protocol.wire import decode, encode

LOOK_AGAIN = "look-again/"
"Timer, followed by the number of a correction."
ARRIVES_WITHIN = timedelta(minutes=10)
"How long a recovery update is given to reach both servers before the record is looked at again ([D])."
correction = Migrations("correction")


@correction()
def first(database: Database) -> None:
    """One row a correction; they stay, as the record of what was corrected and who permitted it."""
    database.table("corrections").create(
        {"number": int, "case_id": str, "code": str, "state": str, "correction": bytes}, pk="number"
    )


class CorrectionRows:
    """Reads and writes the corrections of one communication server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def next_number(self) -> int:
        row = self._store.one("select coalesce(max(number), 0) + 1 from corrections")
        return int(row[0]) if row else 1

    def put(self, one: Correction) -> None:
        self._store.write(
            "insert or replace into corrections (number, case_id, code, state, correction) values (?, ?, ?, ?, ?)",
            one.number,
            one.case,
            one.code.digits,
            one.state.value,
            encode(one),
        )

    def numbered(self, number: int) -> Correction:
        """The correction of a number.

        Raises:
            PeerFault: `OUT_OF_TURN`: there is none.
        """
        row = self._store.one("select correction from corrections where number = ? -- one row", number)
        if row is None:
            raise PeerFault(OUT_OF_TURN, f"no correction {number}")
        return decode(row[0], Correction)

    def in_case(self, case: str) -> Correction | None:
        row = self._store.one("select correction from corrections where case_id = ? order by number limit 1", case)
        return decode(row[0], Correction) if row else None

    def last_of(self, code: JuminhyoCode) -> Correction | None:
        row = self._store.one(
            "select correction from corrections where code = ? order by number desc limit 1", code.digits
        )
        return decode(row[0], Correction) if row else None


_OPEN = frozenset(
    {CorrectionState.PROPOSED, CorrectionState.COMPARED, CorrectionState.CHECKED, CorrectionState.APPROVED}
)


def _proposed(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """A clerk picks a row from the result of the last comparison."""
    assert isinstance(event, Ordered)  # noqa: S101 - by the table
    rows = CorrectionRows(context.store)
    code = ComparisonRows(context.store).found_in_row(event.arguments["run"], int(event.arguments["finding"]))
    if code is None:
        raise PeerFault(OUT_OF_TURN, "the comparison found no such difference")
    earlier = rows.last_of(code)
    if earlier is not None and earlier.state in _OPEN:
        raise PeerFault(OUT_OF_TURN, f"correction {earlier.number} of this record is not over")
    begun, deeds = propose(rows.next_number(), event.case, code, event.arguments.get("operator", ""))
    rows.put(begun)
    return [_told(begun), *_done(node, begun, deeds, context)]


def _ordered(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    assert isinstance(event, Ordered)  # noqa: S101 - by the table
    operator = event.arguments.get("operator", "")
    news: CorrectionEvent
    match event.verb:
        case "check_correction":
            news = CheckedBy(operator)
        case "approve_correction":
            news = ApprovedBy(operator)
        case _:
            news = Withdrawn(operator)
    return _advance(node, CorrectionRows(context.store).numbered(int(event.arguments["number"])), news, context)


def _register_said(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    assert isinstance(event, Received)  # noqa: S101 - by the table
    assert isinstance(event.message, RegisterRecord)  # noqa: S101 - by the table
    standing = CorrectionRows(context.store).in_case(event.case)
    if standing is None or standing.code != event.message.code:
        raise PeerFault(OUT_OF_TURN, "nobody asked the register")
    return _advance(node, standing, RegisterSaid(event.message.found), context)


def _look_due(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    assert isinstance(event, TimerDue)  # noqa: S101 - by the table
    number = int(event.name.removeprefix(LOOK_AGAIN))
    return _advance(node, CorrectionRows(context.store).numbered(number), LookDue(), context)


def _answered(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """Whatever a comparison does; if it was the second look at a corrected record, the correction ends with it."""
    effects = server_comparison.answered(node, event, context)
    assert isinstance(event, Received)  # noqa: S101 - by the table
    standing = CorrectionRows(context.store).in_case(event.case)
    rows = ComparisonRows(context.store)
    if standing is None or rows.running(event.case) is not None:
        return effects
    found = {result.code: result.agreement for result in rows.results(event.case)}
    news = LookedAgain(found.get(standing.code, Agreement.MATCH))
    return [*effects, *_advance(node, standing, news, context)]


def _advance(node: Node, standing: Correction, news: CorrectionEvent, context: Context) -> list[Effect]:
    after, deeds = step(standing, news)
    CorrectionRows(context.store).put(after)
    told = [_told(after)] if after.state is not standing.state else []
    return [*told, *_done(node, after, deeds, context)]


def _told(one: Correction) -> Notify:
    about = {"number": str(one.number)}
    return {
        CorrectionState.PROPOSED: Notify("correction-proposed", about),
        CorrectionState.COMPARED: Notify("correction-compared", about),
        CorrectionState.CHECKED: Notify("correction-checked", about),
        CorrectionState.APPROVED: Notify("correction-approved", about),
        CorrectionState.CLEAN: Notify("correction-clean", about),
        CorrectionState.UNCLEAN: Notify("correction-unclean", about),
        CorrectionState.WITHDRAWN: Notify("correction-withdrawn", about),
    }[one.state]


def _done(node: Node, one: Correction, deeds: Sequence[Deed], context: Context) -> list[Effect]:
    return [effect for deed in deeds for effect in _deed(node, one, deed, context)]


def _deed(node: Node, one: Correction, deed: Deed, context: Context) -> list[Effect]:
    city, rows = MunicipalityCode(organisation_of(node.me)), ServerRows(context.store)
    match deed:
        case Deed.FREEZE:
            rows.freeze(one.code, context.now.isoformat())
            return _frozen_above(city, one, is_frozen=True)
        case Deed.UNFREEZE:
            rows.unfreeze(one.code)
            return _frozen_above(city, one, is_frozen=False)
        case Deed.ASK_REGISTER:
            return [Send(resident_register(city), RegisterRecordRequest(one.code), case=one.case)]
        case Deed.RECOVER:
            return [_recovery(node, one, context)]
        case Deed.LOOK_LATER:
            return [SetTimer(f"{LOOK_AGAIN}{one.number}", context.now + ARRIVES_WITHIN)]
        case Deed.LOOK_AGAIN:
            again = server_comparison.again(one.case, one.code, context.now.date(), context)
            return server_comparison.begin(node, again, context)


def _frozen_above(city: MunicipalityCode, one: Correction, *, is_frozen: bool) -> list[Effect]:
    message = RecordFreeze(one.code, is_frozen)
    return [Send(above, message, case=one.case) for above in (prefecture_server(city.prefecture), NATIONAL_SERVER)]


def _recovery(node: Node, one: Correction, context: Context) -> Send:
    assert one.register is not None  # noqa: S101 - or it would have been withdrawn
    on_file = ServerRows(context.store).on_file(one.code, one.register.municipality)
    own = on_file.record if on_file else None
    record = corrected(own, one.register, is_current=on_file is not None and on_file.is_current)
    return recovery_update(node, one.code, context, record)


DECISIONS: dict[Topic, Decision] = {
    "propose_correction": _proposed,
    **dict.fromkeys(("check_correction", "approve_correction", "withdraw_correction"), _ordered),
    RegisterRecord: _register_said,
    LOOK_AGAIN.rstrip("/"): _look_due,
    ComparisonAnswer: _answered,
}

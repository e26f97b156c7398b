"""Changes of a 住民票 other than moves: 転居, 出生, 死亡, what is done ex officio, new codes and numbers (住基法施行規則11条).

The record is written at once, and taken back as it was if the communication server refuses the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from juki.nodes.municipality.change_rows import AwaitedNumber, ChangeRows, Undo
from juki.nodes.municipality.register_births import newborn
from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.checks import named_failures
from juki.protocol.deadlines import closed_record
from juki.protocol.effects import CancelTimer, Effect, Event, Notify, Ordered, Received, Send, SetTimer
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.identity import NumberNotice, NumberRequest
from juki.protocol.messages.move import RegisterChanged
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.refusals import (
    ALREADY_LEAVING,
    ALREADY_PRESENT,
    IN_FUTURE,
    NO_CODE_LEFT,
    OUT_OF_TURN,
    UNKNOWN_PERSON,
)
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, organisation_of
from juki.protocol.terms.nodes import communication_server

PURGE = "purge-closed/"
"Timer of the register, followed by a 宛名番号."


def city_of(node: Node) -> MunicipalityCode:
    return MunicipalityCode(organisation_of(node.me))


def case_of(event: Ordered, place: int) -> str:
    """The case of one person of an order: each is taken or refused by itself."""
    return event.case if place == 0 else f"{event.case}.{place + 1}"


def _people(event: Ordered, context: Context) -> list[Resident]:
    rows = RegisterRows(context.store)
    return [standing(rows, number) for number in event.arguments["people"].split(",")]


def standing(rows: RegisterRows, address_number: str) -> Resident:
    """The 住民票 in force of a 宛名番号.

    Raises:
        PeerFault: `UNKNOWN_PERSON`.
    """
    resident = rows.numbered(address_number)
    if resident is None or resident.erased_on is not None:
        raise PeerFault(UNKNOWN_PERSON, f"宛名番号 of {len(address_number)} characters ending {address_number[-4:]}")
    return resident


def tell(node: Node, record: IdentityRecord, case: str) -> Send:
    return Send(communication_server(city_of(node)), RegisterChanged(record), case=case)


def write(context: Context, case: str, after: Resident, before: Resident | None) -> None:
    """Put a changed record, and remember how it was."""
    undone = ChangeRows(context.store)
    undone.keep(case, Undo(after.address_number, before))
    undone.forget_old(after.address_number)
    RegisterRows(context.store).put(after)


def _corrected(
    node: Node, event: Ordered, context: Context, how: Callable[[Resident], Resident], reason: ChangeReason, on: date
) -> list[Effect]:
    """The same change of everybody named, each in a case of its own."""
    effects: list[Effect] = [Notify("change-entered", {"reason": reason.value})]
    for place, before in enumerate(_people(event, context)):
        case, after = case_of(event, place), how(before)
        write(context, case, after, before)
        effects.append(tell(node, after.identity(city_of(node), reason, on), case))
    return effects


def _move_within(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    """転居届 (住基法23条)."""
    said, today = event.arguments, context.now.date()
    moved_on = date.fromisoformat(said["moved_on"])
    if moved_on > today:
        raise PeerFault(IN_FUTURE, f"moved on {moved_on}")
    address = address_in(said)

    def moved(resident: Resident) -> Resident:
        return replace(
            resident,
            address=address,
            address_since=moved_on,
            reported_on=today,
            previous_address=resident.address.text,
        )

    return _corrected(node, event, context, moved, ChangeReason.MOVED_WITHIN, moved_on)


def address_in(said: Mapping[str, str]) -> Address:
    """The address that an order names."""
    return Address(
        MunicipalityCode(said["office"]),
        said["office_name"],
        said["town"],
        said["lot"],
        said.get("building", ""),
        said.get("postal_code", ""),
    )


def _correct(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    """職権修正, or 軽微な修正 of how a name is written (住基法施行令12条)."""
    said, today = event.arguments, context.now.date()
    reason = ChangeReason(said["reason"])

    def corrected(resident: Resident) -> Resident:
        name = replace(
            resident.name,
            written=said.get("name") or resident.name.written,
            kana=said.get("kana") or resident.name.kana,
        )
        return replace(resident, name=name, reported_on=today)

    return _corrected(node, event, context, corrected, reason, today)


def _erase(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    """消除 by death or ex officio (住基法施行令8条, 12条); the 除票 is kept for its years."""
    on = date.fromisoformat(event.arguments["on"])
    if on > context.now.date():
        raise PeerFault(IN_FUTURE, f"{on}")
    reason = ChangeReason.DEATH if event.verb == "report_death" else ChangeReason.ERASED_EX_OFFICIO

    def erased(resident: Resident) -> Resident:
        return replace(resident, erased_on=on, erased_because=reason)

    kept = closed_record(on, node.surroundings.profile.closed_record_years)
    timers = [SetTimer(PURGE + person.address_number, kept.timer) for person in _people(event, context)]
    return [*_corrected(node, event, context, erased, reason, on), *timers]


def _enter(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    """職権記載: somebody whose record was erased is entered again, with the code of then (住基法30条の3第1項)."""
    rows, today = RegisterRows(context.store), context.now.date()
    effects: list[Effect] = [Notify("change-entered", {"reason": ChangeReason.ENTERED_EX_OFFICIO.value})]
    for place, number in enumerate(event.arguments["people"].split(",")):
        before = rows.numbered(number)
        if before is None:
            raise PeerFault(UNKNOWN_PERSON, f"宛名番号 of {len(number)} characters ending {number[-4:]}")
        last = rows.last_of(before.code)
        if last is None or last.erased_on is None:
            raise PeerFault(ALREADY_PRESENT, f"宛名番号 of {len(number)} characters ending {number[-4:]}")
        entered = replace(
            last,
            address_number=rows.next_number("address"),
            reported_on=today,
            resident_since=today,
            planned_on=None,
            planned_office=None,
            planned_address="",
            erased_on=None,
            erased_because=None,
            moved_to="",
            moved_on=None,
            notice_on=None,
            card=None,
        )
        case = case_of(event, place)
        write(context, case, entered, None)
        effects.append(tell(node, entered.identity(city_of(node), ChangeReason.ENTERED_EX_OFFICIO, today), case))
    return effects


def _birth(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    """出生: a record with one of the city's codes and no 個人番号 yet, which is asked for at once (住基法30条の3第2項, 番号法7条1項)."""
    today, rows = context.now.date(), RegisterRows(context.store)
    parent = standing(rows, event.arguments["people"])
    child = newborn(event.arguments, parent, rows.next_number("address"), _new_code(context), today)
    if date.fromisoformat(event.arguments["born_on"]) > today:
        raise PeerFault(IN_FUTURE, f"born on {event.arguments['born_on']}")
    write(context, event.case, child, None)
    ChangeRows(context.store).wait(event.case, AwaitedNumber(child.address_number, ChangeReason.MY_NUMBER_ENTERED))
    record = child.identity(city_of(node), ChangeReason.BIRTH, child.resident_since)
    return [
        Notify("change-entered", {"reason": ChangeReason.BIRTH.value}),
        tell(node, record, event.case),
        Send(communication_server(city_of(node)), NumberRequest(child.code)),
    ]


def _new_code(context: Context) -> JuminhyoCode:
    code = ChangeRows(context.store).next_code(context.now.date())
    if code is None:
        raise PeerFault(NO_CODE_LEFT)
    return code


def _change_code(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    """変更請求 of the 住民票コード (住基法30条の4); with it the card ends (番号法施行令14条5号)."""
    today = context.now.date()

    def changed(resident: Resident) -> Resident:
        if resident.planned_on is not None:
            # What was sent ahead to the new municipality names the old code.
            raise PeerFault(ALREADY_LEAVING)
        return replace(
            resident,
            code=_new_code(context),
            old_code=resident.code,
            code_used_since=today,
            reported_on=today,
            card=None,
        )

    return _corrected(node, event, context, changed, ChangeReason.JUMINHYO_CODE_CHANGE_REQUESTED, today)


def _change_number(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    """A 個人番号 in place of one that may be misused: asked for here, entered when the 機構 has made it (番号法7条2項)."""
    by_office = event.arguments.get("ex_officio") == "yes"
    reason = ChangeReason.MY_NUMBER_CORRECTED if by_office else ChangeReason.MY_NUMBER_CHANGE_REQUESTED
    effects: list[Effect] = [Notify("number-asked")]
    for place, resident in enumerate(_people(event, context)):
        case = case_of(event, place)
        ChangeRows(context.store).wait(case, AwaitedNumber(resident.address_number, reason))
        effects.append(Send(communication_server(city_of(node)), NumberRequest(resident.code), case=case))
    return effects


def _numbered(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """The designation counts from this moment (番号法施行令2条); a new number ends the card (番号法施行令14条6号)."""
    match event:
        case Received(message=NumberNotice() as notice, case=case):
            rows, waiting = RegisterRows(context.store), ChangeRows(context.store)
            awaited = waiting.awaited(case)
            before = rows.numbered(awaited.address_number) if awaited else None
            if awaited is None or before is None or before.code != notice.code or before.erased_on is not None:
                raise PeerFault(OUT_OF_TURN, f"nobody waits for a number in case {case[:60]}")
            waiting.stop_waiting(case)
            card = before.card if before.my_number is None else None
            after = replace(before, my_number=notice.number, card=card)
            write(context, case, after, before)
            record = after.identity(city_of(node), awaited.reason, context.now.date())
            return [Notify("number-designated"), tell(node, replace(record, old_number=before.my_number), case)]
        case _:
            raise node.unexpected(event)


def refused(refusal: Refusal, case: str, context: Context) -> list[Effect]:
    """The communication server refused an entry: the record is again as it was, and every wrong item is told."""
    rows = ChangeRows(context.store)
    if refusal.kind == NumberRequest.__name__:
        rows.stop_waiting(case)
        return []
    if refusal.kind != RegisterChanged.__name__:
        return []
    told: list[Effect] = [
        Notify("entry-error", {"rule": rule, "item": item})
        for rule, item in named_failures(refusal.rule, refusal.detail)
    ]
    undo = rows.undo(case)
    if undo is None:
        return told
    rows.drop_undo(case)
    if rows.stands_on(undo):
        return told
    if undo.before is None:
        rows.stop_waiting(case)
        RegisterRows(context.store).take_out(undo.address_number)
    else:
        RegisterRows(context.store).put(undo.before)
        if undo.before.erased_on is None:
            told.append(CancelTimer(PURGE + undo.address_number))
    return [*told, Notify("change-taken-back")]


_Does = Callable[[Node, Ordered, Context], Sequence[Effect]]


def ordered(does: _Does) -> Decision:
    """A decision on an order."""

    def decide(node: Node, event: Event, context: Context) -> Sequence[Effect]:
        if not isinstance(event, Ordered):
            raise node.unexpected(event)
        return does(node, event, context)

    return decide


DECISIONS: dict[Topic, Decision] = {
    "report_move_within": ordered(_move_within),
    "report_birth": ordered(_birth),
    "report_death": ordered(_erase),
    "erase_record": ordered(_erase),
    "enter_record": ordered(_enter),
    "correct_record": ordered(_correct),
    "change_code": ordered(_change_code),
    "change_number": ordered(_change_number),
    NumberNotice: _numbered,
}

"""更新 at the 市町村CS: what leaves the city is checked, numbered and kept in a journal; sent again, recovered, frozen.

Whether a change of the register was right is the register's matter; here it is compared with what is on file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from juki.nodes.identity_updates import code_in_row
from juki.nodes.municipality.comparison_rows import ComparisonRows
from juki.nodes.municipality.server_journal import SentUpdates
from juki.nodes.municipality.server_rows import ServerRows
from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.checks import CHANGES_THE_CODE, Entrance, check_entry
from juki.protocol.effects import CancelTimer, Effect, Event, Notify, Ordered, Received, Send, SetTimer, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.identity import IdentityUpdate, NumberNotice, NumberRequest, ResendRequest
from juki.protocol.messages.move import RegisterChanged
from juki.protocol.records.changes import Change
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import MISADDRESSED, RECORD_FROZEN, UNKNOWN_PERSON
from juki.protocol.sequences import Standing
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, NodeId, organisation_of
from juki.protocol.terms.nodes import NATIONAL_SERVER, prefecture_server, resident_register

UNLOCK = "unlock/"
"Timer, followed by the case that locked a record."
LOCK = timedelta(minutes=10)
"How long 排他 lasts at most ([D])."


def update(node: Node, record: IdentityRecord, case: str, context: Context) -> Send:
    """本人確認情報 to the governor (住基法30条の6), once it passes the checks at the entry.

    Raises:
        PeerFault: see `check_entry`; nothing is written then.
    """
    rows, city = ServerRows(context.store), _city(node)
    has_old = record.old_code is not None and record.reason in CHANGES_THE_CODE
    old = rows.on_file(record.old_code, city) if has_old and record.old_code is not None else None
    here = Entrance(context.now.date(), _own_offices(node, record), case)
    check_entry(record, rows.on_file(record.code, city), here, old)
    sequence = rows.put_identity(record, is_current=record.reason.change is not Change.ERASURE)
    if old is not None and record.old_code is not None:
        rows.supersede(record.old_code)
    said = IdentityUpdate(record, sequence, rows.standing(record.code).recovery)
    return _sent(node, said, context)


def recovery_update(node: Node, code: JuminhyoCode, context: Context, record: IdentityRecord | None = None) -> Send:
    """A full record with 異常時更新順番号 + 1: it wins above, whatever is held there, frozen or not.

    Args:
        node: the communication server.
        code: of the person.
        context: of the decision.
        record: what the register says, if the server's own record is to be put right too; else its own is sent.

    Raises:
        PeerFault: `UNKNOWN_PERSON`: nothing is held and none is given.
    """
    rows = ServerRows(context.store)
    held = rows.on_file(code, _city(node))
    if record is None:
        if held is None or held.record is None:
            raise PeerFault(UNKNOWN_PERSON, f"{code!r}")
        record, is_current = held.record, held.is_current
    else:
        is_current = record.reason.change is not Change.ERASURE
    standing = rows.recovering(record, is_current=is_current)
    return _sent(node, IdentityUpdate(record, standing.sequence, standing.recovery), context)


def _own_offices(node: Node, record: IdentityRecord) -> frozenset[MunicipalityCode]:
    """The city, and what of the codes in the record is an office of it."""
    city, city_of = _city(node), node.surroundings.city_of
    return frozenset(
        {city, *(code for code in (record.municipality, record.address.office) if city_of.get(code) == city)}
    )


def _sent(node: Node, said: IdentityUpdate, context: Context) -> Send:
    SentUpdates(context.store).keep(said)
    ComparisonRows(context.store).touch(said.record.code, context.now)
    return Send(prefecture_server(_city(node).prefecture), said)


def _city(node: Node) -> MunicipalityCode:
    return MunicipalityCode(organisation_of(node.me))


def _register(node: Node) -> NodeId:
    return resident_register(_city(node))


def _changed(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=RegisterChanged(record=record), case=case):
            return [update(node, record, case, context)]
        case _:
            raise node.unexpected(event)


def _resend(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """What the journal holds is sent again as it was; if it is gone, one full record takes the place of all of it."""
    match event:
        case Received(message=ResendRequest() as asked):
            if asked.municipality != _city(node):
                raise PeerFault(MISADDRESSED, f"updates of {asked.municipality}")
            rows, asker = ServerRows(context.store), Standing(asked.recovery, asked.after)
            if rows.on_file(asked.code, _city(node)) is None:
                raise PeerFault(UNKNOWN_PERSON, f"{asked.code!r}")
            newer = SentUpdates(context.store).newer(asked.code, asker, rows.standing(asked.code))
            if newer is None:
                return [Notify("journal-short"), recovery_update(node, asked.code, context)]
            to = prefecture_server(_city(node).prefecture)
            return [Notify("updates-resent", {"records": str(len(newer))}), *(Send(to, said) for said in newer)]
        case _:
            raise node.unexpected(event)


def _number_asked(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """番号法8条1項: while the 機構 makes the number nothing else may change this record (排他)."""
    match event:
        case Received(message=NumberRequest() as asked, case=case):
            rows = ServerRows(context.store)
            on_file = rows.on_file(asked.code, _city(node))
            if on_file is None or not on_file.is_current:
                raise PeerFault(UNKNOWN_PERSON, f"{asked.code!r}")
            if on_file.is_frozen:
                raise PeerFault(RECORD_FROZEN, f"{asked.code!r}")
            rows.lock(asked.code, case)
            return [Send(NATIONAL_SERVER, asked), SetTimer(UNLOCK + case, context.now + LOCK)]
        case _:
            raise node.unexpected(event)


def _number_made(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=NumberNotice() as notice, case=case):
            ServerRows(context.store).unlock(case)
            return [CancelTimer(UNLOCK + case), Send(_register(node), notice)]
        case _:
            raise node.unexpected(event)


def number_refused(node: Node, event: Received, refusal: Refusal, context: Context) -> list[Effect]:
    """The 機構 makes no number: the record is free again, and the register is told."""
    ServerRows(context.store).unlock(event.case)
    return [CancelTimer(UNLOCK + event.case), Send(_register(node), refusal)]


def _unlock(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case TimerDue(name=name):
            is_over = ServerRows(context.store).unlock(name.removeprefix(UNLOCK))
            return [Notify("lock-ended")] if is_over else []
        case _:
            raise node.unexpected(event)


def _ordered(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """Freeze and unfreeze, recover, and one failure that a story declares."""
    match event:
        case Ordered(verb=verb, arguments=arguments):
            return _obey(node, verb, code_in_row(int(arguments["row"]), context.store), context)
        case _:
            raise node.unexpected(event)


def _obey(node: Node, verb: str, code: JuminhyoCode, context: Context) -> list[Effect]:
    rows = ServerRows(context.store)
    match verb:
        case "freeze_record":
            rows.freeze(code, context.now.isoformat())
            return [Notify("record-frozen")]
        case "unfreeze_record":
            rows.unfreeze(code)
            return [Notify("record-unfrozen")]
        case "send_recovery":
            return [Notify("recovery-sent"), recovery_update(node, code, context)]
        case _:
            kept = SentUpdates(context.store).forget(code)
            return [Notify("journal-lost", {"records": str(kept)})]


DECISIONS: Mapping[Topic, Decision] = {
    RegisterChanged: _changed,
    ResendRequest: _resend,
    NumberRequest: _number_asked,
    NumberNotice: _number_made,
    UNLOCK.rstrip("/"): _unlock,
    **dict.fromkeys(("freeze_record", "unfreeze_record", "send_recovery", "forget_journal"), _ordered),
}

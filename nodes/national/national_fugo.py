"""The 機構's part in 符号 acquisition: from a 個人番号 to the 住民票コード that the core is told (番号法施行令27条3項).

It keeps no 取得番号 and sees no 符号; of a code it remembers only that the core was told it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.cases import opener_of
from juki.protocol.checks import check_reply_key
from juki.protocol.effects import Effect, Event, Notify, Received, Reply, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.fugo import FugoCodeChange, FugoCodeNotice, FugoRequest, FugoUnavailable
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import MISADDRESSED, NUMBER_SUPERSEDED, UNKNOWN_PERSON, Rule
from juki.protocol.terms import JuminhyoCode, MyNumber, NodeId, organisation_of
from juki.protocol.terms.nodes import CORE
from juki.protocol.wire import decode

told = Migrations("national-server-fugo")


@told()
def first(database: Database) -> None:
    """The codes that the core was told (住基法施行令30条の8の2第2項)."""
    database.table("told_core").create({"code": str}, pk="code")


def _requested(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=FugoRequest() as request, proof=proof) if proof is not None:
            check_reply_key(request.reply_key)
            agency = organisation_of(NodeId(proof.origin))
            if organisation_of(opener_of(event.case)) != agency:
                raise PeerFault(MISADDRESSED, f"asked by {agency} in a case of somebody else")
            found = code_of(request.my_number, context.store)
            if isinstance(found, Rule):
                return [
                    Notify("fugo-number-unknown", {"rule": found.name, "municipality": agency}),
                    Reply(FugoUnavailable(request.number, found.name)),
                ]
            context.store.write("insert or ignore into told_core (code) values (?)", found.digits)
            return [Send(CORE, FugoCodeNotice(request.number, found, agency, request.reply_key))]
        case _:
            raise node.unexpected(event)


def code_of(number: MyNumber, store: Store) -> JuminhyoCode | Rule:
    """The 住民票コード of whoever bears a number now; or why there is none."""
    on_file = _records(number, "identity", "is_current desc, code", store)
    for record in on_file:
        if record.my_number == number:
            return record.code
    once = [*on_file, *_records(number, "history", "rowid", store)]
    return (
        NUMBER_SUPERSEDED if any(number in {record.my_number, record.old_number} for record in once) else UNKNOWN_PERSON
    )


def _records(number: MyNumber, table: str, order: str, store: Store) -> list[IdentityRecord]:
    """Records in which a number may stand."""
    # Records are kept as they came: SQLite finds the digits in their bytes, and what they are of is looked at here.
    rows = store.rows(
        f"select record from {table} where instr(record, ?) > 0 order by {order}",  # noqa: S608 - names from this file
        number.digits.encode(),
    )
    return [decode(row[0], IdentityRecord) for row in rows]


def code_changed(record: IdentityRecord, store: Store) -> list[Effect]:
    """Tell the core the old and the new code, if it was ever told the old one (住基法施行令30条の8の2第2項)."""
    old, new = record.old_code, record.code
    if old is None or old == new:
        return []
    if store.one("select 1 from told_core where code = ? -- one row", old.digits) is None:
        return []
    if not store.write("insert or ignore into told_core (code) values (?)", new.digits):
        return []
    return [Send(CORE, FugoCodeChange(old, new))]


DECISIONS: Mapping[Topic, Decision] = {FugoRequest: _requested}

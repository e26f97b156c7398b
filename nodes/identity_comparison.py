"""整合性確認 at a prefecture's and the national server: what is held of one municipality, 消除者 included. Corrects nothing.

Of a person whom another municipality has entered since, the record that this one sent last is compared, from the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import TypeAlias

from msgspec.structs import replace

from juki.nodes.comparing import answers, as_doubles, bounds, doubled_codes
from juki.nodes.identity_rows import IdentityRows
from juki.nodes.identity_updates import unfrozen
from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Notify, Received
from juki.protocol.messages.consistency import ComparisonDigest, ComparisonSet, RecordFreeze, Scope
from juki.protocol.procedures.consistency import HeldRow, compare, row_bytes
from juki.protocol.records.comparison import ComparisonRow, Difference, Verdict
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, organisation_of
from juki.protocol.wire import decode

_OWN = (
    "select i.code, i.record, i.is_current, s.last, s.recovery from identity i"
    " left join sequences s on s.code = i.code and s.origin = i.municipality"
    " where i.code > ? and i.code <= ? and i.municipality = ? order by i.code"
)
_EVER_SENT = "select count(*) from sequences where code > ? and code <= ? and origin = ?"
_ELSEWHERE = (
    "select s.code, h.record, s.last, s.recovery, i.municipality, i.record from sequences s"
    " join identity i on i.code = s.code"
    " join history h on h.rowid = (select max(rowid) from history where code = s.code and origin = s.origin)"
    " where s.code > ? and s.code <= ? and s.origin = ? and i.municipality <> s.origin order by s.code"
)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is compared; `elsewhere` is empty and `above` None unless another municipality's record stands."""

    code: str
    compared: bytes
    elsewhere: str = ""
    above: bytes | None = None


_Own: TypeAlias = tuple[str, bytes, int, int | None, int | None]
"Code, record, whether it is current, and how far the municipality's updates have come; None if it never sent one."


def _code_of(row: _Row) -> str:
    return row.code


class IdentityComparison:
    """What one server holds of one municipality."""

    def __init__(self, store: Store, city: MunicipalityCode) -> None:
        self._store = store
        self._city = city

    def _rows(self, after: JuminhyoCode | None, upto: JuminhyoCode | None) -> Iterable[_Row]:
        own, gone = self._own(after, upto)
        own_rows = [
            _Row(code, row_bytes(body, last or 0, again or 0, is_current=bool(is_current)))
            for code, body, is_current, last, again in own
        ]
        return merge(own_rows, gone, key=_code_of) if gone else own_rows

    def row_bytes(self, after: JuminhyoCode | None, upto: JuminhyoCode | None) -> list[bytes]:
        own, gone = self._own(after, upto)
        if gone:
            return [row.compared for row in self._rows(after, upto)]
        return [
            row_bytes(body, last or 0, again or 0, is_current=bool(is_current))
            for _, body, is_current, last, again in own
        ]

    def _own(self, after: JuminhyoCode | None, upto: JuminhyoCode | None) -> tuple[list[_Own], list[_Row]]:
        """The rows whose record stands, and those of people whom another municipality has entered since."""
        where = (*bounds(after, upto), self._city.digits)
        own: list[_Own] = self._store.rows(_OWN, *where)
        ever = self._store.one(_EVER_SENT, *where)
        if ever is not None and ever[0] == sum(row[3] is not None for row in own):
            return own, []  # most pieces: nobody else ever sent anything, so nobody is looked for
        gone = self._store.rows(_ELSEWHERE, *where)
        return own, [
            _Row(code, row_bytes(body, last, again, is_current=False), elsewhere, above)
            for code, body, last, again, elsewhere, above in gone
        ]

    def differences(self, asked: ComparisonSet) -> list[Difference]:
        current = {row.code for row in asked.rows if row.is_current}
        found = compare(asked.rows, map(_held, self._rows(asked.after, asked.upto)))
        return [self._looked_up(one) if one.code in current else one for one in found]

    def _looked_up(self, one: Difference) -> Difference:
        """Of whom this municipality never sent anything, another may have."""
        if one.verdict is not Verdict.MISSING:
            return one
        row = self._store.one("select municipality, record from identity where code = ? -- one row", one.code.digits)
        if row is None:
            return one
        since = decode(row[1], IdentityRecord).reported_on
        return replace(one, verdict=Verdict.ELSEWHERE, other=MunicipalityCode(row[0]), since=since)

    def doubles(self) -> list[Difference]:
        """Across the whole server: the other holder may live anywhere (the case of 2016)."""
        return as_doubles(code for code in doubled_codes(self._store, _successors(self._store)) if self._is_own(code))

    def _is_own(self, code: JuminhyoCode) -> bool:
        row = self._store.one("select municipality from identity where code = ? -- one row", code.digits)
        return row is not None and row[0] == self._city.digits


def _successors(store: Store) -> dict[JuminhyoCode, JuminhyoCode]:
    rows = store.rows("select old_code, code from successors order by old_code")
    return {JuminhyoCode(old): JuminhyoCode(new) for old, new in rows}


def _held(row: _Row) -> HeldRow:
    compared = decode(row.compared, ComparisonRow)
    if row.above is None:
        return HeldRow(compared)
    return HeldRow(compared, MunicipalityCode(row.elsewhere), decode(row.above, IdentityRecord).reported_on)


def _compare(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=ComparisonDigest() | ComparisonSet() as message, sender=sender):
            city = MunicipalityCode(organisation_of(sender))
            return answers(IdentityComparison(context.store, city), Scope.ABOVE, message)
        case _:
            raise node.unexpected(event)


def _freeze(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """更新禁止 by the municipality whose record it is; what bounced meanwhile is asked for when it ends."""
    match event:
        case Received(message=RecordFreeze(code=code, is_frozen=is_frozen), sender=sender):
            rows = IdentityRows(context.store)
            found = rows.found(code)
            if found is None or found[0].municipality.digits != organisation_of(sender):
                return [Notify("freeze-without-record")]
            if not is_frozen:
                return [Notify("record-unfrozen"), *unfrozen(node, code, rows)]
            rows.freeze(code, context.now.isoformat())
            return [Notify("record-frozen")]
        case _:
            raise node.unexpected(event)


DECISIONS: dict[Topic, Decision] = {ComparisonDigest: _compare, ComparisonSet: _compare, RecordFreeze: _freeze}

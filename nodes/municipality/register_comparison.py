"""住民記録 against 市町村CS, the regular comparison inside the city (住基法14条1項; seed III). Answers for the register; writes nothing.

The register does not keep what was sent upwards, so 事由, 異動年月日 and 更新順番号 are not compared here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from juki.nodes.comparing import answers, as_doubles, bounds
from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Received, Reply
from juki.protocol.messages.consistency import (
    ComparisonDigest,
    ComparisonSet,
    RegisterRecord,
    RegisterRecordRequest,
    Scope,
)
from juki.protocol.procedures.consistency import HeldRow, compare, twice
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.comparison import ComparisonRow, Difference, Verdict
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, organisation_of
from juki.protocol.wire import decode, encode

_RANGE = (
    "select code, erased_on is null, record from residents where code > ? and code <= ?"
    " order by code, erased_on is not null, address_number desc"
)


class RegisterComparison:
    """What one register holds: of each person the 住民票 in force, or else the newest 除票."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _rows(self, after: JuminhyoCode | None, upto: JuminhyoCode | None) -> list[tuple[ComparisonRow, int]]:
        """The row of each person, and how many 住民票 in force stand under the code."""
        found = []
        for _, group in groupby(self._store.rows(_RANGE, *bounds(after, upto)), key=lambda row: row[0]):
            records = list(group)
            current = sum(row[1] for row in records)
            found.append((_row(decode(records[0][2], Resident), is_current=bool(current)), current))
        return found

    def row_bytes(self, after: JuminhyoCode | None, upto: JuminhyoCode | None) -> list[bytes]:
        return [encode(row) for row, _ in self._rows(after, upto)]

    def differences(self, asked: ComparisonSet) -> list[Difference]:
        rows = self._rows(asked.after, asked.upto)
        erased = {row.code for row in asked.rows if not row.is_current}
        # A 除票 may be gone here, and its 本人確認情報 must still be kept there (住基法施行令34条1項, 2項).
        return [
            one
            for one in compare(asked.rows, (HeldRow(row) for row, _ in rows))
            if one.verdict is not Verdict.MISSING or one.code not in erased
        ]

    def doubles(self) -> list[Difference]:
        rows = self._rows(None, None)
        holders: dict[str, list[JuminhyoCode]] = {}
        for row, _ in rows:
            if row.my_number is not None:
                holders.setdefault(row.my_number.digits, []).append(row.code)
        two = [Difference(row.code, Verdict.TWICE, ("code",)) for row, current in rows if current > 1]
        return two + as_doubles(twice(holders, {}))


def _row(resident: Resident, *, is_current: bool) -> ComparisonRow:
    return ComparisonRow(
        code=resident.code,
        my_number=resident.my_number,
        name=resident.name,
        birth=resident.birth,
        sex=resident.sex,
        address=resident.address,
        reason=None,
        changed_on=None,
        sequence=0,
        recovery=0,
        is_current=is_current,
    )


def _compare(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=ComparisonDigest() | ComparisonSet() as message):
            return answers(RegisterComparison(context.store), Scope.REGISTER, message)
        case _:
            raise node.unexpected(event)


def _asked(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """What the 住民票 says of one person, before a correction is made."""
    match event:
        case Received(message=RegisterRecordRequest(code=code)):
            resident = RegisterRows(context.store).last_of(code)
            city = MunicipalityCode(organisation_of(node.me))
            return [Reply(RegisterRecord(code, _identity(resident, city, context.now.date()) if resident else None))]
        case _:
            raise node.unexpected(event)


def _identity(resident: Resident, city: MunicipalityCode, today: date) -> IdentityRecord:
    if resident.erased_on is not None and resident.erased_because is not None:
        return resident.identity(city, resident.erased_because, resident.erased_on)
    return resident.identity(city, ChangeReason.CORRECTED_EX_OFFICIO, today)


DECISIONS: dict[Topic, Decision] = {
    ComparisonDigest: _compare,
    ComparisonSet: _compare,
    RegisterRecordRequest: _asked,
}

"""The rows of a 市町村CS: 本人確認情報 of its own residents, transfer data of those to come, arrivals that wait for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Opaque, Store
from juki.protocol.checks import OnFile
from juki.protocol.messages.move import MoveOutRecord
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.secure.envelope import Proof
from juki.protocol.sequences import Standing
from juki.protocol.terms import JuminhyoCode, MunicipalityCode
from juki.protocol.wire import decode, encode

server = Migrations("communication-server")


@server()
def first(database: Database) -> None:
    """Identity records with their 更新順番号, stored 転出証明書情報 by case, arrivals whose records were asked for."""
    database.table("identity").create(
        {
            "code": str,
            "sequence": int,
            "is_current": int,
            "record": bytes,
            "recovery": int,
            "frozen_since": str,
            "locked_by": str,
            "my_number": str,
        },
        pk="code",
        defaults={"recovery": 0, "locked_by": ""},
    ).create_index(["my_number"])
    database.table("transfers").create(
        {"code": str, "case_id": str, "erase_after": str, "record": bytes, "proof": bytes}, pk="code"
    )
    database.table("waiting").create({"case_id": str, "holder": str, "origin": str}, pk="case_id")


@dataclass(frozen=True, slots=True)
class Transfer:
    """One stored 転出証明書情報, with the proof of the communication server that sent it."""

    record: MoveOutRecord
    proof: Proof


@dataclass(frozen=True, slots=True)
class Waiting:
    """An arrival whose records were asked for."""

    case: str
    holder: JuminhyoCode
    origin: MunicipalityCode


class ServerRows:
    """Reads and writes one communication server's store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def on_file(self, code: JuminhyoCode, municipality: MunicipalityCode) -> OnFile | None:
        row = self._store.one(
            "select is_current, record, frozen_since, locked_by from identity where code = ? -- one row", code.digits
        )
        if row is None:
            return None
        return OnFile(municipality, bool(row[0]), decode(row[1], IdentityRecord), row[2] is not None, row[3])

    def standing(self, code: JuminhyoCode) -> Standing:
        """How far this server's own updates of a person have come."""
        row = self._store.one("select recovery, sequence from identity where code = ? -- one row", code.digits)
        return Standing(*row) if row else Standing()

    def freeze(self, code: JuminhyoCode, since: str) -> bool:
        """更新禁止: from now only a recovery update changes this record. Says whether there is such a record.

        Args:
            code: of the person.
            since: ISO date and time, for whoever reviews it.
        """
        return self._store.write("update identity set frozen_since = ? where code = ?", since, code.digits) > 0

    def unfreeze(self, code: JuminhyoCode) -> bool:
        """Normal updates are taken again. Says whether there is such a record."""
        return self._store.write("update identity set frozen_since = null where code = ?", code.digits) > 0

    def is_frozen(self, code: JuminhyoCode) -> bool:
        row = self._store.one("select frozen_since from identity where code = ? -- one row", code.digits)
        return row is not None and row[0] is not None

    def lock(self, code: JuminhyoCode, case: str) -> None:
        """排他: until it is over, only this case may change the record."""
        self._store.write("update identity set locked_by = ? where code = ?", case, code.digits)

    def unlock(self, case: str) -> bool:
        """End what a case locked. False if it had locked nothing any more."""
        return self._store.write("update identity set locked_by = '' where locked_by = ?", case) > 0

    def supersede(self, code: JuminhyoCode) -> None:
        """The person has another code now; the record under this one is history."""
        self._store.write("update identity set is_current = 0 where code = ?", code.digits)

    def recovering(self, record: IdentityRecord, *, is_current: bool) -> Standing:
        """Count a recovery update: 異常時更新順番号 rises by one, 更新順番号 stays; the record is kept as it is sent."""
        self._store.write(
            "insert into identity (code, sequence, is_current, record, my_number, recovery) values (?, 1, ?, ?, ?, 1)"
            " on conflict (code) do update set recovery = recovery + 1, is_current = excluded.is_current,"
            " record = excluded.record, my_number = excluded.my_number",
            record.code.digits,
            int(is_current),
            encode(record),
            record.my_number.digits if record.my_number else None,
        )
        return self.standing(record.code)

    def put_identity(self, record: IdentityRecord, *, is_current: bool) -> int:
        """Keep the newest 本人確認情報; returns its 更新順番号, one more than the last."""
        self._store.write(
            "insert into identity (code, sequence, is_current, record, my_number) values (?, 1, ?, ?, ?)"
            " on conflict (code) do update set sequence = sequence + 1, is_current = excluded.is_current,"
            " record = excluded.record, my_number = excluded.my_number",
            record.code.digits,
            int(is_current),
            encode(record),
            record.my_number.digits if record.my_number else None,
        )
        row = self._store.one("select sequence from identity where code = ? -- one row", record.code.digits)
        assert row is not None  # noqa: S101 - written in the line above
        sequence: int = row[0]
        return sequence

    def fill(self, records: Iterable[IdentityRecord]) -> None:
        """Keep the first 本人確認情報 of many before the server's history begins."""
        self._store.fill(
            "insert into identity (code, sequence, is_current, record, my_number) values (?, 1, 1, ?, ?)",
            ((one.code.digits, encode(one), one.my_number.digits if one.my_number else None) for one in records),
        )

    def put_transfer(self, case: str, transfer: Transfer, erase_after: date) -> None:
        """Keep it to its deadline; a newer one for the same person replaces it."""
        self._store.write(
            "insert or replace into transfers (code, case_id, erase_after, record, proof) values (?, ?, ?, ?, ?)",
            transfer.record.code.digits,
            case,
            erase_after.isoformat(),
            encode(transfer.record),
            Opaque(encode(transfer.proof)),
        )

    def group_of(self, holder: JuminhyoCode) -> list[Transfer]:
        """The records of everybody who moves with `holder`, if all have come by the same 転出届; else nobody's."""
        own = self._transfer(holder)
        if own is None:
            return []
        report = (own.record.origin, own.record.group)
        found = [self._transfer(code) for code in own.record.group]
        whole = [one for one in found if one is not None and (one.record.origin, one.record.group) == report]
        return whole if len(whole) == len(found) else []

    def _transfer(self, code: JuminhyoCode) -> Transfer | None:
        row = self._store.one("select record, proof from transfers where code = ? -- one row", code.digits)
        return Transfer(decode(row[0], MoveOutRecord), decode(row[1], Proof)) if row else None

    def erase_transfers(self, today: date) -> int:
        """Erase what is past its deadline (住基法施行令24条の4); returns how many."""
        return self._store.write("delete from transfers where erase_after < ?", today.isoformat())

    def wait(self, waiting: Waiting) -> None:
        self._store.write(
            "insert or replace into waiting (case_id, holder, origin) values (?, ?, ?)",
            waiting.case,
            waiting.holder.digits,
            waiting.origin.digits,
        )

    def waiting_for(self, group: tuple[JuminhyoCode, ...]) -> Waiting | None:
        """The arrival of somebody in this group, if one waits."""
        for code in group:
            row = self._store.one(
                "select case_id, holder, origin from waiting where holder = ? order by case_id desc limit 1",
                code.digits,
            )
            if row:
                return Waiting(row[0], JuminhyoCode(row[1]), MunicipalityCode(row[2]))
        return None

    def waiting_in(self, case: str) -> Waiting | None:
        row = self._store.one("select case_id, holder, origin from waiting where case_id = ? -- one row", case)
        return Waiting(row[0], JuminhyoCode(row[1]), MunicipalityCode(row[2])) if row else None

    def stop_waiting(self, case: str) -> None:
        self._store.write("delete from waiting where case_id = ?", case)

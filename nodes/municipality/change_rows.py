"""The rows of changes at a 住民記録: codes given to this city, changes that may yet be taken back, numbers asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Store
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.resident import Resident
from juki.protocol.terms import JuminhyoCode
from juki.protocol.wire import decode, encode

changes = Migrations("register-changes")
UNDOS_KEPT = 4
"Changes of one record that may still be taken back."


@changes()
def first(database: Database) -> None:
    """住民票コード designated by the 機構, 住民票 as they were before a change, and whose number is being made."""
    database.table("code_pool").create({"code": str, "used_on": str}, pk="code")
    database.table("undo").create({"case_id": str, "address_number": str, "before": bytes}, pk="case_id")
    database.table("awaited_numbers").create({"case_id": str, "address_number": str, "reason": str}, pk="case_id")


@dataclass(frozen=True, slots=True)
class Undo:
    """A change that the communication server may still refuse.

    Attributes:
        address_number: 宛名番号 of the record.
        before: as it was; None if the change made it.
        place: among all changes, the later the higher; given when it is kept.
    """

    address_number: str
    before: Resident | None
    place: int = 0


@dataclass(frozen=True, slots=True)
class AwaitedNumber:
    """A 個人番号 that was asked for.

    Attributes:
        address_number: 宛名番号 of whoever gets it.
        reason: why.
    """

    address_number: str
    reason: ChangeReason


class ChangeRows:
    """Reads and writes what a register keeps of changes beside the records."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def fill(self, codes: Iterable[JuminhyoCode]) -> None:
        """Codes that were designated before the register's history begins (住基法30条の2第1項)."""
        self._store.fill("insert into code_pool (code) values (?)", ((code.digits,) for code in codes))

    def next_code(self, on: date) -> JuminhyoCode | None:
        """Take the next code that nobody has; None if none is left. It is never given again, whatever becomes of it."""
        row = self._store.one("select code from code_pool where used_on is null order by code limit 1")
        if row is None:
            return None
        self._store.write("update code_pool set used_on = ? where code = ?", on.isoformat(), row[0])
        return JuminhyoCode(row[0])

    def keep(self, case: str, undo: Undo) -> None:
        """Remember how a record was before the change of this case; of two changes in one case, before the second."""
        self._store.write(
            "insert or replace into undo (case_id, address_number, before) values (?, ?, ?)",
            *(case, undo.address_number, encode(undo.before)),
        )

    def undo(self, case: str) -> Undo | None:
        row = self._store.one("select address_number, before, rowid from undo where case_id = ? -- one row", case)
        return Undo(row[0], decode(row[1], Resident | None), row[2]) if row else None  # type: ignore[arg-type] # a union is a shape too

    def drop_undo(self, case: str) -> None:
        self._store.write("delete from undo where case_id = ?", case)

    def stands_on(self, undo: Undo) -> bool:
        """Whether a later change was made before this one was taken back; it then inherits what was before both."""
        row = self._store.one(
            "select case_id from undo where address_number = ? and rowid > ? order by rowid limit 1",
            *(undo.address_number, undo.place),
        )
        if row is None:
            return False
        self._store.write("update undo set before = ? where case_id = ?", encode(undo.before), row[0])
        return True

    def forget_old(self, address_number: str) -> None:
        """Of a record's changes only the last few can still be refused: answers come in the order of the questions."""
        self._store.write(
            "delete from undo where address_number = ? and rowid not in"
            " (select rowid from undo where address_number = ? order by rowid desc limit ?)",
            *(address_number, address_number, UNDOS_KEPT),
        )

    def wait(self, case: str, awaited: AwaitedNumber) -> None:
        self._store.write(
            "insert or replace into awaited_numbers (case_id, address_number, reason) values (?, ?, ?)",
            *(case, awaited.address_number, awaited.reason.value),
        )

    def awaited(self, case: str) -> AwaitedNumber | None:
        row = self._store.one("select address_number, reason from awaited_numbers where case_id = ? -- one row", case)
        return AwaitedNumber(row[0], ChangeReason(row[1])) if row else None

    def stop_waiting(self, case: str) -> None:
        self._store.write("delete from awaited_numbers where case_id = ?", case)

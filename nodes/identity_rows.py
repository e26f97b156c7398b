"""本人確認情報 as a server above the municipalities keeps it: the record on file, its history, the sequence of each origin."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Store
from juki.protocol.checks import Consequence, OnFile, consequence
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MunicipalityCode
from juki.protocol.wire import decode, encode

identity = Migrations("identity-records")


@identity()
def first(database: Database) -> None:
    """One row a person on file, one a person and origin for the sequence, one an update for the history."""
    database.table("identity").create({"code": str, "municipality": str, "is_current": int, "record": bytes}, pk="code")
    database.table("sequences").create({"code": str, "origin": str, "last": int}, pk=("code", "origin"))
    database.table("history").create({"code": str, "origin": str, "sequence": int, "record": bytes}).create_index(
        ["code"]
    )


class IdentityRows:
    """Reads and writes the identity records of one server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def found(self, code: JuminhyoCode) -> tuple[IdentityRecord, bool] | None:
        """The record on file, and whether it is current."""
        row = self._store.one("select record, is_current from identity where code = ? -- one row", code.digits)
        return (decode(row[0], IdentityRecord), bool(row[1])) if row else None

    def take(self, update: IdentityUpdate, origin: str) -> Consequence:
        """Write an update by its meaning.

        Raises:
            PeerFault: `LOGIC_CHECK` or `UNKNOWN_PERSON`; nothing is written then.
        """
        code = update.record.code
        verdict = consequence(update, origin, self._last(code, origin), self._on_file(code))
        self._store.write(
            "insert or replace into sequences (code, origin, last) values (?, ?, ?)",
            code.digits,
            origin,
            update.sequence,
        )
        self._store.write(
            "insert into history (code, origin, sequence, record) values (?, ?, ?, ?)",
            code.digits,
            origin,
            update.sequence,
            encode(update.record),
        )
        if verdict is not Consequence.HISTORY:
            self._put(update.record, is_current=verdict is Consequence.TAKES)
        return verdict

    def _put(self, record: IdentityRecord, *, is_current: bool) -> None:
        self._store.write(
            "insert or replace into identity (code, municipality, is_current, record) values (?, ?, ?, ?)",
            record.code.digits,
            record.municipality.digits,
            int(is_current),
            encode(record),
        )

    def _last(self, code: JuminhyoCode, origin: str) -> int:
        row = self._store.one(
            "select last from sequences where code = ? and origin = ? -- one row", code.digits, origin
        )
        return row[0] if row else 0

    def _on_file(self, code: JuminhyoCode) -> OnFile | None:
        row = self._store.one("select municipality, is_current from identity where code = ? -- one row", code.digits)
        return OnFile(MunicipalityCode(row[0]), bool(row[1])) if row else None

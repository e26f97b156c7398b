"""本人確認情報 as a server above the municipalities keeps it: the record on file, its history, the sequence of each origin.

It also keeps what came too early, the chain of codes, and which records are frozen. Sends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Opaque, Store
from juki.protocol.checks import Consequence, OnFile, consequence, recovers
from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.secure.envelope import Proof
from juki.protocol.sequences import Standing, Turn, is_unbroken, standing_of, turn_of
from juki.protocol.terms import JuminhyoCode, MunicipalityCode
from juki.protocol.wire import decode, encode

identity = Migrations("identity-records")


@identity()
def first(database: Database) -> None:
    """One row a person on file, one a person and origin for the sequence, one an update for the history.

    `held` has the updates that came before their turn, `successors` the code that took the place of another, `lost` what
    a story made this server lose: no decision reads it.
    """
    database.table("identity").create(
        {
            "code": str,
            "municipality": str,
            "is_current": int,
            "record": bytes,
            "frozen_since": str,
            "my_number": str,
        },
        pk="code",
    ).create_index(["my_number"])
    database.table("sequences").create(
        {"code": str, "origin": str, "last": int, "recovery": int}, pk=("code", "origin"), defaults={"recovery": 0}
    )
    database.table("history").create(
        {"code": str, "origin": str, "sequence": int, "record": bytes, "recovery": int, "proof": bytes},
        defaults={"recovery": 0},
    ).create_index(["code"])
    database.table("held").create(
        {"code": str, "origin": str, "recovery": int, "sequence": int, "kept": bytes, "proof": bytes},
        pk=("code", "origin", "recovery", "sequence"),
    )
    database.table("successors").create({"old_code": str, "code": str}, pk="old_code")
    database.table("lost").create({"code": str, "origin": str, "recovery": int, "sequence": int})


@dataclass(frozen=True, slots=True)
class Applied:
    """One update that was written, with the proof of the communication server that signed it."""

    update: IdentityUpdate
    proof: Proof
    verdict: Consequence


@dataclass(frozen=True, slots=True)
class Taking:
    """What became of an update that came.

    Attributes:
        turn: what its numbers said.
        standing: how far the server stood when it came.
        applied: what was written, in order: it, and whatever had waited for it.
        refused: of those that had waited, rules of the ones that did not pass; they are dropped.
        restored: what was known already, but could not have been sent again: its proof is back in the journal.
    """

    turn: Turn
    standing: Standing
    applied: tuple[Applied, ...] = ()
    refused: tuple[str, ...] = ()
    restored: tuple[tuple[IdentityUpdate, Proof], ...] = ()

    @property
    def onwards(self) -> list[tuple[IdentityUpdate, Proof]]:
        """What goes on to the server above, with the proof of whoever signed it."""
        return [*self.restored, *((one.update, one.proof) for one in self.applied)]


class IdentityRows:
    """Reads and writes the identity records of one server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def found(self, code: JuminhyoCode) -> tuple[IdentityRecord, bool] | None:
        """The record on file, and whether it is current."""
        row = self._store.one("select record, is_current from identity where code = ? -- one row", code.digits)
        return (decode(row[0], IdentityRecord), bool(row[1])) if row else None

    def receive(self, update: IdentityUpdate, origin: str, proof: Proof) -> Taking:
        """Take an update by its turn and its meaning: write it, keep it for later, or leave it because it is known.

        Raises:
            PeerFault: by the rules of `consequence` and `recovers`; nothing is written then.
        """
        code = update.record.code
        standing = self.standing(code, origin)
        turn = turn_of(update, standing)
        if turn is Turn.REPEATED:
            is_restored = self._restore_proof(update, origin, proof)
            return Taking(turn, standing, restored=((update, proof),) if is_restored else ())
        if turn is Turn.EARLY:
            self._hold(update, origin, proof)
            return Taking(turn, standing)
        applied = [self._apply(update, origin, proof, turn)]
        refused = self._drain(code, origin, applied)
        return Taking(turn, standing, tuple(applied), tuple(refused))

    def standing(self, code: JuminhyoCode, origin: str) -> Standing:
        """How far this server has come with a person's updates from one municipality."""
        row = self._store.one(
            "select recovery, last from sequences where code = ? and origin = ? -- one row", code.digits, origin
        )
        return Standing(*row) if row else Standing()

    def newer(self, code: JuminhyoCode, origin: str, than: Standing) -> list[tuple[IdentityUpdate, Proof]] | None:
        """The journal: every update newer than `than`, to be sent again; None if it does not reach back so far."""
        rows = self._store.rows(
            "select record, sequence, recovery, proof from history"
            " where code = ? and origin = ? and (recovery > ? or (recovery = ? and sequence > ?)) order by rowid",
            *(code.digits, origin, than.recovery, than.recovery, than.sequence),
        )
        if any(row[3] is None for row in rows):
            return None
        updates = [IdentityUpdate(decode(row[0], IdentityRecord), row[1], row[2]) for row in rows]
        reaches = is_unbroken(updates, than) and (updates or self.standing(code, origin) <= than)
        return [(update, decode(row[3], Proof)) for update, row in zip(updates, rows, strict=True)] if reaches else None

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
        on_file = self._on_file(code)
        return on_file is not None and on_file.is_frozen

    def successor(self, code: JuminhyoCode) -> JuminhyoCode | None:
        """The code that took the place of this one (住基法30条の4); None if it stands or was never in use."""
        row = self._store.one("select code from successors where old_code = ? -- one row", code.digits)
        return JuminhyoCode(row[0]) if row else None

    def forget_proofs(self, code: JuminhyoCode) -> int:
        """The journal of one person is gone: nothing of it can be sent again. Returns how many updates."""
        return self._store.write("update history set proof = null where code = ?", code.digits)

    def lose_last(self, code: JuminhyoCode) -> bool:
        """Fall back behind a person's last update, as a store that was restored from an older copy. Says if it could."""
        rows = self._store.rows(
            "select rowid, origin, sequence, recovery, record from history where code = ? order by rowid desc limit 2",
            code.digits,
        )
        if len(rows) < 2 or rows[0][1] != rows[1][1]:  # noqa: PLR2004 - the last and the one before
            return False
        (place, origin, lost, lost_recovery, _), (_, _, sequence, recovery, body) = rows
        self._store.write("delete from history where rowid = ?", place)
        self._store.write(
            "insert into lost (code, origin, recovery, sequence) values (?, ?, ?, ?)",
            *(code.digits, origin, lost_recovery, lost),
        )
        record = decode(body, IdentityRecord)
        self._stand(code, origin, Standing(recovery, sequence))
        self._put(record, is_current=not record.reason.value.startswith("B"))
        return True

    def _apply(self, update: IdentityUpdate, origin: str, proof: Proof, turn: Turn) -> Applied:
        record = update.record
        on_file = self._on_file(record.code)
        old = self._on_file(record.old_code) if record.old_code is not None else None
        if turn is Turn.RECOVERS:
            verdict = recovers(update, origin, on_file)
        else:
            verdict = consequence(update, origin, on_file, old)
        self._stand(record.code, origin, standing_of(update))
        self._store.write(
            "insert into history (code, origin, sequence, record, recovery, proof) values (?, ?, ?, ?, ?, ?)",
            *(record.code.digits, origin, update.sequence, encode(record), update.recovery, Opaque(encode(proof))),
        )
        if verdict is not Consequence.HISTORY:
            self._put(record, is_current=verdict is Consequence.TAKES)
            if old is not None and old.is_current and old.municipality == record.municipality:
                self._supersede(record)
        return Applied(update, proof, verdict)

    def _restore_proof(self, update: IdentityUpdate, origin: str, proof: Proof) -> bool:
        record = update.record
        restored = self._store.write(
            "update history set proof = ? where code = ? and origin = ? and recovery = ? and sequence = ? and record = ?"
            " and proof is null",
            *(Opaque(encode(proof)), record.code.digits, origin, update.recovery, update.sequence, encode(record)),
        )
        return restored > 0

    def _supersede(self, record: IdentityRecord) -> None:
        assert record.old_code is not None  # noqa: S101 - whoever calls has found it
        self._store.write("update identity set is_current = 0 where code = ?", record.old_code.digits)
        self._store.write(
            "insert or replace into successors (old_code, code) values (?, ?)",
            record.old_code.digits,
            record.code.digits,
        )

    def _hold(self, update: IdentityUpdate, origin: str, proof: Proof) -> None:
        self._store.write(
            "insert or replace into held (code, origin, recovery, sequence, kept, proof) values (?, ?, ?, ?, ?, ?)",
            *(update.record.code.digits, origin, update.recovery, update.sequence),
            *(encode(update), Opaque(encode(proof))),
        )

    def _drain(self, code: JuminhyoCode, origin: str, applied: list[Applied]) -> list[str]:
        """Take from what had come too early whatever has its turn now; returns the rules of those that do not pass."""
        refused: list[str] = []
        rows = self._store.rows(
            "select kept, proof from held where code = ? and origin = ? order by recovery, sequence",
            code.digits,
            origin,
        )
        for body, proof in rows:
            update = decode(body, IdentityUpdate)
            turn = turn_of(update, self.standing(code, origin))
            if turn is Turn.EARLY:
                break
            self._store.write(
                "delete from held where code = ? and origin = ? and recovery = ? and sequence = ?",
                *(code.digits, origin, update.recovery, update.sequence),
            )
            if turn is Turn.REPEATED:
                continue
            try:
                applied.append(self._apply(update, origin, decode(proof, Proof), turn))
            except PeerFault as fault:
                refused.append(fault.rule.name)
        return refused

    def _put(self, record: IdentityRecord, *, is_current: bool) -> None:
        self._store.write(
            "insert into identity (code, municipality, is_current, record, my_number) values (?, ?, ?, ?, ?)"
            " on conflict (code) do update set municipality = excluded.municipality,"
            " is_current = excluded.is_current, record = excluded.record, my_number = excluded.my_number",
            record.code.digits,
            record.municipality.digits,
            int(is_current),
            encode(record),
            record.my_number.digits if record.my_number else None,
        )

    def _stand(self, code: JuminhyoCode, origin: str, standing: Standing) -> None:
        self._store.write(
            "insert or replace into sequences (code, origin, last, recovery) values (?, ?, ?, ?)",
            *(code.digits, origin, standing.sequence, standing.recovery),
        )

    def _on_file(self, code: JuminhyoCode) -> OnFile | None:
        row = self._store.one(
            "select municipality, is_current, record, frozen_since from identity where code = ? -- one row", code.digits
        )
        if row is None:
            return None
        return OnFile(MunicipalityCode(row[0]), bool(row[1]), decode(row[2], IdentityRecord), row[3] is not None)

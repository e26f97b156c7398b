"""The journal of a 市町村CS: every update that it sent, so that it can be sent again. Knows no route and checks nothing."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Store
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.sequences import Standing, is_unbroken
from juki.protocol.terms import JuminhyoCode
from juki.protocol.wire import decode, encode

journal = Migrations("update-journal")


@journal()
def first(database: Database) -> None:
    """One row an update."""
    database.table("sent_updates").create(
        {"code": str, "recovery": int, "sequence": int, "sent": bytes}, pk=("code", "recovery", "sequence")
    )


class SentUpdates:
    """Reads and writes the journal of one communication server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, update: IdentityUpdate) -> None:
        self._store.write(
            "insert into sent_updates (code, recovery, sequence, sent) values (?, ?, ?, ?)",
            *(update.record.code.digits, update.recovery, update.sequence, encode(update)),
        )

    def newer(self, code: JuminhyoCode, than: Standing, now: Standing) -> list[IdentityUpdate] | None:
        """What was sent after a standing, in order; None if the journal does not hold all of it.

        Args:
            code: of the person.
            than: where whoever asks stands.
            now: where this server stands.
        """
        rows = self._store.rows(
            "select sent from sent_updates where code = ? and (recovery > ? or (recovery = ? and sequence > ?))"
            " order by recovery, sequence",
            *(code.digits, than.recovery, than.recovery, than.sequence),
        )
        found = [decode(row[0], IdentityUpdate) for row in rows]
        is_whole = is_unbroken(found, than) and (now <= than or bool(found))
        return found if is_whole else None

    def forget(self, code: JuminhyoCode) -> int:
        """Lose everything about one person; returns how many updates."""
        return self._store.write("delete from sent_updates where code = ?", code.digits)

"""The rows of a コンビニ交付システム: its copy of the register, how far that copy reaches, and the requests in their order."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Opaque, Store, Value
from juki.protocol.errors import PeerFault
from juki.protocol.messages.kiosk import ReplicaUpdate
from juki.protocol.procedures.issuance import AT_WORK, Job, JobState
from juki.protocol.records.certificates import ReplicaRecord
from juki.protocol.refusals import FEED_GAP
from juki.protocol.wire import decode, encode

issuance = Migrations("convenience-issuance")


@issuance()
def first(database: Database) -> None:
    """The copy by 宛名番号, the number of its last change, requests by their turn."""
    database.table("replica").create(
        {"address_number": str, "certificate": str, "is_closed": int, "record": bytes}, pk="address_number"
    ).create_index(["certificate"])
    database.table("replica_state").create({"id": int, "position": int}, pk="id")
    database.table("jobs").create({"turn": int, "key": str, "state": str, "job": bytes}, pk="turn").create_index(
        ["key"], unique=True
    ).create_index(["state"])


_PUT = "insert or replace into replica (address_number, certificate, is_closed, record) values (?, ?, ?, ?)"


def _row(address_number: str, record: ReplicaRecord) -> tuple[Value, ...]:
    return address_number, record.certificate, int(record.erased_on is not None), encode(record)


class ConvenienceRows:
    """Reads and writes one city's コンビニ交付システム."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def fill(self, records: Iterable[tuple[str, ReplicaRecord]]) -> None:
        """The copy as it stands before the first numbered change."""
        self._store.fill(_PUT, (_row(*one) for one in records))
        self._store.fill("insert into replica_state (id, position) values (?, ?)", [(1, 0)])

    @property
    def position(self) -> int:
        """Number of the last change that this copy has taken."""
        row = self._store.one("select position from replica_state where id = 1 -- one row")
        return row[0] if row else 0

    def take(self, update: ReplicaUpdate) -> None:
        """Take one numbered change; one that came before is passed over.

        Raises:
            PeerFault: `FEED_GAP`, when one before it is missing.
        """
        position = self.position
        if update.number <= position:
            return
        if update.number > position + 1:
            raise PeerFault(FEED_GAP, f"{update.number} after {position}")
        if update.record is None:
            self._store.write("delete from replica where address_number = ?", update.address_number)
        else:
            self._store.write(_PUT, *_row(update.address_number, update.record))
        self._store.write("insert or replace into replica_state (id, position) values (1, ?)", update.number)

    def of_certificate(self, certificate: str) -> ReplicaRecord | None:
        """The record in force of whoever holds this certificate, or else the newest 除票."""
        row = self._store.one(
            "select record from replica where certificate = ? order by is_closed, address_number desc limit 1",
            certificate,
        )
        return decode(row[0], ReplicaRecord) if row and certificate else None

    def job(self, key: str) -> Job | None:
        row = self._store.one("select job from jobs where key = ? -- one row", key)
        return decode(row[0], Job) if row else None

    def add(self, job: Job) -> None:
        """At the end of the queue."""
        self._store.write(
            "insert into jobs (key, state, job) values (?, ?, ?)", job.key, job.state.value, Opaque(encode(job))
        )

    def put(self, job: Job) -> None:
        self._store.write(
            "update jobs set state = ?, job = ? where key = ?", job.state.value, Opaque(encode(job)), job.key
        )

    def next_job(self) -> Job | None:
        """Whose turn it is; None while another one is being worked on, or if nobody waits."""
        working = sorted(state.value for state in AT_WORK)
        if self._store.one("select 1 from jobs where state in (?, ?) limit 1", *working):
            return None
        row = self._store.one("select job from jobs where state = ? order by turn limit 1", JobState.QUEUED.value)
        return decode(row[0], Job) if row else None

"""The rows of a store as a person can read them: records decoded by the shapes that the systems themselves give them.

Knows which column holds what; what is sealed for others stays closed. Reads rows, writes none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from juki.nodes.municipality.comparison_rows import Comparison
from juki.nodes.store import Store, Value
from juki.protocol.errors import PeerFault
from juki.protocol.messages.fugo import AddresseeNotice, FugoRequest
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.messages.mailing import MailingNotice
from juki.protocol.messages.move import MoveOutConfirmed, MoveOutRecord
from juki.protocol.procedures.arrival import Arrival
from juki.protocol.procedures.certificate_errand import Errand
from juki.protocol.procedures.correction import Correction
from juki.protocol.procedures.counter_visit import Visit
from juki.protocol.procedures.departure import Departure
from juki.protocol.procedures.inquiry import Inquiry
from juki.protocol.procedures.issuance import Job
from juki.protocol.procedures.kiosk_visit import KioskVisit
from juki.protocol.records.certificates import ReplicaRecord
from juki.protocol.records.comparison import Difference
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.secure.envelope import Proof
from juki.protocol.terms.people import Address
from juki.protocol.wire import as_plain, decode
from juki.scenarios.looking.views import Cell

Row: TypeAlias = tuple[Value, ...]
SHAPES: Mapping[tuple[str, str], object] = {
    ("addressees", "notice"): AddresseeNotice,
    ("arrivals", "arrival"): Arrival,
    ("chip", "address"): Address,
    ("comparison_said", "difference"): Difference,
    ("comparisons", "comparison"): Comparison,
    ("confirmed", "confirmation"): MoveOutConfirmed,
    ("corrections", "correction"): Correction,
    ("departures", "departure"): Departure,
    ("errands", "errand"): Errand,
    ("held", "kept"): IdentityUpdate,
    ("held", "proof"): Proof,
    ("history", "proof"): Proof,
    ("history", "record"): IdentityRecord,
    ("identity", "record"): IdentityRecord,
    ("inquiries", "inquiry"): Inquiry,
    ("jobs", "job"): Job,
    ("kiosk_visits", "visit"): KioskVisit,
    ("mailing", "notice"): MailingNotice,
    ("medium_requests", "request"): FugoRequest,
    ("replica", "record"): ReplicaRecord,
    ("residents", "record"): Resident,
    ("sent_updates", "sent"): IdentityUpdate,
    ("transfers", "proof"): Proof,
    ("transfers", "record"): MoveOutRecord,
    ("undo", "before"): Resident | None,
    ("visits", "visit"): Visit,
}
"By table and column: what the bytes there say."
OPAQUE = frozenset(
    {("chip", "session"), ("held", "body"), ("operations", "head"), ("operators", "password"), ("operators", "vein")}
)
"Hashes, nonces, and what is sealed for somebody else."
ELSEWHERE = frozenset({"_sqlite_migrations", "links", "log", "node", "outbox", "timers"})
"Tables that are not shown as such: counters, streams, log and timers have views of their own."
_BETWEEN = "; "
MOST_READ = 20_000
"Rows of a table that are read; what is further down is counted only."


def tables(store: Store) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Name, columns and columns of the primary key of every table of a system's own, by name."""
    for (name,) in store.rows("select name from sqlite_master where type = 'table' order by name"):
        if name in ELSEWHERE or name.startswith("sqlite_"):
            continue
        columns = store.rows("select name, pk from pragma_table_info(?) order by cid", name)
        key = sorted((place, column) for column, place in columns if place)
        yield name, tuple(column for column, _ in columns), tuple(column for _, column in key)


def rows_of(store: Store) -> dict[str, list[Row]]:
    """The rows of every table of a system's own, by table, in the order of the primary key; of a very long one the first."""
    return {
        name: store.rows(
            f"select * from {_quoted(name)} order by {', '.join(map(_quoted, key)) or 'rowid'} limit ?",  # noqa: S608 - names from the schema
            MOST_READ,
        )
        for name, _, key in tables(store)
    }


def total_of(store: Store, table: str) -> int:
    """How many rows a table has."""
    row = store.one(f"select count(*) from {_quoted(table)}")  # noqa: S608 - a name from the schema
    return int(row[0]) if row else 0


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=1 << 13)
def cell(table: str, column: str, value: Value) -> Cell:
    """A value as it can be read: a record as `field: value` one after the other; bytes that say nothing stay bytes."""
    if not isinstance(value, bytes):
        return value
    shape = SHAPES.get((table, column))
    if shape is None:
        return value
    try:
        found: object = decode(value, shape)  # type: ignore[arg-type] # a union is a shape too
    except PeerFault:
        return value
    return spelled(as_plain(found)) if found is not None else None


def spelled(plain: object) -> str:
    """Plain values as `field: value`, those inside others with the names of both; empty ones are left out."""
    return _BETWEEN.join(f"{name}: {value}" if name else value for name, value in fields(plain))


def fields(plain: object, name: str = "") -> Iterator[tuple[str, str]]:
    """The single values inside plain ones as texts, each with its path of fields."""
    match plain:
        case dict():
            for key, part in plain.items():
                yield from fields(part, f"{name}.{key}" if name else str(key))
        case list() | tuple():
            for place, part in enumerate(plain, start=1):
                yield from fields(part, f"{name}.{place}" if name else str(place))
        case None | "":
            return
        case bool():
            yield name, str(plain).lower()
        case _:
            yield name, str(plain)

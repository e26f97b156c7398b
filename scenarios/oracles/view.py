"""What the oracles look at: every store of a network, read once for one moment. Judges nothing.

Between steps only the cast is read; at the end of a run everybody. What a store that has not been written since gave an
earlier moment is not read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from juki.nodes.store import Store
from juki.protocol.procedures.correction import CorrectionState
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, NodeId, Role, role_of
from juki.protocol.terms.nodes import NATIONAL_SERVER, communication_server, resident_register
from juki.protocol.wire import decode
from juki.scenarios.simulation import Simulation
from juki.scenarios.trail import Trail


@dataclass(frozen=True, slots=True)
class Registered:
    """One row of a register: a 住民票 in force or a 除票."""

    city: MunicipalityCode
    resident: Resident

    @property
    def is_current(self) -> bool:
        return self.resident.erased_on is None


@dataclass(frozen=True, slots=True)
class Held:
    """One person on one server. `sequence` is the 更新順番号 at a communication server, 0 above it."""

    record: IdentityRecord
    is_current: bool
    sequence: int = 0


Shape = TypeVar("Shape")
Rows = list[tuple]  # type: ignore[type-arg] # what a row holds is the caller's SQL


class Readings:
    """What the moments of one run have read so far: rows, as long as their store stands as it stood, and records by their bytes."""

    def __init__(self) -> None:
        self._rows: dict[tuple[Store, str, tuple[str, ...]], tuple[int, Rows]] = {}
        self._records: dict[tuple[type, bytes], object] = {}

    def rows(self, store: Store, sql: str, *values: str) -> Rows:
        """Rows of a store, to be looked at only."""
        key = (store, sql, values)
        version, rows = self._rows.get(key, (-1, []))
        if version != store.version:
            rows = store.rows(sql, *values)
            self._rows[key] = (store.version, rows)
        return rows

    def record(self, body: bytes, shape: type[Shape]) -> Shape:
        """The record in these bytes; most are the same in three systems and at every moment."""
        found = self._records.get((shape, body))
        if not isinstance(found, shape):
            found = self._records[shape, body] = decode(body, shape)
        return found


class View:
    """One moment of a network.

    Args:
        simulation: the network.
        trail: what has happened.
        only: codes of the people to look at; None for everybody.
        is_end: the run is over, so that what takes long is looked at too.
        readings: of earlier moments of the same run.
    """

    def __init__(
        self,
        simulation: Simulation,
        trail: Trail,
        only: tuple[JuminhyoCode, ...] | None,
        *,
        is_end: bool,
        readings: Readings | None = None,
    ) -> None:
        self._readings = Readings() if readings is None else readings
        self.simulation = simulation
        self.trail = trail
        self.is_end = is_end
        self._only = None if only is None else [code.digits for code in only]

    @property
    def today(self) -> date:
        return self.simulation.today

    def store(self, node: NodeId) -> Store:
        return self.simulation.hosts[node].store

    def stores(self) -> Iterator[tuple[NodeId, Store]]:
        """Every store, by node."""
        return ((node, self.store(node)) for node in self.simulation.nodes())

    def nodes(self, role: Role) -> list[NodeId]:
        return [node for node in self.simulation.nodes() if role_of(node) is role]

    @cached_property
    def waiting(self) -> dict[NodeId, int]:
        """How many messages wait for an acknowledgement, by node; nobody with none."""
        found = ((node, len(self._readings.rows(store, "select 1 from outbox"))) for node, store in self.stores())
        return {node: count for node, count in found if count}

    @cached_property
    def logs(self) -> dict[NodeId, list[bytes]]:
        """The lines of every node's message log."""
        hosts = self.simulation.hosts
        return {node: list(hosts[node].journal.lines()) for node in self.simulation.nodes()}

    def record(self, body: bytes, shape: type[Shape]) -> Shape:
        """The record in a row."""
        return self._readings.record(body, shape)

    def rows(self, store: Store, columns: str, table: str, order: str) -> Rows:
        """Rows about the people looked at."""
        if self._only is None:
            return self._readings.rows(store, f"select {columns} from {table} order by {order}")  # noqa: S608 - names from this package
        marks = ",".join("?" * len(self._only))
        sql = f"select {columns} from {table} where code in ({marks}) order by {order}"  # noqa: S608 - names from this package
        return self._readings.rows(store, sql, *self._only)

    @cached_property
    def registered(self) -> dict[str, list[Registered]]:
        """Rows of all registers by code."""
        found: dict[str, list[Registered]] = {}
        for city in self.simulation.cities:
            store = self.store(resident_register(city))
            for code, body in self.rows(store, "code, record", "residents", "address_number"):
                found.setdefault(code, []).append(Registered(city, self.record(body, Resident)))
        return found

    @cached_property
    def at_city(self) -> dict[MunicipalityCode, dict[str, Held]]:
        """What each communication server holds."""
        return {
            city: {
                code: Held(self.record(body, IdentityRecord), bool(is_current), sequence)
                for code, body, is_current, sequence in self.rows(
                    self.store(communication_server(city)), "code, record, is_current, sequence", "identity", "code"
                )
            }
            for city in self.simulation.cities
        }

    @cached_property
    def wounded(self) -> frozenset[str]:
        """Codes whose record a story damaged somewhere, and nobody has corrected since: a fault, and no fault of the network."""
        keepers = (Role.RESIDENT_REGISTER, Role.COMMUNICATION_SERVER, Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER)
        stores = [self.store(node) for role in keepers for node in self.nodes(role)]
        damaged = {code for store in stores for (code,) in self.rows(store, "code", "planted", "rowid")}
        servers = [self.store(communication_server(city)) for city in self.simulation.cities]
        mended = {
            code
            for store in servers
            for code, state in self.rows(store, "code, state", "corrections", "number")
            if state == CorrectionState.CLEAN.value
        }
        return frozenset(damaged - mended)

    def above(self, node: NodeId) -> dict[str, Held]:
        """What a prefecture's or the national server holds."""
        return {
            code: Held(self.record(body, IdentityRecord), bool(is_current))
            for code, body, is_current in self.rows(self.store(node), "code, record, is_current", "identity", "code")
        }

    def frozen(self, node: NodeId) -> set[str]:
        """Codes of the records that take no normal update on a server (更新禁止)."""
        rows = self.rows(self.store(node), "code, frozen_since", "identity", "code")
        return {code for code, since in rows if since is not None}

    def behind(self, node: NodeId) -> set[str]:
        """Codes of which a story made a server lose an update that it has not got back yet."""
        rows = self._readings.rows(
            self.store(node),
            "select lost.code from lost join sequences on lost.code = sequences.code and lost.origin = sequences.origin"
            " where (sequences.recovery, sequences.last) < (lost.recovery, lost.sequence) order by lost.code",
        )
        return {row[0] for row in rows}

    @cached_property
    def first_code(self) -> dict[str, str]:
        """Of every code that took another's place, the one that its chain began with."""
        rows = self._readings.rows(self.store(NATIONAL_SERVER), "select old_code, code from successors order by rowid")
        first: dict[str, str] = {}
        for old, code in rows:
            first[code] = first.get(old, old)
        return first

    @cached_property
    def old_numbers(self) -> set[str]:
        """Every 個人番号 that was changed for another, as the updates told it."""
        bodies = self.rows(self.store(NATIONAL_SERVER), "record", "history", "rowid")
        records = (self.record(body, IdentityRecord) for (body,) in bodies)
        return {record.old_number.digits for record in records if record.old_number is not None}

    def sequences(self, node: NodeId) -> dict[tuple[str, str], int]:
        """Last 更新順番号 that a server took, by code and origin."""
        rows = self.rows(self.store(node), "code, origin, last", "sequences", "code, origin")
        return {(code, origin): last for code, origin, last in rows}

"""The rows of a 住民記録システム: residents, departures, arrivals. Rows never leave this file; records do."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Store, Value
from juki.protocol.procedures.arrival import Arrival
from juki.protocol.procedures.departure import Departure
from juki.protocol.records.resident import Resident
from juki.protocol.terms import JuminhyoCode
from juki.protocol.terms.codes import local_check_digit
from juki.protocol.wire import decode, encode

register = Migrations("resident-register")


@register()
def first(database: Database) -> None:
    """住民票 and 除票 by 宛名番号, the two sides of a special transfer, and the last numbers given."""
    database.table("residents").create(
        {"address_number": str, "code": str, "name": str, "office": str, "erased_on": str, "record": bytes},
        pk="address_number",
    ).create_index(["code"])
    database.table("departures").create({"code": str, "departure": bytes}, pk="code")
    database.table("arrivals").create({"case_id": str, "arrival": bytes}, pk="case_id")
    database.table("numbers").create({"kind": str, "last": int}, pk="kind")


@register()
def feed(database: Database) -> None:
    """Every change numbered, with the record it touched; and how far it was handed on, once somebody has asked."""
    database.table("feed").create({"number": int, "address_number": str}, pk="number")
    database.table("feeds").create({"reader": int, "last": int}, pk="reader")


_PUT = (
    "insert or replace into residents (address_number, code, name, office, erased_on, record) values (?, ?, ?, ?, ?, ?)"
)


def _row(resident: Resident) -> tuple[Value, ...]:
    return (
        resident.address_number,
        resident.code.digits,
        resident.name.written,
        resident.address.office.digits,
        resident.erased_on.isoformat() if resident.erased_on else None,
        encode(resident),
    )


class RegisterRows:
    """Reads and writes one register."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def put(self, resident: Resident) -> None:
        """Insert or replace, so that a repeated order changes nothing."""
        self._store.write(_PUT, *_row(resident))
        self._touched(resident.address_number)

    def fill(self, residents: Iterable[Resident]) -> None:
        """Put many before the register's history begins."""
        self._store.fill(_PUT, map(_row, residents))

    def numbered(self, address_number: str) -> Resident | None:
        """By 宛名番号, as a clerk's screen selects."""
        row = self._store.one("select record from residents where address_number = ? -- one row", address_number)
        return decode(row[0], Resident) if row else None

    def last_of(self, code: JuminhyoCode) -> Resident | None:
        """The 住民票 in force, or else the newest 除票."""
        row = self._store.one(
            "select record from residents where code = ? order by erased_on is not null, address_number desc limit 1",
            code.digits,
        )
        return decode(row[0], Resident) if row else None

    def erase_closed(self, address_number: str) -> None:
        """Drop a 除票 whose time of keeping is over."""
        self._store.write("delete from residents where address_number = ? and erased_on is not null", address_number)
        self._touched(address_number)

    def take_out(self, address_number: str) -> None:
        """Take back an entry that was refused, as if it had never been made."""
        self._store.write("delete from residents where address_number = ?", address_number)
        self._touched(address_number)

    def _touched(self, address_number: str) -> None:
        """A change has the next number, whoever made it: what is handed on follows these numbers."""
        self._store.write("insert into feed (address_number) values (?)", address_number)

    def departure(self, code: JuminhyoCode) -> Departure | None:
        row = self._store.one("select departure from departures where code = ? -- one row", code.digits)
        return decode(row[0], Departure) if row else None

    def put_departure(self, departure: Departure) -> None:
        self._store.write(
            "insert or replace into departures (code, departure) values (?, ?)",
            departure.code.digits,
            encode(departure),
        )

    def arrival(self, case: str) -> Arrival | None:
        row = self._store.one("select arrival from arrivals where case_id = ? -- one row", case)
        return decode(row[0], Arrival) if row else None

    def put_arrival(self, case: str, arrival: Arrival) -> None:
        self._store.write("insert or replace into arrivals (case_id, arrival) values (?, ?)", case, encode(arrival))

    def next_number(self, kind: str, width: int = 9) -> str:
        """The next 宛名番号 or 世帯番号 with its check digit (標準 1.1.13)."""
        self._store.write(
            "insert into numbers (kind, last) values (?, 1) on conflict (kind) do update set last = last + 1", kind
        )
        row = self._store.one("select last from numbers where kind = ? -- one row", kind)
        assert row is not None  # noqa: S101 - written in the line above
        body = f"{row[0]:0{width}d}"
        return body + local_check_digit(body)

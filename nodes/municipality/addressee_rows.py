"""The rows of a 団体内統合宛名システム: who bears which 統一識別番号. Rows never leave this file; addressees do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Store, Value
from juki.protocol.messages.fugo import AddresseeNotice
from juki.protocol.terms import MyNumber
from juki.protocol.terms.codes import local_check_digit
from juki.protocol.wire import encode

addressees = Migrations("addressee-system")
FIRST_NUMBER = 700_000_000
"統一識別番号 begin above it, in every municipality alike: they say nothing outside it."


@addressees()
def first(database: Database) -> None:
    """One row a person, whether she lives here or not."""
    database.table("addressees").create(
        {"unified": str, "address_number": str, "my_number": str, "notice": bytes}, pk="unified"
    )
    for column in ("address_number", "my_number"):
        database["addressees"].create_index([column])  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person as the municipality's own systems name her.

    Attributes:
        unified_number: 統一識別番号, local to the municipality.
        address_number: 宛名番号 of a resident; empty for a 住登外者.
    """

    unified_number: str
    address_number: str
    my_number: MyNumber | None


class AddresseeRows:
    """Reads and writes one municipality's addressees."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def numbered(self, unified_number: str) -> Addressee | None:
        return self._one("unified = ?", unified_number)

    def resident(self, address_number: str) -> Addressee | None:
        """By 宛名番号."""
        return self._one("address_number = ?", address_number) if address_number else None

    def bearing(self, my_number: MyNumber) -> Addressee | None:
        """By 個人番号."""
        return self._one("my_number = ?", my_number.digits)

    def _one(self, condition: str, value: str) -> Addressee | None:
        row = self._store.one(
            f"select unified, address_number, my_number from addressees where {condition} order by unified limit 1",  # noqa: S608 - conditions from this file
            value,
        )
        return Addressee(row[0], row[1], MyNumber(row[2]) if row[2] else None) if row else None

    def put(self, notice: AddresseeNotice) -> str:
        """Keep what was told of a person, under the number she has here already if she has one; returns it."""
        known = self.resident(notice.address_number)
        if known is None and notice.my_number is not None:
            known = self.bearing(notice.my_number)
        unified = known.unified_number if known else self._next()
        self._store.write(
            "insert or replace into addressees (unified, address_number, my_number, notice) values (?, ?, ?, ?)",
            *_row(unified, notice),
        )
        return unified

    def fill(self, notices: Iterable[AddresseeNotice]) -> None:
        """Keep many before the system's history begins."""
        self._store.fill(
            "insert into addressees (unified, address_number, my_number, notice) values (?, ?, ?, ?)",
            (_row(_number(place), notice) for place, notice in enumerate(notices)),
        )

    def _next(self) -> str:
        row = self._store.one("select count(*) from addressees")
        return _number(row[0] if row else 0)


def _number(place: int) -> str:
    body = f"{FIRST_NUMBER + place:09d}"
    return body + local_check_digit(body)


def _row(unified: str, notice: AddresseeNotice) -> tuple[Value, ...]:
    return (
        unified,
        notice.address_number,
        notice.my_number.digits if notice.my_number else None,
        encode(notice),
    )

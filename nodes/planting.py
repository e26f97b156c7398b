"""Planted differences: a store is altered outside of every procedure, as by a lost update or a bad disk. A fault, never a feature.

No telegram causes it and none tells of it. What was planted is marked, so that the laws of a whole run can tell a wound from
an error of the network; no procedure reads the mark. Knows the tables of servers and registers, and what can be wrong in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias, TypeVar

from msgspec.structs import replace
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Ordered
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.terms import MunicipalityCode, MyNumber, Sex
from juki.protocol.terms.codes import SYNTHETIC_NUMBER_MARK
from juki.protocol.wire import decode, encode

planting = Migrations("planting")
Said: TypeAlias = Mapping[str, str]
Record = TypeVar("Record", IdentityRecord, Resident)


@planting()
def first(database: Database) -> None:
    """Whose row was altered, and how."""
    database.table("planted").create({"code": str, "what": str})


class NoSuchWound(ValueError):
    """This system holds nothing that could be wrong in this way."""


def _with_item(record: Record, name: str) -> Record:
    """The record with one item that is another."""
    match name:
        case "name":
            return replace(record, name=replace(record.name, written=record.name.written + "々"))
        case "birth":
            return replace(record, birth=replace(record.birth, year=record.birth.year % 9999 + 1))
        case "sex":
            return replace(record, sex=Sex.FEMALE if record.sex is Sex.MALE else Sex.MALE)
        case "address":
            return replace(record, address=replace(record.address, lot=record.address.lot + "の99"))
        case "my_number":
            return replace(record, my_number=_another(record.my_number))
        case _:
            raise NoSuchWound(name)


def _another(number: MyNumber | None) -> MyNumber:
    body = int(number.digits[:-1]) if number else int(SYNTHETIC_NUMBER_MARK) * 10**9
    return MyNumber.of_body(f"{SYNTHETIC_NUMBER_MARK}{(body + 1) % 10**9:09d}")


def _altered(store: Store, code: str, said: Said) -> None:
    name = said["field"]
    if name == "is_current":
        store.write("update identity set is_current = 1 - is_current where code = ?", code)
        return
    record = _identity(store, code)
    match name:
        case "reason":
            other = ChangeReason.ENTERED_EX_OFFICIO, ChangeReason.CORRECTED_EX_OFFICIO
            record = replace(record, reason=other[record.reason is other[0]])
        case "changed_on":
            record = replace(record, changed_on=record.changed_on - timedelta(days=1))
        case _:
            record = _with_item(record, name)
    _put_identity(store, record)


def _identity(store: Store, code: str) -> IdentityRecord:
    row = store.one("select record from identity where code = ? -- one row", code)
    if row is None:
        raise NoSuchWound("nobody")
    return decode(row[0], IdentityRecord)


def _put_identity(store: Store, record: IdentityRecord) -> None:
    number = record.my_number.digits if record.my_number else None
    store.write(
        "update identity set record = ?, my_number = ? where code = ?", encode(record), number, record.code.digits
    )


def _lost(store: Store, code: str, _: Said) -> None:
    store.write("delete from identity where code = ?", code)


def _same_number(store: Store, code: str, said: Said) -> None:
    other = _identity(store, _code_at(store, "identity", said["with"]))
    _put_identity(store, replace(_identity(store, code), my_number=other.my_number))


def _stale_above(store: Store, code: str, _: Said) -> None:
    municipality = _identity(store, code).municipality.digits
    store.write("update sequences set last = last - 1 where code = ? and origin = ?", code, municipality)


def _stale_below(store: Store, code: str, _: Said) -> None:
    store.write("update identity set sequence = sequence - 1 where code = ?", code)


def _elsewhere(store: Store, code: str, said: Said) -> None:
    record = replace(_identity(store, code), municipality=MunicipalityCode(said["city"]))
    store.write("update identity set municipality = ?, is_current = 1 where code = ?", said["city"], code)
    _put_identity(store, record)


def _resident(store: Store, code: str) -> Resident:
    row = store.one(
        "select record from residents where code = ? order by erased_on is not null, address_number desc limit 1", code
    )
    if row is None:
        raise NoSuchWound("nobody")
    return decode(row[0], Resident)


def _put_resident(store: Store, resident: Resident) -> None:
    store.write(
        "update residents set record = ?, name = ? where address_number = ?",
        encode(resident),
        resident.name.written,
        resident.address_number,
    )


def _register_altered(store: Store, code: str, said: Said) -> None:
    _put_resident(store, _with_item(_resident(store, code), said["field"]))


def _register_lost(store: Store, code: str, _: Said) -> None:
    store.write("delete from residents where address_number = ?", _resident(store, code).address_number)


def _register_same_number(store: Store, code: str, said: Said) -> None:
    other = _resident(store, _code_at(store, "residents", said["with"]))
    _put_resident(store, replace(_resident(store, code), my_number=other.my_number))


def _register_twice(store: Store, code: str, _: Said) -> None:
    resident = _resident(store, code)
    second = replace(resident, address_number=f"Z{resident.address_number}")
    store.write(
        "insert into residents (address_number, code, name, office, erased_on, record) values (?, ?, ?, ?, null, ?)",
        second.address_number,
        code,
        second.name.written,
        second.address.office.digits,
        encode(second),
    )


def _code_at(store: Store, table: str, row: str) -> str:
    """The code in the n-th row, from 0: damage strikes a place, and an order must not bear a whole number."""
    found = store.one(f"select code from {table} order by code limit 1 offset ?", int(row))  # noqa: S608 - a name of this file
    if found is None:
        raise NoSuchWound("a row behind the last")
    return str(found[0])


Wound: TypeAlias = Callable[[Store, str, Said], None]
_EVERYWHERE: dict[str, Wound] = {"altered": _altered, "lost": _lost, "same-number": _same_number}
ABOVE: dict[str, Wound] = {**_EVERYWHERE, "stale": _stale_above, "elsewhere": _elsewhere}
BELOW: dict[str, Wound] = {**_EVERYWHERE, "stale": _stale_below}
REGISTER: dict[str, Wound] = {
    "altered": _register_altered,
    "lost": _register_lost,
    "same-number": _register_same_number,
    "twice": _register_twice,
}
WOUNDS = tuple(dict.fromkeys((*ABOVE, *BELOW, *REGISTER)))


def decisions(wounds: Mapping[str, Wound], table: str) -> dict[Topic, Decision]:
    """What a system with these wounds does when a story plants one.

    Args:
        wounds: that it can suffer.
        table: of the rows that the order counts.
    """

    def plant(node: Node, event: Event, context: Context) -> Sequence[Effect]:
        if not isinstance(event, Ordered):
            raise node.unexpected(event)
        said, store = event.arguments, context.store
        if said["what"] not in wounds:
            raise NoSuchWound(said["what"])
        code = _code_at(store, table, said["row"])
        wounds[said["what"]](store, code, said)
        # Of two that share a number from now on, neither can be told from the other.
        codes = [code, *([_code_at(store, table, said["with"])] if said["what"] == "same-number" else [])]
        for one in codes:
            store.write("insert into planted (code, what) values (?, ?)", one, said["what"])
        return []

    return {"plant_difference": plant}

"""What the stores of a network hold of a person, read for expectations, oracles and screens. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from juki.nodes.municipality.addressee_rows import Addressee, AddresseeRows
from juki.nodes.store import Store
from juki.protocol.messages.card import CardState
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.terms import JuminhyoCode, MunicipalityCode
from juki.protocol.wire import decode
from juki.scenarios.population import Person


def current_of(store: Store, code: JuminhyoCode) -> Resident | None:
    """The 住民票 in force in one register."""
    row = store.one(
        "select record from residents where code = ? and erased_on is null order by address_number limit 1", code.digits
    )
    return decode(row[0], Resident) if row else None


def code_now(store: Store, code: JuminhyoCode) -> JuminhyoCode:
    """The code at the end of the chain that begins with `code`, as the national server or a prefecture's knows it."""
    while True:
        row = store.one("select code from successors where old_code = ? -- one row", code.digits)
        if row is None:
            return code
        code = JuminhyoCode(row[0])


def closed_of(store: Store, code: JuminhyoCode) -> Resident | None:
    """The newest 除票 in one register."""
    row = store.one(
        "select record from residents where code = ? and erased_on is not null"
        " order by erased_on desc, address_number desc limit 1",
        code.digits,
    )
    return decode(row[0], Resident) if row else None


@dataclass(frozen=True, slots=True)
class OnFile:
    """One row of a server's identity records."""

    record: IdentityRecord
    municipality: MunicipalityCode
    is_current: bool


def identities(store: Store) -> Iterator[OnFile]:
    """Everything that a prefecture's or the national server keeps, by code."""
    for body, municipality, is_current in store.rows(
        "select record, municipality, is_current from identity order by code"
    ):
        yield OnFile(decode(body, IdentityRecord), MunicipalityCode(municipality), bool(is_current))


def identity_at(store: Store, code: JuminhyoCode) -> tuple[IdentityRecord, bool] | None:
    """One person's record on any server, and whether it is current there."""
    row = store.one("select record, is_current from identity where code = ? -- one row", code.digits)
    return (decode(row[0], IdentityRecord), bool(row[1])) if row else None


@dataclass(frozen=True, slots=True)
class CardRow:
    """One row of card management."""

    serial: str
    code: str
    state: CardState
    expires_on: date
    municipality: str
    lapses_because: str


def cards(store: Store) -> Iterator[CardRow]:
    """Every card that card management knows, by serial."""
    for serial, code, state, expires_on, municipality, because in store.rows(
        "select serial, code, state, expires_on, municipality, lapses_because from cards order by serial"
    ):
        yield CardRow(serial, code, CardState(state), date.fromisoformat(expires_on), municipality, because or "")


def card_row(store: Store, serial: str) -> CardRow | None:
    """One card of card management."""
    row = store.one(
        "select serial, code, state, expires_on, municipality, lapses_because from cards where serial = ? -- one row",
        serial,
    )
    if row is None:
        return None
    return CardRow(row[0], row[1], CardState(row[2]), date.fromisoformat(row[3]), row[4], row[5] or "")


def certificate_revoked(store: Store, code: JuminhyoCode, purpose: str) -> bool | None:
    """Whether every certificate of a purpose is revoked; None if the person never had one."""
    rows = store.rows(
        "select revoked_on from certificates where code = ? and purpose = ? order by serial", code.digits, purpose
    )
    return all(row[0] is not None for row in rows) if rows else None


def keeps_transfer_data(store: Store, code: JuminhyoCode) -> bool:
    """Whether a communication server holds a person's 転出証明書情報."""
    return store.one("select 1 from transfers where code = ? -- one row", code.digits) is not None


def addressee_at(store: Store, person: Person, city: MunicipalityCode, standing: Resident | None) -> Addressee | None:
    """As whom the 団体内統合宛名 of a city knows somebody.

    Args:
        store: of that system.
        person: as she was before the run.
        city: whose system it is.
        standing: her 住民票 in that city, if one is in force.
    """
    rows = AddresseeRows(store)
    if standing is not None and (found := rows.resident(standing.address_number)) is not None:
        return found
    if person.municipality == city:
        return rows.resident(person.resident.address_number)
    number = person.addressee_number if person.addressee_of == city else person.resident.my_number
    return rows.bearing(number) if number is not None else None


def fugo_at(store: Store, unified_number: str) -> str | None:
    """The 符号 that a 中間サーバー holds under a 統一識別番号."""
    row = store.one("select fugo from fugo where unified = ? -- one row", unified_number)
    return row[0] if row else None


def link_behind(store: Store, fugo: str) -> str | None:
    """What the core, and nobody else, joins a 符号 to others by."""
    row = store.one("select link from fugo where fugo = ? limit 1", fugo)
    return row[0] if row else None

"""How expectations of records, cards and certificates are looked up in the stores. Changes nothing."""

from __future__ import annotations

from juki.protocol.messages.move import MoveOutConfirmed
from juki.protocol.records.resident import Resident
from juki.protocol.terms import Address, MunicipalityCode, Role
from juki.protocol.terms.nodes import (
    CARD_MANAGEMENT,
    JPKI,
    OTHER_MUNICIPALITIES,
    communication_server,
    resident_register,
)
from juki.protocol.terms.nodes import card as card_node
from juki.protocol.wire import decode
from juki.scenarios.finding.found import Arguments, ByPerson, Check, Found, keeps, store_of
from juki.scenarios.population import Person
from juki.scenarios.population.municipalities import municipality
from juki.scenarios.records import (
    card_row,
    certificate_revoked,
    closed_of,
    current_of,
    identity_at,
    keeps_transfer_data,
)
from juki.scenarios.stage import Stage
from juki.scenarios.story import Wanted


def _register(person: Person, said: Arguments, stage: Stage) -> Found:
    store = store_of(stage, resident_register(stage.city(said["at"])))
    code = stage.code_of(person)
    office = stage.office_or_city(said["at"])
    current, closed = (_kept_at(office, record, stage) for record in (current_of(store, code), closed_of(store, code)))
    state = "none" if closed is None else "closed"
    if current is not None:
        state = "leaving" if current.planned_on else "current"
    held = state == said["is"].value
    text = state
    if held and "moved_to" in said:
        office = stage.office(said["moved_to"])
        held = closed is not None and closed.moved_to.startswith(municipality(office.digits).address_name)
        text = f"closed, moved to {closed.moved_to if closed else '-'} ({office})"
    return Found(held, text)


def _kept_at(office: MunicipalityCode, record: Resident | None, stage: Stage) -> Resident | None:
    """The record, if it is one of that ward, or if no ward was named."""
    if record is None or stage.simulation.city_of(office) == office:
        return record
    return record if record.address.office == office else None


def _identity(person: Person, said: Arguments, stage: Stage) -> Found:
    found = identity_at(store_of(stage, stage.node(said["on"])), stage.code_of(person))
    if found is None:
        return Found(bool("none" in said and said["none"].value), "no record")
    record, is_current = found
    held = not ("none" in said and said["none"].value)
    if "current" in said:
        held = held and is_current is said["current"].value
    if "lives_in" in said:
        office = stage.office_or_city(said["lives_in"])
        held = held and office in {record.municipality, record.address.office}
    return Found(held, f"{'current' if is_current else 'erased'}, last by {record.municipality} ({record.reason})")


def _card(person: Person, said: Arguments, stage: Stage) -> Found:
    serial = person.card.serial if person.card else ""
    row = card_row(store_of(stage, CARD_MANAGEMENT), serial)
    if row is None:
        return Found(held=False, text="no card")
    held = row.state.value == said["is"].value
    if "continued_at" in said:
        held = held and row.municipality == stage.city(said["continued_at"]).digits
    return Found(held, f"{row.state}, kept by {row.municipality}")


def _chip(person: Person, said: Arguments, stage: Stage) -> Found:
    if person.card is None:
        return Found(held=False, text="no chip")
    row = store_of(stage, card_node(person.card.number)).one("select address, tries from chip where id = 1")
    assert row is not None  # noqa: S101 - every chip is filled when its card is made
    address = decode(row[0], Address)
    held = "tries_left" not in said or row[1] == said["tries_left"].value
    if "address_at" in said:
        held = held and address.office == stage.office(said["address_at"])
    return Found(held, f"address in {address.office}, {row[1]} tries left")


def _certificate(person: Person, said: Arguments, stage: Stage) -> Found:
    revoked = certificate_revoked(store_of(stage, JPKI), person.resident.code, str(said["purpose"].value))
    if revoked is None:
        return Found(held=False, text="no certificate")
    return Found(revoked is said["revoked"].value, "revoked" if revoked else "valid")


def _transfer_data(person: Person, said: Arguments, stage: Stage) -> Found:
    store = store_of(stage, communication_server(stage.city(said["at"])))
    kept = keeps_transfer_data(store, person.resident.code)
    return Found(kept is said["kept"].value, "kept" if kept else "not there")


def _confirmed(person: Person, said: Arguments, stage: Stage) -> Found:
    row = store_of(stage, stage.node(said["on"])).one(
        "select confirmation from confirmed where code = ? order by moved_on desc limit 1", person.resident.code.digits
    )
    if row is None:
        return Found(held=False, text="not told")
    office = decode(row[0], MoveOutConfirmed).address.office
    return Found(office == stage.office(said["moved_to"]), f"told: {office}")


def _mailing(person: Person, said: Arguments, stage: Stage) -> Found:
    row = store_of(stage, OTHER_MUNICIPALITIES).one(
        "select count(*) from mailing where code = ?", person.resident.code.digits
    )
    count = row[0] if row else 0
    wanted = said["notices"].value if person.resident.family_register else 0
    return Found(count == wanted, f"{count} notices")


_HAVE_IDENTITIES = (Role.COMMUNICATION_SERVER, Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER)


def _check_identity(wanted: Wanted, stage: Stage) -> None:
    keeps(wanted.arguments["on"], _HAVE_IDENTITIES, stage)


def _check_confirmed(wanted: Wanted, stage: Stage) -> None:
    keeps(wanted.arguments["on"], (Role.PREFECTURE_SERVER,), stage)


def _check_holder(wanted: Wanted, stage: Stage) -> None:
    stage.card_of(wanted.arguments["who"])


BY_PERSON: dict[str, ByPerson] = {
    "register": _register,
    "identity": _identity,
    "card": _card,
    "chip": _chip,
    "certificate": _certificate,
    "transfer_data": _transfer_data,
    "confirmed": _confirmed,
    "mailing": _mailing,
}
CHECKS: dict[str, Check] = {
    "identity": _check_identity,
    "confirmed": _check_confirmed,
    "card": _check_holder,
    "chip": _check_holder,
}

"""How each expectation is looked up in stores and trail: a row of `expectations.py` each. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from juki.nodes.store import Store
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.errors import BadInput
from juki.protocol.messages.move import MoveOutConfirmed
from juki.protocol.records.resident import Resident
from juki.protocol.terms import Address, MunicipalityCode, NodeId, Role, role_of
from juki.protocol.terms.nodes import (
    CARD_MANAGEMENT,
    JAPANESE,
    JPKI,
    OTHER_MUNICIPALITIES,
    communication_server,
    integrated_terminal,
    resident_register,
)
from juki.protocol.terms.nodes import card as card_node
from juki.protocol.wire import decode
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
from juki.scenarios.story import Said, Wanted
from juki.scenarios.trail import Trail
from juki.scenarios.vocabulary import closest

Said_: TypeAlias = Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Found:
    """What was there, in words that carry no number of a person; and whether it is as wanted."""

    held: bool
    text: str


def look(wanted: Wanted, stage: Stage, trail: Trail) -> Found:
    """Whether one expectation holds now.

    Raises:
        BadInput: a name in it has no counterpart in the network.
    """
    said = wanted.arguments
    by_person = _BY_PERSON.get(wanted.verb)
    if by_person is None:
        return _BY_TRAIL[wanted.verb](said, stage, trail)
    founds = [by_person(person, said, stage) for person in stage.people(said["who"])]
    texts = sorted({found.text for found in founds if not found.held} or {found.text for found in founds})
    return Found(all(found.held for found in founds), "; ".join(texts))


def _store(stage: Stage, node: NodeId) -> Store:
    return stage.simulation.hosts[node].store


def _register(person: Person, said: Said_, stage: Stage) -> Found:
    store = _store(stage, resident_register(stage.city(said["at"])))
    code = person.resident.code
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


def _identity(person: Person, said: Said_, stage: Stage) -> Found:
    found = identity_at(_store(stage, stage.node(said["on"])), person.resident.code)
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


def _card(person: Person, said: Said_, stage: Stage) -> Found:
    serial = person.card.serial if person.card else ""
    row = card_row(_store(stage, CARD_MANAGEMENT), serial)
    if row is None:
        return Found(held=False, text="no card")
    held = row.state.value == said["is"].value
    if "continued_at" in said:
        held = held and row.municipality == stage.city(said["continued_at"]).digits
    return Found(held, f"{row.state}, kept by {row.municipality}")


def _chip(person: Person, said: Said_, stage: Stage) -> Found:
    if person.card is None:
        return Found(held=False, text="no chip")
    row = _store(stage, card_node(person.card.number)).one("select address, tries from chip where id = 1")
    assert row is not None  # noqa: S101 - every chip is filled when its card is made
    address = decode(row[0], Address)
    held = "tries_left" not in said or row[1] == said["tries_left"].value
    if "address_at" in said:
        held = held and address.office == stage.office(said["address_at"])
    return Found(held, f"address in {address.office}, {row[1]} tries left")


def _certificate(person: Person, said: Said_, stage: Stage) -> Found:
    revoked = certificate_revoked(_store(stage, JPKI), person.resident.code, str(said["purpose"].value))
    if revoked is None:
        return Found(held=False, text="no certificate")
    return Found(revoked is said["revoked"].value, "revoked" if revoked else "valid")


def _transfer_data(person: Person, said: Said_, stage: Stage) -> Found:
    store = _store(stage, communication_server(stage.city(said["at"])))
    kept = keeps_transfer_data(store, person.resident.code)
    return Found(kept is said["kept"].value, "kept" if kept else "not there")


def _confirmed(person: Person, said: Said_, stage: Stage) -> Found:
    row = _store(stage, stage.node(said["on"])).one(
        "select confirmation from confirmed where code = ? order by moved_on desc limit 1", person.resident.code.digits
    )
    if row is None:
        return Found(held=False, text="not told")
    office = decode(row[0], MoveOutConfirmed).address.office
    return Found(office == stage.office(said["moved_to"]), f"told: {office}")


def _mailing(person: Person, said: Said_, stage: Stage) -> Found:
    row = _store(stage, OTHER_MUNICIPALITIES).one(
        "select count(*) from mailing where code = ?", person.resident.code.digits
    )
    count = row[0] if row else 0
    wanted = said["notices"].value if person.resident.family_register else 0
    return Found(count == wanted, f"{count} notices")


def _declined(said: Said_, stage: Stage, trail: Trail) -> Found:
    city = stage.city(said["at"])
    counters = integrated_terminal(city), resident_register(city)
    rules = [about["rule"] for about in trail.notices(counters, "declined", "refused-here")]
    return Found(said["rule"].value in rules[-1:], rules[-1] if rules else "nothing was declined")


def _refused(said: Said_, stage: Stage, trail: Trail) -> Found:
    node = stage.node(said["by"]) if "by" in said else None
    count = sum(1 for step in trail.refusals(str(said["rule"].value)) if node in {None, step.node})
    return Found(count == said["times"].value, f"{count} times")


def _message(said: Said_, stage: Stage, trail: Trail) -> Found:
    sender = stage.node(said["from"]) if "from" in said else None
    recipient = stage.node(said["to"]) if "to" in said else None
    count = sum(
        1
        for step in trail.taken(str(said["kind"].value))
        if sender in {None, step.peer} and recipient in {None, step.node}
    )
    return Found(count == said["times"].value, f"{count} messages")


def _struck(said: Said_, stage: Stage, trail: Trail) -> Found:  # noqa: ARG001 - counted where they strike
    count = stage.simulation.world.struck[str(said["fault"].value)]
    return Found(count >= int(said["at_least"].value), f"{count} times")


def rehearse_expectation(wanted: Wanted, stage: Stage) -> None:
    """Look up every name of an expectation, before the first step.

    Raises:
        BadInput: with the place of the first that is wrong.
    """
    for name, said in wanted.arguments.items():
        if name == "who":
            stage.people(said)
        elif name in {"moved_to", "address_at"}:
            stage.office(said)
        elif name in {"at", "lives_in", "continued_at"}:
            stage.city(said)
        elif name in {"on", "by", "from", "to"}:
            stage.node(said)
        elif name == "kind":
            _known_kind(said)
    if wanted.verb in {"chip", "card"}:
        stage.card_of(wanted.arguments["who"])
    if wanted.verb in _KEEPERS:
        _keeps(wanted.arguments["on"], _KEEPERS[wanted.verb], stage)


def _keeps(said: Said, keepers: tuple[Role, ...], stage: Stage) -> None:
    if role_of(stage.node(said)) not in keepers:
        expected = " or ".join(JAPANESE[role] for role in keepers)
        raise BadInput(str(said.place), f"{said.value!r}, which keeps no such record", expected)


def _known_kind(said: Said) -> None:
    if str(said.value) not in CATALOGUE:
        raise BadInput(str(said.place), f"message {said.value!r}", closest(str(said.value), CATALOGUE))


_KEEPERS = {
    "identity": (Role.COMMUNICATION_SERVER, Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER),
    "confirmed": (Role.PREFECTURE_SERVER,),
}
"On which systems an expectation can be looked up."

_BY_PERSON: dict[str, Callable[[Person, Said_, Stage], Found]] = {
    "register": _register,
    "identity": _identity,
    "card": _card,
    "chip": _chip,
    "certificate": _certificate,
    "transfer_data": _transfer_data,
    "confirmed": _confirmed,
    "mailing": _mailing,
}
_BY_TRAIL: dict[str, Callable[[Said_, Stage, Trail], Found]] = {
    "declined": _declined,
    "refused": _refused,
    "message": _message,
    "struck": _struck,
}

"""How a world begins: every node with its store, and the population written into all of them alike. Plays no story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace as rewritten

from juki.nodes.host import Host
from juki.nodes.information.core import Core
from juki.nodes.information.interface import Interface
from juki.nodes.information.intermediary_server import IntermediaryServer
from juki.nodes.kernel.registry import Registry
from juki.nodes.municipality.addressee_rows import AddresseeRows
from juki.nodes.municipality.addressee_system import AddresseeSystem
from juki.nodes.municipality.business_common import BusinessCommon
from juki.nodes.municipality.change_rows import ChangeRows
from juki.nodes.municipality.communication_server import CommunicationServer
from juki.nodes.municipality.convenience_issuance import ConvenienceIssuance
from juki.nodes.municipality.register_fugo import addressee_notice
from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.municipality.resident_register import ResidentRegister
from juki.nodes.municipality.server_rows import ServerRows
from juki.nodes.municipality.terminal import IntegratedTerminal
from juki.nodes.national.card_management import CardManagement
from juki.nodes.national.certificate_center import CertificateCenter
from juki.nodes.national.jpki import SIGNING, USER, Jpki
from juki.nodes.national.national_numbers import designate
from juki.nodes.national.national_server import NationalServer
from juki.nodes.node import Node
from juki.nodes.operator_rows import OperatorRows, operators
from juki.nodes.outside import OtherMunicipalities
from juki.nodes.ports import Draws, Surroundings
from juki.nodes.prefecture_server import PrefectureServer
from juki.nodes.public.card import TRIES, Card
from juki.nodes.public.kiosk import Kiosk
from juki.nodes.store import Store, template
from juki.protocol.messages.card import CardState
from juki.protocol.permissions.duties import COUNTERS
from juki.protocol.records.certificates import user_certificate_of
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.terms import MunicipalityCode, NodeId, Role, organisation_of, role_of
from juki.protocol.terms.nodes import CARD_MANAGEMENT, JPKI, NATIONAL_SERVER
from juki.protocol.terms.nodes import card as card_node
from juki.protocol.wire import encode
from juki.scenarios.kiosk_genesis import certificate_contents, fill_replica, fill_user_chip
from juki.scenarios.population import CardIssue, Person
from juki.scenarios.population.designated import designated_codes
from juki.scenarios.roll import roll

if TYPE_CHECKING:
    from sqlite_utils.migrations import Migrations

SYSTEMS: dict[Role, type[Node]] = {
    system.role: system
    for system in (
        ResidentRegister,
        CommunicationServer,
        IntegratedTerminal,
        AddresseeSystem,
        BusinessCommon,
        IntermediaryServer,
        Core,
        Interface,
        PrefectureServer,
        NationalServer,
        CardManagement,
        Jpki,
        Card,
        OtherMunicipalities,
        ConvenienceIssuance,
        CertificateCenter,
        Kiosk,
    )
}
FIRST_COUNTER = {"address": 500_000_000, "household": 500_000_000}
"Numbers given in the run begin here, above those of the population."


def make_host(
    node: NodeId, surroundings: Surroundings, registry: Registry, draws: Draws, image: bytes | None = None
) -> Host:
    """A node with the store of an image, or with an empty one."""
    system, role = SYSTEMS[role_of(node)], role_of(node)
    staffed = role in COUNTERS
    if image is None:
        image = _staffed(system, node, surroundings.profile.start.date()) if staffed else _beginning(system)
    return Host(system(node, surroundings), Store(image), registry.vault(node), registry, draws, staffed=staffed)


@cache
def _beginning(system: type[Node], *more: Migrations) -> bytes:
    """The image of a store with its tables and counters."""
    from juki.nodes.migrations import common

    store = Store(template(common, *system.migrations, *more))
    store.write("insert into node (id, messages, cases, log_number, log_head) values (1, 0, 0, 0, x'')")
    return store.image()


@cache
def _staffed(system: type[Node], node: NodeId, start: date) -> bytes:
    """The same with the roll of operators, as it stands at every counter when a run begins."""
    store = Store(_beginning(system, operators))
    with store.transaction():
        OperatorRows(store).fill(roll(node, start))
    return store.image()


def settle(people: Sequence[Person], hosts: Callable[[NodeId], Host]) -> None:
    """Write everybody into register, communication server, prefecture, national server, card management, certification."""
    by_city: dict[MunicipalityCode, list[Person]] = {}
    for person in people:
        by_city.setdefault(person.municipality, []).append(person)
    for city, citizens in by_city.items():
        _settle_city(city, citizens, hosts)
    _designate(people, tuple(by_city), hosts)
    _settle_cards(people, hosts)


def _settle_city(city: MunicipalityCode, citizens: Sequence[Person], hosts: Callable[[NodeId], Host]) -> None:
    records = [identity_of(person.resident, city) for person in citizens]
    register = hosts(NodeId(f"{city}/{Role.RESIDENT_REGISTER}")).store
    server = hosts(NodeId(f"{city}/{Role.COMMUNICATION_SERVER}")).store
    with register.transaction():
        RegisterRows(register).fill(person.resident for person in citizens)
        register.fill("insert into numbers (kind, last) values (?, ?)", FIRST_COUNTER.items())
    with server.transaction():
        ServerRows(server).fill(records)
    for above in (NodeId(f"{city.prefecture}/{Role.PREFECTURE_SERVER}"), NATIONAL_SERVER):
        _settle_identities(hosts(above).store, records)


def _designate(people: Sequence[Person], cities: tuple[MunicipalityCode, ...], hosts: Callable[[NodeId], Host]) -> None:
    """Codes that each city may give to whoever has none yet (住基法30条の2)."""
    national = hosts(NATIONAL_SERVER).store
    for city, codes in designated_codes(cities, (person.resident.code for person in people)).items():
        register = hosts(NodeId(f"{city}/{Role.RESIDENT_REGISTER}")).store
        with register.transaction(), national.transaction():
            ChangeRows(register).fill(codes)
            designate(codes, city, national)


def _settle_identities(store: Store, records: Sequence[IdentityRecord]) -> None:
    rows = [(record.code.digits, record.municipality.digits, encode(record)) for record in records]
    with store.transaction():
        store.fill(
            "insert into identity (code, municipality, is_current, record, my_number) values (?, ?, 1, ?, ?)",
            [(*row, one.my_number.digits if one.my_number else None) for row, one in zip(rows, records, strict=True)],
        )
        store.fill("insert into sequences (code, origin, last) values (?, ?, 1)", [row[:2] for row in rows])
        store.fill("insert into history (code, origin, sequence, record) values (?, ?, 1, ?)", rows)


def identity_of(resident: Resident, city: MunicipalityCode) -> IdentityRecord:
    """The 本人確認情報 that the last change before the run made."""
    reason = ChangeReason.MOVED_IN if resident.previous_address else ChangeReason.ENTERED_EX_OFFICIO
    return resident.identity(city, reason, resident.address_since)


def _settle_cards(people: Sequence[Person], hosts: Callable[[NodeId], Host]) -> None:
    cards, certificates = hosts(CARD_MANAGEMENT).store, hosts(JPKI).store
    holders = [(person, person.card) for person in people if person.card is not None]
    with cards.transaction(), certificates.transaction():
        cards.fill(
            "insert into cards (serial, code, state, expires_on, municipality, lapses_because) values (?, ?, ?, ?, ?, '')",
            (
                (
                    issue.serial,
                    person.resident.code.digits,
                    CardState.ACTIVE.value,
                    issue.expires_on.isoformat(),
                    person.municipality.digits,
                )
                for person, issue in holders
            ),
        )
        certificates.fill(
            "insert into certificates (serial, code, purpose) values (?, ?, ?)",
            (
                (serial, person.resident.code.digits, purpose)
                for person, issue in holders
                for serial, purpose in _certificates(issue)
            ),
        )
        certificates.fill(
            "insert into certificate_content (serial, mark, expires_on) values (?, ?, ?)", certificate_contents(people)
        )


def _certificates(issue: CardIssue) -> Iterator[tuple[str, str]]:
    if issue.has_user_certificate:
        yield user_certificate_of(issue.serial), USER
    if issue.has_signing_certificate:
        yield f"{issue.serial}-S", SIGNING


def _fill_addressees(host: Host, people: Sequence[Person]) -> None:
    """A city's residents, and whoever is known to it though he lives elsewhere."""
    city = MunicipalityCode(organisation_of(host.node.me))
    residents = [addressee_notice(person.resident) for person in people if person.municipality == city]
    others = [
        rewritten(addressee_notice(person.resident), address_number="", my_number=person.addressee_number)
        for person in people
        if person.addressee_of == city
    ]
    with host.store.transaction():
        AddresseeRows(host.store).fill([*residents, *others])


FILLS: dict[Role, Callable[[Host, Sequence[Person]], None]] = {
    Role.ADDRESSEE_SYSTEM: _fill_addressees,
    Role.CONVENIENCE_ISSUANCE: fill_replica,
}
"What a node that is made later holds from before the run; those that are not here begin empty."


def fill(host: Host, people: Sequence[Person]) -> None:
    """Write into a node that is made later what it holds from before the run."""
    how = FILLS.get(host.node.role)
    if how is not None:
        how(host, people)


def fill_chip(host: Host, person: Person) -> None:
    """Write what the chip of a person's card holds."""
    issue = person.card
    assert issue is not None  # noqa: S101 - only holders have chips
    with host.store.transaction():
        host.store.write(
            "insert into chip (id, code, serial, expires_on, pin, tries, session, address)"
            " values (1, ?, ?, ?, ?, ?, null, ?)",
            person.resident.code.digits,
            issue.serial,
            issue.expires_on.isoformat(),
            issue.pin,
            TRIES,
            encode(person.resident.address),
        )
    fill_user_chip(host, issue)


def chips(people: Sequence[Person]) -> dict[NodeId, Person]:
    """Holders by their card's node id."""
    return {card_node(person.card.number): person for person in people if person.card is not None}

"""How a world begins: every node with its store, and the population written into all of them alike. Plays no story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from juki.nodes.host import Host
from juki.nodes.kernel.registry import Registry
from juki.nodes.municipality.addressee_system import AddresseeSystem
from juki.nodes.municipality.communication_server import CommunicationServer
from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.municipality.resident_register import ResidentRegister
from juki.nodes.municipality.server_rows import ServerRows
from juki.nodes.municipality.terminal import IntegratedTerminal
from juki.nodes.national.card_management import CardManagement
from juki.nodes.national.jpki import SIGNING, USER, Jpki
from juki.nodes.national.national_server import NationalServer
from juki.nodes.node import Node
from juki.nodes.outside import OtherMunicipalities
from juki.nodes.ports import Draws, Surroundings
from juki.nodes.prefecture_server import PrefectureServer
from juki.nodes.public.card import TRIES, Card
from juki.nodes.store import Store, template
from juki.protocol.messages.card import CardState
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.terms import MunicipalityCode, NodeId, Role, role_of
from juki.protocol.terms.nodes import CARD_MANAGEMENT, JPKI, NATIONAL_SERVER
from juki.protocol.terms.nodes import card as card_node
from juki.protocol.wire import encode
from juki.scenarios.population import CardIssue, Person

SYSTEMS: dict[Role, type[Node]] = {
    system.role: system
    for system in (
        ResidentRegister,
        CommunicationServer,
        IntegratedTerminal,
        AddresseeSystem,
        PrefectureServer,
        NationalServer,
        CardManagement,
        Jpki,
        Card,
        OtherMunicipalities,
    )
}
FIRST_COUNTER = {"address": 500_000_000, "household": 500_000_000}
"Numbers given in the run begin here, above those of the population."


def make_host(
    node: NodeId, surroundings: Surroundings, registry: Registry, draws: Draws, image: bytes | None = None
) -> Host:
    """A node with the store of an image, or with an empty one."""
    system = SYSTEMS[role_of(node)]
    return Host(system(node, surroundings), Store(image or _beginning(system)), registry.vault(node), registry, draws)


@cache
def _beginning(system: type[Node]) -> bytes:
    """The image of a store with its tables and counters."""
    from juki.nodes.migrations import common

    store = Store(template(common, *system.migrations))
    store.write("insert into node (id, messages, cases, log_number, log_head) values (1, 0, 0, 0, x'')")
    return store.image()


def settle(people: Sequence[Person], hosts: Callable[[NodeId], Host]) -> None:
    """Write everybody into register, communication server, prefecture, national server, card management, certification."""
    by_city: dict[MunicipalityCode, list[Person]] = {}
    for person in people:
        by_city.setdefault(person.municipality, []).append(person)
    for city, citizens in by_city.items():
        _settle_city(city, citizens, hosts)
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


def _settle_identities(store: Store, records: Sequence[IdentityRecord]) -> None:
    rows = [(record.code.digits, record.municipality.digits, encode(record)) for record in records]
    with store.transaction():
        store.fill("insert into identity (code, municipality, is_current, record) values (?, ?, 1, ?)", rows)
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


def _certificates(issue: CardIssue) -> Iterator[tuple[str, str]]:
    if issue.has_user_certificate:
        yield f"{issue.serial}-U", USER
    if issue.has_signing_certificate:
        yield f"{issue.serial}-S", SIGNING


FILLS: dict[Role, Callable[[Host, Sequence[Person]], None]] = {}
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


def chips(people: Sequence[Person]) -> dict[NodeId, Person]:
    """Holders by their card's node id."""
    return {card_node(person.card.number): person for person in people if person.card is not None}

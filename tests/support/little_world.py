"""A world of the cast: three cities, their prefectures, the 機構, one card. Real hosts, keys, links; made by hand, no story."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from cast import HANAKO, NAGAOKA, NIIGATA, NIIGATA_CHUO, YOKOHAMA, YOKOHAMA_NAKA, card_data, resident

from juki.nodes.host import Host
from juki.nodes.kernel.choices import Choices, Draw, SeededChoices
from juki.nodes.kernel.drive import DirectDriver, Quiet, Until
from juki.nodes.kernel.faults import PRESETS, Faults
from juki.nodes.kernel.network import Network
from juki.nodes.kernel.registry import KEYRINGS, Registry
from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.nodes.migrations import common
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
from juki.nodes.ports import Surroundings
from juki.nodes.prefecture_server import PrefectureServer
from juki.nodes.public.card import TRIES, Card
from juki.nodes.store import Store, template
from juki.protocol.card_proof import mark_of
from juki.protocol.deadlines import JST
from juki.protocol.moments import to_micros
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.resident import Resident
from juki.protocol.terms import MunicipalityCode, NodeId, Role, role_of
from juki.protocol.terms import nodes as ids
from juki.protocol.versions import profile
from juki.protocol.wire import encode

CITIES = (NAGAOKA, NIIGATA, YOKOHAMA)
WARDS = {NIIGATA_CHUO: NIIGATA, YOKOHAMA_NAKA: YOKOHAMA}
CARD = ids.card("000001")
PIN = "1234"
START = datetime(2026, 3, 16, 9, tzinfo=JST)
CALM = PRESETS["calm"]
SYSTEMS: dict[Role, type[Node]] = {
    system.role: system
    for system in (
        *(ResidentRegister, CommunicationServer, IntegratedTerminal, PrefectureServer, NationalServer),
        *(CardManagement, Jpki, Card, OtherMunicipalities),
    )
}
NODES = (
    *(node(city) for city in CITIES for node in (ids.resident_register, ids.communication_server)),
    *(ids.integrated_terminal(city) for city in CITIES),
    *(ids.prefecture_server(number) for number in ("15", "14")),
    *(ids.NATIONAL_SERVER, ids.CARD_MANAGEMENT, ids.JPKI, ids.OTHER_MUNICIPALITIES, CARD),
)


def surroundings(name: str = "law-2026") -> Surroundings:
    return Surroundings(profile(name), {**{city: city for city in CITIES}, **WARDS}, frozenset(CITIES))


def empty_store(*migrations: Any) -> Store:
    """A store as a host wants it: the tables and the one row of counters."""
    store = Store(template(common, *migrations))
    store.write("insert into node (id, messages, cases, log_number, log_head) values (1, 0, 0, 0, x'')")
    return store


@dataclass
class LittleWorld:
    """The world, its parts, and what has been noted of it."""

    world: World
    registry: Registry
    choices: Choices
    steps: list[Step] = field(default_factory=list)
    draws: list[Draw] = field(default_factory=list)

    def host(self, node: NodeId) -> Host:
        return self.world.hosts[node]

    def rows(self, node: NodeId, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.host(node).store.rows(sql, *values)

    def quiet(self) -> None:
        DirectDriver(self.world).follow(Quiet())

    def until(self, day: date, hour: int = 9) -> None:
        moment = datetime(day.year, day.month, day.day, hour, tzinfo=JST)
        DirectDriver(self.world).follow(Until(to_micros(moment)))

    def report_move_out(self, *people: Resident, planned_on: date, office: MunicipalityCode = NIIGATA_CHUO) -> None:
        said = {
            "people": ",".join(person.address_number for person in people),
            "office": office.digits,
            "planned_on": planned_on.isoformat(),
            "address": "試験町2番2号",
        }
        self.world.order(ids.resident_register(NAGAOKA), "report_move_out", said)
        self.quiet()

    def report_move_in(
        self,
        *,
        moved_on: date,
        city: MunicipalityCode = NIIGATA,
        office: MunicipalityCode = NIIGATA_CHUO,
        pin: str = PIN,
    ) -> None:
        said = {
            "card": str(CARD),
            "pin": pin,
            "moved_on": moved_on.isoformat(),
            "office": office.digits,
            "office_name": "試験県試験市",
            "town": "試験町",
            "lot": "2番2号",
        }
        self.world.order(ids.integrated_terminal(city), "report_move_in", said)
        self.quiet()

    def notices(self, code: str) -> list[dict[str, str]]:
        """What operators were told under a code."""
        return [about for step in self.steps for told, about in step.notices if told == code]

    def refusals(self) -> list[str]:
        return [step.refused for step in self.steps if step.refused]

    def register(self, city: MunicipalityCode) -> RegisterRows:
        return RegisterRows(self.host(ids.resident_register(city)).store)


def little_world(
    seed: int = 7,
    *,
    link: str = "noise",
    faults: Faults = CALM,
    people: tuple[Resident, ...] = (),
    law: str = "law-2026",
    choices: Choices | None = None,
    start: datetime = START,
) -> LittleWorld:
    """The whole network with the people of 長岡市, the first of whom holds the card; 花子 alone if none are named."""
    draws: list[Draw] = []
    source = choices or SeededChoices(seed, draws.append)
    now = to_micros(start)
    registry = Registry(source, now)
    network = Network(KEYRINGS[link](registry), faults, source)
    made = LittleWorld(World(now, network, source, registry), registry, source, draws=draws)
    made.world.trace.listen(made.steps.append)
    around = surroundings(law)
    for node in NODES:
        system = SYSTEMS[role_of(node)]
        store = empty_store(*system.migrations)
        made.world.add(Host(system(node, around), store, registry.vault(node), registry, source))
    mark = mark_of(registry.vault(CARD).public.signing)
    folk = people or (resident(),)
    settled = [
        msgspec.structs.replace(person, card=card_data(mark=mark)) if person.code == HANAKO and person.card else person
        for person in folk
    ]
    _settle(made, settled)
    return made


def _settle(made: LittleWorld, people: list[Resident]) -> None:
    """Write the people of 長岡市 wherever they are known before the story begins."""
    records = [person.identity(NAGAOKA, ChangeReason.ENTERED_EX_OFFICIO, person.address_since) for person in people]
    for city in CITIES:
        numbers = made.host(ids.resident_register(city)).store
        for kind in ("address", "household"):
            numbers.write("insert into numbers (kind, last) values (?, 500000000)", kind)
    for person, record in zip(people, records, strict=True):
        made.register(NAGAOKA).put(person)
        ServerRows(made.host(ids.communication_server(NAGAOKA)).store).put_identity(record, is_current=True)
        code, city, body = record.code.digits, NAGAOKA.digits, encode(record)
        for above in (ids.prefecture_server("15"), ids.NATIONAL_SERVER):
            store = made.host(above).store
            store.write(
                "insert into identity (code, municipality, is_current, record, my_number) values (?, ?, 1, ?, ?)",
                *(code, city, body, record.my_number.digits if record.my_number else None),
            )
            store.write("insert into sequences (code, origin, last) values (?, ?, 1)", code, city)
    fill_card(made.host(CARD).store)
    made.host(ids.CARD_MANAGEMENT).store.write(
        "insert into cards (serial, code, state, expires_on, municipality, lapses_because) values (?, ?, ?, ?, ?, '')",
        *("C000001", HANAKO.digits, "active", "2034-05-01", NAGAOKA.digits),
    )
    for serial, purpose in (("C000001-U", USER), ("C000001-S", SIGNING)):
        made.host(ids.JPKI).store.write(
            "insert into certificates (serial, code, purpose) values (?, ?, ?)", serial, HANAKO.digits, purpose
        )


def fill_card(store: Store, pin: str | None = PIN) -> None:
    store.write(
        "insert into chip (id, code, serial, expires_on, pin, tries, session, address) values (1, ?, ?, ?, ?, ?, null, ?)",
        *(HANAKO.digits, "C000001", "2034-05-01", pin, TRIES, b""),
    )

"""One simulated network, made from a plan and a source of choices: people, nodes, links, world. Plays no story.

The same plan and the same tape make the same network, whoever asks: a run, a replay or a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from juki.nodes.host import Host
from juki.nodes.kernel.choices import Choices
from juki.nodes.kernel.faults import Faults, preset
from juki.nodes.kernel.network import Network
from juki.nodes.kernel.registry import KEYRINGS, Registry
from juki.nodes.kernel.world import World
from juki.protocol.card_proof import mark_of
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime, to_micros
from juki.protocol.terms import MunicipalityCode, NodeId, Role, role_of
from juki.protocol.terms.nodes import card as card_node
from juki.protocol.versions import Profile
from juki.scenarios import beginnings
from juki.scenarios.cities import NETWORKS, members, standing_nodes, surroundings
from juki.scenarios.genesis import chips, fill, fill_chip, make_host, settle
from juki.scenarios.population import Person, populate

POPULATION_OCTETS = 32
Mark: TypeAlias = Callable[[str], str]
"Gives the mark of a card by its number."


@dataclass(frozen=True, slots=True)
class Plan:
    """What a network is made of, beside its tape.

    Attributes:
        network: a name of `NETWORKS`.
        residents: people a municipality.
        faults: name of a preset, or of what a file of faults holds.
        link: `noise`, `null` or `tls`.
        rates: what the file of faults holds; None for the preset.
        faults_text: the file's text, which a run keeps.
    """

    network: str
    profile: Profile
    residents: int
    faults: str
    link: str
    rates: Faults | None = None
    faults_text: str = ""


class Hosts(dict[NodeId, Host]):
    """The hosts of a world. A card's is made when it is first spoken to: of most cards nobody ever hears."""

    def __init__(self, make: Callable[[NodeId], Host]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, node: NodeId) -> Host:
        host = self[node] = self._make(node)
        return host


class Simulation:
    """A network with its people.

    Args:
        plan: what it is made of.
        choices: the tape.
        amend: chooses the cast, and may change people, before anything is written into a store.

    Raises:
        BadInput: the plan names what there is not.
    """

    def __init__(
        self,
        plan: Plan,
        choices: Choices,
        amend: Callable[[list[Person], Mark], list[Person]] = lambda people, _: people,
    ) -> None:
        if plan.network not in NETWORKS:
            raise BadInput("network", repr(plan.network), " or ".join(NETWORKS))
        if plan.link not in KEYRINGS:
            raise BadInput("--link", repr(plan.link), " or ".join(KEYRINGS))
        self.plan = plan
        self.cities = members(plan.network)
        self.surroundings = surroundings(self.cities, plan.profile)
        self._choices = choices
        self.registry = Registry(choices, self.start)
        self.people = amend(self._population(choices.octets("population", POPULATION_OCTETS)), self._mark)
        self._holders: Mapping[NodeId, Person] = chips(self.people)
        network = Network(KEYRINGS[plan.link](self.registry), plan.rates or preset(plan.faults), choices)
        self.hosts = Hosts(self._make)
        self.world = World(self.start, network, choices, self.registry, self.hosts)
        self._images = beginnings.settled(self.cities, self.people)
        standing = [self.hosts[node].store for node in standing_nodes(self.cities)]
        if not self._images:
            settle(self.people, self.hosts.__getitem__)
            images = zip(standing_nodes(self.cities), standing, strict=True)
            beginnings.keep(self.cities, self.people, lambda: {node: store.image() for node, store in images})

    def _population(self, octets: bytes) -> list[Person]:
        plan, today = self.plan, self.plan.profile.start.date()
        # The mark of one card stands for those of all: they come from one draw of the registry.
        key = (octets, self.cities, plan.residents, today, self._mark("000001"))
        return beginnings.population(key, lambda: populate(octets, self.cities, plan.residents, today, self._mark))

    def _mark(self, number: str) -> str:
        """The mark of a card by its number: a hash of the public key in its chip."""
        return mark_of(self.registry.vault(card_node(number)).verifying)

    @property
    def start(self) -> int:
        """Microseconds at which the run begins."""
        return to_micros(self.plan.profile.start)

    @property
    def today(self) -> date:
        """The day that virtual time has come to, in Japan."""
        return to_datetime(self.world.now).date()

    def nodes(self) -> Iterable[NodeId]:
        """Every node that was heard of or written to, in a fixed order."""
        for link in self.world.network.links():
            self.hosts[link.recipient]  # a card that nothing has reached yet is in others' logs, so it has one too
        return sorted(self.hosts)

    def sign_logs(self) -> None:
        """Let every node sign what its log has come to; nothing is added where that is signed already."""
        for node in self.nodes():
            self.hosts[node].journal.checkpoint(self.world.now)

    def city_of(self, office: MunicipalityCode) -> MunicipalityCode:
        """The municipality of a register office of this network."""
        return self.surroundings.city_of[office]

    def _make(self, node: NodeId) -> Host:
        host = make_host(node, self.surroundings, self.registry, self._choices, self._images.get(node))
        if role_of(node) is Role.CARD:
            fill_chip(host, self._holders[node])
        else:
            fill(host, self.people)
        return host

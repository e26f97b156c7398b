"""A story brought to a network: who plays whom, which municipality is meant, which day it is. Decides nothing.

Every name of a story is looked up here before its first step, so that a wrong one costs nobody half a run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from juki.nodes.kernel.choices import Choices
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime
from juki.protocol.records.resident import Resident
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, NodeId
from juki.protocol.terms.nodes import NATIONAL_SERVER, card, resident_register
from juki.scenarios.cities import members
from juki.scenarios.days import day_of, named_days
from juki.scenarios.naming import named_node, named_office
from juki.scenarios.population import CardIssue, Person
from juki.scenarios.population.casting import Wish, cast
from juki.scenarios.population.municipalities import municipality
from juki.scenarios.records import code_now, current_of
from juki.scenarios.simulation import Plan, Simulation
from juki.scenarios.story import Part, Said, Story


class Stage:
    """One story on one network.

    Raises:
        BadInput: a name in the story has no counterpart in the network, with its place in the file.
    """

    def __init__(self, story: Story, plan: Plan, choices: Choices) -> None:
        self.story = story
        self.days = named_days(story.days, plan.profile.start.date())
        self.parts: dict[str, tuple[Person, ...]] = {}
        self.simulation = Simulation(plan, choices, self._choose)

    def _choose(self, people: list[Person], genuine_mark: Callable[[str], str]) -> list[Person]:
        for part in self.story.cast:
            try:
                people, found = cast(people, self._wish(part), genuine_mark)
            except BadInput as fault:
                raise BadInput(f"{part.place} {fault.place}", fault.found, fault.expected) from None
            self.parts[part.name] = found
        return people

    def _wish(self, part: Part) -> Wish:
        said = part.wish
        taken = frozenset(person.resident.code for people in self.parts.values() for person in people)
        expires = said.get("expires")
        cards = said.get("cards")
        return Wish(
            name=part.name,
            of=self.office_or_city(said["of"]),
            size=int(said["size"].value) if "size" in said else 1,
            card=str(said["card"].value) if "card" in said else "valid",
            cards=int(cards.value) if cards else None,
            expires_on=day_of(expires, self.days, self.days["start"]) if expires else None,
            foreigner=bool(said["foreigner"].value) if "foreigner" in said else None,
            gaiji=bool(said["gaiji"].value) if "gaiji" in said else None,
            protected=bool(said["protected"].value) if "protected" in said else None,
            addressee_of=self._addressee_of(said),
            misread="misread" in said and bool(said["misread"].value),
            namesake=self._namesake(said),
            taken=taken,
        )

    def _namesake(self, said: Mapping[str, Said]) -> Person | None:
        """Whose name and birth date somebody shares.

        Raises:
            BadInput: nobody who was cast before.
        """
        if "namesake_of" not in said:
            return None
        wanted = said["namesake_of"]
        if str(wanted.value).partition("/")[0] not in self.parts:
            raise BadInput(str(wanted.place), f"{wanted.value!r}, who is not cast yet", "an earlier name under cast:")
        return self.people(wanted)[0]

    def _addressee_of(self, said: Mapping[str, Said]) -> MunicipalityCode | None:
        """The city in which somebody is known as a 住登外者.

        Raises:
            BadInput: he lives there.
        """
        if "addressee_of" not in said:
            return None
        wanted = said["addressee_of"]
        cities = [municipality(self.office_or_city(one).digits).city for one in (said["of"], wanted)]
        if cities[0] == cities[1]:
            raise BadInput(str(wanted.place), f"{wanted.value!r}, where he lives", "another municipality")
        return cities[1]

    @property
    def now(self) -> date:
        return self.simulation.today

    @property
    def profile(self) -> str:
        """Name of the profile of this run."""
        return self.simulation.plan.profile.name

    def people(self, said: Said) -> tuple[Person, ...]:
        """Everybody that a name of the cast means: `family`, or `family/2` for its second person.

        Raises:
            BadInput: the household has no such person.
        """
        name, _, number = str(said.value).partition("/")
        people = self.parts[name]
        if not number:
            return people
        if not (number.isascii() and number.isdigit() and 0 < int(number) <= len(people)):
            raise BadInput(str(said.place), repr(said.value), f"{name}/1 to {name}/{len(people)}")
        return (people[int(number) - 1],)

    def holder(self, said: Said) -> Person:
        """The first of those meant who holds a card; the first of all if nobody does."""
        people = self.people(said)
        return next((person for person in people if person.card is not None), people[0])

    def card_of(self, said: Said) -> tuple[NodeId, CardIssue]:
        """The card of whoever is meant.

        Raises:
            BadInput: nobody of them holds one.
        """
        issue = self.holder(said).card
        if issue is None:
            raise BadInput(str(said.place), f"{said.value!r}, who holds no card", "a holder of a card")
        return card(issue.number), issue

    def office(self, said: Said) -> MunicipalityCode:
        """A register office of this network: a ward where the municipality has wards.

        Raises:
            BadInput: unknown, or a designated city without its ward.
        """
        code = self.office_or_city(said)
        city = self.simulation.city_of(code)
        if code == city and sum(owner == city for owner in self.simulation.surroundings.city_of.values()) > 1:
            expected = "one of its wards, the register offices of a designated city (住基法38条)"
            raise BadInput(str(said.place), f"{said.value!r}, a designated city", expected)
        return code

    def city(self, said: Said) -> MunicipalityCode:
        """The municipality of an office, or itself."""
        return self.simulation.city_of(self.office_or_city(said))

    def office_or_city(self, said: Said) -> MunicipalityCode:
        """A municipality or a ward, as it is named.

        Raises:
            BadInput: unknown, or not in this network.
        """
        return named_office(str(said.value), str(said.place), members(self.story.network))

    def node(self, said: Said) -> NodeId:
        """A node by its id, or as `長岡市/住民記録`, `新潟県/都道府県サーバー`, `機構/全国サーバー`.

        Raises:
            BadInput: the network has no such node.
        """
        return named_node(str(said.value), str(said.place), self.simulation.cities, self.simulation.hosts)

    def day(self, said: Said) -> date:
        return day_of(said, self.days, self.now)

    def register_of(self, person: Person) -> tuple[NodeId, Resident] | None:
        """Where a person's 住民票 stands, and the record; None if nowhere."""
        code = self.code_of(person)
        for city in self.simulation.cities:
            node = resident_register(city)
            found = current_of(self.simulation.hosts[node].store, code)
            if found is not None:
                return node, found
        return None

    def code_of(self, person: Person) -> JuminhyoCode:
        """The 住民票コード that a person has now: the one of the beginning, or what it was changed for."""
        return code_now(self.simulation.hosts[NATIONAL_SERVER].store, person.resident.code)

    def time_text(self) -> str:
        """Virtual time for people, without seconds."""
        return to_datetime(self.simulation.world.now).strftime("%Y-%m-%d %H:%M")


def codes_of(parts: Mapping[str, tuple[Person, ...]]) -> tuple[JuminhyoCode, ...]:
    """住民票コード of the whole cast, in its order."""
    return tuple(person.resident.code for people in parts.values() for person in people)

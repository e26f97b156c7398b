"""The population of a network, household by household, city by city: from 32 octets to people. Chooses nobody for a story.

Pure: the same arguments give the same people on every machine with the same edition of the municipalities' names
(`municipalities.source`). The first households of a city do not depend on how many follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from juki.protocol.records.resident import CardData, Entitlements, Resident
from juki.protocol.terms import MunicipalityCode, PartialDate, Sex
from juki.scenarios.population import numbers
from juki.scenarios.population.cards import draw_card
from juki.scenarios.population.entitlements import draw_entitlements, draws_child_allowance
from juki.scenarios.population.homes import Home, Surroundings, draw_home, family_register_place, surroundings
from juki.scenarios.population.households import CHILD, Kind, Member, household
from juki.scenarios.population.identities import FOREIGNERS_SINCE, Identity, foreign, japanese
from juki.scenarios.population.municipalities import Municipality, municipality
from juki.scenarios.population.person import CardIssue, Person, age
from juki.scenarios.population.stream import Stream

_FOREIGN, _SELF_EMPLOYED = 35, 250
"Per mille of households."
_PARTLY_UNKNOWN, _FROM_ABROAD = 50, 500
"Per mille: of birth dates of the oldest and of foreigners; of foreign households, straight from abroad."
_PROTECTED = {Kind.ONE_PARENT: 90, Kind.LONE_ADULT: 60}
"Per mille of such households whose head is a woman (支援対象者, 標準 1.1.16)."
_OLD = 80


def populate(
    seed_octets: bytes,
    cities: Sequence[MunicipalityCode],
    residents: int,
    today: date,
    genuine_mark: Callable[[str], str],
) -> list[Person]:
    """Everybody at once; see `people`."""
    return list(people(seed_octets, cities, residents, today, genuine_mark))


def people(
    seed_octets: bytes,
    cities: Sequence[MunicipalityCode],
    residents: int,
    today: date,
    genuine_mark: Callable[[str], str],
) -> Iterator[Person]:
    """The residents of each city, one after the other, households together, heads first.

    Args:
        seed_octets: 16 to 64 octets of the choice tape, all that is drawn.
        cities: municipalities of the network; designated cities, not their wards.
        residents: of each city.
        today: when the run begins. Ages, cards and moves are as of this day.
        genuine_mark: gives the mark of a card by its number; asked once for each card, in order.

    Raises:
        BadInput: a city is none of Japan.
    """
    around = surroundings(tuple(cities))
    for position, city in enumerate(cities):
        yield from _City(seed_octets, city, position, len(cities), around, today, genuine_mark).people(residents)


@dataclass(frozen=True, slots=True)
class _City:
    """One city's people.

    Attributes:
        position: among the cities; with `step` it gives each person a number of his own in the whole network.
    """

    key: bytes
    code: MunicipalityCode
    position: int
    step: int
    around: Surroundings
    today: date
    genuine_mark: Callable[[str], str]

    def people(self, residents: int) -> Iterator[Person]:
        offices = municipality(self.code.digits).offices
        stream = Stream(self.key, f"city/{self.code}")
        addresses, households = (numbers.FIRST_LOCAL + stream.below(numbers.LOCAL_SPREAD) for _ in range(2))
        given = 0
        for place in count():
            if given >= residents:
                return
            stream = Stream(self.key, f"household/{self.code}/{place}")
            family = _Family.draw(stream, offices[place % len(offices)], self.around, self.today, residents - given)
            number = numbers.local_number(households, place)
            for member in range(len(family.members)):
                yield self._person(family, member, given, numbers.local_number(addresses, given), number)
                given += 1

    def _person(self, family: _Family, place: int, given: int, address_number: str, household_number: str) -> Person:
        index = given * self.step + self.position
        number = f"{index + 1:06d}"
        member, identity = family.members[place], family.identities[place]
        issue = draw_card(family.stream, number, member.born, self.today, identity.stay_years)
        since, settled = family.dates(member, identity)
        moved_here = family.home.came_on is not None and since > member.born
        resident = Resident(
            address_number=address_number,
            household_number=household_number,
            code=numbers.juminhyo_code(self.key, index),
            my_number=numbers.my_number(self.key, index),
            name=identity.name,
            birth=family.birth(member, identity),
            sex=member.sex,
            household_head=family.identities[0].name.written,
            relationship=member.relationship,
            nationality=identity.nationality,
            family_register=identity.family_register,
            resident_since=since,
            address=family.home.address,
            address_since=settled,
            reported_on=min(self.today, settled + timedelta(days=family.stream.below(14))),
            entitlements=family.entitlements(place, numbers.pension_number(index)),
            card=self._card_data(issue),
            previous_address=family.home.previous if moved_here else "",
            previous_municipality=family.home.previous_municipality if moved_here else None,
            is_protected=family.is_protected,
        )
        return Person(self.today, number, self.code, resident, member.born, len(family.members), issue)

    def _card_data(self, issue: CardIssue | None) -> CardData | None:
        if issue is None:
            return None
        return CardData(issue.serial, issue.issued_on, issue.expires_on, self.genuine_mark(issue.number))


@dataclass(frozen=True, slots=True)
class _Family:
    """What the members of one household have in common."""

    stream: Stream
    today: date
    members: tuple[Member, ...]
    identities: list[Identity]
    home: Home
    self_employed: bool
    is_protected: bool

    @classmethod
    def draw(cls, stream: Stream, office: Municipality, around: Surroundings, today: date, room: int) -> _Family:
        kind, members = household(stream, today, room)
        home = draw_home(stream, office, around, members[0].born, today)
        if stream.chance(_FOREIGN):
            identities = foreign(stream, members, today)
            if stream.chance(_FROM_ABROAD):
                home = Home(home.address, home.came_on, home.settled_on)
        else:
            identities = japanese(stream, kind, members, lambda: family_register_place(stream, office, around))
        in_danger = members[0].sex is Sex.FEMALE and stream.chance(_PROTECTED.get(kind, 0))
        return cls(stream, today, members, identities, home, stream.chance(_SELF_EMPLOYED), in_danger)

    def dates(self, member: Member, identity: Identity) -> tuple[date, date]:
        """住民となった日 and 住所を定めた日."""
        since = max(member.born, self.home.came_on or member.born)
        if identity.family_register is None:
            since = max(since, FOREIGNERS_SINCE)
        return since, max(since, self.home.settled_on)

    def birth(self, member: Member, identity: Identity) -> PartialDate:
        """The birth date as the register shows it, partly unknown for a few (標準 1.1.8)."""
        born = member.born
        may_be_unknown = identity.family_register is None or age(born, self.today) >= _OLD
        if may_be_unknown and self.stream.chance(_PARTLY_UNKNOWN):
            return PartialDate(born.year, born.month if self.stream.chance(500) else 0)
        return PartialDate(born.year, born.month, born.day)

    def entitlements(self, place: int, pension_number: str) -> Entitlements:
        children = [member.born for member in self.members if member.relationship == CHILD] if place == 0 else []
        return draw_entitlements(
            self.stream,
            self.members[place].born,
            self.today,
            pension_number,
            self_employed=self.self_employed,
            child_allowance=draws_child_allowance(children, self.today),
        )

"""Where a household lives, where it came from and where its 本籍 is: real towns, lots that mark them as synthetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from juki.protocol.terms import Address, MunicipalityCode
from juki.scenarios.population.municipalities import Municipality, municipalities, municipality, towns
from juki.scenarios.population.stream import Stream

FIRST_LOT, LOTS = 9000, 1000
"Every lot of the population is 9000番地 or higher: our mark, where real ones are rare."
_IN_BUILDING, _NATIVE, _SAME_PREFECTURE = 350, 200, 500
"Per mille of households: in a block of flats; since the head's birth; came from the same prefecture."
_YEARS_BACK = 40
_LARGEST = 3
"Offices of a prefecture that people come from afar: each one whose towns are read costs a fifth of a millisecond."
_HOUSE_WORDS = ("青葉", "若葉", "さくら", "ひかり", "みどり", "けやき", "すみれ", "のぞみ")
_HOUSE_KINDS = ("コーポ{}", "ハイツ{}", "{}荘", "メゾン{}", "グリーンハイム{}")


@dataclass(frozen=True, slots=True)
class Home:
    """A household's dwelling and its way there.

    Attributes:
        came_on: when it moved into the municipality; None if the head was born there.
        previous: the address before; empty if there was none in Japan.
        previous_municipality: its city, always outside the network: no 除票 of theirs is kept in it.
        settled_on: since when it lives at this address.
    """

    address: Address
    came_on: date | None
    settled_on: date
    previous: str = ""
    previous_municipality: MunicipalityCode | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the people of a network can have come from.

    Attributes:
        inside: register offices of its cities.
        nearby: by prefecture, offices outside of its cities.
        elsewhere: of every prefecture the largest offices outside of its cities.
    """

    inside: tuple[Municipality, ...]
    nearby: dict[str, tuple[Municipality, ...]]
    elsewhere: tuple[Municipality, ...]


@cache
def surroundings(cities: tuple[MunicipalityCode, ...]) -> Surroundings:
    """The offices inside and outside of a network."""
    inside = tuple(office for city in cities for office in municipality(city.digits).offices)
    by_prefecture: dict[str, list[Municipality]] = {}
    for place in municipalities():
        if place.code not in cities:
            by_prefecture.setdefault(place.code.prefecture, []).extend(place.offices)
    elsewhere = tuple(
        office
        for offices in by_prefecture.values()
        for office in sorted(offices, key=lambda it: (-it.entries, it.code))[:_LARGEST]
    )
    return Surroundings(inside, {code: tuple(offices) for code, offices in by_prefecture.items()}, elsewhere)


def draw_home(stream: Stream, office: Municipality, around: Surroundings, born: date, today: date) -> Home:
    """A dwelling in a register office.

    Args:
        stream: of the household.
        office: a ward, in a designated city.
        around: where it may have come from.
        born: the birth date of its head.
        today: when the run begins.
    """
    address = _address(stream, office)
    # Squared, so that most have come in the last years.
    share = stream.below(1000) ** 2
    came_on = today - timedelta(days=30 + _YEARS_BACK * 365 * share // 1_000_000)
    if came_on <= born or stream.chance(_NATIVE):
        return Home(address, None, _moved_within(stream, born, today))
    near = around.nearby.get(office.code.prefecture, ())
    origin = stream.choice(near if near and stream.chance(_SAME_PREFECTURE) else around.elsewhere)
    return Home(address, came_on, _moved_within(stream, came_on, today), _address(stream, origin).text, origin.city)


def _moved_within(stream: Stream, since: date, today: date) -> date:
    """住所を定めた日: that of the arrival, or of a later 転居."""
    span = (today - since).days - 30
    if span > 0 and stream.chance(300):
        return since + timedelta(days=1 + stream.below(span))
    return since


def _address(stream: Stream, office: Municipality) -> Address:
    town = stream.choice(towns(office.code))
    building = ""
    if stream.chance(_IN_BUILDING):
        named = stream.choice(_HOUSE_KINDS).format(stream.choice(_HOUSE_WORDS))
        building = f"{named} {stream.between(1, 5)}{stream.between(1, 12):02d}号"
    return Address(
        office=office.code,
        office_name=office.address_name,
        town=town.name,
        lot=f"{_lot(stream)}{stream.between(1, 30)}",
        building=building,
        postal_code=town.postal_code,
    )


def family_register_place(stream: Stream, here: Municipality, around: Surroundings) -> tuple[MunicipalityCode, str]:
    """本籍: at home, elsewhere in the network, or anywhere in Japan; the office that keeps it, and the place in words."""
    share = stream.below(100)
    offices: Sequence[Municipality] = around.elsewhere if share >= 60 else around.inside if share >= 45 else (here,)  # noqa: PLR2004 - per cent
    office = stream.choice(offices)
    return office.code, f"{office.address_name}{stream.choice(towns(office.code)).name}{_lot(stream)}"


def _lot(stream: Stream) -> str:
    return f"{FIRST_LOT + stream.below(LOTS)}番地"

"""A namesake shares reading, sex and birth date, writes the name otherwise, and is somebody else in all the rest."""

from __future__ import annotations

from datetime import date

import pytest

from juki.protocol.errors import BadInput
from juki.protocol.terms import MunicipalityCode
from juki.scenarios.population import populate
from juki.scenarios.population.casting import Wish, cast
from juki.scenarios.population.namesakes import as_namesake
from juki.scenarios.population.person import Person

NAGAOKA, NIIGATA = MunicipalityCode("152021"), MunicipalityCode("151009")
PEOPLE = populate(b"namesakes", (NAGAOKA, NIIGATA), 120, date(2026, 3, 16), lambda number: f"mark {number}")


@pytest.mark.parametrize("other", [one for one in PEOPLE if not one.is_foreigner][::7], ids=lambda one: one.number)
def test_only_the_reading_the_sex_and_the_birth_date_are_shared(other: Person) -> None:
    person = next(one for one in PEOPLE if one.household_size == 1 and not one.is_foreigner and one is not other)
    made = as_namesake(person, other)
    mine, like = made.resident, other.resident
    assert (mine.name.kana, mine.birth, mine.sex) == (like.name.kana, like.birth, like.sex)
    assert mine.name.written != like.name.written
    assert (mine.code, mine.my_number, mine.address) == (
        person.resident.code,
        person.resident.my_number,
        person.resident.address,
    )
    assert made.born <= mine.resident_since <= mine.address_since <= mine.reported_on


def test_a_namesake_is_cast_from_those_who_live_alone() -> None:
    _, (first,) = cast(PEOPLE, Wish("first", NAGAOKA, card="none"))
    taken = frozenset({first.resident.code})
    people, (found,) = cast(PEOPLE, Wish("second", NIIGATA, card="none", namesake=first, taken=taken))
    assert found.household_size == 1
    assert found.card is None
    assert found.municipality == NIIGATA
    assert found in people


@pytest.mark.parametrize("wish", [{"size": 2, "card": "none"}, {"card": "valid"}])
def test_a_household_or_a_card_holder_is_nobodys_namesake(wish: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="one person, with card none"):
        cast(PEOPLE, Wish("second", NIIGATA, namesake=PEOPLE[0], **wish))  # type: ignore[arg-type] # the table's own

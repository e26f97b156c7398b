"""Choosing the cast of a story from the population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from juki.protocol.errors import BadInput
from juki.protocol.terms import MunicipalityCode
from juki.scenarios.population import Person, populate
from juki.scenarios.population.amending import with_card, without_card
from juki.scenarios.population.cards import expiry
from juki.scenarios.population.casting import Wish, cast

NAGAOKA, NIIGATA, CHUO, YOKOHAMA = (MunicipalityCode(code) for code in ("152021", "151009", "151033", "141003"))
TODAY = date(2026, 3, 16)
SEEDS = range(8)


@cache
def population(seed: int, today: date = TODAY) -> Sequence[Person]:
    return populate(seed.to_bytes(32, "big"), (NAGAOKA, NIIGATA, YOKOHAMA), 200, today, lambda number: number)


def wish(of: MunicipalityCode = NAGAOKA, **asked: Any) -> Wish:
    return Wish("mover", of, **asked)


WISHES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "in a ward": {"of": CHUO},
    "no card": {"card": "none"},
    "no pin": {"card": "no-pin"},
    "expired": {"card": "expired"},
    "expiring": {"card": "expiring"},
    "last day": {"card": "expiring", "expires_on": date(2026, 4, 2)},
    "last day yesterday": {"card": "expired", "expires_on": date(2026, 3, 15)},
    "couple": {"size": 2},
    "family with one card": {"size": 3, "cards": 1},
    "family with two cards": {"size": 3, "cards": 2},
    "foreigner": {"foreigner": True},
    "foreigner whose card ends": {"foreigner": True, "card": "expiring", "expires_on": date(2026, 4, 2)},
    "gaiji": {"gaiji": True},
    "no gaiji": {"gaiji": False},
    "gaiji and two cards": {"gaiji": True, "size": 2, "cards": 2},
}


@pytest.mark.parametrize("asked", WISHES.values(), ids=WISHES.keys())
def test_somebody_is_found_and_belongs_to_the_people(asked: Mapping[str, Any]) -> None:
    for seed in SEEDS:
        before = population(seed)
        people, found = cast(before, wish(**asked))
        assert [person.number for person in people] == [person.number for person in before]
        assert len(found) == asked.get("size", 1)
        assert set(found) <= set(people)
        assert found[0].age >= 18
        assert len({person.household for person in found}) == 1
        assert {person.number for person in people if person not in before} <= {person.number for person in found}


@pytest.mark.parametrize("asked", WISHES.values(), ids=WISHES.keys())
def test_the_found_are_as_wished(asked: Mapping[str, Any]) -> None:
    for seed in SEEDS:
        wanted = wish(**asked)
        _, found = cast(population(seed), wanted)
        first = found[0]
        assert wanted.of in {first.municipality, first.resident.address.office}
        assert wanted.foreigner in {None, first.is_foreigner}
        assert wanted.gaiji in {None, first.resident.name.gaiji_count > 0}
        if wanted.cards is not None:
            assert [person.card is not None for person in found] == [
                place < wanted.cards for place in range(len(found))
            ]
        card = first.card
        if wanted.card == "none":
            assert all(person.card is None for person in found)
            continue
        assert card is not None
        assert (card.pin is None) == (wanted.card == "no-pin")
        if wanted.expires_on is not None:
            assert card.expires_on == wanted.expires_on
        assert (card.expires_on < TODAY) == (wanted.card == "expired")
        if wanted.card == "valid":
            assert card.expires_on >= TODAY + timedelta(days=180)
            assert card.has_user_certificate
            assert card.has_signing_certificate


@pytest.mark.parametrize("asked", WISHES.values(), ids=WISHES.keys())
def test_amending_keeps_the_rules_of_the_population(asked: Mapping[str, Any]) -> None:
    for seed in SEEDS:
        people, found = cast(population(seed), wish(**asked))
        before = {person.number: person for person in population(seed)}
        for person in found:
            resident, card = person.resident, person.card
            assert abs(person.age - before[person.number].age) <= 8
            assert person.age == before[person.number].age or person.age in {21, 22}
            assert person.born <= resident.resident_since <= resident.address_since <= resident.reported_on <= TODAY
            assert (resident.family_register is None) == (resident.nationality != "日本")
            assert (card is None) == (resident.card is None)
            if card is not None and resident.card is not None:
                assert (resident.card.issued_on, resident.card.expires_on) == (card.issued_on, card.expires_on)
                assert card.expires_on == expiry(card.issued_on, person.born) or person.is_foreigner
                assert card.issued_on < TODAY
        household = [person for person in people if person.household == found[0].household]
        assert {person.resident.household_head for person in household} == {household[0].resident.name.written}
        assert len({person.resident.nationality for person in household}) == 1


def genuine_mark(number: str) -> str:
    return f"mark of {number}"


def cardless(seed: int) -> Sequence[Person]:
    """A population that holds no card at all."""
    return [without_card(person) for person in population(seed)]


@pytest.mark.parametrize("asked", [wish for wish in WISHES.values() if wish.get("card") != "none"], ids=str)
def test_whoever_must_hold_a_card_is_given_one_when_nobody_has_it(asked: Mapping[str, Any]) -> None:
    for seed in SEEDS:
        before = cardless(seed)
        with pytest.raises(BadInput):
            cast(before, wish(**asked))
        people, found = cast(before, wish(**asked), genuine_mark)
        holders = [person for person in people if person.card is not None]
        assert holders == list(found[: asked.get("cards", 1)])
        for person in holders:
            card, told = person.card, person.resident.card
            assert card is not None
            assert told is not None
            assert told.genuine_mark == genuine_mark(card.number)
            assert (told.serial, told.issued_on, told.expires_on) == (card.serial, card.issued_on, card.expires_on)
            assert card.serial.startswith("JK")
            assert person.born < card.issued_on < TODAY
            assert card.has_signing_certificate == (card.pin is not None) or person.age < 18


def test_whoever_fits_as_he_is_comes_before_whoever_is_given_a_card() -> None:
    for seed in SEEDS:
        for asked in WISHES.values():
            assert cast(population(seed), wish(**asked), genuine_mark) == cast(population(seed), wish(**asked))


def test_a_card_that_is_given_is_the_same_each_time_and_its_own() -> None:
    people: Sequence[Person] = cardless(0)
    first, (one,) = cast(people, wish(), genuine_mark)
    assert cast(people, wish(), genuine_mark)[1] == (one,)
    _, (other,) = cast(first, wish(taken=frozenset({one.resident.code})), genuine_mark)
    assert one.card is not None
    assert other.card is not None
    assert one.card.serial != other.card.serial


def test_a_newborn_is_given_no_card() -> None:
    person = population(0)[0]
    child = replace(person, born=TODAY - timedelta(days=100))
    assert with_card(child, genuine_mark) is None


def test_plain_people_come_first() -> None:
    for seed in SEEDS:
        _, (found,) = cast(population(seed), wish())
        assert found.resident.family_register is not None
        assert found.resident.name.gaiji_count == 0
        assert found.resident.birth.day
        assert not found.resident.is_protected
        assert found.household_size == 1


def test_nobody_plays_two_parts() -> None:
    people: Sequence[Person] = population(0)
    taken: list[Person] = []
    for _ in range(8):
        people, found = cast(people, wish(taken=frozenset(person.resident.code for person in taken)))
        taken += found
    assert len({person.number for person in taken}) == 8


def test_a_household_with_a_member_taken_does_not_move_whole() -> None:
    people, family = cast(population(0), wish(size=3))
    _, other = cast(people, wish(size=3, taken=frozenset({family[2].resident.code})))
    assert other[0].household != family[0].household


def test_the_choice_is_the_same_each_time() -> None:
    for asked in WISHES.values():
        assert cast(population(1), wish(**asked)) == cast(list(population(1)), wish(**asked))


def test_the_population_given_is_left_alone() -> None:
    before = list(population(2))
    for asked in WISHES.values():
        cast(population(2), wish(**asked))
    assert population(2) == before


def test_stories_of_2022_find_their_cards_too() -> None:
    then = date(2022, 3, 14)
    for seed in SEEDS:
        for of in (NAGAOKA, NIIGATA):
            _, (found,) = cast(population(seed, then), wish(of, card="expiring", expires_on=date(2022, 4, 5)))
            assert found.card is not None
            assert found.card.expires_on == date(2022, 4, 5)


def test_protected_people_can_be_asked_for() -> None:
    for seed in SEEDS:
        for asked in (True, False):
            _, found = cast(population(seed), wish(NIIGATA, size=2, protected=asked))
            assert [person.resident.is_protected for person in found] == [asked, asked]


def test_the_error_names_the_wish_and_how_many_were_looked_at() -> None:
    with pytest.raises(BadInput) as refused:
        cast(population(0), wish(size=9, cards=2))
    assert str(refused.value) == (
        "cast mover: found nobody among 200 people of 152021,"
        " expected 9 of one household in 152021, card valid, cards 2"
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"card": "shiny"}, "one of valid, none, no-pin, expired, expiring"),
        ({"size": 0}, "1 or more"),
        ({"size": 2, "cards": 3}, "1 to 2"),
        ({"cards": 0}, "1 to 1"),
        ({"card": "none", "cards": 1}, "none of them"),
    ],
)
def test_a_wish_that_contradicts_itself_is_refused(asked: Mapping[str, Any], expected: str) -> None:
    with pytest.raises(BadInput, match=expected):
        cast(population(0), wish(**asked))

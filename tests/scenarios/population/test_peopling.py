"""The population as a whole: forms, distinctness, households, and the same people everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache

import pytest

from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import MunicipalityCode, Sex
from juki.protocol.terms.codes import local_check_digit
from juki.protocol.wire import decode, encode
from juki.scenarios.genesis import FIRST_COUNTER, identity_of
from juki.scenarios.population import Person, people, populate
from juki.scenarios.population.cards import expiry
from juki.scenarios.population.households import CHILD, FATHER, HUSBAND, MOTHER, UNREGISTERED, WIFE
from juki.scenarios.population.municipalities import municipality, towns
from juki.scenarios.population.names import SPACE
from juki.scenarios.population.person import HEAD

CITIES = tuple(MunicipalityCode(code) for code in ("152021", "151009", "141003"))
TODAY = date(2026, 3, 16)
RESIDENTS = 400


def mark(number: str) -> str:
    return f"mark of {number}"


@cache
def population(seed: int = 0) -> Sequence[Person]:
    return populate(seed.to_bytes(32, "big"), CITIES, RESIDENTS, TODAY, mark)


def households(seed: int = 0) -> list[list[Person]]:
    found: dict[tuple[str, str], list[Person]] = {}
    for person in population(seed):
        found.setdefault(person.household, []).append(person)
    return list(found.values())


def test_every_city_has_as_many_residents_as_asked() -> None:
    for city in CITIES:
        assert sum(person.municipality == city for person in population()) == RESIDENTS


@pytest.mark.parametrize("residents", [0, 1, 2, 10])
def test_small_populations_are_exact_too(residents: int) -> None:
    for seed in range(10):
        assert len(populate(bytes([seed] * 32), CITIES, residents, TODAY, mark)) == 3 * residents


def test_numbers_are_distinct_in_the_whole_network() -> None:
    everybody = population()
    for values in (
        [person.resident.code for person in everybody],
        [person.resident.my_number for person in everybody],
        [person.number for person in everybody],
        [person.card.serial for person in everybody if person.card],
    ):
        assert None not in values
        assert len(set(values)) == len(values)


def test_numbers_carry_the_marks_of_a_synthetic_person() -> None:
    for person in population():
        resident = person.resident
        assert resident.code.digits.startswith("9")
        assert resident.my_number is not None
        assert resident.my_number.digits.startswith("99")
        assert re.fullmatch("[0-9]{6}", person.number)
        assert re.fullmatch("9[0-9]{3}番地[0-9]+", resident.address.lot)
        assert re.fullmatch("(9999-[0-9]{6})?", resident.entitlements.pension_number)
        if resident.family_register is not None:
            assert re.search("9[0-9]{3}番地$", resident.family_register.place)


def test_local_numbers_are_distinct_in_their_city_and_below_those_of_the_run() -> None:
    for city in CITIES:
        here = [person.resident for person in population() if person.municipality == city]
        assert len({resident.address_number for resident in here}) == len(here)
        for resident in here:
            for kind, number in (("address", resident.address_number), ("household", resident.household_number)):
                assert number[-1] == local_check_digit(number[:-1])
                assert 100_000_000 <= int(number[:-1]) < FIRST_COUNTER[kind]


def test_everybody_lives_in_a_real_town_of_a_register_office_of_the_city() -> None:
    offices = {office.code: office for city in CITIES for office in municipality(city.digits).offices}
    for person in population():
        address = person.resident.address
        office = offices[address.office]
        assert office.city == person.municipality
        assert address.office_name == office.address_name
        assert (address.town, address.postal_code) in {(town.name, town.postal_code) for town in towns(office.code)}


def test_every_ward_has_residents() -> None:
    lived_in = {person.resident.address.office for person in population()}
    assert lived_in == {office.code for city in CITIES for office in municipality(city.digits).offices}


def test_a_household_has_one_adult_head_and_one_address() -> None:
    for members in households():
        head, *others = members
        assert head.is_head
        assert head.age >= 18
        assert not any(person.is_head for person in others)
        assert {person.resident.household_head for person in members} == {head.resident.name.written}
        assert len({person.resident.address for person in members}) == 1
        assert len({person.resident.nationality for person in members}) == 1
        assert {person.household_size for person in members} == {len(members)}


def test_relationships_are_those_that_the_standard_knows() -> None:
    allowed = {HEAD, HUSBAND, WIFE, CHILD, FATHER, MOTHER, HUSBAND + UNREGISTERED, WIFE + UNREGISTERED}
    found = {person.resident.relationship for seed in range(3) for person in population(seed)}
    assert found <= allowed
    assert found >= {HEAD, HUSBAND, WIFE, CHILD, FATHER, MOTHER, WIFE + UNREGISTERED}


def test_spouses_are_grown_up_and_parents_older_than_their_children() -> None:
    for members in (members for seed in range(3) for members in households(seed)):
        head, *others = members
        for person in others:
            relationship = person.resident.relationship
            if relationship.startswith((HUSBAND, WIFE)):
                assert person.age >= 18
                assert person.resident.sex is (Sex.MALE if relationship.startswith(HUSBAND) else Sex.FEMALE)
                assert head.resident.sex is not person.resident.sex
            elif relationship == CHILD:
                assert head.age - person.age >= 18
            else:
                assert person.age - head.age >= 18
                assert person.resident.sex is (Sex.MALE if relationship == FATHER else Sex.FEMALE)


def test_nobody_in_a_household_shares_a_name() -> None:
    for members in (members for seed in range(3) for members in households(seed) if not members[0].is_foreigner):
        assert len({person.resident.name.kana for person in members}) == len(members)


def test_a_married_household_is_one_family_register() -> None:
    for members in (members for seed in range(3) for members in households(seed)):
        relationships = {person.resident.relationship for person in members}
        if members[0].is_foreigner or not relationships & {HUSBAND, WIFE}:
            continue
        family = [person for person in members if person.resident.relationship not in {FATHER, MOTHER}]
        registers = {person.resident.family_register for person in family}
        assert len(registers) == 1
        assert registers.pop().head in {person.resident.name.written for person in family[:2]}  # type: ignore[union-attr]
        assert len({person.resident.name.written.split(SPACE)[0] for person in family}) == 1


def test_the_head_of_a_family_register_bears_the_familys_name() -> None:
    for person in population():
        register = person.resident.family_register
        if register is not None:
            assert register.head.split(SPACE)[0] == person.resident.name.written.split(SPACE)[0]
            assert register.place.startswith(municipality(register.municipality.digits).address_name)


def test_readings_fold_to_something() -> None:
    for person in population():
        record = identity_of(person.resident, person.municipality)
        assert re.fullmatch("[ァ-ヶー・　]+", person.resident.name.kana)
        assert re.fullmatch("[ぁ-ん]+", record.folded_kana)


def test_dates_follow_one_another() -> None:
    for person in population():
        resident = person.resident
        assert person.born <= resident.resident_since <= resident.address_since <= resident.reported_on <= TODAY
        assert person.as_of == TODAY


def test_who_moved_in_came_from_outside_of_the_network() -> None:
    reasons = set()
    for person in population():
        resident = person.resident
        assert (resident.previous_municipality is None) == (not resident.previous_address)
        assert resident.previous_municipality not in CITIES
        reasons.add(identity_of(resident, person.municipality).reason)
    assert reasons == {ChangeReason.MOVED_IN, ChangeReason.ENTERED_EX_OFFICIO}


def test_a_birth_date_is_shown_as_far_as_it_is_known() -> None:
    unknown = 0
    for person in (person for seed in range(3) for person in population(seed)):
        birth, born = person.resident.birth, person.born
        assert birth.year == born.year
        assert birth.month in {0, born.month}
        assert birth.day in {0, born.day}
        unknown += not birth.day
    assert unknown > 0


def test_there_are_foreigners_gaiji_protected_people_and_children() -> None:
    everybody = [person for seed in range(3) for person in population(seed)]
    share = {
        "foreigners": sum(person.is_foreigner for person in everybody),
        "gaiji": sum(person.resident.name.gaiji_count > 0 for person in everybody),
        "protected": sum(person.resident.is_protected for person in everybody),
        "children": sum(person.age < 18 for person in everybody),
        "old": sum(person.age >= 65 for person in everybody),
        "common names": sum(bool(person.resident.name.common_name) for person in everybody),
    }
    per_mille = {name: 1000 * count // len(everybody) for name, count in share.items()}
    assert 15 <= per_mille["foreigners"] <= 70
    assert 10 <= per_mille["gaiji"] <= 60
    assert 3 <= per_mille["protected"] <= 40
    assert 80 <= per_mille["children"] <= 250
    assert 180 <= per_mille["old"] <= 350
    assert share["common names"] > 0


def test_foreigners_have_no_family_register_and_a_nationality() -> None:
    for person in population():
        resident = person.resident
        assert (resident.nationality == "日本") == (resident.family_register is not None)
        assert bool(resident.name.alphabet) == person.is_foreigner
        if person.is_foreigner:
            assert resident.resident_since >= date(2012, 7, 9)


def test_most_adults_hold_a_card_and_some_hold_an_odd_one() -> None:
    everybody = [person for seed in range(3) for person in population(seed)]
    adults = [person for person in everybody if person.age >= 18]
    cards = [person.card for person in everybody if person.card]
    assert 0.74 <= sum(person.card is not None for person in adults) / len(adults) <= 0.88
    assert any(card.pin is None for card in cards)
    assert any(card.expires_on < TODAY for card in cards)
    assert any(0 <= (card.expires_on - TODAY).days < 90 for card in cards)
    assert any(not card.has_user_certificate for card in cards)


def test_the_register_knows_the_card_and_its_mark() -> None:
    for person in population():
        card, told = person.card, person.resident.card
        assert (card is None) == (told is None)
        if card is not None and told is not None:
            assert (told.serial, told.issued_on, told.expires_on) == (card.serial, card.issued_on, card.expires_on)
            assert told.genuine_mark == mark(person.number)
            assert card.number == person.number
            if not person.is_foreigner:
                assert card.expires_on == expiry(card.issued_on, person.born)


def test_entitlements_fit_the_age() -> None:
    for person in population():
        found = person.resident.entitlements
        assert found.late_elderly == (person.age >= 75)
        assert found.nursing == (person.age >= 65)
        assert not (found.national_health and found.late_elderly)
        assert bool(found.pension_kind) == bool(found.pension_number)
        assert found.pension_kind in {"", "第1号", "任意加入"}
        if found.pension_kind == "第1号":
            assert 20 <= person.age < 60
        if found.child_allowance:
            assert person.is_head
    assert any(person.resident.entitlements.child_allowance for person in population())


def test_a_resident_survives_the_wire() -> None:
    for person in population()[:100]:
        assert decode(encode(person.resident), type(person.resident)) == person.resident


def test_no_whole_number_is_in_a_persons_text() -> None:
    for person in population():
        assert not re.search("(?<![0-9])[0-9]{11,12}(?![0-9])", repr(person))


def test_the_same_octets_give_the_same_people() -> None:
    assert populate(bytes(32), CITIES, RESIDENTS, TODAY, mark) == population()
    assert populate(bytes([1] * 32), CITIES, RESIDENTS, TODAY, mark) != population()


def test_the_first_people_of_a_city_do_not_depend_on_how_many_follow() -> None:
    few = populate(bytes(32), CITIES, 100, TODAY, mark)
    for city in CITIES:
        many = [person for person in population() if person.municipality == city]
        some = [person for person in few if person.municipality == city]
        assert some[:90] == many[:90]


def test_a_million_people_are_a_stream() -> None:
    stream = people(bytes(32), CITIES, 1_000_000, TODAY, mark)
    assert [next(stream) for _ in range(20)] == population()[:20]


def test_a_run_of_2022_has_its_own_people() -> None:
    then = date(2022, 3, 14)
    for person in populate(bytes(32), CITIES, 200, then, mark):
        assert person.resident.reported_on <= then
        assert person.card is None or (person.card.issued_on < then and person.card.pin is not None)


DIGEST = """
from datetime import date
from hashlib import sha256
from juki.protocol.terms import MunicipalityCode
from juki.protocol.wire import encode
from juki.scenarios.population import people
cities = [MunicipalityCode(code) for code in ("152021", "151009", "141003")]
digest = sha256()
for person in people(bytes(32), cities, 150, date(2026, 3, 16), lambda number: number):
    digest.update(encode(person.resident))
    digest.update(repr((person.card, person.born)).encode())
print(digest.hexdigest())
"""


def test_every_process_draws_the_same_people() -> None:
    digests = [
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert digests[0] == digests[1] != ""

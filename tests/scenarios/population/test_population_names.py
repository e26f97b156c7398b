"""The tables of names, and names drawn from them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from juki.protocol.terms import Sex
from juki.protocol.terms.kana import fold_kana
from juki.scenarios.population.foreign_names import COUNTRIES
from juki.scenarios.population.given_names import GAIJI, MEN, WOMEN, given_names
from juki.scenarios.population.names import SPACE, foreign_name, person_name, surname
from juki.scenarios.population.stream import Stream
from juki.scenarios.population.surnames import OLD_FORMS, SURNAMES, VARIANTS

KATAKANA = re.compile(r"[ァ-ヶー・]+")


def test_a_few_hundred_surnames_each_with_its_reading() -> None:
    assert len(SURNAMES.items) > 250
    assert len(set(SURNAMES.items)) == len(SURNAMES.items)
    for written, kana in SURNAMES.items:
        assert written
        assert not KATAKANA.search(written)
        assert KATAKANA.fullmatch(kana), written


@pytest.mark.parametrize("table", [*MEN, *WOMEN])
def test_given_names_have_readings_and_no_twins(table: tuple[tuple[str, str], ...]) -> None:
    assert len(table) == 30
    assert len(set(table)) == 30
    assert all(written and KATAKANA.fullmatch(kana) for written, kana in table)


def test_names_follow_the_time_of_birth() -> None:
    assert ("清", "キヨシ") in given_names(Sex.MALE, 1949)
    assert ("清", "キヨシ") not in given_names(Sex.MALE, 1950)
    assert ("陽葵", "ヒマリ") in given_names(Sex.FEMALE, 2000)


def test_common_surnames_are_drawn_more_often_than_seldom_ones() -> None:
    stream = Stream(bytes(16), "surnames")
    drawn = Counter(surname(stream)[1] for _ in range(5000))
    assert drawn["サトウ"] > 3 * drawn["ワシオ"]


def test_variants_belong_to_surnames_of_the_table_and_keep_their_reading() -> None:
    listed = {written for written, _ in SURNAMES.items}
    assert set(VARIANTS) <= listed
    assert set(OLD_FORMS) <= listed
    stream = Stream(bytes(16), "variants")
    readings: dict[str, set[str]] = {}
    for written, kana in (surname(stream) for _ in range(5000)):
        readings.setdefault(written, set()).add(kana)
    assert readings["渡邊\U000e0101"] == {"ワタナベ"}
    assert readings["\U00020bb7田"] == {"ヨシダ"}


def test_variants_are_counted_as_gaiji_and_older_forms_are_not() -> None:
    stream = Stream(bytes(16), "gaiji")
    for variant in (form for forms in VARIANTS.values() for form in forms):
        assert person_name(stream, (variant, "カナ"), Sex.FEMALE, 2010).gaiji_count >= 1
    for form in (form for forms in OLD_FORMS.values() for form in forms):
        assert person_name(stream, (form, "カナ"), Sex.FEMALE, 1940).gaiji_count == 0


def test_a_glyph_of_a_given_name_can_be_a_variant() -> None:
    stream = Stream(bytes(16), "aoi")
    written = {person_name(stream, ("森", "モリ"), Sex.FEMALE, 1980).written for _ in range(2000)}
    assert {f"森{SPACE}葵", f"森{SPACE}{GAIJI['葵']}"} <= written


def test_foreign_names_have_letters_and_a_reading_that_can_be_searched() -> None:
    for home in COUNTRIES.items:
        for family in home.families:
            for sex in (Sex.MALE, Sex.FEMALE):
                for given in home.given(sex):
                    name = foreign_name(Stream(bytes(16), "x"), home, family, given, sex, is_adult=False)
                    assert re.fullmatch("[A-Z ]+", name.alphabet)
                    assert KATAKANA.fullmatch(name.kana.replace(SPACE, ""))
                    assert fold_kana(name.kana)
                    assert name.written
                    assert not name.common_name

"""Cards of the population: how long they are valid, and what they carry."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.scenarios.population.cards import FIRST_ISSUES, FIRST_WITHOUT_PIN, birthday, draw_card, expiry
from juki.scenarios.population.person import age
from juki.scenarios.population.stream import Stream

TODAY = date(2026, 3, 16)
BIRTHS = st.dates(date(1920, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("made_on", "born", "last_day"),
    [
        (date(2020, 5, 10), date(1990, 5, 11), date(2029, 5, 11)),
        (date(2020, 5, 10), date(1990, 5, 10), date(2030, 5, 10)),
        (date(2020, 5, 10), date(1990, 5, 9), date(2030, 5, 9)),
        (date(2020, 6, 1), date(2010, 1, 1), date(2025, 1, 1)),
        (date(2020, 6, 1), date(2010, 12, 31), date(2024, 12, 31)),
        (date(2020, 3, 1), date(2000, 2, 29), date(2030, 2, 28)),
        (date(2018, 2, 28), date(2000, 2, 28), date(2028, 2, 28)),
        (date(2018, 2, 27), date(2000, 2, 28), date(2022, 2, 28)),
    ],
    ids=[
        "the first birthday is tomorrow",
        "a birthday on the day itself does not count",
        "the birthday was yesterday",
        "a child",
        "a child with a late birthday",
        "born on February 29",
        "eighteen today",
        "eighteen tomorrow",
    ],
)
def test_a_card_is_valid_until_a_birthday(made_on: date, born: date, last_day: date) -> None:
    assert expiry(made_on, born) == last_day


@given(BIRTHS, st.integers(0, 4000))
def test_the_last_day_is_the_tenth_or_fifth_birthday_after_the_making(born: date, days: int) -> None:
    made_on = born + timedelta(days=days * 9)
    birthdays = [day for year in range(made_on.year, made_on.year + 12) if (day := birthday(born, year)) > made_on]
    assert expiry(made_on, born) == birthdays[9 if age(born, made_on) >= 18 else 4]


@given(BIRTHS, st.integers(0, 2**32))
def test_a_card_was_made_in_its_holders_life_and_signs_from_fifteen(born: date, seed: int) -> None:
    card = draw_card(Stream(seed.to_bytes(16, "big"), "card"), "000017", born, TODAY)
    if card is None:
        return
    assert max(FIRST_ISSUES, born) < card.issued_on + timedelta(days=1)
    assert card.issued_on < TODAY
    assert card.expires_on == expiry(card.issued_on, born)
    assert card.serial.startswith("JK000017-")
    if card.pin is None:
        assert card.issued_on >= FIRST_WITHOUT_PIN
        assert not card.has_signing_certificate
    else:
        assert len(card.pin) == 4
        assert card.pin.isdigit()
    if age(born, card.issued_on) < 15:
        assert not card.has_signing_certificate


@given(BIRTHS, st.integers(0, 2**32), st.sampled_from([1, 3, 5]))
def test_the_card_of_a_foreigner_ends_with_his_stay(born: date, seed: int, years: int) -> None:
    card = draw_card(Stream(seed.to_bytes(16, "big"), "card"), "000017", born, TODAY, years)
    if card is not None:
        assert card.expires_on <= card.issued_on + timedelta(days=365 * years)


def test_there_were_no_cards_before_2016() -> None:
    stream = Stream(bytes(16), "card")
    assert all(draw_card(stream, "000001", date(1970, 1, 1), date(2016, 1, 20)) is None for _ in range(200))


def test_a_pin_is_not_in_the_text_of_a_card() -> None:
    cards = [draw_card(Stream(bytes(16), f"{n}"), "000017", date(1970, 1, 1), TODAY) for n in range(20)]
    assert all("pin" not in repr(card) for card in cards)

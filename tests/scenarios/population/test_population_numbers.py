"""The numbers of synthetic people: their form, their marks, and that no two are alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol.terms import JuminhyoCode, MyNumber
from juki.protocol.terms.codes import local_check_digit
from juki.scenarios.population.numbers import (
    CAPACITY,
    juminhyo_code,
    local_number,
    my_number,
    pension_number,
    permuted,
)

KEY = bytes(range(32))
INDEXES = st.integers(0, CAPACITY - 1)


@given(INDEXES)
def test_both_numbers_carry_their_mark_and_a_right_check_digit(index: int) -> None:
    code, number = juminhyo_code(KEY, index), my_number(KEY, index)
    assert code.digits.startswith("9")
    assert number.digits.startswith("99")
    assert JuminhyoCode(code.digits) == code
    assert MyNumber(number.digits) == number


@given(INDEXES, INDEXES)
def test_two_people_never_have_one_number(one: int, other: int) -> None:
    assert (permuted(KEY, b"juki code", one) == permuted(KEY, b"juki code", other)) == (one == other)


def test_twenty_thousand_people_in_a_row_are_all_different() -> None:
    places = [permuted(KEY, b"juki code", index) for index in range(20_000)]
    assert len(set(places)) == len(places)
    assert all(0 <= place < CAPACITY for place in places)


def test_every_block_of_the_permutation_is_reached_once() -> None:
    # One person of each block of 32,000: were the moduli wrong, the first and the last would meet.
    places = [permuted(KEY, b"juki code", 5 + block * 32_000) for block in range(CAPACITY // 32_000)]
    assert len(set(places)) == len(places)


def test_neither_number_tells_the_other() -> None:
    shared = sum(juminhyo_code(KEY, n).digits[1:10] == my_number(KEY, n).digits[2:11] for n in range(2000))
    assert shared == 0


def test_another_key_gives_other_numbers() -> None:
    assert juminhyo_code(KEY, 0) != juminhyo_code(KEY[::-1], 0)


def test_nobody_beyond_the_capacity_has_a_number() -> None:
    for index in (-1, CAPACITY):
        with pytest.raises(ValueError, match="of at most"):
            permuted(KEY, b"juki code", index)


def test_local_numbers_are_serial_with_a_check_digit() -> None:
    first, second = local_number(123_456_789, 0), local_number(123_456_789, 1)
    assert (first[:9], second[:9]) == ("123456789", "123456790")
    assert (first[9], second[9]) == (local_check_digit("123456789"), local_check_digit("123456790"))


def test_a_pension_number_is_marked() -> None:
    assert pension_number(16) == "9999-000017"

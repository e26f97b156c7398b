"""Check digits against published and computed vectors, and what a number shows of itself. Numbers are not real people's."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapes import BODY_DIGITS, digits

from juki.protocol.errors import MalformedValue
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, MyNumber
from juki.protocol.terms.codes import Digits, local_check_digit, municipal_check_digit, personal_check_digit

RIGHT: list[tuple[type[Digits], str]] = [
    *((JuminhyoCode, code) for code in ("24727059608", "25208017643")),
    # The edges of the remainder: 0, 1, 2 and 10.
    *((JuminhyoCode, code) for code in ("12345678040", "12345678130", "12345678059", "12345678091")),
    *((MyNumber, number) for number in ("379474484458", "454972364860", "123456789018", "111111111118")),
    *((MyNumber, number) for number in ("123456789050", "123456789000", "123456789069", "123456789131")),
    *((MunicipalityCode, code) for code in ("010006", "131041", "131016", "141500", "151009", "020001", "152021")),
    *((MunicipalityCode, code) for code in ("401307", "151017", "151025", "151033", "151041", "151050", "151068")),
    *((MunicipalityCode, code) for code in ("151076", "151084", "141003")),
]
WRONG: list[tuple[type[Digits], str]] = [
    (JuminhyoCode, "25208017644"),
    (JuminhyoCode, "12345678901"),
    (MyNumber, "123456789012"),
    (MunicipalityCode, "131131"),
    (JuminhyoCode, "2472705960"),
    (JuminhyoCode, "247270596080"),
    (JuminhyoCode, "2472705960８"),
    (JuminhyoCode, " 4727059608"),
    (JuminhyoCode, ""),
    (MyNumber, "37947448445x"),
]
KINDS = (JuminhyoCode, MyNumber, MunicipalityCode)


@pytest.mark.parametrize(("kind", "number"), RIGHT)
def test_a_published_or_computed_number_is_right(kind: type[Digits], number: str) -> None:
    assert kind(number).digits == number
    assert kind.of_body(number[:-1]) == kind(number)


@pytest.mark.parametrize(("kind", "number"), WRONG)
def test_a_wrong_number_is_refused(kind: type[Digits], number: str) -> None:
    with pytest.raises(MalformedValue):
        kind(number)


def test_a_number_that_is_no_text_is_refused() -> None:
    with pytest.raises(MalformedValue):
        JuminhyoCode(24727059608)  # type: ignore[arg-type]


def test_the_remainders_0_and_1_differ_between_people_and_municipalities() -> None:
    assert (personal_check_digit("1234567804"), personal_check_digit("1234567813")) == ("0", "0")
    assert (municipal_check_digit("13104"), municipal_check_digit("14150")) == ("1", "0")


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_one_wrong_digit_is_always_found(kind: type[Digits], data: st.DataObject) -> None:
    """All but what the rule itself lets through: two remainders share a digit, 0 for people and 1 for municipalities."""
    number = data.draw(digits(kind)).digits
    place = data.draw(st.integers(0, kind.LENGTH - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    altered = number[:place] + other + number[place + 1 :]
    if altered[-1] == kind._check(altered[:-1]):
        assert altered[-1] == number[-1] == ("1" if kind is MunicipalityCode else "0")
    else:
        with pytest.raises(MalformedValue):
            kind(altered)


@pytest.mark.parametrize("kind", [JuminhyoCode, MyNumber])
@given(st.data())
def test_no_repr_or_text_shows_a_whole_personal_number(kind: type[Digits], data: st.DataObject) -> None:
    number = data.draw(digits(kind))
    for shown in (repr(number), str(number), f"{number}", f"{[number]}"):
        assert number.digits not in shown
        assert number.digits[-4:] in shown


@pytest.mark.parametrize("kind", [JuminhyoCode, MyNumber])
@given(st.data())
def test_the_error_about_a_number_does_not_show_it(kind: type[Digits], data: st.DataObject) -> None:
    number = data.draw(digits(kind)).digits
    for wrong in (number[:-1] + str((int(number[-1]) + 1) % 10), number + "0", number[:-1] + "x"):
        with pytest.raises(MalformedValue) as refused:
            kind(wrong)
        assert wrong not in str(refused.value)
        assert wrong[:-2] not in str(refused.value)


def test_a_municipality_shows_its_code() -> None:
    assert str(MunicipalityCode("152021")) == "152021"
    assert repr(MunicipalityCode("152021")) == "MunicipalityCode(152021)"
    assert MunicipalityCode("152021").prefecture == "15"
    assert MunicipalityCode("152021").telegram_form == "15202"


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_a_number_survives_pickling_and_copying(kind: type[Digits], data: st.DataObject) -> None:
    number = data.draw(digits(kind))
    for again in (pickle.loads(pickle.dumps(number)), copy.copy(number), copy.deepcopy(number)):  # noqa: S301 - ours
        assert again == number
        assert hash(again) == hash(number)


def test_a_number_is_frozen() -> None:
    with pytest.raises(AttributeError):
        JuminhyoCode("24727059608").digits = "25208017643"


def test_numbers_of_two_kinds_are_never_equal() -> None:
    assert len({kind.of_body("1" * places) for kind, places in BODY_DIGITS.items()}) == len(BODY_DIGITS)
    assert JuminhyoCode("24727059608") != "24727059608"


def test_numbers_sort_by_their_digits() -> None:
    unsorted = [MunicipalityCode("152021"), MunicipalityCode("141003")]
    assert sorted(unsorted) == [MunicipalityCode("141003"), MunicipalityCode("152021")]


def test_a_local_number_has_the_check_digit_of_the_standard() -> None:
    # 標準 1.1.13: modulus 11, weights 2 to 7 from the right, over again after six digits.
    assert local_check_digit("1") == "9"
    assert local_check_digit("0") == "0"
    assert local_check_digit("500000001") == str((11 - (1 * 2 + 5 * 4) % 11) % 11)
    assert local_check_digit("6") == "0"

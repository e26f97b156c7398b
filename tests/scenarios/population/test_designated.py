"""Codes that a city may give: its own, nobody's, and always the same for the same people."""

from __future__ import annotations

from juki.protocol.terms import JuminhyoCode, MunicipalityCode
from juki.scenarios.population.designated import CODES_A_CITY, designated_codes

CITIES = tuple(MunicipalityCode(code) for code in ("152021", "151009", "141003"))
IN_USE = tuple(JuminhyoCode.of_body(f"9{number:09d}") for number in range(50))


def test_no_code_is_given_twice_or_to_somebody_who_has_it() -> None:
    given = [code for codes in designated_codes(CITIES, IN_USE).values() for code in codes]
    assert len(set(given)) == len(given) == CODES_A_CITY * len(CITIES)
    assert set(given).isdisjoint(IN_USE)
    assert all(code.digits.startswith("9") for code in given)


def test_the_same_people_give_the_same_codes_and_others_do_not() -> None:
    assert designated_codes(CITIES, IN_USE) == designated_codes(CITIES, IN_USE)
    assert designated_codes(CITIES, IN_USE) != designated_codes(CITIES, IN_USE[1:])

"""People whom another city knows though they live elsewhere (住登外者), and under which number. Chooses nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from juki.protocol.terms import MunicipalityCode, MyNumber
from juki.protocol.terms.codes import SYNTHETIC_NUMBER_MARK
from juki.scenarios.population.person import Person

FREE_DIGITS = 9


def as_addressees(
    found: tuple[Person, ...], city: MunicipalityCode | None, people: Sequence[Person], *, misread: bool
) -> tuple[Person, ...]:
    """The people as another city knows them; as they are if none was named."""
    if city is None:
        return found
    taken = {person.resident.my_number for person in people}
    return tuple(
        replace(one, addressee_of=city, addressee_number=_number(one, taken, misread=misread)) for one in found
    )


def _number(person: Person, taken: set[MyNumber | None], *, misread: bool) -> MyNumber | None:
    """Her own number, or the next one that is nobody's, check digit and all."""
    number = person.resident.my_number
    while misread and number in taken and number is not None:
        free = (int(number.digits[len(SYNTHETIC_NUMBER_MARK) : -1]) + 1) % 10**FREE_DIGITS
        number = MyNumber.of_body(f"{SYNTHETIC_NUMBER_MARK}{free:0{FREE_DIGITS}d}")
    return number

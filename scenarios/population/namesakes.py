"""How a drawn person becomes another's namesake: the same reading, sex and birth date, another way to write the name.

Two such men got one 住民票コード in 坂出 and 長野, because a search by reading and birth date had found one of them. Chooses
nobody; every number, household and address stays the person's own.
"""

from __future__ import annotations

from dataclasses import replace

from msgspec.structs import replace as rewritten

from juki.protocol.terms import PersonName, Sex
from juki.scenarios.population.given_names import MEN, WOMEN
from juki.scenarios.population.names import SPACE
from juki.scenarios.population.person import Person

_KATAKANA_FIRST, _KATAKANA_LAST, _TO_HIRAGANA = 0x30A1, 0x30F6, 0x60


def as_namesake(person: Person, other: Person) -> Person:
    """The person under the other's reading and birth date. He lives alone, and holds no card: its days would not fit."""
    resident, like = person.resident, other.resident
    written = _other_spelling(like.name, like.sex)
    register = resident.family_register
    if register is not None and register.head == resident.name.written:
        register = rewritten(register, head=written)
    since = max(resident.resident_since, other.born)
    settled = max(resident.address_since, since)
    changed = rewritten(
        resident,
        name=PersonName(written, like.name.kana),
        birth=like.birth,
        sex=like.sex,
        household_head=written,
        family_register=register,
        resident_since=since,
        address_since=settled,
        reported_on=max(settled, resident.reported_on),
    )
    return replace(person, born=other.born, resident=changed)


def _other_spelling(name: PersonName, sex: Sex) -> str:
    """The given name with other characters of the same reading; in kana where the tables have no others."""
    surname, _, given = name.written.partition(SPACE)
    kana = name.kana.partition(SPACE)[2] or name.kana
    tables = MEN if sex is Sex.MALE else WOMEN
    others = [written for table in tables for written, reading in table if reading == kana and written != given]
    hiragana = "".join(
        chr(ord(one) - _TO_HIRAGANA) if _KATAKANA_FIRST <= ord(one) <= _KATAKANA_LAST else one for one in kana
    )
    spellings = (*others, hiragana, kana)
    return surname + SPACE + next(spelling for spelling in spellings if spelling != given)

"""How a drawn person is changed to fit a story: no card, no PIN, a card's last day, a rarer glyph,
another nationality, protection. Chooses nobody.

Every change keeps the rules that the population keeps: a card still ends on its holder's birthday, a household still
writes its name alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from msgspec.structs import replace as rewritten

from juki.protocol.records.resident import CardData
from juki.protocol.terms import PartialDate, PersonName
from juki.scenarios.population.cards import FIRST_ISSUES, birthday, expiry, granted_card
from juki.scenarios.population.households import Member
from juki.scenarios.population.identities import FOREIGNERS_SINCE, foreign
from juki.scenarios.population.names import SPACE
from juki.scenarios.population.person import CardIssue, Person, age
from juki.scenarios.population.stream import Stream
from juki.scenarios.population.surnames import VARIANTS

_AFTER_BIRTHDAY = timedelta(days=100)
_YOUNGER = 8
"The most years by which a birth may move."
_RARE = ("\U00020bb7田", "ヨシダ")
"For a household whose own name has no form outside the common set."


def without_card(person: Person) -> Person:
    return replace(person, card=None, resident=rewritten(person.resident, card=None))


def with_card(person: Person, genuine_mark: Callable[[str], str]) -> Person | None:
    """The person with a card that is good, in place of none or of another.

    Args:
        person: whoever plays a part.
        genuine_mark: gives the mark of a card by its number.

    Returns:
        None for a newborn.
    """
    issue = granted_card(Stream(b"", f"card/{person.number}"), person.number, person.born, person.as_of)
    if issue is None:
        return None
    told = CardData(issue.serial, issue.issued_on, issue.expires_on, genuine_mark(issue.number))
    return replace(person, card=issue, resident=rewritten(person.resident, card=told))


def without_pin(person: Person) -> Person:
    """The card set up without a PIN (番号カード等命令33条7項); such a card does not sign."""
    assert person.card is not None  # noqa: S101 - the caller has chosen a holder
    return _with_card(person, replace(person.card, pin=None, has_signing_certificate=False))


def with_expiry(person: Person, day: date) -> Person | None:
    """The card with another last day; the holder's birthday moves with it.

    His age stays as it is, but where only the five years of a minor's card could end that day: then a young person who
    lives alone becomes one who was seventeen when it was made.

    Returns:
        None where no lawful card of this person could end then: made too early, too late, or before an arrival.
    """
    assert person.card is not None  # noqa: S101 - the caller has chosen a holder
    if person.is_foreigner:
        return _with_end_of_stay(person, day)
    same_age = _born(person, day)
    for years, born in ((10, same_age), (5, same_age), (5, _born_with_minors_card(person, day))):
        moved = _reborn(person, born) if born else None
        if moved is None or born is None:
            continue
        made_on = birthday(born, day.year - years) + _AFTER_BIRTHDAY
        if FIRST_ISSUES <= made_on <= person.as_of and expiry(made_on, born) == day:
            return _with_card(moved, replace(person.card, issued_on=made_on, expires_on=day))
    return None


def _reborn(person: Person, born: date) -> Person | None:
    """The person with another birth date; None if he would have moved in before it."""
    resident = person.resident
    since, settled = (born if day == person.born else day for day in (resident.resident_since, resident.address_since))
    if not born <= since <= settled:
        return None
    known = PartialDate(born.year, born.month, born.day)
    changed = rewritten(
        resident,
        birth=known if resident.birth.day else resident.birth,
        resident_since=since,
        address_since=settled,
        reported_on=max(settled, resident.reported_on),
    )
    return replace(person, born=born, resident=changed)


def _born(person: Person, day: date) -> date | None:
    """A birth date with its birthday on that day that leaves the age as it is."""
    for year in (person.born.year, person.born.year - 1, person.born.year + 1):
        born = birthday(day, year)
        if birthday(born, day.year) == day and age(born, person.as_of) == person.age:
            return born
    return None


def _born_with_minors_card(person: Person, day: date) -> date | None:
    """A birth date whose twenty-second birthday is that day, for a young person who lives alone."""
    born = birthday(day, day.year - 22)
    is_near = person.household_size == 1 and abs(born.year - person.born.year) <= _YOUNGER
    return born if is_near and birthday(born, day.year) == day else None


def _with_end_of_stay(person: Person, day: date) -> Person | None:
    """A foreigner's card ends with his stay, on any day (番号カード等命令27条)."""
    card = person.card
    if card is None or not card.issued_on < day <= expiry(card.issued_on, person.born):
        return None
    return _with_card(person, replace(card, expires_on=day))


def _with_card(person: Person, card: CardIssue) -> Person:
    told = person.resident.card
    assert told is not None  # noqa: S101 - the register knows of every card
    told = rewritten(told, issued_on=card.issued_on, expires_on=card.expires_on)
    return replace(person, card=card, resident=rewritten(person.resident, card=told))


def with_gaiji(household: tuple[Person, ...]) -> tuple[Person, ...] | None:
    """A whole household whose surname is written with a glyph outside the common set.

    Its own name in another form where there is one, else another name. None for foreigners.
    """
    head = household[0].resident
    old, _, _ = head.name.written.partition(SPACE)
    old_kana, _, _ = head.name.kana.partition(SPACE)
    if head.family_register is None:
        return None
    new, kana = (VARIANTS[old][0], old_kana) if old in VARIANTS else _RARE
    return tuple(_renamed(person, old, new, kana) for person in household)


def _renamed(person: Person, old: str, new: str, kana: str) -> Person:
    def put(name: str, surname: str) -> str:
        return surname + name[name.index(SPACE) :]

    resident, register = person.resident, person.resident.family_register
    bears_it = resident.name.written.startswith(old + SPACE)
    name = PersonName(put(resident.name.written, new), put(resident.name.kana, kana)) if bears_it else resident.name
    if register is not None and register.head.startswith(old + SPACE):
        register = rewritten(register, head=put(register.head, new))
    household_head = put(resident.household_head, new)
    return replace(
        person, resident=rewritten(resident, name=name, household_head=household_head, family_register=register)
    )


def with_protection(household: tuple[Person, ...]) -> tuple[Person, ...]:
    """A whole household of 支援対象者 (標準 1.1.16)."""
    return tuple(replace(person, resident=rewritten(person.resident, is_protected=True)) for person in household)


def as_foreigners(household: tuple[Person, ...]) -> tuple[Person, ...] | None:
    """The same people as a household of foreigners who may stay for good; None if they are that already."""
    if household[0].is_foreigner:
        return None
    members = [Member(person.resident.sex, person.born, person.resident.relationship) for person in household]
    identities = foreign(Stream(b"", household[0].number), members, household[0].as_of)
    changed = []
    for person, identity in zip(household, identities, strict=True):
        since = max(person.resident.resident_since, FOREIGNERS_SINCE)
        resident = rewritten(
            person.resident,
            name=identity.name,
            nationality=identity.nationality,
            family_register=None,
            household_head=identities[0].name.written,
            resident_since=since,
            address_since=max(since, person.resident.address_since),
            reported_on=max(since, person.resident.reported_on),
        )
        changed.append(replace(person, resident=resident))
    return tuple(changed)

"""The cast of a story, chosen from the population by description: the first that fits, or one made to fit. Draws nothing.

Plain people come first (Japanese, no 外字, a known birth date, not under protection), whole households before parts of
larger ones, and those who fit as they are before those who must be amended. Amending happens before any store is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from juki.protocol.errors import BadInput
from juki.protocol.terms import JuminhyoCode, MunicipalityCode
from juki.scenarios.population.addressees import as_addressees
from juki.scenarios.population.amending import (
    as_foreigners,
    with_card,
    with_expiry,
    with_gaiji,
    with_protection,
    without_card,
    without_pin,
)
from juki.scenarios.population.namesakes import as_namesake
from juki.scenarios.population.person import MAJORITY, CardIssue, Person
from juki.scenarios.wishes import CARDS

VALID_FOR = timedelta(days=180)
"A valid card outlives every story that is not about cards."
SOON = timedelta(days=90)
"A card expires soon in the time in which it may be renewed (番号カード等命令29条1項)."


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of person or household a story needs.

    Attributes:
        name: of the part, for error texts.
        of: municipality or ward.
        size: how many members of one household, its head first; the household has no more of them where possible.
        card: of the first person: `valid` (with PIN, both certificates, for half a year), `none` (nobody holds one),
            `no-pin`, `expired`, `expiring` (soon).
        cards: how many of them hold a card: the first ones, and all but the first a valid one. None: as it comes.
        expires_on: the last day of the first person's card.
        foreigner: None if it does not matter; likewise the next two.
        gaiji: the first person's name has 外字.
        protected: 支援対象者.
        addressee_of: another city whose 団体内統合宛名 knows them (住登外者).
        misread: it knows them under a 個人番号 that is nobody's.
        namesake: somebody whose reading, sex and birth date are shared; the household is a single person's.
        taken: who plays another part.
    """

    name: str
    of: MunicipalityCode
    size: int = 1
    card: str = "valid"
    cards: int | None = None
    expires_on: date | None = None
    foreigner: bool | None = None
    gaiji: bool | None = None
    protected: bool | None = None
    addressee_of: MunicipalityCode | None = None
    misread: bool = False
    namesake: Person | None = None
    taken: frozenset[JuminhyoCode] = frozenset()

    def __str__(self) -> str:
        asked = {name: getattr(self, name) for name in ("cards", "expires_on", "foreigner", "gaiji", "protected")}
        extras = "".join(f", {name} {value}" for name, value in asked.items() if value is not None)
        return f"{self.size} of one household in {self.of}, card {self.card}{extras}"


def cast(
    people: Sequence[Person], wish: Wish, genuine_mark: Callable[[str], str] | None = None
) -> tuple[list[Person], tuple[Person, ...]]:
    """The people after amending, and among them those who fit, the head of the household first.

    Args:
        people: the population.
        wish: what the story needs.
        genuine_mark: gives the mark of a card by its number; without it nobody is given a card to fit the wish.

    Raises:
        BadInput: the wish contradicts itself, or nobody can be made to fit it.
    """
    _check(wish)
    near = [person for person in people if wish.of in {person.municipality, person.resident.address.office}]
    groups = sorted(_groups(near, wish), key=lambda group: (group.is_part, _oddness(group.people)))
    fits: tuple[Callable[[_Group], tuple[Person, ...] | None], ...] = (
        lambda group: _as_they_are(group, wish),
        lambda group: _amended(group, wish, None),
        lambda group: _amended(group, wish, genuine_mark),
    )
    for fit in fits:
        for group in groups:
            found = fit(group)
            if found is not None:
                if wish.namesake is not None:
                    found = (as_namesake(found[0], wish.namesake),)
                found = as_addressees(found, wish.addressee_of, people, misread=wish.misread)
                changed = {person.number: person for person in found}
                return [changed.get(person.number, person) for person in people], found
    raise BadInput(f"cast {wish.name}", f"nobody among {len(near)} people of {wish.of}", str(wish))


def _check(wish: Wish) -> None:
    where = f"cast {wish.name}"
    if wish.card not in CARDS:
        raise BadInput(where, f"card {wish.card!r}", "one of " + ", ".join(CARDS))
    if wish.size < 1:
        raise BadInput(where, f"size {wish.size}", "1 or more")
    if wish.cards is not None and not (1 <= wish.cards <= wish.size if wish.card != "none" else wish.cards == 0):
        expected = "none of them" if wish.card == "none" else f"1 to {wish.size}"
        raise BadInput(where, f"{wish.cards} holders of a card with card {wish.card}", expected)
    if wish.namesake is not None and (wish.size > 1 or wish.card != "none"):
        raise BadInput(where, f"a namesake of {wish.size} with card {wish.card}", "one person, with card none")


@dataclass(frozen=True, slots=True)
class _Group:
    """People who could move together.

    Attributes:
        is_part: others of their household stay behind.
    """

    people: tuple[Person, ...]
    is_part: bool


def _groups(near: Sequence[Person], wish: Wish) -> Iterator[_Group]:
    households: dict[tuple[str, str], list[Person]] = {}
    for person in near:
        households.setdefault(person.household, []).append(person)
    for members in households.values():
        free = [person for person in members if person.resident.code not in wish.taken]
        if len(free) == len(members) == wish.size:
            yield _Group(tuple(members), is_part=False)
        elif wish.size == 1:
            # Whoever leaves others behind had better not be their head.
            grown = [person for person in free if person.age >= MAJORITY]
            yield from (_Group((person,), is_part=True) for person in sorted(grown, key=lambda person: person.is_head))
        elif len(free) == len(members) > wish.size:
            yield _Group(tuple(members[: wish.size]), is_part=True)


def _oddness(group: tuple[Person, ...]) -> int:
    return sum(
        person.is_foreigner
        + person.resident.is_protected
        + (person.resident.name.gaiji_count > 0)
        + (not person.resident.birth.day)
        for person in group
    )


def _as_they_are(group: _Group, wish: Wish) -> tuple[Person, ...] | None:
    people = group.people
    first, *others = people
    holders = sum(person.card is not None for person in people)
    if not _is_the_kind(first, wish):
        return None
    if wish.card == "none":
        return people if holders == 0 else None
    if not _has_wanted_card(first, wish) or wish.cards not in {None, holders}:
        return None
    return people if all(map(_is_valid, others[: (wish.cards or 1) - 1])) else None


def _has_wanted_card(person: Person, wish: Wish) -> bool:
    card = person.card
    if card is None or (card.pin is None) != (wish.card == "no-pin"):
        return False
    if wish.expires_on is not None:
        return card.expires_on == wish.expires_on
    match wish.card:
        case "expired":
            return card.expires_on < person.as_of
        case "expiring":
            return person.as_of <= card.expires_on <= person.as_of + SOON
        case "no-pin":
            return card.expires_on >= person.as_of + VALID_FOR
        case _:
            return _is_valid(person)


def _is_valid(person: Person) -> bool:
    card = person.card
    return (
        card is not None
        and card.pin is not None
        and card.expires_on >= person.as_of + VALID_FOR
        and _has_certificates(card, person)
    )


def _has_certificates(card: CardIssue, person: Person) -> bool:
    return card.has_user_certificate and (card.has_signing_certificate or person.age < MAJORITY)


def _amended(group: _Group, wish: Wish, mark: Callable[[str], str] | None) -> tuple[Person, ...] | None:
    """The group with its cards and names made to fit; None where that would break a rule. With a mark, cards are given."""
    people: tuple[Person, ...] | None = group.people
    # Only a whole household changes its name, its nationality or its protection, and it does so together.
    if people and wish.foreigner and not people[0].is_foreigner:
        people = None if group.is_part else as_foreigners(people)
    if people and wish.gaiji and not people[0].resident.name.gaiji_count:
        people = None if group.is_part else with_gaiji(people)
    if people and wish.protected and not people[0].resident.is_protected:
        people = None if group.is_part else with_protection(people)
    return _with_cards(people, wish, mark) if people and _is_the_kind(people[0], wish) else None


def _is_the_kind(person: Person, wish: Wish) -> bool:
    return (
        wish.foreigner in {None, person.is_foreigner}
        and wish.gaiji in {None, person.resident.name.gaiji_count > 0}
        and wish.protected in {None, person.resident.is_protected}
        and (wish.namesake is None or (person.household_size == 1 and not person.is_foreigner))
    )


def _with_cards(people: tuple[Person, ...], wish: Wish, mark: Callable[[str], str] | None) -> tuple[Person, ...] | None:
    if wish.card == "none":
        return tuple(without_card(person) for person in people)
    count = wish.cards or 1
    holders = [person if mark is None or _is_valid(person) else with_card(person, mark) for person in people[:count]]
    given = [person for person in holders if person is not None and _is_valid(person)]
    if len(given) < count:
        return None
    people = (*given, *people[count:])
    first = people[0]
    day = wish.expires_on or _default_day(wish, first.as_of)
    changed = with_expiry(first, day) if day is not None else first
    if changed is None:
        return None
    if wish.card == "no-pin":
        changed = without_pin(changed)
    rest = people[1:] if wish.cards is None else (*people[1:count], *map(without_card, people[count:]))
    return (changed, *rest)


def _default_day(wish: Wish, today: date) -> date | None:
    return {"expired": today - timedelta(days=30), "expiring": today + timedelta(days=15)}.get(wish.card)

"""Who lives together: sex, birth and 続柄 of a household's members, the head first. Names nobody and houses nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from juki.protocol.terms import Sex
from juki.scenarios.population.person import HEAD, MAJORITY
from juki.scenarios.population.stream import Stream, Weighted

HUSBAND, WIFE, CHILD, FATHER, MOTHER = "夫", "妻", "子", "父", "母"
UNREGISTERED = "（未届）"
"Behind 夫 or 妻: living as a couple, the marriage not notified (標準 1.1.11)."
OLDEST = 103


class Kind(Enum):
    """Kinds of household."""

    LONE_ADULT = "one person of working age"
    LONE_ELDER = "one elderly person"
    COUPLE = "a couple"
    FAMILY = "parents and children"
    ONE_PARENT = "one parent and children"
    THREE_GENERATIONS = "grandparents, parents and children"


@dataclass(frozen=True, slots=True)
class Member:
    """One member.

    Attributes:
        relationship: 続柄 to the head (標準 1.1.11).
        has_own_surname: bears another surname than the head.
    """

    sex: Sex
    born: date
    relationship: str
    has_own_surname: bool = False


KINDS = Weighted(
    [
        (Kind.LONE_ADULT, 22),
        (Kind.LONE_ELDER, 17),
        (Kind.COUPLE, 25),
        (Kind.FAMILY, 21),
        (Kind.ONE_PARENT, 7),
        (Kind.THREE_GENERATIONS, 8),
    ]
)
"Of a hundred households, roughly as censuses count them."
_CHILDREN = Weighted([(1, 45), (2, 40), (3, 13), (4, 2)])
_WIFE_HEADS, _NOT_MARRIED, _MOTHERS_ALONE, _LONE_WOMEN, _OLD_COUPLES = 80, 30, 850, 650, 550
"Per mille."


def household(stream: Stream, today: date, room: int) -> tuple[Kind, tuple[Member, ...]]:
    """The members of one household, the head first, then spouse, children from the eldest, parents.

    Args:
        stream: of this household.
        today: when the run begins.
        room: the most people it may have; where more were drawn, one adult lives alone instead.
    """
    kind = stream.weighted(KINDS)
    members = _Drawing(stream, today).members(kind)
    if len(members) > room:
        kind = Kind.LONE_ADULT
        members = _Drawing(stream, today).members(kind)
    return kind, members


class _Drawing:
    def __init__(self, stream: Stream, today: date) -> None:
        self._stream, self._today = stream, today

    def members(self, kind: Kind) -> tuple[Member, ...]:
        stream = self._stream
        match kind:
            case Kind.LONE_ADULT:
                sex = Sex.FEMALE if stream.chance(450) else Sex.MALE
                return (Member(sex, self._born(stream.between(MAJORITY + 1, 64)), HEAD),)
            case Kind.LONE_ELDER:
                sex = Sex.FEMALE if stream.chance(_LONE_WOMEN) else Sex.MALE
                return (Member(sex, self._born(stream.between(65, 98)), HEAD),)
            case Kind.COUPLE:
                return self._couple(stream.between(62, 90) if stream.chance(_OLD_COUPLES) else stream.between(24, 61))
            case Kind.FAMILY:
                return self._family()
            case Kind.ONE_PARENT:
                children, eldest = self._children()
                sex, gap = (Sex.FEMALE, (20, 38)) if stream.chance(_MOTHERS_ALONE) else (Sex.MALE, (22, 42))
                return (Member(sex, self._born(eldest + stream.between(*gap)), HEAD), *children)
            case Kind.THREE_GENERATIONS:
                return self._three_generations()

    def _born(self, age: int) -> date:
        """A birth date of somebody who is so many years old today."""
        last = self._today.replace(year=self._today.year - age, day=min(self._today.day, 28))
        return last - timedelta(days=self._stream.below(360))

    def _couple(self, wifes_age: int, *, married: bool = False) -> tuple[Member, Member]:
        stream = self._stream
        wife = self._born(wifes_age)
        husband = self._born(min(OLDEST, max(MAJORITY + 1, wifes_age + stream.between(-3, 7))))
        apart = not married and stream.chance(_NOT_MARRIED)
        suffix = UNREGISTERED if apart else ""
        if stream.chance(_WIFE_HEADS):
            return Member(Sex.FEMALE, wife, HEAD), Member(Sex.MALE, husband, HUSBAND + suffix, apart)
        return Member(Sex.MALE, husband, HEAD), Member(Sex.FEMALE, wife, WIFE + suffix, apart)

    def _children(self) -> tuple[tuple[Member, ...], int]:
        """Children from the eldest, and his or her age."""
        stream = self._stream
        eldest = age = stream.between(0, 24)
        children = []
        for _ in range(stream.weighted(_CHILDREN)):
            sex = Sex.FEMALE if stream.chance(487) else Sex.MALE
            children.append(Member(sex, self._born(age), CHILD))
            age -= stream.between(2, 4)
            if age < 0:
                break
        return tuple(children), eldest

    def _family(self) -> tuple[Member, ...]:
        children, eldest = self._children()
        return (*self._couple(eldest + self._stream.between(21, 38), married=True), *children)

    def _three_generations(self) -> tuple[Member, ...]:
        """The middle generation heads; his parents are the eldest."""
        stream = self._stream
        children, eldest = self._children()
        husband, wife = self._middle(eldest + stream.between(21, 36))
        parents = self._parents(self._today.year - husband.born.year)
        return (husband, wife, *children, *parents)

    def _middle(self, wifes_age: int) -> tuple[Member, Member]:
        husband = max(MAJORITY + 1, wifes_age + self._stream.between(-2, 5))
        return Member(Sex.MALE, self._born(husband), HEAD), Member(Sex.FEMALE, self._born(wifes_age), WIFE)

    def _parents(self, sons_age: int) -> tuple[Member, ...]:
        stream = self._stream
        mothers_age = min(OLDEST, sons_age + stream.between(21, 34))
        mother = Member(Sex.FEMALE, self._born(mothers_age), MOTHER)
        fathers_age = min(OLDEST, mothers_age + stream.between(0, 6))
        father = Member(Sex.MALE, self._born(fathers_age), FATHER)
        return stream.choice(((mother,), (mother,), (mother,), (father, mother), (father, mother), (father,)))

"""Names, nationality and 戸籍の表示 of a household's members: Japanese families and foreign ones. Knows no address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from juki.protocol.records.resident import FamilyRegister
from juki.protocol.terms import MunicipalityCode, PersonName, Sex
from juki.scenarios.population import names
from juki.scenarios.population.households import CHILD, FATHER, MOTHER, Kind, Member
from juki.scenarios.population.person import MAJORITY, age
from juki.scenarios.population.stream import Stream
from juki.scenarios.population.surnames import Spelled

JAPAN = "日本"
FOREIGNERS_SINCE = date(2012, 7, 9)
"Foreigners are in the register since then: nobody became 外国人住民 earlier."
_WIFE_FIRST, _OWN_REGISTER, _KOREAN_PERMANENT, _PERMANENT = 50, 500, 800, 350
"Per mille: of couples, of people who live alone, of foreign households."
_STAYS = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who one member is.

    Attributes:
        stay_years: of a foreigner whose stay ends; 0 for everybody else.
    """

    name: PersonName
    nationality: str
    family_register: FamilyRegister | None
    stay_years: int = 0


def japanese(
    stream: Stream, kind: Kind, members: Sequence[Member], place: Callable[[], tuple[MunicipalityCode, str]]
) -> list[Identity]:
    """A Japanese household: one family, but for partners who are not married.

    Args:
        stream: of the household.
        kind: of the household.
        members: the head first.
        place: draws a 本籍.
    """
    family = names.surname(stream)
    surnames = [names.surname(stream) if member.has_own_surname else family for member in members]
    named = _distinct_names(stream, members, surnames)
    shared = place()
    heads = _register_heads(stream, kind, members, surnames, named)
    registers = [
        FamilyRegister(*(place() if member.has_own_surname else shared), head)
        for member, head in zip(members, heads, strict=True)
    ]
    return [Identity(name, JAPAN, register) for name, register in zip(named, registers, strict=True)]


def _distinct_names(stream: Stream, members: Sequence[Member], surnames: Sequence[Spelled]) -> list[PersonName]:
    named: list[PersonName] = []
    for member, surname in zip(members, surnames, strict=True):
        name = names.person_name(stream, surname, member.sex, member.born.year)
        while any(name.kana == other.kana for other in named):
            name = names.person_name(stream, surname, member.sex, member.born.year)
        named.append(name)
    return named


def _register_heads(
    stream: Stream, kind: Kind, members: Sequence[Member], surnames: Sequence[Spelled], named: Sequence[PersonName]
) -> list[str]:
    """筆頭者 of each member: of the couple and its children one of the couple, of grandparents the grandfather."""
    alone = len(members) == 1 or any(member.has_own_surname for member in members)
    if alone:
        return [
            name.written if stream.chance(_OWN_REGISTER) else _elder(stream, surname, member)
            for member, surname, name in zip(members, surnames, named, strict=True)
        ]
    first = 0
    if kind is not Kind.ONE_PARENT:
        wanted = Sex.FEMALE if stream.chance(_WIFE_FIRST) else Sex.MALE
        first = next(place for place, member in enumerate(members[:2]) if member.sex is wanted)
    fathers = [name.written for member, name in zip(members, named, strict=True) if member.relationship == FATHER]
    grandfather = fathers[0] if fathers else _elder(stream, surnames[0], members[0])
    return [grandfather if member.relationship in {FATHER, MOTHER} else named[first].written for member in members]


def _elder(stream: Stream, surname: Spelled, member: Member) -> str:
    """The name of somebody's father, or of a husband who has died: he heads the 戸籍 and lives nowhere."""
    return names.person_name(stream, surname, Sex.MALE, member.born.year - 28).written


def foreign(stream: Stream, members: Sequence[Member], today: date) -> list[Identity]:
    """A household of one nationality; children bear the head's name, adults their own. No 戸籍."""
    home = names.country(stream)
    family = stream.choice(home.families)
    permanent = stream.chance(_KOREAN_PERMANENT if home.nationality == "韓国" else _PERMANENT)
    stay_years = 0 if permanent else stream.choice(_STAYS)
    first_given = stream.below(len(home.men))
    identities = []
    for place, member in enumerate(members):
        own = family if place == 0 or member.relationship == CHILD else stream.choice(home.families)
        # Counted on from a drawn place: brothers and sisters do not share a name.
        given = home.given(member.sex)[(first_given + place) % len(home.given(member.sex))]
        is_adult = age(member.born, today) >= MAJORITY
        name = names.foreign_name(stream, home, own, given, member.sex, is_adult=is_adult)
        identities.append(Identity(name, home.nationality, None, stay_years))
    return identities

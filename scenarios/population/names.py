"""Names drawn for a household and its members, Japanese and foreign. Knows no age rule and no household."""

from __future__ import annotations

from juki.protocol.terms import PersonName, Sex
from juki.scenarios.population.foreign_names import COUNTRIES, Country, Part
from juki.scenarios.population.given_names import GAIJI, given_names
from juki.scenarios.population.stream import Stream
from juki.scenarios.population.surnames import OLD_FORMS, SURNAMES, VARIANTS, Spelled

SPACE = "　"
"Between surname and given name: searches leave it out (標準 2.1)."
_VARIANT, _OLD_FORM, _GIVEN_VARIANT = 250, 350, 250
"Per mille of those whose name has such a form."


def surname(stream: Stream) -> Spelled:
    """A Japanese family's name; some are written with glyphs outside the common set."""
    written, kana = stream.weighted(SURNAMES)
    if written in VARIANTS and stream.chance(_VARIANT):
        written = stream.choice(VARIANTS[written])
    elif written in OLD_FORMS and stream.chance(_OLD_FORM):
        written = stream.choice(OLD_FORMS[written])
    return written, kana


def country(stream: Stream) -> Country:
    return stream.weighted(COUNTRIES)


def person_name(stream: Stream, family: Spelled, sex: Sex, year: int) -> PersonName:
    """The name of a Japanese born in a year."""
    written, kana = stream.choice(given_names(sex, year))
    for plain in GAIJI:
        if plain in written and stream.chance(_GIVEN_VARIANT):
            written = written.replace(plain, GAIJI[plain])
    return PersonName(f"{family[0]}{SPACE}{written}", f"{family[1]}{SPACE}{kana}")


def foreign_name(stream: Stream, home: Country, family: Part, given: Part, sex: Sex, *, is_adult: bool) -> PersonName:
    """The name of a foreigner, in kanji where his country writes so; some adults have a 通称 (住基法施行令30条の16)."""
    parts = (family, given) if home.family_first else (given, family)
    latin = " ".join(part.latin for part in parts)
    kana = SPACE.join(part.kana for part in parts).replace(" ", SPACE)
    kanji = "".join(part.kanji for part in parts)
    common = ""
    if is_adult and stream.chance(home.common_names):
        chosen, _ = stream.weighted(SURNAMES)
        common = f"{chosen}{SPACE}{stream.choice(given_names(sex, 1980))[0]}"
    return PersonName(kanji or latin, kana, alphabet=latin, common_name=common)

"""Insurance, pension and allowance as far as a 転出証明書情報 tells them, plausible by age. Knows no office that grants them."""

from __future__ import annotations

from datetime import date

from juki.protocol.records.resident import Entitlements
from juki.scenarios.population.person import age
from juki.scenarios.population.stream import Stream

LATE_ELDERLY_AGE, NURSING_AGE = 75, 65
PENSION_AGES = range(20, 60)
FIRST_KIND, VOLUNTARY = "第1号", "任意加入"
"The kinds that a 住民票 names: the second and third are not the municipality's (住基法7条11号)."
_UNTIL_18 = date(2024, 10, 1)
"From this day 児童手当 is paid until the end of the school year in which a child becomes 18, before it until 15."
_RETIRED_INSURED, _VOLUNTARY_MEMBERS = 700, 20
"Per mille: of those from 65 to 74, of those from 60 to 64."


def draws_child_allowance(children: list[date], today: date) -> bool:
    """Whether any of these birth dates still earns 児童手当 for whoever keeps the household."""
    limit = 18 if today >= _UNTIL_18 else 15
    return any(_school_year_ends(born, limit) >= today for born in children)


def _school_year_ends(born: date, limit: int) -> date:
    """The first March 31 on or after the day before that birthday: who is born on April 1 is of age on March 31."""
    is_late = (born.month, born.day) > (4, 1)
    return date(born.year + limit + is_late, 3, 31)


def draw_entitlements(
    stream: Stream, born: date, today: date, pension_number: str, *, self_employed: bool, child_allowance: bool
) -> Entitlements:
    """What one person is entitled to.

    Args:
        stream: of the household.
        born: the birth date.
        today: when the run begins.
        pension_number: 基礎年金番号, told only of those insured.
        self_employed: the household pays 国民健康保険 and 国民年金 itself.
        child_allowance: this member receives it.
    """
    years = age(born, today)
    retired = NURSING_AGE <= years < LATE_ELDERLY_AGE and stream.chance(_RETIRED_INSURED)
    kind = ""
    if years in PENSION_AGES and self_employed:
        kind = FIRST_KIND
    elif PENSION_AGES.stop <= years < NURSING_AGE and stream.chance(_VOLUNTARY_MEMBERS):
        kind = VOLUNTARY
    return Entitlements(
        national_health=years < LATE_ELDERLY_AGE and (self_employed or retired),
        late_elderly=years >= LATE_ELDERLY_AGE,
        nursing=years >= NURSING_AGE,
        pension_kind=kind,
        pension_number=pension_number if kind else "",
        child_allowance=child_allowance,
    )

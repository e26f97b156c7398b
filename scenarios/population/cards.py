"""Who holds which card: drawn by age, valid as the law says. Makes no key; knows no address."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from juki.scenarios.population.person import MAJORITY, CardIssue, age
from juki.scenarios.population.stream import Stream

FIRST_ISSUES = date(2016, 1, 15)
"The first cards were handed out in January 2016."
FIRST_WITHOUT_PIN = date(2023, 12, 15)
"Cards without PIN (顔認証マイナンバーカード) began then."
SIGNING_AGE = 15
"Below it a card carries no 署名用電子証明書 as a rule."
_AGES = (1, 15, 65, 80)
_HOLDERS = (200, 700, 810, 850, 720)
"Per mille, below and between those ages: 80 % of everybody, as published for the end of 2025."
_NOT_RENEWED, _WITHOUT_PIN, _USER, _SIGNING = 150, 40, 970, 930
"Per mille: of the expired; of the later cards; of all."
_SETTLED, _GRANTED = 14, 200
"Days: nobody is given a card in the last two weeks before the run; for a story, one was made so long ago."


def expiry(made_on: date, born: date) -> date:
    """The last day of a card: the tenth birthday after its making, the fifth for a minor (番号カード等命令26条)."""
    count = 10 if age(born, made_on) >= MAJORITY else 5
    return birthday(born, made_on.year + count - (birthday(born, made_on.year) > made_on))


def birthday(born: date, year: int) -> date:
    """February 28 in common years for those born on February 29 (番号カード等命令26条2項)."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def draw_card(stream: Stream, number: str, born: date, today: date, stay_years: int = 0) -> CardIssue | None:
    """The card of one person, or None.

    Args:
        stream: of the household.
        number: of the person.
        born: the birth date.
        today: when the run begins.
        stay_years: of a foreigner whose stay ends; his card ends with it (番号カード等命令27条). 0 for all others.
    """
    begin, end = max(FIRST_ISSUES, born + timedelta(days=30)), today - timedelta(days=_SETTLED)
    if begin > end or not stream.chance(_HOLDERS[bisect_right(_AGES, age(born, today))]):
        return None
    if stay_years:
        begin = max(begin, end - timedelta(days=365 * stay_years - 90))
    made_on = begin + timedelta(days=stream.below((end - begin).days + 1))
    expires_on = expiry(made_on, born)
    while expires_on < end and not stream.chance(_NOT_RENEWED):
        made_on = min(end, expires_on + timedelta(days=stream.between(1, 60)))
        expires_on = expiry(made_on, born)
    if stay_years:
        expires_on = min(expires_on, made_on + timedelta(days=365 * stay_years))
    return _fitted(stream, number, made_on, expires_on, can_sign=age(born, made_on) >= SIGNING_AGE)


def granted_card(stream: Stream, number: str, born: date, today: date) -> CardIssue | None:
    """A card for somebody whom a story needs with one: made a while ago, with PIN and certificates.

    Returns:
        None for a child too young to have had one made by then.
    """
    made_on = today - timedelta(days=_GRANTED)
    if made_on < born + timedelta(days=30):
        return None
    serial, pin = f"JK{number}-{stream.below(1 << 32):08X}", f"{stream.below(10_000):04d}"
    can_sign = age(born, made_on) >= SIGNING_AGE
    return CardIssue(
        number,
        serial,
        made_on,
        expiry(made_on, born),
        pin,
        has_user_certificate=True,
        has_signing_certificate=can_sign,
    )


def _fitted(stream: Stream, number: str, made_on: date, expires_on: date, *, can_sign: bool) -> CardIssue:
    serial = f"JK{number}-{stream.below(1 << 32):08X}"
    pin = f"{stream.below(10_000):04d}"
    if made_on >= FIRST_WITHOUT_PIN and stream.chance(_WITHOUT_PIN):
        return CardIssue(
            number, serial, made_on, expires_on, None, has_user_certificate=True, has_signing_certificate=False
        )
    return CardIssue(
        number,
        serial,
        made_on,
        expires_on,
        pin,
        has_user_certificate=stream.chance(_USER),
        has_signing_certificate=can_sign and stream.chance(_SIGNING),
    )

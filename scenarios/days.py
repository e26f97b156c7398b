"""Days and times as a story says them: `planned + 3`, `2026-04-01`, `2 hours`. Knows no story; the clock is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput
from juki.scenarios.story import Said

_SUM = re.compile(r"(?P<name>[^\W\d]\w*)\s*(?:(?P<sign>[+-])\s*(?P<days>\d{1,6}))?")
_SPAN = re.compile(r"(?P<count>\d{1,9})\s*(?P<unit>seconds?|minutes?|hours?|days?|秒|分|時間|日)")
_TIME = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_UNITS = {"秒": "seconds", "分": "minutes", "時間": "hours", "日": "days"}
GIVEN_DAYS = ("start", "today")
"Names of days that every story has."
YEARS = range(1900, 2201)
"A story's days: far enough from the ends of the calendar that every deadline after them is a day as well."
LONGEST_SPAN = timedelta(days=36_525)
DAY_FORM = "a day: 2026-04-01, or a named day with + or - days (start, today, or one under days:)"
SPAN_FORM = "a span of time: 30 minutes, 2 hours, 3 days"


def named_days(said: Mapping[str, Said], start: date) -> dict[str, date]:
    """Every named day of a story that begins on `start`; each may build on those before it.

    Raises:
        BadInput: with the place of the expression that is none.
    """
    days = {"start": start}
    for name, expression in said.items():
        days[name] = day_of(expression, days, start)
    return days


def day_of(said: Said, days: Mapping[str, date], today: date) -> date:
    """The day that an expression means.

    Raises:
        BadInput: it is none, or names an unknown day.
    """
    day = _day_of(said, days, today)
    if day.year not in YEARS:
        raise BadInput(str(said.place), f"{day}", f"a day of the years {YEARS[0]} to {YEARS[-1]}")
    return day


def _day_of(said: Said, days: Mapping[str, date], today: date) -> date:
    text = str(said.value).strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    found = _SUM.fullmatch(text)
    known = {**days, "today": today}
    if found is None or found["name"] not in known:
        raise BadInput(str(said.place), repr(text), f"{DAY_FORM}; named here: {', '.join(sorted(known))}")
    days_on = int(found["days"] or 0) * (-1 if found["sign"] == "-" else 1)
    try:
        return known[found["name"]] + timedelta(days=days_on)
    except OverflowError:
        raise BadInput(str(said.place), repr(text), f"a day of the years {YEARS[0]} to {YEARS[-1]}") from None


def span_of(said: Said) -> timedelta:
    """The span that an expression means.

    Raises:
        BadInput: it is none.
    """
    found = _SPAN.fullmatch(str(said.value).strip())
    if found is None:
        raise BadInput(str(said.place), repr(said.value), SPAN_FORM)
    unit = _UNITS.get(found["unit"], found["unit"].rstrip("s") + "s")
    span = timedelta(**{unit: int(found["count"])})
    if span > LONGEST_SPAN:
        raise BadInput(str(said.place), repr(said.value), f"at most {LONGEST_SPAN.days} days")
    return span


def time_of(said: Said) -> time:
    """A time of day, `9:00`.

    Raises:
        BadInput: it is none.
    """
    found = _TIME.fullmatch(str(said.value).strip())
    try:
        return time(int(found["hour"]), int(found["minute"])) if found else _never()
    except ValueError:
        raise BadInput(str(said.place), repr(said.value), "a time of day, for example 9:00") from None


def _never() -> time:
    raise ValueError


def moment(day: date, at: time) -> datetime:
    """That time of that day, in Japan."""
    return datetime.combine(day, at, JST)

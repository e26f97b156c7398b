"""Days and times of day as screens show them, 和暦 in Japanese. Knows no clock."""

from __future__ import annotations

from datetime import date, datetime

from juki.protocol.moments import to_datetime
from juki.protocol.terms.dates import wareki
from juki.tui.language import pick

_WEEKDAYS = "月火水木金土日"


def moment(micros: int) -> datetime:
    """The virtual time of a step."""
    return to_datetime(micros)


def day_text(day: date) -> str:
    """令和8年3月16日(月), or Mon 2026-03-16."""
    return pick(f"{wareki(day)}({_WEEKDAYS[day.weekday()]})", f"{day:%a} {day.isoformat()}")


def time_text(moment: datetime) -> str:
    """09:00:01."""
    return f"{moment:%H:%M:%S}"


def span_text(seconds: float) -> str:
    """1日と0:05:00, or 1 day 0:05:00: how long a run took in virtual time."""
    whole = int(seconds)
    days, rest = divmod(whole, 86_400)
    clock = f"{rest // 3600}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    if not days:
        return clock
    return pick(f"{days}日と{clock}", f"{days} day{'s' if days > 1 else ''} {clock}")

"""Virtual time as a number: microseconds since the beginning of 2000 in Japan. Knows no clock and no deadline."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from juki.protocol.deadlines import JST

EPOCH = datetime(2000, 1, 1, tzinfo=JST)
"Microseconds of virtual time are counted from here."


def to_micros(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


@lru_cache(maxsize=64)
def to_datetime(micros: int) -> datetime:
    return EPOCH + timedelta(microseconds=micros)

"""When kiosks serve: to the minute, and not at the turn of the year."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from juki.protocol.deadlines import JST
from juki.protocol.kiosk_hours import is_open

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("day", [(2026, 3, 16), (2026, 3, 22), (2026, 12, 28), (2027, 1, 4)])
def test_every_day_from_half_past_six_to_eleven(day: tuple[int, int, int]) -> None:
    begin, end = (datetime(*day, hour, minute, tzinfo=JST) for hour, minute in ((6, 30), (23, 0)))
    assert [is_open(moment) for moment in (begin - SECOND, begin, end - SECOND, end)] == [False, True, True, False]


@pytest.mark.parametrize("day", [(2026, 12, 29), (2026, 12, 31), (2027, 1, 1), (2027, 1, 3)])
def test_never_at_the_turn_of_the_year(day: tuple[int, int, int]) -> None:
    assert not any(is_open(datetime(*day, hour, tzinfo=JST)) for hour in range(24))

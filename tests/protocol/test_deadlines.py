"""Legal clocks: the last good day, and the day after."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol import deadlines
from juki.protocol.deadlines import JST, Deadline

PLANNED = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("deadline", "last_good_day"),
    [
        (deadlines.move_in_report(PLANNED), date(2026, 4, 3)),
        (deadlines.move_out_report(PLANNED), date(2026, 4, 3)),
        # The earlier of planned + 30 and moved + 14 (住基法施行令24条の2第1項2号).
        (deadlines.special_rule(PLANNED, PLANNED), date(2026, 4, 3)),
        (deadlines.special_rule(PLANNED, PLANNED - timedelta(days=5)), date(2026, 3, 29)),
        (deadlines.special_rule(PLANNED, PLANNED + timedelta(days=16)), date(2026, 4, 19)),
        (deadlines.special_rule(PLANNED, PLANNED + timedelta(days=17)), date(2026, 4, 19)),
        # The day on which thirty days have passed is itself part of the period (住基法施行令24条の4).
        (deadlines.transfer_data(PLANNED), date(2026, 4, 20)),
        (deadlines.card_without_move_in(PLANNED), date(2026, 4, 19)),
        (deadlines.card_presentation(PLANNED), date(2026, 6, 18)),
        (deadlines.user_certificate(PLANNED), date(2026, 4, 19)),
        (deadlines.closed_record(PLANNED, 150), date(2176, 3, 20)),
        (deadlines.closed_record(PLANNED, 5), date(2031, 3, 20)),
        # Over a leap day, and over the leap day that 2100 does not have.
        (deadlines.move_in_report(date(2028, 2, 20)), date(2028, 3, 5)),
        (deadlines.card_without_move_in(date(2028, 1, 31)), date(2028, 3, 1)),
        (deadlines.card_without_move_in(date(2027, 1, 31)), date(2027, 3, 2)),
        (deadlines.closed_record(date(2028, 2, 29), 150), date(2178, 2, 28)),
        (deadlines.closed_record(date(2028, 2, 29), 4), date(2032, 2, 29)),
    ],
)
def test_a_deadline_has_its_last_good_day(deadline: Deadline, last_good_day: date) -> None:
    assert deadline.last_good_day == last_good_day
    assert not deadline.has_passed(last_good_day)
    assert deadline.has_passed(last_good_day + timedelta(days=1))


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_the_timer_rings_as_the_day_after_begins_in_japan(planned: date) -> None:
    deadline = deadlines.special_rule(planned, planned)
    assert deadline.timer == datetime.combine(deadline.last_good_day + timedelta(days=1), datetime.min.time(), JST)
    assert deadline.timer.utcoffset() == timedelta(hours=9)


@given(st.dates(), st.dates())
def test_no_day_of_the_calendar_breaks_a_deadline(day: date, other: date) -> None:
    """A misbehaving peer may name the last day there is."""
    found = [
        *(deadlines.move_in_report(day), deadlines.move_out_report(day), deadlines.special_rule(day, other)),
        *(deadlines.transfer_data(day), deadlines.card_without_move_in(day), deadlines.card_presentation(day)),
        *(deadlines.user_certificate(day), deadlines.closed_record(day, 150)),
    ]
    assert all(each.timer.date() > each.last_good_day for each in found)
    assert deadlines.closed_record(date.max, 150).timer.year == 9999


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_the_clocks_of_one_move_end_in_the_order_of_the_law(planned: date, later: int) -> None:
    """The last special transfer, then the card, then the data (domain 2.3)."""
    special = deadlines.special_rule(planned, planned + timedelta(days=later)).last_good_day
    card = deadlines.card_without_move_in(planned).last_good_day
    kept = deadlines.transfer_data(planned).last_good_day
    assert special <= card == kept - timedelta(days=1)

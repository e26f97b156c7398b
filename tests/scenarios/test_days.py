"""Days, spans and times of a story mean what they say, and what means nothing is told with its place."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol.errors import BadInput
from juki.scenarios.days import YEARS, day_of, moment, named_days, span_of, time_of
from juki.scenarios.story import Place, Said, Scalar

START = date(2026, 3, 16)
DAYS = {"start": START, "planned": date(2026, 4, 1)}
TODAY = date(2026, 3, 20)


def said(value: Scalar) -> Said:
    return Said(value, Place("a.yaml", 7, 9))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-04-01", date(2026, 4, 1)),
        ("start", START),
        ("today", TODAY),
        ("planned+1", date(2026, 4, 2)),
        ("  planned  -  3 ", date(2026, 3, 29)),
        ("planned + 0", date(2026, 4, 1)),
        ("planned + 1828", date(2031, 4, 3)),
        ("planned + １", date(2026, 4, 2)),
        (20260401, date(2026, 4, 1)),
    ],
)
def test_a_day_is_what_it_says(text: Scalar, day: date) -> None:
    assert day_of(said(text), DAYS, TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "plan",
        "planned + x",
        "planned +",
        "planned + 1 + 1",
        "2026-02-30",
        "2026-13-01",
        "+ 3",
        "0001-01-01",
        "start + 999999",
        "start - 999999",
        "2201-01-01",
        "1899-12-31",
        7,
        "planned * 2",
    ],
)
def test_what_is_no_day_is_told_with_its_place(text: Scalar) -> None:
    with pytest.raises(BadInput) as caught:
        day_of(said(text), DAYS, TODAY)
    assert caught.value.place == "a.yaml:7:9"


def test_named_days_build_on_earlier_ones_only() -> None:
    days = named_days({"planned": said("start + 16"), "arrived": said("planned + 1")}, START)
    assert days["arrived"] == date(2026, 4, 2)
    with pytest.raises(BadInput, match="named here: start, today"):
        named_days({"arrived": said("planned + 1"), "planned": said("start")}, START)


def test_a_day_named_in_japanese_is_a_day() -> None:
    assert named_days({"予定日": said("start + 1"), "翌日": said("予定日 + 1")}, START)["翌日"] == date(2026, 3, 18)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1 second", timedelta(seconds=1)),
        ("30 minutes", timedelta(minutes=30)),
        ("2 hours", timedelta(hours=2)),
        ("3days", timedelta(days=3)),
        ("10秒", timedelta(seconds=10)),
        ("5分", timedelta(minutes=5)),
        ("2 時間", timedelta(hours=2)),
        ("3日", timedelta(days=3)),
        ("0 days", timedelta(0)),
    ],
)
def test_a_span_is_what_it_says(text: str, span: timedelta) -> None:
    assert span_of(said(text)) == span


@pytest.mark.parametrize(
    "text", ["", "3", "days", "1.5 days", "-1 days", "2 weeks", "999999999 days", "1 day 2 hours", 5]
)
def test_what_is_no_span_is_told(text: Scalar) -> None:
    with pytest.raises(BadInput, match=r"a\.yaml:7:9"):
        span_of(said(text))


@pytest.mark.parametrize(("text", "at"), [("9:00", time(9)), ("0:01", time(0, 1)), ("23:59", time(23, 59))])
def test_a_time_is_what_it_says(text: str, at: time) -> None:
    assert time_of(said(text)) == at


@pytest.mark.parametrize("text", ["24:00", "9", "9:60", "9:5", "", "nine", 540, "09:00:00"])
def test_what_is_no_time_is_told(text: Scalar) -> None:
    with pytest.raises(BadInput, match="a time of day"):
        time_of(said(text))


def test_a_moment_is_in_japan() -> None:
    assert moment(START, time(9)).utcoffset() == timedelta(hours=9)


@given(st.one_of(st.text(max_size=20), st.integers(), st.booleans()))
def test_anything_is_a_day_or_bad_input(value: Scalar) -> None:
    for read in (lambda one: day_of(one, DAYS, TODAY).year in YEARS, span_of, time_of):
        try:
            read(said(value))
        except BadInput as fault:
            assert fault.place == "a.yaml:7:9"  # noqa: PT017 - either is right

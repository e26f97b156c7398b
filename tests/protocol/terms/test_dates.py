"""Birth dates that may be partly unknown, and 和暦."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from shapes import partial_dates

from juki.protocol.errors import MalformedValue
from juki.protocol.terms import PartialDate, wareki


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 3, 16), "令和8年3月16日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1850, 1, 1), "西暦1850年1月1日"),
    ],
)
def test_an_era_begins_and_ends_on_its_day(day: date, text: str) -> None:
    assert wareki(day) == text


@given(partial_dates())
def test_a_birth_date_is_read_back_from_its_text(birth: PartialDate) -> None:
    assert PartialDate.parse(birth.text) == birth


@given(partial_dates())
def test_every_birth_date_has_a_japanese_form(birth: PartialDate) -> None:
    assert birth.japanese.endswith("日" if birth.day else "不詳")


@pytest.mark.parametrize(
    ("birth", "text"),
    [
        (PartialDate(1950), "昭和25年 月日不詳"),
        (PartialDate(1950, 4), "昭和25年4月 日不詳"),
        (PartialDate(1950, 4, 3), "昭和25年4月3日"),
        (PartialDate(0), "年月日不詳"),
        (PartialDate(2023, 2, 29), "令和5年2月29日"),
        (PartialDate(2024, 2, 29), "令和6年2月29日"),
    ],
)
def test_a_birth_date_prints_as_far_as_it_is_known(birth: PartialDate, text: str) -> None:
    assert birth.japanese == text


@pytest.mark.parametrize(
    "parts", [(1950, 0, 3), (0, 4, 3), (0, 4, 0), (1950, 13, 1), (1950, 1, 32), (-1, 1, 1), (10000,)]
)
def test_a_known_part_below_an_unknown_one_is_refused(parts: tuple[int, ...]) -> None:
    with pytest.raises(MalformedValue):
        PartialDate(*parts)


@pytest.mark.parametrize(
    "text", ["", "1950", "1950-4-3", "1950-04", "1950-04-0x", "1950/04/03", "１９５０-04-03", "19500-04-03"]
)
def test_a_text_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(MalformedValue):
        PartialDate.parse(text)


def test_a_personal_number_in_the_place_of_a_date_is_not_shown() -> None:
    with pytest.raises(MalformedValue) as refused:
        PartialDate.parse("990000000012")
    assert "990000000012" not in str(refused.value)
    with pytest.raises(MalformedValue) as refused:
        PartialDate(990000000012)
    assert "990000000012" not in str(refused.value)


def test_birth_dates_sort_by_year_month_and_day() -> None:
    assert sorted([PartialDate(1990, 5, 2), PartialDate(1990), PartialDate(1989, 12, 31)]) == [
        PartialDate(1989, 12, 31),
        PartialDate(1990),
        PartialDate(1990, 5, 2),
    ]

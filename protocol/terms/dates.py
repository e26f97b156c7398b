"""Dates as registers keep them: birth dates that may be partly unknown, and 和暦 for screens. Knows no clock."""

from __future__ import annotations

from datetime import date
from typing import Self

import msgspec

from juki.protocol.errors import MalformedValue

_ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
    (date(1868, 1, 25), "明治", "M"),
)


def wareki(day: date) -> str:
    """The day in the Japanese calendar, as screens and paper show it: 令和8年3月16日."""
    for begin, name, _ in _ERAS:
        if day >= begin:
            year = day.year - begin.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return f"西暦{day.year}年{day.month}月{day.day}日"


class PartialDate(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, order=True, gc=False):
    """A birth date that may be partly unknown (標準 1.1.8): year, then month and day as far as they are known.

    Days outside the calendar (February 29 of a common year) are kept as the family register has them.

    Attributes:
        year: 0 if unknown.
        month: 0 if unknown.
        day: 0 if unknown.

    Raises:
        MalformedValue: a month over 12, a day over 31, or a known part below an unknown one.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        in_range = 0 <= self.year <= 9999 and 0 <= self.month <= 12 and 0 <= self.day <= 31  # noqa: PLR2004 - the calendar
        gap = (self.month and not self.year) or (self.day and not self.month)
        if not in_range or gap:
            raise MalformedValue("birth date", "year, month, day with unknown parts last", self.text)

    @property
    def text(self) -> str:
        """The wire form, `1950-00-00` where month and day are unknown."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The date of a wire form.

        Raises:
            MalformedValue: the text is not of the form.
        """
        parts = text.split("-")
        if [len(part) for part in parts] != [4, 2, 2] or not all(part.isascii() and part.isdigit() for part in parts):
            raise MalformedValue("birth date", "YYYY-MM-DD with 00 for unknown parts", repr(text))
        return cls(*(int(part) for part in parts))

    @property
    def japanese(self) -> str:
        """As a certificate prints it: 昭和25年 月日不詳."""
        if not self.year:
            return "年月日不詳"
        if not self.month:
            return wareki(date(self.year, 12, 31)).split("年")[0] + "年 月日不詳"
        if not self.day:
            return wareki(date(self.year, self.month, 28)).split("月")[0] + "月 日不詳"
        try:
            return wareki(date(self.year, self.month, self.day))
        except ValueError:  # February 29 of a common year: kept as the family register has it
            return wareki(date(self.year, self.month, 28)).split("月")[0] + f"月{self.day}日"

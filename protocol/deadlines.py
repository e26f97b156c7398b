"""Legal clocks of a move: each a last good day with its article. Knows no timer: a node sets one for the day after.

Day counts leave the first day out, and holidays do not shift them (`docs/inventions.md`, "Deadlines").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")

_LAST_DAY = date.max - timedelta(days=1)
"The last day that has a next one."

MOVE_IN_REPORT_DAYS = 14
SPECIAL_RULE_DAYS = 30
CARD_PRESENTATION_DAYS = 90
ACQUISITION_DAYS = 5
'Our choice: time enough for a medium (`docs/inventions.md`, "符号").'
CARD_CONTINUATION = "card continuation"
"Name of the clock that runs from a 転入届 until the card is handed in."


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which something is still good.

    Attributes:
        last_good_day: on this day the right still stands or the data are still kept.
        rule: what ends, in words.
        article: the article it rests on.
    """

    last_good_day: date
    rule: str
    article: str

    @property
    def timer(self) -> datetime:
        """When it is over: 00:00 (JST) of the next day."""
        return datetime.combine(self.last_good_day + timedelta(days=1), time(), JST)

    def has_passed(self, day: date) -> bool:
        return day > self.last_good_day


def _later(day: date, days: int) -> date:
    """A peer may name any day; no period goes beyond the calendar."""
    return day + min(timedelta(days=days), _LAST_DAY - day)


def move_in_report(moved_in: date) -> Deadline:
    """転入届 is due within 14 days of moving in; later it is still accepted, with a fine possible."""
    return Deadline(_later(moved_in, MOVE_IN_REPORT_DAYS), "move-in report", "住基法22条1項")


def move_out_report(moved_out: date) -> Deadline:
    """After 14 days a 転出届 is no report any more: the record is erased ex officio."""
    return Deadline(_later(moved_out, MOVE_IN_REPORT_DAYS), "move-out report", "標準 4.1.3.0.1")


def special_rule(planned: date, moved_in: date) -> Deadline:
    """The special rule holds to the earlier of planned date + 30 and moving-in date + 14."""
    planned_end = _later(planned, SPECIAL_RULE_DAYS)
    moved_end = _later(moved_in, MOVE_IN_REPORT_DAYS)
    return Deadline(min(planned_end, moved_end), "special rule", "住基法施行令24条の2第1項2号")


def transfer_data(planned: date) -> Deadline:
    """転出証明書情報 is kept to the day on which 30 days have passed since the planned date, and then erased."""
    return Deadline(_later(planned, SPECIAL_RULE_DAYS + 1), "transfer data", "住基法施行令24条の4")


def card_without_move_in(planned: date) -> Deadline:
    """A card lapses when 30 days have passed since the planned date without a 転入届."""
    return Deadline(_later(planned, SPECIAL_RULE_DAYS), "card of a mover", "番号法施行令14条2号")


def card_presentation(reported: date) -> Deadline:
    """A card not handed in within 90 days of the 転入届 lapses."""
    return Deadline(_later(reported, CARD_PRESENTATION_DAYS), CARD_CONTINUATION, "番号法施行令14条3号")


def user_certificate(planned: date) -> Deadline:
    """利用者証明用電子証明書 is revoked when 30 days have passed since the planned date without a 転入届."""
    return Deadline(_later(planned, SPECIAL_RULE_DAYS), "user certificate", "公的個人認証法31条2号")


def acquisition_number(drawn: date) -> Deadline:
    """An unanswered 取得番号 is given up and forgotten; the law says only that it is not kept beyond its purpose."""
    return Deadline(_later(drawn, ACQUISITION_DAYS), "acquisition number", "番号法21条の2第3項")


def closed_record(erased: date, years: int) -> Deadline:
    """除票 are kept for `years` (150 under the law in force, 5 in the seed's text) from the erasure."""
    year = min(erased.year + years, _LAST_DAY.year)
    try:
        end = erased.replace(year=year)
    except ValueError:  # February 29 into a common year
        end = erased.replace(year=year, day=28)
    return Deadline(min(end, _LAST_DAY), "closed record", "住基法施行令34条1項")

"""Spans of time as they are typed: `5 s`, `10分`, `1.5 h`. Knows no clock."""

from __future__ import annotations

import re
import unicodedata

from juki.protocol.errors import BadInput
from juki.tui.language import pick

_SPAN = re.compile(r"(?P<count>\d{1,9}(?:\.\d{1,6})?)\s*(?P<unit>[^\d\s.]*)")
_UNITS = {
    "ms": 1_000,
    "ミリ秒": 1_000,
    "": 1_000_000,
    "s": 1_000_000,
    "秒": 1_000_000,
    "min": 60_000_000,
    "m": 60_000_000,
    "分": 60_000_000,
    "h": 3_600_000_000,
    "時間": 3_600_000_000,
    "d": 86_400_000_000,
    "日": 86_400_000_000,
}
"Microseconds by unit; a bare number counts seconds."
LONGEST = 36_525 * 86_400_000_000


def span_of(text: str) -> int:
    """Microseconds of a span.

    Raises:
        BadInput: it is none, or is no time at all.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    found = _SPAN.fullmatch(typed)
    micros = round(float(found["count"]) * _UNITS[found["unit"]]) if found and found["unit"] in _UNITS else 0
    if not 0 < micros <= LONGEST:
        raise BadInput(
            pick("時間", "span"), repr(text), pick("5 秒、10 分、2 時間、3 日、200 ms", "5 s, 10 min, 2 h, 3 d, 200 ms")
        )
    return micros

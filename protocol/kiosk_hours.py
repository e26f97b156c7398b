"""When kiosks serve, and how long anybody waits for what. Day counts and spans only; whoever refuses by them is elsewhere.

The hours are those published for the service; the spans are ours (`docs/inventions.md`, Kiosks).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

OPENS, CLOSES = time(6, 30), time(23)
NEW_YEAR = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})
"Month and day of the days without service."

KIOSK_WAITS = timedelta(seconds=120)
CENTER_WAITS = timedelta(seconds=90)
"Shorter than the kiosk's wait, so that as a rule one place ends a request for all."
POSITION_WAITS = timedelta(seconds=20)
"How long the city's system waits for the register's word that its copy is fresh."
SERVICE = timedelta(seconds=3)
"What the city's system needs for one document; it makes one at a time."


def is_open(now: datetime) -> bool:
    """Whether the service runs at this moment."""
    return (now.month, now.day) not in NEW_YEAR and OPENS <= now.time() < CLOSES

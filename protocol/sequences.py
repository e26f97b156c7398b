"""更新順番号: whether an update is the next of its person, an old one, an early one or a recovery. Knows no record's content.

Both numbers count per 住民票コード and originating communication server; a recovery update wins whatever its sequence is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from juki.protocol.messages.identity import IdentityUpdate


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """How far a server has come with one person's updates from one origin.

    Attributes:
        recovery: 異常時更新順番号 of the last recovery update; 0 if there was none.
        sequence: 更新順番号 of the last update; 0 if there was none.
    """

    recovery: int = 0
    sequence: int = 0


class Turn(Enum):
    """What an update's numbers say to whoever receives it."""

    NEXT = "one more than the last"
    REPEATED = "taken already, or overtaken by a recovery update"
    EARLY = "what comes before it is missing"
    RECOVERS = "a recovery update, which takes the place of whatever is missing"


def standing_of(update: IdentityUpdate) -> Standing:
    """Where a server stands that has taken this update."""
    return Standing(update.recovery, update.sequence)


def turn_of(update: IdentityUpdate, last: Standing) -> Turn:
    """What to do with an update after the last one."""
    if update.recovery > last.recovery:
        return Turn.RECOVERS
    if update.recovery < last.recovery or update.sequence <= last.sequence:
        return Turn.REPEATED
    return Turn.NEXT if update.sequence == last.sequence + 1 else Turn.EARLY


def is_unbroken(updates: list[IdentityUpdate], after: Standing) -> bool:
    """Whether a server that stands at `after` can take all of these in their order."""
    for update in updates:
        if turn_of(update, after) not in {Turn.NEXT, Turn.RECOVERS}:
            return False
        after = standing_of(update)
    return True

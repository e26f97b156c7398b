"""How fast a run is played: steps a second, virtual seconds a second, or as fast as it goes. Owns no clock and no run."""

from __future__ import annotations

from dataclasses import dataclass

from juki.scenarios.story import Words


@dataclass(frozen=True, slots=True)
class Speed:
    """One speed.

    Attributes:
        steps: a second of real time; 0 if it is not measured in steps.
        pace: virtual seconds a second; None for as fast as it goes.
    """

    words: Words
    steps: float = 0
    pace: float | None = None


SPEEDS = (
    Speed(Words("等速", "real time"), pace=1),
    Speed(Words("60倍速", "x60"), pace=60),
    Speed(Words("3600倍速", "x3600"), pace=3600),
    *(Speed(Words(f"毎秒{steps}", f"{steps}/s"), steps=steps) for steps in (1, 3, 10, 30)),
    Speed(Words("最速", "full speed")),
)
USUAL = 5
"Ten steps a second: quick enough to follow, slow enough to read."


class Metronome:
    """Says how many steps are due at a speed of so many a second.

    Args:
        steps: a second.
        now: real time, seconds.
    """

    def __init__(self, steps: float, now: float) -> None:
        self._steps, self._from, self._given = steps, now, 0

    def due(self, now: float) -> int:
        """How many steps have come due since it was asked last; a long pause is not made up for."""
        wanted = int((now - self._from) * self._steps) - self._given
        if wanted > max(2, self._steps):
            self._from, self._given = now, 0
            return 1
        self._given += max(0, wanted)
        return max(0, wanted)

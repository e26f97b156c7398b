"""What plots show of a run, in buckets that are never more than so many: traffic, refusals, losses, latency, what waits.

Knows steps; neither screen nor plotting library. A bucket covers some steps, or some virtual time; when there would be too
many, two become one and every bucket is twice as wide, so a run of any length takes the same memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from juki.nodes.kernel.trace import Step

MOST_BUCKETS = 240
_FINENESS = 4
"Classes of latency for each doubling: a median is right to a tenth."
_SECOND = 1_000_000


class Spread:
    """How long messages took: enough to tell median and maximum, whatever their number."""

    __slots__ = ("_classes", "count", "most")

    def __init__(self) -> None:
        self._classes: dict[int, int] = {}
        self.count = 0
        self.most = 0
        "The longest, microseconds."

    def add(self, micros: int) -> None:
        """Count one."""
        place = int(log2(micros) * _FINENESS) if micros > 0 else 0
        self._classes[place] = self._classes.get(place, 0) + 1
        self.count += 1
        self.most = max(self.most, micros)

    def join(self, other: Spread) -> None:
        """Count all of another."""
        for place, count in other._classes.items():
            self._classes[place] = self._classes.get(place, 0) + count
        self.count += other.count
        self.most = max(self.most, other.most)

    @property
    def median(self) -> int:
        """Microseconds, to a tenth; 0 if there are none."""
        rest = (self.count + 1) // 2
        for place in sorted(self._classes):
            rest -= self._classes[place]
            if rest <= 0:
                return min(round(2 ** ((place + 0.5) / _FINENESS)), self.most)
        return 0


@dataclass(slots=True)
class Bucket:
    """Some neighbouring steps.

    Attributes:
        first_at: microseconds of its first step; 0 if it has none.
        waiting: the most messages that were on their way at once.
    """

    first_at: int = 0
    messages: int = 0
    refused: int = 0
    lost: int = 0
    waiting: int = 0
    spread: Spread = field(default_factory=Spread)

    def join(self, later: Bucket) -> None:
        """Take in the next bucket."""
        self.first_at = self.first_at or later.first_at
        self.messages += later.messages
        self.refused += later.refused
        self.lost += later.lost
        self.waiting = max(self.waiting, later.waiting)
        self.spread.join(later.spread)


class Buckets:
    """Buckets along one axis, from 0.

    Args:
        width: of a bucket at first.
        most: of which there are at most.
    """

    def __init__(self, width: int, most: int = MOST_BUCKETS) -> None:
        self.width, self._most = width, most
        self.buckets: list[Bucket] = []

    def at(self, place: int) -> Bucket:
        """The bucket in which a place of the axis lies; made, and all widened, if it must be."""
        while place // self.width >= self._most:
            self._widen()
        index = place // self.width
        while len(self.buckets) <= index:
            self.buckets.append(Bucket())
        return self.buckets[index]

    def _widen(self) -> None:
        self.width *= 2
        pairs = self.buckets[::2]
        for earlier, later in zip(pairs, self.buckets[1::2], strict=False):
            earlier.join(later)
        self.buckets = pairs


def grouped(buckets: Sequence[Bucket], count: int) -> list[Bucket]:
    """So many neighbours as one each; the buckets themselves stay as they are."""
    if count <= 1:
        return list(buckets)
    found = []
    for place in range(0, len(buckets), count):
        group = Bucket()
        for bucket in buckets[place : place + count]:
            group.join(bucket)
        found.append(group)
    return found


class Measures:
    """One course of events in numbers, along one axis.

    Args:
        is_by_time: along virtual time; else along the steps.
    """

    def __init__(self, *, is_by_time: bool = False) -> None:
        self.is_by_time = is_by_time
        self.buckets = Buckets(_SECOND if is_by_time else 1)
        self.kinds: dict[str, Spread] = {}
        "How long the messages of each kind took."
        self.origin = 0
        "Microseconds at which time begins."
        self._waiting: set[str] = set()

    def place(self, step: Step) -> int:
        """Where a step lies on the axis."""
        return step.at - self.origin if self.is_by_time else step.sequence - 1

    def take(self, steps: Iterable[Step]) -> None:
        """Count the next steps."""
        waiting = self._waiting
        for step in steps:
            self.origin = self.origin or step.at
            bucket = self.buckets.at(self.place(step))
            bucket.first_at = bucket.first_at or step.at
            if step.sent:
                waiting.update(step.sent)
            waiting.discard(step.id)
            bucket.waiting = max(bucket.waiting, len(waiting))
            if step.refused:
                bucket.refused += 1
            if step.what == "message" and step.place == "next":
                bucket.messages += 1
                if step.sent_at:
                    took = step.at - step.sent_at
                    bucket.spread.add(took)
                    self._kind(step.kind).add(took)
            elif step.what == "lost":
                bucket.lost += 1

    def _kind(self, kind: str) -> Spread:
        found = self.kinds.get(kind)
        if found is None:
            found = self.kinds[kind] = Spread()
        return found

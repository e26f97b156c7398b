"""What is to come: the heap of (time, order). Of two things at one time, the one put first comes first. Knows no meaning."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from juki.nodes.kernel.happenings import PENDING, Happening

Entry = tuple[int, int, Happening]
"When, the how-manieth that was put, and what."


class Agenda:
    """The happenings of a world that are still to come."""

    def __init__(self) -> None:
        self._heap: list[Entry] = []
        self.put_so_far = 0
        self.in_flight = 0
        "How many of them keep the network from being quiet."

    def put(self, due: int, happening: Happening) -> None:
        """Let something happen at `due` (microseconds)."""
        self.put_so_far += 1
        self.in_flight += isinstance(happening, PENDING)
        heapq.heappush(self._heap, (due, self.put_so_far, happening))

    def hasten(self, happening: Happening, now: int) -> None:
        """Let something that is to come come at `now` (microseconds), before everything else."""
        entry = next(entry for entry in self._heap if entry[2] is happening)
        self._heap.remove(entry)
        # Counted down: of two that were hastened, the later one comes first, and both before all that were put.
        self.put_so_far += 1
        self._heap.append((now, -self.put_so_far, happening))
        heapq.heapify(self._heap)

    def first(self) -> Entry | None:
        """What comes next; it stays."""
        return self._heap[0] if self._heap else None

    def take(self) -> Entry:
        """What comes next, taken out."""
        entry = heapq.heappop(self._heap)
        self.in_flight -= isinstance(entry[2], PENDING)
        return entry

    def entries(self) -> list[Entry]:
        """Everything that is to come, in order."""
        return sorted(self._heap, key=lambda entry: entry[:2])

    def replace(self, entries: Iterable[Entry], put_so_far: int) -> None:
        """Let exactly this be to come."""
        self._heap = list(entries)
        heapq.heapify(self._heap)
        self.put_so_far = put_so_far
        self.in_flight = sum(isinstance(happening, PENDING) for _, _, happening in self._heap)

"""Pseudo-random numbers of the population: one key, a stream for each name. Knows nothing of people.

The key is one draw of the choice tape; everything else follows from it by keyed hash (`expand`). A household reads only
its own stream, so that one more draw in it moves nobody else.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from juki.nodes.kernel.choices import expand

Item = TypeVar("Item")

_BLOCK = struct.Struct(">64I")


class Weighted(Generic[Item]):
    """Items with weights; `at(n)` finds the one that owns the n-th share."""

    def __init__(self, pairs: Iterable[tuple[Item, int]]) -> None:
        listed = list(pairs)
        self.items = [item for item, _ in listed]
        self._ends = list(accumulate(weight for _, weight in listed))
        self.total = self._ends[-1]

    def at(self, share: int) -> Item:
        return self.items[bisect_right(self._ends, share)]


class Stream:
    """Numbers that belong to a name under a key: the same ones on every machine."""

    def __init__(self, key: bytes, name: str) -> None:
        self._key, self._name = key, name
        self._blocks = 0
        self._words: list[int] = []

    def below(self, bound: int) -> int:
        """An integer from 0 to `bound` - 1; the bias of 2^-32 times the bound is far below what a population shows."""
        if not self._words:
            block = expand(self._key, f"{self._blocks}/{self._name}".encode(), _BLOCK.size)
            self._words = list(_BLOCK.unpack(block))
            self._blocks += 1
        return (self._words.pop() * bound) >> 32

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, per_mille: int) -> bool:
        """True in `per_mille` cases of a thousand."""
        return self.below(1000) < per_mille

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items, each as likely."""
        return items[self.below(len(items))]

    def weighted(self, table: Weighted[Item]) -> Item:
        """One of the items of a table, by weight."""
        return table.at(self.below(table.total))

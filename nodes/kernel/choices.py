"""The choice tape: every draw of a run, labelled, from one seed; or the same draws read back. Knows no meaning of a label.

A seeded draw is a keyed hash of (seed, label, count): each label is a stream of its own, so one more draw under one label
moves no other, and the whole state is one integer a label.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

from juki.protocol.errors import JukiError

SEED_BYTES = 8


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw.

    Attributes:
        label: its stream.
        count: its place in the stream, from 0.
        bound: exclusive upper bound of an integer, or the number of octets.
        value: decimal digits of the integer, or the octets in hex.
    """

    label: str
    count: int
    bound: int
    value: str


class Diverged(JukiError):
    """A replayed run asked for a draw that the tape does not hold: its history is another one."""


class Choices(ABC):
    """The one source of choice of a run. Each draw is told to `record` as it is made."""

    def __init__(self, record: Callable[[Draw], None] | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self._record = record

    def below(self, label: str, bound: int) -> int:
        """An integer from 0 to `bound` - 1."""
        return int(self._draw(label, bound, of_octets=False))

    def between(self, label: str, low: int, high: int) -> int:
        """An integer from `low` to `high`, both included."""
        return low + self.below(label, high - low + 1)

    def octets(self, label: str, count: int) -> bytes:
        """`count` bytes."""
        return bytes.fromhex(self._draw(label, count, of_octets=True))

    def _draw(self, label: str, bound: int, *, of_octets: bool) -> str:
        count = self.counts[label]
        value = self._value(label, count, bound, of_octets=of_octets)
        self.counts[label] = count + 1
        if self._record is not None:
            self._record(Draw(label, count, bound, value))
        return value

    def again(self, label: str, bound: int, *, of_octets: bool) -> str:
        """The newest value drawn under a label, once more: nothing is counted and nobody is told.

        Raises:
            Diverged: nothing was drawn under it, or it is a replay and the tape does not hold it.
        """
        if not self.counts[label]:
            raise Diverged(f"{label}: nothing was drawn yet")
        return self._value(label, self.counts[label] - 1, bound, of_octets=of_octets)

    @abstractmethod
    def _value(self, label: str, count: int, bound: int, *, of_octets: bool) -> str: ...


class SeededChoices(Choices):
    """Draws from a seed."""

    def __init__(self, seed: int, record: Callable[[Draw], None] | None = None) -> None:
        super().__init__(record)
        self._key = seed.to_bytes(SEED_BYTES, "big")

    def below(self, label: str, bound: int) -> int:
        if self._record is not None:
            return super().below(label, bound)
        count = self.counts[label]
        self.counts[label] = count + 1
        return self._integer(f"{count}/{label}".encode(), bound)

    def _value(self, label: str, count: int, bound: int, *, of_octets: bool) -> str:
        return self.value_of(label, count, bound, of_octets=of_octets)

    def value_of(self, label: str, count: int, bound: int, *, of_octets: bool) -> str:
        """What the seed gives at this place of a stream, drawn or not."""
        name = f"{count}/{label}".encode()
        if of_octets:
            return expand(self._key, name, bound).hex()
        return str(self._integer(name, bound))

    def _integer(self, name: bytes, bound: int) -> int:
        # 128 bits over the bound: the bias is far below what any run could show.
        return int.from_bytes(blake2b(name, key=self._key, digest_size=16).digest(), "big") % bound


class RecordedChoices(Choices):
    """Draws read back from a tape, strictly: another label, count or bound is a divergence."""

    def __init__(self, draws: Iterable[Draw], record: Callable[[Draw], None] | None = None) -> None:
        super().__init__(record)
        self._draws = {(draw.label, draw.count): draw for draw in draws}

    def _value(self, label: str, count: int, bound: int, *, of_octets: bool) -> str:
        draw = self._draws.get((label, count))
        if draw is None:
            raise Diverged(f"draw {count} of {label}: the tape holds none")
        if draw.bound != bound or (of_octets and len(draw.value) != 2 * bound):
            raise Diverged(f"draw {count} of {label}: asked with bound {bound}, recorded with {draw.bound}")
        return draw.value


class ContinuedChoices(RecordedChoices):
    """Draws read back from a tape, and from the seed where it holds none.

    Args:
        draws: of the tape.
        seed: of the run that goes on.
        beyond: labels that may be drawn beyond the tape begin with this; empty for all of them.
        record: told of the draws beyond the tape alone.
    """

    def __init__(
        self, draws: Iterable[Draw], seed: int, beyond: str, record: Callable[[Draw], None] | None = None
    ) -> None:
        super().__init__(draws)
        self._seeded = SeededChoices(seed)
        self._beyond, self._told = beyond, record

    def _value(self, label: str, count: int, bound: int, *, of_octets: bool) -> str:
        if label.startswith(self._beyond) and (label, count) not in self._draws:
            value = self._seeded.value_of(label, count, bound, of_octets=of_octets)
            if self._told is not None:
                self._told(Draw(label, count, bound, value))
            return value
        return super()._value(label, count, bound, of_octets=of_octets)


class DrawnAgain(Choices):
    """The newest value of each label of other choices, however often it is asked for; those are left as they are."""

    def __init__(self, of: Choices) -> None:
        super().__init__()
        self._of = of

    def _value(self, label: str, count: int, bound: int, *, of_octets: bool) -> str:  # noqa: ARG002 - always the newest
        return self._of.again(label, bound, of_octets=of_octets)


def expand(key: bytes, name: bytes, count: int) -> bytes:
    """`count` bytes of the stream that belongs to a name under a key."""
    blocks = (
        blake2b(block.to_bytes(4, "big") + name, key=key, person=b"juki octets").digest()
        for block in range(-(-count // 64))
    )
    return b"".join(blocks)[:count]

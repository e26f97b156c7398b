"""Beginnings that this process has made before: populations and settled stores of its last few runs. Decides nothing.

Replaying, going back and branching make the same network again and again. A campaign finds nothing here: each seed has people
of its own. What is kept is what would be made, byte by byte, so no history can tell the difference.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from juki.protocol.terms import MunicipalityCode, NodeId
from juki.scenarios.population import Person

RUNS = 4
"Runs of which something is kept."
MOST = 2_000
"People of a run that is kept; more would fill the memory."
Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Settled:
    """The stores of a network into which these people were written.

    Attributes:
        people: after casting; the ones that were drawn are the same objects as long as the population is kept.
    """

    cities: Sequence[MunicipalityCode]
    people: Sequence[Person]
    images: Mapping[NodeId, bytes]


_POPULATIONS: deque[tuple[Key, Sequence[Person]]] = deque(maxlen=RUNS)
_SETTLED: deque[_Settled] = deque(maxlen=2 * RUNS)


def population(key: Key, draw: Callable[[], list[Person]]) -> list[Person]:
    """The people of a key, drawn if need be.

    Args:
        key: all that the drawing depends on.
        draw: makes them.
    """
    for known, people in tuple(_POPULATIONS):  # another thread may be keeping one
        if known == key:
            return list(people)
    drawn = draw()
    if len(drawn) <= MOST:
        _POPULATIONS.append((key, tuple(drawn)))
    return drawn


def settled(cities: Sequence[MunicipalityCode], people: Sequence[Person]) -> Mapping[NodeId, bytes]:
    """The stores of a network with exactly these people, by node; empty if they are not kept."""
    wanted = tuple(cities), tuple(people)
    return next((one.images for one in tuple(_SETTLED) if (one.cities, one.people) == wanted), {})


def keep(
    cities: Sequence[MunicipalityCode], people: Sequence[Person], images: Callable[[], Mapping[NodeId, bytes]]
) -> None:
    """Keep what was settled, unless it is too much."""
    if len(people) <= MOST:
        _SETTLED.append(_Settled(tuple(cities), tuple(people), images()))

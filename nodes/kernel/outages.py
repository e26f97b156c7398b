"""Which nodes are down, until when, and whether a delivery brings one down. Draws only; `world.py` lets it happen."""

from __future__ import annotations

from enum import Enum

from juki.nodes.kernel.choices import Choices
from juki.nodes.kernel.faults import MILLION, Faults
from juki.protocol.terms import NodeId


class CrashAt(Enum):
    """On which side of the commit of a delivery its node goes down."""

    NEVER = "never"
    BEFORE = "before"
    AFTER = "after"


class Outages:
    """The nodes of a world that are down."""

    def __init__(self, faults: Faults, choices: Choices) -> None:
        self._faults = faults
        self._choices = choices
        self._until: dict[NodeId, int] = {}

    def __contains__(self, node: NodeId) -> bool:
        return node in self._until

    def until(self, node: NodeId) -> int:
        """When it is up again, in microseconds; 0 if it is."""
        return self._until.get(node, 0)

    def begin(self, node: NodeId, until: int) -> None:
        self._until[node] = until

    def end(self, node: NodeId) -> None:
        del self._until[node]

    def state(self) -> dict[str, int]:
        return dict(sorted(self._until.items()))

    def restore(self, until: dict[NodeId, int]) -> None:
        self._until = until

    def at_delivery(self, node: NodeId) -> CrashAt:
        """Drawn for each delivery of a message, where crashes are among the faults."""
        rate = self._faults.nodes.get(node, self._faults.crashes)
        if not rate or self._choices.below(f"crash/{node}", MILLION) >= rate:
            return CrashAt.NEVER
        return (CrashAt.BEFORE, CrashAt.AFTER)[self._choices.below(f"crash-when/{node}", 2)]

    def length(self, node: NodeId) -> int:
        """How long this crash will last, in microseconds."""
        return self._choices.between(f"down/{node}", *self._faults.down)

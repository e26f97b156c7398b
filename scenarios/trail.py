"""What a run has shown so far, step by step: the memory of expectations and oracles. Reads no store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from juki.nodes.kernel.trace import Step
from juki.protocol.terms import NodeId


@dataclass(slots=True)
class Trail:
    """Every step of a run, in order."""

    steps: list[Step] = field(default_factory=list)

    def listen(self, step: Step) -> None:
        self.steps.append(step)

    def taken(self, kind: str) -> Iterator[Step]:
        """Messages of a kind that a node took in, each once; what it refused it did not take."""
        return (
            step
            for step in self.steps
            if step.what == "message" and step.kind == kind and step.place == "next" and not step.refused
        )

    def notices(self, nodes: tuple[NodeId, ...], *codes: str) -> list[dict[str, str]]:
        """What the screens of these nodes were told under any of the codes, oldest first."""
        told = (notice for step in self.steps if step.node in nodes for notice in step.notices)
        return [about for code, about in told if code in codes]

    def refusals(self, rule: str) -> Iterator[Step]:
        """Steps in which a node refused by a rule."""
        return (step for step in self.steps if step.refused == rule)

"""Which steps of a trace are wanted: by node, kind, case, refusal, place. Knows no file and no layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from juki.nodes.kernel.trace import Step
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.terms import NodeId, organisation_of
from juki.tui.names import node_name, organisation_name


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold of a step.

    Attributes:
        nodes: one of these is at either end: an id, 長岡市/住民記録, an organisation's code or name.
        kinds: one of these messages, orders or timers, by code name or Japanese name.
        case: it belongs to this case.
        refused: only what was refused.
        first: sequence of the first step.
        last: sequence of the last step.
    """

    nodes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    case: str = ""
    refused: bool = False
    first: int = 1
    last: int | None = None

    def pick(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The steps that are wanted, in order."""
        return (step for step in steps if self._wants(step))

    def _wants(self, step: Step) -> bool:
        if step.sequence < self.first or (self.last is not None and step.sequence > self.last):
            return False
        if self.refused and not step.refused:
            return False
        if self.case and step.case != self.case:
            return False
        if self.kinds and not names_of_kind(step.kind) & set(self.kinds):
            return False
        return not self.nodes or bool((names_of_node(step.node) | names_of_node(step.peer)) & set(self.nodes))


def names_of_kind(kind: str) -> set[str]:
    """By which a message may be asked for."""
    entry = CATALOGUE.get(kind)
    return {kind, entry.ja} if entry else {kind}


def names_of_node(node: str) -> set[str]:
    """By which a node may be asked for."""
    if not node:
        return set()
    organisation = organisation_of(NodeId(node))
    return {node, organisation, node_name(node), organisation_name(organisation)}

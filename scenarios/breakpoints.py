"""Where a run pauses by itself: which step, or which finding, is one to look at. Knows no thread and stops nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput

ANY = "*"


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """Where a run pauses by itself. Every part that is given must fit; `*` fits whatever is not empty.

    Attributes:
        kind: of a message, timer, verb or disturbance.
        node: where it happens.
        case: of a procedure.
        refused: name of a refusal rule.
        oracle: name of an oracle that finds something it had not found before; it stands alone, for it is no step.

    Raises:
        BadInput: no part is given, or others beside an oracle.
    """

    kind: str = ""
    node: str = ""
    case: str = ""
    refused: str = ""
    oracle: str = ""

    def __post_init__(self) -> None:
        of_a_step = any((self.kind, self.node, self.case, self.refused))
        if not of_a_step and not self.oracle:
            raise BadInput("breakpoint", "nothing", "a kind, a node, a case, a refusal or an oracle")
        if of_a_step and self.oracle:
            raise BadInput("breakpoint", "an oracle together with others", "an oracle alone")

    def fits(self, step: Step) -> bool:
        """Whether a step is one to pause at."""
        pairs = (
            (self.kind, step.kind),
            (self.node, step.node),
            (self.case, step.case),
            (self.refused, step.refused),
        )
        return not self.oracle and all(not wanted or _is(wanted, found) for wanted, found in pairs)

    def fits_finding(self, oracles: Iterable[str]) -> bool:
        """Whether these oracles, which have found something new, are ones to pause at."""
        return bool(self.oracle) and any(_is(self.oracle, name) for name in oracles)


def _is(wanted: str, found: str) -> bool:
    return bool(found) and wanted in {ANY, found}

"""The form of an act: how one verb becomes orders at counters, and what of it no argument shows alone. Knows no verb."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from juki.nodes.kernel.drive import Instruction
from juki.scenarios.stage import Stage
from juki.scenarios.story import Step

Does: TypeAlias = Callable[[Step, Stage], Iterator[Instruction]]


def _nothing(_: Step, __: Stage) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Act:
    """How a verb is acted.

    Attributes:
        does: what the step wants of the world, one after the other.
        check: looks at what no argument shows alone, before the first step of the story; raises `BadInput`.
        is_waited_for: the story goes on when the network is quiet again, unless the step says otherwise.
    """

    does: Does
    check: Callable[[Step, Stage], None] = _nothing
    is_waited_for: bool = True

"""The form of a finding, and of the functions that look one up. Looks up nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from juki.nodes.store import Store
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId, Role, role_of
from juki.protocol.terms.nodes import JAPANESE
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Wanted
from juki.scenarios.trail import Trail

Arguments: TypeAlias = Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Found:
    """What was there, in words that carry no number of a person; and whether it is as wanted."""

    held: bool
    text: str


ByPerson: TypeAlias = Callable[[Person, Arguments, Stage], Found]
"Looked up for each person that `who` means."
ByTrail: TypeAlias = Callable[[Arguments, Stage, Trail], Found]
"Looked up once, in stores and in what has happened."
Check: TypeAlias = Callable[[Wanted, Stage], None]
"What of an expectation no argument shows alone; raises `BadInput`."


def store_of(stage: Stage, node: NodeId) -> Store:
    return stage.simulation.hosts[node].store


def keeps(said: Said, keepers: tuple[Role, ...], stage: Stage) -> None:
    """Check that a node is one of those which keep such a record.

    Raises:
        BadInput: it is none.
    """
    if role_of(stage.node(said)) not in keepers:
        expected = " or ".join(JAPANESE[role] for role in keepers)
        raise BadInput(str(said.place), f"{said.value!r}, which keeps no such record", expected)

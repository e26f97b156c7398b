"""How a step of a story becomes orders at counters and waits. Knows the verbs; decides nothing about the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from juki.nodes.kernel.drive import Instruction, Quiet
from juki.nodes.kernel.happenings import Order
from juki.scenarios.acting import consistency, disturbing, fugo, kiosk, moves, operating, search, updates
from juki.scenarios.acting.acts import Act
from juki.scenarios.rehearsing import rehearse_names
from juki.scenarios.stage import Stage
from juki.scenarios.story import Step
from juki.scenarios.verbs import VERB_OF

ACTS: dict[str, Act] = (
    moves.ACTS
    | consistency.ACTS
    | fugo.ACTS
    | kiosk.ACTS
    | search.ACTS
    | updates.ACTS
    | operating.ACTS
    | disturbing.ACTS
)


def instructions(step: Step, stage: Stage) -> Iterator[Instruction]:
    """What the step wants of the world, one after the other.

    Raises:
        BadInput: an argument that only the network can judge is wrong, with its place.
    """
    act = ACTS.get(step.verb)
    if act is None:  # an expectation in the middle of a story
        return
    for instruction in act.does(step, stage):
        if isinstance(instruction, Order):
            yield from operating.operated(instruction, step.arguments, stage)
        else:
            yield instruction
    if step.settles and act.is_waited_for:
        yield Quiet()


def rehearse(step: Step, stage: Stage) -> None:
    """Look up every name and day of a step, without a world that moves.

    Raises:
        BadInput: with the place of the first that is wrong.
    """
    act = ACTS.get(step.verb)
    if act is not None:
        rehearse_names(VERB_OF[step.verb], step.arguments, stage)
        act.check(step, stage)

"""Stories of the library with the network as it stood after each step. Looks only; knows no screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from small_stories import RESIDENTS, finish, staged

from juki.nodes.kernel.trace import Step
from juki.scenarios.library import find
from juki.scenarios.looking.views import WorldView
from juki.scenarios.looking.worlds import world_view
from juki.scenarios.running import RunOptions


@dataclass
class Watched:
    """Steps, and the world after each of them."""

    steps: list[Step] = field(default_factory=list)
    views: list[WorldView] = field(default_factory=list)


@cache
def watched(name: str, *, seed: int = 1) -> Watched:
    """A story of the library, played to its end while somebody looks on."""
    run = staged(find(name), RunOptions(seed=seed, link="null", residents=RESIDENTS))
    seen = Watched(steps=run.steps)
    simulation = run.play.stage.simulation
    simulation.world.trace.listen(lambda _step: seen.views.append(world_view(simulation)))
    finish(run)
    return seen


@cache
def steps_of(name: str) -> tuple[Step, ...]:
    """The steps of a story of the library."""
    return tuple(finish(staged(find(name), RunOptions(link="null", residents=RESIDENTS))).steps)

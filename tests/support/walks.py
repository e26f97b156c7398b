"""Stories played without a folder, as pasts that can be walked; and everything of a world that a look must leave alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.drive import DirectDriver
from juki.scenarios.library import find
from juki.scenarios.looking.walking import Walk
from juki.scenarios.pasts import LivingPast
from juki.scenarios.playing import Play
from juki.scenarios.running import RunOptions, prepared
from juki.scenarios.simulation import Simulation
from juki.scenarios.stage import Stage
from juki.scenarios.tape import line_of_command

NOWHERE = Path("/nonexistent")
"No file of such a past is ever asked for, and none is there."


@cache
def past_of(name: str, link: str = "null", faults: str | None = None, residents: int = 60) -> LivingPast:
    """A story of the library, played to its end."""
    options = RunOptions(link=link, driver="direct", residents=residents, faults=faults)
    story, plan = prepared(find(name), options)
    play = Play(Stage(story, plan, SeededChoices(options.seed)))
    play.asks_oracles = False
    world = play.stage.simulation.world
    past = LivingPast(story, plan, options.seed, NOWHERE)
    world.trace.listen(past.made.append)
    world.commanded = lambda command: past.commands.append(
        line_of_command(command, world.trace.count, world.now, world.turns)
    )
    driver = DirectDriver(world)
    for instruction in play.instructions():
        driver.follow(instruction)
    return past


def walk_of(name: str, link: str = "null", faults: str | None = None) -> Walk:
    return Walk(past_of(name, link, faults))


def everything(simulation: Simulation) -> dict[str, object]:
    """What a history depends on, and whatever else would be seen in a checkpoint."""
    world = simulation.world
    return {
        "now": (world.now, world.turns, world.trace.state()),
        "draws": dict(world.choices.counts),
        "agenda": [(due, place, repr(happening)) for due, place, happening in world.agenda.entries()],
        "put": (world.agenda.put_so_far, world.agenda.in_flight),
        "links": [(repr(link), link.last_frame) for link in world.network.links()],
        "sessions": world.network.sessions(),
        "patience": world.resending.state(),
        "held": world.desk.state(),
        "down": world.down.state(),
        "credentials": simulation.registry.state(),
        "stores": {node: host.store.image() for node, host in world.hosts.items()},
        "versions": {node: (host.store.version, host.store.rollbacks) for node, host in world.hosts.items()},
    }

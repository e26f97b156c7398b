"""The laws of a run at one of its moments, as a play judges them when the network has come to rest. Knows no thread and no screen."""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes.kernel.trace import Step
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import Readings, View
from juki.scenarios.playing import Checked
from juki.scenarios.simulation import Simulation
from juki.scenarios.trail import Trail


def is_settled(simulation: Simulation) -> bool:
    """Nothing is on its way and nobody owes an acknowledgement: servers may differ as long as something is."""
    world = simulation.world
    if not world.is_quiet:
        return False
    return not any(world.hosts[node].store.one("select 1 from outbox -- any row") for node in sorted(world.hosts))


def checks(simulation: Simulation, steps: Sequence[Step]) -> tuple[Checked, ...]:
    """Every oracle at this moment; those of a run's end find nothing yet. To be asked only where all is settled.

    Args:
        simulation: at that moment.
        steps: up to there.
    """
    hosts = simulation.hosts
    before = set(hosts)
    view = View(simulation, Trail(list(steps)), None, is_end=False, readings=Readings())
    try:
        return tuple(
            Checked(oracle.name, not found, oracle.words.ja, oracle.words.en, oracle.basis, found)
            for oracle in ORACLES
            for found in ["; ".join(oracle.findings(view))]
        )
    finally:
        # An oracle asks for every node that was heard of; what that made is made again when somebody speaks to it.
        for node in [node for node in hosts if node not in before]:
            hosts.pop(node).store.close()

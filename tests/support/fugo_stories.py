"""Short stories about 符号, and ways to the stores of the systems in them. Plays nothing that `small_stories` does not."""

from __future__ import annotations

from typing import Any

from small_stories import RESIDENTS, Played, played, small_story

from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import NATIONAL_SERVER
from juki.scenarios.running import RunOptions

CAST = {
    "resident": "{of: 長岡市}",
    "family": "{of: 長岡市, size: 2}",
    "owner": "{of: 長岡市, addressee_of: 横浜市}",
    "stranger": "{of: 長岡市, addressee_of: 横浜市, misread: true}",
}
ACQUIRE = "acquire_fugo: {who: resident, at: 長岡市}"
AGAIN = "wait: {for: 1 hour}"
ADDRESSEE, COMMON = NodeId("152021/addressee-system"), NodeId("152021/business-common")
REGISTER, SERVER = NodeId("152021/resident-register"), NodeId("152021/communication-server")
MIDDLE, OTHER_MIDDLE = NodeId("152021/intermediary-server"), NodeId("141003/intermediary-server")
NATIONAL = NATIONAL_SERVER


def acquired(*steps: str, seed: int = 1) -> Played:
    """A story of these steps, to its end; every oracle has held."""
    run = played(small_story(*steps, cast=CAST), RunOptions(seed=seed, link="null", residents=RESIDENTS))
    assert run.failed() == []
    return run


def rows(run: Played, node: NodeId, sql: str, *values: str) -> list[tuple[Any, ...]]:
    """Rows of a system that was spoken to."""
    hosts = run.play.stage.simulation.hosts
    if node not in hosts:
        raise BadInput("node", node, "one that was spoken to")
    return hosts[node].store.rows(sql, *values)


def hops(run: Played, *kinds: str) -> list[tuple[str, str, str]]:
    """Kind, sender and recipient of every message of these kinds that was taken, in order."""
    return [(step.kind, step.peer, step.node) for kind in kinds for step in run.play.trail.taken(kind)]


def notices(run: Played, node: NodeId) -> list[str]:
    """Codes of what a system told its operator."""
    return [code for step in run.steps if step.node == node for code, _ in step.notices]


def refusals(run: Played) -> list[tuple[str, str]]:
    """Who refused, and by which rule."""
    return [(step.node, step.refused) for step in run.steps if step.refused]

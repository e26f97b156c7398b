"""Every story of the library, looked at where it happens to stand: everything can be seen, and nothing changes by it."""

from __future__ import annotations

from random import Random

import pytest
from walks import everything, walk_of

from juki.nodes.kernel.trace import Step
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.terms import NodeId, role_of
from juki.scenarios.library import stories
from juki.scenarios.looking.eavesdropping import leaks, overheard
from juki.scenarios.looking.frames import ARRIVING, LINE
from juki.scenarios.looking.messages import arrived_view, under_way_view
from juki.scenarios.looking.nodes import node_view, rows_before
from juki.scenarios.looking.rows import OPAQUE, Row
from juki.scenarios.looking.views import MessageView
from juki.scenarios.looking.walking import Walk
from juki.scenarios.looking.worlds import world_view
from juki.scenarios.simulation import Simulation

NAMES = [story.name for story in stories()]
LINKED = [
    "special-transfer",
    "special-transfer-lossy",
    "special-transfer-intruders",
    "fugo-issuance",
    "kiosk-certificate",
]
MOMENTS = 5


def look_around(simulation: Simulation, node_rows: dict[str, dict[str, list[Row]]]) -> None:
    """All that can be seen at a moment but what arrives in the next step."""
    view = world_view(simulation)
    assert view.step == simulation.world.trace.count
    for coming in view.under_way:
        message = under_way_view(simulation, coming.id, coming.recipient)
        assert (message.id, message.kind, message.step) == (coming.id, coming.kind, 0)
        check(message)
    for node in sorted(simulation.hosts):
        seen = node_view(simulation, node, node_rows.get(node))
        assert seen.certificate.node == node or seen.certificate.state == "anothers"
        assert seen.log_total >= len(seen.log)
        for table in seen.tables:
            assert table.total >= len(table.rows)
            for row in table.rows:
                closed = {column for column, cell in zip(table.columns, row, strict=True) if isinstance(cell, bytes)}
                assert {(table.name, column) for column in closed} <= OPAQUE


def check(message: MessageView) -> None:
    """What must hold of any message of a network in which nobody has touched this one."""
    if not message.plain or message.id == "":
        return
    entry = CATALOGUE[message.kind]
    assert message.is_genuine is (True if message.is_signed else None)
    can_read = entry.reader in {None, role_of(NodeId(message.recipient))}
    assert (message.body is not None) is can_read
    assert (message.seal is None) is (entry.reader is None)
    if message.source != LINE or not message.wire:
        return
    if message.link == "null":
        assert message.id in leaks(message)
    else:
        assert leaks(message) == ()
    assert overheard(message).octets > len(message.plain)


def arrive(walk: Walk, step: Step) -> MessageView:
    simulation = walk.stand(step.sequence - 1).simulation
    before = everything(simulation)
    view = arrived_view(simulation, step)
    assert everything(simulation) == before
    assert (view.step, view.sender, view.recipient, view.at) == (step.sequence, step.peer, step.node, step.at)
    return view


def look_at(name: str, link: str, faults: str | None = None) -> None:
    walk, random = walk_of(name, link, faults), Random(name)  # noqa: S311 - which moments are looked at matters to nobody
    steps = walk.past.steps
    for moment in sorted(random.sample(range(1, steps + 1), min(MOMENTS, steps))):
        earlier = walk.stand(moment - 1).simulation
        rows = {node: rows_before(earlier, node) for node in sorted(earlier.hosts)}
        simulation = walk.stand(moment).simulation
        before = everything(simulation)
        look_around(simulation, rows)
        assert everything(simulation) == before
    said = [step for step in walk.past.made if step.what in ARRIVING and step.peer]
    for step in sorted(random.sample(said, min(2 * MOMENTS, len(said))), key=lambda step: step.sequence):
        view = arrive(walk, step)
        if step.what != "broken":
            assert view.plain, step
        if step.what == "message":
            assert (view.id, view.kind) == (step.id, step.kind)
            if not step.refused:
                assert view.body == step.body
                check(view)


@pytest.mark.parametrize("name", NAMES)
def test_every_story_can_be_looked_at_anywhere(name: str) -> None:
    look_at(name, "null")


@pytest.mark.parametrize("link", ["noise", "tls"])
@pytest.mark.parametrize("name", LINKED)
def test_on_a_protected_line_nothing_can_be_read(name: str, link: str) -> None:
    look_at(name, link)


@pytest.mark.parametrize("faults", ["hostile", "shaky", "stormy"])
@pytest.mark.parametrize("link", ["null", "noise"])
def test_on_a_bad_line_everything_can_be_seen_too(faults: str, link: str) -> None:
    look_at("special-transfer", link, faults)

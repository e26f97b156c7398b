"""What is seen of a whole network: links, what is on its way on them, what is held, altered, down or yet to come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from walks import walk_of

from juki.nodes.kernel.desk import messages_under_way
from juki.nodes.kernel.disturbances import Crash, Handle, Handling, Partition
from juki.nodes.kernel.happenings import Command
from juki.protocol.terms import NodeId
from juki.scenarios.history import Moment
from juki.scenarios.looking.views import UnderWay, WorldView
from juki.scenarios.looking.worlds import world_view

STORY = "special-transfer"
MINUTE = 60_000_000


def first_under_way(branch: Moment) -> tuple[NodeId, NodeId, str, str]:
    return messages_under_way(branch.simulation.world.agenda)[0]


def branch_with_traffic() -> Moment:
    """A branch at the first moment at which a message is under way."""
    walk = walk_of(STORY)
    step = next(step.sequence for step in walk.past.made if step.sent)
    return walk.branch(step)


def seen(branch: Moment) -> WorldView:
    return world_view(branch.simulation)


def of(view: WorldView, message: str) -> list[UnderWay]:
    return [one for one in view.under_way if one.id == message]


def test_what_is_under_way_is_what_a_tester_may_handle() -> None:
    walk = walk_of(STORY)
    for step in range(0, walk.past.steps, 7):
        simulation = walk.stand(step).simulation
        view = world_view(simulation)
        handled = [(one.sender, one.recipient, one.id, one.kind) for one in view.under_way if not one.is_copy]
        assert handled == messages_under_way(simulation.world.agenda)
        assert view.is_quiet is simulation.world.is_quiet
        assert sum(link.under_way for link in view.links) == len(view.under_way)


def test_an_outbox_is_seen_on_its_link_until_it_is_acknowledged() -> None:
    branch = branch_with_traffic()
    sender, recipient, _, _ = first_under_way(branch)
    ends = {(link.sender, link.recipient): link for link in seen(branch).links}
    assert ends[sender, recipient].waiting == 1
    assert ends[sender, recipient].is_open
    branch.quiet()
    assert not any(link.waiting for link in seen(branch).links)


def test_the_beginning_has_no_link_and_nothing_but_a_renewal_to_come() -> None:
    view = world_view(walk_of(STORY).stand(0).simulation)
    assert (view.step, view.links, view.under_way, view.is_quiet) == (0, (), (), True)
    assert [one.what for one in view.pending] == ["renewal"]


def test_a_message_that_is_to_be_held_is_marked_on_its_way_and_comes_last_when_it_is() -> None:
    branch = branch_with_traffic()
    _, recipient, message, kind = first_under_way(branch)
    branch.command(Handle(recipient, message, Handling.HOLD))
    assert [(one.is_held, one.fate) for one in of(seen(branch), message)] == [(True, "delivered")]
    branch.until(branch.simulation.world.now + MINUTE // 60)
    *_, held = seen(branch).under_way
    assert (held.id, held.kind, held.is_held, held.due, held.fate) == (message, kind, True, 0, "held")
    branch.command(Handle(recipient, message, Handling.RELEASE))
    (released, *_) = of(seen(branch), message)
    assert (released.is_copy, released.is_held) == (True, False)


@pytest.mark.parametrize(("handling", "fate"), [(Handling.DROP, "lost"), (Handling.DUPLICATE, "doubled")])
def test_the_fate_of_a_message_is_known_before_it_arrives(handling: Handling, fate: str) -> None:
    branch = branch_with_traffic()
    _, recipient, message, _ = first_under_way(branch)
    branch.command(Handle(recipient, message, handling))
    assert [one.fate for one in of(seen(branch), message)] == [fate]


def test_an_altered_frame_is_on_its_way_without_a_name() -> None:
    branch = branch_with_traffic()
    sender, recipient, message, _ = first_under_way(branch)
    branch.command(Handle(recipient, message, Handling.TAMPER))
    view = seen(branch)
    assert of(view, message) == []
    assert [(one.sender, one.recipient, one.id, one.fate) for one in view.forged] == [
        (sender, recipient, "", "tampered")
    ]


def crash(sender: NodeId, _: NodeId) -> Command:
    return Crash(sender, MINUTE)


def cut(sender: NodeId, recipient: NodeId) -> Command:
    return Partition(sender, (recipient,), one_way=True, lasts=MINUTE)


@pytest.mark.parametrize(("trouble", "what"), [(crash, "restart"), (cut, "healed")])
def test_a_trouble_shows_and_so_does_its_end(trouble: Callable[[NodeId, NodeId], Command], what: str) -> None:
    branch = branch_with_traffic()
    sender, recipient, _, _ = first_under_way(branch)
    branch.command(trouble(sender, recipient))
    view, until = seen(branch), branch.simulation.world.now + MINUTE
    assert [one.due for one in view.pending if one.what == what and one.node == sender] == [until]
    if what == "restart":
        assert view.down == {sender: until}
        assert not any(link.is_open for link in view.links if sender in {link.sender, link.recipient})
    else:
        assert [link.cut_until for link in view.links if (link.sender, link.recipient) == (sender, recipient)] == [
            until
        ]


def test_timers_and_overdue_acknowledgements_are_yet_to_come() -> None:
    walk = walk_of("special-transfer-lossy")
    found = {
        one.what for step in range(0, walk.past.steps, 9) for one in world_view(walk.stand(step).simulation).pending
    }
    assert {"timer", "unanswered", "renewal"} <= found

"""Messages held back or given a fate by hand: only the chosen one, only while it is under way, and none is lost by it."""

from __future__ import annotations

import pytest
from cast import NAGAOKA, PLANNED, resident
from little_world import LittleWorld, little_world

from juki.nodes.kernel.desk import Desk, messages_under_way
from juki.nodes.kernel.disturbances import BreakLink, Handle, Handling
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.nodes.kernel.registry import KEYRINGS
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids

REGISTER, SERVER = ids.resident_register(NAGAOKA), ids.communication_server(NAGAOKA)
SAID = {
    "people": resident().address_number,
    "office": "151033",
    "planned_on": PLANNED.isoformat(),
    "address": "試験町2番2号",
}


def begun(link: str = "null") -> tuple[LittleWorld, NodeId, str]:
    """A world with one message under way: its node and its id."""
    made = little_world(link=link)
    made.world.order(REGISTER, "report_move_out", SAID)
    ((sender, node, message, _),) = messages_under_way(made.world.agenda)
    assert (sender, node) == (REGISTER, SERVER)
    return made, node, message


def taken(made: LittleWorld, message: str) -> list[str]:
    return [step.place for step in made.steps if step.what == "message" and step.id == message]


def fates(made: LittleWorld, message: str) -> list[str]:
    return [step.fate for step in made.steps if step.id == message]


@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize(
    ("handling", "struck"), [(Handling.DROP, "lost"), (Handling.TAMPER, "tampered"), (Handling.DUPLICATE, "doubled")]
)
def test_a_handled_message_still_comes_once(link: str, handling: Handling, struck: str) -> None:
    made, node, message = begun(link)
    made.world.perform(Handle(node, message, handling))
    made.quiet()
    assert taken(made, message).count("next") == 1
    assert made.world.struck == {struck: 1}
    assert made.refusals() == ["forged"] * (handling is Handling.TAMPER)
    assert taken(made, message).count("seen") == (handling is Handling.DUPLICATE)


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_what_is_held_does_not_come_until_it_is_released(link: str) -> None:
    made, node, message = begun(link)
    made.world.perform(Handle(node, message, Handling.HOLD))
    made.until(PLANNED, hour=1)
    assert taken(made, message) == []
    assert set(fates(made, message)) == {"held"}
    assert made.world.desk.held == ((node, message),)
    made.world.perform(Handle(node, message, Handling.RELEASE))
    made.quiet()
    assert taken(made, message)[0] == "next"
    assert made.world.desk.held == ()


def test_what_is_released_before_it_came_comes_by_itself() -> None:
    made, node, message = begun()
    for handling in (Handling.HOLD, Handling.RELEASE):
        made.world.perform(Handle(node, message, handling))
    made.quiet()
    assert fates(made, message) == ["delivered"]


def test_what_is_held_twice_is_released_once() -> None:
    made, node, message = begun()
    for handling in (Handling.HOLD, Handling.HOLD, Handling.RELEASE):
        made.world.perform(Handle(node, message, handling))
    made.quiet()
    assert taken(made, message) == ["next"]


def test_a_release_after_the_link_broke_still_delivers() -> None:
    made, node, message = begun("noise")
    made.world.perform(Handle(node, message, Handling.HOLD))
    made.world.step()
    made.world.perform(BreakLink(REGISTER, SERVER))
    made.world.perform(Handle(node, message, Handling.RELEASE))
    made.quiet()
    assert taken(made, message)[0] == "next"


def test_another_message_passes_a_held_one_by() -> None:
    """It comes early in its stream, and waits for the one before."""
    made, node, message = begun()
    made.world.perform(Handle(node, message, Handling.HOLD))
    made.world.order(REGISTER, "report_move_out", SAID)
    made.world.step()
    made.world.step()
    assert taken(made, message) == []
    made.world.perform(Handle(node, message, Handling.RELEASE))
    made.quiet()
    assert taken(made, message).count("next") == 1


def two_links(link: str) -> tuple[LittleWorld, list[tuple[NodeId, NodeId, str, str]]]:
    """A world with messages under way on more than one link."""
    made, _, _ = begun(link)
    while len({one[:2] for one in messages_under_way(made.world.agenda)}) < 2:
        assert made.world.step()
    return made, messages_under_way(made.world.agenda)


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_a_chosen_message_comes_next_and_at_once(link: str) -> None:
    made, under_way = two_links(link)
    sender, node, message, _ = next(one for one in under_way if one[:2] != under_way[0][:2])
    now = made.world.now
    made.world.perform(Handle(node, message, Handling.NEXT))
    assert messages_under_way(made.world.agenda)[0][:3] == (sender, node, message)
    made.world.step()
    assert (made.steps[-1].id, made.steps[-1].at, made.steps[-1].place) == (message, now, "next")
    made.quiet()
    assert made.refusals() == []


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_nothing_overtakes_on_a_link(link: str) -> None:
    made, node, first = begun(link)
    made.world.perform(Intrusion(Attempt.WRONG_ROLE, REGISTER, SERVER))
    second = messages_under_way(made.world.agenda)[-1][2]
    steps = len(made.steps)
    with pytest.raises(BadInput, match=f"message {first} before it on its link"):
        made.world.perform(Handle(node, second, Handling.NEXT))
    made.world.perform(Handle(node, first, Handling.TAMPER))
    with pytest.raises(BadInput, match="bytes that nobody sealed before it"):
        made.world.perform(Handle(node, second, Handling.NEXT))
    assert len(made.steps) == steps + 1


def test_an_acknowledgement_is_not_overtaken_either() -> None:
    made, _, _ = begun()
    made.world.step()
    made.world.perform(Intrusion(Attempt.WRONG_ROLE, SERVER, REGISTER))
    under_way = messages_under_way(made.world.agenda)
    ((_, node, message, _),) = [one for one in under_way if one[:2] == (SERVER, REGISTER)]
    with pytest.raises(BadInput, match="an acknowledgement before it"):
        made.world.perform(Handle(node, message, Handling.NEXT))


def test_a_message_of_another_link_may_be_chosen_again_and_again() -> None:
    made, under_way = two_links("null")
    for _, node, message, _ in (under_way[0], next(one for one in under_way if one[:2] != under_way[0][:2])):
        made.world.perform(Handle(node, message, Handling.NEXT))
        assert messages_under_way(made.world.agenda)[0][1:3] == (node, message)


@pytest.mark.parametrize("handling", list(Handling))
@pytest.mark.parametrize("message", ["152021/resident-register#99", "nothing", ""])
def test_what_is_not_under_way_cannot_be_handled(handling: Handling, message: str) -> None:
    made, node, _ = begun()
    told: list[object] = []
    made.world.commanded = told.append
    steps = len(made.steps)
    with pytest.raises(BadInput, match=f"message {message}"):
        made.world.perform(Handle(node, message, handling))
    assert (told, len(made.steps)) == ([], steps)


def test_a_message_for_another_node_is_not_meant() -> None:
    made, _, message = begun()
    with pytest.raises(BadInput, match="none under way"):
        made.world.perform(Handle(REGISTER, message, Handling.DROP))


def test_what_died_with_its_session_is_not_under_way() -> None:
    made, node, message = begun()
    made.world.perform(BreakLink(REGISTER, SERVER))
    assert messages_under_way(made.world.agenda) == []
    with pytest.raises(BadInput, match="none under way"):
        made.world.perform(Handle(node, message, Handling.HOLD))


def test_a_desk_can_be_restored() -> None:
    made, node, message = begun()
    made.world.perform(Handle(node, message, Handling.HOLD))
    made.world.step()
    desk = Desk()
    desk.restore(made.world.desk.state(), made.world.network.link)
    assert desk.state() == made.world.desk.state()
    assert desk.held == ((node, message),)

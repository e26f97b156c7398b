"""A whole world as a value: what is restored goes on as the one it was taken from, whatever was under way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from cast import NAGAOKA, NIIGATA, PLANNED, resident
from little_world import CARD, PIN, LittleWorld, little_world
from small_stories import where_they_part

from juki.nodes.kernel.checkpoints import packed, restore, save, unpacked
from juki.nodes.kernel.desk import messages_under_way
from juki.nodes.kernel.disturbances import (
    BadCertificate,
    BreakLink,
    CertificateState,
    Crash,
    Handle,
    Handling,
    Partition,
)
from juki.nodes.kernel.faults import PRESETS
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.nodes.kernel.registry import KEYRINGS
from juki.protocol.errors import LocalFault
from juki.protocol.terms import nodes as ids

REGISTER, SERVER, PEER = (
    ids.resident_register(NAGAOKA),
    ids.communication_server(NAGAOKA),
    ids.communication_server(NIIGATA),
)
OUT = Order(
    REGISTER,
    "report_move_out",
    {
        "people": resident().address_number,
        "office": "151033",
        "planned_on": PLANNED.isoformat(),
        "address": "試験町2番2号",
    },
)
IN = Order(
    ids.integrated_terminal(NIIGATA),
    "report_move_in",
    {
        "card": str(CARD),
        "pin": PIN,
        "moved_on": PLANNED.isoformat(),
        "office": "151033",
        "office_name": "試験県試験市",
        "town": "試験町",
        "lot": "2番2号",
    },
)


def hold_first(made: LittleWorld) -> Command:
    _, node, message, _ = messages_under_way(made.world.agenda)[0]
    return Handle(node, message, Handling.HOLD)


TROUBLES: dict[str, list[Callable[[LittleWorld], Command]]] = {
    "nothing": [],
    "a cut": [lambda _: Partition(SERVER, (REGISTER, PEER), one_way=False, lasts=90_000_000)],
    "a node down": [lambda _: Crash(SERVER, 30_000_000)],
    "a late order": [lambda _: Crash(REGISTER, 30_000_000), lambda _: OUT],
    "a broken link": [lambda _: BreakLink(REGISTER, SERVER)],
    "a held message": [hold_first],
    "an expired certificate": [lambda _: BadCertificate(PEER, CertificateState.EXPIRED)],
    "a revoked certificate": [lambda _: BadCertificate(PEER, CertificateState.REVOKED)],
    "a new certificate": [
        lambda _: BadCertificate(PEER, CertificateState.REVOKED),
        lambda _: BadCertificate(PEER, CertificateState.GOOD),
    ],
    "a forged frame": [lambda _: Intrusion(Attempt.FORGED_FRAME, REGISTER, SERVER)],
    "an old frame": [lambda _: Intrusion(Attempt.REPLAYED_FRAME, REGISTER, SERVER)],
    "an old message": [lambda _: Intrusion(Attempt.REPLAYED_ENVELOPE, REGISTER, SERVER)],
}


def go_on(made: LittleWorld) -> str:
    """The rest of a move, to the day after its time is over."""
    made.quiet()
    made.until(date(2026, 3, 20), hour=10)
    made.world.perform(IN)
    made.quiet()
    made.until(date(2026, 4, 22))
    return made.world.trace.digest


@pytest.mark.parametrize("faults", ["calm", "stormy"])
@pytest.mark.parametrize("link", sorted(KEYRINGS))
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_restored_world_goes_on_as_the_one_it_was_taken_from(link: str, trouble: str, faults: str) -> None:
    made, again = (little_world(link=link, faults=PRESETS[faults]) for _ in range(2))
    made.world.perform(OUT)
    for command in TROUBLES[trouble]:
        made.world.perform(command(made))
    for _ in range(2):
        made.world.step()
    restore(again.world, again.registry, unpacked(packed(save(made.world, made.registry))))
    before = len(made.steps)
    assert (again.world.now, again.world.turns) == (made.world.now, made.world.turns)
    assert go_on(again) == go_on(made), where_they_part(made.steps[before:], again.steps)
    assert where_they_part(made.steps[before:], again.steps) == ""


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_a_message_that_was_chosen_to_come_next_does_so_in_a_restored_world(link: str) -> None:
    made, again = (little_world(link=link, faults=PRESETS["stormy"]) for _ in range(2))
    made.world.perform(OUT)
    links: dict[tuple[str, str], tuple[str, str]] = {}
    while len(links) < 2:
        made.world.step()
        links = {}
        for sender, node, message, _ in messages_under_way(made.world.agenda):
            links.setdefault((sender, node), (node, message))
    node, message = list(links.values())[1]
    made.world.perform(Handle(ids.NodeId(node), message, Handling.NEXT))
    restore(again.world, again.registry, unpacked(packed(save(made.world, made.registry))))
    before = len(made.steps)
    assert messages_under_way(again.world.agenda)[0][2] == message
    assert go_on(again) == go_on(made), where_they_part(made.steps[before:], again.steps)


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_a_checkpoint_of_a_restored_world_is_the_same(link: str) -> None:
    """Its sessions too: the keys that the tape gave them are used once more, and nothing is drawn."""
    made, again = little_world(link=link), little_world(link=link)
    made.world.perform(OUT)
    made.world.perform(Partition(SERVER, (PEER,), one_way=True, lasts=90_000_000))
    made.world.step()
    first = save(made.world, made.registry)
    restore(again.world, again.registry, first)
    assert first.sessions
    assert save(again.world, again.registry) == first


def test_a_restored_world_draws_what_the_first_one_draws() -> None:
    made, again = (little_world(link="noise", faults=PRESETS["stormy"]) for _ in range(2))
    made.world.perform(OUT)
    made.world.step()
    restore(again.world, again.registry, save(made.world, made.registry))
    assert go_on(again) == go_on(made)
    assert again.world.choices.counts == made.world.choices.counts


def test_what_happens_after_a_checkpoint_does_not_touch_it() -> None:
    made = little_world()
    made.world.perform(OUT)
    checkpoint = save(made.world, made.registry)
    before = packed(checkpoint)
    go_on(made)
    assert packed(checkpoint) == before


def test_a_world_may_go_back_to_its_own_checkpoint() -> None:
    made = little_world(faults=PRESETS["lossy"])
    made.world.perform(OUT)
    checkpoint = save(made.world, made.registry)
    digest = go_on(made)
    restore(made.world, made.registry, checkpoint)
    assert go_on(made) == digest


def test_no_session_and_no_secret_of_one_is_in_a_checkpoint() -> None:
    """What lies on a link is there in plain only, as in the trace; sealed bytes and keys of links are not."""
    made = little_world(link="noise")
    made.world.perform(OUT)
    ((_, _, happening),) = [entry for entry in made.world.agenda.entries() if type(entry[2]).__name__ == "Arrival"]
    assert happening.frame.sealed not in packed(save(made.world, made.registry))  # type: ignore[union-attr] # an arrival


def test_a_checkpoint_of_another_network_is_told() -> None:
    made, other = little_world(), little_world()
    checkpoint = save(made.world, made.registry)
    fewer = dict(list(checkpoint.stores.items())[:-1])
    with pytest.raises(LocalFault, match="another network"):
        restore(other.world, other.registry, msgspec.structs.replace(checkpoint, stores=fewer))


@pytest.mark.parametrize("octets", [b"", b"\xc1", b"{}", b"\x80", b"\x93\x01\x02"])
def test_what_is_no_checkpoint_is_told(octets: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        unpacked(octets)

"""The whole network at a moment: links, what is under way on them, what else is to come. Looks at a world and leaves it as it is.

What was cancelled since it was put is not shown, and stays where it is: only the world itself takes it away.
"""

from __future__ import annotations

from collections import Counter

from juki.nodes.kernel.agenda import Entry
from juki.nodes.kernel.happenings import Again, Arrival, Delayed, Due, Healed, Renewal, Restart, Unanswered
from juki.nodes.kernel.network import ACKNOWLEDGEMENT, MESSAGE, Link
from juki.nodes.kernel.world import World
from juki.protocol.errors import PeerFault
from juki.protocol.secure.envelope import Envelope, unpack
from juki.protocol.terms import NodeId
from juki.scenarios.looking.views import LinkView, Pending, UnderWay, WorldView
from juki.scenarios.simulation import Simulation

NETWORK_CA = "jlis/network-ca"
"Where a renewal of all certificates happens, as in the trace."


def world_view(simulation: Simulation) -> WorldView:
    """The network as it stands."""
    world = simulation.world
    entries = world.agenda.entries()
    seen = _Traffic(world)
    for entry in entries:
        seen.enter(entry)
    seen.enter_held()
    pending = (_pending(entry, world) for entry in entries)
    return WorldView(
        step=world.trace.count,
        at=world.now,
        links=_links(world, seen.counts),
        under_way=(*seen.coming, *seen.held),
        pending=tuple(one for one in pending if one is not None),
        down=world.down.state(),
        is_quiet=world.is_quiet,
        forged=tuple(seen.forged),
    )


def envelope_in(plain: bytes) -> Envelope | None:
    """The envelope in the plain text of a frame; None for anything else."""
    if plain[:1] != MESSAGE:
        return None
    try:
        return unpack(plain[1:])
    except PeerFault:
        return None


class _Traffic:
    """What is under way, gathered in the order in which it will arrive."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held_back = set(world.desk.held)
        self._used: set[str] = set()
        "Names of links on which something comes before whatever is entered next."
        self.counts: Counter[tuple[str, str]] = Counter()
        self.coming: list[UnderWay] = []
        self.held: list[UnderWay] = []
        self.forged: list[UnderWay] = []

    def enter(self, entry: Entry) -> None:
        match entry[2]:
            case Arrival(frame=frame) if frame.epoch == frame.link.epoch:
                self._enter(frame.link, frame.plain, entry[0], str(frame.fate), is_copy=False)
            case Again(link=link, plain=plain):
                self._enter(link, plain, entry[0], "delivered", is_copy=True)
            case _:
                pass

    def _enter(self, link: Link, plain: bytes, due: int, fate: str, *, is_copy: bool) -> None:
        is_first = is_copy or link.name not in self._used
        if not is_copy:
            self._used.add(link.name)
        if plain[:1] == ACKNOWLEDGEMENT:
            return
        envelope = envelope_in(plain)
        if envelope is None:
            forged = UnderWay(link.sender, link.recipient, "", "", "", due, fate, is_first=is_first)
            self.forged.append(forged)
            return
        self.counts[link.sender, link.recipient] += 1
        key = (link.recipient, envelope.id)
        self.coming.append(
            _seen(link, envelope, due, fate, is_held=key in self._held_back, is_first=is_first, is_copy=is_copy)
        )

    def enter_held(self) -> None:
        """What is held already, or was and is not under way any more: its next copy will be held too."""
        coming = {(one.recipient, one.id) for one in self.coming}
        for sender, recipient, message, copy in self._world.desk.state():
            link = self._world.network.link(NodeId(sender), NodeId(recipient))
            if copy is None and (recipient, message) in coming:
                continue
            envelope = envelope_in(copy or b"") or waiting_envelope(self._world, link, message)
            if envelope is not None:
                self.held.append(_seen(link, envelope, 0, "held", is_held=True, is_first=False, is_copy=False))
            else:
                self.held.append(UnderWay(sender, recipient, message, "", "", 0, "held", is_held=True, is_first=False))


def _seen(
    link: Link, envelope: Envelope, due: int, fate: str, *, is_held: bool, is_first: bool, is_copy: bool
) -> UnderWay:
    return UnderWay(
        *(link.sender, link.recipient, envelope.id, envelope.kind, envelope.case, due, fate), is_held, is_first, is_copy
    )


def waiting_envelope(world: World, link: Link, message: str) -> Envelope | None:
    """A message in its sender's outbox, which keeps it until it is acknowledged; None if it is not there."""
    if link.sender not in world.hosts:
        return None
    for _, octets in world.hosts[link.sender].streams.waiting(link.recipient):
        envelope = envelope_in(MESSAGE + octets)
        if envelope is not None and envelope.id == message:
            return envelope
    return None


def _links(world: World, under_way: Counter[tuple[str, str]]) -> tuple[LinkView, ...]:
    opened = {frozenset(ends) for ends in world.network.sessions()}
    waiting = {
        (str(node), str(peer)): int(count)
        for node in sorted(world.hosts)
        for peer, count in world.hosts[node].store.rows("select peer, count(*) from outbox group by peer order by peer")
    }
    return tuple(
        LinkView(
            *(link.sender, link.recipient, link.epoch, link.cut_until if link.cut_until > world.now else 0),
            is_open=frozenset((link.sender, link.recipient)) in opened,
            under_way=under_way[link.sender, link.recipient],
            waiting=waiting.get((link.sender, link.recipient), 0),
        )
        for link in world.network.links()
    )


def _pending(entry: Entry, world: World) -> Pending | None:  # noqa: PLR0911 - one return a kind
    due, _, happening = entry
    match happening:
        case Due(node=node, name=name, due=at) if node in world.hosts and world.hosts[node].has_timer(name, at):
            return Pending(due, "timer", node, name)
        case Unanswered(link=link, ticket=ticket) if world.resending.is_live(link, ticket):
            return Pending(due, "unanswered", link.sender, link.recipient)
        case Renewal():
            return Pending(due, "renewal", NETWORK_CA)
        case Restart(node=node):
            return Pending(due, "restart", node)
        case Delayed(order=order):
            return Pending(due, "delayed", order.node, order.verb)
        case Healed(link=link):
            return Pending(due, "healed", link.sender, link.recipient)
        case _:
            return None

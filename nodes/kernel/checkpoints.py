"""A whole world as a value: stores, what is to come, counts of draws, patience of links. No key of a session is in it.

A restored world opens again the links that were open, with the keys that the tape gave them: frames under way are sealed
again in their order, and what nobody sealed stays unbelievable. So the history and its tape go on as they would have.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from juki.nodes.kernel.faults import Fate
from juki.nodes.kernel.happenings import (
    Again,
    Arrival,
    Delayed,
    Due,
    Happening,
    Healed,
    Order,
    Renewal,
    Restart,
    Unanswered,
)
from juki.nodes.kernel.network import Frame, Link
from juki.nodes.kernel.registry import Registry, RegistryState
from juki.nodes.kernel.resending import Patience
from juki.nodes.kernel.trace import TraceState
from juki.nodes.kernel.world import World
from juki.nodes.store import Store
from juki.protocol.errors import LocalFault
from juki.protocol.terms import NodeId

UNBELIEVABLE = bytes(64)
"In place of bytes that an intruder put on a link, or of a frame of a session that is gone: nobody can open them either."


class SavedLink(msgspec.Struct, frozen=True, array_like=True):
    """One direction of a link, without its session."""

    sender: str
    recipient: str
    due: int
    epoch: int
    cut_until: int
    last_message: bytes
    was_used: bool
    "Whether there is a frame that could be played back; its bytes belong to a session that is gone."


class SavedEntry(msgspec.Struct, frozen=True, array_like=True):
    """One thing that is to come. Which fields mean something depends on the kind."""

    due: int
    order: int
    kind: str
    one: str = ""
    "The node, or the sender of a link."
    other: str = ""
    "The recipient of a link."
    name: str = ""
    "Of a timer, a verb, a fate."
    number: int = 0
    "A time, a ticket, an epoch."
    octets: bytes = b""
    arguments: dict[str, str] = {}


class Checkpoint(msgspec.Struct, frozen=True):
    """One moment of a world, between two steps."""

    now: int
    turns: int
    trace: TraceState
    draws: dict[str, int]
    agenda: list[SavedEntry]
    put_so_far: int
    links: list[SavedLink]
    sessions: list[tuple[str, str]]
    "Who had opened a session with whom."
    patience: list[Patience]
    down: dict[str, int]
    struck: dict[str, int]
    held: list[tuple[str, str, str, bytes | None]]
    credentials: RegistryState
    stores: dict[str, bytes]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Checkpoint)


def packed(checkpoint: Checkpoint) -> bytes:
    return _ENCODER.encode(checkpoint)


def unpacked(octets: bytes) -> Checkpoint:
    """The checkpoint in a file.

    Raises:
        msgspec.DecodeError: it holds none.
    """
    return _DECODER.decode(octets)


def save(world: World, registry: Registry) -> Checkpoint:
    """Everything that the world needs to go on from here."""
    return Checkpoint(
        now=world.now,
        turns=world.turns,
        trace=world.trace.state(),
        draws=dict(sorted(world.choices.counts.items())),
        agenda=[_saved(due, order, happening) for due, order, happening in world.agenda.entries()],
        put_so_far=world.agenda.put_so_far,
        links=[
            SavedLink(
                *(link.sender, link.recipient, link.due, link.epoch, link.cut_until),
                *(link.last_message, bool(link.last_frame)),
            )
            for link in world.network.links()
        ],
        sessions=[(str(initiator), str(responder)) for initiator, responder in world.network.sessions()],
        patience=world.resending.state(),
        down=world.down.state(),
        struck=dict(sorted(world.struck.items())),
        held=world.desk.state(),
        credentials=registry.state(),
        stores={node: world.hosts[node].store.image() for node in sorted(world.hosts)},
    )


def restore(world: World, registry: Registry, checkpoint: Checkpoint) -> None:
    """Let a world of the same plan stand where the checkpoint was taken.

    Raises:
        LocalFault: the checkpoint is of another world.
    """
    for name, image in checkpoint.stores.items():
        node = NodeId(name)
        world.hosts[node] = world.hosts[node].reborn(Store(image))
    if len(world.hosts) != len(checkpoint.stores):
        raise LocalFault("a checkpoint of another network")
    registry.restore(checkpoint.credentials)
    world.now, world.turns = checkpoint.now, checkpoint.turns
    world.trace.restore(checkpoint.trace)
    world.choices.counts.clear()
    world.choices.counts.update(checkpoint.draws)
    world.struck.clear()
    world.struck.update(checkpoint.struck)
    world.down.restore({NodeId(node): until for node, until in checkpoint.down.items()})
    world.network.forget()
    for saved in checkpoint.links:
        link = world.network.link(NodeId(saved.sender), NodeId(saved.recipient))
        link.due, link.epoch, link.cut_until = saved.due, saved.epoch, saved.cut_until
        link.last_message, link.last_frame = saved.last_message, UNBELIEVABLE if saved.was_used else b""
    opened = [(NodeId(initiator), NodeId(responder)) for initiator, responder in checkpoint.sessions]
    world.network.open_again(opened, world.now)
    world.desk.restore(checkpoint.held, world.network.link)
    world.resending.restore(checkpoint.patience, world.network.link)
    entries = [(saved.due, saved.order, _happening(saved, world)) for saved in checkpoint.agenda]
    world.agenda.replace(entries, checkpoint.put_so_far)


def _saved(due: int, order: int, happening: Happening) -> SavedEntry:  # noqa: PLR0911 - one return a kind
    def entry(kind: str, **said: object) -> SavedEntry:
        return msgspec.structs.replace(SavedEntry(due, order, kind), **said)

    match happening:
        case Arrival(frame=frame):
            link = frame.link
            ends = {"one": link.sender, "other": link.recipient}
            return entry("arrival", **ends, name=str(frame.fate), number=frame.epoch, octets=frame.plain)
        case Again(link=link, plain=plain):
            return entry("again", one=link.sender, other=link.recipient, octets=plain)
        case Due(node=node, name=name, due=at):
            return entry("due", one=node, name=name, number=at)
        case Unanswered(link=link, ticket=ticket):
            return entry("unanswered", one=link.sender, other=link.recipient, number=ticket)
        case Renewal():
            return entry("renewal")
        case Restart(node=node):
            return entry("restart", one=node)
        case Delayed(order=late):
            return entry("delayed", one=late.node, name=late.verb, arguments=dict(late.arguments))
        case Healed(link=link):
            return entry("healed", one=link.sender, other=link.recipient)
        case _:
            raise LocalFault(f"a {type(happening).__name__} that waits")


def _happening(saved: SavedEntry, world: World) -> Happening:
    node = NodeId(saved.one)
    link = world.network.link(node, NodeId(saved.other)) if saved.other else None
    makers: dict[str, Callable[[], Happening]] = {
        "due": lambda: Due(node, saved.name, saved.number),
        "renewal": Renewal,
        "restart": lambda: Restart(node),
        "delayed": lambda: Delayed(Order(node, saved.name, saved.arguments)),
    }
    if link is not None:
        makers |= {
            "arrival": lambda: Arrival(_frame(saved, link, world)),
            "again": lambda: Again(link, saved.octets),
            "unanswered": lambda: Unanswered(link, saved.number),
            "healed": lambda: Healed(link),
        }
    return makers[saved.kind]()


def _frame(saved: SavedEntry, link: Link, world: World) -> Frame:
    """A frame under way: sealed anew if it was honest and its session still stood."""
    if saved.number != link.epoch:
        return Frame(link, saved.number, UNBELIEVABLE, Fate(saved.name), saved.octets)
    # Bytes of an intruder need a session too, that they can break.
    sealed = world.network.seal_again(link, saved.octets, world.now)
    return Frame(link, saved.number, sealed if saved.octets else UNBELIEVABLE, Fate(saved.name), saved.octets)

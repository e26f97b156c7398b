"""Where a message is at a moment: bytes on a line, a copy, held back, or in its sender's outbox. Reads no body.

A step tells which message arrived; the frame it came in is under way at the moment before. After a checkpoint a frame is sealed
anew, so its bytes are those of this re-execution: as long, as unreadable, and not the same ones as in the first run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from juki.nodes.kernel.checkpoints import UNBELIEVABLE
from juki.nodes.kernel.happenings import Again, Arrival
from juki.nodes.kernel.network import ACKNOWLEDGEMENT, MESSAGE, Frame, Link
from juki.nodes.kernel.trace import ACKNOWLEDGEMENT as ACKNOWLEDGED
from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.protocol.secure.envelope import pack
from juki.protocol.terms import NodeId
from juki.scenarios.looking.worlds import envelope_in, waiting_envelope
from juki.scenarios.simulation import Simulation

LINE, COPY, HELD, OUTBOX, TRACE = "line", "copy", "held", "outbox", "trace"
"Where it was found, as in `MessageView.source`."
ARRIVING = frozenset({"message", "lost", "broken", ACKNOWLEDGED})
"What a step may be in which something came to the end of a link, or did not."


class Found(msgspec.Struct, frozen=True):
    """A message on one hop.

    Attributes:
        plain: what was sealed, with its first byte; empty for a frame that nobody sealed as it is.
        wire: the bytes on the line; empty if there are none, or if nobody knows them any more.
        source: one of the places above.
        at: when it arrives, microseconds; 0 if it is held.
    """

    sender: NodeId
    recipient: NodeId
    plain: bytes
    wire: bytes
    source: str
    at: int
    fate: str
    epoch: int


def arriving(simulation: Simulation, step: Step) -> Found | None:
    """What arrived in a step, as it was under way at the moment before it.

    Args:
        simulation: at that moment.
        step: with a sender as its peer.
    """
    link = simulation.world.network.link(NodeId(step.peer), NodeId(step.node)) if _was_used(simulation, step) else None
    if link is None:
        return None
    for found in _coming(simulation.world, link):
        if found.at == step.at and _is_of(found.plain, step):
            return msgspec.structs.replace(found, fate=step.fate)
    if not step.id:
        return None
    kept = _kept(simulation.world, link, step.id)
    return msgspec.structs.replace(kept, at=step.at, fate=step.fate) if kept else None


def under_way(simulation: Simulation, message: str, recipient: str = "") -> Found | None:
    """A message on its way at this moment: the copy that arrives first; a held one, or one that only waits in an outbox, after those.

    Args:
        simulation: at that moment.
        message: its id, under which it is sent on one hop only.
        recipient: of the hop; of any if not given.
    """
    links = [link for link in simulation.world.network.links() if recipient in {"", link.recipient}]
    found = [one for link in links for one in _coming(simulation.world, link) if _says(one.plain, message)]
    if found:
        return min(found, key=lambda one: one.at)
    sender = message.rpartition("#")[0]
    return next(filter(None, (_kept(simulation.world, link, message) for link in links if link.sender == sender)), None)


def _was_used(simulation: Simulation, step: Step) -> bool:
    """Asking a network for a link that was never used would make it."""
    return any((link.sender, link.recipient) == (step.peer, step.node) for link in simulation.world.network.links())


def _coming(world: World, link: Link) -> Iterator[Found]:
    """Everything on its way on a link, in the order of arrival."""
    for due, _, happening in world.agenda.entries():
        match happening:
            case Arrival(frame=frame) if frame.link is link and frame.epoch == link.epoch:
                yield _on_line(frame, due)
            case Again(link=on, plain=plain) if on is link:
                yield Found(link.sender, link.recipient, plain, b"", COPY, due, "delivered", link.epoch)
            case _:
                pass


def _on_line(frame: Frame, due: int) -> Found:
    link = frame.link
    wire = b"" if frame.sealed == UNBELIEVABLE else frame.sealed
    return Found(link.sender, link.recipient, frame.plain, wire, LINE, due, str(frame.fate), frame.epoch)


def _is_of(plain: bytes, step: Step) -> bool:
    is_one: dict[str, Callable[[], bool]] = {
        "broken": lambda: not plain,
        ACKNOWLEDGED: lambda: plain[:1] == ACKNOWLEDGEMENT and int.from_bytes(plain[1:], "big") == step.number,
    }
    if step.what in is_one:
        return is_one[step.what]()
    if step.what == "lost" and not step.id:
        return plain[:1] != MESSAGE
    return _says(plain, step.id)


def _says(plain: bytes, message: str) -> bool:
    if plain[:1] != MESSAGE:
        return False
    envelope = envelope_in(plain)
    return envelope.id == message if envelope is not None else not message


def _kept(world: World, link: Link, message: str) -> Found | None:
    """A message that is held back, or that its sender keeps."""
    for sender, recipient, held, copy in world.desk.state():
        if (sender, recipient, held) == (link.sender, link.recipient, message) and copy:
            return Found(link.sender, link.recipient, copy, b"", HELD, 0, "held", link.epoch)
    envelope = waiting_envelope(world, link, message)
    if envelope is None:
        return None
    return Found(link.sender, link.recipient, MESSAGE + pack(envelope), b"", OUTBOX, 0, "delivered", link.epoch)

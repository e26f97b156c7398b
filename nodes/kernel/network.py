"""Links between nodes: sessions, order, delay, loss and doubling. Carries frames; knows no message and no node's store.

A link is an ordered stream, as TCP is. It opens on first use with a mutual handshake that takes no event and no draw that
the digest counts. Loss and doubling strike between `Channel.open` and `Host.accept`: a skipped record would kill the stream.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from juki.nodes.kernel.choices import Choices, Diverged, DrawnAgain
from juki.nodes.kernel.disturbances import CertificateState
from juki.nodes.kernel.faults import MILLION, Fate, Faults
from juki.protocol.errors import PeerFault
from juki.protocol.secure.channel import Channel
from juki.protocol.terms import NodeId

MESSAGE, ACKNOWLEDGEMENT = b"m", b"a"
"First byte of a frame's plain text."


class Keyring(Protocol):
    """Opens sessions: proves both ends to each other at virtual now."""

    kind: str

    def connect(self, initiator: NodeId, responder: NodeId, now: int, choices: Choices) -> tuple[Channel, Channel]:
        """Two ends of a session.

        Raises:
            PeerFault: one end does not prove itself; the rule says why.
        """


class Credentials(Protocol):
    """Who makes the certificates of a world, and spoils them on demand."""

    def renew(self, now: int) -> None:
        """A new period of validity begins."""

    def spoil(self, node: NodeId, state: CertificateState, now: int) -> None:
        """Let a node show such a certificate from now on."""


@dataclass(slots=True)
class Link:
    """One direction between two nodes.

    Attributes:
        delay: microseconds of a hop, at least and at most.
        fates: what may happen to a frame on it, and how often of a million.
        due: when the last frame put on it arrives; nothing overtakes it.
        epoch: rises when the session breaks; what was in flight is dead then.
        last_frame: the newest honest frame, sealed: what an eavesdropper could play back.
        last_message: the newest honest message's envelope, plain: what a misbehaving end could say again.
        cut_until: what arrives before this time is lost (partition).
        name: sender and recipient.
        delay_label: of the draws of its frames' delays.
        fate_label: of the draws of their fates.
    """

    sender: NodeId
    recipient: NodeId
    delay: tuple[int, int] = (0, 0)
    fates: tuple[tuple[Fate, int], ...] = ()
    due: int = 0
    epoch: int = 0
    last_frame: bytes = b""
    last_message: bytes = b""
    cut_until: int = 0
    name: str = field(init=False)
    delay_label: str = field(init=False)
    fate_label: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = f"{self.sender}>{self.recipient}"
        self.delay_label, self.fate_label = f"delay/{self.name}", f"fate/{self.name}"


class Frame(msgspec.Struct):
    """A sealed frame on its way.

    Attributes:
        link: it travels on.
        epoch: of the link when it was sealed.
        sealed: its bytes.
        fate: drawn when it was sent.
        plain: what was sealed; empty for bytes that nobody sealed.
    """

    link: Link
    epoch: int
    sealed: bytes
    fate: Fate
    plain: bytes = b""


TOUCHED = frozenset({Fate.TAMPERED, Fate.INJECTED, Fate.REPLAYED})
"Fates by which somebody touches the bytes of a link."


def touched(frame: Frame) -> Frame:
    """What arrives when somebody touches the link: the frame altered, or bytes of his own, or an old frame, before it."""
    match frame.fate:
        case Fate.REPLAYED if frame.link.last_frame:
            sealed = frame.link.last_frame
        case Fate.INJECTED:
            sealed = b"injected" + frame.sealed[8:]
        case _:
            sealed = bytes([frame.sealed[0] ^ 1]) + frame.sealed[1:]
    return Frame(frame.link, frame.epoch, sealed, frame.fate)


class Network:
    """All links of a world."""

    def __init__(self, keyring: Keyring, faults: Faults, choices: Choices) -> None:
        self.keyring = keyring
        self.faults = faults
        self._choices = choices
        self._links: dict[tuple[NodeId, NodeId], Link] = {}
        self._ends: dict[tuple[NodeId, NodeId], Channel] = {}
        "Channel by (who holds this end, who is at the other)."

    def link(self, sender: NodeId, recipient: NodeId) -> Link:
        link = self._links.get((sender, recipient))
        if link is None:
            faults = self.faults.links.get((sender, recipient), self.faults)
            link = self._links[sender, recipient] = Link(sender, recipient, faults.delay, faults.fates)
        return link

    def seal(self, link: Link, plain: bytes, now: int) -> Frame:
        """Put one frame on a link: seal it, draw its delay and its fate.

        Raises:
            PeerFault: the session could not be opened.
        """
        channel = self._end(link, now)
        sealed = channel.seal(plain)
        delay = self._choices.between(link.delay_label, *link.delay)
        link.due = max(link.due, now + delay)
        return Frame(link, link.epoch, sealed, self._fate(link), plain)

    def links(self) -> list[Link]:
        """Every direction that was ever used, in the order of first use."""
        return list(self._links.values())

    def forget(self) -> None:
        """No link was ever used, and no session is open."""
        self._links.clear()
        self._ends.clear()

    def sessions(self) -> list[tuple[NodeId, NodeId]]:
        """Initiator and responder of every session that is open, in the order in which they were opened."""
        initiators: dict[frozenset[NodeId], tuple[NodeId, NodeId]] = {}
        for ends in self._ends:  # the initiator's end of a session comes first
            initiators.setdefault(frozenset(ends), ends)
        return list(initiators.values())

    def open_again(self, sessions: Iterable[tuple[NodeId, NodeId]], now: int) -> None:
        """Open these with the keys that were drawn for them, so that nothing is drawn anew."""
        drawn = DrawnAgain(self._choices)
        for initiator, responder in sessions:
            try:
                one, other = self.keyring.connect(initiator, responder, now, drawn)
            except (PeerFault, Diverged):
                continue  # it could not be opened now; whoever uses it will see why
            self._ends[initiator, responder], self._ends[responder, initiator] = one, other

    def seal_again(self, link: Link, plain: bytes, now: int) -> bytes:
        """Seal what is under way once more, after the sessions were opened again."""
        return self._end(link, now).seal(plain)

    def open(self, frame: Frame) -> bytes | None:
        """The plain text of a frame; None if its session is gone.

        Raises:
            PeerFault: `FORGED`.
        """
        if frame.epoch != frame.link.epoch:
            return None
        return self._ends[frame.link.recipient, frame.link.sender].open(frame.sealed)

    def again_after(self, link: Link) -> int:
        """Microseconds after which a doubled message comes the second time."""
        return self._choices.between(f"double/{link.name}", *link.delay)

    def break_session(self, one: NodeId, other: NodeId) -> None:
        """Close the session both ways; what is in flight dies, and the next frame opens a new one."""
        for sender, recipient in ((one, other), (other, one)):
            self.link(sender, recipient).epoch += 1
            self._ends.pop((sender, recipient), None)

    def break_node(self, node: NodeId) -> None:
        """Close every session of one node."""
        for one, other in list(self._ends):
            if one == node:
                self.break_session(one, other)

    def cut(self, link: Link, until: int) -> None:
        """Let nothing through on a link until then."""
        link.cut_until = max(link.cut_until, until)

    def break_all(self) -> None:
        """Close every session."""
        for one, other in list(self._ends):
            if (one, other) in self._ends:
                self.break_session(one, other)

    def _end(self, link: Link, now: int) -> Channel:
        channel = self._ends.get((link.sender, link.recipient))
        if channel is None:
            channel, other = self.keyring.connect(link.sender, link.recipient, now, self._choices)
            self._ends[link.sender, link.recipient] = channel
            self._ends[link.recipient, link.sender] = other
        return channel

    def _fate(self, link: Link) -> Fate:
        if not link.fates:
            return Fate.DELIVERED
        drawn = self._choices.below(link.fate_label, MILLION)
        for fate, rate in link.fates:
            if drawn < rate:
                return fate
            drawn -= rate
        return Fate.DELIVERED

"""What a tester or an intruder puts on a link to see it refused. Makes frames; whether they are believed is not its affair.

Five of the kinds need a peer with a good certificate that misbehaves; two touch the bytes of a link without any key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace

from juki.nodes.host import Host
from juki.nodes.kernel.faults import Fate
from juki.nodes.kernel.network import MESSAGE, Frame, Link, Network
from juki.nodes.streams import Outgoing
from juki.protocol.errors import BadInput
from juki.protocol.messages.card import CardRewritten
from juki.protocol.secure.envelope import Envelope, pack, unpack
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import JPKI
from juki.protocol.wire import encode


class Attempt(StrEnum):
    """What is tried."""

    FORGED_FRAME = "forged-frame"
    REPLAYED_FRAME = "replayed-frame"
    REPLAYED_ENVELOPE = "replayed-envelope"
    UNKNOWN_VERSION = "unknown-version"
    WRONG_ROLE = "wrong-role"
    MALFORMED_BODY = "malformed-body"
    MISADDRESSED = "misaddressed"


@dataclass(frozen=True, slots=True)
class Intrusion:
    """One attempt, as an outside command.

    Attributes:
        what: an `Attempt`.
        sender: on whose link it is put; for some kinds the node that misbehaves.
        recipient: who must refuse it.
    """

    what: Attempt
    sender: NodeId
    recipient: NodeId


def expect_possible(intrusion: Intrusion, link: Link) -> None:
    """Whether it can be tried now.

    Raises:
        BadInput: nothing has yet travelled on the link that could be played back or said again.
    """
    match intrusion.what:
        case Attempt.REPLAYED_FRAME:
            _last(link, link.last_frame)
        case Attempt.REPLAYED_ENVELOPE:
            _last(link, link.last_message)
        case _:
            pass


def altered_frame(intrusion: Intrusion, network: Network, link: Link, now: int) -> Frame | None:
    """The frame of an intrusion that needs no key: altered or old bytes on the link. None for the other kinds.

    Raises:
        BadInput: nothing has yet travelled on the link that could be played back.
    """
    match intrusion.what:
        case Attempt.FORGED_FRAME:
            frame = network.seal(link, MESSAGE + b"not what anybody said", now)
            return Frame(link, link.epoch, bytes([frame.sealed[0] ^ 1]) + frame.sealed[1:], Fate.DELIVERED)
        case Attempt.REPLAYED_FRAME:
            old = _last(link, link.last_frame)
            network.seal(link, MESSAGE, now)  # the honest frame that the old one is put in the place of
            return Frame(link, link.epoch, old, Fate.DELIVERED)
        case _:
            return None


def misbehaviour(intrusion: Intrusion, host: Host, link: Link, now: int) -> Outgoing:
    """What a misbehaving peer says, in its outbox and log as an honest message would be: its later words can follow."""
    with host.store.transaction():
        envelope = _said(intrusion, host, link, now)
        if intrusion.what is not Attempt.REPLAYED_ENVELOPE:  # what is said again is in the log already
            host.journal.sent(envelope, envelope.body, now)
        outgoing = Outgoing(intrusion.recipient, envelope.number, envelope.id, envelope.kind, pack(envelope))
        host.streams.put(outgoing)
    return outgoing


def _last(link: Link, found: bytes) -> bytes:
    if not found:
        raise BadInput(f"link {link.name}", "nothing that has travelled on it yet", "a link that was used before")
    return found


def _said(intrusion: Intrusion, host: Host, link: Link, now: int) -> Envelope:
    number = host.streams.next_number(intrusion.recipient)
    if intrusion.what is Attempt.REPLAYED_ENVELOPE:
        return replace(unpack(_last(link, link.last_message)), number=number)
    return Envelope(
        id=f"{intrusion.sender}#{host.journal.next_message()}",
        kind=CardRewritten.__name__,
        version="99" if intrusion.what is Attempt.UNKNOWN_VERSION else host.node.surroundings.profile.version,
        sender=intrusion.sender,
        recipient=JPKI if intrusion.what is Attempt.MISADDRESSED else intrusion.recipient,
        case=f"{intrusion.sender}:0",
        number=number,
        cause="intrusion",
        sent_at=now,
        anchor=host.journal.head,
        body=b"\xc1" if intrusion.what is Attempt.MALFORMED_BODY else encode(CardRewritten("000000")),
    )

"""Envelopes made by hand, as a peer with good keys but bad manners would make them."""

from __future__ import annotations

from typing import Any

from little_world import LittleWorld

from juki.nodes.host import Host, Outcome
from juki.protocol.messages import Message, kind_of
from juki.protocol.moments import to_micros
from juki.protocol.secure.envelope import Envelope, Proof, pack, signed_bytes
from juki.protocol.terms import NodeId
from juki.protocol.wire import encode

VERSION = "1"


def letter(sender: NodeId, recipient: NodeId, message: Message, number: int = 1, **changes: Any) -> Envelope:
    """An envelope whose count in the id is its number in the stream, unless told otherwise."""
    said: dict[str, Any] = {
        "id": f"{sender}#{number}",
        "kind": kind_of(message),
        "version": VERSION,
        "sender": sender,
        "recipient": recipient,
        "case": f"{sender}:1",
        "number": number,
        "cause": "order",
        "sent_at": 0,
        "anchor": b"",
        "body": encode(message),
    }
    return Envelope(**{**said, **changes})


def signed(made: LittleWorld, envelope: Envelope, signer: NodeId | None = None) -> Envelope:
    """The envelope with the proof of its sender, or of another signer."""
    from msgspec.structs import replace

    origin = signer or NodeId(envelope.sender)
    words = signed_bytes(envelope.kind, envelope.version, origin, envelope.id, envelope.case, envelope.body)
    proof = Proof(origin, envelope.id, envelope.case, made.registry.vault(origin).sign(words))
    return replace(envelope, proof=proof)


def hand(made: LittleWorld, envelope: Envelope, *, peer: NodeId | None = None) -> Outcome:
    """Give it to its recipient's host, past the link."""
    return host_of(made, envelope).accept(peer or NodeId(envelope.sender), pack(envelope), made.world.now)


def host_of(made: LittleWorld, envelope: Envelope) -> Host:
    return made.world.hosts[NodeId(envelope.recipient)]


def now_of(made: LittleWorld) -> int:
    return made.world.now


__all__ = ["VERSION", "hand", "host_of", "letter", "now_of", "signed", "to_micros"]

"""What travels inside a link: a header, a body, and for signed kinds the origin's proof. Knows no key and no catalogue.

The proof is made once, by the origin, and passed on by relays; it binds kind, version, origin, case and body.
"""

from __future__ import annotations

import re

import msgspec

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import MALFORMED

ENVELOPE_BOUND = 80 * 1024
_COUNT = re.compile(r"[1-9][0-9]{0,14}")
"No leading zero, and small enough for every store that keeps it."
_SIGNED_CONTEXT = "juki signed message 1"


class Proof(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """Who first said it, and the Ed25519 signature (64 bytes, RFC 8032) over what was said."""

    origin: str
    origin_id: str
    "Message id under which the origin sent it first."
    case: str
    signature: bytes


class Envelope(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """One message on one link.

    Attributes:
        id: `<sender>#<sender's own count>`.
        kind: name of the message class.
        version: of the protocol.
        case: the procedure's case.
        number: place in the ordered stream from sender to recipient, from 1.
        cause: id of the message or order that led to it.
        sent_at: microseconds of virtual time at the commit.
        anchor: head of the sender's message log.
        body: canonical bytes, or sealed ones.
        proof: for signed kinds.
    """

    id: str
    kind: str
    version: str
    sender: str
    recipient: str
    case: str
    number: int
    cause: str
    sent_at: int
    anchor: bytes
    body: bytes
    proof: Proof | None = None

    @property
    def count(self) -> int:
        """The sender's own count, from the id."""
        return int(self.id.rpartition("#")[2])


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Envelope)


def pack(envelope: Envelope) -> bytes:
    return _ENCODER.encode(envelope)


def unpack(frame: bytes) -> Envelope:
    """The envelope in an authentic frame.

    Raises:
        PeerFault: `MALFORMED`.
    """
    if len(frame) > ENVELOPE_BOUND:
        raise PeerFault(MALFORMED, f"envelope of {len(frame)} bytes, at most {ENVELOPE_BOUND}")
    try:
        envelope = _DECODER.decode(frame)
    except msgspec.DecodeError as fault:
        raise PeerFault(MALFORMED, f"envelope: {fault}") from None
    except UnicodeDecodeError:
        raise PeerFault(MALFORMED, "envelope: text that is not UTF-8") from None
    sender, mark, count = envelope.id.rpartition("#")
    if not (mark and sender == envelope.sender and _COUNT.fullmatch(count)) or envelope.number < 1:
        raise PeerFault(MALFORMED, "envelope: the message id is not <sender>#<count>")
    return envelope


def signed_bytes(kind: str, version: str, origin: str, origin_id: str, case: str, body: bytes) -> bytes:
    """What the origin signs. An array, so that no field can flow into the next."""
    return _ENCODER.encode([_SIGNED_CONTEXT, kind, version, origin, origin_id, case, body])


def sealed_context(kind: str, case: str) -> bytes:
    """What a sealed body is bound to, so that it cannot be moved to another case."""
    return _ENCODER.encode(["juki sealed body 1", kind, case])

"""What happened, step by step, and the digest over it. Knows no file: whoever wants to keep a step listens.

Digest: sequence, virtual time, link, message id, kind, keyed hash of the canonical body, fate, refusal
rule, hash of the store's change. Keys, signatures, certificates, link kind and driver are not in it.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

import msgspec

from juki.nodes.kernel.faults import Fate

ACKNOWLEDGEMENT = "acknowledgement"
"Kind of a step in which a peer learns what has arrived."
DIGEST_BYTES = 16
_BODY_KEY = b"juki digest body 1"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One step of the world.

    Attributes:
        sequence: from 1.
        at: microseconds of virtual time.
        what: `message`, `lost`, `acknowledgement`, `timer`, `order`, `intrusion`, `resend`, `broken` or `renewal`.
        node: where it happened.
        peer: the other end of the link.
        id: of the message.
        kind: of the message, name of the timer, or verb of the order.
        case: it belongs to.
        cause: id of what led to it.
        number: place of the message in its stream.
        fate: what the network did to it.
        place: `next`, `seen` or `early` in its stream.
        refused: name of the rule, if it was refused.
        detail: of the refusal.
        body: what was said, by field; empty if this node could not read it.
        body_hash: keyed hash of the canonical body, hex.
        change: hash of what the store took, hex.
        notices: codes and parameters for the operator.
        sent: ids of the messages that left because of it.
        sent_at: microseconds at which the message was committed by its sender.
    """

    sequence: int
    at: int
    what: str
    node: str
    peer: str = ""
    id: str = ""
    kind: str = ""
    case: str = ""
    cause: str = ""
    number: int = 0
    fate: str = Fate.DELIVERED.value
    place: str = "next"
    refused: str = ""
    detail: str = ""
    body: object = None
    body_hash: str = ""
    change: str = ""
    notices: tuple[tuple[str, dict[str, str]], ...] = ()
    sent: tuple[str, ...] = ()
    sent_at: int = 0


_CANONICAL = msgspec.msgpack.Encoder()


def body_hash(body: bytes) -> str:
    return blake2b(body, key=_BODY_KEY, digest_size=16).hexdigest()


class TraceState(msgspec.Struct, frozen=True):
    """Where a trace stands."""

    count: int
    messages: int
    refused: int
    digest: bytes


class Trace:
    """Numbers the steps, keeps the digest, tells its listeners."""

    def __init__(self) -> None:
        self.count = 0
        self.messages = 0
        self.refused = 0
        self._digest = bytes(DIGEST_BYTES)
        self._listeners: list[Callable[[Step], None]] = []

    def listen(self, listener: Callable[[Step], None]) -> None:
        self._listeners.append(listener)

    @property
    def is_heard(self) -> bool:
        """Whether anybody wants the bodies."""
        return bool(self._listeners)

    def note(self, step: Step) -> None:
        self.count = step.sequence
        self.messages += step.what == "message" and step.place == "next" and step.fate != Fate.LOST
        self.refused += bool(step.refused)
        counted = (
            step.sequence,
            step.at,
            step.node,
            step.peer,
            step.id,
            step.kind,
            step.number,
            step.body_hash,
            step.fate,
            step.place,
            step.refused,
            step.change,
        )
        # A chain, so that the digest up to any step is all that a run needs to go on from there.
        self._digest = blake2b(
            self._digest + _CANONICAL.encode(counted), digest_size=DIGEST_BYTES, person=b"juki run"
        ).digest()
        for listener in self._listeners:
            listener(step)

    def state(self) -> TraceState:
        return TraceState(self.count, self.messages, self.refused, self._digest)

    def restore(self, state: TraceState) -> None:
        """Go on from there; the listeners stay."""
        self.count, self.messages, self.refused = state.count, state.messages, state.refused
        self._digest = state.digest

    @property
    def digest(self) -> str:
        return self._digest.hex()

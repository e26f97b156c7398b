"""What a story or a tester brings about on purpose: a cut, a broken link, a node down, a bad certificate. Values only.

Each is an outside command and goes on the tape; what it does to links and nodes is in `world.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from juki.protocol.terms import NodeId


@dataclass(frozen=True, slots=True)
class Partition:
    """Nothing gets through between a node and others for a while.

    Attributes:
        node: one side.
        others: the other side.
        one_way: only what `node` sends is stopped.
        lasts: microseconds.
    """

    node: NodeId
    others: tuple[NodeId, ...]
    one_way: bool
    lasts: int


@dataclass(frozen=True, slots=True)
class BreakLink:
    """The session between two nodes ends; what is in flight dies, and a new one opens on the next use."""

    node: NodeId
    other: NodeId


@dataclass(frozen=True, slots=True)
class Crash:
    """A node goes down: its memory goes, its last committed image stays.

    Attributes:
        lasts: microseconds until it is up again.
    """

    node: NodeId
    lasts: int


class CertificateState(StrEnum):
    """What is wrong with the certificate that a node shows."""

    EXPIRED = "expired"
    REVOKED = "revoked"
    ANOTHERS = "anothers"
    SELF_SIGNED = "self-signed"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class BadCertificate:
    """From now on a node shows such a certificate in handshakes; `good` ends it, with a new one after a revocation."""

    node: NodeId
    state: CertificateState


class Handling(StrEnum):
    """What a tester does with one message that is under way."""

    HOLD = "hold"
    RELEASE = "release"
    DROP = "drop"
    DUPLICATE = "duplicate"
    TAMPER = "tamper"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Handle:
    """Do something with a chosen message under way to a node.

    Attributes:
        node: whom it is for on this hop.
        message: its id; a held one stays held, with every copy that is sent again, until it is released.
        handling: `next` lets it arrive now, before all else; nothing overtakes on a link, so only the first on its
            own can be chosen.
    """

    node: NodeId
    message: str
    handling: Handling


Disturbance: TypeAlias = Partition | BreakLink | Crash | BadCertificate | Handle


def nodes_of(disturbance: Disturbance) -> tuple[NodeId, ...]:
    """Every node that it speaks of."""
    match disturbance:
        case Partition(node=node, others=others):
            return (node, *others)
        case BreakLink(node=node, other=other):
            return (node, other)
        case _:
            return (disturbance.node,)

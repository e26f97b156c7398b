"""What can happen in a world, and what can be commanded from outside. Values only; `world.py` carries them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from msgspec import Struct

from juki.nodes.kernel.disturbances import Disturbance
from juki.nodes.kernel.intrusion import Intrusion
from juki.nodes.kernel.network import Frame, Link
from juki.protocol.terms import NodeId


class Arrival(Struct, frozen=True):
    """A frame reaches its end of the link."""

    frame: Frame


class Again(Struct, frozen=True):
    """A doubled message comes the second time."""

    link: Link
    plain: bytes


class Due(Struct, frozen=True):
    """A node's timer."""

    node: NodeId
    name: str
    due: int


class Unanswered(Struct, frozen=True):
    """An acknowledgement is overdue on a link."""

    link: Link
    ticket: int


@dataclass(frozen=True, slots=True)
class Order:
    """Somebody at a node's counter orders something now."""

    node: NodeId
    verb: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Renewal:
    """The network's certificates are renewed."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A node that was down is up again."""

    node: NodeId


@dataclass(frozen=True, slots=True)
class Delayed:
    """An order that was given while its node was down."""

    order: Order


@dataclass(frozen=True, slots=True)
class Healed:
    """A cut between two nodes is over."""

    link: Link


Command: TypeAlias = Order | Intrusion | Disturbance
"What comes from outside, and so goes on the tape."
Happening: TypeAlias = Arrival | Again | Due | Unanswered | Renewal | Restart | Delayed | Healed | Command
PENDING = (Arrival, Again, Delayed)
"While one of these is to come, the network is not quiet."

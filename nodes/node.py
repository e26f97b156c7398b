"""What a system is: a name, its tables, and one synchronous decision. Knows no host, kernel or socket.

`decide` takes an event and returns effects. It never awaits, reads a clock, makes randomness or touches a socket, and
it keeps nothing but rows: a node is its store.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from msgspec import Struct
from sqlite_utils.migrations import Migrations

from juki.nodes.ports import Draws, Surroundings
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Notify, Received
from juki.protocol.errors import OutOfTurn
from juki.protocol.messages import Refusal
from juki.protocol.secure.keys import KeyVault
from juki.protocol.terms import NodeId, Role


class Context(Struct, frozen=True):
    """What a decision is given beside the event.

    Attributes:
        store: inside the transaction.
        now: virtual time, aware, +09:00.
        draws: from the tape.
        vault: this node's private keys; they never leave it.
    """

    store: Store
    now: datetime
    draws: Draws
    vault: KeyVault


class Node(ABC):
    """One system of the network."""

    role: ClassVar[Role]
    migrations: ClassVar[tuple[Migrations, ...]] = ()

    def __init__(self, me: NodeId, surroundings: Surroundings) -> None:
        self.me = me
        self.surroundings = surroundings

    @abstractmethod
    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        """What follows from this event.

        Raises:
            PeerFault: the event is refused; whatever was written is rolled back.
        """

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:  # noqa: ARG002 - for those who do more
        """What to do when a peer refused what we said: unless a system knows better, tell the operator."""
        return [Notify("refused", {"kind": refusal.kind, "rule": refusal.rule, "detail": refusal.detail})]

    def unexpected(self, event: Event) -> OutOfTurn:
        """The verdict on an event that this system has no rule for."""
        return OutOfTurn(self.role, event.message if isinstance(event, Received) else event)

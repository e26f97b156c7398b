"""What a system is: a name, its tables, and one synchronous decision. Knows no host, kernel or socket.

`decide` takes an event and returns effects. It never awaits, reads a clock, makes randomness or touches a socket, and
it keeps nothing but rows: a node is its store.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar, TypeAlias

from msgspec import Struct
from sqlite_utils.migrations import Migrations

from juki.nodes.ports import Draws, Surroundings
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, TimerDue
from juki.protocol.errors import OutOfTurn
from juki.protocol.messages import Message, Refusal
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


Topic: TypeAlias = type[Message] | str
"What an event is about: the class of a message, the name of a timer up to its first `/`, or a verb."


def topic_of(event: Event) -> Topic:
    """What an event is about."""
    match event:
        case Received(message=message):
            return type(message)
        case TimerDue(name=name):
            return name.partition("/")[0]
        case Ordered(verb=verb):
            return verb


class Node(ABC):
    """One system of the network.

    Attributes:
        role: what it is.
        migrations: its tables.
        decisions: by topic, what it does in the procedures it takes part in; a module a procedure.
    """

    role: ClassVar[Role]
    migrations: ClassVar[tuple[Migrations, ...]] = ()
    decisions: ClassVar[Mapping[Topic, Decision]] = {}

    def __init__(self, me: NodeId, surroundings: Surroundings) -> None:
        self.me = me
        self.surroundings = surroundings

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        """What follows from this event.

        Raises:
            PeerFault: the event is refused; whatever was written is rolled back.
        """
        decision = self.decisions.get(topic_of(event))
        if decision is None:
            raise self.unexpected(event)
        return decision(self, event, context)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:  # noqa: ARG002 - for those who do more
        """What to do when a peer refused what we said: unless a system knows better, tell the operator."""
        return [Notify("refused", {"kind": refusal.kind, "rule": refusal.rule, "detail": refusal.detail})]

    def unexpected(self, event: Event) -> OutOfTurn:
        """The verdict on an event that this system has no rule for."""
        return OutOfTurn(self.role, event.message if isinstance(event, Received) else event)


Decision: TypeAlias = Callable[[Node, Event, Context], Sequence[Effect]]
"What one node does about one topic. It finds its rows in the context's store and its name in the node."

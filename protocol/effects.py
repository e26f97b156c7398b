"""What a decision may order, and the events it decides on. Values only: the host performs, the kernel carries.

The six effects of a node (`Send`, `Reply`, `SetTimer`, `CancelTimer`, `Notify`, `Refuse`) and the events `Received`,
`TimerDue` and `Ordered`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from msgspec import Struct

from juki.protocol.messages.base import Message
from juki.protocol.refusals import Rule
from juki.protocol.secure.envelope import Proof
from juki.protocol.terms import NodeId


class Send(Struct, frozen=True):
    """Say `message` to `to`, from the outbox, after the commit.

    Attributes:
        proof: the origin's signature, when an earlier sender's words are passed on as they were.
        seal_to: X25519 key of the final reader, when the body is sealed here.
        case: the case it belongs to; that of the event if empty.
    """

    to: NodeId
    message: Message
    proof: Proof | None = None
    seal_to: bytes | None = None
    case: str = ""


class Reply(Struct, frozen=True):
    """Say `message` to whoever sent the one being decided, in the same case."""

    message: Message
    proof: Proof | None = None
    seal_to: bytes | None = None


class SetTimer(Struct, frozen=True):
    """Wake this node at `at`; a timer of the same name is replaced."""

    name: str
    at: datetime


class CancelTimer(Struct, frozen=True):
    """Forget the timer of this name, if there is one."""

    name: str


class Notify(Struct, frozen=True):
    """Tell an operator's screen: a stable code and its parameters, worded by the screen in its language."""

    code: str
    about: dict[str, str] = {}


class Refuse(Struct, frozen=True):
    """Refuse what is being decided, but keep what this decision wrote (a PIN counter, say)."""

    rule: Rule
    detail: str = ""


Effect: TypeAlias = Send | Reply | SetTimer | CancelTimer | Notify | Refuse


class Received(Struct, frozen=True):
    """A message that passed every gate of the host.

    Attributes:
        message: what was said; `Sealed` if this node only passes it on.
        sender: the node at the other end of the link.
        id: of the message.
        case: what it belongs to.
        proof: the origin's signature, for kinds that are signed.
    """

    message: Message
    sender: NodeId
    id: str
    case: str
    proof: Proof | None = None


class TimerDue(Struct, frozen=True):
    """A timer that this node had set is due."""

    name: str


class Ordered(Struct, frozen=True):
    """Somebody at this node's counter ordered something: the verb and its arguments, already checked for form."""

    verb: str
    arguments: dict[str, str]
    case: str


Event: TypeAlias = Received | TimerDue | Ordered

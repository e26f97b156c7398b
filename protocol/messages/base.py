"""What every message is: a frozen array on the wire, named by its class. Knows no procedure.

`Refusal` belongs to every procedure, and `Sealed` is what a relay holds in its hands.
"""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """What one system says to another. The class name is the kind on the wire."""


class Refusal(Message, frozen=True):
    """A node refused a message: which one, by which rule (seed III: refusals are told and recorded)."""

    message_id: str
    kind: str
    rule: str
    detail: str = ""
    "Never a whole personal number."


class Sealed(Message, frozen=True):
    """A body encrypted end to end to somebody else: a relay forwards what it cannot read."""

    kind: str
    body: bytes


def kind_of(message: Message) -> str:
    """The name under which a message travels; a sealed one keeps the name of what is inside."""
    return message.kind if isinstance(message, Sealed) else type(message).__name__

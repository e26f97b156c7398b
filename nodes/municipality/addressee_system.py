"""団体内統合宛名, as far as this version goes: inside a city it must not reach the communication server, and is refused.

It keeps nothing and decides nothing yet; only an intrusion lets it speak (`docs/inventions.md`, "What is not modelled yet").
"""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes.node import Context, Node
from juki.protocol.effects import Effect, Event
from juki.protocol.terms import Role


class AddresseeSystem(Node):
    """One municipality's 団体内統合宛名システム."""

    role = Role.ADDRESSEE_SYSTEM

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:  # noqa: ARG002 - whatever it is
        raise self.unexpected(event)

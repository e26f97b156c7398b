"""When to send again: per link, what is not yet acknowledged and when patience ends. Knows no message; time is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from juki.nodes.kernel.network import Link
from juki.protocol.terms import NodeId

FIRST_WAIT = 2_000_000
LONGEST_WAIT = 60_000_000
"Microseconds; the wait doubles from the first to the longest."
ATTEMPTS = 60
"After so many in vain a link is given up until something new is sent on it."


class Patience(msgspec.Struct, frozen=True, array_like=True):
    """One link's state, for a checkpoint."""

    sender: str
    recipient: str
    sent: int
    acknowledged: int
    attempts: int
    ticket: int
    has_appointment: bool


@dataclass(slots=True)
class _Waiting:
    """One link's state. A ticket names the one live appointment; older ones are stale."""

    sent: int = 0
    acknowledged: int = 0
    attempts: int = 0
    ticket: int = 0
    has_appointment: bool = False

    @property
    def is_owed(self) -> bool:
        return self.sent > self.acknowledged and self.attempts <= ATTEMPTS


class Resending:
    """The resending of all links of a world. Each method may return an appointment: (when, ticket)."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, str], _Waiting] = {}
        self._links: dict[tuple[str, str], Link] = {}
        self._owed = 0

    @property
    def is_waiting(self) -> bool:
        """Whether any acknowledgement is still hoped for."""
        return self._owed > 0

    def state(self) -> list[Patience]:
        return [
            Patience(*ends, one.sent, one.acknowledged, one.attempts, one.ticket, one.has_appointment)
            for ends, one in self._waiting.items()
        ]

    def restore(self, states: list[Patience], link: Callable[[NodeId, NodeId], Link]) -> None:
        """Take these states in place of one's own."""
        self._waiting.clear()
        self._links.clear()
        for one in states:
            ends = (one.sender, one.recipient)
            self._waiting[ends] = _Waiting(one.sent, one.acknowledged, one.attempts, one.ticket, one.has_appointment)
            self._links[ends] = link(NodeId(one.sender), NodeId(one.recipient))
        self._owed = sum(one.is_owed for one in self._waiting.values())

    def is_live(self, link: Link, ticket: int) -> bool:
        state = self._waiting.get((link.sender, link.recipient))
        return state is not None and state.has_appointment and state.ticket == ticket

    def waiting_links(self) -> list[Link]:
        """Links that owe an acknowledgement, in the order in which they were first used."""
        return [self._links[ends] for ends, state in self._waiting.items() if state.is_owed]

    def links_of(self, node: str) -> list[Link]:
        """Links to or from a node on which something is owed, given up or not."""
        return [
            self._links[ends]
            for ends, state in self._waiting.items()
            if node in ends and state.sent > state.acknowledged
        ]

    def sent(self, link: Link, number: int, now: int) -> tuple[int, int] | None:
        """A new message left."""
        ends = (link.sender, link.recipient)
        state = self._waiting.setdefault(ends, _Waiting())
        self._links[ends] = link
        was_owed = state.is_owed
        state.sent = max(state.sent, number)
        if state.attempts > ATTEMPTS:
            state.attempts = 0
        self._owed += state.is_owed - was_owed
        return None if state.has_appointment else self._appoint(state, now)

    def acknowledged(self, link: Link, number: int, now: int) -> tuple[int, int] | None:
        """An acknowledgement came; patience begins anew for what is left."""
        state = self._waiting.get((link.sender, link.recipient))
        if state is None or number <= state.acknowledged:
            return None
        was_owed = state.is_owed
        state.acknowledged = min(number, state.sent)
        state.attempts = 0
        state.has_appointment = False
        self._owed += state.is_owed - was_owed
        return self._appoint(state, now) if state.is_owed else None

    def resent(self, link: Link, now: int) -> tuple[int, int] | None:
        """Patience ended. None if the link is given up."""
        state = self._waiting[link.sender, link.recipient]
        was_owed = state.is_owed
        state.attempts += 1
        state.has_appointment = False
        self._owed += state.is_owed - was_owed
        return self._appoint(state, now) if state.is_owed else None

    def begin_anew(self, link: Link, now: int) -> tuple[int, int] | None:
        """Patience begins anew: the link was cut, or its sender was down. None if nothing is owed on it."""
        state = self._waiting.get((link.sender, link.recipient))
        if state is None or state.sent <= state.acknowledged:
            return None
        was_owed = state.is_owed
        state.attempts = 0
        state.has_appointment = False
        self._owed += state.is_owed - was_owed
        return self._appoint(state, now)

    @staticmethod
    def _appoint(state: _Waiting, now: int) -> tuple[int, int]:
        state.ticket += 1
        state.has_appointment = True
        return now + min(FIRST_WAIT << min(state.attempts, 10), LONGEST_WAIT), state.ticket

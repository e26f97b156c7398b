"""The world: virtual time, the heap of (time, sequence), and one plain synchronous step. Knows no procedure and no loop.

Both drivers call `take` and `perform`; what they do between the two cannot touch the history.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from juki.nodes.host import Host, Outcome
from juki.nodes.kernel.choices import Choices
from juki.nodes.kernel.intrusion import Intrusion, altered_frame, misbehaviour
from juki.nodes.kernel.network import ACKNOWLEDGEMENT, MESSAGE, Frame, Link, Network
from juki.nodes.kernel.resending import Resending
from juki.nodes.kernel.steps import note_of
from juki.nodes.kernel.trace import Step, Trace
from juki.protocol.errors import PeerFault
from juki.protocol.terms import NodeId

DAY = 86_400_000_000
RENEWAL = 30 * DAY
"Certificates are renewed this often ([D]); they are good for 45 days."
NUMBER_BYTES = 8


@dataclass(frozen=True, slots=True)
class Arrival:
    """A frame reaches its end of the link."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class Again:
    """A doubled message comes the second time."""

    link: Link
    plain: bytes


@dataclass(frozen=True, slots=True)
class Due:
    """A node's timer."""

    node: NodeId
    name: str
    due: int


@dataclass(frozen=True, slots=True)
class Unanswered:
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


Happening: TypeAlias = Arrival | Again | Due | Unanswered | Order | Intrusion | Renewal


class World:
    """One run of the network."""

    def __init__(
        self,
        start: int,
        network: Network,
        choices: Choices,
        renew: Callable[[int], None],
        hosts: dict[NodeId, Host] | None = None,
    ) -> None:
        self.now = start
        self.hosts: dict[NodeId, Host] = {} if hosts is None else hosts
        self.commanded: Callable[[Order | Intrusion], None] = lambda _: None
        "Told of every outside command before it takes effect."
        self.network = network
        self.choices = choices
        self.trace = Trace()
        self.resending = Resending()
        self._renew = renew
        self._heap: list[tuple[int, int, Happening]] = []
        self._pushed = 0
        self._in_flight = 0
        self.put(start + RENEWAL, Renewal())

    def add(self, host: Host) -> None:
        self.hosts[host.node.me] = host

    def put(self, due: int, happening: Happening) -> None:
        """Let something happen at `due`, or now if that is past; of two at one time, the one put first comes first."""
        self._pushed += 1
        self._in_flight += isinstance(happening, Arrival | Again)
        heapq.heappush(self._heap, (max(due, self.now), self._pushed, happening))

    @property
    def is_quiet(self) -> bool:
        """Nothing is on its way and nobody owes an acknowledgement; timers may be set."""
        return not self._in_flight and not self.resending.is_waiting

    @property
    def next_due(self) -> int | None:
        """When something happens next."""
        self._drop_stale()
        return self._heap[0][0] if self._heap else None

    def take(self, until: int | None = None) -> Happening | None:
        """The next thing to happen, with the clock set to it; None if there is none up to `until`."""
        due = self.next_due
        if due is None or (until is not None and due > until):
            return None
        self.now, _, happening = heapq.heappop(self._heap)
        self._in_flight -= isinstance(happening, Arrival | Again)
        return happening

    def _drop_stale(self) -> None:
        """What was cancelled since it was put is as if it had never been."""
        while self._heap:
            match self._heap[0][2]:
                case Unanswered(link=link, ticket=ticket) if not self.resending.is_live(link, ticket):
                    heapq.heappop(self._heap)
                case Due(node=node, name=name, due=due) if not self.hosts[node].has_timer(name, due):
                    heapq.heappop(self._heap)
                case _:
                    return

    def step(self, until: int | None = None) -> bool:
        """Let the next thing happen. False if there was nothing up to `until`."""
        happening = self.take(until)
        if happening is None:
            return False
        self.perform(happening)
        return True

    def order(self, node: NodeId, verb: str, arguments: Mapping[str, str]) -> Outcome:
        """An outside command, as a step of its own, now."""
        self.commanded(Order(node, verb, arguments))
        outcome = self.hosts[node].order(verb, dict(arguments), self.now)
        self._note("order", node, outcome, kind=verb)
        self._follow(node, outcome)
        return outcome

    def perform(self, happening: Happening) -> None:
        """Carry out what `take` gave."""
        match happening:
            case Arrival(frame=frame):
                self._arrive(frame)
            case Again(link=link, plain=plain):
                self._deliver(link, plain, "delivered")
            case Due(node=node, name=name, due=due):
                outcome = self.hosts[node].fire(name, due, self.now)
                if outcome is not None:
                    self._note("timer", node, outcome, kind=name.partition("/")[0])
                    self._follow(node, outcome)
            case Unanswered(link=link):
                self._resend(link)
            case Order(node=node, verb=verb, arguments=arguments):
                self.order(node, verb, arguments)
            case Intrusion():
                self._intrude(happening)
            case Renewal():
                self._renew(self.now)
                self.network.break_all()
                self._note("renewal", NodeId("jlis/network-ca"), Outcome())
                self.resume_all()
                self.put(self.now + RENEWAL, Renewal())

    def _intrude(self, intrusion: Intrusion) -> None:
        """Somebody says what he may not; the frame travels as any other does."""
        self.commanded(intrusion)
        link = self.network.link(intrusion.sender, intrusion.recipient)
        outcome = Outcome()
        frame = altered_frame(intrusion, self.network, link, self.now)
        if frame is None:
            host = self.hosts[intrusion.sender]
            outcome.sent.append(misbehaviour(intrusion, host, link, self.now))
            outcome.change = host.store.change
        self._note("intrusion", intrusion.sender, outcome, link=link, kind=intrusion.what)
        if frame is not None:
            self.put(link.due, Arrival(frame))
        self._follow(intrusion.sender, outcome)

    def _arrive(self, frame: Frame) -> None:
        link = frame.link
        try:
            plain = self.network.open(frame)
        except PeerFault as fault:
            self._broken(link, fault)
            return
        if plain is None:
            return
        if frame.fate == "lost":
            self._note("lost", link.recipient, Outcome(), link=link, plain=plain, fate=frame.fate)
            return
        if frame.fate == "doubled":
            self.put(self.now + self.network.again_after(link), Again(link, plain))
        self._deliver(link, plain, frame.fate)

    def _deliver(self, link: Link, plain: bytes, fate: str) -> None:
        host = self.hosts[link.recipient]
        if plain[:1] == ACKNOWLEDGEMENT:
            number = int.from_bytes(plain[1:], "big")
            fresh = host.acknowledged(link.sender, number)
            outcome = Outcome(change=host.store.change if fresh else b"")
            self._note("acknowledgement", link.recipient, outcome, link=link, plain=plain, fate=fate)
            self._acknowledged(link, number)
            return
        outcome = host.accept(link.sender, plain[1:], self.now)
        self._note("message", link.recipient, outcome, link=link, plain=plain, fate=fate)
        if outcome.acknowledge is not None:
            self._frame(
                self.network.link(link.recipient, link.sender),
                ACKNOWLEDGEMENT + outcome.acknowledge.to_bytes(NUMBER_BYTES, "big"),
            )
        self._follow(link.recipient, outcome)

    def _acknowledged(self, link: Link, number: int) -> None:
        back = self.network.link(link.recipient, link.sender)
        due = self.resending.acknowledged(back, number, self.now)
        if due is not None:
            self.put(due[0], Unanswered(back, due[1]))

    def _follow(self, node: NodeId, outcome: Outcome) -> None:
        """What an outcome set in motion: timers, and messages that leave after the commit."""
        for name, due in outcome.timers:
            self.put(due, Due(node, name, due))
        for outgoing in outcome.sent:
            link = self.network.link(node, NodeId(outgoing.peer))
            due_again = self.resending.sent(link, outgoing.number, self.now)
            if due_again is not None:
                self.put(due_again[0], Unanswered(link, due_again[1]))
            self._frame(link, MESSAGE + outgoing.envelope)

    def _frame(self, link: Link, plain: bytes) -> None:
        try:
            frame = self.network.seal(link, plain, self.now)
        except PeerFault as fault:
            self._broken(link, fault)
            return
        link.last_frame = frame.sealed
        if plain[:1] == MESSAGE:
            link.last_message = plain[1:]
        self.put(link.due, Arrival(frame))

    def _resend(self, link: Link) -> None:
        """Go back to the first message that is not acknowledged and send all from there once more."""
        waiting = self.hosts[link.sender].streams.waiting(link.recipient)
        due = self.resending.resent(link, self.now)
        self._note("resend", link.sender, Outcome(), link=link, number=len(waiting))
        if due is None:
            return
        self.put(due[0], Unanswered(link, due[1]))
        for _, envelope in waiting:
            self._frame(link, MESSAGE + envelope)

    def resume_all(self) -> None:
        """After every session was closed: whatever is not acknowledged is sent again at once."""
        for link in self.resending.waiting_links():
            for _, envelope in self.hosts[link.sender].streams.waiting(link.recipient):
                self._frame(link, MESSAGE + envelope)

    def _broken(self, link: Link, fault: PeerFault) -> None:
        """A frame or a handshake that is not authentic: the session is closed, the outbox will resend."""
        self.network.break_session(link.sender, link.recipient)
        outcome = Outcome(refused=fault.rule, detail=fault.detail)
        self._note("broken", link.recipient, outcome, link=link)

    def _note(
        self,
        what: str,
        node: NodeId,
        outcome: Outcome,
        *,
        link: Link | None = None,
        plain: bytes = b"",
        fate: str = "delivered",
        kind: str = "",
        number: int = 0,
    ) -> None:
        step: Step = note_of(
            self.trace, self.now, what, node, outcome, link=link, plain=plain, fate=fate, kind=kind, number=number
        )
        self.trace.note(step)

"""The world: virtual time, the heap of (time, sequence), and one plain synchronous step. Knows no procedure and no loop.

Both drivers call `take` and `perform`; what they do between the two cannot touch the history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from juki.nodes.host import Host, Outcome
from juki.nodes.kernel.agenda import Agenda, Entry
from juki.nodes.kernel.choices import Choices
from juki.nodes.kernel.desk import Desk
from juki.nodes.kernel.faults import Fate
from juki.nodes.kernel.happenings import (
    Again,
    Arrival,
    Command,
    Delayed,
    Due,
    Happening,
    Healed,
    Order,
    Renewal,
    Restart,
    Unanswered,
)
from juki.nodes.kernel.intrusion import Intrusion, altered_frame, expect_possible, misbehaviour
from juki.nodes.kernel.network import ACKNOWLEDGEMENT, MESSAGE, TOUCHED, Credentials, Frame, Link, Network, touched
from juki.nodes.kernel.outages import CrashAt, Outages
from juki.nodes.kernel.resending import Resending
from juki.nodes.kernel.steps import note_of
from juki.nodes.kernel.trace import Step, Trace
from juki.nodes.kernel.troubles import Troubles
from juki.protocol.errors import BadInput, JukiError, MalformedValue, PeerFault
from juki.protocol.terms import NodeId

DAY = 86_400_000_000
RENEWAL = 30 * DAY
"Certificates are renewed this often ([D]); they are good for 45 days."
NUMBER_BYTES = 8


class World:
    """One run of the network."""

    def __init__(
        self,
        start: int,
        network: Network,
        choices: Choices,
        credentials: Credentials,
        hosts: dict[NodeId, Host] | None = None,
    ) -> None:
        self.now = start
        self.turns = 0
        "Happenings taken so far, those included that left no step: a command's exact place is between two of them."
        self.hosts: dict[NodeId, Host] = {} if hosts is None else hosts
        self.commanded: Callable[[Command], None] = lambda _: None
        "Told of every outside command before it takes effect."
        self.network = network
        self.choices = choices
        self.trace = Trace()
        self.resending = Resending()
        self.struck: Counter[str] = Counter()
        "How often each kind of fault took effect."
        self._credentials = credentials
        self.down = Outages(network.faults, choices)
        self.agenda = Agenda()
        self.desk = Desk()
        self.troubles = Troubles(self, credentials)
        self.put(start + RENEWAL, Renewal())

    def add(self, host: Host) -> None:
        self.hosts[host.node.me] = host

    def put(self, due: int, happening: Happening) -> None:
        """Let something happen at `due`, or now if that is past; of two at one time, the one put first comes first."""
        self.agenda.put(max(due, self.now), happening)

    @property
    def is_quiet(self) -> bool:
        """Nothing is on its way and nobody owes an acknowledgement; timers may be set."""
        return not self.agenda.in_flight and not self.resending.is_waiting

    @property
    def next_due(self) -> int | None:
        """When something happens next."""
        first = self._first()
        return first[0] if first else None

    def take(self, until: int | None = None) -> Happening | None:
        """The next thing to happen, with the clock set to it; None if there is none up to `until`."""
        first = self._first()
        if first is None or (until is not None and first[0] > until):
            return None
        self.now, _, happening = self.agenda.take()
        self.turns += 1
        return happening

    def _first(self) -> Entry | None:
        """What comes next; what was cancelled since it was put is as if it had never been."""
        while first := self.agenda.first():
            match first[2]:
                case Arrival():
                    return first
                case Unanswered(link=link, ticket=ticket) if not self.resending.is_live(link, ticket):
                    self.agenda.take()
                case Due(node=node, name=name, due=due) if not self.hosts[node].has_timer(name, due):
                    self.agenda.take()
                case _:
                    return first
        return None

    def step(self, until: int | None = None) -> bool:
        """Let the next thing happen. False if there was nothing up to `until`."""
        happening = self.take(until)
        if happening is None:
            return False
        self.perform(happening)
        return True

    def order(self, node: NodeId, verb: str, arguments: Mapping[str, str]) -> Outcome:
        """An outside command, as a step of its own, now; if the node is down, the counter waits until it is up.

        Raises:
            BadInput: there is no such counter, or the order is of no form; nothing is on the tape then.
        """
        self.expect_nodes(node)
        order = Order(node, verb, arguments)
        if node in self.down:
            self.commanded(order)
            self.put(self.down.until(node), Delayed(order))
            return Outcome()
        outcome = self._outcome_of(order)
        self.commanded(order)
        self._ordered(order, outcome)
        return outcome

    def _late_order(self, order: Order) -> None:
        if order.node in self.down:
            self.put(self.down.until(order.node), Delayed(order))
            return
        try:
            outcome = self._outcome_of(order)
        except BadInput as fault:  # it is on the tape, and nobody is left at the counter to be told
            outcome = Outcome(detail=fault.found)
        self._ordered(order, outcome)

    def _outcome_of(self, order: Order) -> Outcome:
        try:
            return self.hosts[order.node].order(order.verb, dict(order.arguments), self.now)
        except (LookupError, ValueError, MalformedValue) as fault:  # the host has rolled it back
            found = f"{type(fault).__name__}: {fault}"
            raise BadInput(f"{order.verb} at {order.node}", found, "an order that can be carried out") from fault

    def _ordered(self, order: Order, outcome: Outcome) -> None:
        self.note("order", order.node, outcome, kind=order.verb)
        self._follow(order.node, outcome)

    def expect_nodes(self, *nodes: NodeId) -> None:
        """Whether a command speaks of nodes that there are.

        Raises:
            BadInput: there is no such node.
        """
        for node in nodes:
            try:
                self.hosts[node]
            except (LookupError, ValueError, JukiError):
                raise BadInput("a command", f"the node {node}", "a node of this network") from None

    def perform(self, happening: Happening) -> None:
        """Carry out what `take` gave, or a command."""
        match happening:
            case Arrival(frame=frame):
                self._arrive(frame)
            case Again(link=link, plain=plain):
                self._deliver(link, plain, "delivered")
            case Due(node=node, name=name, due=due):
                self._fire(node, name, due)
            case Unanswered(link=link, ticket=ticket):
                self._resend(link, ticket)
            case Renewal() | Restart() | Delayed() | Healed():
                self._recover(happening)
            case Order(node=node, verb=verb, arguments=arguments):
                self.order(node, verb, arguments)
            case Intrusion():
                self._intrude(happening)
            case _:
                self.troubles.disturb(happening)

    def _recover(self, happening: Renewal | Restart | Delayed | Healed) -> None:
        match happening:
            case Renewal():
                self._renew()
            case Restart(node=node):
                self.troubles.restart(node)
            case Delayed(order=order):
                self._late_order(order)
            case Healed(link=link):
                self.troubles.heal(link)

    def _fire(self, node: NodeId, name: str, due: int) -> None:
        if node in self.down:
            return  # a restarting node looks up what it waits for
        outcome = self.hosts[node].fire(name, due, self.now)
        if outcome is not None:
            self.note("timer", node, outcome, kind=name.partition("/")[0])
            self._follow(node, outcome)

    def _renew(self) -> None:
        self._credentials.renew(self.now)
        self.network.break_all()
        self.note("renewal", NodeId("jlis/network-ca"), Outcome())
        for link in self.resending.waiting_links():
            self.send_waiting(link)
        self.put(self.now + RENEWAL, Renewal())

    def _intrude(self, intrusion: Intrusion) -> None:
        """Somebody says what he may not; the frame travels as any other does."""
        self.expect_nodes(intrusion.sender, intrusion.recipient)
        link = self.network.link(intrusion.sender, intrusion.recipient)
        expect_possible(intrusion, link)
        self.commanded(intrusion)
        outcome = Outcome()
        try:
            frame = altered_frame(intrusion, self.network, link, self.now)
        except PeerFault as fault:  # a bad certificate: there is no session that bytes could be put into
            self.note("intrusion", intrusion.sender, outcome, link=link, kind=intrusion.what)
            self._broken(link, fault)
            return
        if frame is None:
            host = self.hosts[intrusion.sender]
            outcome.sent.append(misbehaviour(intrusion, host, link, self.now))
            outcome.change = host.store.change
        self.note("intrusion", intrusion.sender, outcome, link=link, kind=intrusion.what)
        if frame is not None:
            self.put(link.due, Arrival(frame))
        self._follow(intrusion.sender, outcome)

    def _arrive(self, frame: Frame) -> None:
        link, fate = frame.link, frame.fate
        try:
            plain = self.network.open(frame)
        except PeerFault as fault:
            self._broken(link, fault, fate)
            return
        if plain is None:
            return
        if self.now < link.cut_until:
            fate = Fate.CUT
        elif self.desk.keeps(link, plain):
            fate = Fate.HELD
        match fate:
            case Fate.LOST | Fate.CUT | Fate.HELD | Fate.BROKEN:
                self.struck[str(fate)] += 1
                if fate is Fate.BROKEN:
                    self.network.break_session(link.sender, link.recipient)
                self.note("lost", link.recipient, Outcome(), link=link, plain=plain, fate=fate)
                return
            case Fate.DOUBLED:
                self.struck[str(fate)] += 1
                self.put(self.now + self.network.again_after(link), Again(link, plain))
            case _:
                pass
        self._deliver(link, plain, fate)

    def _deliver(self, link: Link, plain: bytes, fate: str) -> None:
        node = link.recipient
        if node in self.down:
            return  # a doubled message that comes the second time
        if plain[:1] == ACKNOWLEDGEMENT:
            self._take_acknowledgement(link, plain, fate)
            return
        crash = self.down.at_delivery(node)
        if crash is CrashAt.BEFORE:
            self.troubles.crash(node, self.down.length(node))
            return
        outcome = self.hosts[node].accept(link.sender, plain[1:], self.now)
        self.note("message", node, outcome, link=link, plain=plain, fate=fate)
        if crash is CrashAt.AFTER:
            # What it would have sent stays in its outbox; the world must not seem quiet before it has left.
            for outgoing in outcome.sent:
                self.resending.sent(self.network.link(node, NodeId(outgoing.peer)), outgoing.number, self.now)
            self.troubles.crash(node, self.down.length(node))
            return
        if outcome.acknowledge is not None:
            self.send(
                self.network.link(node, link.sender),
                ACKNOWLEDGEMENT + outcome.acknowledge.to_bytes(NUMBER_BYTES, "big"),
            )
        self._follow(node, outcome)

    def _take_acknowledgement(self, link: Link, plain: bytes, fate: str) -> None:
        host, number = self.hosts[link.recipient], int.from_bytes(plain[1:], "big")
        fresh = host.acknowledged(link.sender, number)
        outcome = Outcome(change=host.store.change if fresh else b"")
        self.note("acknowledgement", link.recipient, outcome, link=link, plain=plain, fate=fate)
        self._acknowledged(link, number)

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
            self.send(link, MESSAGE + outgoing.envelope)

    def send(self, link: Link, plain: bytes) -> None:
        if link.recipient in self.down or link.sender in self.down:
            return  # nobody answers there; the outbox will send again
        try:
            frame = self.network.seal(link, plain, self.now)
        except PeerFault as fault:
            self._broken(link, fault)
            return
        if frame.fate in TOUCHED:
            self.put(link.due, Arrival(touched(frame)))
            if frame.fate is Fate.TAMPERED:
                return
            frame.fate = Fate.DELIVERED
        link.last_frame = frame.sealed
        if plain[:1] == MESSAGE:
            link.last_message = plain[1:]
        self.put(link.due, Arrival(frame))

    def _resend(self, link: Link, ticket: int) -> None:
        """Go back to the first message that is not acknowledged and send all from there once more."""
        if link.sender in self.down:
            return  # it will send all of it again when it is up
        back = self.network.link(link.recipient, link.sender)
        until = max(link.cut_until, back.cut_until, self.down.until(link.recipient))
        if until > self.now:
            self.put(until, Unanswered(link, ticket))  # nobody loses patience with a peer that cannot answer
            return
        waiting = len(self.hosts[link.sender].streams.waiting(link.recipient))
        due = self.resending.resent(link, self.now)
        self.note("resend", link.sender, Outcome(), link=link, number=waiting)
        if due is None:
            return
        self.put(due[0], Unanswered(link, due[1]))
        self.send_waiting(link)

    def send_waiting(self, link: Link) -> None:
        """Send all that is not acknowledged on a link, in its order."""
        for _, envelope in self.hosts[link.sender].streams.waiting(link.recipient):
            self.send(link, MESSAGE + envelope)

    def _broken(self, link: Link, fault: PeerFault, fate: str = Fate.DELIVERED) -> None:
        """A frame or a handshake that is not authentic: the session is closed, the outbox will resend."""
        if fate != Fate.DELIVERED:
            self.struck[str(fate)] += 1
        self.network.break_session(link.sender, link.recipient)
        outcome = Outcome(refused=fault.rule, detail=fault.detail)
        self.note("broken", link.recipient, outcome, link=link, fate=fate)

    def note(
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

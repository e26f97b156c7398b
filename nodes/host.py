"""The host of one node: takes what comes, lets the node decide inside one transaction, performs what it orders.

Order of one delivery: known version, well-formed, authorised, seen before, decide. A refusal rolls back
what the decision wrote and commits the refusal, its answer and its log entry. The host knows no procedure and no network.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from juki.nodes.counter import Counter
from juki.nodes.gates import Gates
from juki.nodes.journal import Journal
from juki.nodes.node import Context, Node
from juki.nodes.ports import Directory, Draws
from juki.nodes.posting import Posting
from juki.nodes.store import Store
from juki.nodes.streams import Outgoing, Place, Streams, place_after
from juki.protocol.effects import (
    CancelTimer,
    Effect,
    Event,
    Notify,
    Ordered,
    Received,
    Refuse,
    Reply,
    Send,
    SetTimer,
    TimerDue,
)
from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.messages import Message, Refusal, kind_of
from juki.protocol.moments import to_datetime, to_micros
from juki.protocol.refusals import REPLAYED, Rule
from juki.protocol.secure.envelope import Envelope, unpack
from juki.protocol.secure.keys import KeyVault
from juki.protocol.terms import NodeId


class Outcome(Struct):
    """What one step at one node came to.

    Attributes:
        sent: what must now leave.
        timers: names and times (microseconds) that were set.
        notices: for the operator's screen.
        refused: the rule, if it was refused, and why in detail.
        acknowledge: the number to acknowledge to the peer; None for no acknowledgement.
        place: where the message stood in its stream.
        body: plain canonical body of what was delivered.
        message: what that body says.
        change: hash of what the store took.
        envelope: header of what was delivered.
        case: of a timer or an order.
    """

    sent: list[Outgoing] = []
    timers: list[tuple[str, int]] = []
    notices: list[Notify] = []
    refused: Rule | None = None
    detail: str = ""
    acknowledge: int | None = None
    place: Place = Place.NEXT
    body: bytes = b""
    message: Message | None = None
    change: bytes = b""
    envelope: Envelope | None = None
    case: str = ""


class Host:
    """Runs one node against one store.

    Args:
        node: what decides.
        store: its rows.
        vault: its private keys.
        directory: public keys of the others.
        draws: from the tape.
        staffed: orders are given by operators on the roll in the store, and pass the door of the counter first.
    """

    def __init__(
        self, node: Node, store: Store, vault: KeyVault, directory: Directory, draws: Draws, *, staffed: bool = False
    ) -> None:
        self.node = node
        self.store = store
        self.streams = Streams(store)
        self.journal = Journal(store, node.me, vault)
        self._vault = vault
        self._directory = directory
        self._draws = draws
        self._counter = Counter(store) if staffed else None
        version = node.surroundings.profile.version
        self._gates = Gates(node.me, node.role, version, directory, vault)
        self._posting = Posting(node, self.streams, self.journal, vault, draws)

    def reborn(self, store: Store | None = None) -> Host:
        """The same node after a crash: its memory is gone, its last committed image stays; or that of a checkpoint."""
        image = Store(self.store.image()) if store is None else store
        self.store.close()
        staffed = self._counter is not None
        return Host(self.node, image, self._vault, self._directory, self._draws, staffed=staffed)

    def timers(self) -> list[tuple[str, int]]:
        """Names and times of what this node waits for, the earliest first."""
        return self.store.rows("select name, due from timers order by due, name")

    def accept(self, peer: NodeId, frame: bytes, now: int) -> Outcome:
        """Take one authentic frame: all of it happens, or none. A misbehaving peer never stops the node."""
        outcome = Outcome()
        try:
            envelope = outcome.envelope = unpack(frame)
        except PeerFault as fault:
            outcome.refused, outcome.detail = fault.rule, fault.detail
            with self.store.transaction():
                self.journal.refused_unread(peer, frame, fault.rule, now)
            outcome.change = self.store.change
            return outcome
        try:
            received, outcome.body = self._gates.pass_through(peer, envelope, to_datetime(now))
        except PeerFault as fault:
            self._take(peer, envelope, now, outcome, fault)
        else:
            outcome.message = received.message
            self._take(peer, envelope, now, outcome, received)
        return outcome

    def _take(self, peer: NodeId, envelope: Envelope, now: int, outcome: Outcome, news: Received | PeerFault) -> None:
        number, count = self.streams.received(peer)
        outcome.place = place_after(number, envelope.number)
        if outcome.place is not Place.NEXT:
            # Seen before: acknowledged again, or it would be resent for ever. Early: what is missing is resent first.
            outcome.acknowledge = number
            return
        if envelope.count <= count:
            news = PeerFault(REPLAYED, f"message count {envelope.count} after {count}")
        with self.store.transaction():
            self.streams.take(peer, envelope.number, envelope.count)
            cause = envelope.id
            if isinstance(news, PeerFault):
                # Answered to the peer that sent it, whatever name it bears.
                self._refuse(news, replace(envelope, sender=peer), now, outcome)
            else:
                self._decide(news, envelope.case, cause, now, outcome)
            self.journal.received(peer, envelope, outcome.body, outcome.refused, now)
        outcome.acknowledge = envelope.number
        outcome.change = self.store.change

    def fire(self, name: str, due: int, now: int) -> Outcome | None:
        """A timer of this node is due. None if it was cancelled or set anew since."""
        row = self.store.one("select due, case_id from timers where name = ? -- one row", name)
        if row is None or row[0] != due:
            return None
        outcome = Outcome(case=row[1])
        with self.store.transaction():
            self.store.write("delete from timers where name = ?", name)
            self._decide(TimerDue(name), row[1], f"timer {name}", now, outcome)
        outcome.change = self.store.change
        return outcome

    def order(self, verb: str, arguments: dict[str, str], now: int) -> Outcome:
        """Somebody at the counter orders something; it opens a case of its own."""
        outcome = Outcome()
        with self.store.transaction():
            case = outcome.case = self._posting.open_case()
            event = Ordered(verb, arguments, case)
            fault = self._counter.admit(event, to_datetime(now)) if self._counter else None
            if fault is None:
                self._decide(event, case, f"order {case}", now, outcome)
            else:
                self._refuse(fault, event, now, outcome)
            if self._counter:
                self._counter.enter(event, outcome.refused, now)
        outcome.change = self.store.change
        return outcome

    def has_timer(self, name: str, due: int) -> bool:
        """Whether the timer still stands as it was set."""
        row = self.store.one("select due from timers where name = ? -- one row", name)
        return row is not None and row[0] == due

    def acknowledged(self, peer: NodeId, number: int) -> bool:
        """The peer has taken everything up to `number`. Says whether that was news."""
        return self.streams.acknowledge(peer, number)

    def _decide(self, event: Event, case: str, cause: str, now: int, outcome: Outcome) -> None:
        context = Context(self.store, to_datetime(now), self._draws, self._vault)
        try:
            with self.store.savepoint():
                effects = self._effects(event, context)
                self._perform(effects, event, case, cause, now, outcome)
        except PeerFault as fault:
            outcome.sent.clear()
            outcome.timers.clear()
            outcome.notices.clear()
            self._refuse(fault, event, now, outcome)

    def _effects(self, event: Event, context: Context) -> Sequence[Effect]:
        if isinstance(event, Received) and isinstance(event.message, Refusal):
            return self.node.refused(event, event.message, context)
        if self._counter and isinstance(event, Ordered) and self._counter.is_own(event.verb):
            return self._counter.decide(event, context)
        return self.node.decide(event, context)

    def _refuse(self, fault: PeerFault, about: Envelope | Event, now: int, outcome: Outcome) -> None:
        outcome.refused, outcome.detail = fault.rule, fault.detail
        outcome.notices.append(Notify("refused-here", {"rule": fault.rule.name, "detail": fault.detail}))
        match about:
            case Envelope(id=id_, kind=kind, sender=sender, case=case):
                pass
            case Received(message=message, sender=sender, id=id_, case=case):
                kind = kind_of(message)
            case _:
                return
        if kind != Refusal.__name__:
            answer = Send(NodeId(sender), Refusal(id_, kind, fault.rule.name, fault.detail), case=case)
            outcome.sent.append(self._posting.post(answer, case, id_, now))

    def _perform(
        self, effects: Sequence[Effect], event: Event, case: str, cause: str, now: int, outcome: Outcome
    ) -> None:
        for effect in effects:
            match effect:
                case Send():
                    outcome.sent.append(self._posting.post(effect, case, cause, now))
                case Reply():
                    if not isinstance(event, Received):
                        raise LocalFault(f"{self.node.me} replies to {event}")
                    send = Send(event.sender, effect.message, effect.proof, effect.seal_to)
                    outcome.sent.append(self._posting.post(send, case, cause, now))
                case SetTimer():
                    outcome.timers.append((effect.name, self._set_timer(effect, case)))
                case CancelTimer():
                    self.store.write("delete from timers where name = ?", effect.name)
                case Notify():
                    outcome.notices.append(effect)
                case Refuse():
                    self._refuse(PeerFault(effect.rule, effect.detail), event, now, outcome)

    def _set_timer(self, timer: SetTimer, case: str) -> int:
        due = to_micros(timer.at)
        self.store.write(
            "insert into timers (name, due, case_id) values (?, ?, ?)"
            " on conflict (name) do update set due = excluded.due, case_id = excluded.case_id",
            timer.name,
            due,
            case,
        )
        return due

"""What happened at every counter, from the event log: orders as forms, and what came of each. Knows no wording and no screen.

A visit begins with an order. Everything of its case that happens at that counter, or at the card in its reader, belongs
to it; what a counter is told besides stands with the counter alone. Each list is in order, so that any moment is found
by bisection.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from juki.nodes.kernel.trace import Step
from juki.protocol.errors import JukiError
from juki.protocol.permissions.duties import NOT_OPERATED
from juki.protocol.terms import NodeId, Role, role_of
from juki.scenarios.tape import CommandLine

NO_COUNTER = NOT_OPERATED | {"hold_answers", "release_answers"}
"Orders by which a story damages something: nobody fills in a form for them."
SCREENED = frozenset(
    {
        Role.RESIDENT_REGISTER,
        Role.INTEGRATED_TERMINAL,
        Role.ADDRESSEE_SYSTEM,
        Role.COMMUNICATION_SERVER,
        Role.KIOSK,
    }
)
"Systems whose screens somebody sits at."
FINAL = frozenset(
    {
        *("declined", "card-continued", "card-lapsed", "certificate-printed", "document-destroyed", "request-aborted"),
        *("move-out-accepted", "identified", "not-identified", "number-matches", "number-differs", "hits"),
        *("comparison-done", "fugo-acquired", "fugo-already-acquired", "fugo-unavailable", "fugo-given-up"),
        *("correction-compared", "correction-clean", "correction-unclean", "correction-approved"),
        *("number-designated", "recovery-sent", "record-frozen", "record-unfrozen", "correction-withdrawn"),
        *("fugo-wished", "change-entered", "change-taken-back", "refused", "refused-here"),
    }
)
"Notices after which nothing more is waited for."
ONE_WAY = frozenset({"register_addressee"})
"Orders that nobody answers."


class Turn(Enum):
    """Of what kind an entry of a visit is."""

    ORDER = "order"
    OUT = "out"
    "A message of the visit left this counter and has arrived."
    IN = "in"
    "An answer has come."
    CARD = "card"
    "Something was asked of the card, or written into it."
    LOST = "lost"
    "A message of the visit was lost on its way from or to the counter."
    TOLD = "told"
    "Something came of it without a message: a timer."


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened at a counter, or was seen to happen from it."""

    turn: Turn
    step: Step


@dataclass(slots=True)
class Visit:
    """One order and what came of it.

    Attributes:
        place: how many orders of this verb came to this counter before.
        entries: the order first.
        card: node id of the card in the reader; empty if there is none, or none yet.
        named: since when a name is known, and the name.
    """

    node: str
    order: Step
    place: int
    entries: list[Entry] = field(default_factory=list)
    card: str = ""
    named: tuple[int, str] = (0, "")

    def person(self, sequence: int) -> str:
        """Whom it is about, as far as that was known; empty if it was not."""
        since, name = self.named
        return name if since <= sequence else ""

    def until(self, sequence: int) -> list[Entry]:
        """What had happened by a moment."""
        return self.entries[: bisect_right(self.entries, sequence, key=lambda entry: entry.step.sequence)]

    def is_over(self, sequence: int) -> bool:
        """Whether nothing more was waited for at that moment."""
        return any(is_final(entry) for entry in self.until(sequence))

    def is_waiting(self, sequence: int) -> bool:
        """Whether something was asked of others and the end was still open."""
        return bool(self.order.sent) and not self.is_over(sequence)


@dataclass(slots=True)
class Counter:
    """One screen of one system.

    Attributes:
        touched: sequence and place in `visits` of everything that happened in a visit, in order.
        besides: what the screen was told outside of every visit.
    """

    node: str
    visits: list[Visit] = field(default_factory=list)
    touched: list[tuple[int, int]] = field(default_factory=list)
    besides: list[Step] = field(default_factory=list)
    verbs: dict[str, int] = field(default_factory=dict)

    def at(self, sequence: int) -> Visit | None:
        """The visit in which something had happened last."""
        place = bisect_right(self.touched, sequence, key=lambda touch: touch[0])
        return self.visits[self.touched[place - 1][1]] if place else None

    def begun(self, sequence: int) -> Sequence[Visit]:
        """The visits that had begun, in order."""
        return self.visits[: bisect_right(self.visits, sequence, key=lambda visit: visit.order.sequence)]

    def told(self, sequence: int) -> Sequence[Step]:
        """What the screen had been told besides."""
        return self.besides[: bisect_right(self.besides, sequence, key=lambda step: step.sequence)]


class Visits:
    """All counters of one course of events, in the order in which something first happened there."""

    def __init__(self) -> None:
        self.counters: dict[str, Counter] = {}
        self._of_case: dict[str, tuple[Counter, int]] = {}
        self._latest: list[tuple[int, str]] = []
        "Sequence and counter of everything that happened in a visit."

    def take(self, step: Step) -> None:
        """Look at the next step."""
        match step.what:
            case "order" if step.kind not in NO_COUNTER:
                self._begin(step)
            case "message" | "timer" | "lost" if step.case in self._of_case:
                self._go_on(step, *self._of_case[step.case])
            case _ if step.notices:
                self._tell(step)

    def latest(self, sequence: int) -> str:
        """The counter where something had happened last; empty if nothing has."""
        place = bisect_right(self._latest, sequence, key=lambda touch: touch[0])
        return self._latest[place - 1][1] if place else ""

    def _begin(self, step: Step) -> None:
        counter = self._counter(step.node)
        place = counter.verbs.get(step.kind, 0)
        counter.verbs[step.kind] = place + 1
        counter.visits.append(Visit(step.node, step, place))
        self._of_case[step.case] = counter, len(counter.visits) - 1
        self._touch(counter, len(counter.visits) - 1, Entry(Turn.ORDER, step))

    def _go_on(self, step: Step, counter: Counter, place: int) -> None:
        visit = counter.visits[place]
        is_card = role(step.node) is Role.CARD or role(step.peer) is Role.CARD
        if is_card:
            visit.card = step.node if role(step.node) is Role.CARD else step.peer
        if not visit.named[1]:
            visit.named = step.sequence, _named(step.body)
        turn = _turn(step, counter.node)
        if turn is not None:
            self._touch(counter, place, Entry(turn, step))
        elif step.notices:
            self._tell(step)

    def _touch(self, counter: Counter, place: int, entry: Entry) -> None:
        counter.visits[place].entries.append(entry)
        counter.touched.append((entry.step.sequence, place))
        self._latest.append((entry.step.sequence, counter.node))

    def _tell(self, step: Step) -> None:
        if step.node in self.counters or role(step.node) in SCREENED:
            self._counter(step.node).besides.append(step)

    def _counter(self, node: str) -> Counter:
        return self.counters.setdefault(node, Counter(node))


class Forms:
    """The arguments of orders, from the commands of the tape: the k-th order of a verb at a counter is its k-th command.

    Args:
        commands: of the course, in order. They may grow; what is new is looked at when it is asked for.
    """

    def __init__(self, commands: Sequence[CommandLine] = ()) -> None:
        self._commands = commands
        self._read = 0
        self._known: dict[tuple[str, str], list[Mapping[str, str]]] = {}

    def of(self, visit: Visit) -> Mapping[str, str]:
        """What the form of a visit says; empty if it is not known."""
        while self._read < len(self._commands):
            line = self._commands[self._read]
            self._read += 1
            self._known.setdefault((line.actor, line.verb), []).append(line.arguments)
        known = self._known.get((visit.node, visit.order.kind), ())
        return known[visit.place] if visit.place < len(known) else {}


def is_final(entry: Entry) -> bool:
    """Whether nothing more is to be waited for after this."""
    step = entry.step
    if entry.turn in {Turn.OUT, Turn.CARD, Turn.LOST}:  # it happened elsewhere, and is told elsewhere
        return False
    if entry.turn is Turn.ORDER and (not step.sent or step.kind in ONE_WAY):
        return True
    return bool(step.refused) or any(code in FINAL for code, _ in step.notices)


def role(node: str) -> Role | None:
    try:
        return role_of(NodeId(node))
    except JukiError:
        return None


def _turn(step: Step, counter: str) -> Turn | None:
    """What a step is to somebody at the counter; None if it is not seen from there."""
    if counter not in (step.node, step.peer):
        return None
    if step.what == "lost":
        return Turn.LOST
    if step.what == "timer":
        return Turn.TOLD
    if step.place != "next" and not step.refused:
        return None
    if role(step.node) is Role.CARD:
        return Turn.CARD
    return Turn.IN if step.node == counter else Turn.OUT


def _named(body: object) -> str:
    """The written name in a body, wherever a record or an answer keeps it."""
    if not isinstance(body, Mapping):
        return ""
    for key in ("name", "record"):
        found = body.get(key)
        if isinstance(found, Mapping):
            written = found.get("written")
            return str(written) if written else _named(found)
    return ""

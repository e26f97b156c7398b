"""The three machines of a special transfer as diagrams, found by trying every event in every state. Decides nothing itself.

What an event carries can change where it leads, so an event is tried in variants; each has a word that says what differs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from juki.protocol.errors import PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.card import CardContinued, CardDenied, CardProof, CardRewritten, CardState, CardStatusReply
from juki.protocol.messages.identity import IdentityCheckReply
from juki.protocol.messages.move import MoveInAccepted, MoveInDeclined, TransferUnavailable
from juki.protocol.procedures import arrival, counter_visit, departure
from juki.protocol.procedures.counter_visit import ProofChecked, Purpose, Visit
from juki.protocol.procedures.departure import ArrivalNoticed, Departure, MoveOutReported, PlannedDateCame, RecordAsked
from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms.nodes import card, communication_server

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from cast import FAMILY, HANAKO, MARK, NAGAOKA, NIIGATA, NIIGATA_CHUO, PLANNED, TARO, address, notice, record, resident
from cast import report as move_in_report

DAY = timedelta(days=1)
REFUSED = "out-of-turn"
"The rule of whatever the table of a machine does not hold."


@dataclass(frozen=True, slots=True)
class Trial:
    """One event in one state: where it led, or by which rule it was refused."""

    state: str
    event: str
    variant: str
    after: str = ""
    refused: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.state, self.event, self.variant


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine with what is needed to try it.

    Attributes:
        cases: one case in each state, under its name; a second one, if its past matters, under what is special about it.
        variants: events, each with a word for what is special about it.
    """

    name: str
    ja: str
    module: str
    step: Callable[[Any, Any], tuple[Any, list[Any]]]
    states: type
    events: Sequence[type]
    cases: Mapping[str, Any]
    variants: Sequence[tuple[object, str]]

    def trials(self) -> list[Trial]:
        """Every case met with every event; a second case of a state is told only where it comes out otherwise."""
        found = [self._try(case, event, word) for case in self.cases.values() for event, word in self.variants]
        known = {trial.key: trial for trial in reversed(found)}
        pasts = [past for past in self.cases for _ in self.variants]
        return [
            trial
            if known[trial.key] is trial
            else replace(trial, variant=", ".join(filter(None, (trial.variant, past))))
            for trial, past in zip(found, pasts, strict=True)
            if known[trial.key] is trial or trial != known[trial.key]
        ]

    def _try(self, case: Any, event: object, word: str) -> Trial:
        name = type(event).__name__
        try:
            after, _ = self.step(case, event)
        except PeerFault as fault:
            return Trial(case.state.value, name, word, refused=fault.rule.name)
        return Trial(case.state.value, name, word, after.state.value)


def _departure() -> Machine:
    reported = MoveOutReported(PLANNED - 4 * DAY, PLANNED, NIIGATA_CHUO, "", (HANAKO,), leads=True, pushes=True)
    present = Departure(HANAKO, "erase/1")
    leaving = departure.step(present, reported)[0]
    erased = departure.step(leaving, PlannedDateCame())[0]
    noticed = ArrivalNoticed(notice(), PLANNED)
    arrived = departure.step(erased, noticed)[0]
    return Machine(
        "Departure",
        "転出地",
        "protocol/procedures/departure.py",
        departure.step,
        departure.DepartureState,
        departure.EVENTS,
        {case.state.value: case for case in (present, leaving, erased, arrived)},
        (
            (reported, ""),
            (replace(reported, on=PLANNED + 15 * DAY), "more than 14 days after the move"),
            (PlannedDateCame(), ""),
            (RecordAsked(), ""),
            (noticed, ""),
        ),
    )


def _arrival() -> Machine:
    collecting = arrival.Arrival(move_in_report())
    entered = arrival.step(collecting, record())[0]
    none = TransferUnavailable(HANAKO, "not-leaving")
    declined = arrival.step(collecting, none)[0]
    return Machine(
        "Arrival",
        "転入地",
        "protocol/procedures/arrival.py",
        arrival.step,
        arrival.ArrivalState,
        arrival.EVENTS,
        {case.state.value: case for case in (collecting, entered, declined)},
        (
            (record(), "group whole"),
            (record(1, FAMILY), "others still to come"),
            (record(origin=NIIGATA), "special rule does not apply"),
            (none, ""),
        ),
    )


def _visit() -> Machine:
    first = Visit(
        Purpose.MOVE_IN,
        card("000001"),
        communication_server(NIIGATA),
        NIIGATA,
        address(NIIGATA_CHUO),
        PLANNED,
        PLANNED,
        b"n" * 16,
        b"k" * 32,
    )
    expires = PLANNED + 3650 * DAY
    proof = ProofChecked(CardProof(HANAKO, "C000001", expires, b"p" * 32, b"s" * 64), MARK)
    found = IdentityCheckReply(resident().identity(NAGAOKA, ChangeReason.MOVED_OUT, PLANNED))
    active = CardStatusReply("C000001", CardState.ACTIVE, expires, is_holders=True)
    accepted = MoveInAccepted(HANAKO, address(NIIGATA_CHUO), 1)
    path = (proof, found, active, accepted, CardRewritten("C000001"), CardContinued("C000001"))
    cases, now = {first.state.value: first}, first
    for event in path:
        now = counter_visit.step(now, event)[0]
        cases[now.state.value] = now
    denied = CardDenied("pin-wrong", 2)
    settled = counter_visit.step(first, denied)[0]
    cases[settled.state.value] = settled
    asks = cases[counter_visit.VisitState.AT_CARD_MANAGEMENT.value]
    cases["for the card alone"] = msgspec.structs.replace(asks, purpose=Purpose.CONTINUE_CARD)
    cases["to be identified"] = msgspec.structs.replace(asks, purpose=Purpose.CHECK_IDENTITY)
    return Machine(
        "Visit",
        "窓口",
        "protocol/procedures/counter_visit.py",
        counter_visit.step,
        counter_visit.VisitState,
        counter_visit.EVENTS,
        cases,
        (
            (proof, ""),
            (replace(proof, proof=CardProof(HANAKO, "C000001", PLANNED - DAY, b"p" * 32, b"s" * 64)), "card expired"),
            (denied, ""),
            (found, ""),
            (IdentityCheckReply(None), "person unknown"),
            (IdentityCheckReply(resident(2).identity(NAGAOKA, ChangeReason.MOVED_OUT, PLANNED)), f"of {_somebody()}"),
            (active, ""),
            (CardStatusReply("C000001", CardState.LAPSED, expires, is_holders=True), "not active"),
            (CardStatusReply("C000001", CardState.ACTIVE, expires, is_holders=False), "of somebody else"),
            (accepted, ""),
            (MoveInDeclined(HANAKO, "special-rule-lapsed"), ""),
            (CardRewritten("C000001"), ""),
            (CardContinued("C000001"), ""),
            (Refusal("152021/communication-server#1", "MoveInReport", "malformed"), ""),
        ),
    )


def _somebody() -> str:
    assert TARO != HANAKO  # noqa: S101 - the reply must be about another person than the holder
    return "somebody else"


def machines() -> tuple[Machine, ...]:
    """The machines, in the order in which a move meets them."""
    return _departure(), _visit(), _arrival()


def diagram(machine: Machine) -> str:
    """Mermaid: an arrow from state to state, with the events that lead along it."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for trial in machine.trials():
        if trial.after:
            said = trial.event + (f" ({trial.variant})" if trial.variant else "")
            events = arrows.setdefault((trial.state, trial.after), [])
            if said not in events:
                events.append(said)
    first = next(iter(machine.states)).value  # type: ignore[call-overload] # an enumeration
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {_id(first)}"]
    lines += [f'    state "{state.value}" as {_id(state.value)}' for state in machine.states]  # type: ignore[attr-defined]
    for (before, after), events in arrows.items():
        lines.append(f"    {_id(before)} --> {_id(after)} : {', '.join(events)}")
    last = {state.value for state in machine.states} - {before for before, _ in arrows}  # type: ignore[attr-defined]
    lines += [f"    {_id(state.value)} --> [*]" for state in machine.states if state.value in last]  # type: ignore[attr-defined]
    return "\n".join([*lines, "```"])


def refusals(machine: Machine) -> list[tuple[str, str, str]]:
    """State, event and rule of whatever is refused for a reason of its own."""
    return [
        (trial.state, trial.event + (f" ({trial.variant})" if trial.variant else ""), trial.refused)
        for trial in machine.trials()
        if trial.refused and trial.refused != REFUSED
    ]


def _id(state: str) -> str:
    return state.replace("-", "_")

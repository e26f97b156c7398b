"""What of a run is drawn: from its steps to arrows and notes between lanes. Knows no layout, no colour and no file.

Left out of an overview: acknowledgements, what stays inside one organisation, timers at which nothing came out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from juki.nodes.counter import DECISIONS as OPERATORS_OWN
from juki.nodes.kernel.faults import Fate
from juki.nodes.kernel.trace import ACKNOWLEDGEMENT, Step
from juki.tui.days import moment
from juki.tui.language import _
from juki.tui.names import PUBLIC, lane_of, system_name
from juki.tui.words import (
    attempt_name,
    disturbance_name,
    first_basis,
    happening_name,
    message_name,
    order_name,
    rule_name,
    strike_name,
    timer_name,
)

LOOK_BACK = 4
"Like arrows of one organisation to another are joined if no more than so many others lie between."


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a picture.

    Attributes:
        sequence: of the first step drawn.
        at: virtual time.
        source: lane where it begins; the same as `target` for a note.
        target: lane where it ends.
        label: what was said or what happened.
        basis: article of law.
        refused: the reason in words, if it was refused or declined.
        fate: `delivered`, `lost`, `broken`, `forged` or `down`.
        count: of like steps drawn as one.
        kind: of the message, verb or timer.
        case: it belongs to; only marks of one case are joined.
    """

    sequence: int
    at: datetime
    source: str
    target: str
    label: str
    basis: str = ""
    refused: str = ""
    fate: str = "delivered"
    count: int = 1
    kind: str = ""
    case: str = ""

    @property
    def is_note(self) -> bool:
        return self.source == self.target

    def is_like(self, other: Mark) -> bool:
        """Whether both would be drawn alike on one day."""
        if self.refused and self.fate != "broken":
            return False
        return replace(self, sequence=0, at=self.at, count=1) == replace(other, sequence=0, at=self.at, count=1) and (
            self.at.date() == other.at.date()
        )


Lanes = Callable[[str], str]


def chart(steps: Iterable[Step], lanes: Lanes = lane_of, *, join: bool = True) -> list[Mark]:
    """The marks of an overview, in the order of the steps."""
    marks: list[Mark] = []
    for step in steps:
        for mark in _marks(step, lanes):
            _put(marks, mark, join=join)
    return marks


def lanes_of(marks: Iterable[Mark]) -> list[str]:
    """The lanes by first use, the people first of all: what they want begins most stories."""
    used = dict.fromkeys(lane for mark in marks for lane in (mark.source, mark.target))
    return sorted(used, key=lambda lane: lane != PUBLIC)


def _put(marks: list[Mark], mark: Mark, *, join: bool) -> None:
    for place in range(len(marks) - 1, max(-1, len(marks) - 1 - LOOK_BACK), -1):
        if join and marks[place].is_like(mark):
            marks[place] = replace(marks[place], count=marks[place].count + 1)
            return
    marks.append(mark)


def _marks(step: Step, lanes: Lanes) -> list[Mark]:
    here = lanes(step.node)
    refused = rule_name(step.refused) if step.refused else ""
    mark = Mark(step.sequence, moment(step.at), here, here, "", refused=refused, kind=step.kind, case=step.case)
    match step.what:
        case "order":
            # Every visit is a line of its own, however alike.
            case = f"{step.case or 'visit'} {step.sequence}"
            # What operators do among themselves is no affair of the people at the counter.
            source = here if step.kind in OPERATORS_OWN else PUBLIC
            return [replace(mark, source=source, label=order_name(step.kind), case=case)]
        case "message" | "lost" if (step.place == "next" or step.refused) and step.kind != ACKNOWLEDGEMENT:
            return [*_message(step, mark, lanes), *_declined(step, mark)]
        case "timer" if step.sent or step.refused or step.notices:
            return [replace(mark, label=timer_name(step.kind))]
        case _:
            return _trouble(step, mark, lanes)


def _trouble(step: Step, mark: Mark, lanes: Lanes) -> list[Mark]:
    """What went wrong, by chance or because somebody wanted it."""
    match step.what:
        case "intrusion":
            return [replace(mark, label=f"{happening_name('intrusion')}: {attempt_name(step.kind)}", fate="forged")]
        case "broken":
            return [replace(mark, source=lanes(step.peer), label=_breaking(step), fate="broken", kind="broken")]
        case "crash" | "restart":
            fate = "down" if step.what == "crash" else "delivered"
            label = f"{happening_name(step.what)}: {system_name(step.node)}"
            return [replace(mark, label=label, fate=fate, kind=step.what)]
        case "disturbance" if step.kind != "Crash":  # which the next step shows
            return [replace(mark, label=f"{disturbance_name(step.kind)}: {system_name(step.node)}")]
        case _:
            return []


def _breaking(step: Step) -> str:
    """What was done to the frame that broke a session; or only that it is broken."""
    return happening_name("broken") if step.fate == Fate.DELIVERED else strike_name(step.fate)


def _message(step: Step, mark: Mark, lanes: Lanes) -> list[Mark]:
    source = lanes(step.peer)
    if source == mark.target and not mark.refused:
        return []
    fate = "lost" if step.what == "lost" else "delivered"
    basis = first_basis(step.kind, step.peer, step.node)
    return [replace(mark, source=source, label=message_name(step.kind), basis=basis, fate=fate)]


def _declined(step: Step, mark: Mark) -> list[Mark]:
    """What the counter tells the visitor when the procedure ends there."""
    return [
        replace(mark, target=PUBLIC, label=_("not accepted"), refused=rule_name(about.get("rule", "")), kind=code)
        for code, about in step.notices
        if code == "declined"
    ]

"""What of a run is drawn: from its steps to arrows and notes between lanes. Knows no layout, no colour and no file.

Left out of an overview: acknowledgements, what stays inside one organisation, timers at which nothing came out.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from juki.nodes.counter import DECISIONS as OPERATORS_OWN
from juki.nodes.kernel.faults import Fate
from juki.nodes.kernel.trace import ACKNOWLEDGEMENT, Step
from juki.protocol.moments import EPOCH
from juki.tui.days import moment
from juki.tui.language import _
from juki.tui.listing import ends
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


Lanes: TypeAlias = Callable[[str], str]
_Sort: TypeAlias = tuple[object, ...]
_DAY = 86_400_000_000


def chart(steps: Iterable[Step], lanes: Lanes = lane_of, *, join: bool = True) -> list[Mark]:
    """The marks of an overview, in the order of the steps."""
    whole = Chart(lanes, join=join)
    whole.take(steps)
    return [whole[place] for place in range(len(whole))]


def lanes_of(marks: Iterable[Mark]) -> list[str]:
    """The lanes by first use, the people first of all: what they want begins most stories."""
    return _people_first(dict.fromkeys(lane for mark in marks for lane in (mark.source, mark.target)))


def _people_first(lanes: Iterable[str]) -> list[str]:
    return sorted(lanes, key=lambda lane: lane != PUBLIC)


class Chart:
    """Marks of a run that goes on: a few numbers each, and a `Mark` when somebody looks at one.

    It words in the language of its making.

    Args:
        lanes: in which lane a node stands.
        join: like marks close to each other become one, with their number.
        detail: every step has a mark, acknowledgements too.
    """

    def __init__(self, lanes: Lanes = lane_of, *, join: bool = True, detail: bool = False) -> None:
        self._lanes_of, self._join, self._detail = lanes, join, detail
        self._patterns: list[Mark] = []
        self._place_of: dict[Mark, int] = {}
        self._by_sort: dict[_Sort, tuple[int, ...]] = {}
        self._lanes: dict[str, None] = {}
        self._sequences, self._ats = array("q"), array("q")
        self._counts, self._kinds = array("L"), array("L")
        self._cases: list[str] = []
        self._last: deque[tuple[object, int]] = deque(maxlen=LOOK_BACK)
        "What the last marks are alike in, and their places."

    def __len__(self) -> int:
        return len(self._sequences)

    def __getitem__(self, place: int) -> Mark:
        """A mark by its place, from 0."""
        return replace(
            self._patterns[self._kinds[place]],
            sequence=self._sequences[place],
            at=moment(self._ats[place]),
            count=self._counts[place],
            case=self._cases[place],
        )

    @property
    def lanes(self) -> list[str]:
        """The lanes so far, as `lanes_of` orders them."""
        return _people_first(self._lanes)

    def sequence(self, place: int) -> int:
        """Of the first step of a mark."""
        return self._sequences[place]

    def at(self, place: int) -> int:
        """Virtual time of a mark in microseconds."""
        return self._ats[place]

    def place_of(self, sequence: int) -> int:
        """The last mark that began in this step or before; -1 if none did."""
        return bisect_right(self._sequences, sequence) - 1

    def take(self, steps: Iterable[Step]) -> None:
        """Enter the next steps."""
        for step in steps:
            sort = _sort_of(step)
            patterns = self._by_sort.get(sort)
            if patterns is None:
                patterns = self._by_sort[sort] = tuple(map(self._pattern, self._marks(step)))
            for pattern in patterns:
                self._put(step, pattern)

    def _marks(self, step: Step) -> list[Mark]:
        marks = _marks(step, self._lanes_of)
        return [_plain(step, self._lanes_of)] if self._detail and not marks else marks

    def _pattern(self, mark: Mark) -> int:
        """The place of what a mark has in common with others."""
        common = replace(mark, sequence=0, at=EPOCH, case="")
        place = self._place_of.setdefault(common, len(self._patterns))
        if place == len(self._patterns):
            self._patterns.append(common)
            self._lanes |= {common.source: None, common.target: None}
        return place

    def _put(self, step: Step, kind: int) -> None:
        pattern, case = self._patterns[kind], step.case
        alike: object = None
        if step.what == "order":
            # Every visit is a line of its own, however alike.
            case = f"{case or 'visit'} {step.sequence}"
        elif self._join and (not pattern.refused or pattern.fate == "broken"):
            alike = kind, case, step.at // _DAY
            for other, place in reversed(self._last):
                if other == alike:
                    self._counts[place] += 1
                    return
        self._last.append((alike, len(self._sequences)))
        self._sequences.append(step.sequence)
        self._ats.append(step.at)
        self._counts.append(1)
        self._kinds.append(kind)
        self._cases.append(case)


def _sort_of(step: Step) -> _Sort:
    """All of a step on which its marks depend, but for time and case."""
    declined = tuple(about.get("rule", "") for code, about in step.notices if code == "declined")
    is_heard = bool(step.sent or step.notices)
    return step.what, step.node, step.peer, step.kind, step.place, step.refused, step.fate, is_heard, declined


def _plain(step: Step, lanes: Lanes) -> Mark:
    """The mark of a step that an overview leaves out."""
    source, target = (lanes(node) if node else "" for node in ends(step))
    label = happening_name(step.what)
    if step.what in ("message", "lost", "timer"):
        label = {"timer": timer_name}.get(step.what, message_name)(step.kind)
    fate = "lost" if step.what == "lost" else "delivered"
    refused = rule_name(step.refused) if step.refused else ""
    return Mark(step.sequence, moment(step.at), source or target, target, label, "", refused, fate, kind=step.kind)


def _marks(step: Step, lanes: Lanes) -> list[Mark]:
    here = lanes(step.node)
    refused = rule_name(step.refused) if step.refused else ""
    mark = Mark(step.sequence, moment(step.at), here, here, "", refused=refused, kind=step.kind, case=step.case)
    match step.what:
        case "order":
            # What operators do among themselves is no affair of the people at the counter.
            source = here if step.kind in OPERATORS_OWN else PUBLIC
            return [replace(mark, source=source, label=order_name(step.kind))]
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

"""Two courses of one story side by side: where they part, and what is in one of them only. Values; knows no screen.

Messages and refusals are told apart by what they are and not by their ids, which count on differently after a parting.
Rows of stores hold whole numbers of people: who shows them masks them (contracts 13).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from juki.nodes.kernel.trace import ACKNOWLEDGEMENT, Step
from juki.scenarios.looking.views import Cell, NodeView

Row = tuple[Cell, ...]
_NEXT = "next"
TROUBLES = frozenset({"lost", "disturbance", "resend", "broken", "crash", "restart", "intrusion"})
"What of a course goes wrong, or comes right again, by what the trace calls it."


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field of the first steps that differ; an empty text stands for nothing."""

    field: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two courses of events differ.

    Attributes:
        shared: steps at the beginning that both have.
        first: the first step of each that the other does not have there; None where a course has ended.
        fields: what differs between these two.
        messages: that a node took in, in one course only, in their order.
        refusals: in one course only, in their order.
        troubles: losses, disturbances, resendings and the like in one course only, in their order.
        ends: steps of each.
        times: microseconds of virtual time at the end of each; 0 for one without steps.
    """

    shared: int
    first: tuple[Step | None, Step | None]
    fields: tuple[FieldDifference, ...]
    messages: tuple[tuple[Step, ...], tuple[Step, ...]]
    refusals: tuple[tuple[Step, ...], tuple[Step, ...]]
    troubles: tuple[tuple[Step, ...], tuple[Step, ...]]
    ends: tuple[int, int]
    times: tuple[int, int]

    @property
    def is_same(self) -> bool:
        return self.first == (None, None)


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table of one node at the ends of two courses.

    Attributes:
        what: name of the table, or `timers`, `outbox`, `down`.
        one: rows that only the first course has.
        other: rows that only the second has.
        is_partial: a table was longer than what was looked at.
    """

    node: str
    what: str
    columns: tuple[str, ...]
    one: tuple[Row, ...]
    other: tuple[Row, ...]
    is_partial: bool = False


def compare(one: Sequence[Step], other: Sequence[Step]) -> Comparison:
    """What happened in one course and not in the other.

    Args:
        one: every step of a course, from its first.
        other: likewise.
    """
    shared = _shared(one, other)
    rests = one[shared:], other[shared:]
    first = (rests[0][0] if rests[0] else None, rests[1][0] if rests[1] else None)
    return Comparison(
        shared,
        first,
        tuple(_fields(*first)),
        _only(rests, _message),
        _only(rests, _refusal),
        _only(rests, _trouble),
        (len(one), len(other)),
        (one[-1].at if one else 0, other[-1].at if other else 0),
    )


def compare_nodes(one: Mapping[str, NodeView], other: Mapping[str, NodeView]) -> tuple[TableDifference, ...]:
    """How stores, timers and outboxes differ at the two moments looked at, by node.

    A node that only one of them has is compared with an empty one.
    """
    return tuple(
        difference
        for node in sorted({*one, *other})
        for difference in _node_differences(node, one.get(node), other.get(node))
    )


def _shared(one: Sequence[Step], other: Sequence[Step]) -> int:
    """How many steps both begin with."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left is not right and left != right:
            return place
    return min(len(one), len(other))


def _fields(one: Step | None, other: Step | None) -> Iterator[FieldDifference]:
    if one is None or other is None:
        return
    for name in Step.__struct_fields__:
        left, right = getattr(one, name), getattr(other, name)
        if left != right:
            yield FieldDifference(name, _text(left), _text(right))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return ", ".join(str(part) for part in value)
        case _:
            return str(value)


_Key = Callable[[Step], Hashable | None]


def _message(step: Step) -> Hashable | None:
    """What a message is, wherever it stands in a course; None for a step in which none was taken in."""
    is_taken = step.what == "message" and step.place == _NEXT and not step.refused and step.kind != ACKNOWLEDGEMENT
    return (step.kind, step.peer, step.node, step.case) if is_taken else None


def _refusal(step: Step) -> Hashable | None:
    rules = tuple(about.get("rule", "") for code, about in step.notices if code == "declined")
    return (step.refused, rules, step.kind, step.peer, step.node) if step.refused or rules else None


def _trouble(step: Step) -> Hashable | None:
    return (step.what, step.kind, step.peer, step.node, step.fate) if step.what in TROUBLES else None


def _only(rests: tuple[Sequence[Step], Sequence[Step]], key: _Key) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
    """The steps of each rest that have no like in the other."""
    return _without(rests[0], rests[1], key), _without(rests[1], rests[0], key)


def _without(steps: Sequence[Step], others: Sequence[Step], key: _Key) -> tuple[Step, ...]:
    known = Counter(found for step in others if (found := key(step)) is not None)
    left: list[Step] = []
    for step in steps:
        found = key(step)
        if found is None:
            continue
        if known[found]:
            known[found] -= 1
        else:
            left.append(step)
    return tuple(left)


def _node_differences(node: str, one: NodeView | None, other: NodeView | None) -> Iterator[TableDifference]:
    tables = [{table.name: table for table in view.tables} if view else {} for view in (one, other)]
    for name in dict.fromkeys([*tables[0], *tables[1]]):
        left, right = tables[0].get(name), tables[1].get(name)
        known = left or right
        assert known is not None  # noqa: S101 - the name is of one of the two
        rows = _apart(left.rows if left else (), right.rows if right else ())
        is_partial = any(table.total > len(table.rows) for table in (left, right) if table)
        if rows != ((), ()):
            yield TableDifference(node, name, known.columns, *rows, is_partial=is_partial)
    for what, columns, seen in _BESIDES:
        rows = _apart(seen(one) if one else (), seen(other) if other else ())
        if rows != ((), ()):
            yield TableDifference(node, what, columns, *rows)


def _apart(one: Iterable[Row], other: Iterable[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows of each that the other does not have, in their order, however often."""
    counts = Counter(one), Counter(other)
    return tuple((counts[0] - counts[1]).elements()), tuple((counts[1] - counts[0]).elements())


def _timers(view: NodeView) -> tuple[Row, ...]:
    return view.timers


def _outbox(view: NodeView) -> tuple[Row, ...]:
    return tuple((boxed.peer, boxed.number, boxed.id, boxed.kind) for boxed in view.outbox)


def _down(view: NodeView) -> tuple[Row, ...]:
    return ((view.down_until,),) if view.down_until else ()


_BESIDES: tuple[tuple[str, tuple[str, ...], Callable[[NodeView], tuple[Row, ...]]], ...] = (
    ("timers", ("name", "due"), _timers),
    ("outbox", ("peer", "number", "id", "kind"), _outbox),
    ("down", ("until",), _down),
)

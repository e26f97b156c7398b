"""Which steps of a trace are wanted: by node, kind, case, refusal, loss, place, words. Knows no file, no layout, no syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from juki.nodes.kernel.trace import Step
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.terms import NodeId, organisation_of
from juki.tui.language import LANGUAGES, spoken, use
from juki.tui.listing import ends
from juki.tui.names import node_name, organisation_name
from juki.tui.worded import Wordings, folded
from juki.tui.words import message_name, order_name, timer_name


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must, or must not, hold of a step.

    Attributes:
        key: `kind`, `node`, `from`, `to`, `case`, `refused`, `lost`, `step`, `time` or `text`.
        value: what is asked for, folded; a part of a name is enough. Of `step`: the first and the last, `10..20`;
            of `time`: hours, minutes and perhaps seconds of any day, `09:05`.
        negated: it must not hold.
    """

    key: str
    value: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold of a step.

    Attributes:
        nodes: one of these is at either end: an id, 長岡市/住民記録, an organisation's code or name.
        kinds: one of these messages, orders or timers, by code name or Japanese name.
        case: it belongs to this case.
        refused: only what was refused.
        first: sequence of the first step.
        last: sequence of the last step.
        conditions: which hold besides. Of one key any is enough, but for `text`, of which all must hold.
        typed: how somebody wrote it.
    """

    nodes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    case: str = ""
    refused: bool = False
    first: int = 1
    last: int | None = None
    conditions: tuple[Condition, ...] = ()
    typed: str = ""

    def pick(self, steps: Iterable[Step]) -> Iterator[Step]:
        """The steps that are wanted, in order."""
        wants = Sieve(self).wants
        return (step for step in steps if wants(step))


class Sieve:
    """A filter at work. What it finds of a name or a wording it keeps, in the language of its making.

    Args:
        wanted: what must hold.
        wordings: of the same language, if somebody has them already.
    """

    def __init__(self, wanted: Filter, wordings: Wordings | None = None) -> None:
        self._wanted = wanted
        self._wordings = wordings if wordings is not None else Wordings()
        self._known: dict[tuple[str, str], bool] = {}
        self._tests = [*self._alternatives(), *self._each()]

    def wants(self, step: Step) -> bool:
        """Whether everything holds of a step."""
        wanted = self._wanted
        if step.sequence < wanted.first or (wanted.last is not None and step.sequence > wanted.last):
            return False
        if wanted.refused and not step.refused:
            return False
        if wanted.case and step.case != wanted.case:
            return False
        if wanted.kinds and names_of_kind(step.kind).isdisjoint(wanted.kinds):
            return False
        if wanted.nodes and (names_of_node(step.node) | names_of_node(step.peer)).isdisjoint(wanted.nodes):
            return False
        return all(test(step) for test in self._tests)

    def _alternatives(self) -> Iterator[Callable[[Step], bool]]:
        """A test for each key of which any condition is enough."""
        groups: dict[str, list[Condition]] = {}
        for condition in self._wanted.conditions:
            if not condition.negated and condition.key != "text":
                groups.setdefault(condition.key, []).append(condition)
        for group in groups.values():
            yield lambda step, group=group: any(self._holds(one, step) for one in group)  # type: ignore[misc]

    def _each(self) -> Iterator[Callable[[Step], bool]]:
        """A test for each condition that stands for itself."""
        for condition in self._wanted.conditions:
            if condition.negated or condition.key == "text":
                yield lambda step, one=condition: self._holds(one, step) is not one.negated  # type: ignore[misc]

    def _holds(self, condition: Condition, step: Step) -> bool:  # noqa: PLR0911 - one return a key
        value = condition.value
        match condition.key:
            case "kind":
                return self._fits(step.kind, value, words_of_kind)
            case "node":
                return self._fits(step.node, value, words_of_node) or self._fits(step.peer, value, words_of_node)
            case "from":
                return self._fits(ends(step)[0], value, words_of_node)
            case "to":
                return self._fits(ends(step)[1], value, words_of_node)
            case "case":
                return _ends_with(folded(step.case), value)
            case "refused":
                return bool(step.refused)
            case "lost":
                return step.what == "lost"
            case "step":
                return _within(step.sequence, value)
            case "time":
                return is_at(step.at, value)
            case _:
                return value in self._wordings.text(step)

    def _fits(self, name: str, value: str, words: Callable[[str], Iterable[str]]) -> bool:
        known = self._known.get((name, value))
        if known is None:
            known = self._known[name, value] = any(value in word for word in words(name))
        return known


def _ends_with(case: str, value: str) -> bool:
    """Whether it is the whole id of a case, or its end from a mark on: terminal:2 and :2, but 2 not of :12."""
    if not case.endswith(value):
        return False
    rest = case[: -len(value)]
    return not rest or not (rest[-1].isalnum() and value[0].isalnum())


def _within(sequence: int, value: str) -> bool:
    first, dots, last = value.partition("..")
    if not dots:
        return sequence == int(first)
    return (not first or sequence >= int(first)) and (not last or sequence <= int(last))


def is_at(micros: int, clock: str) -> bool:
    """Whether a moment lies in a minute, 09:05, or a second, 09:05:01, of any day."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    of_day = micros // 1_000_000 % 86_400
    return of_day == (hours * 60 + minutes) * 60 + seconds[0] if seconds else of_day // 60 == hours * 60 + minutes


@cache
def words_of_kind(kind: str) -> tuple[str, ...]:
    """Every name of a message, an order or a timer, folded."""
    return tuple(sorted({folded(name) for name in names_of_kind(kind)}))


@cache
def words_of_node(node: str) -> tuple[str, ...]:
    """Every name of a node, folded."""
    return tuple(sorted({folded(name) for name in names_of_node(node)}))


@cache
def names_of_kind(kind: str) -> frozenset[str]:
    """By which a message, an order or a timer may be asked for, whichever language is spoken."""
    if not kind:
        return frozenset()
    entry = CATALOGUE.get(kind)
    worded = _in_every_language(lambda: (message_name(kind), order_name(kind), timer_name(kind)))
    return frozenset({kind, entry.ja if entry else kind, *worded})


@cache
def names_of_node(node: str) -> frozenset[str]:
    """By which a node may be asked for, whichever language is spoken."""
    if not node:
        return frozenset()
    organisation = organisation_of(NodeId(node))
    worded = _in_every_language(lambda: (node_name(node), organisation_name(organisation)))
    return frozenset({node, organisation, *worded})


def _in_every_language(words: Callable[[], Iterable[str]]) -> list[str]:
    """What is said in each language; the one that is spoken stays."""
    before, said = spoken(), list[str]()
    try:
        for language in LANGUAGES:
            use(language)
            said += words()
    finally:
        use(before)
    return said

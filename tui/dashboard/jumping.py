"""What may be typed after `:`, and where it leads. Pure: knows the ground it is given, and no screen.

Steps, virtual times, nodes, kinds of messages, cases and views have names in both languages; width and case of letters do not
matter, nor whether kana are hiragana or katakana.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeAlias

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput, JukiError
from juki.protocol.moments import to_datetime, to_micros
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import closest
from juki.tui import language
from juki.tui.words import spaced

VIEWS = {
    "diagram": Words("図", "diagram"),
    "map": Words("地図", "map"),
    "events": Words("出来事", "events"),
    "screens": Words("画面", "screens"),
    "plots": Words("グラフ", "plots"),
    "oracles": Words("検証項目", "oracles"),
    "connections": Words("接続", "connections"),
}
"By the end of the action that shows it: `view_diagram`."
LEAVE = ("q", "quit", "終了")
MOST = 8
CASE = re.compile(r"(?:case|事案)[\s:]*(?P<case>.+)", re.IGNORECASE)
_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<part>\d{1,6}))?)?")
_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T\s]+(?P<clock>\S+))?")
FORMS = "57 / +3 / 09:05 / 2026-04-01 09:00 / 長岡市/住民記録 / MoveInNotice / case ... / diagram / q"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one can go.

    Attributes:
        steps: made so far.
        here: the step stood at.
        at: the moment stood at, microseconds.
        nodes: ids.
        cases: ids.
    """

    steps: int
    here: int = 0
    at: int = 0
    nodes: Sequence[str] = ()
    cases: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ToStep:
    step: int


@dataclass(frozen=True, slots=True)
class ToMoment:
    """Attributes: at: microseconds."""

    at: int


@dataclass(frozen=True, slots=True)
class ToNode:
    node: str


@dataclass(frozen=True, slots=True)
class ToKind:
    """The next message of a kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class ToCase:
    case: str


@dataclass(frozen=True, slots=True)
class ToView:
    """Attributes: view: a key of `VIEWS`."""

    view: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Back to where one came from."""


Goal: TypeAlias = ToStep | ToMoment | ToNode | ToKind | ToCase | ToView | Leave


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A goal with the words by which it may be called; the first two are in Japanese and in English."""

    goal: Goal
    names: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """What one would type."""
        return self.names[0] if language.spoken() == "ja" else self.names[1]


def parse(text: str, ground: Ground) -> Goal:
    """Where a text leads.

    Raises:
        BadInput: nowhere; it says what is nearest.
    """
    wished = unicodedata.normalize("NFKC", text).strip().removeprefix(":").strip()
    if not wished:
        raise BadInput(":", "nothing", FORMS)
    if wished.lower() in LEAVE:
        return Leave()
    return _counted(wished, ground) or _timed(wished, ground) or _named(wished, ground)


def suggest(text: str, ground: Ground, most: int = MOST) -> list[Suggestion]:
    """What somebody may mean who has typed so far, the likeliest first."""
    wished = folded(text).removeprefix(":")
    found = CASE.fullmatch(wished)
    every = [one for one in suggestions(ground) if found is None or isinstance(one.goal, ToCase)]
    needle = found["case"].strip() if found is not None else wished
    if not needle:
        return every[:most]
    ranked = [(rank, place, one) for place, one in enumerate(every) if (rank := _rank(needle, one)) is not None]
    return [one for _rank, _place, one in sorted(ranked, key=lambda triple: triple[:2])[:most]] or _near(needle, every)


def suggestions(ground: Ground) -> Iterator[Suggestion]:
    """Everything that has a name."""
    for view, words in VIEWS.items():
        yield Suggestion(ToView(view), (words.ja, words.en, view))
    for node in ground.nodes:
        yield Suggestion(ToNode(node), _node_names(node))
    for kind, entry in CATALOGUE.items():
        yield Suggestion(ToKind(kind), (entry.ja, kind, spaced(kind)))
    for case in ground.cases:
        yield Suggestion(ToCase(case), (f"事案 {case}", f"case {case}", case))


def folded(text: str) -> str:
    """Without case, width, blanks at the ends, and the difference of hiragana and katakana."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in plain)


def _rank(needle: str, one: Suggestion) -> int | None:
    """0 for the whole name, 1 for its beginning, 2 for a part of it."""
    names = [folded(name) for name in one.names]
    if needle in names:
        return 0
    if any(name.startswith(needle) for name in names):
        return 1
    return 2 if any(needle in name for name in names) else None


def _near(needle: str, every: Sequence[Suggestion]) -> list[Suggestion]:
    by_name = {folded(name): one for one in every for name in one.names}
    near = difflib.get_close_matches(needle, by_name, n=MOST, cutoff=0.5)
    return list(dict.fromkeys(by_name[name] for name in near))


def _counted(wished: str, ground: Ground) -> Goal | None:
    found = re.fullmatch(r"(?P<sign>[+-]?)(?P<number>[0-9]{1,9})", wished)
    if found is None:
        return None
    number = int(found["number"])
    step = {"": number, "+": ground.here + number, "-": ground.here - number}[found["sign"]]
    if not 0 <= step <= ground.steps:
        raise BadInput(":", f"step {step}", f"0..{ground.steps}")
    return ToStep(step)


def _timed(wished: str, ground: Ground) -> Goal | None:
    found = _DAY.fullmatch(wished)
    is_clock = _CLOCK.fullmatch(wished) is not None
    if found is None and not is_clock:
        return None
    try:
        day = to_datetime(ground.at).date() if found is None else date(*map(int, found.group("year", "month", "day")))
        clock = wished if found is None else found["clock"] or "0:00"
        return ToMoment(to_micros(datetime.combine(day, _clock(clock), JST)))
    except ValueError:
        raise BadInput(":", repr(wished), "09:05 / 09:05:30 / 2026-04-01 / 2026-04-01 09:00") from None


def _clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    parts = timedelta(microseconds=int((found["part"] or "0").ljust(6, "0")))
    return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0), parts.microseconds)


def _named(wished: str, ground: Ground) -> Goal:
    """What has this name, or is the only thing whose name has this in it."""
    found = suggest(wished, ground, most=1000)
    needle = folded(wished)
    case = CASE.fullmatch(needle)
    needle = case["case"].strip() if case is not None else needle
    exact = [one for one in found if _rank(needle, one) == 0]
    begun = [one for one in found if _rank(needle, one) == 1]
    partly = [one for one in found if _rank(needle, one) is not None]
    for candidates in (exact, begun, partly):
        if len(candidates) == 1:
            return candidates[0].goal
    if exact:
        return exact[0].goal
    names = [one.text for one in (partly or found)]
    raise BadInput(":", repr(wished), closest(wished, names) if names else FORMS)


@cache
def _node_names(node: str) -> tuple[str, ...]:
    """Its name in both languages, how its place is read, and its id."""
    before = language.spoken()
    try:
        return (*_in_both(node), node, *_reading(node))
    finally:
        if language.spoken() != before:
            language.use(before)


def _in_both(node: str) -> Iterator[str]:
    from juki.tui.names import node_name

    for name in ("ja", "en"):
        if language.spoken() != name:
            language.use(name)
        yield node_name(node)


def _reading(node: str) -> tuple[str, ...]:
    from juki.scenarios.population.municipalities import municipality

    try:
        return (municipality(node.partition("/")[0]).kana,)
    except (JukiError, LookupError, ValueError):
        return ()

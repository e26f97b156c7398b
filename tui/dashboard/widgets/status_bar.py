"""How a run stands, in a line: what is told to it, as much as fits. Knows no run.

Every part has a weight and shorter forms: what costs least is shortened, or left out, until the rest fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from textual.content import Content
from textual.events import Resize
from textual.widget import Widget

from juki.protocol.terms.dates import wareki
from juki.scenarios.story import Words
from juki.tui.cells import cut, width
from juki.tui.days import day_text, moment, time_text
from juki.tui.language import pick, spoken

GAP = " │ "
DROPPED = 4
"To leave a part out costs more than to shorten it."
PLAYING, PAUSED, OVER = "▶", "‖", "■"
WHY = {
    "asked": Words("一時停止", "paused"),
    "stepped": Words("1ステップ", "stepped"),
    "breakpoint": Words("停止条件", "breakpoint"),
    "jumped": Words("移動", "jumped"),
    "failed": Words("操作できず", "a command failed"),
    "ended": Words("終了", "over"),
    "stopped": Words("打切り", "stopped"),
    "broke": Words("異常終了", "broke off"),
}
"Why a run pauses or is over, by what its control says."
ERAS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M", "西暦": ""}
HELP = Words(
    "実行の状態です。▶は再生中、‖は一時停止(理由つき)、■は終了。ステップは、見ている時点/全体で、◂があれば過去を見ています。"
    "✓と✗は満たされた期待と検証項目、満たされないものの数です。",
    "How the run stands: ▶ playing, ‖ paused and why, ■ over. The step is the moment looked at of all there are; ◂ means "
    "that you look at the past. ✓ and ✗ count the expectations and oracles that held and that did not.",
)


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What the bar tells.

    Attributes:
        story: title.
        branch: name of the course; empty for the first one.
        is_playing: it goes on by itself.
        is_over: nothing will happen any more.
        why: it paused or is over, as `scenarios.control.Standing` has it.
        hit: the breakpoint that was hit, in words.
        speed: at which it is played.
        step: the moment looked at.
        steps: made so far.
        is_live: the moment looked at is the present one.
        at: microseconds of virtual time of the moment looked at.
        held: expectations and oracles that have held so far.
        failed: those that have not.
        settings: seed, profile, link, faults, in this order, as they are asked for.
    """

    story: Words = field(default_factory=lambda: Words("", ""))
    branch: str = ""
    is_playing: bool = False
    is_over: bool = False
    why: str = ""
    hit: str = ""
    speed: Words = field(default_factory=lambda: Words("", ""))
    step: int = 0
    steps: int = 0
    is_live: bool = True
    at: int = 0
    held: int = 0
    failed: int = 0
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the bar.

    Attributes:
        weight: of two, the lighter is shortened first.
        forms: from the longest to the shortest.
    """

    weight: int
    forms: tuple[str, ...]
    style: str = ""


class StatusBar(Widget):
    """One line, or two where it is given two."""

    HELP: ClassVar[Words] = HELP  # type: ignore[assignment] # Textual's own is Markdown, in one language
    DEFAULT_CSS = """
    StatusBar { height: 1; background: $panel; color: $foreground; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._facts = StatusFacts()

    def say(self, facts: StatusFacts) -> None:
        """Show these from now on."""
        if facts != self._facts:
            self._facts = facts
            self.refresh()

    def reword(self) -> None:
        self.refresh()

    def on_resize(self, _: Resize) -> None:
        self.refresh()

    def render(self) -> Content:
        parts = status_parts(self._facts)
        if self.size.height > 1:
            rows = [[part for part in parts if part.weight > HALF], [part for part in parts if part.weight <= HALF]]
            return Content("\n").join(_line(row, self.size.width) for row in rows)
        return _line(parts, self.size.width)


HALF = 5
"Parts of at most this weight stand in the second of two lines."


def status_parts(facts: StatusFacts) -> list[Part]:
    """The parts in the order in which they stand."""
    sign, words, style = _state(facts)
    pace = "" if facts.is_over or not facts.speed.en else f" {facts.speed.in_(spoken())}"
    back = "" if facts.is_live else "◂"
    when = moment(facts.at)
    clock = time_text(when)
    step = pick("ステップ", "step ")
    title = facts.story.in_(spoken())
    parts = [
        Part(12, (f"{sign} {words}{pace}", f"{sign}{pace}", sign), style),
        Part(9, (f"{step}{facts.step}/{facts.steps}{back}", f"{facts.step}/{facts.steps}{back}"), _step_style(facts)),
        Part(8, (*(f"{day} {clock}" for day in _days(when.date())), clock)),
        Part(7, _verdict(facts), "$text-error bold" if facts.failed else "$text-success"),
        Part(
            6,
            (pick(f"分岐{facts.branch}", f"branch {facts.branch}"), f"┳{cut(facts.branch, 8)}") if facts.branch else (),
        ),
        Part(4, (title, cut(title, 24), cut(title, 12)) if title else (), "bold"),
        Part(3, _settings(facts.settings), "$text-muted"),
    ]
    return [part for part in parts if part.forms]


def _state(facts: StatusFacts) -> tuple[str, str, str]:
    """Sign, words and style of playing, pausing or being over."""
    if facts.is_playing:
        return PLAYING, pick("再生中", "playing"), "$text-success bold"
    known = WHY.get(facts.why, WHY["ended" if facts.is_over else "asked"]).in_(spoken())
    words = f"{known}: {facts.hit}" if facts.hit else known
    return (OVER, words, "bold") if facts.is_over else (PAUSED, words, "$text-warning bold")


def _step_style(facts: StatusFacts) -> str:
    return "" if facts.is_live else "$text-accent bold"


def _days(day: date) -> tuple[str, ...]:
    """A day, from the longest to the shortest: 令和8年4月1日(水), 令和8年4月1日, R8.4.1."""
    if spoken() == "en":
        return day_text(day), day.isoformat(), f"{day:%m-%d}"
    whole = wareki(day)
    short = whole.translate({ord("年"): ".", ord("月"): ".", ord("日"): "", ord("元"): "1"})
    for era, letter in ERAS.items():
        short = short.replace(era, letter)
    return day_text(day), whole, short


def _verdict(facts: StatusFacts) -> tuple[str, ...]:
    if not facts.held + facts.failed:
        return ()
    return (f"✓{facts.held} ✗{facts.failed}" if facts.failed else f"✓{facts.held}",)


def _settings(settings: tuple[str, ...]) -> tuple[str, ...]:
    if not settings:
        return ()
    seed, *rest = settings
    return (" ".join((pick(f"シード{seed}", f"seed {seed}"), *rest)), pick(f"シード{seed}", f"seed {seed}"))


def fitted(parts: Sequence[Part], cells: int) -> list[tuple[str, str]]:
    """Text and style of each part that fits, in order."""
    places = dict.fromkeys(range(len(parts)), 0)
    while len(places) > 1 or any(places[place] + 1 < len(parts[place].forms) for place in places):
        chosen = [parts[place].forms[form] for place, form in places.items()]
        if sum(map(width, chosen)) + width(GAP) * (len(chosen) - 1) <= cells:
            break
        place = min(places, key=lambda place: _cost(parts[place], places[place]))
        if places[place] + 1 < len(parts[place].forms):
            places[place] += 1
        else:
            del places[place]
    return [(cut(parts[place].forms[form], cells), parts[place].style) for place, form in places.items()]


def _cost(part: Part, form: int) -> int:
    """What it costs to shorten a part once more, or to leave it out when it is as short as it gets."""
    return part.weight + 3 * form if form + 1 < len(part.forms) else 2 * part.weight + DROPPED


def _line(parts: Sequence[Part], cells: int) -> Content:
    told = [Content.styled(text, style) if style else Content(text) for text, style in fitted(parts, cells)]
    return Content.styled(GAP, "$text-muted").join(told)

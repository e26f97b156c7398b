"""The screens of the clerk and of the citizen at the moment looked at, one counter after another. Reads the event log alone.

What stood in a form is on the tape, not in the log: `given` takes the tape's commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, Resize
from textual.message import Message
from textual.widgets import Static

from juki.nodes.kernel.trace import Step
from juki.protocol.terms import Role
from juki.scenarios.story import Words
from juki.scenarios.tape import CommandLine
from juki.tui.cells import fill, width
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.visit_words import (
    citizen_lines,
    citizen_title,
    clock,
    entry_text,
    form_lines,
    nobody_text,
    refusal_lines,
    results,
    title_of,
)
from juki.tui.dashboard.visits import Counter, Entry, Forms, Turn, Visit, Visits, role
from juki.tui.days import day_text, moment
from juki.tui.language import N_, pick
from juki.tui.names import node_name
from juki.tui.words import order_name, rule_name
from juki.tui.wrapping import wrap

NARROW = 70
"Cells below which the citizen's screen stands under the clerk's, not beside it."
ENTRIES, EARLIER, BESIDES = 12, 4, 3
"How many lines of a visit, of visits before it, and of other notices are shown."
NARROWEST = 12
"Cells below which nothing is folded."
HANGING = 2
"Cells that a full stop may stand out of a folded line."
FOLLOW = ""
"Chosen in place of a counter: the one where something happened last."
SIGNS = {"✗": "$text-error bold", "i": "", "?": "$text-accent", "●": "$text-success"}
TURNS = {Turn.ORDER: "▾", Turn.OUT: "→", Turn.IN: "←", Turn.CARD: "▣", Turn.LOST: "×", Turn.TOLD: "◷"}


_LEAD = re.compile(r" *(?:[▾→←▣×◷✗✓■◌?i●] ?)?(?:\d\d:\d\d:\d\d )?")
"What a line begins with that is no words: blanks, a sign, a time."


class CounterBar(Static):
    """One line with the names of the counters; the chosen one is in brackets."""

    class Chosen(Message):
        """A name was clicked on; `FOLLOW` for whichever comes last."""

        def __init__(self, node: str) -> None:
            super().__init__()
            self.node = node

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []

    def word(self, counters: Sequence[str], chosen: str, seen: str) -> None:
        """Show these, of which one is chosen (or none, and the last is followed) and one is seen."""
        names = [(FOLLOW, pick("最新", "latest")), *((node, node_name(node)) for node in counters)]
        at = next((place for place, (node, _) in enumerate(names) if node == seen), 0)
        parts: list[tuple[str, str]] = []
        self._places = []
        room, cell = self.size.width, 0
        for node, name in [names[0], *_around(names[1:], at - 1, room - width(names[0][1]) - 2)]:
            text = f"[{name}]" if node == chosen else f"▸{name} " if node == seen else f" {name} "
            style = "$primary bold reverse" if node == chosen else "bold" if node == seen else "$text-muted"
            self._places.append((cell, cell + width(text), node))
            parts.append((text, style))
            cell += width(text)
        self.update(Content.assemble(*parts))

    def on_click(self, event: Click) -> None:
        for begin, end, node in self._places:
            if begin <= event.x < end:
                self.post_message(self.Chosen(node))


class Body(VerticalScroll):
    """One of the two screens."""

    class Sized(Message):
        """It has another width now, and what it shows must be folded anew."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "見ている時点の窓口の画面です。上下キーで送ります。",
        "A counter's screen at the moment looked at. Up and down scroll.",
    )

    def on_resize(self) -> None:
        self.post_message(self.Sized())


class CounterScreens(Vertical):
    """Clerk and citizen, side by side."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "見ている時点の、職員の画面(左)と来庁者の画面(右)です。届出の内容、待ち、結果、拒否の理由と条文が表示されます。"
        "暗証番号は伏せます。⇧←と⇧→で窓口を選び、「最新」では直近に動いた窓口を追います。",
        "What the clerk sees (left) and what the visitor sees (right) at the moment looked at: the form, waits, results, "
        "refusals with their article of law. PINs are dots. Shift+left and shift+right choose a counter; "
        "“latest” follows the one where something happened last.",
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+left", "counter(-1)", N_("The counter before."), show=False),
        Binding("shift+right", "counter(1)", N_("The next counter."), show=False),
    ]
    DEFAULT_CSS = """
    CounterScreens { height: 1fr; }
    CounterScreens CounterBar { height: 1; }
    CounterScreens Horizontal { height: 1fr; }
    CounterScreens Body { width: 3fr; height: 1fr; padding: 0 1; border-left: outer $primary-muted;
        scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    CounterScreens Body#citizen { width: 2fr; border-left: outer $accent-muted; }
    CounterScreens Body:focus { border-left: outer $primary; }
    CounterScreens Body#citizen:focus { border-left: outer $accent; }
    CounterScreens .-narrow { layout: vertical; }
    CounterScreens .-narrow Body { width: 1fr; height: 3fr; }
    CounterScreens .-narrow Body#citizen { width: 1fr; height: 2fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._ledger = Ledger()
        self._visits, self._forms = Visits(), Forms()
        self._read = self._at = 0
        self._chosen = FOLLOW
        self._clerk, self._citizen, self._bar = Static(), Static(), CounterBar()

    def compose(self) -> ComposeResult:
        yield self._bar
        with Horizontal():
            with Body(id="clerk"):
                yield self._clerk
            with Body(id="citizen"):
                yield self._citizen

    def on_mount(self) -> None:
        self.reword()

    def on_show(self) -> None:
        """What has changed while it was out of sight is worded now."""
        self._word()

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 - as Textual has it
        """The clerk's screen has it: up and down scroll there."""
        self.query_one("#clerk").focus(scroll_visible)
        return self

    def on_resize(self, event: Resize) -> None:
        self.query_one(Horizontal).set_class(event.size.width < NARROW, "-narrow")

    def on_body_sized(self) -> None:
        self._word()

    def show(self, ledger: Ledger) -> None:
        """Show this course; its commands come by `given`."""
        self._ledger, self._visits, self._forms = ledger, Visits(), Forms()
        self._read = self._at = 0
        self.grown()
        self.stand(len(ledger))

    def given(self, commands: Sequence[CommandLine]) -> None:
        """The commands of the course shown; the list may grow."""
        self._forms = Forms(commands)
        self._word()

    def grown(self) -> None:
        """Enter what is new; the screen itself changes when somebody stands elsewhere."""
        for step in self._ledger.since(self._read):
            self._visits.take(step)
        self._read = len(self._ledger)

    def stand(self, sequence: int) -> None:
        """Show the screens as they were after this step."""
        self._at = sequence
        self._word()

    def reword(self) -> None:
        self.border_title = pick("窓口の画面", "Screens of the counter")
        self._word()

    def choose(self, node: str) -> None:
        """Keep to a counter; to whichever comes last if `FOLLOW`."""
        self._chosen = node if node in self._visits.counters else FOLLOW
        self._word()

    def on_counter_bar_chosen(self, message: CounterBar.Chosen) -> None:
        self.choose(message.node)

    def action_counter(self, by: int) -> None:
        names = [FOLLOW, *self._visits.counters]
        self.choose(names[(names.index(self._chosen) + by) % len(names)])

    def _word(self) -> None:
        if not (self.is_mounted and self.display):
            return
        node = self._chosen or self._visits.latest(self._at)
        counter = self._visits.counters.get(node)
        self._bar.word(list(self._visits.counters), self._chosen, node)
        visit = counter.at(self._at) if counter else None
        for shown, name, lines in (
            (self._clerk, "#clerk", _clerk(counter, visit, self._forms, self._at)),
            (self._citizen, "#citizen", _citizen(visit, self._forms, self._at)),
        ):
            shown.update(_lined(lines, self.query_one(name, Body).scrollable_content_region.width))


def _around(names: Sequence[tuple[str, str]], at: int, room: int) -> Sequence[tuple[str, str]]:
    """As many names around a place as there is room for."""
    if not names:
        return ()
    first = last = max(at, 0)
    left = room - width(names[first][1]) - 2
    while True:
        for place in (last + 1, first - 1):
            if 0 <= place < len(names) and width(names[place][1]) + 2 <= left:
                left -= width(names[place][1]) + 2
                first, last = min(first, place), max(last, place)
                break
        else:
            return names[first : last + 1]


Line = tuple[str, str]
"A text and its style."


def _lined(lines: Iterable[Line], room: int) -> Content:
    """The lines, none wider than so many cells; what goes on in the next line hangs under its words, not under its sign."""
    told = [(part, style) for text, style in lines for part in _folded(text, room)]
    return Content("\n").join(Content.styled(text, style) if style else Content(text) for text, style in told)


def _folded(text: str, room: int) -> Sequence[str]:
    if width(text) <= room or room < NARROWEST:
        return (text,)
    found = _LEAD.match(text)
    lead = found[0] if found and width(found[0]) <= room // 2 else ""
    first, *rest = wrap(text[len(lead) :], room - width(lead) - HANGING) or [""]
    return [lead + first, *(" " * width(lead) + line for line in rest)]


def _clerk(counter: Counter | None, visit: Visit | None, forms: Forms, at: int) -> Iterator[Line]:
    """What the operator sees: bar, form, what happened, how it stands, what came before."""
    if counter is None:
        yield pick("まだ何もしていません。", "Nothing has happened at a counter yet."), "$text-muted"
        return
    if visit is not None:
        yield from _visit_lines(visit, forms, at)
    else:
        yield node_name(counter.node), "bold reverse"
    told = [(step, text) for step in counter.told(at)[-BESIDES:] for text in _told(step)]
    if told:
        yield pick("── ほかの通知", "── other notices"), "$text-muted"
    for step, text in told:
        yield f"{clock(step)} {text}", ""
    earlier = [known for known in counter.begun(at)[-EARLIER - 1 :] if known is not visit]
    if earlier:
        yield pick("── これまでの操作", "── earlier"), "$text-muted"
    for known in earlier:
        yield f"{clock(known.order)} {order_name(known.order.kind)} {_end_sign(known, at)}", "$text-muted"


def _told(step: Step) -> Iterator[str]:
    for _code, rule, text in results(step):
        yield f"✗ {rule_name(rule)}" if rule else text


def _visit_lines(visit: Visit, forms: Forms, at: int) -> Iterator[Line]:
    form = forms.of(visit)
    yield f" {title_of(visit, form)} ", "bold reverse"
    name = visit.person(at)
    day = day_text(moment(visit.order.at).date())
    yield "  ".join(part for part in (order_name(visit.order.kind), name, day) if part), "bold"
    yield _outcome(visit, at)
    fields = list(form_lines(form))
    room = max((width(label) for label, _ in fields), default=0)
    for label, value in fields:
        yield f"  {fill(label, room)}  {value}", ""
    entries = visit.until(at)
    if len(entries) > ENTRIES:
        yield pick(f"  (前略 {len(entries) - ENTRIES}件)", f"  ({len(entries) - ENTRIES} lines before)"), "$text-muted"
    for entry in entries[-ENTRIES:]:
        yield from _entry_lines(entry, visit)


def _entry_lines(entry: Entry, visit: Visit) -> Iterator[Line]:
    style = "$text-warning" if entry.turn is Turn.LOST else "$text-muted"
    yield f"{TURNS[entry.turn]} {clock(entry.step)} {entry_text(entry)}", style
    if entry.step.node != visit.node:
        return
    for _code, rule, text in results(entry.step):
        if rule:
            first, *rest = refusal_lines(rule, text)
            yield f"  ✗ {first}", "$text-error bold"
            yield from ((f"    {line}", "$text-error") for line in rest)
        else:
            yield f"  ■ {text}", "bold"


def _outcome(visit: Visit, at: int) -> Line:
    """How it stands, in a line: the last word that came, or that one is waited for."""
    own = [entry.step for entry in visit.until(at) if entry.step.node == visit.node]
    told = next((found for step in reversed(own) if (found := list(results(step)))), [])
    if visit.is_waiting(at):
        return pick("◌ 応答待ち…", "◌ waiting for an answer…"), "$text-warning"
    if not told:
        return pick("✓ 終了", "✓ done"), "$text-success"
    _code, rule, text = told[0]
    return (f"✗ {rule_name(rule)}", "$text-error bold") if rule else (f"✓ {text}", "$text-success")


def _end_sign(visit: Visit, at: int) -> str:
    entries = visit.until(at)
    is_bad = any(entry.step.refused or _declined(entry.step) for entry in entries if entry.step.node == visit.node)
    return "✗" if is_bad else "…" if visit.is_waiting(at) else "✓"


def _declined(step: Step) -> bool:
    return any(code in {"declined", "refused"} for code, _ in step.notices)


def _citizen(visit: Visit | None, forms: Forms, at: int) -> Iterator[Line]:
    """What the visitor has handed in, and what he was asked and told."""
    if visit is None:
        return
    title = citizen_title(visit)
    if not title:
        yield nobody_text(visit), "$text-muted"
        return
    where = (
        pick("キオスク端末の前", "at the kiosk") if role(visit.node) is Role.KIOSK else pick("窓口で", "at the counter")
    )
    yield f" {where} ", "bold reverse"
    yield "  ".join(part for part in (title, visit.person(at)) if part), "bold"
    yield from _handed_in(forms.of(visit))
    for entry in visit.until(at):
        for sign, text in citizen_lines(entry):
            yield f"{sign} {text}", SIGNS[sign]
    if visit.is_waiting(at):
        yield pick("◌ お待ちください…", "◌ please wait…"), "$text-warning"


def _handed_in(given: Mapping[str, str]) -> Iterator[Line]:
    for name in ("planned_on", "moved_on", "certificate", "card"):
        if given.get(name):
            ((label, value),) = form_lines({name: given[name]}, is_masked=True)
            yield f"  {label}: {value}", ""
    if "moved_on" in given and not given.get("card"):
        yield pick("  カード: 提示なし", "  card: none shown"), ""

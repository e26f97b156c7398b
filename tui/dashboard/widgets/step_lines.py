"""What event log and diagram have in common: a ledger, the moment stood at, a filter, a search, days. Knows no line.

A subclass turns steps into items, one a line, and words them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.text import Text
from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from juki.nodes.kernel.trace import Step
from juki.protocol.masking import mask
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import MessageChosen, NodeChosen, StepChosen
from juki.tui.dashboard.widgets.headings import Headings
from juki.tui.dashboard.widgets.lines import Lines
from juki.tui.days import moment
from juki.tui.diagram import heading
from juki.tui.filtering import CLOCK, parse
from juki.tui.filters import Filter, Sieve, is_at
from juki.tui.language import N_, pick
from juki.tui.worded import Wordings, folded

STANDING, OWN_CASE = "▶", "•"
"Signs of the line stood at, and of others of its case."
_MOST_ASKED = 64


class StepLines(Lines):
    """Lines of a course of events.

    Attributes:
        ledger: whose steps are shown.
        standing: the step after which somebody stands; None before anybody said so, which is the newest.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "seek(1)", N_("The next hit of the search."), show=False),
        Binding("shift+f3", "seek(-1)", N_("The hit of the search before."), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.ledger = Ledger()
        self.standing: int | None = None
        self._days = Headings()
        self._filter = Filter()
        self._wordings = Wordings()
        self._sieve: Sieve | None = None
        self._taken = 0
        self._wanted = 0
        "How many steps the filter let pass."
        self._asked: deque[int] = deque(maxlen=_MOST_ASKED)
        "Steps that this list asked the screen to stand at, and where it has not yet come."

    # What a subclass says.

    @abstractmethod
    def begin(self) -> None:
        """Forget all items."""

    @abstractmethod
    def enter(self, steps: Iterable[Step]) -> None:
        """Make items of the next steps that are wanted."""

    @abstractmethod
    def at(self, item: int) -> int:
        """Virtual time of an item in microseconds."""

    @abstractmethod
    def sequence(self, item: int) -> int:
        """The step of an item."""

    @abstractmethod
    def item_of(self, sequence: int) -> int:
        """The last item of this step or one before; -1 if there is none."""

    @abstractmethod
    def items(self) -> int:
        """How many items there are."""

    @abstractmethod
    def item_line(self, item: int, width: int) -> Text:
        """An item in words."""

    # As every pane.

    def show(self, ledger: Ledger) -> None:
        """Show this course of events from now on."""
        self.ledger, self.standing = ledger, None
        self._wordings = Wordings()
        self._asked.clear()
        self._again()

    def grown(self) -> None:
        """Take what is new."""
        self._take()
        # The screen says where to stand; this list alone follows nothing.
        self.following = False
        super().grown()

    def stand(self, sequence: int) -> None:
        """Put the cursor on the last line that had happened by then, and show what comes after as not yet happened."""
        is_asked = sequence in self._asked
        if is_asked:
            while self._asked.popleft() != sequence:
                pass
        else:
            self._asked.clear()
        if sequence != self.standing:
            self.standing = sequence
            self.changed()
        if self._asked:
            return  # somebody's finger was quicker than the screen: his cursor is further on already
        row = self._row_stood_at()
        # Who has scrolled away to read is left there while the run goes on.
        is_reading = not self.in_sight(self.cursor) and row == self.count - 1 and not is_asked
        self.put_cursor(row, scroll=not is_reading)

    def reword(self) -> None:
        """Word everything in the language in use."""
        self._wordings = Wordings()
        self._again()

    # Filter and search.

    @property
    def sifted(self) -> str:
        """The filter as it was typed; empty if everything is shown."""
        return self._filter.typed

    def sift(self, text: str) -> None:
        """Show only what a filter wants.

        Raises:
            BadInput: it is none; see `filtering.parse`.
        """
        self._filter = parse(text)
        self._again()

    def find(self, text: str, start: int, *, backwards: bool = False) -> int | None:
        """The first line from `start` on, itself included, in whose words a text occurs; its time of day is found, too."""
        needle = folded(text)
        if not needle or not self.count:
            return None
        self._wordings.take(self.ledger.since(len(self._wordings)))
        hits = self._wordings.having(needle)
        is_clock = bool(CLOCK.fullmatch(needle))
        first = self._days.item(max(0, min(start, self.count - 1)))
        for item in range(first, -1, -1) if backwards else range(first, self._days.items):
            if self.sequence(item) in hits or (is_clock and is_at(self.at(item), needle)):
                return self._days.row(item)
        return None

    def seek(self, text: str, *, backwards: bool = False, fresh: bool = False) -> bool:
        """Go to the next line with a text, past the end from the beginning again; an empty text ends the search.

        Args:
            text: to be found, and marked wherever it occurs.
            backwards: to the one before.
            fresh: of a new text the line with the cursor will do, as while somebody types; the same text goes on.
        """
        is_new = text != self.needle
        if is_new:
            self.needle = text
            self.changed()
        step = 0 if fresh and is_new else -1 if backwards else 1
        place = self.cursor + step
        found = self.find(text, place, backwards=backwards) if 0 <= place < self.count else None
        if found is None:
            found = self.find(text, self.count - 1 if backwards else 0, backwards=backwards)
        if found is None:
            return False
        self.put_cursor(found, tell=True)
        return True

    # As every list of lines.

    @property
    def count(self) -> int:
        return len(self._days)

    def rests(self, index: int) -> bool:
        return not self._days.is_heading(index)

    def line(self, index: int, width: int) -> Text:
        item = self._days.item(index)
        if self._days.is_heading(index):
            return Text(heading(moment(self.at(item)).date(), width), self.colour("muted"))
        text = self.item_line(item, width)
        if self.is_later(self.sequence(item)):
            text.stylize(self.colour("later"))
        return text

    def chosen(self, index: int, *, entered: bool) -> None:
        """Stand at the line's step; on enter look into its message, or else its node."""
        if not 0 <= index < self.count or not self.rests(index):
            return
        step = self.ledger[self.sequence(self._days.item(index))]
        if step.sequence != self.standing or self._asked:
            self._asked.append(step.sequence)
            self.post_message(StepChosen(step.sequence))
        if entered:
            is_message = step.id and step.what in ("message", "lost")
            self.post_message(MessageChosen(step.id, step.sequence) if is_message else NodeChosen(step.node))

    def action_seek(self, way: int) -> None:
        """The next, or the previous, line with what was searched for."""
        if not self.needle or not self.seek(self.needle, backwards=way < 0):
            self.app.bell()

    def action_first(self) -> None:
        """The screen's: home is the beginning of the run."""
        raise SkipAction

    def action_last(self) -> None:
        """The screen's: end is the present."""
        raise SkipAction

    # For subclasses.

    def is_later(self, sequence: int) -> bool:
        """Whether a step has not happened yet at the moment looked at."""
        return self.standing is not None and sequence > self.standing

    def sign(self, sequence: int) -> str:
        """What stands beside a line: that it is stood at, or is of the same case."""
        if not self.standing:
            return " "
        if self._is_stood_at(sequence):
            return STANDING
        case = self.ledger[self.standing].case
        return OWN_CASE if case and self.ledger[sequence].case == case else " "

    def shown_words(self) -> str:
        """How many of how many steps are shown, and why."""
        wanted, whole = self._wanted, len(self.ledger)
        words = pick(f"{whole:,}ステップ", f"{whole:,} steps")
        if self.sifted:
            words = pick(f"{whole:,}ステップのうち{wanted:,}", f"{wanted:,} of {whole:,} steps") + f" 〔{self.sifted}〕"
        # Whoever types a person's number sees it while he types, nobody afterwards.
        return mask(f"{words} /{self.needle}" if self.needle else words)

    def _is_stood_at(self, sequence: int) -> bool:
        item = self.item_of(self.standing or 0)
        return item >= 0 and self.sequence(item) == sequence

    def _row_stood_at(self) -> int:
        item = self.item_of(len(self.ledger) if self.standing is None else self.standing)
        return self._days.row(item) if item >= 0 else 0

    def _again(self) -> None:
        """Make all items anew; the cursor stays where somebody stands."""
        self._days = Headings()
        self._taken = self._wanted = 0
        self._sieve = Sieve(self._filter, self._wordings) if self._filter.conditions else None
        self.begin()
        self._take()
        self.changed()
        self.put_cursor(self._row_stood_at())

    def _take(self) -> None:
        new: Sequence[Step] = self.ledger.since(self._taken)
        self._taken += len(new)
        wants = self._sieve.wants if self._sieve else None
        wanted = new if wants is None else [step for step in new if wants(step)]
        self._wanted += len(wanted)
        self.enter(wanted)
        for item in range(self._days.items, self.items()):
            self._days.put(self.at(item))

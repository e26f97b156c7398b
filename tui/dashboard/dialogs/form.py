"""A dialog of fields with suggestions: what is typed is looked for in both languages. Knows no question."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from juki.protocol.errors import BadInput
from juki.scenarios.story import Words
from juki.tui.cells import left
from juki.tui.dashboard.dialogs.dialog import Dialog, Result
from juki.tui.language import pick, spoken

LABEL = 14
"Cells of a field's name."
MOST = 50
"Suggestions that are offered; those out of sight are scrolled to."


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be entered.

    Attributes:
        value: what is meant.
        words: how it is called.
    """

    value: str
    words: Words

    @property
    def name(self) -> str:
        return self.words.in_(spoken())

    def is_called(self, text: str) -> bool:
        return folded(text) in {folded(self.value), folded(self.words.ja), folded(self.words.en)}

    def is_like(self, text: str) -> bool:
        wanted = folded(text)
        return any(wanted in folded(name) for name in (self.value, self.words.ja, self.words.en))


@dataclass(frozen=True, slots=True)
class Field:
    """One line to be filled in.

    Attributes:
        offers: what can be entered; none if anything can.
        value: to begin with.
        is_open: other values than those offered are as good.
    """

    id: str
    label: Words
    offers: tuple[Offer, ...] = ()
    value: str = ""
    is_open: bool = False


def folded(text: str) -> str:
    """Alike, however wide it is typed and in whatever case."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


class FieldLine(Horizontal):
    """A field's name and its box."""

    DEFAULT_CSS = """
    FieldLine { height: 1; }
    FieldLine Static { width: 15; }
    FieldLine Input { width: 1fr; }
    """

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"line-{field.id}")
        self.field = field
        self._label = Static()
        self.box = Input(id=f"field-{field.id}", select_on_focus=False, valid_empty=True)

    def compose(self) -> Iterable[Widget]:
        yield self._label
        yield self.box

    def reword(self) -> None:
        self._label.update(Content(left(self.field.label.in_(spoken()), LABEL)))

    def enter(self, value: str) -> None:
        """Put a value into the box, by its name."""
        known = next((offer for offer in self.field.offers if offer.value == value), None)
        is_clear = known is not None and sum(offer.is_called(known.name) for offer in self.field.offers) == 1
        self.box.value = known.name if known and is_clear else value
        self.box.action_end()

    def read(self) -> str:
        """The value that is meant; empty if nothing was entered.

        Raises:
            BadInput: it is none of those that are offered.
        """
        text = self.box.value.strip()
        if not text or not self.field.offers:
            return text
        called = [offer.value for offer in self.field.offers if offer.is_called(text)]
        like = [offer.value for offer in self.field.offers if offer.is_like(text)]
        if len(called or like) == 1:
            return (called or like)[0]
        if called:
            return called[0]
        if self.field.is_open:
            return text
        raise BadInput(self.field.label.in_(spoken()), repr(text), self._nearest(text))

    def _nearest(self, text: str) -> str:
        known = [name for offer in self.field.offers for name in (offer.name, offer.value)]
        near = difflib.get_close_matches(text, known, n=1, cutoff=0.5)
        return near[0] if near else pick("候補のいずれか", "one of those suggested")


class Form(Dialog[Result]):
    """Fields over one list of suggestions. Enter takes the suggestion that is chosen, or else submits.

    Attributes:
        GOES_ON: after a suggestion is taken, the next empty field has the focus.
    """

    GOES_ON: ClassVar[bool] = False

    BINDINGS: ClassVar = [
        Binding("down", "suggestion(1)", "next", show=False, priority=False),
        Binding("up", "suggestion(-1)", "previous", show=False),
    ]
    DEFAULT_CSS = """
    Form #suggestions { max-height: 6; margin: 0 0 0 15; color: $text-muted; }
    Form.-low #suggestions { max-height: 2; }
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self.lines = {field.id: FieldLine(field) for field in fields}
        self._offered: list[Offer] = []

    def fields(self) -> Iterable[Widget]:
        """The lines, and the suggestions under them."""
        yield from self.lines.values()
        offered = OptionList(id="suggestions")
        offered.can_focus = False
        yield offered

    def on_mount(self) -> None:
        super().on_mount()
        for line in self.lines.values():
            if line.field.value:
                line.enter(line.field.value)

    def word(self) -> None:
        for line in self.lines.values():
            line.reword()
        self._offer()

    def submit(self) -> None:
        """Everything is entered."""

    def entered(self) -> None:
        """A suggestion was taken into a field."""

    def read(self) -> dict[str, str]:
        """Every field that is shown and filled in.

        Raises:
            BadInput: with the name of the field.
        """
        shown = {id_: line.read() for id_, line in self.lines.items() if line.display}
        return {id_: value for id_, value in shown.items() if value}

    def action_suggestion(self, way: int) -> None:
        offered = self.query_one("#suggestions", OptionList)
        if self._offered:
            last = len(self._offered) - 1
            at = offered.highlighted
            offered.highlighted = (0 if way > 0 else last) if at is None else (at + way) % len(self._offered)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.complain("")
        if event.input.has_focus:
            self._offer()

    def on_descendant_focus(self, _: events.DescendantFocus) -> None:
        self._offer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        chosen = self.query_one("#suggestions", OptionList).highlighted
        line = self._focused()
        if chosen is not None and line is not None and chosen < len(self._offered):
            line.enter(self._offered[chosen].value)
            self._offer(are_shown=False)
            self.entered()
            if self.GOES_ON:
                self.call_after_refresh(self._go_on)
            return
        self.submit()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        line = self._focused()
        if event.option_list.id == "suggestions" and line is not None:
            line.enter(self._offered[event.option_index].value)

    def _go_on(self) -> None:
        empty = next((line for line in self.lines.values() if line.display and not line.box.value), None)
        if empty is not None:
            empty.box.focus()

    def _focused(self) -> FieldLine | None:
        return next((line for line in self.lines.values() if line.box.has_focus), None)

    def _offer(self, *, are_shown: bool = True) -> None:
        line = self._focused()
        text = line.box.value if line else ""
        offers = line.field.offers if line and are_shown else ()
        like = [offer for offer in offers if offer.is_like(text)]
        self._offered = [] if any(offer.is_called(text) for offer in offers) else like[:MOST]
        offered = self.query_one("#suggestions", OptionList)
        offered.clear_options()
        offered.add_options(list(map(_shown, self._offered)))
        offered.highlighted = None
        offered.display = bool(self._offered)


def _shown(offer: Offer) -> Content:
    """The name, and the value where that says more."""
    if offer.value == offer.name:
        return Content(offer.name)
    return Content.assemble(offer.name, (f"  {offer.value}", "$text-muted"))

"""A pane of sections that fold. Owns which are folded and what enter does; what they say is a subclass's business."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.events import Click
from textual.message import Message

from juki.tui.dashboard.pane import MessageChosen, NodeChosen, StepChosen, TermChosen
from juki.tui.dashboard.widgets.lines import Lines
from juki.tui.dashboard.widgets.term_marks import terms_in
from juki.tui.dashboard.widgets.value_lines import Act, Outline, Row, Section
from juki.tui.language import N_

MASK = Binding("M", "mask", N_("Masks numbers, or shows them whole."), show=False)
"Of panes in which whole numbers may stand."
_LEADS_AWAY = frozenset({"step", "message", "node", "term"})
_SEARCHED = frozenset({"plain", "label", "muted"})
"Roles of pieces in which terms of the glossary are marked."


class FoldingLines(Lines):
    """Sections under headings; enter on a heading folds and unfolds it, and the pane remembers it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"folding--heading", "folding--label", "folding--act", "folding--term"}
    DEFAULT_CSS = """
    FoldingLines { scrollbar-gutter: stable; }
    FoldingLines > .folding--heading { color: $text-primary; text-style: bold; }
    FoldingLines > .folding--label { color: $text-muted; }
    FoldingLines > .folding--act { color: $text-accent; text-style: underline; }
    FoldingLines > .folding--term { text-style: underline; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.shut: set[str] = set()
        "Keys of the folded sections."
        self.masks = False
        "Somebody asked for numbers to be masked here."
        self._was_masked = False
        self._outline = Outline((), (), 0)

    @property
    def is_masked(self) -> bool:
        """Numbers are shown by their last four digits only: asked for, or before a projector."""
        return self.masks or bool(getattr(self.app, "is_projected", False))

    def action_mask(self) -> None:
        """Mask numbers, or show them whole."""
        self.masks = not self.masks
        self.rebuild()

    @abstractmethod
    def sections(self, cells: int) -> list[Section]:
        """What there is to show, for a pane of this width."""

    def rebuild(self, *, keep: bool = True) -> None:
        """Word everything anew; the cursor stays in its section, or goes to the top."""
        key, place = self._standing() if keep else ("", 0)
        cells = max(1, self.room)
        self._was_masked = self.is_masked
        self._outline = Outline(self.sections(cells), self.shut, cells)
        self.changed()
        self.put_cursor(self._outline.index_of(key, place) if key else 0)

    def _standing(self) -> tuple[str, int]:
        if self.cursor >= len(self._outline):
            return "", 0
        section, place = self._outline.locate(self.cursor)
        return section.key, place

    @property
    def count(self) -> int:
        return len(self._outline)

    def row(self, index: int) -> Row:
        """One of the rows shown."""
        return self._outline[index]

    def line(self, index: int, width: int) -> Text:  # noqa: ARG002 - rows were made for the width
        text = Text(no_wrap=True)
        for words, role in self._outline[index].pieces:
            begin = len(text)
            text.append(words, self._role(role))
            if role in _SEARCHED:
                for found in terms_in(words):
                    text.stylize(self._role("term"), begin + found.begin, begin + found.end)
        return text

    def _role(self, role: str) -> Style:
        if role == "plain":
            return Style.null()
        if role == "term":
            return self.get_component_rich_style("folding--term", partial=True)
        if role in {"heading", "label", "act"}:
            # Not the partial style, as in `colour`: a muted one would be white on a light ground.
            return self.get_component_rich_style(f"folding--{role}")
        return self.colour(role)

    def chosen(self, index: int, *, entered: bool) -> None:
        if entered:
            act = self._act(self._outline[index])
            if act:
                self.perform(act)

    @staticmethod
    def _act(row: Row) -> Act | None:
        """What a row does on enter; one that does nothing else explains the first term in it."""
        if row.act:
            return row.act
        pieces = (words for words, role in row.pieces if role in _SEARCHED)
        return next((Act("term", found.term) for words in pieces for found in terms_in(words)), None)

    def perform(self, act: Act) -> None:
        """Fold, or tell the screen; a subclass knows further acts."""
        if act.what == "fold":
            self.shut ^= {act.name}
            self.rebuild()
            self._show_section(act.name)
        message = self._told(act)
        if message:
            self.post_message(message)

    def _show_section(self, key: str) -> None:
        """Scroll as far as there is room, so that what was unfolded is in sight under its heading."""
        last = self._outline.index_of(key, self.count)
        self.show_line(min(last, self.cursor + max(0, self.visible_rows - 1)))
        self.show_line(self.cursor)

    @staticmethod
    def _told(act: Act) -> Message | None:
        match act.what:
            case "step":
                return StepChosen(act.number)
            case "message":
                return MessageChosen(act.name, act.number)
            case "node":
                return NodeChosen(act.name)
            case "term":
                return TermChosen(act.name)
            case _:
                return None

    def on_click(self, event: Click) -> None:
        """One click folds, opens and closes; what leads elsewhere wants two, as in every list."""
        place = event.get_content_offset(self)
        index = self.scroll_offset.y + place.y - self.header_height if place is not None else -1
        if place is None or place.y < self.header_height or index >= self.count:
            return
        act = self._outline[index].act
        if act and act.what not in _LEADS_AWAY:
            event.stop()
            event.prevent_default()
            if event.chain == 1:
                self.put_cursor(index)
                self.perform(act)

    def on_resize(self) -> None:
        self.rebuild()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        # Projector mode is a class of the application, so it comes with new styles.
        if self.is_mounted and self._was_masked != self.is_masked:
            self.rebuild()

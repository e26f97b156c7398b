"""Paragraphs broken into lines as Japanese and English want it, for the width there is. Knows no content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from juki.tui.cells import fill, width
from juki.tui.wrapping import wrap

NARROWEST = 16
CLOSING = 2
"Cells by which a full stop may run over."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text, and what stands before it in a column of its own.

    Attributes:
        style: of the text, as Textual's styles are written.
        head: what stands before the first line.
        column: cells of the head.
    """

    text: str
    style: str = ""
    head: str = ""
    column: int = 0
    head_style: str = "$accent"

    def lines(self, cells: int) -> Iterator[Content]:
        """The paragraph in lines of at most so many cells."""
        room = max(NARROWEST, cells - self.column - CLOSING)
        lines = wrap(self.text, room) or [""]
        head = fill(self.head, self.column)
        if width(self.head) >= self.column > 0:
            yield Content.styled(self.head, self.head_style)
            head = " " * self.column
        for place, line in enumerate(lines):
            before = head if place == 0 else " " * self.column
            yield Content.assemble((before, self.head_style), (line, self.style))


class Prose(Static):
    """Paragraphs, broken anew when the width changes."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._paragraphs: Sequence[Paragraph] = ()

    def tell(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show these."""
        self._paragraphs = paragraphs
        self._lay_out()

    def on_resize(self) -> None:
        # Within a layout a new layout is not asked for.
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        cells = self.size.width
        if cells:
            lines = [line for paragraph in self._paragraphs for line in paragraph.lines(cells)]
            self.update(Content("\n").join(lines))

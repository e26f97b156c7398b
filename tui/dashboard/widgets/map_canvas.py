"""A grid of cells with signs and the names of their styles. Knows no theme: a style is a word until the widget looks it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.cells import split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from juki.tui.dashboard.widgets.map_layout import Box

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
LIGHT = " │─└││┌├─┘─┴┐┤┬┼"
"Box signs by the directions in which a line leaves the cell."
HEAVY = " ┃━┗┃┃┏┣━┛━┻┓┫┳╋"
ROUND = {3: "╰", 6: "╭", 9: "╯", 12: "╮"}


class Canvas:
    """Cells of a picture; what does not fit on it is left out."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._signs = [[" "] * width for _ in range(height)]
        self._styles = [[""] * width for _ in range(height)]

    def put(self, x: int, y: int, text: str, style: str) -> None:
        """Write from a cell to the right. A wide sign that is half hidden, on either side, becomes blanks."""
        if not 0 <= y < self.height:
            return
        spans, _ = split_graphemes(text)
        for start, end, cells in spans:
            if x < 0 or x + cells > self.width:
                break
            if cells:
                self._clear(x, y, cells)
                self._signs[y][x] = text[start:end]
                self._styles[y][x] = style
            if cells > 1:
                self._signs[y][x + 1] = ""
                self._styles[y][x + 1] = style
            x += cells

    def _clear(self, x: int, y: int, cells: int) -> None:
        """Nobody keeps half a wide sign."""
        row = self._signs[y]
        if row[x] == "" and x:
            row[x - 1] = " "
        behind = x + cells
        if behind < self.width and row[behind] == "":
            row[behind] = " "

    def restyle(self, box: Box, style: str) -> None:
        """Change only the style of a box."""
        for y in range(max(box.y, 0), min(box.bottom, self.height)):
            for x in range(max(box.x, 0), min(box.right, self.width)):
                self._styles[y][x] = style

    def arms(self, x: int, y: int, arms: int, style: str, *, heavy: bool = False) -> None:
        """A piece of line that leaves the cell in these directions."""
        sign = HEAVY[arms] if heavy else ROUND.get(arms, LIGHT[arms])
        self.put(x, y, sign, style)

    def frame(self, box: Box, style: str) -> None:
        """A border along the edge of a box."""
        self.put(box.x, box.y, "┌" + "─" * (box.width - 2) + "┐", style)
        for y in range(box.y + 1, box.bottom - 1):
            self.put(box.x, y, "│", style)
            self.put(box.right - 1, y, "│", style)
        self.put(box.x, box.bottom - 1, "└" + "─" * (box.width - 2) + "┘", style)

    def sign(self, x: int, y: int) -> str:
        """What stands in a cell; empty in the second half of a wide sign."""
        return self._signs[y][x]

    def lines(self) -> list[str]:
        """The picture as text."""
        return ["".join(row) for row in self._signs]

    def strip(self, y: int, style_of: Callable[[str], Style]) -> Strip:
        """One line, ready for the screen."""
        segments = [Segment(text, style_of(style)) for text, style in _runs(self._signs[y], self._styles[y])]
        return Strip(segments, self.width)


def _runs(signs: Iterable[str], styles: Iterable[str]) -> list[tuple[str, str]]:
    """Neighbours of one style together."""
    found: list[tuple[str, str]] = []
    text, style = "", ""
    for sign, own in zip(signs, styles, strict=True):
        if own != style and text:
            found.append((text, style))
            text = ""
        text, style = text + sign, own
    return [*found, (text, style)] if text else found

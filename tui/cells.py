"""Widths on a terminal: a Japanese character takes two cells. Knows no command and no colour."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size

ELLIPSIS = "…"


def width(text: str) -> int:
    """Cells that the text takes."""
    return cell_len(text)


def cut(text: str, cells: int) -> str:
    """The text if it fits; else its beginning with an ellipsis, never half a character."""
    if cell_len(text) <= cells:
        return text
    if cells < 1:
        return ""
    kept = set_cell_size(text, cells - 1)
    # A wide character that would be halved is replaced by a blank, which nobody needs before an ellipsis.
    return kept.rstrip() + ELLIPSIS


def left(text: str, cells: int) -> str:
    """The text at the left of exactly so many cells."""
    return fill(cut(text, cells), cells)


def fill(text: str, cells: int) -> str:
    return text + " " * max(0, cells - cell_len(text))


def centred(text: str, cells: int) -> str:
    """The text in the middle of exactly so many cells; the odd one is at the right."""
    shown = cut(text, cells)
    return fill(" " * ((cells - cell_len(shown)) // 2) + shown, cells)


def columns(rows: list[tuple[str, ...]], gap: int = 2, indent: int = 0) -> list[str]:
    """The rows as lines with aligned columns; the last column is not padded."""
    if not rows:
        return []
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [fill(cell, widths[place]) for place, cell in enumerate(row[:-1])]
        lines.append(" " * indent + (" " * gap).join([*cells, row[-1]]).rstrip())
    return lines

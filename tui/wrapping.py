"""Help pages in cells: Japanese has no blanks to break at and takes two cells. Knows layout, no command."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from juki.tui.cells import fill, width
from juki.tui.language import _

_NO_LINE_START = "、。，．・：；？！）」』】〕)]},.:;?!ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
"Characters that stay with the one before them (行頭禁則)."
_PIECES = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+|\s+|.", re.DOTALL)
_FIRST_COLUMN = 34
_NARROWEST = 20


def wrap(text: str, cells: int) -> list[str]:
    """The text in lines of at most so many cells; a word that is longer has a line of its own."""
    lines, line = [], ""
    for piece in _PIECES.findall(" ".join(text.split())):
        stays = piece in _NO_LINE_START and bool(line)
        if width(line) + width(piece) > cells and line.strip() and not stays:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


class Formatter(click.HelpFormatter):
    """Click's help page, with lines measured in cells."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        head = f"{prefix or _('Usage:')} {prog} "
        lines = wrap(args, max(self.width - width(head), _NARROWEST))
        self.write(head + ("\n" + " " * width(head)).join(lines) + "\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for paragraph in text.split("\n\n"):
            for line in wrap(paragraph, max(self.width - self.current_indent, _NARROWEST)):
                self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _FIRST_COLUMN, col_spacing: int = 2) -> None:
        """A table of names and explanations; a long name has a line of its own."""
        rows = list(rows)
        first = min(max((width(name) for name, _text in rows), default=0), col_max) + col_spacing
        indent, room = " " * self.current_indent, max(self.width - self.current_indent - first, _NARROWEST)
        for name, text in rows:
            lines = wrap(text, room) or [""]
            if width(name) > first - col_spacing:
                self.write(f"{indent}{name}\n")
                name = ""  # noqa: PLW2901 - the explanation begins below
            self.write((indent + fill(name, first) + lines[0]).rstrip() + "\n")
            for line in lines[1:]:
                self.write(indent + " " * first + line + "\n")


class Context(click.Context):
    """A call whose help pages are measured in cells."""

    formatter_class = Formatter

"""A run as a picture: a lane an organisation, arrows, labels, refusals in colour and with a sign. Hand-made XML.

The picture follows the reader's light or dark setting; what is left out beyond the cap is said in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape as escape_xml

from juki.protocol.masking import mask
from juki.tui.cells import cut, width
from juki.tui.chart import Mark, lanes_of
from juki.tui.days import day_text, time_text
from juki.tui.diagram import label_of
from juki.tui.language import n_, spoken
from juki.tui.names import lane_names

CAP = 400
TIME_WIDTH, LANE_WIDTH, WORDS_WIDTH = 76, 108, 420
TOP, LANE_HEIGHT, ROW, BOTTOM = 64, 30, 26, 40
CELL = 7.2
"Pixels of half a full-width character at 13 px."
_SHAPES = """
text { font: 13px "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif; }
.title { font-size: 16px; font-weight: bold; } .soft { font-size: 11px; } .lane { font-weight: bold; }
.day { stroke-dasharray: 2 3; } .arrow { stroke-width: 1.6; fill: none; } .bad line.arrow { stroke-dasharray: 5 3; }
"""
_COLOURS = """
text {{ fill: {ink}; }} .soft {{ fill: {soft}; }} .paper {{ fill: {paper}; }} .life {{ stroke: {line}; }}
.box {{ fill: {box}; stroke: {line}; }} .day {{ stroke: {soft}; }} .arrow {{ stroke: {arrow}; }}
.head, .dot {{ fill: {arrow}; }} .bad .arrow {{ stroke: {bad}; }} .bad .head, .bad .dot, .bad text {{ fill: {bad}; }}
"""
# Plain colours rather than custom properties: converters outside browsers know no var().
_LIGHT = _COLOURS.format(
    paper="#ffffff", ink="#1f2933", soft="#616e7c", line="#cbd2d9", box="#e6f0fa", arrow="#1d5fa8", bad="#b42318"
)
_DARK = _COLOURS.format(
    paper="#14191f", ink="#e4e7eb", soft="#9aa5b1", line="#3e4c59", box="#1f3448", arrow="#7db8f5", bad="#ff8f85"
)
STYLE = f"{_SHAPES}{_LIGHT}@media (prefers-color-scheme: dark) {{{_DARK}}}\n"


class Picture:
    """Lays out marks; `text` is the whole file."""

    def __init__(self, marks: Sequence[Mark], title: str, footer: str) -> None:
        self._marks, self._left_out = marks[:CAP], max(0, len(marks) - CAP)
        self._title, self._footer = mask(title), mask(footer)
        lanes = lanes_of(self._marks)
        self._names = lane_names(lanes)
        self._x = {lane: TIME_WIDTH + LANE_WIDTH * place + LANE_WIDTH // 2 for place, lane in enumerate(lanes)}
        days = len({mark.at.date() for mark in self._marks})
        self.width = TIME_WIDTH + LANE_WIDTH * len(lanes) + WORDS_WIDTH
        self._rows = len(self._marks) + days
        self.height = TOP + LANE_HEIGHT + ROW * (self._rows + 1) + BOTTOM

    @property
    def text(self) -> str:
        """An SVG document."""
        return "\n".join(self._parts()) + "\n"

    def _parts(self) -> Iterator[str]:
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" xml:lang="{spoken()}">'
        yield f"<title>{escape_xml(self._title)}</title>"
        yield f"<style>{STYLE}</style>"
        yield f'<rect class="paper" width="{self.width}" height="{self.height}"/>'
        yield _text(16, 28, self._title, "title")
        yield _text(16, 46, self._footer, "soft")
        yield from self._lanes()
        yield from self._lines()
        if self._left_out:
            words = n_("{count} line left out", "{count} lines left out", self._left_out).format(count=self._left_out)
            yield _text(16, self.height - 14, f"… {words}", "soft")
        yield "</svg>"

    def _lanes(self) -> Iterator[str]:
        end = TOP + LANE_HEIGHT + ROW * (self._rows + 1)
        for name, x in zip(self._names, self._x.values(), strict=True):
            yield f'<line class="life" x1="{x}" y1="{TOP + LANE_HEIGHT}" x2="{x}" y2="{end}"/>'
            yield f'<rect class="box" x="{x - 50}" y="{TOP}" width="100" height="{LANE_HEIGHT}" rx="4"/>'
            shown = cut(name, 13)
            yield _text(x, TOP + 20, shown, "lane", anchor="middle")

    def _lines(self) -> Iterator[str]:
        y = TOP + LANE_HEIGHT
        day: date | None = None
        for mark in self._marks:
            if mark.at.date() != day:
                day = mark.at.date()
                y += ROW
                words = day_text(day)
                begin = 24 + round(width(words) * CELL)
                yield f'<rect class="paper" x="14" y="{y - 10}" width="{begin - 16}" height="18"/>'
                yield _text(16, y + 4, words, "lane")
                yield f'<line class="day" x1="{begin}" y1="{y}" x2="{self.width - 16}" y2="{y}"/>'
            y += ROW
            yield from self._mark(mark, y)

    def _mark(self, mark: Mark, y: int) -> Iterator[str]:
        is_bad = bool(mark.refused) or mark.fate != "delivered"
        yield f'<g class="{"bad" if is_bad else "good"}">'
        yield _text(16, y + 4, time_text(mark.at), "soft")
        start, end = self._x[mark.source], self._x[mark.target]
        yield from self._note(start, y) if mark.is_note else self._arrow(mark, start, end, y)
        x = TIME_WIDTH + LANE_WIDTH * len(self._x) + 12
        label = label_of(mark)
        yield _text(x, y + 4, cut(label, int((WORDS_WIDTH - 28) / CELL)))
        room = WORDS_WIDTH - 40 - width(label) * CELL
        if mark.basis and not mark.refused and width(mark.basis) * CELL * 0.85 < room:
            yield _text(self.width - 16, y + 4, mark.basis, "soft", anchor="end")
        yield "</g>"

    def _note(self, x: int, y: int) -> Iterator[str]:
        yield f'<path class="dot" d="M{x} {y - 6} l6 6 l-6 6 l-6 -6 z"/>'

    def _arrow(self, mark: Mark, start: int, end: int, y: int) -> Iterator[str]:
        way = 1 if end > start else -1
        stop = end - way * 8
        if mark.fate == "lost":
            stop = (start + end) // 2
        yield f'<line class="arrow" x1="{start}" y1="{y}" x2="{stop}" y2="{y}"/>'
        if mark.fate == "lost" or (mark.refused and mark.kind != "declined"):
            yield f'<path class="arrow" d="M{stop - 5} {y - 5} l10 10 m0 -10 l-10 10"/>'
        else:
            yield f'<path class="head" d="M{end} {y} l{-way * 9} -5 l0 10 z"/>'


def _text(x: int, y: int, words: str, style: str = "", anchor: str = "") -> str:
    attributes = (f' class="{style}"' if style else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x}" y="{y}"{attributes}>{escape_xml(mask(words))}</text>'

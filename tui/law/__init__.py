"""What the law says, in short: a gist of every place that a legal basis names, and a basis worded for a pane.

The gists are ours, made after reading, and no substitute for the text. Knows no message and no story.
"""

from __future__ import annotations

from collections.abc import Sequence

from juki.scenarios.story import Words
from juki.tui.cells import cut
from juki.tui.language import spoken
from juki.tui.law import certification, number_law, resident_act, resident_orders, sections
from juki.tui.law.forms import articles_in, outer
from juki.tui.words import basis_text
from juki.tui.wrapping import wrap

__all__ = ["GISTS", "articles_in", "gist", "law_lines"]

_SOURCES = (resident_act, resident_orders, number_law, certification, sections)
GISTS: dict[str, Words] = {
    f"{source} {place}".strip() if source in {"標準", "seed"} else source + place: words
    for module in _SOURCES
    for source, places in module.GISTS.items()
    for place, words in places.items()
}
"By the form in which the code cites them: 住基法24条の2第3項, 標準 3.1, seed I 8-①."

_INDENT = 2
_NARROWEST = 8


def gist(article: str) -> Words | None:
    """What this place says in a sentence or two; where it has no words of its own, what the whole paragraph or article says."""
    place = article
    while place:
        if place in GISTS:
            return GISTS[place]
        place = outer(place)
    return None


def law_lines(basis: str | Sequence[str], width: int) -> list[str]:
    """A basis for a pane of so many cells: each place on a line of its own, and under it what it says.

    Args:
        basis: as the catalogue, a refusal or a story has it.
        width: in cells; at least 8 are used.
    """
    cells = max(width, _NARROWEST)
    lines = []
    for article in articles_in(basis):
        lines.append(cut(basis_text(article), cells))
        if words := gist(article):
            lines += [" " * _INDENT + line for line in wrap(words.in_(spoken()), cells - _INDENT)]
    return lines

"""How lanes are laid out in a pane: time, as many lanes as fit, words. Knows no mark and no Textual."""

from __future__ import annotations

from collections.abc import Sequence

from juki.tui.cells import width
from juki.tui.diagram import NARROWEST_LANE, TIME_CELLS, WIDEST_LANE, WORDS
from juki.tui.lanes import Lanes
from juki.tui.names import lane_names

_ROOMY, _MIDDLING, _LONG_TIME, _TIME = 96, 80, 64, 30
"Columns from which on words have all their room, lanes their usual width, times their seconds; and times at all."
_SMALL = 50
_TIGHT_LANE, _TIGHTEST_LANE, _TIGHT_WORDS = 5, 4, 12
_MINUTES = 6


class LaneWindow:
    """The lanes that a pane shows.

    Attributes:
        time: cells of the time, 0 if there is no room for it.
        first: place of the first lane shown.
        hidden: how many lanes are not shown; the greatest `first` there can be.
        lanes: those shown.
        places: by lane, counted from the first one shown; others are negative or too large.
        drawn: cells of the lanes.
    """

    def __init__(self, lanes: Sequence[str], columns: int, first: int = 0) -> None:
        names = lane_names(lanes)
        self.columns = columns
        self.time = TIME_CELLS if columns >= _LONG_TIME else _MINUTES if columns >= _TIME else 0
        words = WORDS if columns >= _ROOMY else max(_TIGHT_WORDS, columns // 3)
        room = max(0, columns - self.time - words)
        narrowest = NARROWEST_LANE if columns >= _MIDDLING else _TIGHT_LANE if columns >= _SMALL else _TIGHTEST_LANE
        fit = min(len(names), max(1, room // narrowest))
        wanted = max((width(name) for name in names), default=0) + 2
        each = max(narrowest, min(WIDEST_LANE, wanted, room // max(1, fit)))
        self.hidden = len(names) - fit
        self.first = max(0, min(first, self.hidden))
        self.lanes = Lanes(names[self.first : self.first + fit], each, self.time, gap=1)
        self.places = {lane: place - self.first for place, lane in enumerate(lanes)}
        self.drawn = fit * each if self.hidden or not names else self.lanes.last + 2

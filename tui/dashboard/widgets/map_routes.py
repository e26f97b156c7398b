"""Lines between systems on the network map: each runs through free cells only, with few bends, beside rather than upon others.

Knows boxes and cells; nothing of what a line carries. Dijkstra's search with an estimate (A*) over cells and directions.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import TypeAlias

from juki.tui.dashboard.widgets.map_layout import Box, Detail, Frame, Layout, Spot

Cell: TypeAlias = tuple[int, int]
Path: TypeAlias = tuple[Cell, ...]
Pair: TypeAlias = tuple[str, str]
"Two nodes in the order of their ids."

UP, RIGHT, DOWN, LEFT = range(4)
_STEPS = ((0, -1), (1, 0), (0, 1), (-1, 0))
_BEND, _CROSSING, _UPON, _BORDER = 4, 3, 9, 2
NOWHERE = -1
_ENDLESS = 1 << 30


def pair_of(one: str, other: str) -> Pair:
    """The pair of two nodes."""
    return (one, other) if one < other else (other, one)


class Routes:
    """The lines of one layout, in the order in which they were wanted.

    Args:
        layout: whose boxes they keep clear of.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._paths: dict[Pair, Path] = {}
        self._meetings: dict[Pair, tuple[int, int]] = {}
        "Directions in which a path meets its first and its second system."
        self._arms: dict[Cell, int] = {}
        "In which directions lines leave a cell, as bits."
        self._ground = _Ground(layout)
        self._crowd = [0] * len(self._ground.owners)
        "The same arms, by place on the ground."

    @property
    def arms(self) -> dict[Cell, int]:
        """Directions in which lines leave each cell, as bits 1 << UP and so on."""
        return self._arms

    def path(self, pair: Pair) -> Path:
        """The cells from the first node of a pair to the second, both ends free; empty if no line is drawn."""
        if pair not in self._paths:
            ends = self._ends(pair)
            self._paths[pair] = path = self._found(*ends) if ends else ()
            self._enter(pair, path, ends)
        return self._paths[pair]

    def _ends(self, pair: Pair) -> tuple[Spot, Spot] | None:
        first, second = (self._layout.spot_of(node) for node in pair)
        if first is None or second is None or first is second or self._layout.detail is Detail.LIST:
            return None
        if self._layout.detail is Detail.COMPACT and first.place.organisation == second.place.organisation:
            return None
        return first, second

    def _found(self, first: Spot, second: Spot) -> Path:
        """The cheapest way; empty if there is none."""
        ground, bends = self._ground, (0, _BEND, _BEND)
        passable = {"", first.place.organisation, second.place.organisation}
        if self._layout.detail is not Detail.FULL:
            passable = {""}
        goals = {ground.place(cell): (arm + 2) % 4 for cell, arm in self._doors(second)}
        far = _Distance(second.box, ground.stride)
        best: dict[int, int] = {}
        came: dict[int, int] = {}
        queue: list[tuple[int, int, int]] = []
        middle = 2 * first.box.x + first.box.width
        for cell, arm in self._doors(first):
            place = ground.place(cell)
            best[4 * place + arm] = start = self._price(place, arm) + abs(2 * cell[0] + 1 - middle) // 2
            heappush(queue, (start + far.of(place), start, 4 * place + arm))
        while queue:
            _, cost, state = heappop(queue)
            if cost > best[state]:
                continue
            place, way = divmod(state, 4)
            if goals.get(place) == way:
                return self._traced(state, came)
            ways = (way,) if ground.edges[place] else (way, (way + 1) % 4, (way + 3) % 4)
            for into, bend in zip(ways, bends, strict=False):
                onward = place + ground.steps[into]
                if ground.owners[onward] not in passable or not ground.enters[onward] >> into & 1:
                    continue
                price = cost + bend + self._price(onward, into)
                state_onward = 4 * onward + into
                if price < best.get(state_onward, _ENDLESS):
                    best[state_onward] = price
                    came[state_onward] = state
                    heappush(queue, (price + far.of(onward), price, state_onward))
        return ()

    def _doors(self, spot: Spot) -> Iterator[tuple[Cell, int]]:
        """Free cells beside a spot, each with the direction that leads away from it."""
        box, ground = spot.box, self._ground
        if self._layout.detail is Detail.COMPACT:
            box = next(frame.box for frame in self._layout.frames if frame.organisation == spot.place.organisation)
        beside = [
            ((x, y), arm) for x in range(spot.box.x, spot.box.right) for y, arm in ((box.y - 1, UP), (box.bottom, DOWN))
        ]
        if self._layout.detail is Detail.FULL:
            beside += [((box.right, box.y), RIGHT), ((box.x - 1, box.y), LEFT)]
        for cell, arm in beside:
            place = ground.place(cell)
            if ground.owners[place] in {"", spot.place.organisation} and ground.enters[place] >> arm & 1:
                yield cell, arm

    def _price(self, place: int, into: int) -> int:
        """What a step costs: more through a border, across a line or along one."""
        border = _BORDER if self._ground.owners[place] else 0
        arms = self._crowd[place]
        if not arms:
            return 1 + border
        along = arms & (1 << into | 1 << (into + 2) % 4)
        return 1 + border + (_UPON if along else _CROSSING)

    def _traced(self, state: int, came: dict[int, int]) -> Path:
        cells = [self._ground.cell(state // 4)]
        while state in came:
            state = came[state]
            cells.append(self._ground.cell(state // 4))
        return tuple(reversed(cells))

    def directed(self, sender: str, recipient: str) -> tuple[Path, int, int]:
        """The cells from a sender to a recipient, and the directions in which they meet both."""
        path = self.path(pair_of(sender, recipient))
        first, second = self._meetings.get(pair_of(sender, recipient), (NOWHERE, NOWHERE))
        return (path, first, second) if sender < recipient else (tuple(reversed(path)), second, first)

    def _enter(self, pair: Pair, path: Path, ends: tuple[Spot, Spot] | None) -> None:
        """Note the arms of a path, those towards its two ends too."""
        if not path or ends is None:
            return
        self._meetings[pair] = meetings = self._towards(path[0], ends[0]), self._towards(path[-1], ends[1])
        for cell, arms in arms_of(path, *meetings):
            self._arms[cell] = self._arms.get(cell, 0) | arms
            self._crowd[self._ground.place(cell)] |= arms

    def _towards(self, cell: Cell, spot: Spot) -> int:
        """The direction in which the end of a line meets its system."""
        for (x, y), arm in self._doors(spot):
            if (x, y) == cell:
                return (arm + 2) % 4
        return NOWHERE


def arms_of(path: Path, before: int = NOWHERE, after: int = NOWHERE) -> Iterator[tuple[Cell, int]]:
    """Each cell of a path with the directions in which the path leaves it, as bits.

    Args:
        path: neighbouring cells.
        before: direction in which it goes on at its beginning.
        after: direction in which it goes on at its end.
    """
    for place, cell in enumerate(path):
        arms = 0
        if place:
            arms |= 1 << _between(cell, path[place - 1])
        elif before != NOWHERE:
            arms |= 1 << before
        if place + 1 < len(path):
            arms |= 1 << _between(cell, path[place + 1])
        elif after != NOWHERE:
            arms |= 1 << after
        yield cell, arms


def _between(cell: Cell, other: Cell) -> int:
    return _STEPS.index((other[0] - cell[0], other[1] - cell[1]))


class _Ground:
    """Where lines may run, cell by cell; a row and a column more on every side are out of bounds.

    Attributes:
        stride: cells of a row, with the two that are out of bounds.
        steps: from a place to its neighbour in each direction.
        owners: whose frame a cell is in; empty outside all of them, None where nobody may pass.
        enters: directions in which a line may come into a cell, as bits.
        edges: cells that a line must leave as it came.
    """

    def __init__(self, layout: Layout) -> None:
        self.stride = layout.width + 2
        self.steps = (-self.stride, 1, self.stride, -1)
        count = self.stride * (layout.height + 2)
        self.owners: list[str | None] = [None] * count
        self.enters = [0b1111] * count
        self.edges = bytearray(count)
        for y in range(layout.height):
            start = self.place((0, y))
            self.owners[start : start + layout.width] = [""] * layout.width
        for frame in layout.frames:
            self._fence(frame, layout.detail)
        for spot in layout.spots:
            for cell in _cells(spot.box):
                self.owners[self.place(cell)] = None

    def place(self, cell: Cell) -> int:
        """The place of a cell, which may be just out of bounds."""
        return (cell[1] + 1) * self.stride + cell[0] + 1

    def cell(self, place: int) -> Cell:
        """The cell of a place."""
        y, x = divmod(place, self.stride)
        return x - 1, y - 1

    def _fence(self, frame: Frame, detail: Detail) -> None:
        """A border is passed straight, not at a corner and not through the title."""
        box = frame.box
        for x, y in _cells(box):
            place = self.place((x, y))
            self.owners[place] = frame.organisation
            is_side, is_end = x in {box.x, box.right - 1}, y in {box.y, box.bottom - 1}
            if detail is Detail.FULL and (is_side or is_end):
                self.edges[place] = 1
                is_shut = (is_side and is_end) or frame.label.holds(x, y)
                self.enters[place] = 0 if is_shut else 1 << RIGHT | 1 << LEFT if is_side else 1 << UP | 1 << DOWN


class _Distance:
    """No more than what the way from a place to a box still costs."""

    def __init__(self, box: Box, stride: int) -> None:
        self._stride = stride
        self._box = box
        self._known: dict[int, int] = {}

    def of(self, place: int) -> int:
        """Steps, and a bend if there must be one."""
        if place not in self._known:
            y, x = divmod(place, self._stride)
            box = self._box
            across = max(box.x - x, x - 1 - box.right, 0)
            down = max(box.y - y, y - 1 - box.bottom, 0)
            self._known[place] = across + down + (_BEND if across and down else 0)
        return self._known[place]


def _cells(box: Box) -> Iterator[Cell]:
    return ((x, y) for y in range(box.y, box.bottom) for x in range(box.x, box.right))

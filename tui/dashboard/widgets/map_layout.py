"""Boxes on the network map: an organisation is a frame, a system a spot inside it. Three grades of detail, by the room there is.

Knows names and sizes, no line between systems and nothing that happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from juki.tui.cells import cut, width
from juki.tui.dashboard.widgets.map_places import Layer, Place, layer_of, places, title_of

BADGE = 2
"Cells after a system's name: a sign and a digit."
_GAP = 2
"Cells between two frames, at least."
_MOST_ROWS_BETWEEN = 6
_NARROWEST_COMPACT = 44


class Detail(IntEnum):
    """How much is drawn."""

    LIST = 0
    "Organisations in rows, no lines."
    COMPACT = 1
    "Organisations as blocks, lines between them."
    FULL = 2
    "Organisations as boxes, lines between systems."


@dataclass(frozen=True, slots=True)
class Box:
    """Cells of the map.

    Attributes:
        x: of the leftmost.
        y: of the topmost.
        width: in cells.
        height: in lines.
    """

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first line below it."""
        return self.y + self.height

    def holds(self, x: int, y: int) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def meets(self, other: Box) -> bool:
        """Whether they have a cell in common."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """A system on the map."""

    place: Place
    box: Box
    name: str


@dataclass(frozen=True, slots=True)
class Frame:
    """An organisation on the map.

    Attributes:
        label: cells of its title, in a border or in a block.
    """

    organisation: str
    box: Box
    title: str
    label: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """Every box of a map of a size."""

    detail: Detail
    width: int
    height: int
    frames: tuple[Frame, ...] = ()
    spots: tuple[Spot, ...] = ()
    _spot_of: dict[str, int] = field(default_factory=dict)

    def spot_of(self, node: str) -> Spot | None:
        """Where a node stands; None if there was no room for it."""
        found = self._spot_of.get(node)
        return None if found is None else self.spots[found]


@dataclass(slots=True)
class _Block:
    """A frame that has no place yet; its spots are relative to it."""

    organisation: str
    title: str
    width: int
    height: int
    spots: list[Spot]
    x: int = 0


def lay_out(nodes: Iterable[str], cells: int, lines: int) -> Layout:
    """The map of these nodes in as much detail as fits."""
    organisations = places(nodes)
    for detail, shaper in ((Detail.FULL, _roomy), (Detail.FULL, _tight), (Detail.COMPACT, _compact)):
        rows = _by_layer(organisations, shaper, cells)
        if _fits(rows, cells, lines, detail):
            return _laid(detail, cells, lines, _stacked(rows, cells, lines))
    return _laid(Detail.LIST, cells, lines, _listed(organisations, cells, lines))


def _laid(detail: Detail, cells: int, lines: int, blocks: Iterable[tuple[_Block, int]]) -> Layout:
    """The blocks where they were put, by their left edge and line."""
    frames: list[Frame] = []
    spots: list[Spot] = []
    found: dict[str, int] = {}
    for block, y in blocks:
        own = Box(block.x, y, block.width, block.height)
        frames.append(Frame(block.organisation, own, block.title, _label(block, own, detail)))
        for spot in block.spots:
            box = Box(block.x + spot.box.x, y + spot.box.y, spot.box.width, spot.box.height)
            found.update(dict.fromkeys(spot.place.nodes, len(spots)))
            spots.append(Spot(spot.place, box, spot.name))
    return Layout(detail, cells, lines, tuple(frames), tuple(spots), found)


def _label(block: _Block, box: Box, detail: Detail) -> Box:
    """A city's title is below, as its lines go up; every other title is above."""
    if detail is not Detail.FULL:
        return Box(box.x, box.y, width(block.title), 1)
    is_below = layer_of(block.organisation) is Layer.MUNICIPALITY
    return Box(box.x + 1, box.bottom - 1 if is_below else box.y, width(block.title) + 2, 1)


def _spot(place: Place, x: int, y: int, *, tiny: bool) -> Spot:
    name = place.name(tiny=tiny)
    return Spot(place, Box(x, y, width(name) + BADGE, 1), name)


def _roomy(organisation: str, members: Sequence[Place], _cells: int) -> _Block:
    return _full(organisation, members, 2)


def _tight(organisation: str, members: Sequence[Place], _cells: int) -> _Block:
    return _full(organisation, members, 1)


def _full(organisation: str, members: Sequence[Place], between: int) -> _Block:
    """A frame with its systems in their grid; columns and rows in which nobody is are left out."""
    names = {place: place.name(tiny=False) for place in members}
    columns = sorted({place.column for place in members})
    rows = sorted({place.row for place in members})
    left, x = {}, between
    for column in columns:
        left[column] = x
        x += max(width(names[place]) for place in members if place.column == column) + BADGE + between
    title = title_of(organisation)
    spots = [_spot(place, left[place.column], 1 + 2 * rows.index(place.row), tiny=False) for place in members]
    return _Block(organisation, title, max(x + 1, width(title) + 4), 1 + 2 * len(rows), spots)


def _compact(organisation: str, members: Sequence[Place], cells: int) -> _Block:
    """A title and the systems beside it, or below it in lines of at most so many cells."""
    title = cut(title_of(organisation), cells)
    is_city = layer_of(organisation) is Layer.MUNICIPALITY
    x, y = (0, 1) if is_city else (width(title) + 1, 0)
    spots, most = [], width(title)
    for place in members:
        spot = _spot(place, x, y, tiny=True)
        if spot.box.right > cells and x > 0:
            y += 1
            spot = _spot(place, 0, y, tiny=True)
        spots.append(spot)
        most = max(most, spot.box.right)
        x = spot.box.right + 1
    return _Block(organisation, title, most, y + 1, spots)


def _by_layer(
    organisations: dict[str, tuple[Place, ...]],
    shaper: Callable[[str, Sequence[Place], int], _Block],
    cells: int,
) -> list[list[_Block]]:
    """A row of blocks for every layer that somebody stands in."""
    rows: dict[Layer, list[str]] = {}
    for organisation in organisations:
        rows.setdefault(layer_of(organisation), []).append(organisation)
    return [
        [shaper(one, organisations[one], (cells - _GAP * (len(row) - 1)) // len(row)) for one in row]
        for row in rows.values()
    ]


def _fits(rows: list[list[_Block]], cells: int, lines: int, detail: Detail) -> bool:
    between = 2 if detail is Detail.FULL else 1
    if cells < _NARROWEST_COMPACT:
        return False
    wide = all(sum(block.width for block in row) + _GAP * (len(row) - 1) <= cells for row in rows)
    return wide and sum(_height(row) for row in rows) + between * (len(rows) - 1) <= lines


def _height(row: list[_Block]) -> int:
    return max(block.height for block in row)


def _stacked(rows: list[list[_Block]], cells: int, lines: int) -> list[tuple[_Block, int]]:
    """The rows one below the other, what is left of the height between them; a prefecture stands above its cities."""
    gaps = max(len(rows) - 1, 1)
    spare = lines - sum(_height(row) for row in rows)
    between = min(spare // gaps, _MOST_ROWS_BETWEEN)
    y = (spare - between * (len(rows) - 1)) // 2 if between == _MOST_ROWS_BETWEEN else 0
    middles: dict[str, list[int]] = {}
    found: list[tuple[_Block, int]] = []
    tops = []
    for row in rows:
        tops.append(y)
        y += _height(row) + between
    # From below, so that a prefecture knows where its cities are.
    for row, top in sorted(zip(rows, tops, strict=True), key=lambda pair: -pair[1]):
        _spread(row, cells, middles)
        for block in row:
            middles.setdefault(block.organisation[:2], []).append(block.x + block.width // 2)
        found = [*((block, top + (_height(row) - block.height)) for block in row), *found]
    return found


def _spread(row: list[_Block], cells: int, middles: dict[str, list[int]]) -> None:
    """Put the blocks of a row beside one another, each as near as can be to where it belongs."""
    free = cells - sum(block.width for block in row)
    even, x = free // (len(row) + 1), 0
    for place, block in enumerate(row):
        below = middles.get(block.organisation) if block.organisation.isdigit() else None
        wished = x + even if below is None else sum(below) // len(below) - block.width // 2
        rest = sum(other.width + _GAP for other in row[place:]) - _GAP
        first = x + (_GAP if place else 0)
        block.x = max(first, min(wished, cells - rest))
        x = block.x + block.width


def _listed(organisations: dict[str, tuple[Place, ...]], cells: int, lines: int) -> list[tuple[_Block, int]]:
    """Organisations one after the other, like words in a text; those for which there is no room are left out."""
    x, y = 0, 0
    found: list[tuple[_Block, int]] = []
    for organisation, members in organisations.items():
        block = _compact_row(organisation, members, cells)
        if x and (x + block.width > cells or _has_room(found, y, len(organisations), lines)):
            x, y = 0, y + 1
        if y + block.height > lines:
            break
        block.x = x
        found.append((block, y))
        x += block.width + _GAP
    return found


def _has_room(found: list[tuple[_Block, int]], y: int, organisations: int, lines: int) -> bool:
    """Whether every organisation that is still to come can have a line of its own."""
    return y + 1 + organisations - len(found) <= lines


def _compact_row(organisation: str, members: Sequence[Place], cells: int) -> _Block:
    """A title and as many systems as fit beside it."""
    title = cut(title_of(organisation), min(max(cells // 2, 4), cells))
    spots, x = [], width(title) + 1
    for place in members:
        spot = _spot(place, x, 0, tiny=True)
        if spot.box.right > cells:
            break
        spots.append(spot)
        x = spot.box.right
    return _Block(organisation, title, min(x, cells), 1, spots)

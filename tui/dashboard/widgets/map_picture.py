"""Draws a scene of the network over its layout. Owns signs and the names of styles; knows no theme and no clock.

Every colour has a sign beside it: ● on its way, ‖ held, × lost, ! forged, ╳ cut, ≠ session ended, ⊘ down, ✗ refused, ▶ heavy line: this step.
"""

from __future__ import annotations

from juki.tui.cells import cut, fill, width
from juki.tui.dashboard.widgets.map_canvas import Canvas
from juki.tui.dashboard.widgets.map_layout import BADGE, Detail, Layout, Spot
from juki.tui.dashboard.widgets.map_routes import Cell, Pair, Path, Routes, arms_of
from juki.tui.dashboard.widgets.map_traffic import Mover, Scene, ends_of
from juki.tui.language import pick

FRAME, TITLE, LINE, LIT, NOW, TROUBLE, MOVING, LEGEND, LATER = (
    "frame", "title", "line", "lit", "now", "trouble", "moving", "legend", "later",
)  # fmt: skip
NODE, NODE_NOW, NODE_TROUBLE, NODE_MOVING, CHOSEN = "node", "node-now", "node-trouble", "node-moving", "chosen"
STYLES = (
    FRAME, TITLE, LINE, LIT, NOW, TROUBLE, MOVING, LEGEND, LATER, NODE, NODE_NOW, NODE_TROUBLE, NODE_MOVING, CHOSEN,
)  # fmt: skip
"Names of the styles; the widget has a component class for each."
UNDER_WAY, HELD, LOST, FORGED, CUT, BROKEN, DOWN, REFUSED = "●", "‖", "×", "!", "╳", "≠", "⊘", "✗"
_HEADS = "▲▶▼◀"
"By direction: up, right, down, left."
_MOST_COUNTED = 9


def draw(
    layout: Layout, routes: Routes, scene: Scene, chosen: str = "", later: frozenset[Pair] = frozenset()
) -> Canvas:
    """The picture of a scene.

    Args:
        layout: where everything is.
        routes: the lines; those of `scene` are drawn among them.
        scene: what is to be seen.
        chosen: the node that somebody points at.
        later: pairs that speak only after this moment.
    """
    canvas = Canvas(layout.width, layout.height)
    for frame in layout.frames:
        if layout.detail is Detail.FULL:
            canvas.frame(frame.box, FRAME)
            canvas.put(frame.label.x, frame.label.y, f" {frame.title} ", TITLE)
        else:
            canvas.put(frame.label.x, frame.label.y, frame.title, TITLE)
    _lines(canvas, routes, scene, later)
    for spot in layout.spots:
        _system(canvas, spot, scene, is_chosen=chosen in spot.place.nodes)
    _movers(canvas, layout, routes, scene)
    return canvas


def _lines(canvas: Canvas, routes: Routes, scene: Scene, later: frozenset[Pair]) -> None:
    for (x, y), arms in routes.arms.items():
        across = _frame_arms(canvas.sign(x, y))
        canvas.arms(x, y, arms | across, FRAME if across else LINE)
    for pair in later:
        _restyle(canvas, routes.path(pair), LATER)
    for pair in sorted(scene.lit):
        _restyle(canvas, routes.path(pair), LIT)
    ends = ends_of(scene.focus) if scene.focus is not None else None
    if ends is not None:
        path, before, after = routes.directed(*ends)
        for (x, y), arms in arms_of(path, before, after):
            canvas.arms(x, y, arms, NOW, heavy=True)
        if path:
            canvas.put(*path[-1], _HEADS[after], NOW)
    for pairs, sign in ((scene.broken, BROKEN), (scene.cut, CUT)):
        for pair in sorted(pairs):
            if path := routes.path(pair):
                canvas.put(*path[len(path) // 2], sign, TROUBLE)


def _frame_arms(sign: str) -> int:
    """Directions of a border that a line passes."""
    return {"─": 0b1010, "│": 0b0101}.get(sign, 0)


def _restyle(canvas: Canvas, path: Path, style: str) -> None:
    for x, y in path:
        canvas.put(x, y, canvas.sign(x, y), style)


def _system(canvas: Canvas, spot: Spot, scene: Scene, *, is_chosen: bool) -> None:
    """The name, a sign of how it is, and how much waits there."""
    nodes = spot.place.nodes
    is_acting = scene.focus is not None and scene.focus.node in nodes
    sign, style = " ", NODE_NOW if is_acting else NODE
    if any(node in scene.down for node in nodes):
        sign, style = DOWN, NODE_TROUBLE
    elif any(node in scene.refusing for node in nodes):
        sign, style = REFUSED, NODE_TROUBLE
    waiting = sum(scene.waiting.get(node, 0) for node in nodes)
    count = "+" if waiting > _MOST_COUNTED else str(waiting or " ")
    name = fill(cut(spot.name, spot.box.width - BADGE), spot.box.width - BADGE)
    canvas.put(spot.box.x, spot.box.y, name, style)
    canvas.put(spot.box.right - BADGE, spot.box.y, sign, NODE_TROUBLE)
    canvas.put(spot.box.right - 1, spot.box.y, count, NODE_MOVING)
    if is_acting and sign == " ":
        canvas.put(spot.box.right - BADGE, spot.box.y, "◂", NODE_NOW)
    if is_chosen:
        canvas.restyle(spot.box, CHOSEN)


def _movers(canvas: Canvas, layout: Layout, routes: Routes, scene: Scene) -> None:
    """Messages on their lines; several in one cell are a number, those without a line stand at who expects them."""
    found: dict[Cell, list[Mover]] = {}
    for mover in scene.movers:
        path, _, _ = routes.directed(mover.sender, mover.recipient)
        if path:
            place = min(int(mover.fraction * len(path)), len(path) - 1)
            if place and canvas.sign(*path[place]) in {CUT, BROKEN}:
                place -= 1
            found.setdefault(path[place], []).append(mover)
        elif (spot := layout.spot_of(mover.recipient)) is not None:
            found.setdefault((spot.box.right - BADGE, spot.box.y), []).append(mover)
    for (x, y), movers in found.items():
        if canvas.sign(x, y) not in {DOWN, REFUSED}:
            canvas.put(x, y, *_mover(movers))


def _mover(movers: list[Mover]) -> tuple[str, str]:
    """Sign and style of messages in one cell: the worst of them, or how many they are."""
    if any(mover.is_lost for mover in movers):
        return LOST, TROUBLE
    if any(mover.is_forged for mover in movers):
        return FORGED, TROUBLE
    if any(mover.is_held for mover in movers):
        return HELD, TROUBLE
    count = len(movers)
    return UNDER_WAY if count == 1 else str(count) if count <= _MOST_COUNTED else "+", MOVING


def legend(scene: Scene, cells: int) -> str:
    """The signs that are to be seen, in words, with how many there are; then the others as far as they fit."""
    held = sum(mover.is_held for mover in scene.movers)
    forged = sum(mover.is_forged for mover in scene.movers)
    moving = sum(not (mover.is_held or mover.is_lost or mover.is_forged) for mover in scene.movers)
    signs = (
        (UNDER_WAY, pick("配送中", "in flight"), moving),
        (HELD, pick("保留", "held"), held),
        (LOST, pick("消失", "lost"), sum(mover.is_lost for mover in scene.movers)),
        (FORGED, pick("偽のデータ", "forged"), forged),
        (CUT, pick("切断中", "cut"), len(scene.cut)),
        (BROKEN, pick("セッション切れ", "session ended"), len(scene.broken)),
        (DOWN, pick("停止", "down"), len(scene.down)),
        (REFUSED, pick("拒否", "refused"), sum(scene.refusing.values())),
    )
    seen = [f"{sign} {words} {count}" for sign, words, count in signs if count]
    seen += [f"━▶ {pick('時点のステップ', 'this step')}"] if scene.focus is not None and ends_of(scene.focus) else []
    text = ""
    for part in (*seen, *(f"{sign} {words}" for sign, words, count in signs if not count)):
        longer = f"{text}  {part}" if text else part
        if width(longer) > cells:
            break
        text = longer
    return text

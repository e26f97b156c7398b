"""The network map: organisations, their systems and the lines between them, with what is on its way. Owns no moment.

Layout, lines, scene and picture are made elsewhere; this is the part that Textual knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from juki.protocol.masking import mask
from juki.scenarios.cities import NETWORKS, members, standing_nodes
from juki.scenarios.story import Words
from juki.tui.cells import cut, fill, width
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import NodeChosen
from juki.tui.dashboard.widgets.map_canvas import Canvas
from juki.tui.dashboard.widgets.map_layout import Layout, Spot, lay_out
from juki.tui.dashboard.widgets.map_picture import LEGEND, STYLES, draw, legend
from juki.tui.dashboard.widgets.map_routes import Routes
from juki.tui.dashboard.widgets.map_traffic import Mover, Scene, Traffic, ends_of
from juki.tui.days import moment, time_text
from juki.tui.language import N_, pick
from juki.tui.listing import what
from juki.tui.names import node_name
from juki.tui.words import rule_name

if TYPE_CHECKING:
    from juki.nodes.kernel.trace import Step
    from juki.scenarios.looking.views import WorldView

REDRAWS = 10
"A second, at most."
_GLOW = 0.6
"Seconds of real time in which a message that has arrived is still seen running, while the run plays."
_MOST_GLOWING = 24
_ROOMY, _ROOM_FOR_ONE = 12, 7
"Lines of the pane from which there are two lines of text below the map, or one."
_AWAY = 8
"How much farther a system on another line is thought to be, for a step aside."


class NetworkMap(Widget, can_focus=True):
    """The network of the run, drawn in characters."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "ネットワーク図です。上から情報連携、機構、都道府県、市町村、住民の順に、団体を枠で、システムをその中に表示します。"
            "線は一度でも電文を交わしたシステムの間にあり、● は配送中の電文、太い線と ▶ は時点のステップです。"
            "╳ は切断中、≠ はセッション切れ、⊘ は停止、✗ は拒否、名前の後の数字は受信確認を待つ電文の数です。"
            "矢印キーかマウスでシステムを選び、Enter で中身を見ます。"
        ),
        en=(
            "The network. From top to bottom: information network, J-LIS, prefectures, municipalities, people; a box is an "
            "organisation, with its systems inside. Lines join systems that have spoken; ● is a message in flight, a heavy line "
            "with ▶ the step stood at. ╳ is a cut, ≠ an ended session, ⊘ a system that is down, ✗ a refusal; a digit after a "
            "name counts messages that wait for an acknowledgement. Arrow keys or the mouse choose a system, Enter opens it."
        ),
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"map--{style}" for style in STYLES}
    DEFAULT_CSS = """
    NetworkMap { background: $surface; color: $foreground; min-width: 10; min-height: 3; }
    NetworkMap > .map--frame { color: $text-muted; }
    NetworkMap > .map--title { color: $text-primary; text-style: bold; }
    NetworkMap > .map--node { color: $foreground; background: $panel; }
    NetworkMap > .map--node-now { color: $text-accent; background: $panel; text-style: bold; }
    NetworkMap > .map--node-trouble { color: $text-error; background: $panel; text-style: bold; }
    NetworkMap > .map--node-moving { color: $text-success; background: $panel; text-style: bold; }
    NetworkMap > .map--line { color: $text-muted; }
    NetworkMap > .map--lit { color: $text-accent; }
    NetworkMap > .map--now { color: $text-accent; text-style: bold; }
    NetworkMap > .map--trouble { color: $text-error; text-style: bold; }
    NetworkMap > .map--moving { color: $text-success; text-style: bold; }
    NetworkMap > .map--chosen { text-style: reverse; }
    NetworkMap:focus > .map--chosen {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    NetworkMap > .map--legend { color: $text-muted; }
    NetworkMap > .map--later { color: $text-disabled; text-style: dim; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(0, -1)", N_("The nearest system in that direction."), show=False),
        Binding("down", "choose(0, 1)", N_("The nearest system in that direction."), show=False),
        Binding("left", "choose(-1, 0)", N_("The nearest system in that direction."), show=False),
        Binding("right", "choose(1, 0)", N_("The nearest system in that direction."), show=False),
        Binding("enter", "open", N_("Looks into the chosen system."), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        self._styles: dict[str, Style] = {}
        super().__init__(id=id, classes=classes)
        self._standing: tuple[str, ...] = tuple(standing_nodes(members(next(iter(NETWORKS)))))
        self._ledger = Ledger()
        self._traffic = Traffic(self._standing)
        self._taken = self._moment = 0
        self._view: WorldView | None = None
        self._glowing: list[tuple[float, str, str]] = []
        "When it was seen to arrive, in real time; from whom, to whom."
        self._chosen = ""
        self._layout = Layout(lay_out((), 1, 1).detail, 0, 0)
        self._routes = Routes(self._layout)
        self._canvas: Canvas | None = None
        self._text: tuple[str, ...] = ()
        self._timer: Timer | None = None
        self._known = 0
        "How many pairs have their line."

    # What the screen tells.

    def plant(self, nodes: Iterable[str]) -> None:
        """These nodes stand from the start; those of the standard network if nobody says."""
        self._standing = tuple(nodes)
        self.show(self._ledger)

    def show(self, ledger: Ledger) -> None:
        """Show this course of events from now on."""
        self._ledger = ledger
        self._traffic = Traffic(self._standing)
        self._traffic.take(ledger.steps)
        self._taken = len(ledger)
        self._moment = min(self._moment, self._taken)
        self._view = None
        self._glowing.clear()
        self._forget_layout()

    def grown(self) -> None:
        """Learn from the new steps; while they come in, messages are seen running."""
        steps = self._ledger.since(self._taken)
        self._taken += len(steps)
        if self._traffic.take(steps):
            self._forget_layout()
        now = monotonic()
        for step in steps[-_MOST_GLOWING:]:
            ends = ends_of(step)
            if ends is not None and step.what == "message":
                self._glowing.append((now, *ends))
        del self._glowing[:-_MOST_GLOWING]
        self._redraw_soon()

    def stand(self, sequence: int) -> None:
        """Show the moment after this step."""
        if sequence < self._moment or sequence < self._taken:
            self._glowing.clear()
        self._moment = max(0, min(sequence, self._taken))
        self._redraw_soon()

    def look(self, view: WorldView) -> None:
        """Show the world as it stood, if it is that of the moment stood at."""
        self._view = view
        self._redraw_soon()

    def reword(self) -> None:
        """Word everything anew; names of another length want another layout."""
        self.border_title = pick("ネットワーク図", "Network map")
        self._forget_layout()

    # What somebody chooses.

    @property
    def chosen(self) -> str:
        """The node that is chosen; empty if none is."""
        return self._chosen

    def choose(self, node: str) -> None:
        """Point at a node."""
        self._chosen = node
        self._redraw_soon()

    def action_choose(self, across: int, down: int) -> None:
        """Point at the nearest system in a direction."""
        self._measure()
        here = self._layout.spot_of(self._chosen)
        if here is None:
            if self._layout.spots:
                self.choose(self._layout.spots[0].place.node)
            return
        found = min(
            (spot for spot in self._layout.spots if spot is not here and _is_ahead(here, spot, across, down)),
            key=lambda spot: _distance(here, spot, across),
            default=None,
        )
        if found is not None:
            self.choose(found.place.node)

    def action_open(self) -> None:
        if self._chosen:
            self.post_message(NodeChosen(self._chosen))

    def on_click(self, event: events.Click) -> None:
        """A click chooses, a double click opens."""
        place = event.get_content_offset(self)
        if place is None:
            return
        spot = next((spot for spot in self._layout.spots if spot.box.holds(place.x, place.y)), None)
        if spot is not None:
            event.stop()
            self.choose(spot.place.node)
            if event.chain > 1:
                self.action_open()

    # Drawing.

    def on_mount(self) -> None:
        self.reword()
        self._timer = self.set_interval(1 / REDRAWS, self._tick, pause=True)

    def on_resize(self) -> None:
        self._forget_layout()

    def on_show(self) -> None:
        self._redraw_soon()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def _redraw_soon(self) -> None:
        """At the next tick; a map that nobody sees costs nothing."""
        self._canvas = None
        if self._timer is not None:
            self._timer.resume()

    def _tick(self) -> None:
        now = monotonic()
        self._glowing = [glow for glow in self._glowing if now - glow[0] < _GLOW]
        self._canvas = None
        self.refresh()
        if not self._glowing and self._timer is not None:
            self._timer.pause()

    def _forget_layout(self) -> None:
        self._layout = Layout(self._layout.detail, 0, 0)
        self._redraw_soon()

    def _measure(self) -> None:
        """The layout for the room there is."""
        cells, lines = self.size
        below = 2 if lines >= _ROOMY else 1 if lines >= _ROOM_FOR_ONE else 0
        if (self._layout.width, self._layout.height) != (cells, lines - below):
            self._layout = lay_out(self._traffic.nodes, cells, lines - below)
            self._routes = Routes(self._layout)
            self._known = 0
        if self._known != len(self._traffic.pairs):
            self._known = len(self._traffic.pairs)
            for pair in self._traffic.pairs:
                self._routes.path(pair)

    def _draw(self) -> Canvas:
        self._measure()
        scene = self._scene()
        later = frozenset(pair for pair, first in self._traffic.pairs.items() if first > self._moment)
        texts = (self._caption(scene), legend(scene, self.size.width))
        below = self.size.height - self._layout.height
        self._text = texts[:below]
        return draw(self._layout, self._routes, scene, self._chosen, later)

    def _scene(self) -> Scene:
        """The scene of the moment; while the run plays, with the messages that have just arrived."""
        scene = self._traffic.scene(self._ledger, self._moment, self._view)
        if scene.under_way is None:
            now = monotonic()
            scene.movers += [
                Mover(sender, recipient, min((now - born) / _GLOW, 1.0)) for born, sender, recipient in self._glowing
            ]
        return scene

    def _caption(self, scene: Scene) -> str:
        """The system that is chosen; else the step stood at."""
        if self._chosen:
            return self._about(self._chosen, scene)
        return _of_step(scene.focus) if scene.focus is not None else pick("始まり", "the beginning")

    def _about(self, node: str, scene: Scene) -> str:
        parts = [node_name(node)]
        if node in scene.down:
            parts.append(pick("⊘ 停止中", "⊘ down"))
        if waiting := scene.waiting.get(node):
            parts.append(pick(f"受信確認待ち {waiting}", f"{waiting} unacknowledged"))
        if refused := scene.refusing.get(node):
            parts.append(pick(f"✗ 拒否 {refused}", f"✗ {refused} refused"))
        return "  ".join((*parts, pick("Enter: 中を見る", "Enter: look inside")))

    def render_line(self, y: int) -> Strip:
        if self._canvas is None:
            self._canvas = self._draw()
        if y < self._canvas.height:
            return self._canvas.strip(y, self._style)
        place = y - self._canvas.height
        text = self._text[place] if place < len(self._text) else ""
        canvas = Canvas(self.size.width, 1)
        canvas.put(0, 0, fill(cut(text, self.size.width), self.size.width), LEGEND)
        return canvas.strip(0, self._style)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"map--{name}") if name else self.rich_style
        return self._styles[name]


def _of_step(step: Step) -> str:
    """A step in a line: number, time, who to whom, what."""
    ends = ends_of(step)
    who = " → ".join(node_name(end) for end in ends) if ends else node_name(step.node)
    refused = f" ✗ {rule_name(step.refused)}" if step.refused else ""
    return mask(f"{step.sequence} {time_text(moment(step.at))} {who}: {what(step)}{refused}")


def _middle(spot: Spot) -> tuple[int, int]:
    """Twice the middle of a spot, lines counted double as they are twice as high as cells are wide."""
    return 2 * spot.box.x + width(spot.name), 4 * spot.box.y


def _is_ahead(here: Spot, there: Spot, across: int, down: int) -> bool:
    (x, y), (to_x, to_y) = _middle(here), _middle(there)
    return (to_x - x) * across + (to_y - y) * down > 0


def _distance(here: Spot, there: Spot, across: int) -> int:
    """From one system to another, the way aside counted more."""
    (x, y), (to_x, to_y) = _middle(here), _middle(there)
    along, aside = (abs(to_x - x), abs(to_y - y)) if across else (abs(to_y - y), abs(to_x - x))
    return along + (_AWAY if across else 1) * aside

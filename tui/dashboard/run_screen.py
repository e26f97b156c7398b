"""The run's screen: its panes, what they are shown, and the moment that somebody stands at. What keys do is in `run_actions`.

Thirty times a second it takes what the run has told; it never waits for the run, nor the run for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from juki.protocol.errors import JukiError
from juki.protocol.moments import to_micros
from juki.scenarios.cities import members, standing_nodes
from juki.scenarios.sitting.sitting import Sitting
from juki.scenarios.story import Words
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import Place
from juki.tui.dashboard.opening import Parting
from juki.tui.dashboard.pane import MessageChosen, NodeChosen, StepChosen
from juki.tui.dashboard.refreshing import Refreshing
from juki.tui.dashboard.run_actions import RunActions
from juki.tui.dashboard.run_facts import facts_of
from juki.tui.dashboard.small_terminal import SmallTerminal
from juki.tui.dashboard.viewpoint import Viewpoint
from juki.tui.dashboard.widgets.connections import Connections
from juki.tui.dashboard.widgets.counter_screens import CounterScreens
from juki.tui.dashboard.widgets.event_log import EventLog
from juki.tui.dashboard.widgets.in_flight import InFlight
from juki.tui.dashboard.widgets.message_inspector import MessageInspector
from juki.tui.dashboard.widgets.network_map import NetworkMap
from juki.tui.dashboard.widgets.node_inspector import NodeInspector
from juki.tui.dashboard.widgets.oracles_pane import OraclesPane
from juki.tui.dashboard.widgets.plots import TrafficPlots
from juki.tui.dashboard.widgets.sequence import SequenceDiagram
from juki.tui.dashboard.widgets.status_bar import StatusBar
from juki.tui.dashboard.widgets.timeline import Timeline
from juki.tui.language import pick

if TYPE_CHECKING:
    from juki.scenarios.looking.looker import Look
    from juki.scenarios.running import RunReport
    from juki.scenarios.steering import Judged

FRAMES = 30
"Looks at the feed in a second."
RUSHING, SKIPPED = 12, 4
"At full speed the panes are shown at every twelfth look, and every fourth is left out: nobody reads thirty pictures a second."
VIEWS = {
    "diagram": SequenceDiagram,
    "map": NetworkMap,
    "events": EventLog,
    "screens": CounterScreens,
    "plots": TrafficPlots,
    "oracles": OraclesPane,
    "connections": Connections,
}
"By the name that keys, the palette and `:` use."
WIDE, NARROW = 140, 80
NETWORK_CA = "jlis/network-ca"


class RunScreen(RunActions):
    """One sitting on screen."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "実行画面です。左に図・地図・出来事などの表示、右に選んだ電文またはシステムの中身と配送中の電文が出ます。"
            "スペースで再生と一時停止、n で1ステップ進み、← → で過去の時点へ移れます。"
            "過去の時点で B を押すと、そこから別の履歴(分岐)を始めます。"
        ),
        en=(
            "The run. Left: the diagram, the map, the events and other views. Right: the message or system that you chose, "
            "and the messages in flight. Space plays and pauses, n makes one step, ← and → move to other moments. "
            "B at a moment of the past begins another course of events from there: a branch."
        ),
    )
    DEFAULT_CSS = """
    RunScreen #body { height: 1fr; }
    RunScreen #main { width: 1fr; height: 1fr; }
    RunScreen #side { width: 42; height: 1fr; }
    RunScreen #inspector { height: 2fr; }
    RunScreen #main > *, RunScreen #inspector > *, RunScreen InFlight {
        width: 1fr; height: 1fr; border: round $panel; border-title-color: $foreground; border-subtitle-color: $text-muted;
    }
    RunScreen InFlight { min-height: 7; }
    RunScreen #main > *:focus, RunScreen #main > *:focus-within,
    RunScreen #inspector > *:focus, RunScreen #inspector > *:focus-within,
    RunScreen InFlight:focus, RunScreen InFlight:focus-within { border: round $accent; }
    RunScreen.-wide #side { width: 62; }
    RunScreen.-narrow #side { display: none; }
    RunScreen.-projector #side, RunScreen.-projector Timeline { display: none; }
    """

    def __init__(self, sitting: Sitting, at: int | None = None) -> None:
        super().__init__()
        self.sitting = sitting
        self.viewpoint = Viewpoint(sitting)
        self.begins_at = to_micros(sitting.current.past.plan.profile.start)
        self._at = at
        self.seen_at = -1
        "The moment that the panes show, as far as they need more than the events."
        self._shown_course = ""
        self._shown_cursor = -1
        self._shown_judged: Judged | None = None
        self._refreshing = Refreshing()
        self._ticks = 0
        self._told_end: set[str] = set()

    def compose(self) -> ComposeResult:
        yield StatusBar(id="status")
        with Horizontal(id="body"):
            with ContentSwitcher(initial="diagram", id="main"):
                for name, view in VIEWS.items():
                    yield view(id=name)
            with Vertical(id="side"):
                with ContentSwitcher(initial="message", id="inspector"):
                    yield MessageInspector(id="message")
                    yield NodeInspector(id="node")
                yield InFlight(id="in-flight")
        yield Timeline(id="timeline")
        yield KeyBar(Place.RUN, Place.APP)
        yield SmallTerminal()

    def on_mount(self) -> None:
        """Show what there is, and look for more thirty times a second."""
        self.query_one("#main").query_one("#diagram").focus()
        self._tick()
        if self._at is not None:
            self.go_to(self._at)
        self.set_interval(1 / FRAMES, self._tick)

    def on_unmount(self) -> None:
        """Whatever closes the screen, what happened is kept."""
        for folder in self.sitting.close().values():
            self.app.part(Parting(folder, folder.is_dir()))  # type: ignore[attr-defined] # our own application

    def on_resize(self) -> None:
        """Wide terminals have a wider side, narrow ones none."""
        self.set_class(self.size.width >= WIDE, "-wide")
        self.set_class(self.size.width < NARROW, "-narrow")

    def subject(self) -> str:
        """What a screenshot is called after."""
        return f"{self.viewpoint.course.story.name}-{self.viewpoint.cursor}"

    def nodes(self) -> tuple[str, ...]:
        """Every node that stands in this network, and those that were heard of."""
        heard = {step.node for step in self.viewpoint.ledger.steps if step.node != NETWORK_CA}
        return tuple(sorted(heard | set(standing_nodes(members(self.viewpoint.course.past.plan.network)))))

    def panes(self) -> Iterator[Widget]:
        """What is in sight of what shows the course of events."""
        yield self.pane(self.view)
        yield self.query_one(Timeline)
        if self.query_one("#side").display and not self.is_rushing:
            yield self.query_one(InFlight)

    def pane(self, name: str) -> Widget:
        """A view of the main area, by its name."""
        return self.query_one("#main").query_one(f"#{name}")

    def _tick(self) -> None:
        point = self.viewpoint
        self._ticks += 1
        if self.is_rushing and self._ticks % SKIPPED == 0:
            return
        self.beat(monotonic())
        point.drain()
        if self._shown_course != point.course.key:
            self._shown_course, self._shown_cursor = point.course.key, -1
            point.message, self.world = ("", 0), None
            self.query_one(CounterScreens).given(point.course.past.commands)
            others = [one for one in self.sitting.courses.values() if one.parent == point.course.key != one.key]
            self.query_one(Timeline).mark(branches=[one.left_at for one in others])
        if point.cursor != self._shown_cursor:
            self._stand()
        self._look()
        look = point.answer()
        if look is not None:
            self._take(look)
        if not self.is_rushing or self._ticks % RUSHING == 1:
            for pane in filter(_is_laid_out, self.panes()):
                self._refreshing.bring(pane, point.ledger, point.cursor, self.world)
        self.hear_failures()
        self._tell_end()
        self.query_one(StatusBar).say(facts_of(self))

    def _stand(self) -> None:
        """Another moment is looked at."""
        self._shown_cursor = self.viewpoint.cursor
        judged, step = self.viewpoint.judged(), self.viewpoint.step
        if judged is not self._shown_judged:
            self._shown_judged = judged
            checks = (judged.expectations, judged.oracles) if judged is not None else ((), ())
            self.query_one(OraclesPane).show_checks(*checks)
        if step is not None and step.id and step.what in ("message", "lost"):
            self.viewpoint.message = (step.id, step.sequence)

    def _look(self) -> None:
        """Ask for the moment stood at, but for a run at full speed: it would have to be made twice."""
        if not self.is_rushing:
            self.viewpoint.ask()

    def _take(self, look: Look) -> None:
        if look.world is None:
            self.complain(look.fault)
            return
        self.world, self.seen_at = look.world, look.request.step
        if look.node is not None:
            self.query_one(NodeInspector).look(look.node)
        if look.message is not None or look.absent or not self.viewpoint.message[0]:
            self.query_one(MessageInspector).look(look.message, self.viewpoint.ledger)

    def _tell_end(self) -> None:
        """Say once how a course of events came to its end."""
        course = self.viewpoint.course
        if course.key in self._told_end or course.standing is None or not course.standing.is_over:
            return
        try:
            report = course.report()  # type: ignore[attr-defined] # it has a control, so it is a living one
        except (JukiError, OSError) as fault:
            self._told_end.add(course.key)
            self.complain(fault)
            return
        if report is not None:
            self._told_end.add(course.key)
            self.tell_report(report)

    def tell_report(self, report: RunReport) -> None:
        """Say how a course of events has ended."""
        words = (
            pick("すべて満たされました", "Everything held.")
            if report.held
            else pick("満たされないものがあります(6 で検証項目)", "Something did not hold (6 shows the oracles).")
        )
        self.tell(f"{words} {report.digest}", is_bad=not report.held)

    def go_to(self, step: int) -> None:
        """Stand after a step."""
        self.viewpoint.stand(step)

    def on_step_chosen(self, event: StepChosen) -> None:
        event.stop()
        if event.sequence != self.viewpoint.cursor:
            self.go_to(event.sequence)

    def on_message_chosen(self, event: MessageChosen) -> None:
        event.stop()
        self.viewpoint.message = (event.id, event.sequence)
        self.query_one("#inspector", ContentSwitcher).current = "message"

    def on_node_chosen(self, event: NodeChosen) -> None:
        event.stop()
        self.viewpoint.node = event.node
        self.query_one("#inspector", ContentSwitcher).current = "node"


def _is_laid_out(pane: Widget) -> bool:
    """Whether a pane knows its size: one that has just come into sight could not show the line stood at before."""
    return bool(pane.size.area)

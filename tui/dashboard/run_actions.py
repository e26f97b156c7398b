"""What the other keys of the run's screen do: views, inspectors, searching, dialogs, files. Owns no pane.

Every action of the table of keys has its method here, or in `run_time` and `run_hands`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import ContentSwitcher

from juki.protocol.errors import BadInput
from juki.scenarios.sitting.course import RecordedCourse
from juki.scenarios.sitting.saving import save_scenario, scenario_text
from juki.scenarios.story import Words
from juki.tui.dashboard.comparing import compared, course_rows
from juki.tui.dashboard.jumping import Goal, Ground, Leave, ToCase, ToKind, ToMoment, ToNode, ToStep, ToView
from juki.tui.dashboard.keys import Place, bindings
from juki.tui.dashboard.run_hands import HandKeys
from juki.tui.dashboard.widgets.connections import Connections
from juki.tui.dashboard.widgets.event_log import EventLog
from juki.tui.dashboard.widgets.in_flight import InFlight
from juki.tui.dashboard.widgets.network_map import NetworkMap
from juki.tui.dashboard.widgets.sequence import SequenceDiagram
from juki.tui.language import pick

if TYPE_CHECKING:
    from juki.nodes.kernel.happenings import Command
    from juki.scenarios.breakpoints import Breakpoint

SEARCHED = ("diagram", "events")
"Views in which texts are searched for."
SEARCH, SEARCH_WHAT = (
    Words("検索", "Search"),
    Words("出来事の文から探す文字", "what to look for in the words of the events"),
)
FILTER = Words("絞り込み", "Filter")
FILTER_HOW = Words(
    "例: 宛先:新潟市 電文:転入通知 拒否 !消失 ステップ:10..20(空にするとすべて表示)",
    "for example: to:151009 kind:MoveInNotice refused !lost step:10..20; empty shows everything",
)
MADE_BY_CODE = "@"
"In the name of a branch that `scenarios.branching` has kept: nothing on its tape says which commands came from a hand."
LEAVE = Words(
    "実行は途中です。閉じますか。ここまでの実行は保存され、あとで続けられます。",
    "The run is not over. Close it? What has happened is kept, and can be carried on later.",
)


class RunActions(HandKeys):
    """Views, inspectors, dialogs and files."""

    BINDINGS: ClassVar = bindings(Place.RUN)
    PLACES: ClassVar = (Place.RUN,)

    def chosen_message(self) -> tuple[str, str] | None:
        return self.query_one(InFlight).choice

    # Views.

    @property
    def view(self) -> str:
        """Name of the view in the large pane."""
        return self.query_one("#main", ContentSwitcher).current or "diagram"

    def see(self, view: str) -> None:
        """Show a view in the large pane."""
        switcher = self.query_one("#main", ContentSwitcher)
        switcher.current = view
        focusable = switcher.query_one(f"#{view}")
        for widget in (focusable, *focusable.query("*")):
            if widget.can_focus:
                widget.focus()
                return

    def action_view_diagram(self) -> None:
        self.see("diagram")

    def action_view_map(self) -> None:
        self.see("map")

    def action_view_events(self) -> None:
        self.see("events")

    def action_view_screens(self) -> None:
        self.see("screens")

    def action_view_plots(self) -> None:
        self.see("plots")

    def action_view_oracles(self) -> None:
        self.see("oracles")

    def action_view_connections(self) -> None:
        self.see("connections")

    def inspect(self, what: str) -> None:
        """Show the inspector of a message or a node, and go to it."""
        switcher = self.query_one("#inspector", ContentSwitcher)
        switcher.current = what
        self.query_one("#side").display = True
        switcher.query_one(f"#{what}").focus()

    def action_inspect_message(self) -> None:
        step = self.viewpoint.step
        if step is not None and step.id:
            self.viewpoint.message = (step.id, step.sequence)
        self.inspect("message")

    def action_inspect_node(self) -> None:
        step, chosen = self.viewpoint.step, self.query_one(NetworkMap).chosen if self.view == "map" else ""
        if chosen or step is not None:
            self.viewpoint.node = chosen or step.node  # type: ignore[union-attr] # one of the two is there
        self.inspect("node")

    def action_in_flight(self) -> None:
        self.query_one("#side").display = True
        self.query_one(InFlight).focus()

    def action_switch_lanes(self) -> None:
        self.query_one(SequenceDiagram).switch_lanes()

    def action_detail(self) -> None:
        self.query_one(SequenceDiagram).switch_detail()

    # Finding.

    def action_search(self) -> None:
        from juki.tui.dashboard.dialogs.text_prompt import TextPrompt

        if self.view not in SEARCHED:
            self.see("events")
        pane = self.searched()

        def search(text: str | None) -> None:
            if text is not None and not pane.seek(text, fresh=True) and text:
                self.tell(pick(f"見つかりません: {text}", f"not found: {text}"))

        self.app.push_screen(TextPrompt(SEARCH, SEARCH_WHAT, pane.needle), search)

    def action_filter(self) -> None:
        from juki.tui.dashboard.dialogs.text_prompt import TextPrompt
        from juki.tui.filtering import parse

        def choose(text: str | None) -> None:
            if text is None:
                return
            self.filter_text = text
            for pane in (self.query_one(SequenceDiagram), self.query_one(EventLog)):
                pane.sift(text)

        self.app.push_screen(TextPrompt(FILTER, FILTER_HOW, self.filter_text, check=parse), choose)

    filter_text = ""

    def searched(self) -> EventLog | SequenceDiagram:
        """The pane in which texts are searched for."""
        return self.query_one(SequenceDiagram) if self.view == "diagram" else self.query_one(EventLog)

    def action_jump(self) -> None:
        from juki.tui.dashboard.jump_prompt import JumpPrompt

        ledger, step = self.viewpoint.ledger, self.viewpoint.step
        ground = Ground(
            len(ledger),
            self.viewpoint.cursor,
            step.at if step else self.begins_at,
            self.nodes(),
            tuple(ledger.cases()),
        )
        self.app.push_screen(JumpPrompt(ground), self._go)

    def nodes(self) -> tuple[str, ...]:
        """Every node that can be looked into."""
        raise NotImplementedError

    begins_at = 0
    "Virtual time at which the run begins, microseconds."

    def _go(self, goal: Goal | None) -> None:
        match goal:
            case ToStep(step=step):
                self._look_back(step)
            case ToMoment(at=at):
                self._to_moment(at)
            case ToNode(node=node):
                self.viewpoint.node = node
                self.inspect("node")
            case ToKind(kind=kind):
                self._to_first(lambda one: one.kind == kind, self.viewpoint.cursor)
            case ToCase(case=case):
                self._to_first(lambda one: one.case == case, 0)
            case ToView(view=view):
                self.see(view)
            case Leave():
                self.leave()
            case None:
                pass

    def _to_first(self, fits, after: int) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a predicate of a step
        """The first step that fits after a place; from the beginning again if there is none."""
        steps = self.viewpoint.ledger.steps
        found = next((one.sequence for one in (*steps[after:], *steps[:after]) if fits(one)), None)
        if found is None:
            self.tell(pick("まだ起きていません", "That has not happened yet"))
        else:
            self._look_back(found)

    def _to_moment(self, at: int) -> None:
        """The last step up to a virtual time; the run goes on to it if it has not come so far."""
        from bisect import bisect_right

        steps = self.viewpoint.ledger.steps
        if steps and at > steps[-1].at and self.control is not None:
            self.viewpoint.follow()
            self.control.jump(at)
        else:
            self._look_back(bisect_right(steps, at, key=lambda step: step.at))

    # Dialogs and files.

    def action_breakpoints(self) -> None:
        from juki.tui.dashboard.dialogs.breakpoints import BreakpointsDialog

        def set_them(chosen: tuple[Breakpoint, ...] | None) -> None:
            if chosen is not None:
                self.breakpoints = chosen
                self.arm()

        step, ledger = self.viewpoint.step, self.viewpoint.ledger
        here = {"kind": step.kind, "node": step.node, "case": step.case, "refused": step.refused} if step else {}
        self.app.push_screen(BreakpointsDialog(self.breakpoints, self.nodes(), tuple(ledger.cases()), here), set_them)

    def arm(self) -> None:
        """Let every course pause at the breakpoints."""
        for course in self.sitting.courses.values():
            if course.control is not None:
                course.control.break_at(*self.breakpoints)

    breakpoints: tuple[Breakpoint, ...] = ()

    def action_inject_fault(self) -> None:
        from juki.tui.dashboard.dialogs.faults import FaultDialog

        def inject(command: Command | None) -> None:
            if command is not None:
                self.give(command)

        step, chosen = self.viewpoint.step, self.query_one(Connections).choice if self.view == "connections" else None
        here, there = chosen or ((step.node, step.peer) if step is not None else ("", ""))
        self.app.push_screen(FaultDialog(self.nodes(), here, there), inject)

    def action_compare(self) -> None:
        from juki.tui.dashboard.dialogs.branches import BranchChoice, BranchesDialog

        def chosen(choice: BranchChoice | None) -> None:
            if choice is None:
                return
            if choice.go:
                self.is_playing = False
                self.sitting.choose(choice.go)
            elif choice.compare is not None:
                self._compare(*choice.compare)

        self.app.push_screen(BranchesDialog(course_rows(self.sitting)), chosen)

    def _compare(self, one: str, other: str) -> None:
        """Two courses side by side; their ends are made again aside, which takes a moment."""
        from juki.tui.dashboard.dialogs.comparison import ComparisonScreen, StepWanted

        keys = (one, other)

        def go(wanted: StepWanted | None) -> None:
            if wanted is not None:
                self.sitting.choose(keys[wanted.side])
                self._look_back(wanted.sequence)

        def work() -> None:
            rows = {row.key: row for row in course_rows(self.sitting)}
            comparison, tables = compared(self.sitting, one, other)
            screen = ComparisonScreen(comparison, (rows[one], rows[other]), tables)
            self.app.call_from_thread(self.app.push_screen, screen, go)

        self.run_worker(work, thread=True, exclusive=True, group="compare")

    def action_save_scenario(self) -> None:
        from juki.tui.dashboard.dialogs.save import SaveChoice, SaveDialog

        course = self.viewpoint.course
        if isinstance(course, RecordedCourse) and MADE_BY_CODE in course.header.scenario:
            self.complain(
                pick(
                    "プログラムから作った分岐は、シナリオとして保存できません。",
                    "A branch that was made by a program cannot be saved as a story.",
                )
            )
            return

        def save(wanted: SaveChoice | None) -> None:
            if wanted is None:
                return
            path, title = wanted.path, wanted.title
            try:
                text = scenario_text(course.story, course.options, course.past.commands, title, course.past.steps)
                save_scenario(path, text)
            except (BadInput, OSError) as fault:
                self.complain(fault)
                return
            self.tell(
                pick(
                    f"シナリオを保存しました: {path}(juki run {path} で再現)",
                    f"Saved: {path}; juki run {path} plays it again",
                )
            )

        title = Words(f"{course.story.title.ja}(操作つき)", f"{course.story.title.en}, by hand")
        self.app.push_screen(SaveDialog(f"{course.story.name}-by-hand.yaml", title), save)

    def leave(self) -> None:
        """Close the screen; what is not over is asked about first."""
        from juki.tui.dashboard.dialogs.confirm import ConfirmDialog

        if self.control is None:
            self.dismiss()
            return

        def answered(yes: bool | None) -> None:  # noqa: FBT001 - Textual's callback
            if yes:
                self.dismiss()

        self.app.push_screen(ConfirmDialog(LEAVE), answered)

"""What the keys of hands do on the run's screen: whatever changes the history. Draws nothing.

It goes to the run's control, which gives it between two happenings and puts it on the tape. At a moment of the past, and of
a run that is over, a branch is begun first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from juki.nodes.kernel.disturbances import Handle, Handling
from juki.protocol.errors import JukiError
from juki.protocol.terms import NodeId
from juki.tui.dashboard.run_time import TimeKeys
from juki.tui.language import pick

if TYPE_CHECKING:
    from juki.nodes.kernel.happenings import Command
    from juki.scenarios.control import Control
    from juki.scenarios.sitting.course import Course


class HandKeys(TimeKeys):
    """Hands: what is done to the history."""

    _is_branching = False

    def branch_then(self, then: Callable[[Course], None] = lambda _: None) -> None:
        """Leave the course at the moment stood at; what takes time is done aside, so that the screen goes on."""
        if self._is_branching:
            return  # one at a time: the next would leave a course that is not there yet
        self.is_playing, self._is_branching = False, True
        step = self.viewpoint.cursor

        def begin() -> None:
            try:
                course = self.sitting.branch(step)
            except (JukiError, OSError) as fault:
                self.app.call_from_thread(self.complain, fault)
            else:
                self.app.call_from_thread(self._branched, course, then)
            finally:
                self._is_branching = False

        self.run_worker(begin, thread=True, group="branch")

    def _branched(self, course: Course, then: Callable[[Course], None]) -> None:
        self.tell(
            pick(
                f"ステップ{course.left_at}で分岐しました(分岐{course.key})",
                f"Branch {course.key} leaves at step {course.left_at}",
            )
        )
        self.arm()
        then(course)

    def arm(self) -> None:
        """Let every course pause at the breakpoints."""
        raise NotImplementedError

    def action_branch(self) -> None:
        self.branch_then()

    def give(self, command: Command) -> None:
        """Command something at the moment stood at; in the past, and of a run that is over, on a branch."""
        self._do(lambda control: control.command(command))

    def _do(self, act: Callable[[Control], None]) -> None:
        if self.is_playing:
            self._stop_playing()
        control = self.control
        if control is not None and not self.viewpoint.is_back:
            act(control)
            return

        def then(course: Course) -> None:
            if course.control is not None:
                act(course.control)

        self.branch_then(then)

    def hear_failures(self) -> None:
        """Say why a command could not be given, if one could not."""
        control = self.viewpoint.course.control
        while control is not None and (fault := control.failure()) is not None:
            self.complain(fault)

    def _handle(self, handling: Handling) -> None:
        chosen = self.chosen_message()
        if chosen is None:
            self.tell(pick("配送中の電文がありません", "No message is in flight"))
            return
        self.handle_message(handling, *chosen)

    def chosen_message(self) -> tuple[str, str] | None:
        """Recipient and id of the message in flight that is chosen: the next to arrive if nobody chose."""
        raise NotImplementedError

    def handle_message(self, handling: Handling, node: str, message: str) -> None:
        """Do something with a message under way."""
        self.give(Handle(NodeId(node), message, handling))

    def action_drop(self) -> None:
        self._handle(Handling.DROP)

    def action_duplicate(self) -> None:
        self._handle(Handling.DUPLICATE)

    def action_tamper(self) -> None:
        self._handle(Handling.TAMPER)

    def action_hold(self) -> None:
        self._handle(Handling.HOLD)

    def action_release(self) -> None:
        self._handle(Handling.RELEASE)

    def action_take_next(self) -> None:
        self._handle(Handling.NEXT)

    def action_delay(self) -> None:
        from juki.tui.dashboard.dialogs.delay import DelayDialog

        chosen = self.chosen_message()
        if chosen is None:
            self.tell(pick("配送中の電文がありません", "No message is in flight"))
            return
        node, message = chosen

        def delay(micros: int | None) -> None:
            if micros:
                self._do(lambda control: control.delay(NodeId(node), message, micros))

        self.app.push_screen(DelayDialog(), delay)

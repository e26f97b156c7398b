"""A run steered from another thread: pause, step, pace, jump, breakpoints, commands. Knows no screen.

Requests are taken up between two happenings only. Those that change the history are commands of the world and go on the
tape; pausing, stepping and pacing change nothing and leave no mark, so a run driven by hand replays like any other.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from juki.nodes.kernel.desk import messages_under_way
from juki.nodes.kernel.drive import Due, Instruction, happenings
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.protocol.errors import BadInput, JukiError
from juki.protocol.terms import NodeId

MICROS = 1_000_000
LONGEST_NAP = 0.05
"Seconds of real time between two looks at the requests while a pace is kept."


class Stopped(JukiError):
    """Somebody asked for the run to end here."""


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """Where a run pauses by itself. Every part that is given must fit.

    Attributes:
        kind: of a message, timer, verb or disturbance.
        node: where it happens.
        case: of a procedure.
        refused: name of a refusal rule; `*` for any.
    """

    kind: str = ""
    node: str = ""
    case: str = ""
    refused: str = ""

    def fits(self, step: Step) -> bool:
        """Whether a step is one to pause at."""
        named = all(not wanted or wanted == found for wanted, found in self._pairs(step))
        return named and (not self.refused or (bool(step.refused) and self.refused in {"*", step.refused}))

    def _pairs(self, step: Step) -> tuple[tuple[str, str], ...]:
        return ((self.kind, step.kind), (self.node, step.node), (self.case, step.case))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a steered run stands, as another thread may know it.

    Attributes:
        steps: made so far.
        now: virtual time, microseconds.
        is_paused: waiting for somebody.
        is_over: nothing will happen any more.
        why: it paused: `asked`, `stepped`, `breakpoint`, `jumped`; or is over: `ended`, `stopped`, `broke`.
        under_way: while it is paused, sender, recipient, id and kind of every message in flight, the next first.
        held: while it is paused, recipient and id of every message held back.
    """

    steps: int
    now: int
    is_paused: bool
    is_over: bool = False
    why: str = ""
    under_way: tuple[tuple[NodeId, NodeId, str, str], ...] = ()
    held: tuple[tuple[NodeId, str], ...] = ()


@dataclass(slots=True)
class _Goal:
    """Until when the run goes on by itself."""

    steps: int | None = None
    case: str = ""
    moment: int | None = None


class Control:
    """Steers one world. `follow` and `end` belong to the thread that made the world, everything else to any other.

    Attributes:
        standing: replaced after every change; reading it needs no lock.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._is_paused, self._why, self._over = True, "asked", ""
        self._goal = _Goal()
        self._pace: float | None = None
        self._paced_from = (0.0, 0)
        "Real and virtual time at which the pace began."
        self._breakpoints: tuple[Breakpoint, ...] = ()
        self._requests: deque[Callable[[], None]] = deque()
        self._failures: deque[JukiError] = deque()
        self._asked, self._taken = 0, 0
        self._wake = threading.Event()
        self._changed = threading.Condition()
        self.standing = self._seen()
        world.trace.listen(self._see)

    def follow(self, instruction: Instruction) -> None:
        """Let the world do what a story wants, at the pace and with the pauses that others ask for.

        Raises:
            Stopped: somebody asked for the end.
        """
        for happening in happenings(self._world, instruction, self._between):
            self._world.perform(happening)
            self._stand()

    def end(self, why: str) -> None:
        """Nothing will happen any more."""
        self._over, self._why = why, why
        self._stand()

    def pause(self) -> None:
        """Stop before the next thing happens."""
        self._ask(lambda: self._halt("asked"))

    def play(self, pace: float | None = None) -> None:
        """Go on until the next breakpoint or request.

        Args:
            pace: virtual seconds a real second; None for as fast as it goes.

        Raises:
            BadInput: a pace at which nothing would ever happen.
        """
        if pace is not None and not pace > 0:
            raise BadInput("pace", str(pace), "virtual seconds a second, more than 0")
        self._ask(lambda: self._go(_Goal(), pace))

    def step(self, count: int = 1) -> None:
        """Make so many steps, then pause; asked for again before that, so many more.

        Raises:
            BadInput: less than one step.
        """
        if count < 1:
            raise BadInput("step", str(count), "1 or more")
        self._ask(lambda: self._go(_Goal(steps=self._stepped() + count), None))

    def step_case(self, case: str) -> None:
        """Go on to the next message of a case, then pause."""
        self._ask(lambda: self._go(_Goal(case=case), None))

    def jump(self, moment: int) -> None:
        """Go on without pace until a moment of virtual time (microseconds), then pause."""
        self._ask(lambda: self._go(_Goal(moment=moment), None))

    def command(self, command: Command) -> None:
        """Give the world a command at the next opportunity; it goes on the tape."""
        self._ask(lambda: self._give(command))

    def break_at(self, *breakpoints: Breakpoint) -> None:
        """Pause at these, in place of those before."""
        self._ask(lambda: setattr(self, "_breakpoints", breakpoints))

    def stop(self) -> None:
        """End the run before the next thing happens."""
        self._ask(self._stop)

    def failure(self) -> JukiError | None:
        """The oldest complaint about a command that could not be given; None if there is none."""
        return self._failures.popleft() if self._failures else None

    def rest(self, timeout: float | None = None) -> Standing:
        """Wait until everything asked so far was taken up and the run is paused or over; at most so many seconds."""
        with self._changed:
            asked = self._asked
            self._changed.wait_for(
                lambda: self.standing.is_over or (self._taken >= asked and self.standing.is_paused), timeout
            )
        return self.standing

    def _ask(self, request: Callable[[], None]) -> None:
        with self._changed:
            self._asked += 1
            self._requests.append(request)
        self._wake.set()

    def _between(self, when: Due) -> None:
        """Take up what was asked; wait while paused, or while a pace wants it."""
        while True:
            self._wake.clear()
            self._take_up()
            moment, due = self._goal.moment, None if self._runs_freely else when()
            if moment is not None and due is not None and due > moment:
                self._world.now = max(self._world.now, moment)
                self._halt("jumped")
            nap = 0.0 if due is None else min(self._nap(due), LONGEST_NAP)
            if not self._is_paused and nap <= 0:
                return
            if self._is_paused:
                self._stand()
            self._wake.wait(None if self._is_paused else nap)

    def _take_up(self) -> None:
        """Do what was asked. It counts as taken only together with how the run stands after it (see `rest`)."""
        taken = 0
        while self._requests:
            self._requests.popleft()()
            taken += 1
        if taken:
            self._stand(taken)

    @property
    def _runs_freely(self) -> bool:
        """Nobody asks when the next thing happens."""
        return self._pace is None and self._goal.moment is None

    def _nap(self, due: int) -> float:
        """Seconds that the pace still wants before virtual time `due`."""
        if self._pace is None:
            return 0.0
        real, virtual = self._paced_from
        return real + (due - virtual) / MICROS / self._pace - time.monotonic()

    def _go(self, goal: _Goal, pace: float | None) -> None:
        self._goal, self._pace, self._is_paused, self._why = goal, pace, False, ""
        self._paced_from = (time.monotonic(), self._world.now)

    def _stepped(self) -> int:
        """How many steps will have been made when what was asked before is done."""
        made, goal = self._world.trace.count, self._goal.steps
        return made if goal is None or self._is_paused else max(made, goal)

    def _halt(self, why: str) -> None:
        self._is_paused, self._why, self._goal = True, why, _Goal()

    def _give(self, command: Command) -> None:
        self._world.desk.is_speaking = True
        try:
            self._world.perform(command)
        except JukiError as fault:
            self._failures.append(fault)
        finally:
            self._world.desk.is_speaking = False
        self._stand()

    def _stop(self) -> None:
        raise Stopped("asked to stop")

    def _see(self, step: Step) -> None:
        """A step was made: is it one to pause at?"""
        goal = self._goal
        if any(breakpoint_.fits(step) for breakpoint_ in self._breakpoints):
            self._halt("breakpoint")
        elif (goal.steps is not None and step.sequence >= goal.steps) or (
            goal.case and step.what == "message" and step.case == goal.case
        ):
            self._halt("stepped")

    def _stand(self, taken: int = 0) -> None:
        with self._changed:
            self._taken += taken
            self.standing = self._seen()
            self._changed.notify_all()

    def _seen(self) -> Standing:
        world, is_over = self._world, bool(self._over)
        under_way: tuple[tuple[NodeId, NodeId, str, str], ...] = ()
        held: tuple[tuple[NodeId, str], ...] = ()
        if self._is_paused and not is_over:
            under_way, held = tuple(messages_under_way(world.agenda)), world.desk.held
        return Standing(
            world.trace.count, world.now, self._is_paused and not is_over, is_over, self._why, under_way, held
        )

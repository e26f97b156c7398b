"""A run steered from another thread: pause, step, pace, jump, breakpoints, commands. Knows no screen.

Requests are taken up between two happenings only. Those that change the history are commands of the world and go on the
tape; pausing, stepping and pacing change nothing and leave no mark, so a run driven by hand replays like any other.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from juki.nodes.kernel.drive import Instruction, happenings
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.protocol.errors import JukiError

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
        why: it paused: `asked`, `stepped`, `breakpoint`, `jumped`.
    """

    steps: int
    now: int
    is_paused: bool
    why: str = ""


@dataclass(slots=True)
class _Goal:
    """Until when the run goes on by itself."""

    steps: int | None = None
    case: str = ""
    moment: int | None = None


@dataclass(slots=True)
class Control:
    """Steers one world. `follow` belongs to the thread that made the world, everything else to any other.

    Attributes:
        world: that is steered.
        standing: replaced after every change; reading it needs no lock.
    """

    world: World
    is_paused: bool = True
    pace: float | None = None
    "Virtual seconds a real second; None for as fast as it goes."
    standing: Standing = field(init=False)
    _requests: deque[Callable[[], None]] = field(default_factory=deque)
    _wake: threading.Event = field(default_factory=threading.Event)
    _breakpoints: list[Breakpoint] = field(default_factory=list)
    _goal: _Goal = field(default_factory=_Goal)
    _why: str = "asked"
    _failures: deque[JukiError] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.world.trace.listen(self._see)
        self._stand()

    def follow(self, instruction: Instruction) -> None:
        """Let the world do what a story wants, at the pace and with the pauses that others ask for.

        Raises:
            Stopped: somebody asked for the end.
        """
        for happening in happenings(self.world, instruction, self._between):
            self._keep_pace()
            self.world.perform(happening)
            self._stand()

    def pause(self) -> None:
        """Stop before the next thing happens."""
        self._ask(lambda: self._halt("asked"))

    def play(self, pace: float | None = None) -> None:
        """Go on until the next breakpoint or request."""
        self._ask(lambda: self._go(_Goal(), pace))

    def step(self, count: int = 1) -> None:
        """Make so many steps, then pause."""
        self._ask(lambda: self._go(_Goal(steps=self.world.trace.count + count), self.pace))

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
        self._ask(lambda: self._breakpoints.__setitem__(slice(None), breakpoints))

    def stop(self) -> None:
        """End the run before the next thing happens."""
        self._ask(self._end)

    def failure(self) -> JukiError | None:
        """The oldest complaint about a command that could not be given; None if there is none."""
        return self._failures.popleft() if self._failures else None

    def _ask(self, request: Callable[[], None]) -> None:
        self._requests.append(request)
        self._wake.set()

    def _between(self) -> None:
        """Take up what was asked; wait while paused."""
        while True:
            self._wake.clear()
            while self._requests:
                self._requests.popleft()()
            first = self.world.next_due
            if self._goal.moment is not None and (first is None or first > self._goal.moment):
                self._halt("jumped")
            if not self.is_paused:
                return
            self._stand()
            self._wake.wait()

    def _go(self, goal: _Goal, pace: float | None) -> None:
        self._goal, self.pace, self.is_paused, self._why = goal, pace, False, ""

    def _halt(self, why: str) -> None:
        self.is_paused, self._why, self._goal = True, why, _Goal()

    def _give(self, command: Command) -> None:
        try:
            self.world.perform(command)
        except JukiError as fault:
            self._failures.append(fault)
        self._stand()

    def _end(self) -> None:
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

    def _keep_pace(self) -> None:
        """Sleep off the virtual time that has just gone by; a request cuts it short."""
        if self.pace is None:
            return
        wake_at = time.monotonic() + (self.world.now - self.standing.now) / MICROS / self.pace
        while not self._requests and (left := wake_at - time.monotonic()) > 0:
            self._wake.wait(min(left, LONGEST_NAP))

    def _stand(self) -> None:
        self.standing = Standing(self.world.trace.count, self.world.now, self.is_paused, self._why)

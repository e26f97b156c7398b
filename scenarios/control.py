"""A run steered from another thread: pause, step, pace, jump, breakpoints, commands. Knows no screen.

Requests are taken up between two happenings only. Those that change the history are commands of the world and go on the
tape; pausing, stepping and pacing change nothing and leave no mark, so a run driven by hand replays like any other.
A script says what a hand commanded before: it is commanded again at exactly its moments.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from juki.nodes.kernel.desk import messages_under_way
from juki.nodes.kernel.disturbances import Handle, Handling
from juki.nodes.kernel.drive import Due, Instruction, happenings
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.protocol.errors import BadInput, JukiError
from juki.protocol.terms import NodeId
from juki.scenarios.breakpoints import Breakpoint
from juki.scenarios.retaking import NEVER_CAME
from juki.scenarios.tape import CommandLine, command_of

__all__ = ["Breakpoint", "Control", "Standing", "Stopped"]
MICROS = 1_000_000
LONGEST_NAP = 0.05
"Seconds of real time between two looks at the requests while a pace is kept."


class Stopped(JukiError):
    """Somebody asked for the run to end here."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a steered run stands, as another thread may know it.

    Attributes:
        steps: made so far.
        now: virtual time, microseconds.
        is_paused: waiting for somebody.
        is_over: nothing will happen any more.
        why: it paused: `asked`, `stepped`, `breakpoint`, `jumped`, `failed` (a command of the script could not be
            given, see `Control.failure`); or is over: `ended`, `stopped`, `broke`.
        under_way: while it is paused, sender, recipient, id and kind of every message in flight, the next first.
        held: while it is paused, recipient and id of every message held back.
        delayed: while it is paused, when, to whom and which messages will be released, the earliest first.
        hit: at which breakpoint it paused, if at one.
    """

    steps: int
    now: int
    is_paused: bool
    is_over: bool = False
    why: str = ""
    under_way: tuple[tuple[NodeId, NodeId, str, str], ...] = ()
    held: tuple[tuple[NodeId, str], ...] = ()
    delayed: tuple[tuple[int, NodeId, str], ...] = ()
    hit: Breakpoint | None = None


@dataclass(slots=True)
class _Goal:
    """Until when the run goes on by itself."""

    steps: int | None = None
    case: str = ""
    moment: int | None = None
    is_return: bool = False
    "To where it has been before: no breakpoint counts on the way."


class Control:
    """Steers one world. `follow`, `judged` and `end` belong to the thread that made it, everything else to any other.

    Args:
        world: that is steered; it begins paused.
        script: commands that a hand gave before, in order; each is given again when its moment comes.
        until: if it is to go on by itself first: so many steps, then it is paused. Wait for that with `rest`.
        instructions: of the story that were followed before.

    Attributes:
        standing: replaced after every change; reading it needs no lock.
    """

    def __init__(self, world: World, script: Iterable[CommandLine] = (), until: int = 0, instructions: int = 0) -> None:
        self._world = world
        self._script = deque(line for line in script if line.during)
        self._during = instructions
        is_there = until <= world.trace.count
        self._is_paused, self._why, self._over = is_there, "asked" if is_there else "", ""
        self._goal = _Goal() if is_there else _Goal(steps=until, is_return=True)
        self._hit: Breakpoint | None = None
        self._found: Mapping[str, str] = {}
        "What each oracle has found so far."
        self._releases: list[tuple[int, int, Handle]] = []
        "A heap: when a delayed message is released, the how-manieth that was delayed, and which."
        self._delays = 0
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
        self._during += 1
        for happening in happenings(self._world, instruction, self._between):
            self._world.perform(happening)
            self._stand()

    def judged(self, findings: Mapping[str, str]) -> None:
        """Oracles were asked: is what they found one to pause at?

        Args:
            findings: of each oracle, everything it has found so far.
        """
        fresh = [name for name, found in findings.items() if found and found != self._found.get(name)]
        self._found = dict(findings)
        hit = next((one for one in self._breakpoints if one.fits_finding(fresh)), None)
        if hit is not None and not self._goal.is_return:
            self._halt("breakpoint", hit)
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
        self._ask(lambda: self._take(command))

    def delay(self, node: NodeId, message: str, micros: int) -> None:
        """Hold a message under way to a node, and release it after so many microseconds of virtual time.

        While it is delayed the network is not quiet: a story that waits for quiet waits for its release. On the tape
        there are two commands, a hold and a release.

        Raises:
            BadInput: less than a microsecond.
        """
        if micros < 1:
            raise BadInput("delay", str(micros), "1 or more")
        self._ask(lambda: self._hold(Handle(node, message, Handling.HOLD), micros))

    def break_at(self, *breakpoints: Breakpoint) -> None:
        """Pause at these, in place of those before."""
        self._breakpoints = breakpoints

    @property
    def breakpoints(self) -> tuple[Breakpoint, ...]:
        """Where it pauses by itself."""
        return self._breakpoints

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
        """Take up what was asked; wait while paused, or while a pace wants it; release what was delayed until now."""
        while True:
            self._wake.clear()
            self._take_up()
            self._retake()
            if self._is_paused:
                self._stand()
                self._wake.wait()
                continue
            due, is_release = self._next(when)
            moment = self._goal.moment
            if moment is not None and due is not None and due > moment:
                self._world.now = max(self._world.now, moment)
                self._halt("jumped")
            elif due is not None and (nap := min(self._nap(due), LONGEST_NAP)) > 0:
                self._wake.wait(nap)
            elif is_release:
                self._release()
            else:
                return

    def _next(self, when: Due) -> tuple[int | None, bool]:
        """When something happens next, and whether that is a release; None if nobody asks or the instruction is over."""
        if not self._releases and self._pace is None and self._goal.moment is None:
            return None, False
        due = when()
        if self._releases and (due is None or self._releases[0][0] <= due):
            return self._releases[0][0], True
        return due, False

    def _retake(self) -> None:
        """Command what the script says for this moment."""
        while self._script and not self._is_paused:
            line, here = self._script[0], (self._during, self._world.turns)
            if (line.during, line.turn) > here:
                return
            self._script.popleft()
            if (line.during, line.turn) < here:
                self._failures.append(BadInput(f"{line.verb} at {line.actor}", NEVER_CAME, "one that comes"))
                self._halt("failed")
                return
            self._world.now = max(self._world.now, line.at)
            if not self._give(command_of(line)):
                self._halt("failed")

    def _hold(self, hold: Handle, micros: int) -> None:
        if self._give(hold):
            self._delays += 1
            release = Handle(hold.node, hold.message, Handling.RELEASE)
            heapq.heappush(self._releases, (self._world.now + micros, self._delays, release))

    def _release(self) -> None:
        """The time of the message that was delayed least is over; somebody may have released it before."""
        moment, _, release = heapq.heappop(self._releases)
        if (release.node, release.message) in self._world.desk.held:
            self._world.now = max(self._world.now, moment)
            self._give(release)

    def _take_up(self) -> None:
        """Do what was asked. It counts as taken only together with how the run stands after it (see `rest`)."""
        taken = 0
        while self._requests:
            self._requests.popleft()()
            taken += 1
        if taken:
            self._stand(taken)

    def _nap(self, due: int) -> float:
        """Seconds that the pace still wants before virtual time `due`."""
        if self._pace is None:
            return 0.0
        real, virtual = self._paced_from
        return real + (due - virtual) / MICROS / self._pace - time.monotonic()

    def _go(self, goal: _Goal, pace: float | None) -> None:
        self._goal, self._pace, self._is_paused, self._why, self._hit = goal, pace, False, "", None
        self._paced_from = (time.monotonic(), self._world.now)

    def _stepped(self) -> int:
        """How many steps will have been made when what was asked before is done."""
        made, goal = self._world.trace.count, self._goal.steps
        return made if goal is None or self._is_paused else max(made, goal)

    def _halt(self, why: str, hit: Breakpoint | None = None) -> None:
        self._is_paused, self._why, self._goal, self._hit = True, why, _Goal(), hit

    def _take(self, command: Command) -> None:
        self._give(command)

    def _give(self, command: Command) -> bool:
        """Whether it could be given."""
        is_given = True
        self._world.desk.is_speaking = True
        try:
            self._world.perform(command)
        except JukiError as fault:
            self._failures.append(fault)
            is_given = False
        finally:
            self._world.desk.is_speaking = False
        self._stand()
        return is_given

    def _stop(self) -> None:
        raise Stopped("asked to stop")

    def _see(self, step: Step) -> None:
        """A step was made: is it one to pause at?"""
        goal = self._goal
        hit = None if goal.is_return else next((one for one in self._breakpoints if one.fits(step)), None)
        if hit is not None:
            self._halt("breakpoint", hit)
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
        standing = Standing(
            world.trace.count, world.now, self._is_paused and not is_over, is_over, self._why, hit=self._hit
        )
        if not standing.is_paused:
            return standing
        delayed = tuple((moment, one.node, one.message) for moment, _, one in sorted(self._releases))
        return replace(
            standing, under_way=tuple(messages_under_way(world.agenda)), held=world.desk.held, delayed=delayed
        )

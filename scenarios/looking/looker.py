"""Looks at any moment of any course of events, in a thread of its own that nobody waits for. Touches no world but its own.

Whoever asks goes on at once and finds the answer later; of several requests the newest counts. Each course is walked by a world
that is made again here from its past, so neither the one that is being played nor a screen is ever held up.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from typing import TypeAlias

import msgspec

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput, JukiError
from juki.scenarios.history import History
from juki.scenarios.looking.judging import checks, is_settled
from juki.scenarios.looking.messages import arrived_view, under_way_view
from juki.scenarios.looking.nodes import has_node, node_view, rows_before
from juki.scenarios.looking.views import MessageView, NodeView, WorldView
from juki.scenarios.looking.walking import Walk
from juki.scenarios.looking.worlds import world_view
from juki.scenarios.playing import Checked
from juki.scenarios.simulation import Simulation

Key: TypeAlias = int | str
KEPT = 32
"Answers that are remembered."
EDGE = 64
"Steps before the newest: closer to it, the run may be in the middle of what makes several steps at once."
PATIENCE, TRIES = 0.05, 4
"Seconds until a moment at the edge is tried again, and how often."


class LookRequest(msgspec.Struct, frozen=True):
    """What somebody wants to see.

    Attributes:
        course: key under which it was opened.
        step: the moment: so many steps had been made, or the first after it at which the network stood still.
        node: to look into; empty for none.
        message: id of a message to look at; empty for none, unless `hop` says which.
        hop: sequence of the step in which it came to its end; 0 if it is still under way at that moment.
        oracles: judge them too.
        recipient: of a message that is under way; found by its id if not given.
    """

    course: Key
    step: int
    node: str = ""
    message: str = ""
    hop: int = 0
    oracles: bool = False
    recipient: str = ""


class Look(msgspec.Struct, frozen=True):
    """What there was to see.

    Attributes:
        request: that it answers.
        world: None only if there is a fault.
        node: None if none was asked for, or if it did not exist by then.
        message: None if none was asked for, or if there was none.
        checks: the oracles at that moment; none while something is under way (`is_settled`) or if not asked for.
        fault: why nothing could be shown, in the words of whoever says so; empty if there is a world.
        absent: why there is no message, if one was asked for.
        is_settled: nothing was under way at that moment, so that the oracles may be judged.
    """

    request: LookRequest
    world: WorldView | None
    node: NodeView | None = None
    message: MessageView | None = None
    checks: tuple[Checked, ...] = ()
    fault: str = ""
    is_settled: bool = False
    absent: str = ""


class _Sight:
    """One course as the thread sees it."""

    def __init__(self, factory: Callable[[], History]) -> None:
        self.factory = factory
        self._walk = Walk(factory().past)
        self._steps: list[Step] = []
        self._decoder = msgspec.json.Decoder(Step)

    @property
    def end(self) -> int:
        """The newest step."""
        return self._walk.past.steps

    def at(self, step: int) -> Simulation:
        return self._walk.stand(step).simulation

    def step(self, sequence: int) -> Step:
        """A step of the trace.

        Raises:
            BadInput: there is none.
        """
        line = self._walk.past.line(sequence)
        if not line:
            raise BadInput(f"step {sequence}", f"a run of {self.end} steps", f"1 to {self.end}")
        return self._decoder.decode(line)

    def steps(self, upto: int) -> list[Step]:
        """The first steps."""
        while len(self._steps) < upto:
            self._steps.append(self.step(len(self._steps) + 1))
        return self._steps[:upto]


class Looker:
    """Answers requests in the order of their importance, which is the reverse of their age: only the newest.

    Attributes:
        answers: what was seen that nobody has taken yet, the newest last.
    """

    def __init__(self) -> None:
        self.answers: deque[Look] = deque()
        self._courses: dict[Key, Callable[[], History]] = {}
        self._sights: dict[Key, _Sight] = {}
        self._remembered: OrderedDict[Hashable, Look] = OrderedDict()
        self._changed = threading.Condition()
        self._wanted: LookRequest | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._live, name="looker", daemon=True)
        self._thread.start()

    def open(self, course: Key, history: Callable[[], History]) -> None:
        """From now on this course can be asked for; one of the same key is forgotten.

        Args:
            course: its key.
            history: makes its history, in the looker's thread when it is first asked for.
        """
        with self._changed:
            self._courses[course] = history

    def ask(self, request: LookRequest) -> None:
        """See this as soon as possible; an older request that nobody has begun to answer is dropped."""
        with self._changed:
            self._wanted = request
            self._changed.notify_all()

    def close(self) -> None:
        """See nothing more. What is being looked at is still looked at, and nobody waits for it."""
        with self._changed:
            self._is_closed, self._wanted = True, None
            self._changed.notify_all()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until a closed looker has stopped; whether it has."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _live(self) -> None:
        while (request := self._next()) is not None:
            self.answers.append(self._answer(request))
        self._sights.clear()

    def _next(self) -> LookRequest | None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._wanted is not None)
            wanted, self._wanted = self._wanted, None
            return wanted

    def _is_superseded(self, seconds: float) -> bool:
        """Wait so long for another request; whether there is one."""
        with self._changed:
            return self._changed.wait_for(lambda: self._is_closed or self._wanted is not None, seconds)

    def _answer(self, request: LookRequest) -> Look:
        """The answer, whatever goes wrong: the thread must live on, and a world that broke is made anew once."""
        look = Look(request, None, fault=f"no course {request.course}")
        with self._changed:
            factory = self._courses.get(request.course)
        if factory is None:
            return look
        for _ in range(2):
            try:
                known = self._remembered.pop((factory, request), None)
                look = known or self._seen(request, factory)
            except (JukiError, OSError) as fault:
                return Look(request, None, fault=str(fault))
            except Exception as fault:  # noqa: BLE001 - a world that breaks must not take the looker with it
                self._sights.pop(request.course, None)
                look = Look(request, None, fault=f"{type(fault).__name__}: {fault}")
            else:
                break
        self._remember(factory, look)
        return look

    def _remember(self, factory: Callable[[], History], look: Look) -> None:
        if look.fault:
            return
        self._remembered[factory, look.request] = look
        if len(self._remembered) > KEPT:
            self._remembered.popitem(last=False)

    def _seen(self, request: LookRequest, factory: Callable[[], History]) -> Look:
        sight = self._sight(request.course, factory)
        for _ in range(TRIES):
            try:
                return _look(request, sight)
            except Diverged:
                if request.step < sight.end - EDGE or self._is_superseded(PATIENCE):
                    raise
        return _look(request, sight)

    def _sight(self, course: Key, factory: Callable[[], History]) -> _Sight:
        known = self._sights.get(course)
        if known is None or known.factory is not factory:
            known = self._sights[course] = _Sight(factory)
        return known


def _look(request: LookRequest, sight: _Sight) -> Look:
    """Go where it is to be seen, the earliest moment first, so that the world goes on from one to the next."""
    message, absent = _arrived(request, sight)
    before = None
    if request.node and request.step:
        before = rows_before(sight.at(request.step - 1), request.node)
    simulation = sight.at(request.step)
    if request.message and not request.hop:
        try:
            message = under_way_view(simulation, request.message, request.recipient)
        except BadInput as fault:
            absent = str(fault)
    settled = is_settled(simulation)
    return Look(
        request,
        world_view(simulation),
        node_view(simulation, request.node, before) if has_node(simulation, request.node) else None,
        message,
        checks(simulation, sight.steps(request.step)) if request.oracles and settled else (),
        is_settled=settled,
        absent=absent,
    )


def _arrived(request: LookRequest, sight: _Sight) -> tuple[MessageView | None, str]:
    if not request.hop:
        return None, ""
    try:
        step = sight.step(request.hop)
        return arrived_view(sight.at(request.hop - 1), step), ""
    except BadInput as fault:
        return None, str(fault)

"""Going back in a run: its world at any step, by the nearest checkpoint and re-execution, and branches from there.

Every step made again is compared with the trace. Only what lies beyond the point where a branch leaves is drawn anew.
Screens and commands are not known here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from juki.nodes.kernel.checkpoints import Checkpoint, restore, save
from juki.nodes.kernel.choices import Choices, Diverged, Draw
from juki.nodes.kernel.drive import DirectDriver, Quiet, Until
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.folder import TAPE, TRACE
from juki.scenarios.pasts import Past, RecordedPast
from juki.scenarios.simulation import Simulation
from juki.scenarios.stage import Stage
from juki.scenarios.tape import command_of
from juki.scenarios.waypoints import Beginning, Unfit, name_of, start_at, whole

EVERY = 50
"Steps between two checkpoints that are kept while going through a history."


class History:
    """One run, recorded or under way, at any of its steps.

    Args:
        past: what is known of it, or the folder of a recorded one.
        every: steps between two checkpoints that are kept.

    Raises:
        BadInput: it is no run, one of another version, or its tape was altered.
    """

    def __init__(self, past: Past | Path, every: int = EVERY) -> None:
        self.past = RecordedPast(past) if isinstance(past, Path) else past
        self._every = every
        self._kept: dict[int, tuple[Checkpoint, int]] = {}
        "By step: a checkpoint, and how many commands had been given."
        self._looked_at: set[str] = set()
        "Checkpoints of the folder that were looked at."
        self._beginning: Beginning | None = None
        self.unusable: list[BadInput] = []
        "Checkpoints of the folder that are of no use, as far as they were looked at, and why."

    def at(self, step: int) -> Moment:
        """The world when `step` steps had been made, or the first moment after it at which it stood still.

        Raises:
            BadInput: the run has no such step.
            Diverged: what is made again is not what was recorded; the place is in the text.
        """
        moment = self._nearest(step, self.past.choices())
        moment.advance(step)
        return moment

    def branch(self, step: int, seed: int | None = None, record: Callable[[Draw], None] | None = None) -> Moment:
        """A world of its own from there: it may be given other commands, and draws what the tape does not hold.

        Args:
            step: where it leaves the run.
            seed: of the draws beyond that; the run's own if not given.
            record: told of every draw beyond the tape.
        """
        parent = self.at(step)
        choices = self.past.continued(dict(parent.simulation.world.choices.counts), seed, record)
        moment = self._nearest(parent.count, choices, before=parent)
        moment.leave()
        return moment

    def _nearest(self, step: int, choices: Choices, before: Moment | None = None) -> Moment:
        steps = self.past.steps
        if not 0 <= step <= steps:
            raise BadInput(f"step {step}", f"a run of {steps} steps", f"0 to {steps}")
        if before is not None:
            self._kept[before.count] = (before.checkpoint(), before.given)
        moment = Moment(self, choices)
        self._look_up(step, moment)
        known = sorted(self._kept)
        place = bisect_right(known, step)
        if place:
            checkpoint, given = self._kept[known[place - 1]]
            moment.restore(checkpoint, given)
        return moment

    def _look_up(self, step: int, moment: Moment) -> None:
        """Read the newest usable checkpoint of the folder before a step, if none as near is kept.

        One of the step itself is no use: it may be of a later moment, in which nothing was written into the trace.
        """
        nearest = max((count for count in self._kept if count <= step), default=0)
        names = (name for name in self.past.checkpoints() if name_of(nearest) < name < name_of(step))
        for name in sorted(names, reverse=True):
            if name in self._looked_at:
                continue
            self._looked_at.add(name)
            try:
                count, kept = self._read(name, moment)
            except Unfit as fault:
                self.unusable.append(fault)
                continue
            self._kept[count] = kept
            return

    def _read(self, name: str, moment: Moment) -> tuple[int, tuple[Checkpoint, int]]:
        past, place = self.past, str(self.past.folder / name)
        content = past.content(name)
        if not past.is_as_written(name, content):
            raise Unfit(place, "a checkpoint that was torn or altered", "one as juki run writes it")
        point = start_at(content, place, past.content(TAPE), past.content(TRACE)).point
        if self._beginning is None:
            self._beginning = Beginning(moment.simulation.world)
        return point.world.trace.count, (whole(point, self._beginning, place), point.written.commands)

    def staged(self, choices: Choices) -> Simulation:
        """A network of the run's plan at its beginning."""
        return Stage(self.past.story, self.past.plan, choices).simulation

    def passed(self, moment: Moment) -> None:
        """Keep a checkpoint now and then, so that the way back is short."""
        if moment.count >= max(self._kept, default=0) + self._every:
            self._kept[moment.count] = (moment.checkpoint(), moment.given)


class Moment:
    """A world somewhere in its history, which can go on: along the recorded history, or, as a branch, by new commands."""

    def __init__(self, history: History, choices: Choices) -> None:
        self._history = history
        self.simulation = history.staged(choices)
        self.given = 0
        "Commands of the tape that were given so far."
        self.is_branch = False
        self.own_steps: list[Step] = []
        "Of a branch: what has happened since it left."
        self._encoder = msgspec.json.Encoder()
        self.simulation.world.trace.listen(self._compare)

    @property
    def count(self) -> int:
        """Steps made so far."""
        return self.simulation.world.trace.count

    @property
    def digest(self) -> str:
        return self.simulation.world.trace.digest

    def checkpoint(self) -> Checkpoint:
        return save(self.simulation.world, self.simulation.registry)

    def restore(self, checkpoint: Checkpoint, given: int) -> None:
        """Stand where the checkpoint was taken."""
        restore(self.simulation.world, self.simulation.registry, checkpoint)
        self.given = given

    def leave(self) -> None:
        """From here on this is a history of its own."""
        self.is_branch = True

    def advance(self, step: int) -> None:
        """Go along the recorded history until `step` steps have been made.

        Raises:
            Diverged: a step is not the recorded one.
        """
        world, commands = self.simulation.world, self._history.past.commands
        while self.count < step:
            if self.given < len(commands) and commands[self.given].turn <= world.turns:
                line = commands[self.given]
                world.now = max(world.now, line.at)
                self.given += 1
                world.perform(command_of(line))
            elif not world.step():
                raise Diverged(f"step {self.count + 1}: nothing is to come, and the trace goes on")
            self._history.passed(self)

    def command(self, command: Command) -> None:
        """Give a branch a command of its own, now."""
        self._must_be_branch()
        self.simulation.world.perform(command)

    def order(self, node: str, verb: str, arguments: Mapping[str, str]) -> None:
        """Order something at a counter of a branch, now."""
        self.command(Order(NodeId(node), verb, arguments))

    def quiet(self) -> None:
        """Let a branch go on until nothing is under way."""
        self._must_be_branch()
        DirectDriver(self.simulation.world).follow(Quiet())

    def until(self, moment: int) -> None:
        """Let a branch go on until that microsecond of virtual time."""
        self._must_be_branch()
        DirectDriver(self.simulation.world).follow(Until(moment))

    def _must_be_branch(self) -> None:
        if not self.is_branch:
            raise BadInput("history", "a moment of the recorded run", "a branch: history.branch(step)")

    def _compare(self, step: Step) -> None:
        if self.is_branch:
            self.own_steps.append(step)
            return
        if self._encoder.encode(step) + b"\n" != self._history.past.line(step.sequence):
            raise Diverged(f"step {step.sequence} at {step.node} is not the recorded one")

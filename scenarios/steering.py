"""A story played in a thread of its own, steered from others, and kept as any run is. Knows no screen and no command line.

What a world is made of (its stores, its sessions) belongs to the thread that made it: it is made, played and judged there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.trace import Step
from juki.scenarios.control import Control, Stopped
from juki.scenarios.pasts import LivingPast
from juki.scenarios.playing import Checked, Play
from juki.scenarios.retaking import still_to_give
from juki.scenarios.running import Follow, RunOptions, RunReport, run_story
from juki.scenarios.story import Story
from juki.scenarios.tape import CommandLine, line_of_command
from juki.scenarios.waypoints import Start


@dataclass(frozen=True, slots=True)
class Judged:
    """What was known of expectations and oracles after a step.

    Attributes:
        step: made so far.
        expectations: looked at so far.
        oracles: all of them.
    """

    step: int
    expectations: tuple[Checked, ...]
    oracles: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What was done before, if a run is not to begin at its beginning.

    Attributes:
        commands: given up to the step at which it is to stand.
        step: at which it is to stand, paused.
        steps: made up to the checkpoint at which it is taken up.
        start: that checkpoint; None for the beginning.
    """

    commands: Sequence[CommandLine] = ()
    step: int = 0
    steps: Sequence[Step] = ()
    start: Start | None = None


class SteeredRun:
    """One run in its own thread. It begins paused, before the first thing happens.

    Args:
        story: what is played.
        options: how; the driver is always `direct`.
        listen: told of every step, in the thread of the world.
        judged: told of every judgement, likewise.
        before: where it begins, if not at its beginning.
        is_left: if it is stopped or breaks off, what was written is left, so that it can be carried on.
    """

    def __init__(
        self,
        story: Story,
        options: RunOptions,
        listen: Callable[[Step], None] | None = None,
        *,
        judged: Callable[[Judged], None] | None = None,
        before: Before | None = None,
        is_left: bool = False,
    ) -> None:
        self._story, self._listen, self._judged = story, listen, judged
        self._options = replace(options, driver="direct")
        self._before = before or Before()
        self._is_left = is_left
        self._control: Control | None = None
        self._past: LivingPast | None = None
        self._report: RunReport | None = None
        self._fault: BaseException | None = None
        self._is_staged = threading.Event()
        self._thread = threading.Thread(target=self._play, name=f"juki {story.name}", daemon=True)

    def begin(self) -> Control:
        """Start the thread, and wait until the stage stands.

        Raises:
            BadInput: as `run_story`.
            Incomplete: as `run_story`.
            OSError: as `run_story`.
        """
        self._thread.start()
        self._is_staged.wait()
        if self._control is None:
            raise self._fault or RuntimeError("no stage")
        return self._control

    @property
    def past(self) -> LivingPast:
        """What has happened so far; others may read it while the run goes on. It is there once the stage stands."""
        assert self._past is not None  # noqa: S101 - `begin` has waited for it
        return self._past

    @property
    def is_over(self) -> bool:
        """Nothing will happen any more, and what was to be written is written."""
        return not self._thread.is_alive()

    def report(self, timeout: float | None = None) -> RunReport | None:
        """What the run came to, when it is over; None if it is not over in so many seconds.

        Raises:
            Stopped: somebody ended it.
            Incomplete: as `run_story`.
            BadInput: as `run_story`.
            OSError: as `run_story`.
        """
        self._thread.join(timeout)
        if self._fault is not None:
            raise self._fault
        return self._report

    def _play(self) -> None:
        why = "ended"
        try:
            self._report = run_story(
                self._story, self._options, self._see, self._steer, self._before.start, is_left=self._is_left
            )
            if self._past is not None and self._options.out is not None:
                self._past.folder = self._options.out
        except BaseException as fault:  # noqa: BLE001 - whatever it is, whoever asks for the report must hear of it
            self._fault = fault.__cause__ if isinstance(fault.__cause__, Stopped) else fault
            why = "stopped" if isinstance(self._fault, Stopped) else "broke"
        if self._control is not None:
            self._control.end(why)
        self._is_staged.set()

    def _see(self, step: Step) -> None:
        if self._past is not None:
            self._past.made.append(step)
        if self._listen is not None:
            self._listen(step)

    def _steer(self, play: Play, folder: Path | None) -> Follow:
        stage, before = play.stage, self._before
        past = LivingPast(stage.story, stage.simulation.plan, self._options.seed, folder or Path())
        past.made.extend(before.steps)
        done = 0 if before.start is None else before.start.point.written.commands
        past.commands.extend(before.commands[:done])
        to_come = still_to_give(stage.story.hand, before.commands, before.step)
        self._past = past
        self._note_commands(play, past)
        self._control = Control(
            stage.simulation.world,
            script=[*before.commands[done:], *(one.line for one in to_come)],
            until=before.step,
            instructions=play.instructions_given,
        )
        play.judged = lambda: self._judge(play)
        self._is_staged.set()
        return self._control.follow

    def _note_commands(self, play: Play, past: LivingPast) -> None:
        """Whatever is commanded is part of the past before anything follows from it."""
        world, keep = play.stage.simulation.world, play.stage.simulation.world.commanded

        def commanded(command: Command) -> None:
            keep(command)
            during = play.instructions_given if world.desk.is_speaking else 0
            past.commands.append(line_of_command(command, world.trace.count, world.now, world.turns, during))

        world.commanded = commanded

    def _judge(self, play: Play) -> None:
        oracles = play.oracles
        if self._control is not None:
            self._control.judged({checked.name: checked.found for checked in oracles if not checked.held})
        if self._judged is not None:
            count = play.stage.simulation.world.trace.count
            self._judged(Judged(count, tuple(play.expectations), tuple(oracles)))

"""One course of events: a run that somebody drives, or one that is recorded. Knows no other course and no screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import msgspec

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput, JukiError
from juki.scenarios.control import Control, Standing
from juki.scenarios.folder import BEGUN, TAPE, TRACE, RunHeader
from juki.scenarios.pasts import Past, RecordedPast
from juki.scenarios.running import RunOptions, RunReport
from juki.scenarios.steering import Before, Judged, SteeredRun
from juki.scenarios.story import Story
from juki.scenarios.waypoints import Start, Unfit, name_of, start_at

Told: TypeAlias = Step | Judged
"What a course tells of itself, in order."


class Course:
    """What every course of events has.

    Attributes:
        key: by which it is asked for, unique in its sitting.
        parent: key of the one it left; itself for the first.
        left_at: the step after which it left it.
        story: that is played.
        options: how, `out` being its folder.
        feed: what has happened that nobody has taken yet; appended to in the thread of its world.
        newest: the last judgement; None before the first.
    """

    control: Control | None = None
    newest: Judged | None = None
    past: Past
    story: Story

    def __init__(self, key: str, parent: str, left_at: int, options: RunOptions) -> None:
        self.key, self.parent, self.left_at = key, parent, left_at
        self.options = options
        self.feed: deque[Told] = deque()

    @property
    def standing(self) -> Standing | None:
        """How it stands; None for one that is recorded."""
        return self.control.standing if self.control is not None else None

    def starts(self, before: int) -> Iterable[Start | None]:
        """Where a course that leaves it after a step may be taken up, the nearest first; None, the beginning, comes last.

        Args:
            before: the step.
        """
        past = self.past
        for name in reversed([name for name in past.checkpoints() if name < name_of(before)]):
            content = past.content(name)
            if not past.is_as_written(name, content):
                continue
            try:
                start = start_at(content, str(past.folder / name), past.content(TAPE), past.content(TRACE))
            except Unfit:
                continue
            files = {other: past.content(other) for other in past.checkpoints() if other <= name}
            yield replace(start, files=files)
        yield None


class RecordedCourse(Course):
    """A run on disk, looked at.

    Args:
        path: its folder.

    Raises:
        BadInput: it is no whole run, or one of another version.
    """

    def __init__(self, key: str, path: Path) -> None:
        past = RecordedPast(path)
        self.past, self.header = past, past.run.header
        super().__init__(key, key, 0, _options_of(self.header, past, path))
        self.story = past.story
        self.feed.extend(past.trail())
        self.newest = Judged(past.steps, tuple(self.header.expectations), tuple(self.header.oracles))
        self.feed.append(self.newest)


def _options_of(header: RunHeader, past: RecordedPast, path: Path) -> RunOptions:
    return RunOptions(
        seed=header.seed,
        profile=header.profile,
        link=header.link,
        faults=past.plan.faults if not past.plan.faults_text else str(path / "faults.yaml"),
        faults_text=past.plan.faults_text,
        residents=header.residents,
        settings=header.settings,
        out=path,
    )


class LivingCourse(Course):
    """A run that somebody drives; it stands paused at the step where it begins.

    Args:
        of: the course it leaves; None for one that begins at the beginning.

    Raises:
        BadInput: as `run_story`, or the other course has no such step.
        Incomplete: as `run_story`, or what was made again is not what the other course had recorded.
        OSError: as `run_story`.
    """

    def __init__(self, key: str, story: Story, options: RunOptions, of: Course | None = None, step: int = 0) -> None:
        super().__init__(key, of.key if of else key, step, options)
        if of is not None and not 0 <= step <= of.past.steps:
            raise BadInput(f"step {step}", f"a run of {of.past.steps} steps", f"0 to {of.past.steps}")
        self.story = story
        self._of, self._step = of, step
        self._encoder = msgspec.json.Encoder()
        starts = [None] if of is None else of.starts(step)
        for start in starts:
            try:
                self._run = self._begun(start)
            except Unfit:
                continue
            break
        self.past = self._run.past

    def _begun(self, start: Start | None) -> SteeredRun:
        """The run, when it stands where it is to begin."""
        self.feed.clear()
        run = SteeredRun(
            self.story, self.options, self._see, judged=self._judge, before=self._before(start), is_left=True
        )
        self.feed.extend(() if start is None else start.steps())
        self.control = run.begin()
        self.control.rest()
        if self.control.standing.is_over and self.control.standing.why == "broke":
            run.report()
        return run

    def _before(self, start: Start | None) -> Before:
        if self._of is None:
            return Before()
        steps = () if start is None else tuple(start.steps())
        done = 0 if start is None else start.point.written.commands
        given = list(self._of.past.commands)
        commands = [*given[:done], *(line for line in given[done:] if line.step < self._step)]
        return Before(commands, self._step, steps, start)

    def _see(self, step: Step) -> None:
        if self._of is not None and step.sequence <= self._step:
            made = self._encoder.encode(step) + b"\n"
            if made != self._of.past.line(step.sequence):
                raise Diverged(f"step {step.sequence} at {step.node} is not the recorded one")
        self.feed.append(step)

    def _judge(self, judged: Judged) -> None:
        self.newest = judged
        self.feed.append(judged)

    def report(self) -> RunReport | None:
        """What it came to; None while it is not over.

        Raises:
            Stopped: somebody ended it.
            Incomplete: the world broke off.
            OSError: it could not be written.
            BadInput: a step of the story could not be taken.
        """
        return self._run.report(0) if self._run.is_over else None

    def close(self) -> Path | None:
        """End it if it is not over.

        Returns:
            The folder that holds it, or that it is to have when `juki run --resume` has carried it on; None if nothing
            had happened.
        """
        assert self.control is not None  # noqa: S101 - it has begun
        if not self._run.is_over:
            self.control.stop()
        try:
            report = self._run.report()
        except (
            JukiError,
            OSError,
        ):  # whoever drives it has asked for it, or has been told; here only the folder matters
            return self.options.out if (self.past.folder / BEGUN).is_file() else None
        return self.options.out if report is not None else None

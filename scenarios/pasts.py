"""What is known of a run's past: of one that is recorded, or of one that is under way. Makes no world.

Whoever goes back in a run makes its steps again from this, and compares them with it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from juki.nodes.kernel.choices import Choices, ContinuedChoices, Draw, RecordedChoices, SeededChoices
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.scenarios.folder import CHECKPOINTS, HEADER, TAPE, TRACE, expect_versions, hash_of, open_run
from juki.scenarios.plans import recorded_plan, recorded_story
from juki.scenarios.simulation import Plan
from juki.scenarios.story import Story
from juki.scenarios.tape import CommandLine, DrawLine, TapeAltered, draw_of, lines

Record = Callable[[Draw], None]


class Past(ABC):
    """The past of one run.

    Attributes:
        story: that is played, with its settings.
        plan: what its network is made of.
        folder: where its files lie.
        commands: given to it so far, in order.
    """

    story: Story
    plan: Plan
    folder: Path
    commands: Sequence[CommandLine]

    @property
    @abstractmethod
    def steps(self) -> int:
        """How many have been made."""

    @abstractmethod
    def line(self, step: int) -> bytes:
        """The line of the trace for a step, from 1; empty if there is none."""

    @abstractmethod
    def trail(self) -> list[Step]:
        """Every step that has been made, in order."""

    @abstractmethod
    def choices(self) -> Choices:
        """The draws of the run, from their beginning."""

    @abstractmethod
    def continued(self, counts: dict[str, int], seed: int | None, record: Record | None) -> Choices:
        """The draws of the run, and others beyond a point.

        Args:
            counts: draws up to that point, by label.
            seed: of those beyond it; the run's own if not given.
            record: told of those beyond alone.
        """

    @abstractmethod
    def is_as_written(self, name: str, content: bytes) -> bool:
        """Whether a file is the one that the run has written."""

    def content(self, name: str) -> bytes:
        """What is in one of its files; empty if there is none."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return b""

    def checkpoints(self) -> list[str]:
        """Names of the files of its checkpoints, the earliest first."""
        return sorted(f"{CHECKPOINTS}/{path.name}" for path in (self.folder / CHECKPOINTS).glob("*.checkpoint"))


class RecordedPast(Past):
    """A run on disk.

    Raises:
        BadInput: it is no run, one of another version, or its tape was altered.
    """

    def __init__(self, path: Path) -> None:
        self.run = open_run(path)
        self.folder = path
        expect_versions(path / HEADER, self.run.header)
        try:
            tape = list(lines((self.run.content(TAPE) or b"").splitlines(keepends=True)))
        except TapeAltered as fault:
            raise BadInput(f"{path / TAPE}:{fault.line}", fault.found, fault.expected) from None
        self.draws: list[Draw] = [draw_of(line) for line in tape if isinstance(line, DrawLine)]
        self.commands: list[CommandLine] = [line for line in tape if isinstance(line, CommandLine)]
        self.trace = (self.run.content(TRACE) or b"").splitlines(keepends=True)
        self.story = recorded_story(self.run)
        self.plan = recorded_plan(self.run, self.story)

    @property
    def steps(self) -> int:
        return len(self.trace)

    def line(self, step: int) -> bytes:
        return self.trace[step - 1] if 0 < step <= len(self.trace) else b""

    def trail(self) -> list[Step]:
        return list(map(msgspec.json.Decoder(Step).decode, self.trace))

    def choices(self) -> Choices:
        return RecordedChoices(self.draws)

    def continued(self, counts: dict[str, int], seed: int | None, record: Record | None) -> Choices:
        shared = [draw for draw in self.draws if draw.count < counts.get(draw.label, 0)]
        return ContinuedChoices(shared, self.run.header.seed if seed is None else seed, "", record)

    def is_as_written(self, name: str, content: bytes) -> bool:
        return self.run.is_sealed and hash_of(content) == self.run.header.files.get(name)

    @cached_property
    def _texts(self) -> dict[str, bytes]:
        return {TRACE: b"".join(self.trace), TAPE: super().content(TAPE)}

    def content(self, name: str) -> bytes:
        return self._texts[name] if name in (TRACE, TAPE) else super().content(name)


class LivingPast(Past):
    """A run under way, as far as it has come. Others may add to it while it is read.

    Args:
        story: that is played, with its settings.
        plan: what its network is made of.
        seed: of all its draws.
        folder: where it is being written.
    """

    def __init__(self, story: Story, plan: Plan, seed: int, folder: Path) -> None:
        self.story, self.plan, self.folder = story, plan, folder
        self._seed = seed
        self.commands: list[CommandLine] = []
        self.made: list[Step] = []
        self._encoder = msgspec.json.Encoder()

    @property
    def steps(self) -> int:
        return len(self.made)

    def line(self, step: int) -> bytes:
        return self._encoder.encode(self.made[step - 1]) + b"\n" if 0 < step <= len(self.made) else b""

    def trail(self) -> list[Step]:
        return list(self.made)

    def choices(self) -> Choices:
        return SeededChoices(self._seed)

    def continued(self, counts: dict[str, int], seed: int | None, record: Record | None) -> Choices:
        """As of any run; the draws up to the point are those of its seed."""
        return _Parted(self._seed, self._seed if seed is None else seed, counts, record)

    def is_as_written(self, name: str, content: bytes) -> bool:  # noqa: ARG002 - this process has written it just now
        return True


class _Parted(Choices):
    """Draws of one seed up to a point of each stream, of another beyond it; told of the latter alone."""

    def __init__(self, seed: int, beyond: int, counts: dict[str, int], record: Record | None) -> None:
        super().__init__()
        self._before, self._beyond = SeededChoices(seed), SeededChoices(beyond)
        self._points, self._told = dict(counts), record

    def _value(self, label: str, count: int, bound: int, *, of_octets: bool) -> str:
        if count < self._points.get(label, 0):
            return self._before.value_of(label, count, bound, of_octets=of_octets)
        value = self._beyond.value_of(label, count, bound, of_octets=of_octets)
        if self._told is not None:
            self._told(Draw(label, count, bound, value))
        return value

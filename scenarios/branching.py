"""A branch kept as a run of its own: the shared tape and trace, then what was commanded and what followed. Judges by oracles.

Such a folder replays by itself; nothing in it points to the run it left.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from juki.nodes.kernel.choices import Draw
from juki.nodes.kernel.drive import DirectDriver, Quiet
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.trace import Step
from juki.scenarios.folder import FAULTS, STORY, TAPE, TRACE, RunHeader
from juki.scenarios.history import History, Moment
from juki.scenarios.keeping import Keeping
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import View
from juki.scenarios.pasts import RecordedPast
from juki.scenarios.playing import Checked
from juki.scenarios.recording import final_files
from juki.scenarios.running import FAILED, HELD
from juki.scenarios.tape import START, CommandLine, Line, chained, line_of_command, line_of_draw
from juki.scenarios.trail import Trail


class Branch:
    """A world that left a recorded run at some step.

    Args:
        history: of a recorded run.
        step: where it leaves.
        seed: of what it draws beyond that; the run's own if not given.

    Raises:
        BadInput: the run has no such step.
    """

    def __init__(self, history: History, step: int, seed: int | None = None) -> None:
        past = history.past
        assert isinstance(past, RecordedPast)  # noqa: S101 - a run under way is branched by a sitting
        self._past = past
        self._draws: list[Draw] = []
        self._commands: list[CommandLine] = []
        self.moment: Moment = history.branch(step, seed, self._draws.append)
        self.left_at = self.moment.count
        self._given = self.moment.given
        self._counts = dict(self.moment.simulation.world.choices.counts)
        self.moment.simulation.world.commanded = self._note

    def _note(self, command: Command) -> None:
        world = self.moment.simulation.world
        self._commands.append(line_of_command(command, world.trace.count, world.now, world.turns))

    def keep(self, out: Path) -> RunHeader:
        """Let it come to rest, judge it, and write it down as a run.

        Raises:
            BadInput: there is something at `out`.
            OSError: it cannot be written; nothing is kept.
        """
        simulation = self.moment.simulation
        DirectDriver(simulation.world).follow(Quiet())
        simulation.sign_logs()
        oracles = self._judged()
        parent, trace = self._past.run.header, simulation.world.trace
        header = msgspec.structs.replace(
            parent,
            scenario=f"{parent.scenario}@{self.left_at}",
            verdict=HELD if all(checked.held for checked in oracles) else FAILED,
            digest=trace.digest,
            messages=trace.messages,
            refused=trace.refused,
            steps=trace.count,
            ended_at=simulation.world.now,
            expectations=[],
            oracles=oracles,
            replay="juki replay .",
            driver="direct",
        )
        with Keeping(out) as keeping:
            keeping.whole(header, {**self._texts(), **final_files(simulation)})
        return header

    def _judged(self) -> list[Checked]:
        steps = [msgspec.json.decode(line, type=Step) for line in self._past.trace[: self.left_at]]
        trail = Trail([*steps, *self.moment.own_steps])
        view = View(self.moment.simulation, trail, None, is_end=True)
        judged = []
        for oracle in ORACLES:
            found = "; ".join(oracle.findings(view))
            judged.append(Checked(oracle.name, not found, oracle.words.ja, oracle.words.en, oracle.basis, found))
        return judged

    def _given_files(self) -> dict[str, bytes]:
        """The story, and the faults if they came from a file."""
        contents = {name: self._past.run.content(name) for name in (STORY, FAULTS)}
        return {name: content for name, content in contents.items() if content is not None}

    def _texts(self) -> dict[str, bytes]:
        """Tape, trace and story of the branch, from the beginning of the run it left."""
        shared = [draw for draw in self._past.draws if draw.count < self._counts.get(draw.label, 0)]
        given = self._past.commands[: self._given]
        tape: list[Line] = [line_of_draw(draw) for draw in (*shared, *self._draws)]
        texts, chain = [], START
        for line in (*tape, *given, *self._commands):
            text, chain = chained(line, chain)
            texts.append(text)
        encoder = msgspec.json.Encoder()
        own = [encoder.encode(step) + b"\n" for step in self.moment.own_steps]
        return {
            TAPE: b"".join(texts),
            TRACE: b"".join([*self._past.trace[: self.left_at], *own]),
            **self._given_files(),
        }

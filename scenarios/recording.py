"""Writes a run's folder: tape, trace and checkpoints while it runs, the rest at its end. Decides nothing about the run.

It writes into a folder of another name beside it, and gives it its own name when everything is there: a run is kept whole
or not at all.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import msgspec

import juki
from juki.nodes.kernel.choices import Draw
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.trace import Step
from juki.scenarios.folder import (
    BEGUN,
    FAULTS,
    FORMAT,
    LOGS,
    PKI,
    STORES,
    STORY,
    TAPE,
    TRACE,
    Begun,
    RunHeader,
    file_hash,
    file_name,
    python_version,
    sqlite_version,
    under_name,
)
from juki.scenarios.keeping import Keeping, hold
from juki.scenarios.population.municipalities import source
from juki.scenarios.tape import START, Line, chained, line_of_command, line_of_draw
from juki.scenarios.waypoints import Beginning, Start, Written, encoded, name_of, remembered, waypoint

if TYPE_CHECKING:
    from juki.scenarios.playing import Play
    from juki.scenarios.running import RunOptions, RunReport
    from juki.scenarios.simulation import Plan, Simulation
    from juki.scenarios.story import Story


class Recorder:
    """Keeps one run.

    Args:
        out: its folder.
        start: where it is taken up, if it is not at the beginning.

    Raises:
        BadInput: there is something at `out` already.
        OSError: the folder cannot be written.
    """

    def __init__(self, out: Path, start: Start | None = None) -> None:
        self._keeping = Keeping(out)
        self._tape = self._keeping.stream(TAPE)
        self._trace = self._keeping.stream(TRACE)
        self._traced = file_hash()
        self._chain = START
        self._commands = 0
        self._encoder = msgspec.json.Encoder()
        self.has_steps = False
        "Whether anything has happened that could be lost."
        self._play: Play | None = None
        self._beginning: Beginning | None = None
        self._start = start
        self._last = 0
        "Step of the newest checkpoint, or of one that could not be written."
        self.left_out: list[str] = []
        "Why a checkpoint could not be written, one for each."

    @property
    def folder(self) -> Path:
        """Where the run is being written."""
        return self._keeping.folder

    def begin(self, story: Story, plan: Plan, options: RunOptions) -> None:
        """Write down what run this is, so that it can be begun again if it is broken off."""
        begun = Begun(
            format=FORMAT,
            juki=juki.__version__,
            python=python_version(),
            places=source(),
            path=str(story.path),
            seed=options.seed,
            profile=plan.profile.name,
            link=plan.link,
            driver=options.driver,
            faults=options.faults or plan.faults,
            residents=plan.residents,
            settings=dict(options.settings),
        )
        (self._keeping.folder / STORY).write_text(story.text, "utf-8", newline="")
        if plan.faults_text:
            (self._keeping.folder / FAULTS).write_text(plan.faults_text, "utf-8", newline="")
        # Held open to the end, so that others see that somebody writes here.
        file = self._keeping.stream(BEGUN)
        hold(file)
        file.write(msgspec.json.encode(begun) + b"\n")
        file.flush()

    def attach(self, play: Play, beginning: Beginning) -> None:
        """Follow this play from now on."""
        world = play.stage.simulation.world
        self._play, self._beginning = play, beginning
        if self._start is not None:
            self._take_up(self._start)
        world.commanded = self._command
        world.trace.listen(self._step)
        play.between_steps = self._pass

    def _take_up(self, start: Start) -> None:
        """Write what was written up to there; from now on draws are written too."""
        self._tape.write(start.tape)
        self._trace.write(start.trace)
        self._traced.update(start.trace)
        written = start.point.written
        self._chain, self._commands = written.chain.encode(), written.commands
        self._last = start.point.world.trace.count
        for name, content in sorted(start.files.items()):
            self._keep_checkpoint(name, content)
        self._start = None

    def draw(self, draw: Draw) -> None:
        """One draw, as it is made."""
        if self._start is None:  # else it is on the tape that is taken up
            self._line(line_of_draw(draw))

    def _command(self, command: Command) -> None:
        """An outside command is on disk before anything follows from it."""
        play = self._play
        assert play is not None  # noqa: S101 - attached before anything can be commanded
        world = play.stage.simulation.world
        during = play.instructions_given if world.desk.is_speaking else 0
        self._line(line_of_command(command, world.trace.count, world.now, world.turns, during))
        self._commands += 1
        self._tape.flush()

    def _line(self, line: Line) -> None:
        text, self._chain = chained(line, self._chain)
        self._tape.write(text)

    def _step(self, step: Step) -> None:
        text = self._encoder.encode(step) + b"\n"
        self.has_steps = True
        self._traced.update(text)
        self._trace.write(text)

    def _pass(self) -> None:
        """Between two steps of the story: write a checkpoint if one is due. What it tells of is on disk before it is."""
        play, beginning = self._play, self._beginning
        assert play is not None  # noqa: S101 - it is the play that calls
        assert beginning is not None  # noqa: S101 - likewise
        count = play.stage.simulation.world.trace.count
        if count - self._last < beginning.distance:
            return
        self._last = count
        for file in (self._tape, self._trace):
            file.flush()
        written = Written(
            self._tape.tell(), self._chain.decode(), self._trace.tell(), self._traced.hexdigest(), self._commands
        )
        self._keep_checkpoint(
            name_of(count), encoded(waypoint(play.stage.simulation, remembered(play), beginning, written))
        )

    def _keep_checkpoint(self, name: str, content: bytes) -> None:
        try:
            self._keeping.piece(name, content)
        except OSError as fault:  # the run goes on without it: it is a help, and no part of the history
            self.left_out.append(fault.strerror or str(fault))

    def keep(self, play: Play, report: RunReport, options: RunOptions) -> None:
        """Write what is left and give the folder its name.

        Raises:
            OSError: it cannot be written.
            BadInput: something has come to be at the folder's place meanwhile.
        """
        self._keeping.whole(_header(play, report, options), final_files(play.stage.simulation))

    def discard(self) -> None:
        """Leave nothing behind."""
        self._keeping.discard()

    def leave(self) -> None:
        """Leave what was written, as a killed process would: the run can be carried on."""
        self._keeping.leave()


def final_files(simulation: Simulation) -> dict[str, bytes]:
    """Logs, stores and certificates as they stand at the end of a run."""
    files: dict[str, bytes] = {}
    for node in simulation.nodes():
        host = simulation.hosts[node]
        files[f"{LOGS}/{file_name(node)}.jsonl"] = b"".join(host.journal.lines())
        files[f"{STORES}/{file_name(node)}.sqlite"] = host.store.image()
    for name, content in simulation.registry.exported(simulation.nodes()).items():
        files[f"{PKI}/{name}"] = content
    return files


def _header(play: Play, report: RunReport, options: RunOptions) -> RunHeader:
    """What the header says; where this machine keeps the story is no part of it, the copy in the folder is."""
    path = str(play.stage.story.path)
    return RunHeader(
        format=FORMAT,
        juki=juki.__version__,
        python=python_version(),
        sqlite=sqlite_version(),
        places=source(),
        scenario=report.scenario,
        seed=report.seed,
        profile=report.profile,
        link=report.link,
        driver=report.driver,
        faults=report.faults,
        residents=report.residents,
        settings=dict(options.settings),
        verdict=report.verdict,
        digest=report.digest,
        messages=report.messages,
        refused=report.refused,
        steps=report.steps,
        ended_at=play.stage.simulation.world.now,
        expectations=[under_name(checked, path, STORY) for checked in report.expectations],
        oracles=report.oracles,
        replay=report.replay.replace(f" {quote(path)} ", f" {STORY} ", 1),
        files={},
    )

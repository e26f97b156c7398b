"""Writes a run's folder: tape and trace while it runs, the rest at its end. Decides nothing about the run.

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
from juki.nodes.kernel.world import World
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
    file_name,
    python_version,
    sqlite_version,
)
from juki.scenarios.keeping import Keeping, hold
from juki.scenarios.population.municipalities import source
from juki.scenarios.tape import START, Line, chained, line_of_command, line_of_draw

if TYPE_CHECKING:
    from juki.scenarios.playing import Play
    from juki.scenarios.running import RunOptions, RunReport
    from juki.scenarios.simulation import Plan, Simulation
    from juki.scenarios.story import Story


class Recorder:
    """Keeps one run.

    Raises:
        BadInput: there is something at `out` already.
        OSError: the folder cannot be written.
    """

    def __init__(self, out: Path) -> None:
        self._keeping = Keeping(out)
        self._tape = self._keeping.stream(TAPE)
        self._trace = self._keeping.stream(TRACE)
        self._chain = START
        self._encoder = msgspec.json.Encoder()
        self._world: World | None = None

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

    def attach(self, world: World) -> None:
        """Follow this world from now on."""
        self._world = world
        world.commanded = self._command
        world.trace.listen(self._step)

    def draw(self, draw: Draw) -> None:
        """One draw, as it is made."""
        self._line(line_of_draw(draw))

    def _command(self, command: Command) -> None:
        """An outside command is on disk before anything follows from it."""
        world = self._world
        assert world is not None  # noqa: S101 - attached before anything can be commanded
        self._line(line_of_command(command, world.trace.count, world.now, world.turns))
        self._tape.flush()

    def _line(self, line: Line) -> None:
        text, self._chain = chained(line, self._chain)
        self._tape.write(text)

    def _step(self, step: Step) -> None:
        self._trace.write(self._encoder.encode(step) + b"\n")

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
        expectations=[
            msgspec.structs.replace(checked, place=checked.place.replace(path, STORY, 1))
            for checked in report.expectations
        ],
        oracles=report.oracles,
        replay=report.replay.replace(f" {quote(path)} ", f" {STORY} ", 1),
        files={},
    )

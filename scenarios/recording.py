"""Writes a run's folder: tape and trace while it runs, the rest at its end. Decides nothing about the run.

It writes into a folder of another name beside it, and gives it its own name when everything is there: a run is kept whole
or not at all.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from io import BufferedReader, BufferedWriter
from itertools import count
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import msgspec

import juki
from juki.nodes.kernel.choices import Draw
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.protocol.errors import BadInput
from juki.scenarios.folder import (
    BEGUN,
    FORMAT,
    HEADER,
    LOGS,
    PKI,
    STORES,
    STORY,
    TAPE,
    TRACE,
    Begun,
    RunHeader,
    file_name,
    hash_of,
    python_version,
    sealed,
    sqlite_version,
)
from juki.scenarios.population.municipalities import source
from juki.scenarios.tape import START, Line, chained, line_of_command, line_of_draw

if TYPE_CHECKING:
    from juki.scenarios.playing import Play
    from juki.scenarios.running import RunOptions, RunReport
    from juki.scenarios.simulation import Plan, Simulation
    from juki.scenarios.story import Story


_COUNT = count()
"Two runs of one process write into two folders, even if both are to have one name in the end."


class Recorder:
    """Keeps one run.

    Raises:
        BadInput: there is something at `out` already.
        OSError: the folder cannot be written.
    """

    def __init__(self, out: Path) -> None:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise BadInput(str(out), "something that is there already", "a new folder, or an empty one")
        try:
            self._shown, self._out = out, out.resolve()
        except (ValueError, RuntimeError) as fault:  # a NUL in the name, links in a circle
            raise BadInput(ascii(str(out))[1:-1], str(fault), "the name of a folder") from None
        self._folder = self._out.with_name(f".{self._out.name}.{os.getpid()}-{next(_COUNT)}.partial")
        shutil.rmtree(self._folder, ignore_errors=True)
        self._made = [parent for parent in self._folder.parents if not parent.exists()]
        self._folder.mkdir(parents=True)
        try:
            self._tape = (self._folder / TAPE).open("wb")
            self._trace = (self._folder / TRACE).open("wb")
        except OSError:
            self._remove()
            raise
        self._chain = START
        self._encoder = msgspec.json.Encoder()
        self._world: World | None = None
        self._begun: BufferedWriter | None = None
        "Held open, so that others see that somebody writes here; a process that is killed lets go of it."

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
            faults=plan.faults,
            residents=plan.residents,
            settings=dict(options.settings),
        )
        (self._folder / STORY).write_text(story.text, "utf-8", newline="")
        self._begun = (self._folder / BEGUN).open("wb")
        hold(self._begun)
        self._begun.write(msgspec.json.encode(begun) + b"\n")
        self._begun.flush()

    def attach(self, world: World) -> None:
        """Follow this world from now on."""
        self._world = world
        world.commanded = self._command
        world.trace.listen(self._step)

    def draw(self, draw: Draw) -> None:
        """One draw, as it is made."""
        self._line(line_of_draw(draw))

    def _command(self, command: Command) -> None:
        """An outside command is on disk before it takes effect."""
        assert self._world is not None  # noqa: S101 - attached before anything can be commanded
        self._line(line_of_command(command, self._world.trace.count, self._world.now))
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
        self._tape.close()
        self._trace.close()
        simulation = play.stage.simulation
        files = {TAPE: b"", TRACE: b"", STORY: play.stage.story.text.encode(), **final_files(simulation)}
        hashes = {}
        for name, content in sorted(files.items()):
            path = self._folder / name
            if name not in {TAPE, TRACE}:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            hashes[name] = hash_of(path.read_bytes())
        (self._folder / HEADER).write_bytes(sealed(_header(play, report, options, hashes)))
        (self._folder / BEGUN).unlink(missing_ok=True)
        if self._begun is not None:
            self._begun.close()
        try:
            self._folder.replace(self._out)
        except OSError as fault:
            if self._out.exists() and (not self._out.is_dir() or any(self._out.iterdir())):
                raise BadInput(str(self._shown), "something that came there meanwhile", "a new folder") from fault
            raise

    def discard(self) -> None:
        """Leave nothing behind, not even the folders that were made for it."""
        for file in (self._tape, self._trace, *([self._begun] if self._begun else [])):
            with contextlib.suppress(OSError):  # the disk is full: what was buffered is not wanted
                file.close()
        self._remove()

    def _remove(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        for parent in self._made:
            with contextlib.suppress(OSError):  # somebody else has put something there
                parent.rmdir()


def hold(file: BufferedWriter | BufferedReader) -> bool:
    """Mark a file as in use by whoever has it open; False if somebody else has."""
    try:
        import fcntl
    except ImportError:  # no such marks on this system: a run that is under way can then not be told from a dead one
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


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


def _header(play: Play, report: RunReport, options: RunOptions, hashes: dict[str, str]) -> RunHeader:
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
        files=hashes,
    )

"""A run that was broken off, carried to its end: taken up at its newest checkpoint and compared with what it left.

What no checkpoint can be used for begins at the first step again. What a run left behind is touched only when the whole
run stands; every step made again is compared with the trace, and what a hand commanded is commanded again.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput, LocalFault
from juki.scenarios.folder import (
    BEGUN,
    CHECKPOINTS,
    FAULTS,
    FORMAT,
    HEADER,
    STORY,
    TAPE,
    TRACE,
    Begun,
    RunHeader,
    expect_versions,
    hash_of,
    open_run,
)
from juki.scenarios.keeping import hold
from juki.scenarios.playing import Play
from juki.scenarios.reading import read_text
from juki.scenarios.retaking import Hand, foreign, still_to_give
from juki.scenarios.running import Follow, Incomplete, RunOptions, RunReport, run_story
from juki.scenarios.story import Story
from juki.scenarios.tape import CommandLine, Line, TapeAltered, lines
from juki.scenarios.waypoints import Start, Unfit, start_at
from juki.scenarios.yamlfiles import text_of


class BrokenOff:
    """What a run left behind when it was broken off.

    Args:
        path: the folder it was to have, or the one it was written in.

    Raises:
        BadInput: there is no such run, more than one, one that is whole, still being written, or of another version.
    """

    def __init__(self, path: Path) -> None:
        self.folder = _found(path)
        self.out = self.folder.with_name(
            self.folder.name.removeprefix(".").rpartition(".partial")[0].rpartition(".")[0]
        )
        header = _unnamed(self.folder)
        self.is_whole = header is not None
        "It was broken off when all was written and only its name was wanting."
        file = self.folder / (BEGUN if header is None else HEADER)
        self.begun = _begun(file) if header is None else _begun_as(header, self.folder)
        if self.begun.format != FORMAT:
            raise BadInput(str(file), f"format {self.begun.format}", f"format {FORMAT}")
        expect_versions(file, self.begun)
        # The last line may be torn: what has no end was never written.
        self.trace = self._lines(TRACE)
        self.unusable: list[BadInput] = []
        "Checkpoints from which it could not go on, and why."
        self.taken_up_at = 0
        "The step after which it went on; 0 for its beginning."

    def _lines(self, name: str) -> list[bytes]:
        path = self.folder / name
        lines = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
        return [line for line in lines if line.endswith(b"\n")]

    def tape(self) -> list[Line]:
        """What was drawn and commanded, as far as it was written.

        Raises:
            Diverged: a line is not as it was written; the place is in the text.
        """
        try:
            return list(lines(self._lines(TAPE)))
        except TapeAltered as fault:
            place = f"{self.folder / TAPE}:{fault.line}"
            raise Diverged(f"{place}: found {fault.found}, expected {fault.expected}") from None

    def starts(self) -> Iterator[Start | None]:
        """Where it can be taken up, the newest checkpoint first; None, its beginning, comes last.

        A checkpoint that is of no use is left out, and told in `unusable`.
        """
        usable = {} if self.is_whole else self._checkpoints()
        for name, start in sorted(usable.items(), reverse=True):
            files = {other: (self.folder / other).read_bytes() for other in usable if other <= name}
            yield replace(start, files=files)
        yield None

    def _checkpoints(self) -> dict[str, Start]:
        tape, trace = b"".join(self._lines(TAPE)), b"".join(self.trace)
        usable = {}
        for path in sorted((self.folder / CHECKPOINTS).glob("*.checkpoint"), reverse=True):
            try:
                start = start_at(path.read_bytes(), str(path), tape, trace)
            except Unfit as fault:
                self.unusable.append(fault)
            except OSError as fault:
                self.unusable.append(Unfit(str(path), fault.strerror or "nothing", "one as juki run writes it"))
            else:
                usable[f"{CHECKPOINTS}/{path.name}"] = start
        return usable

    def story(self) -> Story:
        """The story as it was begun, whatever has become of its file."""
        try:
            text = (self.folder / STORY).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise BadInput(str(self.folder / STORY), str(fault), "the story that was begun") from None
        return read_text(text, Path(self.begun.path))

    def _faults_text(self) -> str:
        """The file of faults as it was begun with, whatever has become of it."""
        path = self.folder / FAULTS
        return text_of(path, "the file of faults that was begun with") if path.is_file() else ""

    def options(self) -> RunOptions:
        begun = self.begun
        return RunOptions(
            seed=begun.seed,
            profile=begun.profile,
            link=begun.link,
            faults=begun.faults,
            faults_text=self._faults_text(),
            driver=begun.driver,
            residents=begun.residents,
            settings=begun.settings,
            out=None if self.is_whole else self.out,
        )


def resume(left: BrokenOff, listen: Callable[[Step], None] | None = None) -> RunReport:
    """Carry a run to its end.

    Args:
        left: what it left behind; gone afterwards, when the whole run stands in its folder.
        listen: told of every step, those made before as well.

    Raises:
        BadInput: as `run_story`.
        Diverged: the tape was altered, or is not the run's.
        Incomplete: as `run_story`, or a step is not the one that was recorded.
        OSError: the folder cannot be written; what was left stays.
    """
    commands = [line for line in left.tape() if isinstance(line, CommandLine)]
    for start in left.starts():
        try:
            return _carried(left, start, commands, listen or (lambda _: None))
        except Unfit as fault:
            left.unusable.append(fault)
        except (Incomplete, Diverged) as fault:
            if start is None:
                raise
            # The checkpoint may be to blame, forged by somebody who knows how: only its beginning says what a run does.
            found = f"a checkpoint that does not fit ({type(fault.__cause__ or fault).__name__})"
            left.unusable.append(Unfit(start.place, found, "one of this run"))
    raise LocalFault("no way to begin")


def _carried(
    left: BrokenOff, start: Start | None, commands: list[CommandLine], listen: Callable[[Step], None]
) -> RunReport:
    encoder = msgspec.json.Encoder()
    before = deque(() if start is None else start.steps())

    def tell_before() -> None:
        while before:
            listen(before.popleft())

    def see(step: Step) -> None:
        place = step.sequence - 1
        if place < len(left.trace) and left.trace[place] != encoder.encode(step) + b"\n":
            raise Diverged(f"{left.folder / TRACE}:{step.sequence}: step {step.sequence} is not the recorded one")
        tell_before()
        listen(step)

    done, instructions = (0, 0) if start is None else (start.point.written.commands, start.point.memory.instructions)
    story = left.story()
    by_hand = [line for line in commands[done:] if line.during]
    to_come = still_to_give(story.hand, commands)
    # What the story itself names is given as in any run of it; beside that somebody had his own hand in it.
    is_steered = bool(foreign(story.hand, commands))
    hands: list[Hand] = []

    def steer(play: Play, _: Path | None) -> Follow:
        hands.append(Hand(play.stage.simulation.world, [*by_hand, *to_come], instructions, skips=True))
        return hands[0].follow

    report = run_story(story, left.options(), see, steer if is_steered else None, start)
    tell_before()
    left.taken_up_at = 0 if start is None else start.point.world.trace.count
    if left.is_whole:
        return _named(left, report)
    if report.steps < len(left.trace) or not all(hand.is_done for hand in hands):
        # What was kept just now is not what was begun: it must not stand in its place.
        shutil.rmtree(left.out, ignore_errors=True)
        if report.steps < len(left.trace):
            raise Diverged(f"{left.folder / TRACE}:{report.steps + 1}: more steps than the run has")
        raise Diverged(f"{left.folder / TAPE}: a command for a moment that never came")
    shutil.rmtree(left.folder, ignore_errors=True)
    return report


def _named(left: BrokenOff, report: RunReport) -> RunReport:
    """Give a whole run the name it was to have."""
    try:
        left.folder.replace(left.out)
    except OSError as fault:
        if left.out.exists():
            raise BadInput(str(left.out), "something that is there already", "a new folder, or an empty one") from fault
        raise
    return msgspec.structs.replace(report, run_dir=str(left.out))


def _begun(file: Path) -> Begun:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Begun)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise BadInput(str(file), f"no beginning of a run ({fault})", "what juki run writes first") from None


def _unnamed(folder: Path) -> RunHeader | None:
    """The header of a run that is whole but for its name; None if it is not."""
    if (folder / BEGUN).exists():
        return None
    try:
        found = open_run(folder)
    except BadInput:
        return None
    is_as_written = {name: hash_of(found.content(name) or b"") for name in found.names()} == found.header.files
    return found.header if found.is_sealed and is_as_written else None


def _begun_as(header: RunHeader, folder: Path) -> Begun:
    """How a whole run was begun, as far as its header tells: enough to compare it with its history once more."""
    names = {name: getattr(header, name) for name in Begun.__struct_fields__ if hasattr(header, name)}
    faults = str(folder / FAULTS) if (folder / FAULTS).is_file() else header.faults
    return Begun(**{**names, "path": STORY, "faults": faults})


def _found(path: Path) -> Path:
    """The folder in which the run was being written."""
    path = path.resolve()
    if (path / BEGUN).is_file() or (path.is_dir() and path.name.endswith(".partial")):
        candidates = [path]
    else:
        candidates = sorted(path.parent.glob(f".{glob_escape(path.name)}.*.partial"))
    idle = [folder for folder in candidates if not _is_alive(folder)]
    if candidates and not idle:
        raise BadInput(str(path), "a run that is still being written", "one that was broken off")
    if len(idle) > 1:
        raise BadInput(str(path), f"{len(idle)} runs that were broken off", "one of " + ", ".join(map(str, idle)))
    if not idle:
        found = "a run that is whole" if (path / HEADER).is_file() else "no run"
        raise BadInput(str(path), found, "a run that was broken off")
    return idle[0]


def glob_escape(name: str) -> str:
    """A name that stands for itself in a pattern."""
    from glob import escape

    return escape(name)


def _is_alive(folder: Path) -> bool:
    """Whether somebody still writes there."""
    try:
        with (folder / BEGUN).open("rb") as file:
            return not hold(file)
    except OSError:
        return False

"""The same history again: a run's commands and draws are read back from its tape, and every file is compared. Prints nothing.

A run that was altered is told by file and line, and what stands there instead of what.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from juki.nodes.kernel.choices import RecordedChoices
from juki.nodes.kernel.trace import Step, Trace
from juki.nodes.kernel.world import World
from juki.protocol.errors import BadInput
from juki.protocol.masking import mask_runs
from juki.scenarios.folder import FAULTS, HEADER, STORY, TAPE, TRACE, RunFolder, expect_versions, hash_of, open_run
from juki.scenarios.plans import recorded_plan, recorded_story
from juki.scenarios.recording import final_files
from juki.scenarios.remaking import Remaking
from juki.scenarios.stage import Stage
from juki.scenarios.tape import CommandLine, DrawLine, Line, TapeAltered, command_of, draw_of, lines

SHOWN = 60
"Characters of a line that a difference shows."


class Difference(msgspec.Struct, frozen=True):
    """Where a run is not what its own tape says.

    Attributes:
        place: file and line, or file and byte.
    """

    place: str
    found: str
    expected: str


def replay(path: Path) -> list[Difference]:
    """Every file of a run that differs from its history; none if it is identical.

    Raises:
        BadInput: it is no run, or one of another version.
    """
    folder = open_run(path)
    if not folder.is_sealed:
        return [Difference(str(path / HEADER), "a header that was altered", "the header that its seal covers")]
    expect_versions(path / HEADER, folder.header)
    missing = list(_missing(folder))
    try:
        tape = list(lines(_lines(folder, TAPE)))
    except TapeAltered as fault:
        return [*missing, Difference(f"{path / TAPE}:{fault.line}", fault.found, fault.expected)]
    given = [name for name in (TAPE, STORY, FAULTS) if name != FAULTS or name in folder.header.files]
    altered = [_other_hash(folder, name) for name in given if not _is_as_written(folder, name)]
    if altered:
        return [*missing, *(one for one in altered if not any(one.place == other.place for other in missing))]
    try:
        files, trace, remaking = _again(folder, tape)
    except BadInput:
        raise
    except Exception as fault:  # noqa: BLE001 - whoever seals header and tape anew can make a world break in any way
        return [
            *missing,
            Difference(str(path / TAPE), mask_runs(f"{type(fault).__name__}: {fault}"), "a tape that plays"),
        ]
    unfit = {name: Difference(fault.place, fault.found, fault.expected) for name, fault in remaking.unfit}
    return [*missing, *_compared_header(folder, trace), *unfit.values(), *_compared(folder, files, {*unfit})]


def _missing(folder: RunFolder) -> Iterator[Difference]:
    present = folder.names()
    for name in sorted({*folder.header.files} - {*present}):
        yield Difference(str(folder.path / name), "no file", "the file that the header names")
    for name in sorted({*present} - {*folder.header.files}):
        yield Difference(str(folder.path / name), "a file that the header does not name", "no file")


def _lines(folder: RunFolder, name: str) -> list[bytes]:
    return (folder.content(name) or b"").splitlines(keepends=True)


def _is_as_written(folder: RunFolder, name: str) -> bool:
    return hash_of(folder.content(name) or b"") == folder.header.files.get(name)


def _other_hash(folder: RunFolder, name: str) -> Difference:
    """Of a file that is altered as a whole: a tape that was cut or chained anew, a story."""
    content = folder.content(name) or b""
    place = f"{folder.path / name}:{content.count(10) + 1}" if name == TAPE else str(folder.path / name)
    return Difference(place, f"hash {hash_of(content)[:16]}", f"hash {folder.header.files.get(name, '')[:16]}")


def _again(folder: RunFolder, tape: list[Line]) -> tuple[dict[str, bytes], Trace, Remaking]:
    """The files of the history that the tape holds, its trace, and its checkpoints."""
    header = folder.header
    story = recorded_story(folder)
    plan = recorded_plan(folder, story)
    choices = RecordedChoices(draw_of(line) for line in tape if isinstance(line, DrawLine))
    simulation = Stage(story, plan, choices).simulation
    world, encoder, trace = simulation.world, msgspec.json.Encoder(), bytearray()

    def write(step: Step) -> None:
        trace.extend(encoder.encode(step) + b"\n")

    world.trace.listen(write)
    remaking = Remaking(folder, simulation, trace)
    commands = [line for line in tape if isinstance(line, CommandLine)]
    for given, command in enumerate(commands):
        until = min(command.at, header.ended_at)
        remaking.look(given, until)
        while world.turns < command.turn and world.step(until):
            remaking.look(given, until)
        if (world.turns, world.trace.count) != (command.turn, command.step):
            raise TapeAltered(0, f"a command after {command.step} steps", f"one after {world.trace.count}")
        world.now = max(world.now, command.at)
        _perform(world, command)
    remaking.look(len(commands), header.ended_at)
    while world.trace.count < header.steps and world.step(header.ended_at):
        remaking.look(len(commands), header.ended_at)
    remaking.end()
    world.now = max(world.now, header.ended_at)
    simulation.sign_logs()
    return {TRACE: bytes(trace), **final_files(simulation), **remaking.files}, world.trace, remaking


def _perform(world: World, command: CommandLine) -> None:
    try:
        world.perform(command_of(command))
    except BadInput as fault:
        raise TapeAltered(0, f"{fault.place}: {fault.found}", fault.expected) from None


def _compared_header(folder: RunFolder, trace: Trace) -> Iterator[Difference]:
    """What the header says of the history. Its verdict is its own word: a replay asks no expectation."""
    header = folder.header
    found = {"steps": header.steps, "messages": header.messages, "refused": header.refused, "digest": header.digest}
    for name, value in found.items():
        expected = getattr(trace, "count" if name == "steps" else name)
        if value != expected:
            yield Difference(f"{folder.path / HEADER}: {name}", str(value), str(expected))


def _compared(folder: RunFolder, files: dict[str, bytes], told: set[str]) -> Iterator[Difference]:
    for name in sorted({*files, *folder.header.files} - {TAPE, STORY, FAULTS} - told):
        found, expected = folder.content(name), files.get(name)
        if found is None:
            continue
        if expected is None:
            yield Difference(str(folder.path / name), "a file", "none: the history makes no such file")
        elif found != expected:
            yield _first_difference(folder.path / name, found, expected)


def _first_difference(path: Path, found: bytes, expected: bytes) -> Difference:
    if path.suffix == ".jsonl":
        pairs = zip(found.splitlines(keepends=True), expected.splitlines(keepends=True), strict=False)
        for number, (one, other) in enumerate(pairs, 1):
            if one != other:
                return Difference(f"{path}:{number}", *_around(one, other))
        counts = found.count(b"\n"), expected.count(b"\n")
        return Difference(f"{path}:{min(counts) + 1}", f"{counts[0]} lines", f"{counts[1]} lines")
    place = next(
        (at for at, (one, other) in enumerate(zip(found, expected, strict=False)) if one != other),
        min(len(found), len(expected)),
    )
    bytes_found, bytes_expected = (content[place : place + 8].hex() or "the end" for content in (found, expected))
    return Difference(f"{path}: byte {place}", bytes_found, bytes_expected)


def _around(one: bytes, other: bytes) -> tuple[str, str]:
    """Both texts from a little before the first character that differs, with every run of digits masked."""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(0, at - SHOWN // 2)
    # Masked as whole lines: a cut through a number would leave ten digits of eleven, which nobody would mask.
    whole = (mask_runs(line.decode("utf-8", "replace")).encode() for line in (one, other))
    found, expected = (line[begin : begin + SHOWN].decode("utf-8", "replace").rstrip("\n") for line in whole)
    return found or "the end of the line", expected or "the end of the line"

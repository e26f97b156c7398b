"""Stories of the library as they are kept: their steps, and the commands of their tapes. Knows no screen."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec
from run_folders import SMALL, recorded

from juki.nodes.kernel.trace import Step
from juki.scenarios.pasts import RecordedPast
from juki.scenarios.tape import CommandLine


@dataclass(frozen=True)
class Kept:
    steps: tuple[Step, ...]
    commands: tuple[CommandLine, ...]


@cache
def kept(name: str) -> Kept:
    """A story of the library with as many residents as it wants, recorded and read back."""
    with tempfile.TemporaryDirectory() as folder:
        past = RecordedPast(recorded(Path(folder) / "run", name, replace(SMALL, residents=None)))
        steps = tuple(msgspec.json.decode(line, type=Step) for line in past.trace)
        return Kept(steps, tuple(past.commands))

"""Run folders for tests: kept, copied, altered, and sealed again by somebody who knows how. Knows no story but by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from juki.scenarios.folder import HEADER, RunHeader, hash_of, sealed
from juki.scenarios.library import find
from juki.scenarios.running import RunOptions, run_story

SMALL = RunOptions(link="null", driver="direct", residents=20)
NOISE = replace(SMALL, link="noise")


def recorded(out: Path, name: str = "special-transfer", options: RunOptions = SMALL) -> Path:
    """A run of a story of the library, kept in `out`."""
    run_story(find(name), replace(options, out=out))
    return out


def contents(run: Path) -> dict[str, bytes]:
    """Every file of a folder by its name in it."""
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


def copied(run: Path, to: Path) -> Path:
    if to.exists():
        shutil.rmtree(to)
    return Path(shutil.copytree(run, to))


def resealed(run: Path, change: Callable[[RunHeader], RunHeader] = lambda header: header) -> None:
    """Write the header anew, with the hashes of the files as they are now: what an attacker who knows the code does."""
    header = msgspec.json.decode((run / HEADER).read_bytes(), type=RunHeader)
    files = {name: hash_of(content) for name, content in contents(run).items() if name != HEADER}
    (run / HEADER).write_bytes(sealed(change(msgspec.structs.replace(header, files=files))))

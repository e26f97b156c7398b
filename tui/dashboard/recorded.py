"""A run on disk as the dashboard opens it. Reads its header and story, and makes no screen."""

from __future__ import annotations

from pathlib import Path

from juki.protocol.errors import BadInput
from juki.scenarios.folder import HEADER, open_run
from juki.scenarios.plans import recorded_story
from juki.scenarios.running import RunOptions
from juki.tui.dashboard.opening import Opening


def is_run(path: Path) -> bool:
    """Whether there is a whole run in a folder."""
    return (path / HEADER).is_file()


def opening_of(path: Path, at: int | None = None) -> Opening:
    """What is opened for a run.

    Raises:
        BadInput: it is no run, one that cannot be read here, or it has no such step.
    """
    folder = open_run(path)
    header = folder.header
    if at is not None and at > header.steps:
        raise BadInput("--at", str(at), f"0..{header.steps}")
    options = RunOptions(
        seed=header.seed, profile=header.profile, link=header.link, residents=header.residents, settings=header.settings
    )
    return Opening(recorded_story(folder), options, path, at)

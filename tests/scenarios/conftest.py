"""What several tests of the scenarios share: a run in a thread of its own that ends with its test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from run_folders import SMALL
from steered_runs import SOON, STORY, Steered

from juki.nodes.kernel.trace import Step
from juki.scenarios.control import Control, Stopped
from juki.scenarios.library import find
from juki.scenarios.running import Incomplete, RunOptions
from juki.scenarios.steering import SteeredRun


@pytest.fixture
def steered(tmp_path: Path) -> Iterator[Steered]:
    """Begins a run in a thread; whatever a test leaves running is stopped."""
    begun: list[tuple[SteeredRun, Control]] = []

    def begin(
        name: str = STORY, options: RunOptions = SMALL, seen: list[Step] | None = None
    ) -> tuple[SteeredRun, Control]:
        run = SteeredRun(find(name), replace(options, out=tmp_path / "run"), None if seen is None else seen.append)
        begun.append((run, run.begin()))
        return begun[-1]

    yield begin
    for run, control in begun:
        control.stop()
        with suppress(Stopped, Incomplete):
            run.report(SOON)

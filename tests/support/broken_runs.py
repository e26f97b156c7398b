"""Runs that are broken off where a test wants it, in this process; and stories long enough for checkpoints. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from run_folders import SMALL
from small_stories import story_text

from juki.nodes.kernel.happenings import Happening
from juki.nodes.kernel.world import World
from juki.scenarios import waypoints
from juki.scenarios.keeping import Keeping
from juki.scenarios.library import find
from juki.scenarios.running import RunOptions, run_story

MAIN = "special-transfer"


class Killed(BaseException):
    """The process ends here: nobody tidies up."""


@contextmanager
def nobody_tidies_up() -> Iterator[pytest.MonkeyPatch]:
    """What is raised inside leaves the folder of its run as a killed process does."""

    def flush(self: Keeping) -> None:
        self._close()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Keeping, "discard", flush)
        yield patch


@contextmanager
def killed_after(steps: int) -> Iterator[None]:
    """A run inside breaks off after so many steps."""
    honest = World.perform

    def perform(self: World, happening: Happening) -> None:
        honest(self, happening)
        if self.trace.count >= steps:
            raise Killed

    with nobody_tidies_up() as patch:
        patch.setattr(World, "perform", perform)
        with pytest.raises(Killed):
            yield


def broken_off(out: Path, steps: int = 40, name: str = MAIN, options: RunOptions = SMALL) -> Path:
    """What a run of a story left when it was killed; the folder it was written in."""
    with killed_after(steps):
        run_story(find(name), replace(options, out=out))
    (folder,) = out.parent.glob(f".{out.name}.*.partial")
    return folder


@contextmanager
def checkpoints_everywhere() -> Iterator[None]:
    """A checkpoint is due wherever there can be one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waypoints, "EVERY", 1)
        patch.setattr(waypoints, "BYTES_A_STEP", 1 << 40)
        yield


def long_story(movers: int = 6) -> str:
    """Some move one after the other: 70 steps each, and checks in between."""
    cast = {f"mover{number}": "{of: 長岡市, card: valid}" for number in range(movers)}
    steps = []
    for number, name in enumerate(cast):
        out, there = 20 * number, 20 * number + 16
        if number:
            steps.append(f"wait: {{until: start + {out}}}")
        steps.append(f"report_move_out: {{who: {name}, to: 新潟市中央区, planned: start + {there}}}")
        steps.append(f"expect: [{{register: {{who: {name}, at: 長岡市, is: leaving}}}}]")
        steps.append(f'wait: {{until: start + {there + 1}, at: "10:00"}}')
        steps.append(f"report_move_in: {{who: {name}, at: 新潟市中央区, moved_on: start + {there}, pin: right}}")
        steps.append(f"expect: [{{register: {{who: {name}, at: 新潟市中央区, is: current}}}}]")
    return story_text(*steps, cast=cast, expect=[f"card: {{who: {name}, is: active}}" for name in cast])

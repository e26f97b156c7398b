"""From what is to be opened to a sitting and its screen. The sitting is made in a thread; nothing of it is drawn here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from juki.scenarios.keeping import RUNS, free_folder
from juki.scenarios.sitting.sitting import Sitting

if TYPE_CHECKING:
    from textual.screen import Screen

    from juki.tui.dashboard.opening import Opening


def begin(opening: Opening) -> Callable[[], Screen[None]]:
    """Make the sitting; what is returned makes its screen, where screens are made.

    Raises:
        BadInput: the story or the run cannot be opened.
        Incomplete: as `run_story`.
        OSError: the folder of the run cannot be written.
    """
    if opening.folder is not None:
        sitting, at = Sitting.of_run(opening.folder, free), opening.at
    else:
        sitting, at = Sitting.of_story(opening.story, opening.options, free), None
        control = sitting.current.control
        if opening.at and control is not None:
            control.step(opening.at)

    from juki.tui.dashboard.run_screen import RunScreen

    def screen() -> Screen[None]:
        return RunScreen(sitting, at)

    return screen


def free(name: str) -> Path:
    """A folder for a run of this name."""
    return free_folder(RUNS / name)

"""What the dashboard is to open, and what it has to say when it is closed. Opens nothing and knows no screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from textual.screen import Screen

    from juki.scenarios.running import RunOptions
    from juki.scenarios.story import Story


@dataclass(frozen=True, slots=True)
class Opening:
    """A story to be played, or a run to be looked at.

    Attributes:
        story: that is played; of a run, the one that it recorded.
        options: how; of a run, how it was.
        folder: of the run; None for a new one.
        at: the step to stand at; None for the beginning of a new run, and the end of an old one.
    """

    story: Story
    options: RunOptions
    folder: Path | None = None
    at: int | None = None


Begin: TypeAlias = "Callable[[Opening], Callable[[], Screen[None]]]"
"""Prepares a run, in a thread; what it returns makes the screen, where screens are made. What cannot be opened is an error
of `juki`."""


@dataclass(frozen=True, slots=True)
class Parting:
    """Where a run is when the dashboard is closed.

    Attributes:
        folder: that was written.
        is_whole: it was played to its end; else it can be carried on.
    """

    folder: Path
    is_whole: bool

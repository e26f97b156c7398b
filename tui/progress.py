"""How far a long run has come: one line on the terminal, wiped at the end. Never in a pipe or a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from juki.tui.days import day_text, moment, time_text
from juki.tui.language import _

if TYPE_CHECKING:
    from juki.nodes.kernel.trace import Step

PATIENCE = 1.0
"Seconds after which somebody wants to see that it goes on."
PERIOD = 0.2
EVERY = 64
"Steps between two looks at the clock."


class Progress:
    """Listens to a run and passes on every step."""

    def __init__(self, keep: Callable[[Step], None]) -> None:
        self._keep = keep
        self._shows = sys.stderr.isatty()
        self._due = time.monotonic() + PATIENCE
        self._is_dirty = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_dirty:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def see(self, step: Step) -> None:
        """Take one step of the run."""
        self._keep(step)
        if self._shows and step.sequence % EVERY == 0 and time.monotonic() >= self._due:
            self._due = time.monotonic() + PERIOD
            self._is_dirty = True
            at = moment(step.at)
            words = _("step {step}, {time}").format(step=step.sequence, time=f"{day_text(at.date())} {time_text(at)}")
            sys.stderr.write(f"\r\x1b[K{words}")
            sys.stderr.flush()

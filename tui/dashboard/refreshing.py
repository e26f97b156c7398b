"""Brings one pane up to date: tells it only what has changed since it was told last. Hidden panes are told nothing.

So a run at full speed costs what is in sight of it, and a pane that comes into sight catches up in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.widget import Widget

    from juki.scenarios.looking.views import WorldView
    from juki.tui.dashboard.ledger import Ledger


@dataclass(slots=True)
class _Told:
    """What a pane was told last."""

    ledger: Ledger
    steps: int
    cursor: int = -1
    world: WorldView | None = None


class Refreshing:
    """What every pane was told last."""

    def __init__(self) -> None:
        self._told: dict[Widget, _Told] = {}

    def bring(self, pane: Any, ledger: Ledger, cursor: int, world: WorldView | None) -> None:
        """Tell a pane what it does not know yet.

        Args:
            pane: of the run's screen; it is told what it has a method for (see `Pane`).
            ledger: of the course seen.
            cursor: the moment stood at.
            world: as it was looked at last.
        """
        told = self._told.get(pane)
        if told is None or told.ledger is not ledger:
            told = self._told[pane] = _Told(ledger, len(ledger))
            _tell(pane, "show", ledger)
        elif told.steps != len(ledger):
            told.steps = len(ledger)
            _tell(pane, "grown")
        if told.cursor != cursor:
            told.cursor = cursor
            _tell(pane, "stand", cursor)
        if told.world is not world and world is not None:
            told.world = world
            _tell(pane, "look", world)


def _tell(pane: Any, what: str, *arguments: object) -> None:
    method = getattr(pane, what, None)
    if method is not None:
        method(*arguments)

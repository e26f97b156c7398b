"""What every part of the run's screen understands, and what it tells the screen. Owns no run and no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.message import Message

if TYPE_CHECKING:
    from juki.tui.dashboard.ledger import Ledger


class Pane(Protocol):
    """A part of the screen that shows a course of events."""

    def show(self, ledger: Ledger) -> None:
        """Show this course of events from now on, as far as it has come."""

    def grown(self) -> None:
        """The ledger has grown; at most 30 times a second, so look only at what is new."""

    def stand(self, sequence: int) -> None:
        """The moment looked at is the one after this step; 0 for the beginning."""

    def reword(self) -> None:
        """The language has changed: word everything anew."""


class StepChosen(Message):
    """Somebody wants to stand at a step."""

    def __init__(self, sequence: int) -> None:
        super().__init__()
        self.sequence = sequence


class MessageChosen(Message):
    """Somebody wants to look at a message, on the hop that ended in this step; 0 for one still under way."""

    def __init__(self, message: str, sequence: int = 0) -> None:
        super().__init__()
        self.id, self.sequence = message, sequence


class NodeChosen(Message):
    """Somebody wants to look into a node."""

    def __init__(self, node: str) -> None:
        super().__init__()
        self.node = node


class TermChosen(Message):
    """Somebody wants a term of the glossary explained."""

    def __init__(self, term: str) -> None:
        super().__init__()
        self.term = term

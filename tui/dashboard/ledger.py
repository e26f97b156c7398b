"""The event log of one course of events as the dashboard knows it: steps in order, and where to find them. Knows no screen.

It is the only source of what the screens show of a run's events; what a store held at a moment is looked up elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from juki.nodes.kernel.trace import Step


class Ledger:
    """Steps by their sequence, from 1.

    Args:
        steps: made before.
    """

    def __init__(self, steps: Iterable[Step] = ()) -> None:
        self.steps: list[Step] = []
        self._taken: dict[str, list[int]] = {}
        "Sequences of the steps in which a message of an id arrived or was lost."
        self._sent: dict[str, int] = {}
        "Sequence of the step because of which a message of an id left."
        self._cases: dict[str, list[int]] = {}
        self.take(steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, sequence: int) -> Step:
        """The step of a sequence.

        Raises:
            IndexError: there is none.
        """
        if sequence < 1:
            raise IndexError(sequence)
        return self.steps[sequence - 1]

    def take(self, steps: Iterable[Step]) -> int:
        """Enter the next steps; returns how many."""
        before = len(self.steps)
        for step in steps:
            self.steps.append(step)
            if step.id:
                self._taken.setdefault(step.id, []).append(step.sequence)
            for sent in step.sent:
                self._sent.setdefault(sent, step.sequence)
            if step.case:
                self._cases.setdefault(step.case, []).append(step.sequence)
        return len(self.steps) - before

    def since(self, sequence: int) -> Sequence[Step]:
        """The steps after a sequence."""
        return self.steps[sequence:]

    def arrivals(self, message: str) -> Sequence[int]:
        """Sequences of the steps in which a message arrived, was refused or was lost."""
        return self._taken.get(message, ())

    def departure(self, message: str) -> int:
        """Sequence of the step because of which a message left; 0 if it is not known."""
        return self._sent.get(message, 0)

    def of_case(self, case: str) -> Sequence[int]:
        """Sequences of the steps of a case."""
        return self._cases.get(case, ())

    def cases(self) -> Iterator[str]:
        """Every case, by its first step."""
        return iter(self._cases)

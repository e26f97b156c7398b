"""The words of steps for whoever searches them: folded, each different wording made once. Knows no filter and no layout.

Numbers and times are not words: there are as many as steps, and they have searches of their own.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TypeAlias
from unicodedata import normalize

from juki.nodes.kernel.trace import Step
from juki.protocol.masking import mask
from juki.tui.listing import consequences, ends, what
from juki.tui.names import node_name

Sort: TypeAlias = tuple[object, ...]
_COUNTED = frozenset({"acknowledgement", "resend"})
"What these say differs by a number alone."


def folded(text: str) -> str:
    """The text as it is compared: small letters, full-width ones as the usual ones."""
    return text.lower() if text.isascii() else normalize("NFKC", text).casefold()


def sort_of(step: Step) -> Sort:
    """All of a step on which its words depend."""
    notices = tuple((code, *sorted(about.items())) for code, about in step.notices) if step.notices else ()
    return (
        step.what,
        step.node,
        step.peer,
        step.kind,
        step.fate,
        step.place,
        step.refused,
        step.detail,
        notices,
    )


class Wordings:
    """The words of steps in the language of its making."""

    def __init__(self) -> None:
        self._sorts: dict[Sort, int] = {}
        self._texts: list[str] = []
        self._of_step = array("L")
        "By sequence, from 1, the place of a step's text."

    def __len__(self) -> int:
        """How many steps were taken."""
        return len(self._of_step)

    def text(self, step: Step) -> str:
        """From, to, what and what came of it, folded and masked."""
        return self._texts[self._place(step)]

    def take(self, steps: Iterable[Step]) -> None:
        """Enter the next steps of a ledger."""
        self._of_step.extend(map(self._place, steps))

    def having(self, needle: str) -> Hits:
        """Where a folded text occurs, among the steps taken so far."""
        return Hits(self._of_step, {place for place, text in enumerate(self._texts) if needle in text})

    def _place(self, step: Step) -> int:
        sort = sort_of(step)
        place = self._sorts.get(sort)
        if place is None:
            place = self._sorts[sort] = len(self._texts)
            self._texts.append(folded(_words(step)))
        return place


class Hits:
    """Which steps have a text."""

    def __init__(self, of_step: array[int], places: set[int]) -> None:
        self._of_step, self._places = of_step, places

    def __contains__(self, sequence: int) -> bool:
        return self._of_step[sequence - 1] in self._places

    def __bool__(self) -> bool:
        return bool(self._places)


def _words(step: Step) -> str:
    source, target = ends(step)
    said = what(step).rpartition(" (")[0] if step.what in _COUNTED else what(step)
    parts = [node_name(source) if source else "", "->" if source else "", node_name(target), said, *consequences(step)]
    return mask(" ".join(part for part in parts if part))

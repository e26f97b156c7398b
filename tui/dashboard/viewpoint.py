"""What the run's screen looks at: the course seen, its ledger, the moment stood at, what was judged. Knows no widget.

The moment is a step; looking back changes nothing of the run, which may go on meanwhile.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from juki.scenarios.looking.looker import LookRequest
from juki.scenarios.steering import Judged
from juki.tui.dashboard.ledger import Ledger

if TYPE_CHECKING:
    from juki.nodes.kernel.trace import Step
    from juki.scenarios.looking.looker import Look
    from juki.scenarios.sitting.course import Course
    from juki.scenarios.sitting.sitting import Sitting

MOST_AT_ONCE = 5_000
"Steps that are taken from the feed at a time, so that the screen stays quick however fast the run is."


@dataclass(slots=True)
class _Seen:
    """What is known of one course."""

    ledger: Ledger = field(default_factory=Ledger)
    judged: list[Judged] = field(default_factory=list)
    cursor: int = 0
    is_following: bool = True


class Viewpoint:
    """Where somebody stands in a sitting.

    Attributes:
        sitting: whose courses are seen.
        node: that is looked into; empty for none.
        message: that is looked at, and the step in which it arrived (0 for one under way).
    """

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.node = ""
        self.message: tuple[str, int] = ("", 0)
        self._seen: dict[str, _Seen] = {}
        self._asked: LookRequest | None = None

    @property
    def course(self) -> Course:
        return self.sitting.current

    @property
    def _here(self) -> _Seen:
        return self._seen.setdefault(self.course.key, _Seen())

    @property
    def ledger(self) -> Ledger:
        return self._here.ledger

    @property
    def cursor(self) -> int:
        """The step after which somebody stands; 0 for the beginning."""
        return self._here.cursor

    @property
    def is_following(self) -> bool:
        """He stands at the newest step, and goes on with it."""
        return self._here.is_following

    @property
    def is_back(self) -> bool:
        """He stands in the past."""
        return self.cursor < len(self.ledger)

    @property
    def step(self) -> Step | None:
        """The step stood at."""
        return self.ledger[self.cursor] if self.cursor else None

    def drain(self) -> int:
        """Take what the course has told since; returns how many steps.

        What is judged counts from its place in the feed, whatever is drained at once.
        """
        here, feed = self._here, self.course.feed
        steps: list[Step] = []
        while feed and len(steps) < MOST_AT_ONCE:
            told = feed.popleft()
            if isinstance(told, Judged):
                here.judged.append(told)
            else:
                steps.append(told)
        grown = here.ledger.take(steps)
        if here.is_following:
            here.cursor = len(here.ledger)
        return grown

    def stand(self, step: int) -> bool:
        """Stand after a step, the nearest there is; whether that is another place than before."""
        here = self._here
        before, here.cursor = here.cursor, max(0, min(step, len(here.ledger)))
        here.is_following = here.cursor == len(here.ledger)
        return here.cursor != before

    def follow(self) -> None:
        """Stand at the newest step and go on with it."""
        self.stand(len(self.ledger))

    def judged(self) -> Judged | None:
        """What was known of expectations and oracles at the moment stood at."""
        judged = self._here.judged
        place = bisect_right(judged, self.cursor, key=lambda one: one.step)
        return judged[place - 1] if place else None

    def ask(self) -> None:
        """Want to see the moment stood at: the network, the node, the message."""
        message, hop = self.message
        request = LookRequest(self.course.key, self.cursor, self.node, message, hop)
        if request != self._asked:
            self._asked = request
            self.sitting.looker.ask(request)

    def answer(self) -> Look | None:
        """The newest answer about the course seen; None if none has come.

        It may be of an earlier moment than the one stood at, if the run goes on faster than it can be looked at.
        """
        newest = None
        while self.sitting.looker.answers:
            look = self.sitting.looker.answers.popleft()
            if look.request.course == self.course.key:
                newest = look
        return newest

    def neighbour(self, sequence: int, *, backwards: bool) -> int | None:
        """The step of the same case before or after a step."""
        case = self.ledger[sequence].case if sequence else ""
        steps = self.ledger.of_case(case) if case else range(1, len(self.ledger) + 1)
        place = bisect_right(steps, sequence)
        if backwards:
            place -= 2
        return steps[place] if 0 <= place < len(steps) else None

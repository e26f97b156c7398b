"""What a hand commanded before, commanded again at the same moments: by a tape, or by a story. Knows no thread, no screen.

Of each command it is known during which instruction of the story it was given, and after how many turns of the world:
together that is one moment. When the hand has nothing more to say, the story goes on alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.drive import Due, Instruction, happenings
from juki.nodes.kernel.world import World
from juki.protocol.errors import BadInput, JukiError
from juki.protocol.moments import to_datetime
from juki.scenarios.story import ByHand
from juki.scenarios.tape import CommandLine, command_of

NEVER_CAME = "a moment that never came"


class Hand:
    """Drives one world as it was driven.

    Args:
        world: that is driven.
        lines: commands not yet given, in order: those of a tape, and those that a story names.
        instructions: of the story that were followed before.
        seed: of the run, for error texts; only a story's commands need it.
        skips: what a story names is left out if it cannot be given, because another hand has changed the history.
    """

    def __init__(
        self,
        world: World,
        lines: Iterable[CommandLine | ByHand],
        instructions: int,
        *,
        seed: int = 0,
        skips: bool = False,
    ) -> None:
        self._world = world
        self._lines = deque(lines)
        self._during = instructions
        self._seed = seed
        self._skips = skips

    @property
    def is_done(self) -> bool:
        """Everything of a tape was given again."""
        return not any(isinstance(one, CommandLine) for one in self._lines)

    def begin(self) -> None:
        """From now on the next instruction of the story is followed."""
        self._during += 1

    def follow(self, instruction: Instruction) -> None:
        """Let the world do what a story wants, and what the hand wanted meanwhile.

        Raises:
            Diverged: a command of a tape cannot be given as it was given.
            BadInput: a command that a story names cannot be given.
        """
        self.begin()
        for happening in happenings(self._world, instruction, self.between):
            self._world.perform(happening)

    def between(self, when: Due) -> None:
        """Give what was given at this moment; raises as `follow`."""
        while self._lines:
            one = self._lines[0]
            line, here = one.line if isinstance(one, ByHand) else one, (self._during, self._world.turns)
            if (line.during, line.turn) > here:
                return
            self._lines.popleft()
            if (line.during, line.turn) < here:
                self._fail(one, NEVER_CAME)
            elif isinstance(one, CommandLine):
                self._give(one, one)
            elif (other := self._unlike(line, when)) and not self._skips:
                self._fail(one, other)
            else:
                self._give(one, line)

    def expect_done(self) -> None:
        """The run is over: has everything been given that a story names?

        Raises:
            BadInput: its moment never came.
        """
        for one in self._lines:
            self._fail(one, NEVER_CAME)

    def _unlike(self, line: CommandLine, when: Due) -> str:
        """How this moment is another than the one that is named; empty if it is that."""
        world, due = self._world, when()
        if world.trace.count != line.step:
            return f"{world.trace.count} steps at that moment"
        if line.at < world.now or (due is not None and line.at > due):
            return f"{to_datetime(world.now).replace(tzinfo=None).isoformat()} at that moment"
        return ""

    def _give(self, one: CommandLine | ByHand, line: CommandLine) -> None:
        world = self._world
        world.now = max(world.now, line.at)
        world.desk.is_speaking = True
        try:
            world.perform(command_of(line))
        except BadInput as fault:
            self._fail(one, fault.found)
        except JukiError as fault:
            self._fail(one, str(fault))
        finally:
            world.desk.is_speaking = False

    def _fail(self, one: CommandLine | ByHand, found: str) -> None:
        if isinstance(one, CommandLine):
            raise Diverged(f"{one.verb} at {one.actor}, after {one.turn} turns: {found}")
        if not self._skips:
            expected = f"the seed and settings under which it was saved (this is seed {self._seed})"
            raise BadInput(str(one.place), found, expected)


def foreign(hand: Sequence[ByHand], given: Iterable[CommandLine]) -> list[CommandLine]:
    """What a hand commanded that the story does not name."""
    named = [_essence(one.line) for one in hand]
    left = []
    for line in given:
        if _essence(line) in named:
            named.remove(_essence(line))
        elif line.during:
            left.append(line)
    return left


def still_to_give(hand: Sequence[ByHand], given: Iterable[CommandLine], steps: int = 0) -> list[ByHand]:
    """What a story names that was not given yet.

    Args:
        hand: what the story names.
        given: every command of the run so far.
        steps: that the run has made; of what should have come before, nothing is left to give.
    """
    lines = [line for line in given if line.during]
    last = max(((line.during, line.turn) for line in lines), default=(0, 0))
    known = [_essence(line) for line in lines]
    left = []
    for one in hand:
        if _essence(one.line) in known:
            known.remove(_essence(one.line))
        elif (one.line.during, one.line.turn) >= last and one.line.step >= steps:
            left.append(one)
    return left


def _essence(line: CommandLine) -> tuple[object, ...]:
    """By which a command is known again, though other commands may have changed when its moment comes."""
    return line.during, line.turn, line.actor, line.verb, sorted(line.arguments.items())

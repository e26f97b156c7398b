"""What a hand commanded in a run that was broken off, commanded again at the same moments. Knows no thread and no screen.

The tape says of each command during which instruction of the story it was given, and after how many turns of the world:
together that is one moment. When the hand has nothing more to say, the story goes on alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.drive import Due, Instruction, happenings
from juki.nodes.kernel.world import World
from juki.protocol.errors import JukiError
from juki.scenarios.tape import CommandLine, command_of


class Hand:
    """Drives one world as it was driven.

    Args:
        world: that is driven.
        lines: commands of the tape that a hand gave, those not yet given.
        instructions: of the story that were followed before.
    """

    def __init__(self, world: World, lines: Iterable[CommandLine], instructions: int) -> None:
        self._world = world
        self._lines = deque(lines)
        self._during = instructions

    @property
    def is_done(self) -> bool:
        """Everything was given again."""
        return not self._lines

    def follow(self, instruction: Instruction) -> None:
        """Let the world do what a story wants, and what the hand wanted meanwhile.

        Raises:
            Diverged: a command cannot be given as it was given.
        """
        self._during += 1
        for happening in happenings(self._world, instruction, self._between):
            self._world.perform(happening)

    def _between(self, _: Due) -> None:
        while self._lines:
            line, here = self._lines[0], (self._during, self._world.turns)
            if (line.during, line.turn) > here:
                return
            if (line.during, line.turn) < here:
                raise Diverged(f"{line.verb} at {line.actor}, after {line.turn} turns: that moment never came")
            self._lines.popleft()
            self._give(line)

    def _give(self, line: CommandLine) -> None:
        world = self._world
        world.now = max(world.now, line.at)
        world.desk.is_speaking = True
        try:
            world.perform(command_of(line))
        except JukiError as fault:
            raise Diverged(f"{line.verb} at {line.actor}, after {line.turn} turns: {fault}") from fault
        finally:
            world.desk.is_speaking = False

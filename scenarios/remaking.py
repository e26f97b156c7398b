"""Checkpoints of a whole run made again while it is replayed, and compared. Plays no story.

What a story remembers, no replay can know: that part of a checkpoint is its own word, as the verdict of a run is. All else
must be as it is made again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

import msgspec

from juki.nodes.kernel.checkpoints import SavedEntry
from juki.nodes.kernel.world import World
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.folder import CHECKPOINTS, TAPE, RunFolder, hash_of
from juki.scenarios.simulation import Simulation
from juki.scenarios.tape import chain_of
from juki.scenarios.waypoints import Beginning, Waypoint, Written, decoded, encoded, waypoint


class Remaking:
    """The checkpoints of one run.

    Attributes:
        files: as they must be, by name; of those that were passed.
        unfit: those that are none, and those of moments that never came.
    """

    def __init__(self, folder: RunFolder, simulation: Simulation, trace: bytearray) -> None:
        self._path, self._simulation, self._trace = folder.path, simulation, trace
        self._tape = (folder.content(TAPE) or b"").splitlines(keepends=True)
        self.files: dict[str, bytes] = {}
        self.unfit: list[tuple[str, BadInput]] = []
        self._points: deque[tuple[str, Waypoint]] = deque()
        for name in (name for name in folder.names() if name.startswith(f"{CHECKPOINTS}/")):
            try:
                self._points.append((name, decoded(folder.content(name) or b"", str(folder.path / name))))
            except BadInput as fault:
                self.unfit.append((name, fault))
        self._beginning = Beginning(simulation.world) if self._points else None

    def look(self, commands: int, until: int) -> None:
        """Is there a checkpoint of this moment?

        Args:
            commands: of the tape that were given so far.
            until: the latest virtual time that this moment may be, microseconds.
        """
        world = self._simulation.world
        while self._points and _place(self._points[0][1]) == (world.turns, world.trace.count, commands):
            name, point = self._points.popleft()
            self.files[name] = encoded(self._made(point, commands, until))

    def end(self) -> None:
        """No moment is to come any more."""
        for name, point in self._points:
            found = f"a checkpoint of step {point.world.trace.count}"
            self.unfit.append((name, BadInput(str(self._path / name), found, "none: the run never stood there")))
        self._points.clear()

    def _made(self, point: Waypoint, commands: int, until: int) -> Waypoint:
        world, beginning = self._simulation.world, self._beginning
        assert beginning is not None  # noqa: S101 - there is a checkpoint
        # Each draw and each command is one line.
        tape = b"".join(islice(self._tape, sum(world.choices.counts.values()) + commands))
        written = Written(len(tape), chain_of(tape), len(self._trace), hash_of(bytes(self._trace)), commands)
        made = waypoint(self._simulation, point.memory, beginning, written)
        first = min(until, until if world.next_due is None else world.next_due)
        # A story may have waited for that moment, which a replay learns at the next thing that happens.
        now = point.world.now if made.world.now <= point.world.now <= first else made.world.now
        # What was cancelled may be forgotten sooner or later: nobody sees the difference.
        theirs, ours = (list(_live(agenda, world)) for agenda in (point.world.agenda, made.world.agenda))
        agenda = point.world.agenda if theirs == ours else made.world.agenda
        return msgspec.structs.replace(made, world=msgspec.structs.replace(made.world, now=now, agenda=agenda))


def _place(point: Waypoint) -> tuple[int, int, int]:
    return point.world.turns, point.world.trace.count, point.written.commands


def _live(agenda: list[SavedEntry], world: World) -> Iterator[SavedEntry]:
    """What will happen of what is to come, as the world that was made again sees it."""
    for entry in agenda:
        match entry.kind:
            case "due" if not world.hosts[NodeId(entry.one)].has_timer(entry.name, entry.number):
                continue
            case "unanswered":
                link = world.network.link(NodeId(entry.one), NodeId(entry.other))
                if not world.resending.is_live(link, entry.number):
                    continue
            case _:
                pass
        yield entry

"""A checkpoint of a run as a file: its world, what its story remembers, and where tape and trace had come to. Writes no file.

It says by itself what it is and whether it is whole: a line with versions and a hash, then everything else. Stores are
told by the pages that differ from those of the run's beginning, which any run of the same plan and seed makes again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import msgspec

import juki
from juki.nodes.kernel.checkpoints import Checkpoint, restore, save
from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.nodes.store import STORE_VERSION
from juki.protocol.errors import BadInput
from juki.scenarios.folder import CHECKPOINTS, FORMAT, STORY, hash_of, python_version, sqlite_version, under_name
from juki.scenarios.pages import Changed, changed, patched
from juki.scenarios.playing import Memory, Play
from juki.scenarios.simulation import Simulation
from juki.scenarios.tape import chain_of

EVERY = 100
"Steps from one checkpoint to the next, at least; then the next moment between two steps of the story."
BYTES_A_STEP = 50_000
"Of stores: with larger ones, which take longer to write, checkpoints are rarer."


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of the file. `hash` covers it, with an empty hash, and all that follows."""

    format: int
    juki: str
    python: str
    sqlite: str
    store: int
    step: int
    hash: str = ""


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the files of a run had come to.

    Attributes:
        tape: bytes of it.
        chain: of the tape after its last line.
        trace: bytes of it.
        trace_hash: of those.
        commands: on the tape.
    """

    tape: int
    chain: str
    trace: int
    trace_hash: str
    commands: int


class Waypoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One moment of a run, between two steps of its story.

    Attributes:
        beginning: hash of the stores at the beginning, from which `stores` tells what has changed.
        world: without its stores.
    """

    written: Written
    memory: Memory
    beginning: str
    world: Checkpoint
    stores: dict[str, Changed]


class Beginning:
    """The stores of a world before anything has happened."""

    def __init__(self, world: World) -> None:
        self.images: Mapping[str, bytes] = {node: world.hosts[node].store.image() for node in sorted(world.hosts)}

    @property
    def distance(self) -> int:
        """Steps from one checkpoint to the next."""
        return max(EVERY, sum(map(len, self.images.values())) // BYTES_A_STEP)

    @cached_property
    def hash(self) -> str:
        total = blake2b(digest_size=16, person=b"juki beginning")
        for node, image in self.images.items():
            total.update(f"{node} {len(image)} ".encode() + image)
        return total.hexdigest()


def name_of(step: int) -> str:
    """The file of the checkpoint after so many steps."""
    return f"{CHECKPOINTS}/{step:08}.checkpoint"


def remembered(play: Play) -> Memory:
    """What a play remembers, its story called as in the folder of a run."""
    return _named(play.memory(), str(play.stage.story.path), STORY)


def waypoint(simulation: Simulation, memory: Memory, beginning: Beginning, written: Written) -> Waypoint:
    """Where a network and its play stand now."""
    world = save(simulation.world, simulation.registry)
    stores = {node: changed(beginning.images.get(node, b""), image) for node, image in world.stores.items()}
    return Waypoint(written, memory, beginning.hash, msgspec.structs.replace(world, stores={}), stores)


def _named(memory: Memory, path: str, name: str) -> Memory:
    expectations = [under_name(checked, path, name) for checked in memory.expectations]
    return msgspec.structs.replace(memory, expectations=expectations)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Waypoint)


def encoded(point: Waypoint) -> bytes:
    """The file."""
    body = _ENCODER.encode(point)
    head = Head(FORMAT, juki.__version__, python_version(), sqlite_version(), STORE_VERSION, point.world.trace.count)
    return _line(msgspec.structs.replace(head, hash=hash_of(_line(head) + body))) + body


def _line(head: Head) -> bytes:
    return msgspec.json.encode(head) + b"\n"


def decoded(content: bytes, place: str) -> Waypoint:
    """The checkpoint in a file.

    Args:
        content: of the file.
        place: its name, for error texts.

    Raises:
        Unfit: it is torn, altered, or of another version.
    """
    line, _, body = content.partition(b"\n")
    try:
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unfit(place, "no checkpoint", "one as juki run writes it") from None
    known = Head(FORMAT, juki.__version__, python_version(), sqlite_version(), STORE_VERSION, head.step, head.hash)
    for what in ("format", "juki", "python", "sqlite", "store"):
        found, expected = getattr(head, what), getattr(known, what)
        if found != expected:
            raise Unfit(place, f"a checkpoint of {what} {found}", f"{what} {expected}")
    if hash_of(_line(msgspec.structs.replace(head, hash="")) + body) != head.hash or _line(head) != line + b"\n":
        raise Unfit(place, "a checkpoint that was torn or altered", "one as juki run writes it")
    try:
        point = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unfit(place, "no checkpoint", "one as juki run writes it") from None
    if Path(place).name != Path(name_of(head.step)).name or point.world.trace.count != head.step:
        raise Unfit(place, f"a checkpoint of step {point.world.trace.count}", "one of the step in its name")
    return point


class Unfit(BadInput):
    """A checkpoint from which this run cannot go on."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a run is taken up again: a checkpoint, and the files up to there.

    Attributes:
        point: the checkpoint.
        place: of its file, for error texts.
        tape: up to there.
        trace: up to there.
        files: the checkpoints up to this one, by name.
    """

    point: Waypoint
    place: str
    tape: bytes
    trace: bytes
    files: Mapping[str, bytes]

    def expect_fit(self) -> None:
        """Whether tape and trace are those that the checkpoint was written beside; that the tape is whole must be known.

        Raises:
            Unfit: they are others, or end before it.
        """
        written = self.point.written
        if (len(self.tape), len(self.trace)) != (written.tape, written.trace):
            raise Unfit(self.place, "a tape or trace that ends before it", "those beside which it was written")
        if hash_of(self.trace) != written.trace_hash or chain_of(self.tape) != written.chain:
            raise Unfit(self.place, "another tape or trace", "those beside which it was written")

    def steps(self) -> Iterator[Step]:
        """What had happened up to there."""
        return map(msgspec.json.Decoder(Step).decode, self.trace.splitlines())


def start_at(content: bytes, place: str, tape: bytes, trace: bytes) -> Start:
    """Where a run may be taken up, by a checkpoint's file and what lies beside it; without the checkpoints before it.

    Raises:
        Unfit: it is of no use.
    """
    point = decoded(content, place)
    start = Start(point, place, tape[: point.written.tape], trace[: point.written.trace], {})
    start.expect_fit()
    return start


def whole(point: Waypoint, beginning: Beginning, place: str) -> Checkpoint:
    """The world of a checkpoint, with its stores.

    Raises:
        Unfit: it began in another way, or does not say how the stores have changed.
    """
    if point.beginning != beginning.hash:
        raise Unfit(place, "a checkpoint of another beginning", "one of this run")
    try:
        stores = {node: patched(beginning.images.get(node, b""), change) for node, change in point.stores.items()}
    except ValueError as fault:
        raise Unfit(place, f"a checkpoint that does not fit ({fault})", "one of this run") from None
    return msgspec.structs.replace(point.world, stores=stores)


def stand(start: Start, play: Play, beginning: Beginning) -> None:
    """Let a play that has not begun stand where the checkpoint was taken.

    Raises:
        Unfit: it cannot; the play is of no use any more.
    """
    checkpoint, simulation = whole(start.point, beginning, start.place), play.stage.simulation
    try:
        restore(simulation.world, simulation.registry, checkpoint)
        play.recall(_named(start.point.memory, STORY, str(play.stage.story.path)), start.steps())
    except Exception as fault:  # whoever seals one anew can make a world break in any way
        raise Unfit(
            start.place, f"a checkpoint that does not fit ({type(fault).__name__})", "one of this run"
        ) from fault

"""What the network map shows of a moment: who has spoken with whom, what is on its way, what is cut, down or refused.

From the event log and, where somebody has looked, from the world as it stood. Knows no layout and no sign.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from juki.tui.dashboard.widgets.map_places import is_placed
from juki.tui.dashboard.widgets.map_routes import Pair, pair_of

if TYPE_CHECKING:
    from juki.nodes.kernel.trace import Step
    from juki.scenarios.looking.views import UnderWay, WorldView
    from juki.tui.dashboard.ledger import Ledger

RECENT = 12
"Steps before a moment of which the traces are still seen."
_AT_SENDER = frozenset({"resend", "intrusion"})
"Of these steps `node` is who sends."
CHOSEN_FATES = {"drop": "lost", "duplicate": "doubled", "tamper": "tampered"}
"What becomes of a message that somebody handles so."
_MIDDLE, _NEAR, _LATE = 0.5, 0.08, 0.92


@dataclass(frozen=True, slots=True)
class Mover:
    """A message on the line from one node to another.

    Attributes:
        fraction: of the way behind it.
        is_held: somebody holds it back.
        is_lost: it will not arrive any more, by what happened or because somebody wants it so.
        is_forged: bytes of somebody who is neither of the two, or that somebody altered.
    """

    sender: str
    recipient: str
    fraction: float
    is_held: bool = False
    is_lost: bool = False
    is_forged: bool = False


@dataclass(slots=True)
class Scene:
    """The network at a moment.

    Attributes:
        movers: messages to be seen on their lines.
        focus: the step stood at; None at the beginning.
        lit: pairs that have spoken in the last steps.
        cut: pairs between which nothing gets through.
        broken: pairs whose session has ended and not begun anew.
        down: nodes that are down.
        refusing: nodes that refused something in the last steps.
        waiting: messages that a node keeps until somebody acknowledges them.
        under_way: how many messages are on their way; None if nobody has looked.
    """

    movers: list[Mover] = field(default_factory=list)
    focus: Step | None = None
    lit: set[Pair] = field(default_factory=set)
    cut: set[Pair] = field(default_factory=set)
    broken: set[Pair] = field(default_factory=set)
    down: set[str] = field(default_factory=set)
    refusing: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    under_way: int | None = None


class Traffic:
    """Nodes and pairs of one course of events by their first step, when nodes went down, what was done to messages by hand."""

    def __init__(self, nodes: Iterable[str] = ()) -> None:
        self.nodes: dict[str, int] = dict.fromkeys(nodes, 0)
        self.pairs: dict[Pair, int] = {}
        self._ends: set[tuple[str, str]] = set()
        self._downs: dict[str, list[int]] = {}
        "Sequences of the steps in which a node went down, came up, went down ..."
        self._handled: dict[tuple[str, str], tuple[int, str]] = {}
        "By recipient and message: the step in which somebody chose its fate, and which."

    def take(self, steps: Iterable[Step]) -> bool:
        """Learn from the next steps; whether there are new nodes."""
        before = len(self.nodes)
        for step in steps:
            ends = (step.peer, step.node)
            if ends not in self._ends:
                self._ends.add(ends)
                self._meet(ends, step.sequence)
            if step.what in {"crash", "restart"}:
                self._downs.setdefault(step.node, []).append(step.sequence)
            elif step.what == "disturbance":
                handling, _, message = step.detail.partition(" ")
                if handling in CHOSEN_FATES:
                    self._handled[step.node, message] = step.sequence, CHOSEN_FATES[handling]
        return before != len(self.nodes)

    def _meet(self, ends: tuple[str, str], sequence: int) -> None:
        placed = [node for node in ends if node and is_placed(node)]
        for node in placed:
            self.nodes.setdefault(node, sequence)
        if len(placed) == len(ends) and ends[0] != ends[1]:
            self.pairs.setdefault(pair_of(*ends), sequence)

    def chosen_fate(self, message: UnderWay, sequence: int) -> str:
        """The fate that somebody had chosen for a message by a step, which is no secret; empty if nobody had.

        A copy that is sent again has a fate of its own.
        """
        chosen_in, fate = self._handled.get((message.recipient, message.id), (0, ""))
        return fate if chosen_in <= sequence and fate == message.fate else ""

    def down(self, sequence: int) -> set[str]:
        """Nodes that are down after a step."""
        return {node for node, changes in self._downs.items() if bisect_right(changes, sequence) % 2}

    def scene(self, ledger: Ledger, sequence: int, view: WorldView | None = None) -> Scene:
        """The network after a step.

        Args:
            ledger: the event log.
            sequence: of the step; 0 for the beginning.
            view: the world as it stood then, if somebody has looked.
        """
        scene = Scene(focus=ledger[sequence] if sequence else None, down=self.down(sequence))
        for step in ledger.steps[max(0, sequence - RECENT) : sequence]:
            _remember(step, scene)
        if view is not None and view.step == sequence:
            _see(view, scene)
            for message in view.under_way:
                fate = self.chosen_fate(message, sequence)
                scene.movers.append(_mover(message, view.at, ledger, fate))
        return scene


def ends_of(step: Step) -> tuple[str, str] | None:
    """Who spoke to whom in a step; None if nothing went over a link."""
    if not step.peer or step.what in {"disturbance", "crash", "restart", "renewal"}:
        return None
    return (step.node, step.peer) if step.what in _AT_SENDER else (step.peer, step.node)


def _remember(step: Step, scene: Scene) -> None:
    ends = ends_of(step)
    if ends is not None:
        scene.lit.add(pair_of(*ends))
    if step.refused:
        scene.refusing[step.node] = scene.refusing.get(step.node, 0) + 1
    if ends is not None and (step.what == "lost" or step.fate == "lost"):
        scene.movers.append(Mover(*ends, _MIDDLE, is_lost=True))
    if ends is not None and step.what == "broken":
        scene.broken.add(pair_of(*ends))


def _see(view: WorldView, scene: Scene) -> None:
    """What the world itself says comes before what the log lets one guess."""
    scene.down = set(view.down)
    scene.broken.clear()
    for link in view.links:
        pair = pair_of(link.sender, link.recipient)
        if link.cut_until > view.at:
            scene.cut.add(pair)
        if link.epoch and not link.is_open:
            scene.broken.add(pair)
        if link.waiting:
            scene.waiting[link.sender] = scene.waiting.get(link.sender, 0) + link.waiting
    scene.under_way = len(view.under_way)
    scene.movers += [Mover(frame.sender, frame.recipient, _MIDDLE, is_forged=True) for frame in view.forged]


def _mover(message: UnderWay, now: int, ledger: Ledger, fate: str) -> Mover:
    """How far a message has come, as far as it is known when it left."""
    departure = ledger.departure(message.id)
    fraction = _MIDDLE
    if departure and not message.is_held:
        left = ledger[departure].at
        fraction = (now - left) / (message.due - left) if left < message.due else _LATE
    return Mover(
        message.sender,
        message.recipient,
        min(max(fraction, _NEAR), _LATE),
        is_held=message.is_held,
        is_lost=fate == "lost",
        is_forged=fate == "tampered",
    )

"""One world that is led to and fro in its own history, so that a look back costs no new network. Plays nothing and judges nothing.

It stands at one step at a time. Where the next one lies a little ahead it goes on; otherwise it takes up the nearest checkpoint,
of the folder or one that it kept on its way, and makes the steps from there again.
"""

from __future__ import annotations

from bisect import bisect_right

from juki.nodes.kernel.checkpoints import Checkpoint
from juki.protocol.errors import BadInput
from juki.scenarios.history import EVERY, History, Moment
from juki.scenarios.pasts import Past
from juki.scenarios.waypoints import Beginning, name_of

AHEAD = 60
"Steps that are rather made than that a checkpoint is taken up."
MOST_OCTETS = 96 << 20
"Of stores in the checkpoints that are kept; beyond that every second one is given up."


class Walk(History):
    """A history with one world in it.

    Args:
        past: of the run.
        every: steps between two checkpoints that are kept.

    Raises:
        BadInput: as `History`.
    """

    def __init__(self, past: Past, every: int = EVERY) -> None:
        super().__init__(past, every)
        self._moment: Moment | None = None
        self._images: dict[str, bytes] = {}
        "The newest image of each store: one that has not changed since is kept once."
        self._octets = 0

    def stand(self, step: int) -> Moment:
        """The one world, as `at` would make it; whoever had it before sees it move.

        Raises:
            BadInput: the run has no such step.
            Diverged: what is made again is not what was recorded; the next call begins anew.
        """
        if not 0 <= step <= self.past.steps:
            raise BadInput(f"step {step}", f"a run of {self.past.steps} steps", f"0 to {self.past.steps}")
        moment, self._moment = self._moment or self._first(), None
        if not 0 <= step - moment.count <= AHEAD:
            self._bring_near(moment, step)
        moment.advance(step)
        self._moment = moment
        return moment

    def _first(self) -> Moment:
        """The world at its beginning, which is a checkpoint too."""
        moment = Moment(self, self.past.choices())
        self._beginning = Beginning(moment.simulation.world)
        self._kept.setdefault(0, (self._thrifty(moment.checkpoint()), 0))
        return moment

    def _bring_near(self, moment: Moment, step: int) -> None:
        """Take up the nearest checkpoint before a step, unless the world stands nearer."""
        self._look_up(step, moment)
        known = sorted(self._kept)
        count = known[bisect_right(known, step) - 1]
        if count <= moment.count <= step:
            return
        checkpoint, given = self._kept[count]
        hosts = moment.simulation.hosts
        for node in [node for node in hosts if node not in checkpoint.stores]:
            hosts.pop(node).store.close()  # nobody had spoken to it by then; it is made again when somebody does
        moment.restore(checkpoint, given)

    def _look_up(self, step: int, moment: Moment) -> None:
        known = len(self._kept)
        super()._look_up(step, moment)
        if len(self._kept) > known:  # it is the newest entry
            checkpoint, _ = next(reversed(self._kept.values()))
            self._thrifty(checkpoint)
            self._thin_out()

    def passed(self, moment: Moment) -> None:
        count = moment.count
        place = max((kept for kept in self._kept if kept <= count), default=0)
        if count < place + self._every:
            return
        self._kept[count] = (self._thrifty(moment.checkpoint()), moment.given)
        self._thin_out()

    def _thrifty(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint, with the very images of the one before where nothing has changed."""
        for node, image in checkpoint.stores.items():
            if self._images.get(node) == image:
                checkpoint.stores[node] = self._images[node]
            else:
                self._images[node] = image
                self._octets += len(image)
        return checkpoint

    def _thin_out(self) -> None:
        """Give up every second checkpoint but the beginning, if they have become too much."""
        if self._octets <= MOST_OCTETS:
            return
        for count in sorted(self._kept)[1::2]:
            del self._kept[count]
            self._looked_at.discard(name_of(count))
        images = {id(image): len(image) for point, _ in self._kept.values() for image in point.stores.values()}
        self._octets = sum(images.values())
        self._every *= 2

"""A story played in a thread of its own, steered from others, and kept as any run is. Knows no screen and no command line.

What a world is made of (its stores, its sessions) belongs to the thread that made it: it is made, played and judged there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from juki.nodes.kernel.trace import Step
from juki.nodes.kernel.world import World
from juki.scenarios.control import Control, Stopped
from juki.scenarios.running import Follow, RunOptions, RunReport, run_story
from juki.scenarios.story import Story


class SteeredRun:
    """One run in its own thread. It begins paused, before the first thing happens.

    Args:
        story: what is played.
        options: how; the driver is always `direct`.
        listen: told of every step, in the thread of the world.
    """

    def __init__(self, story: Story, options: RunOptions, listen: Callable[[Step], None] | None = None) -> None:
        self._story, self._listen = story, listen
        self._options = replace(options, driver="direct")
        self._control: Control | None = None
        self._report: RunReport | None = None
        self._fault: BaseException | None = None
        self._is_staged = threading.Event()
        self._thread = threading.Thread(target=self._play, name=f"juki {story.name}", daemon=True)

    def begin(self) -> Control:
        """Start the thread, and wait until the stage stands.

        Raises:
            BadInput: as `run_story`.
            Incomplete: as `run_story`.
            OSError: as `run_story`.
        """
        self._thread.start()
        self._is_staged.wait()
        if self._control is None:
            raise self._fault or RuntimeError("no stage")
        return self._control

    def report(self, timeout: float | None = None) -> RunReport | None:
        """What the run came to, when it is over; None if it is not over in so many seconds.

        Raises:
            Stopped: somebody ended it; nothing is kept.
            Incomplete: as `run_story`.
            BadInput: as `run_story`.
            OSError: as `run_story`.
        """
        self._thread.join(timeout)
        if self._fault is not None:
            raise self._fault
        return self._report

    def _play(self) -> None:
        why = "ended"
        try:
            self._report = run_story(self._story, self._options, self._listen, self._steer)
        except BaseException as fault:  # noqa: BLE001 - whatever it is, whoever asks for the report must hear of it
            self._fault = fault.__cause__ if isinstance(fault.__cause__, Stopped) else fault
            why = "stopped" if isinstance(self._fault, Stopped) else "broke"
        if self._control is not None:
            self._control.end(why)
        self._is_staged.set()

    def _steer(self, world: World) -> Follow:
        self._control = Control(world)
        self._is_staged.set()
        return self._control.follow

"""What the keys of time do on the run's screen: playing, pausing, stepping, standing at another moment. Changes no history.

A run that is played by steps a second is asked for them one by one; at a pace, or at full speed, it goes on by itself.
"""

from __future__ import annotations

import os
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen

from juki.protocol.errors import BadInput
from juki.tui import complaints
from juki.tui.dashboard.pacing import SPEEDS, USUAL, Metronome
from juki.tui.language import pick

if TYPE_CHECKING:
    from juki.scenarios.control import Control
    from juki.scenarios.looking.views import WorldView
    from juki.scenarios.sitting.sitting import Sitting
    from juki.tui.dashboard.viewpoint import Viewpoint

BY_ITSELF = ("breakpoint", "failed")
"Why a run pauses though nobody has asked for it."


class TimeKeys(Screen[None]):
    """Time: playing, pausing, stepping, standing somewhere else. What is there to be driven is the heir's."""

    sitting: Sitting
    viewpoint: Viewpoint
    speed = SPEEDS[USUAL]
    is_playing = False
    _metronome: Metronome | None = None
    world: WorldView | None = None
    "The network at the moment stood at, as far as it is known."

    @property
    def control(self) -> Control | None:
        """Of the course seen, if it can still go on."""
        control = self.viewpoint.course.control
        return None if control is None or control.standing.is_over else control

    @property
    def is_rushing(self) -> bool:
        """The run goes on as fast as it can."""
        return self.is_playing and not self.viewpoint.is_back and self.speed is SPEEDS[-1]

    def tell(self, words: str, *, is_bad: bool = False) -> None:
        """Say something in passing."""
        self.app.tell(words, is_bad=is_bad)  # type: ignore[attr-defined] # our own application

    def complain(self, fault: BaseException | str) -> None:
        """Say what went wrong."""
        if isinstance(fault, OSError):
            words = complaints.of_disk(os.strerror(fault.errno) if fault.errno else str(fault))
        else:
            words = complaints.of(fault) if isinstance(fault, BadInput) else str(fault)
        self.tell(words, is_bad=True)

    def beat(self, now: float) -> None:
        """Let as much happen as the speed wants by now; see whether the run has paused by itself."""
        if not self.is_playing:
            return
        control = self.control
        if self.viewpoint.is_back and self._metronome is not None:
            for _ in range(self._metronome.due(now)):
                self.viewpoint.stand(self.viewpoint.cursor + 1)
            if control is None and not self.viewpoint.is_back:
                self.is_playing = False
        elif control is None:
            self.is_playing = False
        elif control.standing.is_paused and control.standing.why in BY_ITSELF:
            if control.standing.why == "breakpoint":
                self.tell(pick("停止条件に当たりました", "breakpoint"))
            self._stop_playing()
        elif self._metronome is not None:
            due = self._metronome.due(now)
            if due and control.standing.is_paused:
                control.step(due)

    def _play(self) -> None:
        control = self.control
        if control is None and not self.viewpoint.is_back:
            self.tell(
                pick("実行は終わっています。← で過去へ、B で分岐。", "The run is over: ← looks back, B branches.")
            )
            return
        self.is_playing = True
        steps = self.speed.steps or (SPEEDS[USUAL].steps if self.viewpoint.is_back else 0)
        self._metronome = Metronome(steps, monotonic()) if steps else None
        if control is None:
            return
        if self.speed.steps:
            if not self.viewpoint.is_back:
                control.step(1)
        elif not self.viewpoint.is_back:
            control.play(self.speed.pace)

    def _stop_playing(self) -> None:
        self.is_playing = False
        self._metronome = None
        if self.control is not None:
            self.control.pause()

    def action_play_pause(self) -> None:
        if self.is_playing:
            self._stop_playing()
        else:
            self._play()

    def action_step(self) -> None:
        if self.viewpoint.is_back:
            self.viewpoint.stand(self.viewpoint.cursor + 1)
        elif self.control is None:
            self._play()
        else:
            self.is_playing = False
            self.viewpoint.follow()
            self.control.step()

    def action_step_case(self) -> None:
        step = self.viewpoint.step
        if self.viewpoint.is_back:
            self.action_next_of_case()
        elif step is None or not step.case or self.control is None:
            self.action_step()
        else:
            self.is_playing = False
            self.control.step_case(step.case)

    def _change_speed(self, by: int) -> None:
        place = max(0, min(len(SPEEDS) - 1, SPEEDS.index(self.speed) + by))
        self.speed = SPEEDS[place]
        if self.is_playing:
            self._stop_playing()
            self._play()

    def action_faster(self) -> None:
        self._change_speed(1)

    def action_slower(self) -> None:
        self._change_speed(-1)

    def _look_back(self, step: int) -> None:
        if self.is_playing:
            self._stop_playing()
        self.viewpoint.stand(step)

    def action_step_back(self) -> None:
        self._look_back(self.viewpoint.cursor - 1)

    def action_step_forward(self) -> None:
        self._look_back(self.viewpoint.cursor + 1)

    def action_to_beginning(self) -> None:
        self._look_back(0)

    def action_to_now(self) -> None:
        self.viewpoint.follow()

    def action_attach_to_end(self) -> None:
        self.viewpoint.follow()

    def action_previous_of_case(self) -> None:
        self._to_neighbour(backwards=True)

    def action_next_of_case(self) -> None:
        self._to_neighbour(backwards=False)

    def _to_neighbour(self, *, backwards: bool) -> None:
        found = self.viewpoint.neighbour(self.viewpoint.cursor, backwards=backwards)
        if found is None:
            self.tell(pick("この事案には他のステップがありません", "No other step of this case that way"))
        else:
            self._look_back(found)

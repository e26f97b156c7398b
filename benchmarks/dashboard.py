"""The dashboard's rows: the first frame, what it costs a run at full speed, the way back to the middle of a long run.

Each beside its bare part or peer, in the same interleaved rounds. Real time, for that is what somebody waits for.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median

from juki.scenarios.looking.looker import Look, LookRequest
from juki.scenarios.reading import read_text
from juki.scenarios.running import RunOptions, run_story
from juki.scenarios.sitting.course import LivingCourse
from juki.scenarios.sitting.sitting import TRUNK, Sitting
from juki.scenarios.story import Story
from juki.tui.dashboard.app import JukiApp
from juki.tui.dashboard.opening import Opening
from juki.tui.dashboard.pacing import SPEEDS
from juki.tui.dashboard.run_screen import RunScreen
from juki.tui.dashboard.seating import begin

PATIENCE = 120.0
SIZE = (100, 30)
BARE = """
from textual.app import App
from textual.widgets import Footer, OptionList, Static
class Bare(App):
    def compose(self):
        yield Static("KeyBar")
        yield OptionList("one", "two")
        yield Footer()
Bare().run()
"""
"A peer: the smallest application of the same library."


@dataclass(slots=True)
class Row:
    """One row of the table: a reading a round."""

    name: str
    unit: str
    measure: Callable[[], float]
    readings: list[float] = field(default_factory=list)


def long_story(movers: int) -> Story:
    """Some move one after the other: some 60 steps each."""
    cast = "\n".join(f"  mover{number}: {{of: 長岡市, card: valid}}" for number in range(movers))
    steps = []
    for number in range(movers):
        out, there = 20 * number, 20 * number + 16
        steps += [
            *([f"wait: {{until: start + {out}}}"] if number else []),
            f"report_move_out: {{who: mover{number}, to: 新潟市中央区, planned: start + {there}}}",
            f'wait: {{until: start + {there + 1}, at: "10:00"}}',
            f"report_move_in: {{who: mover{number}, at: 新潟市中央区, moved_on: start + {there}, pin: right}}",
        ]
    lines = "\n".join(f"  - {step}" for step in steps)
    text = "name: long\ntitle: {ja: 長い話, en: a long story}\nteaches: {ja: 速さ, en: speed}\n"
    return read_text(f"{text}cast:\n{cast}\nsteps:\n{lines}\n", Path("long.yaml"))


def until_shown(command: list[str], sign: str) -> float:
    """Seconds until a program has written something with this sign to its terminal."""
    ours, theirs = pty.openpty()
    began = time.perf_counter()
    environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLUMNS": "100", "LINES": "30"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)  # noqa: S603 - our own
    os.close(theirs)
    seen = b""
    while sign.encode() not in seen:
        ready, _, _ = select.select([ours], [], [], PATIENCE)
        if not ready:
            raise TimeoutError(sign)
        seen += os.read(ours, 65_536)
    spent = time.perf_counter() - began
    process.kill()
    process.wait()
    os.close(ours)
    return spent


def first_frame() -> float:
    juki = Path(sys.executable).with_name("juki")
    return until_shown([str(juki), "tui", "--lang", "en"], "glossary")


def bare_frame() -> float:
    return until_shown([sys.executable, "-c", BARE], "KeyBar")


class FullSpeed:
    """A run at full speed, with the dashboard on it and without.

    Attributes:
        frames: a second, of the runs with the dashboard.
        gaps: the longest time without a frame, of each run, seconds.
    """

    def __init__(self, story: Story) -> None:
        self._story, self._number = story, 0
        self._folder = Path(tempfile.mkdtemp())
        self.frames: list[float] = []
        self.gaps: list[float] = []

    def _options(self) -> RunOptions:
        self._number += 1
        return RunOptions(out=self._folder / str(self._number), residents=400)

    def without(self) -> float:
        """Microseconds a step of a run that somebody steers without a screen."""
        course = LivingCourse(TRUNK, self._story, self._options())
        control = course.control
        assert control is not None  # noqa: S101 - it is a living one
        began = time.perf_counter()
        control.play()
        control.rest(PATIENCE)
        spent = time.perf_counter() - began
        return spent / control.standing.steps * 1e6

    def shown(self) -> float:
        """Microseconds a step of the same run on the screen."""
        return asyncio.run(self._shown())

    async def _shown(self) -> float:
        app = JukiApp(begin, Opening(self._story, self._options()))
        async with app.run_test(size=SIZE) as pilot:
            while not isinstance(app.screen, RunScreen):
                await pilot.pause(0.02)
            screen, ticks = app.screen, []
            await pilot.pause(0.5)  # what it takes to open is another row
            screen.speed = SPEEDS[-1]
            update = screen.beat

            def beat(now: float) -> None:
                ticks.append(now)
                update(now)

            screen.beat = beat  # type: ignore[method-assign]
            control = screen.control
            assert control is not None  # noqa: S101 - it has just begun
            began = time.perf_counter()
            screen.action_play_pause()
            while not control.standing.is_over:  # noqa: ASYNC110 - the run is in another thread
                await asyncio.sleep(0.01)
            spent = time.perf_counter() - began
            self.frames.append(len(ticks) / spent)
            self.gaps.append(max((b - a for a, b in pairwise(ticks)), default=spent))
            return spent / control.standing.steps * 1e6


class WayBack:
    """From the end of a long run to its middle and back again, as the dashboard does it."""

    def __init__(self, movers: int) -> None:
        folder = Path(tempfile.mkdtemp()) / "long"
        self.steps = run_story(long_story(movers), RunOptions(out=folder, driver="direct", residents=400)).steps
        self._sitting = Sitting.of_run(folder, lambda _: None)
        self._turn = 0
        self.look(self.steps)

    def look(self, step: int) -> float:
        """Milliseconds until a moment can be seen, one node's tables included."""
        began = time.perf_counter()
        self._sitting.looker.ask(LookRequest(TRUNK, step, "152021/resident-register"))
        while True:
            if self._sitting.looker.answers:
                answer: Look = self._sitting.looker.answers.popleft()
                assert not answer.fault, answer.fault  # noqa: S101 - the run was made just now
                return (time.perf_counter() - began) * 1e3
            time.sleep(0.001)

    def middle(self) -> float:
        self._turn += 1
        self.look(self.steps - 1 - self._turn)
        return self.look(self.steps // 2 + self._turn)

    def close(self) -> None:
        self._sitting.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="The dashboard's figures.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--movers", type=int, default=170, help="of the long run; some 60 steps each")
    given = parser.parse_args()
    sys.setswitchinterval(0.0005)
    speed, back = FullSpeed(long_story(60)), WayBack(given.movers)
    rows = [
        Row("dashboard: first frame", "s", first_frame),
        Row("a bare application of Textual: first frame", "s", bare_frame),
        Row("a steered run at full speed", "us a step", speed.without),
        Row("the same with the dashboard on it", "us a step", speed.shown),
        Row(f"back to the middle of {back.steps:,} steps", "ms", back.middle),
    ]
    for _ in range(given.rounds):
        for row in rows:
            row.readings.append(row.measure())
    back.close()
    for row in rows:
        print(
            f"{row.name:44} {median(row.readings):9.2f} {row.unit:10} {min(row.readings):.2f} to {max(row.readings):.2f}"
        )
    ratio = median(b / a for a, b in zip(rows[2].readings, rows[3].readings, strict=True))
    print(f"the dashboard costs a run at full speed      {ratio:9.2f} x          goal <= 1.15")
    print(f"frames a second meanwhile                    {median(speed.frames):9.1f}            goal >= 20")
    print(f"longest gap meanwhile                        {max(speed.gaps) * 1e3:9.0f} ms")


if __name__ == "__main__":
    main()

"""How quick the dashboard's long lists are: event log and sequence diagram over 100,000 steps, without a terminal.

`python benchmarks/dashboard_lines.py` prints a table; wall time, from a key to the characters that a terminal would get.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import platform
import tempfile
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Event, Thread
from time import perf_counter, process_time, sleep

from msgspec.structs import replace
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from juki.nodes.kernel.trace import Step
from juki.scenarios.folder import open_run
from juki.scenarios.library import find
from juki.scenarios.running import RunOptions, run_story
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.widgets.event_log import EventLog
from juki.tui.dashboard.widgets.sequence import SequenceDiagram
from juki.tui.dashboard.widgets.step_lines import StepLines
from juki.tui.language import use

STORY = "special-transfer-lossy"
STEPS, KEYS = 100_000, 200
SIZES = ((100, 30), (160, 48))
A_SECOND, SECONDS, FRAMES = 20_000, 3, 30
DAY = 86_400_000_000
KEY_GOAL, FRAME_GOAL, FIND_GOAL = 50, 20, 300


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a middle, the worst, and what is asked of which."""

    what: str
    middle: float
    worst: float
    unit: str
    goal: str = ""
    is_reached: bool = True


def steps(count: int) -> list[Step]:
    """So many steps: those of one real run again and again, a day later each time."""
    with tempfile.TemporaryDirectory() as kept:
        out = Path(kept) / "run"
        run_story(find(STORY), RunOptions(link="null", driver="direct", residents=20, out=out))
        once = list(open_run(out).steps())
    days = (once[-1].at - once[0].at) // DAY + 1
    return [_again(once[place % len(once)], place, place // len(once), days) for place in range(count)]


def _again(one: Step, place: int, rounds: int, days: int) -> Step:
    """A step of the run as it would be in another round, with names of its own."""
    named = {"id": one.id, "case": one.case}
    return replace(
        one,
        sequence=place + 1,
        at=one.at + rounds * days * DAY,
        sent=tuple(f"{message}/{rounds}" for message in one.sent),
        **{field: f"{name}/{rounds}" for field, name in named.items() if name},
    )


class Bench(App[None]):
    """Shows lists, and notes when a frame is ready."""

    def __init__(self, *kinds: type[StepLines]) -> None:
        super().__init__()
        self.animation_level = "none"
        self.kinds = kinds
        self.ledger = Ledger()
        self.frames: list[float] = []
        self.octets = 0
        self.drawn = asyncio.Event()

    def compose(self) -> ComposeResult:
        with Vertical():
            for kind in self.kinds:
                yield kind()

    def _display(self, screen: Screen[object], renderable: object) -> None:
        """Make the characters, as for a terminal."""
        super()._display(screen, renderable)  # type: ignore[arg-type]
        if isinstance(renderable, CompositorUpdate):
            self.octets += len(renderable.render_segments(self.console))
            self.frames.append(perf_counter())
            self.drawn.set()

    @property
    def lists(self) -> list[StepLines]:
        return list(self.query(StepLines))

    async def until_drawn(self, act: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds until what is done is drawn, and how many of them this process worked."""
        await asyncio.sleep(0.02)
        self.drawn.clear()
        began, worked = perf_counter(), process_time()
        act()
        await asyncio.wait_for(self.drawn.wait(), 10)
        return (self.frames[-1] - began) * 1000, (process_time() - worked) * 1000

    async def key(self, name: str) -> tuple[float, float]:
        return await self.until_drawn(lambda: self.post_message(events.Key(name, None)))


async def opened(kind: type[StepLines], size: tuple[int, int], every: list[Step]) -> list[Row]:
    """Open the whole, press keys at the middle, search."""
    app = Bench(kind)
    name = f"{kind.__name__}, {size[0]}x{size[1]}"
    async with app.run_test(size=size) as pilot:
        (shown,) = app.lists
        ledger = Ledger(every)
        opening, _worked = await app.until_drawn(lambda: shown.show(ledger))
        shown.focus()
        shown.stand(len(every) // 2)
        await pilot.pause()
        # Single lines, pages, and pages back, as somebody does who looks for something.
        names = ["j"] * (KEYS // 2) + ["pagedown"] * (KEYS // 4) + ["pageup"] * (KEYS // 4)
        times = [await app.key(one) for one in names]
        stands = [
            await app.until_drawn(lambda to=to: shown.stand(to)) for to in range(10, len(every), len(every) // 20)
        ]  # type: ignore[misc]
        finds = []
        for text in ("個人番号カード", "転入通知", "no such words", "09:59:59"):
            began = perf_counter()
            shown.find(text, 0)
            finds.append((perf_counter() - began) * 1000)
        began = perf_counter()
        shown.sift("消失")
        sifting = (perf_counter() - began) * 1000
    return [
        Row(f"{name}: open {len(every):,} steps", opening, opening, "ms", f"<= {1000} ms", opening <= 1000),  # noqa: PLR2004
        *_waited(f"{name}: a key", times),
        *_waited(f"{name}: stand anywhere", stands),
        Row(f"{name}: search", median(finds), max(finds), "ms", f"<= {FIND_GOAL} ms", max(finds) <= FIND_GOAL),
        Row(f"{name}: filter", sifting, sifting, "ms"),
    ]


def _waited(what: str, times: list[tuple[float, float]]) -> list[Row]:
    """Wall time, whose worst is the machine's; and of that the process's own time, whose worst is ours."""
    wall, own = ([one[place] for one in times] for place in (0, 1))
    goal = f"<= {KEY_GOAL} ms"
    return [
        Row(what, median(wall), max(wall), "ms", goal, median(wall) <= KEY_GOAL),
        Row(f"{what}, CPU time, worst", median(own), max(own), "ms", goal, max(own) <= KEY_GOAL),
    ]


def _feed(feed: deque[Step], every: Iterable[Step], is_over: Event) -> None:
    """Give steps at their rate, a few at a time, as a world does that another thread drives."""
    began = perf_counter()
    for place, step in enumerate(every):
        if place % 50 == 0:
            sleep(max(0.0, began + place / A_SECOND - perf_counter()))
        feed.append(step)
    is_over.set()


async def fed(size: tuple[int, int], every: list[Step]) -> list[Row]:
    """Both lists on one screen while a run goes on."""
    app, feed, is_over = Bench(EventLog, SequenceDiagram), deque[Step](), Event()
    longest = 0

    def drain() -> None:
        nonlocal longest
        longest = max(longest, len(feed))
        app.ledger.take([feed.popleft() for _step in range(len(feed))])
        for shown in app.lists:
            shown.grown()
            shown.stand(len(app.ledger))

    async with app.run_test(size=size):
        for shown in app.lists:
            shown.show(app.ledger)
        app.set_interval(1 / FRAMES, drain)
        thread = Thread(target=_feed, args=(feed, every, is_over))
        thread.start()
        began = perf_counter()
        while not is_over.is_set() or feed:  # noqa: ASYNC110 - a thread sets it, no coroutine
            await asyncio.sleep(0.05)
        took = perf_counter() - began
        thread.join()
        frames = [frame for frame in app.frames if frame >= began]
    rate, gap = len(frames) / took, max((b - a for a, b in pairwise(frames)), default=took) * 1000
    name = f"both, {size[0]}x{size[1]}, {A_SECOND:,} steps a second"
    return [
        Row(f"{name}: frames a second", rate, rate, "1/s", f">= {FRAME_GOAL}", rate >= FRAME_GOAL),
        Row(f"{name}: between two frames", took / max(1, len(frames)) * 1000, gap, "ms"),
        Row(f"{name}: steps taken a second", len(every) / took, len(every) / took, "1/s"),
        Row(f"{name}: longest queue", longest, longest, "steps"),
    ]


def table(rows: list[Row]) -> str:
    """The rows in Markdown."""
    cells = [("what", "median", "worst", "goal", "reached")] + [
        (
            row.what,
            f"{row.middle:,.1f} {row.unit}",
            f"{row.worst:,.1f} {row.unit}",
            row.goal,
            ("yes" if row.is_reached else "no") if row.goal else "",
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells
    )


async def measured(count: int) -> list[Row]:
    every = steps(count)
    gc.collect()
    gc.freeze()
    makers: list[Callable[[], Awaitable[list[Row]]]] = [
        *(
            lambda kind=kind, size=size: opened(kind, size, every)
            for kind in (EventLog, SequenceDiagram)
            for size in SIZES
        ),  # type: ignore[misc]
        *(lambda size=size: fed(size, every[: A_SECOND * SECONDS]) for size in SIZES),  # type: ignore[misc]
    ]
    return [row for make in makers for row in await make()]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the dashboard's long lists.")
    parser.add_argument("--steps", type=int, default=STEPS, help=f"steps in the lists ({STEPS:,})")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the lists (ja)")
    asked = parser.parse_args()
    use(asked.lang)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    print(f"wall time, {machine}, load {os.getloadavg()[0]:.1f}")
    print(table(asyncio.run(measured(asked.steps))))


if __name__ == "__main__":
    main()

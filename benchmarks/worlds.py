"""What needs a world: committed messages on warm sessions, whole runs, the start of a network, going through a history again.

The long story that gives the messages is written here: a few people who move to and fro.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from time import process_time

import trio

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.drive import DirectDriver, Instruction, TaskDriver
from juki.nodes.kernel.happenings import Order
from juki.scenarios.history import History
from juki.scenarios.library import find
from juki.scenarios.playing import Play
from juki.scenarios.population.municipalities import municipalities, towns
from juki.scenarios.reading import read_text
from juki.scenarios.running import RunOptions, prepared, run_story
from juki.scenarios.simulation import Simulation
from juki.scenarios.stage import Stage
from juki.scenarios.story import Story

STORY = "special-transfer"
CAST = 7
"Residents of each of the three municipalities: some twenty people in all, as in the budget."
SEEDS = 2
"Whole runs a reading."
MOVERS, MOVES, WARM = 4, 5, 2
"How many people move how often, and after which of their moves the clock starts: every session stands then."
MICRO = 1e6


@cache
def long_story() -> Story:
    """Everybody moves from 長岡市 to 新潟市中央区 and back, again and again, within one period of certificates."""
    lines = [
        "name: to-and-fro",
        "title: {ja: 往復, en: To and fro}",
        "teaches: {ja: 計測用, en: For measuring}",
        "law: [住基法24条の2]",
        "minutes: 1",
        "residents: 40",
        "cast:",
        *(f"  mover{place}: {{of: 長岡市, card: valid}}" for place in range(MOVERS)),
        "steps:",
    ]
    for move in range(MOVES):
        to, day = ("新潟市中央区", "長岡市")[move % 2], f"start + {2 * move + 1}"
        movers = [f"mover{place}" for place in range(MOVERS)]
        lines += [f"  - report_move_out: {{who: {mover}, to: {to}, planned: {day}}}" for mover in movers]
        lines += [f'  - wait: {{until: {day}, at: "10:00"}}']
        lines += [f"  - report_move_in: {{who: {mover}, at: {to}, moved_on: {day}, pin: right}}" for mover in movers]
    lines += ["expect:", "  - register: {who: mover0, at: 新潟市中央区, is: current}"]
    return read_text("\n".join(lines) + "\n", Path("to-and-fro.yaml"))


class _Stopwatch:
    """Hands on the instructions of a play and begins to measure when the sessions are warm."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._began = 0.0
        self._before = 0

    def instructions(self) -> Iterator[Instruction]:
        orders = 0
        for instruction in self._play.instructions():
            if orders == 2 * MOVERS * WARM and isinstance(instruction, Order) and not self._before:
                self._before = self._play.stage.simulation.world.trace.messages
                self._began = process_time()
            orders += isinstance(instruction, Order)
            yield instruction

    def reading(self) -> float:
        """Microseconds a message."""
        spent = process_time() - self._began
        return spent * MICRO / (self._play.stage.simulation.world.trace.messages - self._before)


def committed(link: str, driver: str) -> Callable[[int], float]:
    """Microseconds of a committed message in a long run, trace on and heard, oracles off."""

    def measure(seed: int) -> float:
        story, plan = prepared(long_story(), RunOptions(seed=seed, link=link))
        play = Play(Stage(story, plan, SeededChoices(seed)))
        play.asks_oracles = False
        watch = _Stopwatch(play)
        if driver == "direct":
            direct = DirectDriver(play.stage.simulation.world)
            for instruction in watch.instructions():
                direct.follow(instruction)
            return watch.reading()
        return trio.run(_by_tasks, play, watch)

    return measure


async def _by_tasks(play: Play, watch: _Stopwatch) -> float:
    async with TaskDriver(play.stage.simulation.world) as driver:
        for instruction in watch.instructions():
            await driver.follow(instruction)
        return watch.reading()


def seeds_a_second(link: str, *, fresh: bool) -> Callable[[int], float]:
    """Whole runs a second, set-up, oracles and report included.

    Args:
        link: of the runs.
        fresh: each run has a seed of its own, and so other people and keys; or it is the same run again.
    """

    def measure(number: int) -> float:
        seeds = range(number * SEEDS, (number + 1) * SEEDS) if fresh else [1] * SEEDS
        if not fresh:
            _run(seeds[0], link)
        began = process_time()
        for seed in seeds:
            _run(seed, link)
        return SEEDS / (process_time() - began)

    return measure


@cache
def _story() -> Story:
    return find(STORY)


def _run(seed: int, link: str) -> None:
    report = run_story(_story(), RunOptions(seed=seed, link=link, driver="direct", residents=CAST))
    if not report.held:
        raise SystemExit(f"the story failed: {report.replay}")


def _network(seed: int) -> Simulation:
    story, plan = prepared(_story(), RunOptions(seed=seed, link="null", residents=CAST))
    return Stage(story, plan, SeededChoices(seed)).simulation


def start_of_network(number: int) -> float:
    """Milliseconds from a seed to thirteen systems with twenty-one people in their stores."""
    began = process_time()
    _network(10_000 + number)
    return (process_time() - began) * 1e3


def size_of_store(number: int) -> float:
    """KiB of a node's store, on the average of a network that has just begun."""
    simulation = _network(10_000 + number)
    sizes = [len(simulation.hosts[node].store.image()) for node in simulation.nodes()]
    return sum(sizes) / len(sizes) / 1024


@cache
def _recorded() -> tuple[tempfile.TemporaryDirectory[str], Path, int]:
    folder = tempfile.TemporaryDirectory(prefix="juki-bench-")
    path = Path(folder.name) / "run"
    report = run_story(long_story(), RunOptions(link="null", driver="direct", out=path))
    return folder, path, report.steps


def history_again(_: int) -> float:
    """Steps a second from the beginning of a recorded run to its end, each compared with the trace."""
    _, path, steps = _recorded()
    history = History(path)
    began = process_time()
    history.at(steps)
    return steps / (process_time() - began)


def warm() -> None:
    """What a process does once: the towns of all Japan, from which previous addresses are drawn."""
    for city in municipalities():
        towns(city.code)

"""The benchmark table: every row and its bare parts in the same interleaved rounds, so that ratios survive a noisy machine.

Prints a table with median and range. Absolute figures are marks for a quiet machine; a ratio is what counts.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from nacl.signing import SigningKey

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.drive import DirectDriver, TaskDriver
from juki.protocol.secure.channel import null_pair
from juki.scenarios.library import find
from juki.scenarios.playing import Play
from juki.scenarios.running import RunOptions, prepared, run_story
from juki.scenarios.stage import Stage

STORY = "special-transfer"
SMALL_CAST = 7
"Residents a municipality: some twenty people in all, as in the budget."
HOPS = 2_000


@dataclass(slots=True)
class Row:
    """One line of the table: what is measured, in which unit, and its readings."""

    name: str
    unit: str
    measure: Callable[[int], float]
    readings: list[float] = field(default_factory=list)


def story_alone(link: str, driver: str) -> Callable[[int], float]:
    """Microseconds of a committed message while the story is played; set-up and oracles are left out."""

    def measure(seed: int) -> float:
        story, plan = prepared(find(STORY), RunOptions(seed=seed, link=link, residents=SMALL_CAST))
        play = Play(Stage(story, plan, SeededChoices(seed)))
        play.asks_oracles = False
        world = play.stage.simulation.world
        seconds = _play_direct(play) if driver == "direct" else _play_tasks(play)
        return seconds * 1e6 / world.trace.messages

    return measure


def _play_direct(play: Play) -> float:
    driver = DirectDriver(play.stage.simulation.world)
    began = time.perf_counter()
    for instruction in play.instructions():
        driver.follow(instruction)
    return time.perf_counter() - began


def _play_tasks(play: Play) -> float:
    import trio

    async def live() -> float:
        async with TaskDriver(play.stage.simulation.world) as driver:
            began = time.perf_counter()
            for instruction in play.instructions():
                await driver.follow(instruction)
            return time.perf_counter() - began

    return trio.run(live)


def seeds_a_second(link: str) -> Callable[[int], float]:
    """Whole runs a second, set-up and oracles included."""

    def measure(seed: int) -> float:
        began = time.perf_counter()
        report = run_story(find(STORY), RunOptions(seed=seed, link=link, driver="direct", residents=SMALL_CAST))
        if not report.held:
            raise SystemExit(f"the story failed: {report.replay}")
        return 1 / (time.perf_counter() - began)

    return measure


def hop(link: str) -> Callable[[int], float]:
    """Microseconds to seal and open one frame of 600 bytes."""

    def measure(seed: int) -> float:
        if link == "null":
            one, other = null_pair()
        else:
            story, plan = prepared(find(STORY), RunOptions(seed=seed, link=link, residents=SMALL_CAST))
            stage = Stage(story, plan, SeededChoices(seed))
            keyring, nodes = stage.simulation.world.network.keyring, sorted(stage.simulation.hosts)
            one, other = keyring.connect(nodes[0], nodes[1], stage.simulation.start, SeededChoices(seed))
        frame = bytes(600)
        began = time.perf_counter()
        for _ in range(HOPS):
            other.open(one.seal(frame))
        return (time.perf_counter() - began) * 1e6 / HOPS

    return measure


def signature(seed: int) -> float:
    """Microseconds to sign and verify 600 bytes: the bare part of a signed hop."""
    key = SigningKey(seed.to_bytes(32, "big"))
    began = time.perf_counter()
    for _ in range(200):
        key.verify_key.verify(key.sign(bytes(600)))
    return (time.perf_counter() - began) * 1e6 / 200


ROWS = [
    *(
        Row(f"committed message, {driver}, {link}", "us", story_alone(link, driver))
        for driver in ("direct", "task")
        for link in ("null", "noise", "tls")
    ),
    *(Row(f"whole runs of {STORY}, {link}", "1/s", seeds_a_second(link)) for link in ("null", "noise", "tls")),
    *(Row(f"one frame sealed and opened, {link}", "us", hop(link)) for link in ("null", "noise", "tls")),
    Row("bare Ed25519 sign and verify", "us", signature),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for row in ROWS:
        row.measure(0)  # warm: imports, templates, list of places
    for seed in range(1, rounds + 1):
        for row in ROWS:
            gc.collect()
            row.readings.append(row.measure(seed))
    print(f"{rounds} interleaved rounds on one core; median (lowest to highest)")
    for row in ROWS:
        low, middle, high = min(row.readings), median(row.readings), max(row.readings)
        print(f"{row.name:48} {middle:10.1f} {row.unit:4} ({low:.1f} to {high:.1f})")
    print()
    for name, over, under in RATIOS:
        ratios = [one / other for one, other in zip(_row(over).readings, _row(under).readings, strict=True)]
        print(f"{name:48} {median(ratios):10.2f} x    ({min(ratios):.2f} to {max(ratios):.2f})")


def _row(name: str) -> Row:
    return next(row for row in ROWS if row.name == name)


RATIOS = (
    ("noise over null, direct", "committed message, direct, noise", "committed message, direct, null"),
    ("tls over noise, direct", "committed message, direct, tls", "committed message, direct, noise"),
    ("task over direct, noise", "committed message, task, noise", "committed message, direct, noise"),
    ("task over direct, null", "committed message, task, null", "committed message, direct, null"),
)

if __name__ == "__main__":
    main()

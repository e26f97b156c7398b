"""A whole run of a story is one history: whatever the process, the driver, the links, whoever looks on; and a leak is found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import trio
from run_folders import SMALL
from small_stories import where_they_part

from juki.nodes.kernel.network import Frame, Link, Network
from juki.nodes.kernel.registry import KEYRINGS
from juki.nodes.kernel.trace import Step
from juki.scenarios.library import find, stories
from juki.scenarios.running import DRIVERS, RunOptions, run_story

SUPPORT = Path(__file__).resolve().parents[1] / "support"
EVERY = [(story.name, profile) for story in stories() for profile in story.profiles]
SAMPLE = [
    ("special-transfer", "law-2026"),
    ("special-transfer-intruders", "seed-2022"),
    ("special-transfer-node-down", "seed-2022"),
]
WAYS = [(driver, link) for driver in DRIVERS for link in sorted(KEYRINGS)]
FAULTS = ("calm", "lossy", "hostile", "shaky", "stormy")
FEW_FAULTS = ("calm", "stormy")
"In every test; all of them in the long ones."

TOLD = """
import json, sys
sys.path.insert(0, {support!r})
from dataclasses import replace
from run_folders import SMALL
from juki.nodes.kernel.network import Network
from juki.scenarios.library import find
from juki.scenarios.running import run_story
honest = Network.seal
def leaking(self, link, plain, now):
    link.due += hash("somewhere") % 1000
    return honest(self, link, plain, now)
if {leak!r}:
    Network.seal = leaking
for name, profile, faults, driver, link in {runs!r}:
    options = replace(SMALL, residents=40, profile=profile, faults=faults, driver=driver, link=link, seed={seed!r})
    print(json.dumps([name, profile, faults, run_story(find(name), options).digest]), flush=True)
"""


def begin(hash_seed: str, runs: list[tuple[str, ...]], *, seed: int = 3, leak: bool = False) -> subprocess.Popen[str]:
    """A fresh process that plays these runs and prints their digests."""
    told = TOLD.format(support=str(SUPPORT), runs=runs, seed=seed, leak=leak)
    surroundings = {"PYTHONHASHSEED": hash_seed, "PATH": os.environ.get("PATH", "")}
    if "PYTHONPATH" in os.environ:
        surroundings["PYTHONPATH"] = os.environ["PYTHONPATH"]
    process = subprocess.Popen(
        [sys.executable, "-"], env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    # All stories in all ways are more than a command line holds.
    assert process.stdin is not None
    process.stdin.write(told)
    process.stdin.close()
    process.stdin = None
    return process


def digests_of(process: subprocess.Popen[str]) -> dict[tuple[str, ...], set[str]]:
    """Every digest under story, profile and faults."""
    told, _ = process.communicate()
    assert process.returncode == 0
    found: dict[tuple[str, ...], set[str]] = {}
    for *run, digest in map(json.loads, told.splitlines()):
        found.setdefault(tuple(run), set()).add(digest)
    return found


def merged(*parts: Mapping[tuple[str, ...], set[str]]) -> dict[tuple[str, ...], set[str]]:
    found: dict[tuple[str, ...], set[str]] = {}
    for part in parts:
        for run, digests in part.items():
            found.setdefault(run, set()).update(digests)
    return found


def check(stories_in_profiles: list[tuple[str, str]], kinds: tuple[str, ...], seed: int) -> None:
    """Two processes x two hash seeds x two drivers x three links x faults on and off."""
    runs = [(*story, faults, *way) for story in stories_in_profiles for faults in kinds for way in WAYS]
    processes = [begin(hash_seed, runs, seed=seed) for hash_seed in ("0", "1")]
    found = merged(*map(digests_of, processes))
    assert {run: digests for run, digests in found.items() if len(digests) != 1} == {}
    assert len(found) == len(stories_in_profiles) * len(kinds)


def test_one_seed_is_one_history_in_every_process() -> None:
    check(SAMPLE, FEW_FAULTS, seed=3)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_every_story_is_one_history_in_every_way(seed: int) -> None:
    check(EVERY, FAULTS, seed)


@pytest.mark.soak
def test_a_thousand_seeds_are_a_thousand_histories(capsys: pytest.CaptureFixture[str]) -> None:
    """Each is run twice and comes out alike, with every oracle holding; no two seeds make one history."""
    digests: dict[str, str] = {}
    wrong = []
    for seed in range(1_000):
        name, profile = EVERY[seed % len(EVERY)]
        options = replace(
            SMALL, residents=200, profile=profile, seed=seed, faults=FAULTS[seed // len(EVERY) % len(FAULTS)]
        )
        one, other = (run_story(find(name), options) for _ in range(2))
        if one.digest != other.digest or one.digest in digests:
            wrong.append(f"{one.replay}: {one.digest}, {other.digest}, {digests.get(one.digest)}")
        wrong += [f"{one.replay}: {oracle.name} {oracle.found}" for oracle in one.oracles if not oracle.held]
        digests[one.digest] = one.replay
    with capsys.disabled():
        sys.stdout.write(
            f"\n1,000 seeds over {len(EVERY)} stories in their profiles: {len(digests)} histories, {len(wrong)} wrong\n"
        )
    assert wrong == []


def test_a_leak_of_hashes_into_the_history_is_found() -> None:
    runs = [("special-transfer", "law-2026", "calm", "direct", "null")]
    processes = [begin(hash_seed, runs, leak=True) for hash_seed in ("0", "1")]
    (digests,) = merged(*map(digests_of, processes)).values()
    assert len(digests) == 2


def steps_of(options: RunOptions, name: str = "special-transfer") -> list[Step]:
    steps: list[Step] = []
    run_story(find(name), options, steps.append)
    return steps


@pytest.mark.parametrize("link", sorted(KEYRINGS))
def test_two_drivers_take_the_same_steps(link: str) -> None:
    for faults in FAULTS:
        one, other = (steps_of(replace(SMALL, driver=driver, link=link, faults=faults)) for driver in DRIVERS)
        assert where_they_part(one, other) == ""


def test_a_leak_of_the_driver_into_time_is_found_at_its_first_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """From some message on the links are a little slower under trio."""
    honest = Network.seal
    count = 0

    def leaking(self: Network, link: Link, plain: bytes, now: int) -> Frame:
        nonlocal count
        count += 1
        if count > 12 and trio.lowlevel.in_trio_run():
            link.due = max(link.due, now) + 50_000
        return honest(self, link, plain, now)

    monkeypatch.setattr(Network, "seal", leaking)
    direct = steps_of(replace(SMALL, driver="direct"))
    count = 0
    told = where_they_part(direct, steps_of(replace(SMALL, driver="task")))
    assert told.startswith("step ")
    assert "differs in at" in told
    place = int(told.partition(":")[0].removeprefix("step "))
    assert 5 < place < 40
    assert direct[: place - 1]


def test_a_leak_into_what_is_written_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from juki.nodes.journal import Journal

    honest = Journal.next_message
    monkeypatch.setattr(Journal, "next_message", lambda self: honest(self) + honest(self) * trio.lowlevel.in_trio_run())
    one, other = (steps_of(replace(SMALL, driver=driver)) for driver in DRIVERS)
    assert "sent" in where_they_part(one, other)


def test_a_run_that_ends_earlier_is_found() -> None:
    steps = steps_of(SMALL)
    assert where_they_part(steps, steps[:-2]).startswith(f"step {len(steps) - 1}: only one run has it")


def test_other_seeds_people_and_profiles_are_other_histories() -> None:
    options = [SMALL, replace(SMALL, seed=2), replace(SMALL, profile="seed-2022")]
    digests = {run_story(find("special-transfer"), one).digest for one in options}
    assert len(digests) == len(options)


def test_a_listener_and_a_folder_change_nothing(tmp_path: Path) -> None:
    plain = run_story(find("special-transfer"), SMALL).digest
    seen: list[Step] = []
    kept = run_story(find("special-transfer"), replace(SMALL, out=tmp_path / "run"), seen.append).digest
    assert (plain, bool(seen)) == (kept, True)


def test_oracles_change_nothing() -> None:
    """They read every store, card and log in the middle of a run."""
    from small_stories import MOVE, finish, small_story, staged

    asked, unasked = staged(small_story(*MOVE)), staged(small_story(*MOVE))
    unasked.play.asks_oracles = False
    assert finish(asked).digest == finish(unasked).digest

"""Whatever a hand does to a run, saved as a story it is the same history: on any link, with either driver, after a kill."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from broken_runs import checkpoints_everywhere, killed_after
from hands import drive
from run_folders import contents

from juki.nodes.kernel.registry import KEYRINGS
from juki.scenarios.history import History
from juki.scenarios.library import find
from juki.scenarios.reading import read_file
from juki.scenarios.replaying import replay
from juki.scenarios.resuming import BrokenOff, resume
from juki.scenarios.running import RunOptions, run_story
from juki.scenarios.sitting.saving import save_scenario, scenario_text

STORIES = ("special-transfer", "special-transfer-lossy")
LINKS = sorted(KEYRINGS)


def options_of(seed: int) -> RunOptions:
    return RunOptions(
        link=LINKS[seed % 3], residents=20, seed=seed, settings={} if seed % 2 else {"planned": "start + 18"}
    )


@pytest.mark.parametrize("seed", range(10))
def test_a_saved_hand_makes_the_same_history_everywhere(tmp_path: Path, seed: int) -> None:
    story, options = find(STORIES[seed % 2]), options_of(seed)
    report, commands = drive(story, options, seed)
    save_scenario(tmp_path / "by-hand.yaml", scenario_text(story, options, commands))
    saved = read_file(tmp_path / "by-hand.yaml")
    assert len(saved.hand) == sum(line.during > 0 for line in commands)
    for driver in ("task", "direct"):
        again = RunOptions(seed=saved.seed, link=LINKS[(seed + 1) % 3], driver=driver, out=tmp_path / driver)
        assert run_story(saved, again).digest == report.digest
        assert replay(tmp_path / driver) == []


@pytest.mark.parametrize("seed", range(4))
def test_every_moment_of_what_a_hand_did_can_be_gone_back_to(tmp_path: Path, seed: int) -> None:
    """Checkpoints are taken every three steps on the way, of worlds with held, hastened and altered messages."""
    options = replace(options_of(seed), out=tmp_path / "run")
    report, _ = drive(find(STORIES[seed % 2]), options, seed)
    history = History(tmp_path / "run", every=3)
    assert history.at(report.steps).digest == report.digest
    for step in range(0, report.steps, 7):
        assert history.at(step).count >= step
    assert history.at(report.steps).digest == report.digest


@pytest.mark.parametrize("everywhere", [False, True], ids=["from the beginning", "from checkpoints"])
@pytest.mark.parametrize("seed", range(4))
def test_a_story_with_a_hand_that_is_killed_is_carried_to_its_end(
    tmp_path: Path, seed: int, *, everywhere: bool
) -> None:
    story, options = find(STORIES[seed % 2]), options_of(seed)
    report, commands = drive(story, options, seed)
    save_scenario(tmp_path / "by-hand.yaml", scenario_text(story, options, commands))
    saved = read_file(tmp_path / "by-hand.yaml")
    again = RunOptions(seed=saved.seed, link="null", driver=("task", "direct")[seed % 2], out=tmp_path / "whole")
    run_story(saved, again)
    by_hand = [one.line.step for one in saved.hand]
    for steps in sorted({by_hand[0] + 1, by_hand[-1] + 1, (by_hand[-1] + report.steps) // 2}):
        out = tmp_path / f"run{steps}"
        with killed_after(steps):
            if everywhere:
                with checkpoints_everywhere():
                    run_story(saved, replace(again, out=out))
            else:
                run_story(saved, replace(again, out=out))
        assert resume(BrokenOff(out)).digest == report.digest
        assert replay(out) == []
        assert everywhere or contents(out) == contents(tmp_path / "whole")

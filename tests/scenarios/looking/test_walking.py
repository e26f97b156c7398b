"""One world led to and fro in its history: wherever it is led, it is the world that would be made anew there."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken_runs import checkpoints_everywhere
from msgspec.structs import replace
from run_folders import NOISE, recorded
from walks import NOWHERE, everything, past_of, walk_of

from juki.nodes.kernel.choices import Diverged
from juki.protocol.errors import BadInput
from juki.scenarios.history import History
from juki.scenarios.looking import walking
from juki.scenarios.looking.walking import Walk
from juki.scenarios.pasts import LivingPast, RecordedPast

STORY = "special-transfer"
ORDER = (60, 20, 21, 0, 1, 59, 30, 5, 64, 63, 62, 10)
COMPARED = ("now", "draws", "put", "patience", "held", "down", "stores")


@pytest.mark.parametrize("every", [1, 7, 1000])
def test_wherever_it_is_led_it_is_the_world_of_that_step(every: int) -> None:
    past = past_of(STORY)
    walk, history = Walk(past, every), History(past, every=10_000)
    for step in ORDER:
        moment = walk.stand(step)
        seen, expected = everything(moment.simulation), everything(history.at(step).simulation)
        assert (moment.count, [seen[name] for name in COMPARED]) == (step, [expected[name] for name in COMPARED])
        assert set(moment.simulation.hosts) == set(history.at(step).simulation.hosts)


def test_the_checkpoints_of_a_folder_are_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with checkpoints_everywhere():
        run = recorded(tmp_path / "run", options=NOISE)
    monkeypatch.setattr(walking, "AHEAD", 3)
    walk = Walk(RecordedPast(run), every=1000)
    end = walk.past.steps
    for step in (end, 3, end - 2, 20, end):
        assert walk.stand(step).count == step
    assert walk.stand(end).digest == RecordedPast(run).run.header.digest
    assert walk.unusable == []
    assert len(walk._kept) > 1  # the beginning, and what was read


def test_too_many_checkpoints_are_thinned_out_and_the_way_back_is_still_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_OCTETS", 1 << 20)
    walk, history = Walk(past_of(STORY), every=1), History(past_of(STORY))
    walk.stand(walk.past.steps)
    assert len(walk._kept) < walk.past.steps // 2
    assert 0 in walk._kept
    for step in (50, 11, 40, 0):
        assert walk.stand(step).digest == history.at(step).digest


def test_a_store_that_has_not_changed_is_kept_once() -> None:
    walk = Walk(past_of(STORY), every=10)
    walk.stand(60)
    one, other = (walk._kept[count][0].stores["14/prefecture-server"] for count in (0, 10))
    assert one is other


@pytest.mark.parametrize("step", [-1, 100_000])
def test_there_is_no_step_beyond_the_ends(step: int) -> None:
    with pytest.raises(BadInput, match="a run of"):
        walk_of(STORY).stand(step)


def test_after_a_divergence_the_walk_begins_anew() -> None:
    past = past_of(STORY)
    wrong = LivingPast(past.story, past.plan, seed=1, folder=NOWHERE)
    wrong.commands = list(past.commands)
    wrong.made = [*past.made[:30], replace(past.made[30], detail="nobody said so"), *past.made[31:]]
    walk = Walk(wrong)
    assert walk.stand(20).count == 20
    with pytest.raises(Diverged, match="step 31 "):
        walk.stand(40)
    assert walk.stand(25).count == 25

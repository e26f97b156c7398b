"""A run from options to report: every story holds in every profile, and an option that does not fit is told."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from run_folders import SMALL
from small_stories import MOVE, small_story

from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.scenarios.library import find, stories
from juki.scenarios.oracles import ORACLES
from juki.scenarios.running import RunOptions, RunReport, prepared, run_story

MAIN = "special-transfer"
EVERY = [(story.name, profile) for story in stories() for profile in story.profiles]
FEW = replace(SMALL, residents=40)
"Enough people for every wish of the library."


def faults_of(report: RunReport) -> list[str]:
    return [f"{one.name} {one.place} {one.found}" for one in (*report.expectations, *report.oracles) if not one.held]


@pytest.mark.parametrize(("name", "profile"), EVERY)
def test_every_story_holds_in_every_profile(name: str, profile: str) -> None:
    report = run_story(find(name), replace(FEW, profile=profile))
    assert faults_of(report) == [], report.replay
    assert report.held
    assert len(report.oracles) == len(ORACLES)


@pytest.mark.parametrize(
    "name", [MAIN, "special-transfer-lossy", "special-transfer-intruders", "special-transfer-family"]
)
def test_a_story_holds_as_users_run_it(name: str) -> None:
    report = run_story(find(name), replace(RunOptions(), residents=40))
    assert (report.link, report.driver) == ("noise", "task")
    assert faults_of(report) == [], report.replay


@pytest.mark.soak
@pytest.mark.parametrize(("name", "profile"), EVERY)
@pytest.mark.parametrize("seed", range(1, 51))
def test_every_story_holds_with_fifty_seeds(name: str, profile: str, seed: int) -> None:
    report = run_story(find(name), replace(SMALL, residents=200, profile=profile, seed=seed))
    assert faults_of(report) == [], report.replay


@pytest.mark.soak
@pytest.mark.parametrize(("name", "profile"), EVERY)
@pytest.mark.parametrize("faults", ["lossy", "shaky"])
@pytest.mark.parametrize("seed", range(1, 21))
def test_every_oracle_holds_with_twenty_seeds_of_faults(name: str, profile: str, faults: str, seed: int) -> None:
    """Expectations that count refusals or name a moment are the story's own affair; the oracles hold always."""
    report = run_story(find(name), replace(SMALL, residents=200, profile=profile, seed=seed, faults=faults))
    assert [f"{one.name} {one.found}" for one in report.oracles if not one.held] == [], report.replay


def test_a_report_tells_what_was_run() -> None:
    report = run_story(find(MAIN), replace(SMALL, seed=5, profile="seed-2022", faults="lossy"))
    assert (report.scenario, report.seed, report.profile, report.link) == (MAIN, 5, "seed-2022", "null")
    assert (report.driver, report.faults, report.residents, report.run_dir) == ("direct", "lossy", 20, "")
    assert (report.verdict, report.held) == ("held", True)
    assert len(report.digest) == 32
    assert report.steps > report.messages > 20
    assert report.refused == 0
    assert report.virtual_seconds >= 17 * 86_400
    assert 0 < report.wall_seconds < 60


def test_what_nobody_says_is_the_storys_own() -> None:
    story = small_story(*MOVE, top=["profiles: [seed-2022]", "residents: 25", "faults: lossy"])
    report = run_story(story, RunOptions(link="null", driver="direct"))
    assert (report.profile, report.residents, report.faults, report.seed) == ("seed-2022", 25, "lossy", 1)


def test_a_failed_expectation_is_the_verdict() -> None:
    report = run_story(small_story(*MOVE, expect=["card: {who: mover, is: lapsed}"]), SMALL)
    assert (report.verdict, report.held) == ("failed", False)
    assert faults_of(report) == ["card small.yaml:13:5 active, kept by 151009"]


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"seed": -1}, "--seed"),
        ({"seed": 2**64}, "--seed"),
        ({"profile": "law-2062"}, "profile"),
        ({"link": "string"}, "--link"),
        ({"driver": "bus"}, "--driver"),
        ({"faults": "clam"}, "--faults"),
        ({"residents": 0}, "--residents"),
        ({"residents": -5}, "--residents"),
        ({"residents": 1_000_001}, "--residents"),
        ({"settings": {"plan": "start"}}, "--set"),
        ({"settings": {"planned": "strat + 1"}}, "--set"),
        ({"settings": {"planned": ""}}, "--set"),
    ],
    ids=str,
)
def test_an_option_that_does_not_fit_is_told(options: dict[str, object], place: str) -> None:
    with pytest.raises(BadInput) as caught:
        run_story(find(MAIN), replace(SMALL, **options))  # type: ignore[arg-type] # each is one of its fields
    assert place in caught.value.place


def test_a_profile_that_a_story_does_not_have_is_told() -> None:
    story = small_story(*MOVE, top=["profiles: [law-2026]"])
    with pytest.raises(BadInput, match="law-2026, for small"):
        run_story(story, replace(SMALL, profile="seed-2022"))


@pytest.mark.parametrize("seed", [0, 2**64 - 1])
def test_the_first_and_the_last_seed_are_seeds(seed: int) -> None:
    assert run_story(find(MAIN), replace(SMALL, seed=seed)).held


def test_a_setting_moves_a_day() -> None:
    usual = run_story(find(MAIN), SMALL)
    later = run_story(find(MAIN), replace(SMALL, settings={"planned": "start + 20"}))
    assert later.held
    assert round(later.virtual_seconds / 86_400) == round(usual.virtual_seconds / 86_400) + 4
    assert later.digest != usual.digest


@pytest.mark.parametrize(("name", "profile"), EVERY)
@pytest.mark.parametrize("residents", [1, 3])
def test_too_few_people_for_a_cast_are_told(name: str, profile: str, residents: int) -> None:
    try:
        run_story(find(name), replace(SMALL, residents=residents, profile=profile))
    except BadInput as fault:
        assert "cast" in fault.place  # noqa: PT017 - a story may need no more


def test_progress_is_told_of_every_step_and_changes_nothing() -> None:
    seen: list[Step] = []
    report = run_story(find(MAIN), SMALL, seen.append)
    assert [step.sequence for step in seen] == list(range(1, report.steps + 1))
    assert run_story(find(MAIN), SMALL).digest == report.digest


@pytest.mark.parametrize(
    "options",
    [
        SMALL,
        RunOptions(residents=30),
        replace(SMALL, seed=7, faults="lossy", profile="seed-2022", settings={"planned": "start + 3"}),
    ],
    ids=["small", "as users run it", "everything set"],
)
def test_the_line_that_replays_names_what_is_not_usual(options: RunOptions) -> None:
    report = run_story(find(MAIN), options)
    words = shlex.split(report.replay)
    assert words[:3] == ["juki", "run", MAIN]
    again = RunOptions()
    settings = {}
    for option, value in zip(words[3::2], words[4::2], strict=True):
        name = option.removeprefix("--")
        if name == "set":
            settings.update([value.split("=", 1)])
        else:
            again = replace(again, **{name: int(value) if value.isdigit() else value})
    assert run_story(find(MAIN), replace(again, settings=settings)).digest == report.digest


def test_a_story_of_ones_own_is_named_by_its_path() -> None:
    story = replace(small_story(*MOVE), path=Path("my own/small.yaml"))
    assert run_story(story, SMALL).replay.startswith("juki run 'my own/small.yaml' --seed 1")


def test_options_are_checked_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        run_story(find(MAIN), replace(SMALL, driver="bus", out=tmp_path / "out"))
    assert list(tmp_path.iterdir()) == []


def test_a_plan_is_what_the_options_say() -> None:
    _, plan = prepared(find(MAIN), replace(SMALL, profile="seed-2022"))
    assert (plan.network, plan.profile.name, plan.residents, plan.faults, plan.link) == (
        "small",
        "seed-2022",
        20,
        "calm",
        "null",
    )

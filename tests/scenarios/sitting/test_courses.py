"""Courses of events: what is driven by hand is kept, what leaves another shares its past with it, and is a run of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from broken_runs import checkpoints_everywhere, long_story
from run_folders import SMALL, recorded

from juki.nodes.kernel.disturbances import Crash, Handle, Handling
from juki.protocol.errors import BadInput, JukiError
from juki.protocol.terms import NodeId
from juki.scenarios.folder import TRACE
from juki.scenarios.library import find
from juki.scenarios.reading import read_text
from juki.scenarios.replaying import replay
from juki.scenarios.resuming import BrokenOff, resume
from juki.scenarios.running import RunReport, run_story
from juki.scenarios.sitting.course import Course, LivingCourse, RecordedCourse
from juki.scenarios.steering import Judged

STORY = find("special-transfer")
PATIENCE = 60.0


def ended(course: LivingCourse) -> RunReport:
    """What a course comes to when it is let go."""
    course.control.play()  # type: ignore[union-attr]
    course.control.rest(PATIENCE)  # type: ignore[union-attr]
    report = course._run.report(PATIENCE)
    assert report is not None
    return report


def begun(out: Path, steps: int = 0) -> LivingCourse:
    course = LivingCourse("0", STORY, replace(SMALL, out=out))
    if steps:
        course.control.step(steps)  # type: ignore[union-attr]
        course.control.rest(PATIENCE)  # type: ignore[union-attr]
    return course


def left(of: Course, step: int, out: Path) -> LivingCourse:
    return LivingCourse("1", of.story, replace(of.options, out=out), of, step)


@pytest.fixture(scope="module")
def straight() -> RunReport:
    return run_story(STORY, SMALL)


def test_a_course_begins_paused_and_tells_every_step_once(tmp_path: Path, straight: RunReport) -> None:
    course = begun(tmp_path / "run")
    assert (course.standing.steps, course.standing.is_paused) == (0, True)  # type: ignore[union-attr]
    report = ended(course)
    steps = [told.sequence for told in course.feed if not isinstance(told, Judged)]
    assert steps == list(range(1, report.steps + 1))
    assert report.digest == straight.digest


def test_what_was_judged_is_told_with_its_step(tmp_path: Path) -> None:
    course = begun(tmp_path / "run")
    report = ended(course)
    judged = [told for told in course.feed if isinstance(told, Judged)]
    assert [one.step for one in judged] == sorted(one.step for one in judged)
    assert list(judged[-1].oracles) == report.oracles
    assert list(judged[-1].expectations) == report.expectations


@pytest.mark.parametrize("step", [0, 1, 17, 40, 79])
def test_a_branch_that_changes_nothing_comes_to_the_same(tmp_path: Path, straight: RunReport, step: int) -> None:
    of = begun(tmp_path / "of", 79)
    branch = left(of, step, tmp_path / "branch")
    assert branch.standing.steps == step  # type: ignore[union-attr]
    assert ended(branch).digest == straight.digest
    assert replay(tmp_path / "branch") == []


def test_a_branch_shares_what_hands_did_before_it_and_nothing_of_what_they_did_later(tmp_path: Path) -> None:
    of = begun(tmp_path / "of", 20)
    of.control.command(Crash(NodeId("15/prefecture-server"), 2_000_000))  # type: ignore[union-attr]
    of.control.step(20)  # type: ignore[union-attr]
    of.control.rest(PATIENCE)  # type: ignore[union-attr]
    of.control.command(Crash(NodeId("jlis/national-server"), 2_000_000))  # type: ignore[union-attr]
    of.control.step(5)  # type: ignore[union-attr]
    of.control.rest(PATIENCE)  # type: ignore[union-attr]
    branch = left(of, 38, tmp_path / "branch")
    assert [line.actor for line in branch.past.commands if line.during] == ["15/prefecture-server"]
    assert branch.past.steps == 38
    ended(branch)
    assert replay(tmp_path / "branch") == []
    ended(of)
    assert replay(tmp_path / "of") == []


def test_the_next_delivery_dropped_on_a_branch_is_healed_by_sending_again(tmp_path: Path, straight: RunReport) -> None:
    branch = left(RecordedCourse("0", recorded(tmp_path / "of", options=SMALL)), 50, tmp_path / "branch")
    _, node, message, _ = branch.standing.under_way[0]  # type: ignore[union-attr]
    branch.control.command(Handle(node, message, Handling.DROP))  # type: ignore[union-attr]
    branch.control.rest(PATIENCE)  # type: ignore[union-attr]
    report = ended(branch)
    assert (report.verdict, report.struck) == ("held", {"lost": 1})
    assert report.digest != straight.digest
    assert replay(tmp_path / "branch") == []


def test_a_branch_of_a_long_course_begins_at_a_checkpoint(tmp_path: Path) -> None:
    story = read_text(long_story(3), tmp_path / "long.yaml")
    with checkpoints_everywhere():
        of = LivingCourse("0", story, replace(SMALL, out=tmp_path / "of"))
        whole = ended(of)
    starts = list(of.starts(whole.steps))
    assert starts[-1] is None
    assert len(starts) > 3
    for step in (1, 37, 70, 71, 140, whole.steps - 1):
        branch = left(of, step, tmp_path / f"branch {step}")
        assert branch.past.steps == step
        told = [one.sequence for one in branch.feed if not isinstance(one, Judged)]
        assert told == list(range(1, step + 1))
        assert ended(branch).digest == whole.digest
        assert replay(tmp_path / f"branch {step}") == []


def test_a_course_that_is_closed_can_be_carried_on(tmp_path: Path, straight: RunReport) -> None:
    folder = begun(tmp_path / "run", 30).close()
    assert folder is not None
    assert not (tmp_path / "run").exists()
    assert resume(BrokenOff(tmp_path / "run")).digest == straight.digest
    assert replay(tmp_path / "run") == []


def test_a_course_in_which_nothing_happened_leaves_nothing(tmp_path: Path) -> None:
    assert begun(tmp_path / "run").close() is None
    assert list(tmp_path.iterdir()) == []


def test_a_course_that_is_over_stays_where_it_is(tmp_path: Path) -> None:
    course = begun(tmp_path / "run")
    ended(course)
    assert course.close() == tmp_path / "run"
    assert (tmp_path / "run" / TRACE).is_file()


def test_no_branch_leaves_a_step_that_was_not_made(tmp_path: Path) -> None:
    of = begun(tmp_path / "of", 10)
    with pytest.raises(BadInput, match="step 11"):
        left(of, 11, tmp_path / "branch")
    assert not (tmp_path / "branch").exists()
    of.close()


def test_an_altered_past_is_found_when_a_branch_is_to_share_it(tmp_path: Path) -> None:
    course = RecordedCourse("0", recorded(tmp_path / "of", options=SMALL))
    course.past.trace[4] = course.past.trace[4].replace(b'"fate":"delivered"', b'"fate":"lost"')
    with pytest.raises(JukiError, match="step 5 at "):
        left(course, 20, tmp_path / "branch")

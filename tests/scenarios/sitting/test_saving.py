"""A run saved as a story: its text is the story's own, and its file is whole, new and called as it should be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cast import NAGAOKA
from hands import drive
from run_folders import SMALL
from small_stories import CAST, MOVE, small_story, story_text

from juki.nodes.kernel.disturbances import Crash
from juki.nodes.kernel.happenings import Order
from juki.protocol.errors import BadInput
from juki.protocol.terms.nodes import communication_server
from juki.scenarios.library import find, stories
from juki.scenarios.reading import read_file, read_text
from juki.scenarios.running import RunOptions, run_story
from juki.scenarios.sitting.saving import save_scenario, scenario_text
from juki.scenarios.story import Story, Words
from juki.scenarios.tape import CommandLine, line_of_command

CRASH = Crash(communication_server(NAGAOKA), 20_000_000)


def crash(during: int = 2, turn: int = 7) -> CommandLine:
    return line_of_command(CRASH, 3, 828_321_802_044_701, turn, during)


def reread(text: str) -> Story:
    return read_text(text, Path("saved.yaml"))


@pytest.mark.parametrize("story", stories(), ids=lambda one: one.name)
def test_any_story_of_the_library_can_be_saved(story: Story) -> None:
    again = reread(scenario_text(story, SMALL, [crash()]))
    assert again.name == "saved"
    assert [one.line for one in again.hand] == [crash()]
    assert [step.verb for step in again.steps] == [step.verb for step in story.steps]
    for one, other in zip(again.steps, story.steps, strict=True):
        assert {key: said.value for key, said in one.arguments.items()} == {
            key: said.value for key, said in other.arguments.items()
        }
    assert (again.seed, again.residents, again.faults) == (1, 20, story.faults)
    assert again.profiles == story.profiles[:1]


def test_a_saved_story_without_a_hand_is_the_same_run() -> None:
    options = replace(SMALL, seed=3, faults="lossy", profile="seed-2022", settings={"planned": "start + 20"})
    story = find("special-transfer")
    saved = reread(scenario_text(story, options, []))
    assert run_story(saved, RunOptions(seed=saved.seed)).digest == run_story(story, options).digest


def test_comments_and_quotes_stay() -> None:
    text = "# first\n" + story_text(*MOVE).replace("steps:", "# what happens\nsteps: # here", 1)
    text = text.replace("cast:", 'minutes: 3 # short\ndays: {planned: "2026-04-03"}\ncast:')
    saved = scenario_text(read_text(text, Path("small.yaml")), SMALL, [crash()])
    for kept in ("# first\n", "# what happens\n", "# here\n", "# short\n", '"2026-04-03"', 'at: "10:00"'):
        assert kept in saved
    assert saved.count("\n") < text.count("\n") + 15


def test_a_title_may_be_given() -> None:
    saved = reread(scenario_text(small_story(*MOVE), SMALL, [], Words('失われた: "通知"', "# lost: 'notice'")))
    assert saved.title == Words('失われた: "通知"', "# lost: 'notice'")


def test_what_the_story_commands_is_no_part_of_its_hand() -> None:
    saved = reread(scenario_text(small_story(*MOVE), SMALL, [crash(during=0), crash(), crash(during=0)]))
    assert len(saved.hand) == 1


def test_a_hand_that_had_not_its_turn_yet_is_kept() -> None:
    first = reread(scenario_text(small_story(*MOVE), SMALL, [crash(2, 7), crash(3, 9), crash(4, 11)]))
    again = reread(scenario_text(first, SMALL, [crash(2, 7), crash(2, 8)]))
    assert [(one.line.during, one.line.turn) for one in again.hand] == [(2, 7), (2, 8), (3, 9), (4, 11)]
    over = reread(scenario_text(first, SMALL, [crash(2, 7)], steps=99))
    assert [(one.line.during, one.line.turn) for one in over.hand] == [(2, 7)]


def test_faults_of_a_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "rough.yaml").write_text("loss: 10 %\n", "utf-8")
    with pytest.raises(BadInput, match="faults of a file"):
        scenario_text(small_story(*MOVE), replace(SMALL, faults=str(tmp_path / "rough.yaml")), [])


def test_too_many_commands_are_told() -> None:
    with pytest.raises(BadInput, match="more than"):
        scenario_text(small_story(*MOVE), SMALL, [crash(turn=turn) for turn in range(2_500)])


def test_a_whole_number_of_a_person_gets_into_no_file() -> None:
    number = "990000000012"
    order = Order(CRASH.node, "check_number", {"number": number})
    with pytest.raises(BadInput, match="a whole number") as fault:
        scenario_text(small_story(*MOVE), SMALL, [line_of_command(order, 3, 0, 7, 2)])
    assert number not in str(fault.value)


def test_a_file_is_called_as_the_story_is(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "落とした通知.yaml"
    save_scenario(path, scenario_text(small_story(*MOVE), SMALL, [crash()]))
    assert read_file(path).name == "落とした通知"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path, text = tmp_path / "a.yaml", scenario_text(small_story(*MOVE), SMALL, [])
    path.write_text("mine", "utf-8")
    with pytest.raises(BadInput, match="there already"):
        save_scenario(path, text)
    assert path.read_text("utf-8") == "mine"


def test_what_came_there_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, text = tmp_path / "a.yaml", scenario_text(small_story(*MOVE), SMALL, [])
    path.write_text("mine", "utf-8")
    monkeypatch.setattr(Path, "exists", lambda _: False)
    with pytest.raises(BadInput, match="meanwhile"):
        save_scenario(path, text)
    monkeypatch.undo()
    assert path.read_text("utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("name", ["a.txt", "a", "-.yaml", ".yaml", f"{'a' * 61}.yaml"])
def test_a_name_that_no_story_can_have_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="name"):
        save_scenario(tmp_path / name, scenario_text(small_story(*MOVE), SMALL, []))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.link", full)
    with pytest.raises(OSError, match="No space"):
        save_scenario(tmp_path / "a.yaml", scenario_text(small_story(*MOVE), SMALL, []))
    assert list(tmp_path.iterdir()) == []


def test_what_was_driven_under_one_cast_is_saved_with_it() -> None:
    story = small_story(*MOVE, cast=CAST)
    report, commands = drive(story, replace(SMALL, seed=5), 11)
    saved = reread(scenario_text(story, replace(SMALL, seed=5), commands))
    assert tuple(part.name for part in saved.cast) == tuple(CAST)
    assert run_story(saved, RunOptions(seed=5, link="noise")).digest == report.digest

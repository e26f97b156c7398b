"""The picker: every story and run is there, is found as one types, and is opened as the options say."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pilots import drive, settled, shown, snapshot
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList

from juki.scenarios.library import stories
from juki.scenarios.story import Story
from juki.tui import language
from juki.tui.dashboard.app import JukiApp
from juki.tui.dashboard.opening import Opening
from juki.tui.dashboard.picker import PickerScreen
from juki.tui.dashboard.preferences import Memory
from juki.tui.dashboard.shelf import Kept, fits, kept_runs, shelves

SIZES = [(100, 30), (160, 48)]
RUN = """{"scenario": "special-transfer", "seed": 4, "profile": "law-2026", "steps": 89, "verdict": "held"}"""


class Begun:
    """Takes down what was to be begun."""

    def __init__(self) -> None:
        self.openings: list[Opening] = []

    def __call__(self, opening: Opening) -> Callable[[], Screen[None]]:
        self.openings.append(opening)
        return Screen


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def picker(app: JukiApp) -> PickerScreen:
    assert isinstance(app.screen, PickerScreen)
    return app.screen


def offered(app: JukiApp) -> list[str]:
    return [option.id for option in app.screen.query_one("#list", OptionList).options if option.id]


def test_every_story_is_on_a_shelf_and_the_plain_one_comes_first() -> None:
    every = [story for _words, group in shelves() for story in group]
    assert sorted(story.name for story in every) == [story.name for story in stories()]
    assert every[0].name == "special-transfer"
    assert all(words.en != "Others" for words, _group in shelves()), "a new kind of story needs a group"


@pytest.mark.parametrize("wished", ["特例転入 家族", "family of three", "住基法24条の2", "ＳＰＥＣＩＡＬ", "operator"])
def test_a_story_is_found_by_title_lesson_law_and_name_in_either_language(wished: str) -> None:
    found = [story for story in stories() if fits(story, wished)]
    assert 0 < len(found) < len(stories())


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_list_narrows_as_one_types_and_enter_begins_what_is_left(size: tuple[int, int], lang: str) -> None:
    language.use(lang)
    begun = Begun()
    app = JukiApp(begun)

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        assert len(offered(app)) == len(stories())
        await pilot.press("/", *"家族三人")
        await settled(pilot)
        assert offered(app) == ["special-transfer-family"]
        await pilot.press("enter", "enter")
        await settled(pilot)

    drive(app, size, play)
    [opening] = begun.openings
    assert opening.story.name == "special-transfer-family"
    assert (opening.options.seed, opening.options.profile, opening.options.link, opening.options.faults) == (
        1,
        None,
        "noise",
        None,
    )


def test_what_fits_nothing_is_told_and_escape_brings_the_list_back() -> None:
    app = JukiApp(Begun())

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("/", *"xyzzy")
        await settled(pilot)
        assert "nothing fits" in shown(app)
        assert picker(app).chosen() is None
        await pilot.press("enter", "enter", "escape")
        await settled(pilot)
        assert len(offered(app)) == len(stories())

    drive(app, (100, 30), play)


def test_the_options_are_taken_and_the_choice_is_remembered(tmp_path: Path) -> None:
    begun = Begun()
    app = JukiApp(begun, memory=Memory(tmp_path / "state.json"))

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("down", "p", "p", "k", "f", "f")
        await pilot.press("s", "end", "backspace", *"73", "enter")
        await settled(pilot)
        assert "seed 73" in shown(app)
        await pilot.press("enter")
        await settled(pilot)

    drive(app, (100, 30), play)
    options = begun.openings[0].options
    assert (options.seed, options.profile, options.link) == (73, "seed-2022", "null")
    assert options.faults
    again = JukiApp(Begun(), memory=Memory(tmp_path / "state.json"))

    async def look(pilot: Pilot[None]) -> None:
        await settled(pilot)
        chosen = picker(again).chosen()
        assert isinstance(chosen, Story)
        assert chosen.name == begun.openings[0].story.name
        assert picker(again).query_one("#seed", Input).value == "73"

    drive(again, (100, 30), look)


def test_a_profile_that_a_story_does_not_have_is_left_out() -> None:
    app = JukiApp(Begun())
    lone = replace(stories()[0], profiles=("law-2026",))

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("p", "p")
        assert picker(app).options().profile == "seed-2022"
        assert picker(app).fitting(lone).profile is None
        assert picker(app).fitting(stories()[0]).profile == "seed-2022"

    drive(app, (100, 30), play)


def kept(folder: Path) -> None:
    (folder / "runs" / "special-transfer-4").mkdir(parents=True)
    (folder / "runs" / "special-transfer-4" / "run.json").write_text(RUN, "utf-8")
    (folder / "runs" / ".fugo-9.77-0.partial").mkdir()
    (folder / "runs" / ".fugo-9.77-0.partial" / "begin.json").write_text("{}", "utf-8")
    (folder / "runs" / "nothing").mkdir()
    (folder / "runs" / "torn").mkdir()
    (folder / "runs" / "torn" / "run.json").write_text("{", "utf-8")


def test_kept_runs_are_whole_or_broken_off_and_the_rest_is_passed_over(tmp_path: Path) -> None:
    kept(tmp_path)
    found = {run.folder.name: run for run in kept_runs(tmp_path / "runs")}
    assert set(found) == {"special-transfer-4", ".fugo-9.77-0.partial"}
    whole, broken = found["special-transfer-4"], found[".fugo-9.77-0.partial"]
    assert (whole.is_whole, whole.scenario, whole.seed, whole.steps, whole.held) == (
        True,
        "special-transfer",
        4,
        89,
        True,
    )
    assert not broken.is_whole
    assert kept_runs(tmp_path / "no such folder") == []


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_a_run_that_was_broken_off_says_how_it_goes_on(tmp_path: Path, lang: str) -> None:
    language.use(lang)
    kept(tmp_path)
    app = JukiApp(Begun())

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("/", *"fugo-9", "enter")
        await settled(pilot)
        assert isinstance(picker(app).chosen(), Kept)
        assert "juki run --resume runs/.fugo-9.77-0.partial" in shown(app)
        await pilot.press("enter")
        await settled(pilot)

    drive(app, (160, 48), play)
    assert "juki run --resume runs/.fugo-9.77-0.partial" in app.notices[-1]


def test_a_run_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    kept(tmp_path)
    app = JukiApp(Begun())

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("/", *"special-transfer-4", "enter", "enter")
        await settled(pilot)
        assert picker(app)

    drive(app, (100, 30), play)
    assert "run.json" in app.notices[-1]


def test_runs_that_come_and_go_are_seen_when_the_picker_comes_back(tmp_path: Path) -> None:
    kept(tmp_path)
    app = JukiApp(Begun())

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        assert "runs/special-transfer-4" in offered(app)
        await pilot.press("enter")
        await settled(pilot)
        shutil.rmtree("runs")
        await pilot.press("q")
        await settled(pilot)
        assert "runs/special-transfer-4" not in offered(app)

    drive(app, (100, 30), play)


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_picker_looks_as_it_did(size: tuple[int, int], lang: str) -> None:
    language.use(lang)
    app = JukiApp(Begun())

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        snapshot(app, f"picker-{lang}-{size[0]}x{size[1]}")
        await pilot.press("f1")
        await settled(pilot)
        snapshot(app, f"help-{lang}-{size[0]}x{size[1]}")
        await pilot.press("escape", "g")
        await settled(pilot)
        snapshot(app, f"glossary-{lang}-{size[0]}x{size[1]}")

    drive(app, size, play)

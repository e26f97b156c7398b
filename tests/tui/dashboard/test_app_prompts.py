"""The prompt of `:` and the glossary, by keys, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pilots import drive, settled, shown, snapshot
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList

from juki.tui import language
from juki.tui.dashboard.app import JukiApp, reword
from juki.tui.dashboard.jump_prompt import JumpPrompt
from juki.tui.dashboard.jumping import Goal, Ground, ToKind, ToNode, ToStep
from juki.tui.dashboard.opening import Opening
from juki.tui.terms import sections

SIZES = [(100, 30), (160, 48)]
GROUND = Ground(
    100, 20, 826_966_800_000_000, ("152021/resident-register", "jlis/national-server"), ("152021/terminal#3",)
)


class Asking(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.goals: list[Goal | None] = []

    def on_mount(self) -> None:
        self.push_screen(JumpPrompt(GROUND), self.goals.append)


def goal_of(*keys: str, size: tuple[int, int] = (100, 30)) -> tuple[Goal | None, ...]:
    app = Asking()

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    drive(app, size, play)
    return tuple(app.goals)


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_what_is_typed_is_where_one_goes(size: tuple[int, int], lang: str) -> None:
    language.use(lang)
    assert goal_of(*"57", "enter", size=size) == (ToStep(57),)
    assert goal_of(*"転入通知", "enter", size=size) == (ToKind("MoveInNotice"),)


def test_a_suggestion_is_chosen_by_arrows_taken_by_tab_and_by_enter() -> None:
    assert goal_of(*"長岡", "down", "enter") == (ToNode("152021/resident-register"),)
    assert goal_of(*"長岡", "tab", "enter") == (ToNode("152021/resident-register"),)
    assert goal_of(*"move", "down", "down", "up", "enter") == goal_of(*"move", "down", "enter")


def test_escape_goes_nowhere() -> None:
    assert goal_of(*"57", "escape") == (None,)


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_what_leads_nowhere_is_told_and_can_be_mended(lang: str) -> None:
    language.use(lang)
    app = Asking()

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press(*"999", "enter")
        await settled(pilot)
        assert "0..100" in shown(app)
        assert app.goals == []
        await pilot.press("backspace")
        await settled(pilot)
        assert "0..100" not in shown(app)
        await pilot.press("enter")
        await settled(pilot)

    drive(app, (100, 30), play)
    assert app.goals == [ToStep(99)]


def test_the_prompt_can_be_reworded_while_it_is_open() -> None:
    app = Asking()

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press(*"national")
        language.use("ja")
        reword(app.screen)
        await settled(pilot)
        assert "機構/全国サーバー" in shown(app)
        assert app.screen.query_one(Input).value == "national"
        snapshot(app, "jump-ja-100x30")

    drive(app, (100, 30), play)


def begin(opening: Opening) -> Callable[[], Screen[None]]:
    raise AssertionError(opening)


async def at_term(pilot: Pilot[None], app: JukiApp, term: str) -> None:
    await settled(pilot)
    app.explain(term)
    await settled(pilot)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_glossary_is_searched_by_japanese_reading_name_and_meaning(size: tuple[int, int], lang: str) -> None:
    language.use(lang)
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        await at_term(pilot, app, "")
        for typed in ("転入通知", "tennyu tsuchi", "MoveInNotice", "that ends a case", "事案を終える"):
            await pilot.press("/")
            app.screen.query_one(Input).value = typed
            await settled(pilot)
            names = [option.id for option in app.screen.query_one(OptionList).options if option.id]
            assert "MoveInNotice" in names, typed
            assert len(names) < 4, typed
            assert language.pick("転入通知", "MoveInNotice") in shown(app)

    drive(app, size, play)


@pytest.mark.parametrize("term", ["符号", "Fugo"])
def test_the_glossary_opens_at_a_term_and_speaks_the_other_language_at_once(term: str) -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        await at_term(pilot, app, term)
        assert "one person at one body" in shown(app)
        await pilot.press("L")
        await settled(pilot)
        assert "一つの機関における一人の人" in shown(app)
        await pilot.press("escape")

    drive(app, (100, 30), play)


def test_a_term_that_is_not_there_is_searched_for() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        await at_term(pilot, app, "カード")
        names = [option.id for option in app.screen.query_one(OptionList).options if option.id]
        assert {"CardProof", "CardManagement"} <= set(names)
        await pilot.press("/", "x", "y", "z")
        await settled(pilot)
        assert "nothing fits" in shown(app)

    drive(app, (100, 30), play)


def test_every_term_has_its_meaning_in_both_languages() -> None:
    terms = [term for section in sections() for term in section.terms]
    assert all(term.means.ja and term.means.en and term.means.ja != term.means.en for term in terms)
    assert all(section.title.ja and section.title.en for section in sections())

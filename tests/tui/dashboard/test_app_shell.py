"""What holds on every screen: language, theme, projector, help, pictures, the way out, and what was left behind."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import pytest
from pilots import drive, settled, shown
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from juki.protocol.errors import BadInput
from juki.scenarios.story import Words
from juki.tui import language
from juki.tui.dashboard import themes
from juki.tui.dashboard.app import PROJECTOR, JukiApp
from juki.tui.dashboard.help_screen import HelpScreen
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import Place, bindings
from juki.tui.dashboard.opening import Opening
from juki.tui.dashboard.pane import TermChosen
from juki.tui.dashboard.picker import PickerScreen
from juki.tui.dashboard.preferences import Memory
from juki.tui.dashboard.small_terminal import SmallTerminal

SIZES = [(100, 30), (160, 48)]
NUMBERS = "90000000001 / ９００００００００００１"


class Corner(Static, can_focus=True):
    HELP: ClassVar[Words] = Words("隅の説明。", "What the corner is.")  # type: ignore[assignment]

    def reword(self) -> None:
        self.border_title = language.pick("隅", "Corner")
        self.update(NUMBERS)


class Stage(Screen[None]):
    """Stands for the screen of a run."""

    BINDINGS: ClassVar = bindings(Place.RUN)
    PLACES: ClassVar = (Place.RUN,)

    def __init__(self, opening: Opening) -> None:
        super().__init__()
        self.opening = opening
        self.asked = 0
        self.steps = 0

    def compose(self) -> ComposeResult:
        yield SmallTerminal()
        yield Corner()
        yield Input(id="words")
        yield KeyBar(Place.RUN, Place.APP)

    def on_mount(self) -> None:
        self.query_one(Corner).reword()

    def subject(self) -> str:
        return f"{self.opening.story.name}-{self.steps}"

    def leave(self) -> None:
        self.asked += 1
        if self.asked > 1:
            self.app.pop_screen()

    def action_step(self) -> None:
        self.steps += 1

    def action_jump(self) -> None:
        self.app.push_screen(HelpScreen(self))

    def action_break(self) -> None:
        raise RuntimeError("90000000001 broke")


def begin(opening: Opening) -> Callable[[], Screen[None]]:
    if opening.options.seed == 13:
        raise BadInput("seed", "13", "a lucky one")
    return lambda: Stage(opening)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def opened(pilot: Pilot[None]) -> Stage:
    """Open the story under the cursor."""
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    stage = pilot.app.screen
    assert isinstance(stage, Stage)
    return stage


@pytest.mark.parametrize("size", SIZES)
def test_the_language_changes_everywhere_at_once_and_is_remembered(size: tuple[int, int], tmp_path: Path) -> None:
    app = JukiApp(begin, memory=Memory(tmp_path / "state.json"))

    async def play(pilot: Pilot[None]) -> None:
        await opened(pilot)
        assert "Space play/pause" in shown(app)
        await pilot.press("L")
        await settled(pilot)
        assert "Space 再生/停止" in shown(app)
        assert app.screen.query_one(Corner).border_title == "隅"
        await pilot.press("q", "q")
        await settled(pilot)
        assert "シナリオと実行" in shown(app)
        assert "特例転入" in shown(app)
        await pilot.press("f2")
        await settled(pilot)
        assert "Stories and runs" in shown(app)

    drive(app, size, play)
    assert Memory(tmp_path / "state.json").now.language == "en"


def test_the_themes_come_one_after_the_other_and_the_last_is_remembered(tmp_path: Path) -> None:
    app = JukiApp(begin, memory=Memory(tmp_path / "state.json"))

    async def play(pilot: Pilot[None]) -> None:
        seen = [app.theme]
        for _ in themes.NAMES:
            await pilot.press("T")
            await settled(pilot)
            seen.append(app.theme)
        assert set(seen) == set(themes.NAMES)
        assert seen[0] == seen[-1]
        await pilot.press("T")

    drive(app, (100, 30), play)
    assert JukiApp(begin, memory=Memory(tmp_path / "state.json")).theme == app.theme


def test_who_wants_no_colour_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert JukiApp(begin).theme == themes.MONOCHROME


def test_the_projector_masks_numbers_and_lets_them_be_seen_again() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        assert NUMBERS in shown(app)
        await pilot.press("P")
        await settled(pilot)
        assert stage.has_class(PROJECTOR)
        assert "*******0001 / ＊＊＊＊＊＊＊＊０００１" in shown(app)
        assert NUMBERS not in shown(app)
        await pilot.press("P")
        await settled(pilot)
        assert NUMBERS in shown(app)

    drive(app, (100, 30), play)


def test_projector_mode_is_still_on_at_the_next_start(tmp_path: Path) -> None:
    Memory(tmp_path / "state.json").keep(is_projected=True)
    app = JukiApp(begin, memory=Memory(tmp_path / "state.json"))

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        assert stage.has_class(PROJECTOR)
        assert NUMBERS not in shown(app)

    drive(app, (100, 30), play)


@pytest.mark.parametrize("size", SIZES)
def test_help_explains_the_part_in_focus_and_its_keys_in_either_language(size: tuple[int, int]) -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        stage.query_one(Corner).focus()
        await pilot.press("f1")
        await settled(pilot)
        assert "What the corner is." in shown(app)
        assert "Lets one event happen." in shown(app)
        await pilot.press("L")
        await settled(pilot)
        assert "隅の説明。" in shown(app)
        await pilot.press("space")
        await settled(pilot)
        assert "隅の説明。" not in shown(app)
        await pilot.press("f1", "escape")
        await settled(pilot)
        assert app.screen is stage

    drive(app, size, play)


def test_a_letter_typed_into_a_field_is_no_key() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        stage.query_one("#words").focus()
        await pilot.press(*"nLTq", "長")
        assert stage.query_one("#words", Input).value == "nLTq長"
        assert stage.steps == 0
        assert language.spoken() == "en"
        await pilot.press("f1")
        await settled(pilot)
        assert isinstance(app.screen, HelpScreen)

    drive(app, (100, 30), play)


def test_the_foot_turns_its_pages_and_its_keys_can_be_clicked() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        first = shown(app)
        await pilot.press("?")
        await settled(pilot)
        assert shown(app) != first
        for _ in range(len(app.screen.query_one(KeyBar).pages()) - 1):
            await pilot.press("?")
        await settled(pilot)
        assert shown(app) == first
        place = first.splitlines()[-2].index("n step")
        await pilot.click(KeyBar, offset=(place, 0))
        await settled(pilot)
        assert stage.steps == 1

    drive(app, (100, 30), play)


@pytest.mark.parametrize("typed", ["evnt", "one event", "1ステップ"])
def test_the_palette_finds_a_command_by_either_language(typed: str) -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        await pilot.press(*(" " if sign == " " else sign for sign in typed.replace(" ", "")))
        await pilot.pause(0.4)
        await pilot.press("enter")
        await pilot.pause(0.2)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert stage.steps >= 1 or "step" in shown(app)

    drive(app, (100, 30), play)


def test_pictures_get_names_of_their_own_and_show_no_whole_number(tmp_path: Path) -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        await pilot.press("n", "ctrl+s", "ctrl+s")
        await settled(pilot)
        assert stage.steps == 1

    drive(app, (100, 30), play)
    names = sorted(path.name for path in (tmp_path / "screenshots").iterdir())
    assert names == ["juki-special-transfer-1-2.svg", "juki-special-transfer-1.svg"]
    assert all(str(Path("screenshots", name)) in " ".join(app.notices) for name in names)
    picture = (tmp_path / "screenshots" / names[0]).read_text("utf-8")
    assert "0001" in picture
    assert "90000000001" not in picture
    assert "http" not in picture.replace("http://www.w3.org/", "")


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "screenshots").write_text("in the way", "utf-8")
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("ctrl+s")
        await settled(pilot)

    drive(app, (100, 30), play)
    assert app.notices[-1].startswith("no screenshot: ")


def test_leaving_a_run_asks_and_leaving_the_picker_ends() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        await pilot.press("q")
        await settled(pilot)
        assert app.screen is stage
        await pilot.press("q")
        await settled(pilot)
        assert isinstance(app.screen, PickerScreen)
        await pilot.press("q")
        await settled(pilot)

    drive(app, (100, 30), play)
    assert (app.return_code, app.fault) == (0, None)


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
def test_the_way_out_works_everywhere(key: str) -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        stage.query_one("#words").focus()
        await pilot.press("f1", key)
        await settled(pilot)

    drive(app, (100, 30), play)
    assert (app.return_code, app.fault) == (0, None)


def test_a_polite_kill_is_a_way_out() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        signal.raise_signal(signal.SIGTERM)
        await pilot.pause(0.1)

    drive(app, (100, 30), play)
    assert app.return_code == 0


def test_what_breaks_inside_is_kept_and_no_local_variable_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        await opened(pilot)
        await app.run_action("break", app.screen)

    with pytest.raises(RuntimeError, match="broke"):
        drive(app, (100, 30), play)
    said = capsys.readouterr()
    assert "90000000001" not in said.out + said.err


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_a_small_terminal_says_so_and_goes_on(lang: str) -> None:
    language.use(lang)
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        banner = stage.query_one(SmallTerminal)
        assert not banner.display
        await pilot.resize_terminal(60, 15)
        await settled(pilot)
        assert banner.display
        first = shown(app).splitlines()[0]
        assert "60×15" in first
        assert "100×30" in first
        await pilot.press("n")
        assert stage.steps == 1
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        assert not banner.display

    drive(app, (100, 30), play)


def test_what_begins_in_a_small_terminal_says_so_too() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        assert "70×20" in shown(app).splitlines()[0]
        stage = await opened(pilot)
        assert stage.query_one(SmallTerminal).display

    drive(app, (70, 20), play)


def test_a_term_that_is_chosen_opens_the_glossary() -> None:
    app = JukiApp(begin)

    async def play(pilot: Pilot[None]) -> None:
        stage = await opened(pilot)
        stage.query_one(Corner).post_message(TermChosen("転入通知"))
        await settled(pilot)
        assert "MoveInNotice" in shown(app)
        assert "the new municipality tells the old" in shown(app)

    drive(app, (100, 30), play)


def test_what_cannot_be_begun_is_told_and_the_picker_stays(tmp_path: Path) -> None:
    Memory(tmp_path / "state.json").keep(seed=13)
    app = JukiApp(begin, memory=Memory(tmp_path / "state.json"))

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PickerScreen)

    drive(app, (100, 30), play)
    assert "13" in app.notices[-1]


def test_preferences_that_cannot_be_read_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text("{", "utf-8")
    app = JukiApp(begin, memory=Memory(tmp_path / "state.json"))

    async def play(pilot: Pilot[None]) -> None:
        await settled(pilot)

    drive(app, (100, 30), play)
    assert [notice for notice in app.notices if "state.json" in notice] == app.notices
    assert len(app.notices) == 1

"""The small dialogs: a line of text, a span, yes or no, a file, the tree of courses. By keys alone, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pilots import drive, shown
from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen

from juki.nodes.kernel.disturbances import CertificateState
from juki.protocol.errors import BadInput
from juki.scenarios.breakpoints import Breakpoint
from juki.scenarios.sitting.comparing import compare
from juki.scenarios.story import Words
from juki.tui.cells import width
from juki.tui.dashboard.app import reword
from juki.tui.dashboard.dialogs.branches import BranchChoice, BranchesDialog, CourseRow, course_name
from juki.tui.dashboard.dialogs.breakpoints import BreakpointsDialog
from juki.tui.dashboard.dialogs.comparison import ComparisonScreen
from juki.tui.dashboard.dialogs.confirm import ConfirmDialog
from juki.tui.dashboard.dialogs.delay import DelayDialog
from juki.tui.dashboard.dialogs.dialog import Dialog
from juki.tui.dashboard.dialogs.faults import FaultDialog
from juki.tui.dashboard.dialogs.save import SaveChoice, SaveDialog
from juki.tui.dashboard.dialogs.spans import span_of
from juki.tui.dashboard.dialogs.text_prompt import TextPrompt
from juki.tui.language import LANGUAGES, use

OPEN = object()
"What a dialog has given that is not closed."
SECOND = 1_000_000
TITLE = Words("特例転入", "A special transfer")
COURSES = (
    CourseRow("0", "0", steps=109, held=40, is_over=True),
    CourseRow("1", "0", 57, steps=80, held=3, failed=1, is_seen=True),
    CourseRow("2", "1", 60, steps=90),
    CourseRow("3", "0", 20, steps=30),
)


class Asking(App[None]):
    def __init__(self, dialog: ModalScreen[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.given: Any = OPEN

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self._take)

    def _take(self, given: Any) -> None:
        self.given = given


def ask(dialog: ModalScreen[Any], *keys: str, size: tuple[int, int] = (100, 30)) -> tuple[Any, str]:
    """What the dialog gives after these keys, and the screen."""
    app = Asking(dialog)

    async def play(pilot: Pilot[None]) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()

    screens: list[str] = []

    async def all_of_it(pilot: Pilot[None]) -> None:
        await play(pilot)
        screens.append(shown(app))

    drive(app, size, all_of_it)
    return app.given, screens[0]


def dialogs(folder: Path) -> Sequence[Dialog[Any]]:
    return (
        TextPrompt(TITLE, Words("検索", "search"), placeholder=Words("ここへ", "here")),
        DelayDialog("転入通知"),
        ConfirmDialog(),
        SaveDialog("x.yaml", TITLE, folder),
        BranchesDialog(COURSES),
        BreakpointsDialog((Breakpoint(refused="*"),)),
        FaultDialog(["15/prefecture-server", "jlis/national-server"]),
        ComparisonScreen(compare([], []), (COURSES[0], COURSES[1]), ()),
    )


def without_bars(text: str) -> str:
    """A list's bar is drawn for where it was scrolled to."""
    return text.translate(dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█")))


@pytest.mark.parametrize("size", [(60, 15), (100, 30), (160, 48)])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(8))
def test_every_dialog_fits_is_reworded_and_closes_by_escape(
    number: int, lang: str, size: tuple[int, int], tmp_path: Path
) -> None:
    use(lang)
    dialog = dialogs(tmp_path)[number]
    app = Asking(dialog)

    async def play(pilot: Pilot[None]) -> None:
        text = shown(app)
        assert all(width(line) <= size[0] for line in text.splitlines())
        assert "Esc" in text
        other = "en" if lang == "ja" else "ja"
        use(other)
        reword(dialog)
        await pilot.pause()
        assert shown(app) != text
        use(lang)
        reword(dialog)
        await pilot.pause()
        assert without_bars(shown(app)) == without_bars(text)
        await pilot.press("escape")
        await pilot.pause()
        assert app.given is not OPEN
        assert dialog.HELP.ja
        assert dialog.HELP.en

    drive(app, size, play)


def test_a_line_is_taken_and_one_that_is_wrong_is_complained_about() -> None:
    def check(text: str) -> None:
        if "x" in text:
            raise BadInput("column 1", "'x'", "no x")

    given, screen = ask(TextPrompt(TITLE, check=check), "a", "x", "enter")
    assert given is OPEN
    assert "no x" in screen
    given, _ = ask(TextPrompt(TITLE, value="vor", check=check), "!", "enter")
    assert given == "vor!"
    given, _ = ask(TextPrompt(TITLE, value="転入"), "通", "知", "enter")
    assert given == "転入通知"


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("5", 5 * SECOND),
        ("5s", 5 * SECOND),
        ("1.5 min", 90 * SECOND),
        ("10分", 600 * SECOND),
        ("２時間", 7200 * SECOND),
        ("3 日", 3 * 86_400 * SECOND),
        ("200 ms", 200_000),
        ("200ミリ秒", 200_000),
    ],
)
def test_spans_are_read_in_both_languages(text: str, micros: int) -> None:
    assert span_of(text) == micros


@pytest.mark.parametrize("text", ["", "0", "x", "5 x", "-5 s", "9999999 d", "1 2"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        span_of(text)


def test_a_delay_is_given_in_microseconds_and_a_wrong_one_is_asked_again() -> None:
    assert ask(DelayDialog(), "enter")[0] == 600 * SECOND
    given, screen = ask(DelayDialog(value=""), "7", "q", "enter")
    assert given is OPEN
    assert "✗" in screen
    assert ask(DelayDialog(value=""), "7", "s", "enter")[0] == 7 * SECOND


@pytest.mark.parametrize(
    ("keys", "answer"), [(["y"], True), (["n"], False), (["enter"], False), (["left", "enter"], True)]
)
def test_yes_is_never_the_first_choice(keys: list[str], *, answer: bool) -> None:
    assert ask(ConfirmDialog(), *keys)[0] is answer
    assert ask(ConfirmDialog(), "escape")[0] is None


def test_a_button_is_as_good_as_a_key() -> None:
    app = Asking(ConfirmDialog())

    async def play(pilot: Pilot[None]) -> None:
        await pilot.click("#yes")
        await pilot.pause()
        assert app.given is True

    drive(app, (100, 30), play)


def test_a_file_that_is_there_is_never_taken(tmp_path: Path) -> None:
    (tmp_path / "move.yaml").write_text("x")
    given, _ = ask(SaveDialog("move.yaml", TITLE, tmp_path), "enter")
    assert given == SaveChoice(tmp_path / "move-2.yaml", TITLE)
    given, screen = ask(SaveDialog("move.yaml", TITLE, tmp_path), *["backspace"] * 7, *".yaml", "enter")
    assert given is OPEN
    assert "✗" in screen
    assert not (tmp_path / "move-2.yaml").exists()


@pytest.mark.parametrize("typed", ["", "x", "no/x.yaml"])
def test_a_file_that_cannot_be_written_is_asked_again(typed: str, tmp_path: Path) -> None:
    given, screen = ask(SaveDialog("a.yaml", TITLE, tmp_path), *["backspace"] * 6, *typed, "enter")
    assert given is OPEN
    assert "✗" in screen


def test_one_title_serves_for_both_languages(tmp_path: Path) -> None:
    given, _ = ask(SaveDialog("a.yaml", Words("題", ""), tmp_path), "enter")
    assert given.title == Words("題", "題")


def test_the_tree_shows_who_left_whom_and_enter_goes_to_the_chosen_one() -> None:
    use("ja")
    given, screen = ask(BranchesDialog(COURSES))
    for words in ("本線", "├─分岐1", "│ └─分岐2", "└─分岐3", "ステップ57から", "✗1", "✓40"):
        assert words in screen
    assert ask(BranchesDialog(COURSES), "enter")[0] == BranchChoice(go="1")
    assert ask(BranchesDialog(COURSES), "down", "enter")[0] == BranchChoice(go="2")
    assert given is OPEN


def test_two_marked_courses_are_compared_the_older_at_the_left() -> None:
    assert ask(BranchesDialog(COURSES), "down", "space", "up", "up", "space", "c")[0].compare == ("0", "2")
    assert ask(BranchesDialog(COURSES), "down", "c")[0].compare == ("1", "2")
    given, screen = ask(BranchesDialog(COURSES[:1]), "c")
    assert given is OPEN
    assert "✗" in screen
    assert ask(BranchesDialog(COURSES), "space", "space", "down", "space", "c")[0].compare == ("1", "2")


def test_the_course_on_the_screen_is_compared_with_the_one_it_left() -> None:
    assert ask(BranchesDialog(COURSES), "c")[0].compare == ("0", "1")
    assert ask(BranchesDialog(COURSES), "up", "c")[0].compare == ("0", "1")


def test_a_branch_whose_parent_is_not_there_is_shown_all_the_same() -> None:
    _, screen = ask(BranchesDialog([CourseRow("7", "5", 3, name="拾い物")]))
    assert "拾い物" in screen
    assert course_name(CourseRow("7", "5")) == "branch 7"


def test_certificate_states_have_all_a_fault() -> None:
    use("en")
    _, screen = ask(FaultDialog(["15/prefecture-server"]), size=(100, 48))
    assert "expired certificate" in screen
    assert len(CertificateState) == 5

"""The list of lines that everything long is shown in: only what is in sight is made, and the cursor goes where keys say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pilots import drive, shown
from rich.text import Text
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from juki.tui.cells import width as cells_of
from juki.tui.dashboard.widgets.headings import DAY, Headings
from juki.tui.dashboard.widgets.lines import Lines

MANY = 100_000
SIZE = (40, 10)
GLYPHS = "長岡市/住民記録 𠮷葛\U000e0100ｱ\t\n\x1b[31m…—×▶a"


class Numbers(Lines):
    """Every line says its number; every tenth is a heading."""

    def __init__(self, size: int = MANY) -> None:
        super().__init__(id="numbers")
        self.size_now = size
        self.made: list[int] = []

    @property
    def count(self) -> int:
        return self.size_now

    @property
    def header_height(self) -> int:
        return 1

    def header(self, width: int) -> Sequence[Text]:
        return [Text("見出し"[:width])]

    def rests(self, index: int) -> bool:
        return index % 10 != 0

    def line(self, index: int, width: int) -> Text:
        self.made.append(index)
        return Text(f"{index} {GLYPHS * 3}"[: width * 2])


class Shown(App[None]):
    def __init__(self, numbers: Numbers) -> None:
        super().__init__()
        self.numbers = numbers
        self.told: list[tuple[int, bool]] = []

    def compose(self) -> ComposeResult:
        yield self.numbers

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        self.told.append((event.index, event.entered))


def play(scene: Any, size: int = MANY, terminal: tuple[int, int] = SIZE) -> Shown:
    """Give a scene with the list in focus."""
    app = Shown(Numbers(size))

    async def focused(pilot: Pilot[None]) -> None:
        app.numbers.focus()
        await pilot.pause()
        await scene(pilot, app.numbers)

    drive(app, terminal, focused)
    return app


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["j"], 1),
        (["down", "j", "k"], 1),
        (["j"] * 10, 11),
        (["j"] * 10 + ["up"], 9),
        (["pagedown"], 8),
        (["pagedown", "pagedown", "pageup"], 8),
        (["end"], MANY - 1),
        (["end", "home"], 1),
        (["k"], 1),
    ],
)
def test_keys_move_the_cursor_past_headings(keys: list[str], line: int) -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        await pilot.press(*keys)
        assert numbers.cursor == line
        assert numbers.in_sight(line)
        assert pilot.app.told[-1] == (line, False)  # type: ignore[attr-defined]

    play(scene)


def test_only_lines_in_sight_are_made_and_each_once() -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        numbers.put_cursor(MANY // 2)
        await pilot.pause()
        await pilot.press("j", "k", "j")
        assert len(numbers.made) == len(set(numbers.made)) <= 3 * SIZE[1]

    play(scene)


def test_enter_says_that_a_line_was_entered_and_a_click_that_it_was_chosen() -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        await pilot.press("j", "enter")
        await pilot.click(Numbers, offset=(3, 4))  # under the header, line 3
        assert pilot.app.told == [(1, False), (1, True), (3, False)]  # type: ignore[attr-defined]
        await pilot.click(Numbers, offset=(3, 0))
        await pilot.click(Numbers, offset=(3, 1))  # header, heading
        assert numbers.cursor == 3

    play(scene)


def test_the_last_line_is_followed_until_somebody_scrolls_away() -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        await pilot.press("end")
        numbers.size_now += 5
        numbers.grown()
        await pilot.pause()
        assert numbers.cursor == numbers.count - 1
        assert str(numbers.count - 1) in shown(pilot.app)
        numbers.scroll_to(y=10, animate=False)
        numbers.size_now += 5
        numbers.grown()
        assert not numbers.following
        assert numbers.scroll_offset.y == 10

    play(scene)


def test_a_list_that_gets_shorter_keeps_its_cursor_inside() -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        await pilot.press("end")
        numbers.size_now = 25
        numbers.changed()
        await pilot.pause()
        assert numbers.cursor == 24
        numbers.size_now = 0
        numbers.changed()
        await pilot.press("j", "end", "enter", "pagedown")
        assert numbers.cursor == 0

    play(scene)


def test_what_is_searched_is_marked_in_its_line() -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        numbers.needle = "長岡市"
        numbers.changed()
        await pilot.pause()
        marked = [piece.text for piece in numbers.render_line(2) if piece.style and piece.style.underline]
        assert marked[0] == "長岡市"

    play(scene)


@pytest.mark.parametrize("terminal", [(20, 4), (38, 8), (100, 30), (160, 48)])
def test_every_line_has_the_cells_of_the_pane_whatever_is_in_it(terminal: tuple[int, int]) -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        await pilot.press("j", "j")
        for y in range(terminal[1]):
            text = numbers.render_line(y).text
            assert cells_of(text) == numbers.room
            assert all(sign.isprintable() for sign in text)

    play(scene, terminal=terminal)


def test_a_cut_line_ends_in_an_ellipsis_and_no_half_glyph() -> None:
    async def scene(pilot: Pilot[None], numbers: Numbers) -> None:
        for columns in range(8, 30):
            await pilot.resize_terminal(columns, 6)
            text = numbers.render_line(2).text.rstrip()
            assert text.endswith("…")
            assert set(text[:-1]) <= set("0123456789 " + GLYPHS) | {"␉", "␊", "␛", "·"}

    play(scene)


@given(st.lists(st.integers(0, 3), max_size=60))
def test_rows_and_items_are_found_from_each_other(gaps: list[int]) -> None:
    days = Headings()
    told: list[int | None] = []
    day, before = 0, -1
    for item, gap in enumerate(gaps):
        day += gap
        if day != before:
            told.append(None)
        before = day
        told.append(item)
        days.put(day * DAY + item)
    assert len(days) == len(told)
    assert days.items == len(gaps)
    for row, item in enumerate(told):
        assert days.is_heading(row) == (item is None)
        assert days.item(row) == (item if item is not None else told[row + 1])
        if item is not None:
            assert days.row(item) == row

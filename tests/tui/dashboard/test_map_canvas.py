"""The canvas of the network map: no glyph is ever halved, every line has as many cells as the canvas."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from juki.tui.cells import width
from juki.tui.dashboard.widgets.map_canvas import DOWN, LEFT, RIGHT, UP, Canvas
from juki.tui.dashboard.widgets.map_layout import Box

IVS, BEYOND = "葛\U000e0100", "𠮷"
WORDS = st.lists(st.sampled_from(["a", "長", "岡", IVS, BEYOND, "─", "ｶ", "●"]), max_size=12).map("".join)


@given(st.lists(st.tuples(st.integers(-2, 22), st.integers(-1, 3), WORDS), max_size=12))
def test_every_line_keeps_its_cells_whatever_is_written_over_it(written: list[tuple[int, int, str]]) -> None:
    canvas = Canvas(20, 2)
    for x, y, text in written:
        canvas.put(x, y, text, "node")
    for y, line in enumerate(canvas.lines()):
        assert width(line) == 20
        strip = canvas.strip(y, lambda _: Style())
        assert strip.cell_length == 20
        assert strip.text == line


def test_variants_and_glyphs_beyond_the_first_plane_stay_whole() -> None:
    canvas = Canvas(8, 1)
    canvas.put(0, 0, IVS + BEYOND + "城市", "node")
    assert canvas.lines() == [IVS + BEYOND + "城市"]
    canvas.put(1, 0, "x", "node")
    assert canvas.lines() == [" x" + BEYOND + "城市"]
    canvas.put(3, 0, "y", "node")
    assert canvas.lines() == [" x y城市"]


def test_a_wide_glyph_for_which_there_is_half_the_room_is_left_out() -> None:
    canvas = Canvas(3, 1)
    canvas.put(0, 0, "長岡", "node")
    assert canvas.lines() == ["長 "]


def test_lines_have_the_sign_of_their_directions() -> None:
    canvas = Canvas(4, 2)
    canvas.arms(0, 0, UP | DOWN, "line")
    canvas.arms(1, 0, RIGHT | DOWN, "line")
    canvas.arms(2, 0, UP | RIGHT | DOWN | LEFT, "line")
    canvas.arms(3, 0, LEFT | RIGHT, "now", heavy=True)
    assert canvas.lines() == ["│╭┼━", "    "]


def test_neighbours_of_one_style_are_one_piece() -> None:
    canvas = Canvas(6, 1)
    canvas.put(0, 0, "ab", "node")
    canvas.put(2, 0, "cd", "line")
    canvas.restyle(Box(0, 0, 1, 1), "chosen")
    assert [segment.text for segment in canvas.strip(0, lambda name: Style(bold=name == "line"))] == [
        "a",
        "b",
        "cd",
        "  ",
    ]

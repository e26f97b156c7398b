"""Widths in cells, and lines that keep their columns with Japanese in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juki.tui.cells import centred, columns, cut, left, width
from juki.tui.wrapping import wrap

WORDS = st.text(alphabet="ab 長岡市・ｶﾅ𠮷、。(", max_size=40)


def test_a_japanese_character_takes_two_cells() -> None:
    assert [width(text) for text in ("abc", "長岡市", "ｶﾅ", "𠮷野")] == [3, 6, 2, 4]


@given(WORDS, st.integers(0, 30))
def test_a_cut_text_never_takes_more_cells_than_it_may(text: str, cells: int) -> None:
    assert width(cut(text, cells)) <= max(cells, 0)


@given(WORDS, st.integers(2, 30))
def test_a_padded_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert width(left(text, cells)) == cells
    assert width(centred(text, cells)) == cells


def test_a_text_that_fits_is_not_touched() -> None:
    assert cut("長岡市", 6) == "長岡市"
    assert cut("長岡市", 5) == "長岡…"


def test_columns_begin_at_the_same_cell() -> None:
    lines = columns([("長岡市", "x"), ("a", "x"), ("新潟県庁", "x")])
    assert {width(line) for line in lines} == {11}


@given(WORDS, st.integers(4, 40))
def test_wrapping_loses_nothing_but_blanks(text: str, cells: int) -> None:
    assert "".join(wrap(text, cells)).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_full_stop() -> None:
    assert wrap("あいうえ。かき", 8) == ["あいうえ。", "かき"]

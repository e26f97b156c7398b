"""Rows of an inspector: whatever a peer or a store may hold, no column is broken and nothing that could be read is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trace_steps import CODE, NUMBER

from juki.tui.cells import width
from juki.tui.dashboard.widgets.byte_lines import BytesBeside, masked_bytes, readable
from juki.tui.dashboard.widgets.table_lines import Grid
from juki.tui.dashboard.widgets.value_lines import Act, Outline, Pair, Row, Section, clean, fold, pairs, prose

GLYPHS = st.one_of(
    st.text(max_size=80),
    st.text(
        st.sampled_from("渡邉\U000e0100\U000e0101𠮷𩸽㐂ｱｲﾊﾟ゙\u0301\u200d\ufe0f\u202e\u2028\n\t\x00\x1b\x7f\x85❤👩─●①"),
        max_size=60,
    ),
    st.text(max_size=4).map(lambda text: text * 500),
)
WIDTHS = st.integers(1, 130)


@given(GLYPHS, WIDTHS)
def test_a_folded_text_fits_and_is_all_there(text: str, cells: int) -> None:
    shown = clean(text)
    lines = fold(shown, cells)
    assert all(width(line) <= cells for line in lines)
    if cells > 1:
        assert "".join(lines) == shown


@given(GLYPHS)
def test_a_clean_text_is_as_wide_as_its_glyphs(text: str) -> None:
    shown = clean(text)
    assert width(shown) == sum(map(width, shown))
    assert not any(character in shown for character in "\n\t\x00\x1b\x7f\x85\u2028\u202e\u200d\ufe0f")


def test_variants_and_rare_glyphs_are_shown_as_they_are() -> None:
    for name in ("渡邉\U000e0100", "𠮷田", "髙﨑", "㐂", "\U00031350"):
        assert clean(name) == name


@given(GLYPHS, WIDTHS)
def test_prose_fits(text: str, cells: int) -> None:
    assert all(width(line) <= cells for line in prose(text, cells))


@given(st.lists(st.tuples(GLYPHS, GLYPHS, st.integers(0, 9)), max_size=6), st.integers(12, 130))
def test_labels_and_values_fit(items: list[tuple[str, str, int]], cells: int) -> None:
    rows = pairs([Pair(label, value, depth) for label, value, depth in items], cells)
    assert all(width(row.text) <= cells for row in rows)


def test_values_stand_in_one_column() -> None:
    rows = pairs([Pair("氏名", "渡邉 𠮷彦"), Pair("kana", "ワタナベ", 1)], 60)
    assert [width(row.pieces[0][0]) for row in rows] == [10, 10]


@given(
    st.lists(st.lists(GLYPHS, min_size=3, max_size=3), max_size=8),
    st.integers(20, 130),
    st.integers(0, 4),
    st.sets(st.integers(0, 9)),
)
def test_a_table_fits_wherever_it_is_scrolled_and_opened(
    rows: list[list[str]], cells: int, offset: int, opened: set[int]
) -> None:
    names = ("住所", "名", "\n")
    grid = Grid(
        "t",
        names,
        lambda row, column: rows[row][column],
        lambda row: [Pair(*pair) for pair in zip(names, rows[row], strict=True)],
        len(rows),
        cells,
        opened=opened,
        offset=offset,
    )
    lines = list(grid)
    assert all(width(line.text) <= cells for line in lines)
    places = [line.act.number for line in lines if line.act]
    assert places == list(range(len(rows)))


def test_a_row_that_changed_bears_a_sign_and_more_columns_are_announced() -> None:
    rows = [["1", "長岡", "三"], ["2", "新潟", "四"]]

    def grid(cells: int, *columns: str, **options: Any) -> Grid:
        return Grid("t", columns, lambda row, column: rows[row][column], lambda _row: [], 2, cells, **options)

    changed = grid(20, "番号", "市", "x" * 24, changed=(1,))
    assert changed[0].text.endswith("▶")
    assert not changed[1].text.startswith("●")
    assert changed[2].text.startswith("● 2")
    assert grid(40, "番号", "市", offset=1)[0].text.startswith("◀ 市")


@given(st.binary(max_size=300), st.binary(max_size=300), st.integers(20, 200), st.booleans())
def test_bytes_stand_side_by_side_in_even_columns(one: bytes, other: bytes, cells: int, is_plain: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    dump = BytesBeside(one, other, cells, is_plain=is_plain)
    assert {width(row.text) for row in dump} <= {6 + 2 * (3 * dump.a_row + 1) + 3}
    hexes = "".join(row.pieces[1][0].strip() for row in dump), "".join(row.pieces[4][0].strip() for row in dump)
    assert hexes == (one.hex(), other.hex())


def test_the_text_beside_the_bytes_is_japanese_too() -> None:
    octets = "\x01長岡\nA".encode()
    assert readable(octets, 0, len(octets)) == "·長 岡 ·A"
    assert readable(octets, 0, 2) == "··"
    assert readable(octets, 1, 7, has_japanese=False) == "······"


@pytest.mark.parametrize("number", [CODE, NUMBER, "9" * 18, "0123456789ABCDEF" * 2])
def test_masked_bytes_hold_no_number(number: str) -> None:
    octets = b"\xab" + number.encode() + b"\xac\xff\x00"
    assert number.encode() not in masked_bytes(octets)
    assert number[-4:].encode() in masked_bytes(octets)
    assert len(masked_bytes(octets)) == len(octets)


def test_a_long_title_leaves_room_for_the_note() -> None:
    outline = Outline([Section("a", "とても長い表の名前 (a_very_long_name)", (), "● 1  12 rows")], (), 38)
    assert outline[0].text.endswith("…  ● 1  12 rows")
    assert width(outline[0].text) <= 38


def test_an_outline_counts_only_what_is_open() -> None:
    rows = [Row(((str(number), "plain"),)) for number in range(3)]
    sections = [Section("a", "A", rows, "note"), Section("b", "B", rows)]
    outline = Outline(sections, {"a"}, 40)
    assert [row.text for row in outline] == ["▸ A  note", "▾ B", "0", "1", "2"]
    assert outline[0].act == Act("fold", "a")
    assert outline.index_of("b", 2) == 3
    assert outline.index_of("b", 99) == 4
    assert outline.index_of("a", 5) == 0
    assert outline.locate(3) == (sections[1], 2)
    assert [row.text for row in outline[1:3]] == ["▾ B", "0"]
    with pytest.raises(IndexError):
        outline[5]

"""Values are worded for a clerk in both languages, records of a store field by field, and nothing strange stops a pane."""

from __future__ import annotations

import pytest
from trace_steps import CODE, DAY, NINE

from juki.tui.dashboard.widgets.term_marks import terms_in
from juki.tui.dashboard.widgets.wordings import away, body_pairs, cell_pairs, cell_text, gists, in_calendar, when
from juki.tui.labels.fields import FIELDS
from juki.tui.language import use

STRANGE: list[object] = [
    "", "/", "x/y", "999999", "a,b,,", "2026-02-30", "0000-00-00", "2026-13-45T99:99", "渡邉\U000e0100", "\x00\n",
    "152021/nonsense", {"year": 0, "month": 0, "day": 0}, {"year": 2026, "month": 2, "day": 30},
    {"year": 99999, "month": 99, "day": -1}, -1, 10**30, True, None, [], [None], [[1, [2]]], ["a"], {"a": [{"c": 1}]},
]  # fmt: skip


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_value_of_any_field_stops_the_pane(language: str) -> None:
    use(language)
    for field in FIELDS:
        for value in STRANGE:
            assert list(body_pairs("MoveOutRecord", {field: value}))


def test_parts_of_parts_are_indented_under_their_own_labels() -> None:
    use("ja")
    body = {"card": {"serial": "JK", "issued_on": "2022-02-18", "expires_on": "2031-05-26", "genuine_mark": "x"}}
    pairs = list(body_pairs("MoveOutRecord", body))
    assert [(pair.label, pair.depth) for pair in pairs[:2]] == [("カードに係る情報", 0), ("カード番号", 1)]
    assert pairs[2].value == "令和4年2月18日"


def test_several_of_a_kind_are_numbered() -> None:
    use("en")
    hit = {"code": CODE}
    labels = [pair.label for pair in body_pairs("IdentitySearchReply", {"hits": [hit, hit]})]
    assert [label for label in labels if label[-1] in "12"][:2] == [f"{labels[0][:-2]} 1", f"{labels[0][:-2]} 2"]


def test_a_record_in_a_table_is_worded_field_by_field() -> None:
    use("ja")
    spelled = (
        f"code: {CODE}; name.written: 渡邉; 𠮷彦; birth.year: 1950; birth.month: 0; birth.day: 0; is_leaving: true"
    )
    pairs = list(cell_pairs("identity", "record", spelled))
    assert pairs[0].value == ""
    worded = {pair.label: pair.value for pair in pairs[1:]}
    assert worded["住民票コード"] == CODE
    assert "渡邉; 𠮷彦" in worded.values()
    assert "昭和25年 月日不詳" in worded.values()
    assert "はい" in worded.values()
    assert cell_text("identity", "record", spelled).startswith(f"住民票コード: {CODE}; ")


def test_bytes_of_a_table_are_counted() -> None:
    use("ja")
    assert cell_text("t", "x", b"abc") == "3バイト"
    assert cell_text("t", "x", None) == ""


@pytest.mark.parametrize(
    ("micros", "ja", "en"),
    [
        (0, "すぐ", "at once"),
        (1_000_000, "1秒後", "in 1 second"),
        (DAY - 1, "23時間後", "in 23 hours"),
        (90 * DAY, "90日後", "in 90 days"),
        (54_786 * DAY, "150年後", "in 150 years"),
    ],
)
def test_how_far_ahead(micros: int, ja: str, en: str) -> None:
    use("ja")
    assert away(micros) == ja
    use("en")
    assert away(micros) == en


def test_days_and_times() -> None:
    use("ja")
    assert when(NINE) == "令和8年3月16日(月) 09:00:00"
    assert when(NINE + 1_000) == "令和8年3月16日(月) 09:00:00.001"
    assert in_calendar("2026-04-01 to 2026-99-99") == "令和8年4月1日 to 2026-99-99"
    use("en")
    assert in_calendar("2026-04-01") == "2026-04-01"


def test_every_place_of_a_basis_comes_with_its_gist() -> None:
    for language in ("ja", "en"):
        use(language)
        found = gists("住基法24条の2第3項, 第6項; [D]")
        assert len(found) == 3
        assert all(words for _article, words in found)


def test_terms_are_found_in_the_language_spoken() -> None:
    use("ja")
    found = terms_in("市町村CSが転出証明書情報を送る")
    assert [one.term for one in found] == ["CommunicationServer", "MoveOutRecord"]
    use("en")
    text = "The move out record and the card."
    assert [text[one.begin : one.end] for one in terms_in(text)] == ["move out record"]

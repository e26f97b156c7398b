"""What may be typed after `:`, in both languages, and what is said when it leads nowhere."""

from __future__ import annotations

from datetime import datetime

import pytest

from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_micros
from juki.tui import language
from juki.tui.dashboard.jumping import (
    VIEWS,
    Goal,
    Ground,
    Leave,
    ToCase,
    ToKind,
    ToMoment,
    ToNode,
    ToStep,
    ToView,
    folded,
    parse,
    suggest,
)
from juki.tui.dashboard.keys import Place, of

REGISTER, CS, NATIONAL, CASE = (
    "152021/resident-register",
    "152021/communication-server",
    "jlis/national-server",
    "152021/integrated-terminal#3",
)
GROUND = Ground(
    steps=100,
    here=20,
    at=to_micros(datetime(2026, 3, 16, 9, 0, tzinfo=JST)),
    nodes=(REGISTER, CS, NATIONAL),
    cases=(CASE, "152021/integrated-terminal#31"),
)


def at(*when: int) -> ToMoment:
    return ToMoment(to_micros(datetime(*when, tzinfo=JST)))  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "goal"),
    [
        ("57", ToStep(57)),
        (":57", ToStep(57)),
        ("：５７", ToStep(57)),
        ("0", ToStep(0)),
        ("+3", ToStep(23)),
        ("-20", ToStep(0)),
        ("09:05", at(2026, 3, 16, 9, 5)),
        (":9:05:30.25", at(2026, 3, 16, 9, 5, 30, 250_000)),
        ("2026-04-01", at(2026, 4, 1)),
        ("2026-04-01 09:00", at(2026, 4, 1, 9)),
        ("2026-04-01T09:00", at(2026, 4, 1, 9)),
        ("2026-04-01　09:00", at(2026, 4, 1, 9)),
        ("長岡市/住民記録", ToNode(REGISTER)),
        ("Nagaoka City/Register", ToNode(REGISTER)),
        ("nagaoka city/cs", ToNode(CS)),
        ("ながおかし/住民記録", None),
        ("resident-register", ToNode(REGISTER)),
        (NATIONAL, ToNode(NATIONAL)),
        ("全国サーバー", ToNode(NATIONAL)),
        ("MoveInNotice", ToKind("MoveInNotice")),
        ("moveinnotice", ToKind("MoveInNotice")),
        ("転入通知", ToKind("MoveInNotice")),
        (f"case {CASE}", ToCase(CASE)),
        (f"事案 {CASE}", ToCase(CASE)),
        (f"case:{CASE}", ToCase(CASE)),
        ("diagram", ToView("diagram")),
        ("図", ToView("diagram")),
        ("検証項目", ToView("oracles")),
        ("q", Leave()),
        ("終了", Leave()),
    ],
)
def test_every_form_leads_where_it_says(typed: str, goal: Goal | None, lang: str) -> None:
    language.use(lang)
    if goal is None:
        with pytest.raises(BadInput):
            parse(typed, GROUND)
    else:
        assert parse(typed, GROUND) == goal


@pytest.mark.parametrize(
    ("typed", "found", "expected"),
    [
        ("", "nothing", "09:05"),
        ("101", "step 101", "0..100"),
        ("-21", "step -1", "0..100"),
        ("25:00", "'25:00'", "2026-04-01 09:00"),
        ("2026-02-30", "'2026-02-30'", "2026-04-01 09:00"),
        ("MoveInNotive", "'MoveInNotive'", "'MoveInNotice', the nearest"),
        ("Nagaoka City", "'Nagaoka City'", "Nagaoka City/CS"),
        ("xyzzy", "'xyzzy'", "MoveInNotice"),
    ],
)
def test_what_leads_nowhere_is_told_with_what_is_nearest(typed: str, found: str, expected: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse(typed, GROUND)
    assert refused.value.found == found
    assert expected in refused.value.expected


@pytest.mark.parametrize("typed", ["ながおか", "ナガオカ", "ﾅｶﾞｵｶ", "nagaoka", "長岡", "152021"])
def test_a_place_is_found_by_kanji_kana_letters_and_code(typed: str) -> None:
    assert {REGISTER, CS} <= {one.goal.node for one in suggest(typed, GROUND) if isinstance(one.goal, ToNode)}


def test_the_likeliest_comes_first() -> None:
    assert suggest("転入通知", GROUND)[0].goal == ToKind("MoveInNotice")
    assert suggest("movein", GROUND)[0].goal == ToKind("MoveInReport")
    assert {type(one.goal) for one in suggest("case", GROUND)} <= {ToCase, ToKind}
    assert [one.goal for one in suggest("事案 ", GROUND)] == [ToCase(case) for case in GROUND.cases]


@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_what_is_suggested_can_be_typed(lang: str) -> None:
    language.use(lang)
    for typed in ("", "転入", "move", "長岡", "case"):
        for one in suggest(typed, GROUND, most=100):
            assert parse(one.text, GROUND) == one.goal
    assert language.spoken() == lang


def test_the_views_are_those_of_the_keys() -> None:
    assert [f"view_{view}" for view in VIEWS] == [key.id for key in of(Place.RUN) if key.id.startswith("view_")]


def test_case_width_and_kind_of_kana_do_not_matter() -> None:
    assert folded(" ＡｂＣ ながおか ") == "abc ナガオカ"

"""The node inspector shows what a system holds, in both languages and in any pane, and whatever its rows hold."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from alone import Alone, enter, expect_whole, play, row_of
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot
from trace_steps import CODE, NINE, NUMBER
from views_by_hand import MESSAGE, REGISTER, certificate, node, table

from juki.protocol.terms import Role
from juki.scenarios.looking.views import Cell, Knowledge, NodeView
from juki.tui.dashboard.widgets.node_inspector import NodeInspector
from juki.tui.dashboard.widgets.node_sections import TABS
from juki.tui.language import use
from juki.tui.terms import sections

PARTS = list(TABS)


def inspected(view: NodeView | None, part: str = "tables", *keys: str, size: tuple[int, int] = (90, 30)) -> str:
    """What one part says, all of it."""
    pane, said = NodeInspector(), list[str]()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(view)
        for key in [*["full_stop"] * PARTS.index(part), *keys]:
            await pilot.press(key)
        await pilot.pause()
        expect_whole(pane)
        said.extend(pane.row(place).text for place in range(pane.count))

    play(pane, act, size)
    return "\n".join(said)


@pytest.mark.parametrize("size", [(38, 10), (64, 24), (100, 40)])
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_keeps_its_columns_at_every_size(part: str, language: str, size: tuple[int, int]) -> None:
    use(language)
    assert inspected(node(), part, size=size).strip()
    assert inspected(None, part, size=size).strip()


def test_tables_come_with_rows_changes_and_totals() -> None:
    use("en")
    said = inspected(node())
    assert "● 91234567890" in said
    assert "2 bytes" in said
    assert "first 200 of 1234 rows" in said
    assert "empty tables  1" in said
    use("ja")
    assert "1234行のうち先頭200行" in inspected(node())


def test_a_row_is_opened_in_full_by_enter_and_closed_again() -> None:
    use("ja")
    pane = NodeInspector()
    long = "長" * 300

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(node(tables=(table("notes", ((1, long),)),)))
        await pilot.pause()
        before = pane.count
        await enter(pilot, pane, "長長")
        whole = "".join(pane.row(place).text for place in range(pane.count))
        assert whole.count("長") >= 300
        assert pane.count > before
        await enter(pilot, pane, "長長")
        assert pane.count == before

    play(pane, act)


def test_columns_that_do_not_fit_are_reached_by_scrolling() -> None:
    use("ja")
    view = node(tables=(table(rows=((CODE, NUMBER, "長岡 花子", "r" * 30, 77),)),))
    assert "77" not in inspected(view, size=(38, 12))
    assert "77" in inspected(view, "tables", *["shift+right"] * 4, size=(38, 12))
    assert CODE in inspected(view, "tables", *["shift+right"] * 4, *["shift+left"] * 9, size=(38, 12))


def test_numbers_are_whole_until_they_are_masked() -> None:
    use("ja")
    assert CODE in inspected(node())
    said = inspected(node(), "tables", "M")
    assert CODE not in said
    assert NUMBER not in said
    assert "*******7890" in said


def test_the_log_shows_the_newest_first_and_refusals_by_a_sign() -> None:
    use("en")
    lines = inspected(node(), "log", size=(120, 30)).splitlines()
    assert "newest 3 of 30 lines" in lines[0]
    assert "→ sent" in lines[1]
    assert "✗ received" in lines[2]
    assert "[not-authorised]" in lines[2] + lines[3]


def test_an_entry_of_the_log_leads_to_its_message() -> None:
    use("en")
    pane = NodeInspector()

    async def act(pilot: Pilot[None], app: Alone) -> None:
        pane.look(node())
        await pilot.press("full_stop")
        await enter(pilot, pane, "→ sent")
        await pilot.press("full_stop", "full_stop")
        await enter(pilot, pane, "3: Move out record")
        assert app.told == [("message", MESSAGE, 0)] * 2

    play(pane, act)


def test_timers_say_when_and_in_how_long() -> None:
    use("ja")
    first, second = inspected(node(), "timers").splitlines()[1:3]
    assert "30秒後" in first
    assert "16日後" in second
    assert "令和8年4月1日" in second
    use("en")
    assert "in 16 days" in inspected(node(), "timers")


def test_boxes_say_what_waits_and_how_far_it_has_taken() -> None:
    use("en")
    said = inspected(node(), "boxes")
    assert "3: Move out record" in said
    assert "taken up to 7" in said


def test_what_it_knows_is_judged_with_the_law() -> None:
    use("ja")
    said = inspected(node(), "knows")
    assert "✓ 2個 — 持ってよい" in said
    assert "*******7890" in said
    assert "住基法30条の6" in said
    wrong = node(knows=(Knowledge("fugo", 3, may_hold=False),))
    assert "✗ 3個 — 持ってはならない" in inspected(wrong, "knows")


def test_the_certificate_is_shown_with_its_state() -> None:
    use("en")
    assert "✗ expired" in inspected(node(certificate=certificate(REGISTER, "expired")), "certificate")


def test_a_node_that_is_down_says_until_when() -> None:
    use("ja")
    assert "⊘ 令和8年3月16日(月) 09:01:00 まで停止中" in inspected(node(down_until=NINE + 60_000_000))


def test_the_part_is_remembered_for_each_kind_of_node() -> None:
    use("en")
    pane = NodeInspector()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(node())
        await pilot.press("full_stop", "full_stop")
        pane.look(node(node=REGISTER))
        assert pane.section == "tables"
        await pilot.press("comma")
        assert pane.section == "certificate"
        pane.look(node(node="151009/communication-server"))
        assert pane.section == "timers"
        pane.look(None)
        assert pane.section == "tables"

    play(pane, act)


def test_the_part_shown_stands_in_brackets_also_where_only_one_fits() -> None:
    use("ja")
    pane = NodeInspector()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(node())
        await pilot.press("full_stop")

    assert "表  [ログ]  タイマー" in play(pane, act, (64, 20))
    assert ", ‹ [ログ] 2/6 › ." in play(NodeInspector(), _log, (38, 10))


async def _log(pilot: Pilot[None], app: Alone) -> None:
    assert isinstance(app.pane, NodeInspector)
    app.pane.look(node())
    await pilot.press("full_stop")


def test_every_system_is_explained_in_a_line() -> None:
    use("ja")
    assert inspected(node()).splitlines()[0].startswith("▸ 市町村CS  ")
    for role in Role:
        known = [term.name for section in sections() for term in section.terms]
        assert "".join(part.capitalize() for part in role.value.split("-")) in known


def test_the_cursor_stays_while_time_goes_on_and_the_language_is_switched() -> None:
    use("ja")
    pane = NodeInspector()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(node())
        pane.put_cursor(row_of(pane, "長岡 花子"))
        place = pane.cursor
        pane.look(node(step=5, at=NINE + 1))
        use("en")
        pane.reword()
        await pilot.pause()
        assert pane.cursor == place

    assert "system: Nagaoka City/CS" in play(pane, act)


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["渡邉\U000e0100", "𠮷" * 40, "a\nb\tc\x00\x1b[31m", "ｱ" * 10_000, "字" * 10_000, "\u202e\u200d\ufe0f"]
    ),
    st.integers(),
    st.binary(max_size=9),
    st.none(),
)


@settings(max_examples=12)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5), st.sampled_from([(38, 10), (100, 30)]))
def test_no_row_breaks_a_column(rows: Sequence[Sequence[Cell]], size: tuple[int, int]) -> None:
    use("ja")
    view = node(tables=(table("t", tuple(tuple(row) for row in rows), changed=()),))
    assert inspected(view, "tables", "down", "down", "enter", size=size)

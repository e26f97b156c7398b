"""The message inspector says everything of a message, in both languages and in any pane, and hides what it is told to hide."""

from __future__ import annotations

from typing import Any

import pytest
from alone import Alone, enter, expect_whole, play, row_of
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot
from trace_steps import CODE, NUMBER, happy_steps
from views_by_hand import MESSAGE, OTHER, SERVER, certificate, message, sealed

from juki.scenarios.looking.views import MessageView
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.widgets.message_inspector import MessageInspector
from juki.tui.dashboard.widgets.message_places import PLACES
from juki.tui.language import use

SIZES = [(38, 10), (64, 24), (100, 40)]
BOTH = ["ja", "en"]


def inspected(view: MessageView | None, *keys: str, size: tuple[int, int] = (64, 40), opens: bool = True) -> str:
    """What the pane says, all of it, with every section open."""
    pane = MessageInspector()
    if opens:
        pane.shut.clear()
    said: list[str] = []

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(view, Ledger(happy_steps()))
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        expect_whole(pane)
        said.extend(pane.row(place).text for place in range(pane.count))

    play(pane, act, size)
    return "\n".join(said)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("view", [None, message(), sealed(), message(link="null", wire=message().plain, step=0)])
def test_it_keeps_its_columns_at_every_size(language: str, size: tuple[int, int], view: MessageView | None) -> None:
    use(language)
    assert inspected(view, size=size).strip()


def test_it_says_what_the_message_is_and_where_in_the_procedure() -> None:
    use("ja")
    said = inspected(message())
    assert "転出証明書情報" in said
    assert PLACES["MoveOutRecord"].ja[:12] in said
    assert "長岡市/市町村CS" in said
    assert "ステップ4で到着" in said
    assert "特例転入" in said
    assert "住基法24条の2第3項" in said
    use("en")
    said = inspected(message())
    assert "Move out record" in said
    assert PLACES["MoveOutRecord"].en[:20] in said
    assert "special transfer" in said
    assert "BRR Act art. 24-2 (3)" in said


def test_numbers_are_whole_until_they_are_masked() -> None:
    use("ja")
    assert {CODE, NUMBER} <= set(inspected(message()).split())
    said = inspected(message(), "M")
    assert CODE not in said
    assert NUMBER not in said
    assert "*******7890" in said
    assert CODE.encode().hex() not in said.replace(" ", "")


@pytest.mark.parametrize("size", [(30, 12), (38, 20), (100, 40)])
def test_no_masked_number_slips_through_where_lines_are_folded(size: tuple[int, int]) -> None:
    use("ja")
    said = "".join(inspected(message(header=(("id", CODE), ("cause", f"order {NUMBER}"))), "M", size=size).split())
    assert CODE not in said
    assert NUMBER not in said
    assert CODE.encode().hex() not in said


def test_before_a_projector_numbers_are_masked_by_themselves() -> None:
    use("ja")
    pane = MessageInspector()

    async def act(pilot: Pilot[None], app: Alone) -> None:
        app.is_projected = True
        pane.look(message(), Ledger(happy_steps()))
        await pilot.pause()

    assert CODE not in play(pane, act)


def test_dates_are_in_the_japanese_calendar_in_japanese_only() -> None:
    use("ja")
    said = inspected(message())
    assert "令和8年4月1日" in said
    assert "昭和25年 月日不詳" in said
    use("en")
    said = inspected(message())
    assert "2026-04-01" in said
    assert "1950-00-00" in said


@pytest.mark.parametrize(
    ("genuine", "ja", "en"),
    [(True, "✓ 最初の送信元のもの", "✓ genuine"), (False, "✗ 合わない", "✗ does not verify")],
)
def test_a_signature_is_judged_in_words_and_by_a_sign(genuine: bool, ja: str, en: str) -> None:  # noqa: FBT001 - a case
    for language, words in (("ja", ja), ("en", en)):
        use(language)
        assert words in inspected(message(is_genuine=genuine))


def test_a_missing_signature_is_told_from_one_that_is_not_wanted() -> None:
    use("en")
    nothing: dict[str, Any] = {"signature": "", "is_genuine": None}
    assert "✗ missing where one is wanted" in inspected(message(**nothing))
    assert "not wanted on this hop" in inspected(message(**nothing, is_signed=False))


def test_a_sealed_body_stays_closed_and_its_reader_is_named() -> None:
    use("en")
    said = inspected(sealed())
    assert "The body is sealed" in said
    assert "Nagaoka City/Terminal" in said
    assert "Nagaoka City/CS" in said
    assert "512 bytes" in said
    assert CODE not in said.split("bytes and the eavesdropper")[0]


def test_certificates_are_shown_with_their_state() -> None:
    use("en")
    said = inspected(message(sender_certificate=certificate(SERVER, "revoked")), size=(100, 40))
    assert "✗ revoked" in said
    assert "✓ good" in said
    assert f"urn:juki:node:{SERVER}" in said


def test_an_eavesdropper_sees_ends_time_length_and_nothing_else() -> None:
    use("en")
    said = inspected(message(), size=(100, 40))
    assert "this is all that an eavesdropper sees" in said
    assert f"{len(message().wire)}" in said
    assert "readable     ✓ none" in said


def test_without_encryption_he_reads_everything_and_the_pane_says_so() -> None:
    use("ja")
    said = inspected(message(link="null", wire=message().plain), size=(100, 40))
    assert "この通信路は暗号化されていない" in said
    assert f"✗ {MESSAGE}" in said
    assert CODE not in inspected(message(link="null", wire=message().plain), "M", size=(100, 40))


def test_a_message_without_bytes_on_the_line_says_why() -> None:
    use("en")
    assert "Held back" in inspected(message(wire=b"", source="held", step=0, at=0))
    assert "outbox" in inspected(message(wire=b"", source="outbox"))


def test_a_refused_message_bears_its_rule() -> None:
    use("ja")
    said = inspected(message(refused="not-authorised", detail="x"), size=(100, 40))
    assert "✗ ステップ4で拒否" in said
    assert "[not-authorised]: x" in said
    assert "拒否の根拠" in said


def test_what_the_network_did_to_it_is_told_once_it_has_come_to_its_end() -> None:
    use("ja")
    assert "! 改ざん" in inspected(message(fate="tampered"))
    assert "改ざん" not in inspected(message(fate="tampered", step=0))


def test_an_acknowledgement_and_unreadable_bytes_are_called_what_they_are() -> None:
    use("ja")
    empty: dict[str, Any] = {"id": "", "body": None, "signature": "", "is_genuine": None, "is_signed": False}
    said = inspected(message(kind="acknowledgement", header=(("number", "3"),), **empty))
    assert "受信確認" in said.splitlines()[0]
    assert "何番まで" in said
    said = inspected(message(kind="", header=(), plain=b"\xff", **empty))
    assert "読めないバイト列" in said.splitlines()[0]
    assert "本文を読み取れない" in said


def test_enter_folds_and_unfolds_and_the_pane_remembers_it() -> None:
    use("en")
    pane = MessageInspector()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(message(), Ledger(happy_steps()))
        assert "▸ header" in pane.row(row_of(pane, "header")).text
        await enter(pilot, pane, "▸ header")
        assert pane.row(pane.cursor).text.startswith("▾ header")
        await enter(pilot, pane, "▾ fields")
        pane.look(message(id="other#1", step=0), Ledger(happy_steps()))
        assert row_of(pane, "▾ header")
        assert row_of(pane, "▸ fields")

    play(pane, act)


def test_a_click_folds_and_two_lead_elsewhere() -> None:
    use("en")
    pane = MessageInspector()

    async def act(pilot: Pilot[None], app: Alone) -> None:
        pane.look(message(), Ledger(happy_steps()))
        await pilot.pause()
        await pilot.click(pane, offset=(3, 1))
        await pilot.pause()
        assert pane.row(0).text.startswith("▸ Move out record")
        await pilot.click(pane, offset=(3, 1))
        await pilot.pause()
        assert pane.row(0).text.startswith("▾ Move out record")
        recipient = row_of(pane, "Niigata City/CS")
        await pilot.click(pane, offset=(3, 1 + recipient))
        assert app.told == []
        await pilot.click(pane, offset=(3, 1 + recipient), times=2)
        await pilot.pause()
        assert app.told == [("node", OTHER)]

    play(pane, act)


def test_cause_and_consequence_lead_to_their_steps_and_messages() -> None:
    use("ja")
    pane = MessageInspector()
    ledger = Ledger(happy_steps())

    async def act(pilot: Pilot[None], app: Alone) -> None:
        pane.look(message(id="m1", consequences=("m2", "152021/communication-server#1")), ledger)
        await enter(pilot, pane, "きっかけ  ")
        await enter(pilot, pane, "m2")
        await enter(pilot, pane, "(ステップ4)")
        await enter(pilot, pane, "宛先")
        await enter(pilot, pane, "ステップ4で到着")
        assert app.told == [
            ("step", 1),
            ("message", "m2", 0),
            ("message", MESSAGE, 4),
            ("node", OTHER),
            ("step", 4),
        ]

    play(pane, act)


def test_a_term_opens_the_glossary() -> None:
    use("ja")
    pane = MessageInspector()

    async def act(pilot: Pilot[None], app: Alone) -> None:
        pane.look(message(kind="IdentityUpdate"), Ledger())
        await enter(pilot, pane, "市町村CSが署名した")
        assert app.told == [("term", "CommunicationServer")]

    play(pane, act)


def test_the_language_is_switched_in_place() -> None:
    use("ja")
    pane = MessageInspector()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(message(), Ledger(happy_steps()))
        await pilot.pause()
        pane.put_cursor(row_of(pane, "根拠"))
        use("en")
        pane.reword()
        await pilot.pause()
        assert "legal basis" in pane.row(pane.cursor).text

    screen = play(pane, act)
    assert "message: Move out record" in screen
    assert "根拠" not in screen


def test_a_new_size_is_filled() -> None:
    use("ja")
    pane = MessageInspector()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.look(message(), Ledger(happy_steps()))
        for size in ((120, 50), (38, 10), (64, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            expect_whole(pane)

    play(pane, act)


STRANGE = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["渡邉\U000e0100", "𠮷" * 40, "a\nb\tc\x00\x1b[31m", "ｱ" * 10_000, "字" * 10_000, "\u202e\u200d\ufe0f"]
    ),
)
BODIES = st.recursive(
    st.one_of(STRANGE, st.integers(), st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(STRANGE, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=12)
@given(
    st.dictionaries(STRANGE, BODIES, max_size=4),
    st.sampled_from([(30, 10), (38, 10), (100, 30)]),
    st.sampled_from(BOTH),
)
def test_no_body_breaks_a_column(body: dict[str, object], size: tuple[int, int], language: str) -> None:
    use(language)
    assert inspected(message(body=body), size=size)


def test_a_huge_message_is_drawn_at_once_and_scrolled() -> None:
    use("ja")
    huge = message(plain=bytes(80_000), wire=bytes(80_016))
    said = inspected(huge, "end", size=(38, 10))
    assert said.count("\n") > 10_000

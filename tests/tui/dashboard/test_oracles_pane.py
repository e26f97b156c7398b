"""The pane of verdicts says what held and what did not, failures first, in both languages."""

from __future__ import annotations

import pytest
from alone import Alone, enter, expect_whole, play
from textual.pilot import Pilot

from juki.scenarios.oracles import ORACLES
from juki.scenarios.playing import Checked
from juki.tui.dashboard.widgets.oracles_pane import OraclesPane, summary
from juki.tui.language import use

EXPECTED = [
    Checked("identity", True, "太郎の記録は新潟市で現存", "Taro's record is current in Niigata", "move.yaml:33"),  # noqa: FBT003
    Checked("identity", False, "花子の記録は長岡市で現存", "Hanako's is current in Nagaoka", "move.yaml:34", "closed"),  # noqa: FBT003
]
LAWS = [
    Checked(oracle.name, place != 3, oracle.words.ja, oracle.words.en, oracle.basis, "" if place != 3 else "none")
    for place, oracle in enumerate(ORACLES)
]


@pytest.mark.parametrize("size", [(38, 10), (64, 24), (100, 40)])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_oracle_fits_opened_and_closed(language: str, size: tuple[int, int]) -> None:
    use(language)
    pane = OraclesPane()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.show_checks(EXPECTED, LAWS, is_current=True)
        await pilot.pause()
        expect_whole(pane)
        for words in (EXPECTED[1].ja[:6], EXPECTED[1].en[:6]):
            if any(words in pane.row(place).text for place in range(pane.count)):
                await enter(pilot, pane, words)
        await pilot.pause()
        expect_whole(pane)

    assert play(pane, act, size).strip()


def test_what_failed_stands_first_and_tells_what_was_found() -> None:
    use("ja")
    pane = OraclesPane()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.show_checks(EXPECTED, LAWS, is_current=True)
        await pilot.pause()
        texts = [pane.row(place).text.strip() for place in range(pane.count)]
        assert texts[1].startswith("✗ 花子")
        assert texts[2].startswith("✓ 太郎")
        await enter(pilot, pane, "花子")
        opened = "\n".join(pane.row(place).text for place in range(pane.count))
        assert "除票" in opened
        assert "move.yaml:34" in opened
        await enter(pilot, pane, ORACLES[3].words.ja[:8])
        await enter(pilot, pane, "花子")
        assert "move.yaml:34" not in "\n".join(pane.row(place).text for place in range(pane.count))

    screen = play(pane, act, (90, 40))
    assert "✗ 1/2" in screen
    assert f"✗ {len(ORACLES) - 1}/{len(ORACLES)}" in screen


def test_a_law_is_opened_with_its_articles() -> None:
    use("en")
    pane = OraclesPane()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        pane.show_checks([], LAWS, is_current=True)
        await pilot.pause()
        await enter(pilot, pane, ORACLES[0].words.en[:20])
        opened = "\n".join(pane.row(place).text for place in range(pane.count))
        assert "nothing wrong" in opened
        assert ORACLES[0].name in opened

    play(pane, act, (90, 40))


def test_verdicts_of_an_earlier_moment_are_called_that() -> None:
    for language, words in (("ja", "前に判定したときの結果"), ("en", "As last judged")):
        use(language)
        pane = OraclesPane()

        async def act(pilot: Pilot[None], _app: Alone, pane: OraclesPane = pane) -> None:
            pane.show_checks(EXPECTED, LAWS, is_current=False)
            await pilot.pause()

        assert words in play(pane, act)


def test_before_anything_was_judged_it_says_so() -> None:
    use("ja")

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        await pilot.pause()

    assert "まだ判定していない" in play(OraclesPane(), act)


def test_the_summary_counts() -> None:
    assert summary([]) == "–"
    assert summary(EXPECTED) == "✗ 1/2"
    assert summary(EXPECTED[:1]) == "✓ 1/1"

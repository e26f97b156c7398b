"""The clerk's and the citizen's screens at any moment, in both languages and every size."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from kept_runs import kept
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from juki.tui.cells import width
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.widgets.counter_screens import FOLLOW, CounterBar, CounterScreens
from juki.tui.language import LANGUAGES, use

SIZES = [(38, 8), (60, 15), (100, 30), (160, 48)]


class Counters(App[None]):
    CSS = "CounterScreens { border: round $panel; }"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.run_ = kept(name)
        self.pane = CounterScreens(id="screens")

    def compose(self) -> ComposeResult:
        yield self.pane

    def open(self, steps: int | None = None) -> Ledger:
        ledger = Ledger(self.run_.steps[:steps])
        self.pane.show(ledger)
        self.pane.given(self.run_.commands)
        return ledger


Act = Callable[[Pilot[None], Counters], Awaitable[None]]


def play(name: str, act: Act, size: tuple[int, int] = (100, 30)) -> None:
    app = Counters(name)
    drive(app, size, lambda pilot: act(pilot, app))


async def at(pilot: Pilot[None], app: Counters, step: int) -> str:
    app.pane.stand(step)
    await pilot.pause()
    return shown(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_every_moment_fits_in_every_size(size: tuple[int, int], lang: str) -> None:
    use(lang)

    async def act(pilot: Pilot[None], app: Counters) -> None:
        app.open()
        for step in (0, 2, 18, 20, 33, 51, 79):
            text = await at(pilot, app, step)
            assert all(width(line) == size[0] for line in text.splitlines() if line)

    play("special-transfer", act, size)


def test_a_moment_shows_the_form_what_is_waited_for_and_what_the_citizen_was_asked() -> None:
    use("ja")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        app.open()
        before = await at(pilot, app, 20)
        assert "転出予定日" not in before
        for words in ("新潟市/統合端末", "操作者 JK-0001", "南毘沙門町", "応答待ち", "を入力 ●●●●"):
            assert words in before
        assert "受け付けました" not in before
        after = await at(pilot, app, 79)
        assert "転入届を受け付けました" in after
        assert "カードに新しい住所を書き込みました" in after
        assert "応答待ち" not in after
        assert await at(pilot, app, 20) == before

    play("special-transfer", act, (160, 48))


def test_a_refusal_stands_with_rule_and_article_and_the_tries_before_are_listed() -> None:
    use("en")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        app.open()
        text = await at(pilot, app, 37)
        assert "✗ the PIN is locked" in text
        assert "basis: " in text
        assert text.count("move-in report ✗") == 3
        assert "tries left: 0" in text

    play("special-transfer-pin-locked", act)


def test_the_language_is_changed_where_it_stands() -> None:
    use("ja")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        app.open()
        assert "転入届" in await at(pilot, app, 79)
        use("en")
        app.pane.reword()
        await pilot.pause()
        text = shown(app)
        assert "move-in report" in text
        assert "Screens of the counter" in text
        assert "転入届" not in text

    play("special-transfer", act)


def test_a_counter_is_chosen_by_key_and_by_mouse_and_the_latest_is_followed_again() -> None:
    use("en")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        app.open()
        await at(pilot, app, 79)
        app.pane.focus()
        await pilot.press("shift+right")
        await pilot.pause()
        assert "move-out report" in shown(app)
        assert "planned on" in await at(pilot, app, 60)
        await pilot.press("shift+left")
        await pilot.pause()
        assert "move-in report" in shown(app)
        await pilot.click(CounterBar, offset=(12, 0))
        await pilot.pause()
        assert "planned on" in shown(app)
        app.pane.choose(FOLLOW)
        await pilot.pause()
        assert "moved on" in shown(app)

    play("special-transfer", act)


def test_growth_is_shown_when_somebody_goes_on_with_it() -> None:
    use("en")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        ledger = app.open(steps=19)
        assert "waiting" in await at(pilot, app, 19)
        ledger.take(app.run_.steps[19:])
        app.pane.grown()
        assert "card stays in use" in await at(pilot, app, len(ledger))

    play("special-transfer", act)


def test_what_changed_out_of_sight_is_there_when_it_is_seen_again() -> None:
    use("en")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        app.open()
        await at(pilot, app, 2)
        app.pane.display = False
        await at(pilot, app, 79)
        app.pane.display = True
        await pilot.pause()
        await pilot.pause()
        assert "card stays in use" in shown(app)

    play("special-transfer", act)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kiosk-certificate", "証明書をお取りください"),
        ("kiosk-pin-locked", "暗証番号のロック"),
        ("identity-search", "突合して同一人と確認"),
        ("operators", "来庁者"),
        ("fugo-issuance", "統一識別番号"),
        ("consistency-check-correction", "照合"),
        ("number-check", "番号"),
    ],
)
def test_counters_of_every_kind_have_their_screens(name: str, words: str) -> None:
    use("ja")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        ledger = app.open()
        seen = [await at(pilot, app, step) for step in range(0, len(ledger) + 1, max(1, len(ledger) // 20))]
        assert any(words in text.replace("\n", "") for text in [*seen, await at(pilot, app, len(ledger))])

    play(name, act, (160, 48))


def test_without_a_course_it_says_so() -> None:
    use("ja")

    async def act(pilot: Pilot[None], app: Counters) -> None:
        await pilot.pause()
        assert "まだ何もしていません" in shown(app)
        app.pane.show(Ledger())
        await pilot.pause()
        assert "まだ何もしていません" in shown(app)

    play("special-transfer", act)

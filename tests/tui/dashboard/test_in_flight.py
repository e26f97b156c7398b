"""The list of messages in flight and the list of connections, as somebody sees and uses them."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
import pytest
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from watched_runs import watched

from juki.nodes.kernel.trace import Step
from juki.scenarios.looking.views import LinkView, Pending, UnderWay, WorldView
from juki.tui import language
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import MessageChosen, NodeChosen
from juki.tui.dashboard.widgets.connections import Connections
from juki.tui.dashboard.widgets.in_flight import TO_COME, InFlight, ahead
from juki.tui.dashboard.widgets.lines import Lines
from juki.tui.dashboard.widgets.map_places import ends_text

NOW = 1_000_000_000
CS, PREFECTURE, NATIONAL = "152021/communication-server", "15/prefecture-server", "jlis/national-server"
COMING = (
    UnderWay(CS, PREFECTURE, "a#1", "IdentityUpdate", "", NOW + 12_000, "lost"),
    UnderWay(CS, PREFECTURE, "a#2", "MoveOutConfirmed", "", NOW + 1_500_000, "delivered", is_first=False),
    UnderWay(PREFECTURE, NATIONAL, "b#1", "IdentityUpdate", "", 0, "held", is_held=True),
)
TIMERS = tuple(Pending(NOW + 86_400_000_000 * day, "timer", CS, f"erase/9123456789{day % 10}") for day in range(1, 9))
LINKS = (
    LinkView(CS, PREFECTURE, 2, 0, is_open=True, under_way=2, waiting=2),
    LinkView(PREFECTURE, CS, 0, NOW + 60_000_000, is_open=True, under_way=0, waiting=0),
    LinkView(PREFECTURE, NATIONAL, 1, 0, is_open=False, under_way=1, waiting=1),
    LinkView(NATIONAL, PREFECTURE, 0, 0, is_open=False, under_way=0, waiting=0),
)
VIEW = WorldView(3, NOW, LINKS, COMING, TIMERS, {}, is_quiet=False)


class Stage(App[None]):
    """One list."""

    CSS: ClassVar[str] = "Lines { border: round $panel; }"

    def __init__(self, pane: Lines) -> None:
        super().__init__()
        self.pane = pane
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_mount(self) -> None:
        self.pane.focus()

    def on_message_chosen(self, event: MessageChosen) -> None:
        self.opened.append(event.id)

    def on_node_chosen(self, event: NodeChosen) -> None:
        self.opened.append(event.node)


def screen(pane: Any, view: WorldView, size: tuple[int, int], *keys: str, tongue: str = "en") -> str:
    """What the pane shows of a view, after some keys."""
    language.use(tongue)
    app, found = Stage(pane), []

    async def play(pilot: Pilot[None]) -> None:
        pane.show(Ledger())
        pane.look(view)
        await pilot.press(*keys)
        await pilot.pause()
        found.append(shown(app))

    drive(app, size, play)
    return found[0]


@pytest.mark.parametrize("size", [(38, 12), (44, 14), (100, 30)])
def test_messages_stand_in_the_order_in_which_they_arrive_with_what_is_known_of_them(size: tuple[int, int]) -> None:
    text = screen(InFlight(), VIEW, size)
    places = [text.index(words) for words in ("12ms", "1.5s", "‖")]
    assert places == sorted(places)
    assert "2 in flight  1 held" in text
    assert "▶" in text
    assert "‖" in text
    assert "·" in text
    assert all(len(line) <= size[0] for line in text.splitlines())


def test_the_list_speaks_japanese() -> None:
    text = screen(InFlight(), VIEW, (44, 20), tongue="ja")
    for words in ("配送中の電文", "配送中 2  保留 1", "本人確認情報の更新", "新潟県", "この後の予定", "1日"):
        assert words in text


def test_fates_are_shown_on_request_only() -> None:
    assert "[lost]" not in screen(InFlight(), VIEW, (100, 20))
    assert "[lost]" in screen(InFlight(), VIEW, (100, 20), "v")
    assert "[lost]" not in screen(InFlight(), VIEW, (100, 20), "v", "v")


def test_the_fate_that_somebody_chose_is_no_secret_and_is_not_that_of_the_next_copy() -> None:
    pane = InFlight()
    app = Stage(pane)
    steps = [Step(number, NOW, "timer", CS) for number in (1, 2)]
    steps.append(Step(3, NOW, "disturbance", PREFECTURE, kind="Handle", detail="drop a#1"))

    async def play(pilot: Pilot[None]) -> None:
        pane.show(Ledger(steps))
        pane.look(VIEW)
        await pilot.pause()
        assert shown(app).count("[lost]") == 1
        again = msgspec.structs.replace(COMING[0], fate="delivered")
        pane.look(msgspec.structs.replace(VIEW, under_way=(again,)))
        await pilot.pause()
        assert "[lost]" not in shown(app)
        assert "[delivered]" not in shown(app)

    drive(app, (100, 20), play)


def test_the_next_few_timers_stand_below_without_whole_numbers() -> None:
    text = screen(InFlight(), VIEW, (100, 30))
    assert text.count("planned date came") == TO_COME
    assert "9123456789" not in text


@pytest.mark.parametrize("cells", [40, 100])
def test_the_choice_is_the_message_with_the_cursor_and_enter_opens_it(cells: int) -> None:
    pane = InFlight()
    app = Stage(pane)

    async def play(pilot: Pilot[None]) -> None:
        assert pane.choice is None
        pane.look(VIEW)
        assert pane.choice == (PREFECTURE, "a#1")
        await pilot.press("down")
        assert pane.choice == (PREFECTURE, "a#2")
        await pilot.press("enter", "down")
        assert pane.choice == (NATIONAL, "b#1")
        await pilot.press("down")
        assert pane.choice == (PREFECTURE, "a#1")  # a timer cannot be handled: the next to arrive is meant
        await pilot.press("enter")
        await pilot.pause()
        assert app.opened == ["a#2", CS]

    drive(app, (cells, 20), play)


def test_the_cursor_stays_with_its_message_while_others_arrive() -> None:
    pane = InFlight()
    app = Stage(pane)

    async def play(pilot: Pilot[None]) -> None:
        pane.look(VIEW)
        await pilot.press("down")
        pane.look(msgspec.structs.replace(VIEW, step=4, under_way=COMING[1:]))
        assert pane.choice == (PREFECTURE, "a#2")
        pane.look(msgspec.structs.replace(VIEW, step=5, under_way=COMING[2:]))
        assert pane.choice == (NATIONAL, "b#1")
        pane.look(msgspec.structs.replace(VIEW, step=6, under_way=(), pending=()))
        assert pane.choice is None
        await pilot.press("down", "enter")
        assert app.opened == []

    drive(app, (40, 20), play)


def test_the_list_says_when_it_is_of_an_earlier_moment() -> None:
    pane = InFlight()
    app = Stage(pane)

    async def play(pilot: Pilot[None]) -> None:
        ledger = Ledger([Step(number, NOW, "timer", CS) for number in (1, 2, 3)])
        pane.show(ledger)
        pane.look(VIEW)
        pane.stand(3)
        await pilot.pause()
        assert "as of step" not in shown(app)
        ledger.take([Step(4, NOW, "timer", CS)])
        pane.grown()
        await pilot.pause()
        assert "(as of step 3)" in shown(app)
        pane.stand(3)
        await pilot.pause()
        assert "as of step" not in shown(app)

    drive(app, (100, 20), play)


def test_every_moment_of_a_story_can_be_shown() -> None:
    for tongue in language.LANGUAGES:
        language.use(tongue)
        for pane in (InFlight(), Connections()):
            app = Stage(pane)

            async def play(pilot: Pilot[None], pane: Any = pane) -> None:
                for view in watched("special-transfer-lossy").views[::7]:
                    pane.look(view)
                    await pilot.pause()

            drive(app, (60, 20), play)


def test_two_names_that_do_not_fit_are_those_of_the_map() -> None:
    assert ends_text(CS, PREFECTURE, 60) == "Nagaoka City/CS → Niigata Pref./Prefecture Server"
    assert ends_text(CS, PREFECTURE, 36) == "Nagaoka City CS → Niigata Pref. Srv"
    assert ends_text("card/000017", CS, 24) == "C17 → Nagaoka City CS"
    assert ends_text(CS, "jlis/network-ca", 12) == "Nagaoka Cit…"


def test_lengths_of_time_are_short() -> None:
    assert [ahead(micros) for micros in (-1, 999_999, 1_500_000, 3_600_000_000, 172_800_000_000)] == [
        "0ms", "999ms", "1.5s", "1:00:00", "2 d"
    ]  # fmt: skip


@pytest.mark.parametrize("size", [(38, 8), (100, 20)])
def test_every_direction_has_its_line_with_session_and_cut(size: tuple[int, int]) -> None:
    text = screen(Connections(), VIEW, size)
    for words in ("● open", "≠ ended", "○ none", "╳ cut 0:01"):
        assert words in text
    assert all(len(line) <= size[0] for line in text.splitlines())


def test_connections_speak_japanese() -> None:
    text = screen(Connections(), VIEW, (100, 20), tongue="ja")
    for words in ("接続", "長岡市/市町村CS → 新潟県/都道府県サーバー", "切断中", "切れた回数", "≠ 切れた"):
        assert words in text


def test_the_connection_with_the_cursor_is_the_choice_and_stays_it() -> None:
    pane = Connections()
    app = Stage(pane)

    async def play(pilot: Pilot[None]) -> None:
        assert pane.choice is None
        pane.look(VIEW)
        await pilot.press("down", "down")
        assert pane.choice == (CS, PREFECTURE)
        pane.look(msgspec.structs.replace(VIEW, links=LINKS[:1]))
        assert pane.choice == (CS, PREFECTURE)
        await pilot.press("enter")
        await pilot.pause()
        assert app.opened == [CS]

    drive(app, (100, 20), play)

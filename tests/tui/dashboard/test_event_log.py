"""The event log and what it shares with the diagram: where somebody stands, what he chooses, filters, searches, growth."""

from __future__ import annotations

from typing import Any

import pytest
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from trace_steps import CODE, happy_steps, refused_steps, step

from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.tui.cells import width as cells_of
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import MessageChosen, NodeChosen, StepChosen
from juki.tui.dashboard.widgets.event_log import EventLog
from juki.tui.language import use

SIZES = [(38, 8), (56, 12), (80, 20), (100, 30), (160, 48)]
STEPS = [*happy_steps(), *(step(17 + place, one.what, one.node, one.peer, one.kind, id=one.id, refused=one.refused,
                                detail=one.detail, notices=one.notices) for place, one in enumerate(refused_steps()))]  # fmt: skip


class Screen(App[None]):
    """Stands where it is asked to, like the run's screen, unless it is told to be slow."""

    def __init__(self, log: EventLog) -> None:
        super().__init__()
        self.log_pane = log
        self.told: list[tuple[object, ...]] = []
        self.is_slow = False

    def compose(self) -> ComposeResult:
        yield self.log_pane

    def on_step_chosen(self, event: StepChosen) -> None:
        self.told.append(("step", event.sequence))
        if not self.is_slow:
            self.log_pane.stand(event.sequence)

    def on_message_chosen(self, event: MessageChosen) -> None:
        self.told.append(("message", event.id, event.sequence))

    def on_node_chosen(self, event: NodeChosen) -> None:
        self.told.append(("node", event.node))


def play(scene: Any, steps: list[Step] = STEPS, terminal: tuple[int, int] = (100, 30)) -> None:
    """Give a scene with the log in focus, standing at the end."""
    app = Screen(EventLog(id="events"))

    async def focused(pilot: Pilot[None]) -> None:
        app.log_pane.show(Ledger(steps))
        app.log_pane.stand(len(steps))
        app.log_pane.focus()
        await pilot.pause()
        await scene(pilot, app, app.log_pane)

    drive(app, terminal, focused)


def line_of(log: EventLog, sequence: int) -> str:
    return log.line(log._days.row(log.item_of(sequence)), log.room).plain


@pytest.mark.parametrize("terminal", SIZES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_size_shows_number_sign_and_what_happened(lang: str, terminal: tuple[int, int]) -> None:
    use(lang)

    async def scene(pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        log.stand(13)
        await pilot.pause()
        words = line_of(log, 13)
        assert words.startswith("▶   13 ")
        assert {"ja": "× 転入通知", "en": "× Move in"}[lang] in words
        screen = shown(pilot.app)
        assert {"ja": "× 転入通", "en": "× Mov"}[lang] in screen
        for row in range(log.size.height):
            assert cells_of(log.render_line(row).text) == log.room

    play(scene, terminal=terminal)


def test_a_refusal_has_its_sign_and_no_whole_number_of_a_person() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        words = line_of(log, 20)
        assert "✗" in words
        assert CODE not in words
        assert CODE[-4:] in words

    play(scene)


def test_the_cursor_chooses_a_step_and_enter_its_message_or_its_node() -> None:
    async def scene(pilot: Pilot[None], app: Screen, log: EventLog) -> None:
        log.stand(3)
        await pilot.press("down", "enter", "j", "enter")
        server = "152021/communication-server"
        assert app.told == [
            ("step", 4), ("message", f"{server}#1", 4), ("step", 5), ("node", "152021/resident-register"),
        ]  # fmt: skip

    play(scene)


def test_lines_after_the_moment_looked_at_are_shown_as_not_yet_happened() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        log.stand(4)
        later = log.colour("later")
        spans = {number: log.line(log._days.row(number - 1), 90).spans for number in (4, 5)}
        assert later not in [span.style for span in spans[4]]
        assert spans[5][-1].style == later

    play(scene)


def test_lines_of_the_case_stood_at_have_a_sign() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        log.stand(2)
        assert [line_of(log, number)[0] for number in (1, 2, 3)] == ["•", "▶", " "]

    register = "152021/resident-register"
    play(scene, [step(number, "timer", register, kind="erase", case=case) for number, case in enumerate("aab", 1)])


def test_fingers_quicker_than_the_screen_lose_no_key() -> None:
    async def scene(pilot: Pilot[None], app: Screen, log: EventLog) -> None:
        log.stand(1)
        app.is_slow = True
        await pilot.press("j", "j", "j")
        log.stand(2)
        assert log.sequence(log._days.item(log.cursor)) == 4
        await pilot.press("j")
        log.stand(4)
        log.stand(5)
        assert log.sequence(log._days.item(log.cursor)) == 5
        log.stand(9)
        assert log.sequence(log._days.item(log.cursor)) == 9

    play(scene)


def test_a_filter_says_how_many_of_how_many_and_keeps_the_place() -> None:
    async def scene(pilot: Pilot[None], app: Screen, log: EventLog) -> None:
        log.stand(14)
        log.sift("kind:MoveInNotice")
        await pilot.pause()
        assert [log.sequence(item) for item in range(log.items())] == [13, 15, 20]
        assert log.sequence(log._days.item(log.cursor)) == 13
        assert "3 of 21 steps 〔kind:MoveInNotice〕" in shown(app)
        await pilot.press("j")
        assert app.told == [("step", 15)]
        with pytest.raises(BadInput):
            log.sift("kin:x")
        assert log.sifted == "kind:MoveInNotice"
        log.sift("")
        assert log.items() == 21
        assert log.sequence(log._days.item(log.cursor)) == 15

    play(scene)


def test_a_filter_of_a_run_that_goes_on_takes_what_is_wanted_of_the_new() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        log.sift("lost")
        log.ledger.take([step(22, "lost", "15/prefecture-server", "152021/communication-server", "IdentityUpdate")])
        log.ledger.take([step(23, "timer", "15/prefecture-server", kind="erase")])
        log.grown()
        assert [log.sequence(item) for item in range(log.items())] == [13, 22]

    play(scene)


@pytest.mark.parametrize(("lang", "text"), [("en", "MOVE IN notice"), ("ja", "転入通知")])
def test_a_search_goes_round_both_ways(lang: str, text: str) -> None:
    use(lang)

    async def scene(_pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        log.stand(1)
        found = []
        for backwards in (False, False, False, False, True):
            assert log.seek(text, backwards=backwards)
            found.append(log.sequence(log._days.item(log.cursor)))
        assert found == [13, 15, 20, 13, 20]
        assert not log.seek("no such words")
        assert log.find("09:00:59", 0) is None
        assert log.find("09:00:05", 0) == log._days.row(12)
        assert log.find("", 0) is None

    play(scene)


def test_a_text_typed_again_goes_on_and_keys_go_to_the_next_and_back() -> None:
    async def scene(pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        def place() -> int:
            return log.sequence(log._days.item(log.cursor))

        log.stand(13)
        for typed, found in (("move in n", 13), ("move in notice", 13), ("move in notice", 15)):
            assert log.seek(typed, fresh=True)
            assert place() == found
        await pilot.press("f3")
        assert place() == 20
        await pilot.press("shift+f3", "shift+f3")
        assert place() == 13
        log.seek("")
        assert not log.needle

    play(scene)


def test_a_run_that_goes_on_moves_the_view_only_of_who_is_not_reading() -> None:
    many = [step(number, "timer", "15/prefecture-server", kind="erase") for number in range(1, 101)]

    async def scene(pilot: Pilot[None], _app: Screen, log: EventLog) -> None:
        def goes_on(sequence: int) -> None:
            log.ledger.take([step(sequence, "timer", "15/prefecture-server", kind="erase")])
            log.grown()
            log.stand(sequence)

        goes_on(101)
        assert log.in_sight(log.count - 1)
        log.scroll_to(y=5, animate=False)
        goes_on(102)
        await pilot.pause()
        assert log.scroll_offset.y == 5
        log.stand(50)
        assert log.in_sight(log.cursor)

    play(scene, many, (80, 20))


def test_the_language_is_switched_in_place() -> None:
    async def scene(pilot: Pilot[None], app: Screen, log: EventLog) -> None:
        log.stand(13)
        use("ja")
        log.reword()
        await pilot.pause()
        assert log.border_title == "出来事"
        assert "21ステップ" in shown(app)
        assert "転入通知" in line_of(log, 13)
        assert log.sequence(log._days.item(log.cursor)) == 13

    play(scene)


def test_an_empty_run_and_an_empty_choice_are_shown_without_fault() -> None:
    async def scene(pilot: Pilot[None], app: Screen, log: EventLog) -> None:
        await pilot.press("j", "k", "enter", "pagedown", "pageup")
        log.show(Ledger(STEPS))
        log.sift("step:99")
        await pilot.press("j", "enter")
        log.stand(0)
        assert not log.seek("timer")
        assert app.told == []
        assert "0 of 21 steps" in shown(app)

    play(scene, [])

"""The sequence diagram on the run's screen: lanes, window, detail, what is not yet, what is chosen."""

from __future__ import annotations

from typing import Any

import pytest
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from trace_steps import CODE, NUMBER, happy_steps, refused_steps, step

from juki.nodes.kernel.trace import Step
from juki.tui.cells import width as cells_of
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import MessageChosen, NodeChosen, StepChosen
from juki.tui.dashboard.widgets.lane_window import LaneWindow
from juki.tui.dashboard.widgets.sequence import SequenceDiagram
from juki.tui.language import use

SIZES = [(20, 5), (38, 8), (56, 12), (100, 30), (160, 48)]


class Screen(App[None]):
    """A screen that stands where it is asked to."""

    def __init__(self, diagram: SequenceDiagram) -> None:
        super().__init__()
        self.diagram = diagram
        self.told: list[tuple[object, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.diagram

    def on_step_chosen(self, event: StepChosen) -> None:
        self.told.append(("step", event.sequence))
        self.diagram.stand(event.sequence)

    def on_message_chosen(self, event: MessageChosen) -> None:
        self.told.append(("message", event.id, event.sequence))

    def on_node_chosen(self, event: NodeChosen) -> None:
        self.told.append(("node", event.node))


def play(scene: Any, steps: list[Step], terminal: tuple[int, int] = (100, 30)) -> None:
    """Give a scene with the diagram in focus."""
    app = Screen(SequenceDiagram(id="diagram"))

    async def focused(pilot: Pilot[None]) -> None:
        app.diagram.show(Ledger(steps))
        app.diagram.focus()
        await pilot.pause()
        await scene(pilot, app, app.diagram)

    drive(app, terminal, focused)


def drawn(diagram: SequenceDiagram) -> list[str]:
    return [diagram.line(row, diagram.room).plain for row in range(diagram.count)]


@pytest.mark.parametrize("terminal", SIZES)
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("steps", [happy_steps(), refused_steps(), []], ids=["happy", "refused", "empty"])
def test_every_line_has_the_cells_of_the_pane_and_no_whole_number(
    steps: list[Step], lang: str, terminal: tuple[int, int]
) -> None:
    use(lang)

    async def scene(pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        for _form in range(3):
            for row in range(terminal[1]):
                assert cells_of(diagram.render_line(row).text) == diagram.room
            assert not {CODE, NUMBER} & set(shown(app).split())
            diagram.switch_lanes()
            diagram.switch_detail()
            await pilot.pause()

    play(scene, steps, terminal)


def test_lifelines_keep_their_cells_and_stand_under_their_names() -> None:
    async def scene(_pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        window = diagram._lanes(diagram.room)
        assert len(window.lanes.names) == 6
        for words in drawn(diagram):
            if not words.startswith("──"):
                cells = [words[window.time + window.lanes.middle(place)] for place in range(6)]
                assert set(cells) <= set("│├┤┼◆✗")
        assert "Resident" in shown(app).splitlines()[0]

    play(scene, happy_steps())


def test_a_day_has_a_heading_on_which_the_cursor_does_not_stop() -> None:
    async def scene(pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        headings = [row for row, words in enumerate(drawn(diagram)) if words.startswith("──")]
        assert len(headings) == 3
        diagram.stand(0)
        for _key in range(diagram.count):
            await pilot.press("j")
            assert diagram.cursor not in headings
        assert diagram.cursor == diagram.count - 1
        assert [sequence for _step, sequence in app.told] == sorted(sequence for _step, sequence in app.told)

    play(scene, happy_steps())


def test_enter_looks_into_the_message_or_into_the_node_of_a_note() -> None:
    async def scene(pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        diagram.stand(1)
        await pilot.press("j", "enter", "j", "enter")
        server = "152021/communication-server"
        assert app.told == [
            ("step", 4), ("message", f"{server}#1", 4), ("step", 5), ("node", "152021/resident-register"),
        ]  # fmt: skip

    play(scene, happy_steps())


def test_standing_at_a_step_that_is_not_drawn_shows_the_last_one_that_is() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, diagram: SequenceDiagram) -> None:
        diagram.stand(14)
        lines = drawn(diagram)
        assert "▶" in lines[diagram.cursor].partition(" ")[0]
        assert "×" in lines[diagram.cursor]
        later = diagram.colour("later")
        after = diagram.line(diagram.cursor + 1, 90)
        assert after.spans[-1].style == later
        assert later not in [span.style for span in diagram.line(diagram.cursor, 90).spans]

    play(scene, happy_steps())


def test_what_was_refused_and_what_was_lost_have_colours_of_their_own() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, diagram: SequenceDiagram) -> None:
        colours = {diagram.colour("bad"), diagram.colour("warned")}
        assert len(colours) == 2
        bad = [row for row, words in enumerate(drawn(diagram)) if "✗" in words]
        assert bad
        for row in bad:
            assert colours & {span.style for span in diagram.line(row, 90).spans}

    play(scene, refused_steps())


def test_lanes_come_as_the_run_goes_on_and_what_is_joined_is_counted() -> None:
    one, other = "152021/communication-server", "151009/communication-server"

    async def scene(pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        assert diagram.count == 2
        diagram.ledger.take([step(2, "message", one, other, "MoveInNotice")])
        diagram.grown()
        await pilot.pause()
        assert diagram.count == 2
        assert "Move in notice ×2" in shown(app)
        diagram.ledger.take([step(3, "message", "15/prefecture-server", one, "IdentityUpdate")])
        diagram.grown()
        await pilot.pause()
        assert "Niigata Pref." in shown(app)
        whole = drawn(diagram)
        diagram.show(Ledger(diagram.ledger.steps))
        assert drawn(diagram) == whole

    play(scene, [step(1, "message", one, other, "MoveInNotice")])


def test_hidden_lanes_are_counted_and_come_by_their_keys() -> None:
    async def scene(pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        assert "3›" in shown(app)
        await pilot.press("shift+right")
        assert "‹1 2›" in shown(app)
        await pilot.press(*["shift+right"] * 9)
        assert "‹3" in shown(app)
        assert diagram._first_lane == 3
        await pilot.press(*["shift+left"] * 9)
        assert diagram._first_lane == 0

    play(scene, happy_steps(), (34, 10))


def test_the_window_of_lanes_goes_with_the_cursor_but_not_with_a_run_at_full_speed() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, diagram: SequenceDiagram) -> None:
        lanes = diagram._chart.lanes
        for sequence in range(1, 17):
            diagram.stand(sequence)
            mark, window = diagram._chart[diagram._days.item(diagram.cursor)], diagram._lanes(diagram.room)
            assert 0 <= window.places[mark.source] < len(window.lanes.names) < len(lanes)
        diagram.stand(1)
        assert diagram._lanes(diagram.room).first == 0
        diagram.stand(16)
        assert diagram._lanes(diagram.room).first == 0

    play(scene, happy_steps(), (34, 10))


def test_a_lane_for_each_node_shows_what_passes_inside_an_organisation() -> None:
    async def scene(_pilot: Pilot[None], _app: Screen, diagram: SequenceDiagram) -> None:
        before = diagram.items()
        diagram.switch_lanes()
        assert diagram.by_node
        assert diagram.items() > before
        diagram.switch_detail()
        assert diagram.items() == len(happy_steps())
        diagram.switch_lanes()
        diagram.switch_detail()
        assert diagram.items() == before

    play(scene, happy_steps())


def test_a_filter_draws_only_what_it_wants_and_says_so() -> None:
    async def scene(pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        diagram.sift("kind:MoveInNotice")
        await pilot.pause()
        assert diagram.items() == 2
        assert "2 of 16 steps" in shown(app)
        assert diagram.seek("Move in", backwards=True)

    play(scene, happy_steps(), (120, 12))


@pytest.mark.parametrize("columns", [10, 20, 38, 56, 80, 98, 158])
@pytest.mark.parametrize("count", [0, 1, 3, 6, 13])
def test_time_lanes_and_words_fit_into_every_pane(columns: int, count: int) -> None:
    lanes = ["public", "152021", "151009", "15", "jlis", "outside", *(f"{number}" for number in range(7))][:count]
    for first in (0, 2, 99):
        window = LaneWindow(lanes, columns, first)
        assert window.time + window.drawn <= columns
        assert 0 <= window.first <= window.hidden
        assert len(window.lanes.names) + window.hidden == count


def test_the_language_is_switched_in_place() -> None:
    async def scene(pilot: Pilot[None], app: Screen, diagram: SequenceDiagram) -> None:
        diagram.stand(4)
        use("ja")
        diagram.reword()
        await pilot.pause()
        assert diagram.border_title == "シーケンス図"
        assert "長岡市" in shown(app)
        assert "転出証明書情報" in drawn(diagram)[diagram.cursor]

    play(scene, happy_steps())

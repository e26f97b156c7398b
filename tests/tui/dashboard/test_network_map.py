"""The network map as somebody sees and uses it, and what it makes of the event log and of a world looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import msgspec
import pytest
from pilots import drive, shown
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from watched_runs import Watched, watched

from juki.nodes.kernel.trace import Step
from juki.scenarios.looking.views import LinkView, UnderWay, WorldView
from juki.tui import language
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.pane import NodeChosen
from juki.tui.dashboard.widgets.map_picture import CUT, DOWN, FORGED, HELD, LOST, REFUSED, UNDER_WAY
from juki.tui.dashboard.widgets.map_traffic import RECENT, Traffic
from juki.tui.dashboard.widgets.network_map import NetworkMap

CS, PREFECTURE = "152021/communication-server", "15/prefecture-server"
MOVE = "special-transfer"


class Stage(App[None]):
    """Nothing but the map."""

    CSS: ClassVar[str] = "NetworkMap { border: round $panel; }"

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield NetworkMap(id="map")

    def on_node_chosen(self, event: NodeChosen) -> None:
        self.opened.append(event.node)

    @property
    def map(self) -> NetworkMap:
        return self.query_one(NetworkMap)


@dataclass
class Shots:
    """Screens by what was done before."""

    app: Stage
    pilot: Pilot[None]
    seen: list[str] = field(default_factory=list)

    async def shot(self) -> str:
        """The screen after the next redraw."""
        await self.pilot.pause(0.25)
        return shown(self.app)


def screen(
    run: Watched, at: int, size: tuple[int, int] = (120, 40), *, view: WorldView | None = None, tongue: str = "en"
) -> str:
    """The map of a run at a moment."""
    language.use(tongue)
    app, found = Stage(), []

    async def play(pilot: Pilot[None]) -> None:
        app.map.show(Ledger(run.steps))
        app.map.stand(at)
        if view is not None:
            app.map.look(view)
        found.append(await Shots(app, pilot).shot())

    drive(app, size, play)
    return found[0]


def a_view(step: int, at: int, **more: object) -> WorldView:
    return WorldView(
        **{
            "step": step, "at": at, "links": (), "under_way": (), "pending": (), "down": {}, "is_quiet": False, **more
        }  # type: ignore[arg-type]
    )  # fmt: skip


def under_way(run: Watched, at: int, **more: bool) -> UnderWay:
    return UnderWay(CS, PREFECTURE, "x#1", "IdentityUpdate", "", run.steps[at - 1].at + 1000, "delivered", **more)


@pytest.mark.parametrize("size", [(38, 8), (60, 20), (100, 30), (120, 40), (160, 48)])
@pytest.mark.parametrize("tongue", language.LANGUAGES)
def test_the_map_names_every_city_at_every_size_in_both_languages(tongue: str, size: tuple[int, int]) -> None:
    text = screen(watched(MOVE), 57, size, tongue=tongue)
    for name in ("長岡市", "新潟市", "横浜市") if tongue == "ja" else ("Nagaoka", "Niigata", "Yokohama"):
        assert name in text
    assert all(len(line) <= size[0] for line in text.splitlines())


def test_the_step_stood_at_is_a_heavy_line_with_a_head_and_stands_below_in_words() -> None:
    text = screen(watched(MOVE), 57)
    assert "57 10:00:00 Nagaoka City/CS → Nagaoka City/Register: Move in notice" in text
    assert "▼" in text
    assert "this step" in text


def test_what_is_in_flight_stands_on_its_line() -> None:
    run = watched(MOVE)
    at = next(place for place, view in enumerate(run.views, 1) if len(view.under_way) > 1)
    text = screen(run, at, view=run.views[at - 1])
    assert f"{UNDER_WAY} in flight {len(run.views[at - 1].under_way)}" in text
    body = "\n".join(text.splitlines()[:-3])
    assert UNDER_WAY in body or str(len(run.views[at - 1].under_way)) in body


def test_a_view_of_another_moment_is_not_shown() -> None:
    run = watched(MOVE)
    at = next(place for place, view in enumerate(run.views, 1) if view.under_way)
    assert "in flight 1" not in screen(run, at + 1, view=run.views[at - 1])


def test_held_forged_cut_and_down_have_signs_and_words() -> None:
    run = watched(MOVE)
    now = run.steps[56].at
    link = LinkView(CS, PREFECTURE, 1, now + 1_000_000, is_open=False, under_way=1, waiting=3)
    view = a_view(57, now, links=(link,), under_way=(under_way(run, 57, is_held=True),), down={PREFECTURE: now + 5})
    text = screen(run, 57, view=view)
    for words in (f"{HELD} held 1", f"{CUT} cut 1", f"{DOWN} down 1"):
        assert words in text
    body = "\n".join(text.splitlines()[:-3])
    for sign in (CUT, DOWN, "3"):
        assert sign in body
    forged = screen(run, 57, view=a_view(57, now, forged=(under_way(run, 57),)))
    assert f"{FORGED} forged 1" in forged


def test_a_message_that_somebody_drops_is_lost_on_the_map_from_then_on_but_its_next_copy_is_not() -> None:
    steps = [*watched(MOVE).steps[:57], Step(58, 0, "disturbance", PREFECTURE, kind="Handle", detail="drop x#1")]
    run, now = Watched(steps, []), watched(MOVE).steps[56].at
    dropped = msgspec.structs.replace(under_way(run, 57), fate="lost")
    assert f"{LOST} lost 1" in screen(run, 58, view=a_view(58, now, under_way=(dropped,)))
    assert f"{UNDER_WAY} in flight 1" in screen(run, 57, view=a_view(57, now, under_way=(dropped,)))
    assert f"{UNDER_WAY} in flight 1" in screen(run, 58, view=a_view(58, now, under_way=(under_way(run, 57),)))


def test_a_node_that_is_down_is_so_without_anybody_looking_until_it_is_up_again() -> None:
    run = watched("special-transfer-node-down")
    crash = next(step for step in run.steps if step.what == "crash")
    back = next(step for step in run.steps if step.what == "restart" and step.node == crash.node)
    traffic = Traffic()
    traffic.take(run.steps)
    assert crash.node not in traffic.down(crash.sequence - 1)
    assert crash.node in traffic.down(crash.sequence)
    assert crash.node in traffic.down(back.sequence - 1)
    assert crash.node not in traffic.down(back.sequence)
    assert f"{DOWN} down 1" in screen(run, crash.sequence)


def test_a_refusal_is_seen_for_some_steps_and_then_no_more() -> None:
    run = watched("special-transfer-intruders")
    refused = next(step for step in run.steps if step.refused)
    ledger, traffic = Ledger(run.steps), Traffic()
    traffic.take(run.steps)
    assert refused.node in traffic.scene(ledger, refused.sequence).refusing
    assert traffic.scene(ledger, 0).refusing == {}
    assert f"{REFUSED} refused 1" in screen(run, refused.sequence)
    last = max(step.sequence for step in run.steps if step.refused)
    if last + RECENT <= len(run.steps):
        assert traffic.scene(ledger, last + RECENT).refusing == {}


def test_a_loss_is_seen_on_its_line() -> None:
    run = watched("special-transfer-lossy")
    lost = next(step for step in run.steps if step.what == "lost")
    assert f"{LOST} lost 1" in screen(run, lost.sequence)


def test_lines_of_pairs_that_speak_later_are_there_from_the_beginning_of_a_recorded_run() -> None:
    assert screen(watched(MOVE), 0).count("│") > 100
    assert "the beginning" in screen(watched(MOVE), 0)


def test_arrow_keys_choose_the_nearest_system_that_way_and_enter_opens_it() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        shots = Shots(app, pilot)
        app.map.show(Ledger(watched(MOVE).steps))
        app.map.focus()
        app.map.choose("151009/communication-server")
        await shots.shot()
        for key, node in (
            ("left", "152021/communication-server"),
            ("down", "152021/resident-register"),
            ("right", "152021/integrated-terminal"),
            ("right", "151009/resident-register"),
            ("up", "151009/communication-server"),
            ("up", PREFECTURE),
            ("up", "jlis/national-server"),
        ):
            await pilot.press(key)
            assert app.map.chosen == node, key
        text = await shots.shot()
        assert "J-LIS/National Server" in text
        await pilot.press("enter")
        assert app.opened == ["jlis/national-server"]

    drive(app, (120, 40), play)


def test_every_system_can_be_reached_by_arrow_keys() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        app.map.show(Ledger(watched("kiosk-certificate").steps))
        app.map.focus()
        await Shots(app, pilot).shot()
        nodes = [spot.place.node for spot in app.map._layout.spots]
        reached, rest = {nodes[0]}, [nodes[0]]
        while rest:
            start = rest.pop()
            for across, down in ((0, -1), (0, 1), (-1, 0), (1, 0)):
                app.map.choose(start)
                app.map.action_choose(across, down)
                if app.map.chosen not in reached:
                    reached.add(app.map.chosen)
                    rest.append(app.map.chosen)
        assert reached == set(nodes)

    drive(app, (120, 40), play)


def test_a_click_chooses_and_a_double_click_opens() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        app.map.show(Ledger(watched(MOVE).steps))
        await Shots(app, pilot).shot()
        spot = app.map._layout.spot_of(CS)
        assert spot is not None
        place = (spot.box.x + 1, spot.box.y + 1)
        await pilot.click("#map", offset=place)
        assert app.map.chosen == CS
        await pilot.click("#map", offset=place, times=2)
        assert app.opened[-1:] == [CS]
        await pilot.click("#map", offset=(2, 2))
        assert app.map.chosen == CS

    drive(app, (120, 40), play)


def test_the_language_changes_while_one_looks() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        shots = Shots(app, pilot)
        app.map.show(Ledger(watched(MOVE).steps))
        assert "Network map" in await shots.shot()
        language.use("ja")
        app.map.reword()
        text = await shots.shot()
        assert "ネットワーク図" in text
        assert "新潟県" in text
        assert "Niigata" not in text

    drive(app, (120, 40), play)


def test_a_growing_run_is_read_once_and_new_systems_appear() -> None:
    app, run = Stage(), watched("kiosk-certificate")
    asked: list[int] = []

    class Counting(Ledger):
        def since(self, sequence: int) -> list[Step]:
            found = self.steps[sequence:]
            asked.append(len(found))
            return found

    async def play(pilot: Pilot[None]) -> None:
        shots, ledger = Shots(app, pilot), Counting()
        app.map.show(ledger)
        assert "Kiosk" not in await shots.shot()
        for start in range(0, len(run.steps), 20):
            ledger.take(run.steps[start : start + 20])
            app.map.grown()
            app.map.stand(len(ledger))
        assert sum(asked) == len(run.steps)
        text = await shots.shot()
        assert "Kiosk" in text
        assert "Cert. Center" in text

    drive(app, (120, 40), play)


def test_messages_are_seen_running_while_the_run_plays_and_the_map_rests_after_it() -> None:
    app, run = Stage(), watched(MOVE)

    async def play(pilot: Pilot[None]) -> None:
        ledger = Ledger()
        app.map.show(ledger)
        await pilot.pause(0.3)
        ledger.take(run.steps[:40])
        app.map.grown()
        app.map.stand(len(ledger))
        await pilot.pause(0.15)
        assert UNDER_WAY in "\n".join(shown(app).splitlines()[:-3])
        await pilot.pause(1.0)
        assert UNDER_WAY not in "\n".join(shown(app).splitlines()[:-3])
        assert app.map._timer is not None
        assert not app.map._timer._active.is_set()

    drive(app, (120, 40), play)


def test_a_terminal_that_is_made_smaller_has_a_smaller_map() -> None:
    app = Stage()

    async def play(pilot: Pilot[None]) -> None:
        shots = Shots(app, pilot)
        app.map.show(Ledger(watched(MOVE).steps))
        await shots.shot()
        await pilot.resize_terminal(60, 20)
        text = await shots.shot()
        assert "Nagaoka" in text
        assert "Yokohama" in text
        await pilot.resize_terminal(20, 4)
        assert "J-LIS" in await shots.shot()

    drive(app, (120, 40), play)


def test_no_whole_number_of_a_person_is_on_the_map() -> None:
    step = Step(1, 0, "order", CS, kind="report 91234567890")
    text = screen(Watched([step], []), 1)
    assert "91234567890" not in text

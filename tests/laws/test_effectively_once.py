"""Effectively once: whatever the links lose or double, every message is taken once, in order, and nothing is owed at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from cast import HANAKO, NIIGATA, PLANNED, resident
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import CALM, CARD, LittleWorld, little_world

from juki.nodes.kernel.faults import MILLION, PRESETS, Fate, Faults
from juki.nodes.kernel.network import ACKNOWLEDGEMENT, Frame, Link
from juki.protocol.moments import to_datetime
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids

TERMINAL = ids.integrated_terminal(NIIGATA)
LOSSY = PRESETS["lossy"]


def move(made: LittleWorld) -> LittleWorld:
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    return made


def kinds_taken(made: LittleWorld) -> Counter[tuple[str, str]]:
    """What every node took, by its kind."""
    return Counter(
        (step.node, step.kind)
        for step in made.steps
        if step.what == "message" and step.place == "next" and step.fate != "lost"
    )


def rows_of(made: LittleWorld) -> dict[str, list[tuple[object, ...]]]:
    """What the systems hold of the people, everywhere."""
    asked = {
        ids.NATIONAL_SERVER: "select code, municipality, is_current, record from identity order by code",
        ids.CARD_MANAGEMENT: "select serial, state, municipality, lapses_because from cards order by serial",
        ids.JPKI: "select serial, revoked_on, reason from certificates order by serial",
        ids.resident_register(NIIGATA): "select record from residents order by address_number",
        CARD: "select address, tries from chip",
    }
    return {node: made.rows(node, sql) for node, sql in asked.items()}


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.integers(0, 350_000), st.integers(0, 350_000))
def test_loss_and_doubling_change_no_outcome(seed: int, loss: int, duplication: int) -> None:
    faults = Faults("test", (5_000, 400_000), loss=loss, duplication=duplication)
    made = move(little_world(seed, link="null", faults=faults))
    calm = move(little_world(seed, link="null"))
    assert kinds_taken(made) == kinds_taken(calm)
    assert rows_of(made) == rows_of(calm)
    assert made.refusals() == []
    for node, host in made.world.hosts.items():
        assert host.streams.peers_waited_for() == [], node


def test_faults_really_happened() -> None:
    steps = [step for seed in range(4) for step in move(little_world(seed, link="null", faults=LOSSY)).steps]
    fates = Counter(step.fate for step in steps)
    places = Counter(step.place for step in steps)
    assert fates["lost"] > 20
    assert fates["doubled"] > 10
    assert places["seen"] > 10
    assert places["early"] > 0
    assert any(step.what == "resend" for step in steps)


class Saboteur:
    """Loses just the frames that somebody chooses, on a network that is calm otherwise."""

    def __init__(self, made: LittleWorld, link: Link, first_bytes: bytes, times: int) -> None:
        self.left = times
        self._real = made.world.network.seal
        self._link, self._first = link, first_bytes
        made.world.network.seal = self.seal  # type: ignore[method-assign] # the one place of a link where fates are given

    def seal(self, link: Link, plain: bytes, now: int) -> Frame:
        frame = self._real(link, plain, now)
        if link is self._link and plain[:1] == self._first and self.left:
            self.left -= 1
            frame.fate = Fate.LOST
        return frame


@pytest.mark.parametrize("times", [1, 3])
def test_a_duplicate_whose_acknowledgement_was_lost_is_acknowledged_again(times: int) -> None:
    """The card took the wrong PIN once, however often the terminal had to say it."""
    made = little_world(link="null")
    saboteur = Saboteur(made, made.world.network.link(CARD, TERMINAL), ACKNOWLEDGEMENT, times)
    made.report_move_in(moved_on=made_today(made), pin="0000")
    assert saboteur.left == 0
    assert made.rows(CARD, "select tries from chip") == [(2,)]
    again = [step for step in made.steps if step.node == CARD and step.place == "seen"]
    assert len(again) == times
    assert made.host(TERMINAL).streams.peers_waited_for() == []
    assert made.notices("declined") == [{"rule": "pin-wrong", "detail": "tries left: 2"}]


def made_today(made: LittleWorld) -> date:
    return to_datetime(made.world.now).date()


def test_a_session_that_breaks_in_flight_loses_nothing() -> None:
    made = little_world()
    made.world.order(
        ids.resident_register(ids.MunicipalityCode("152021")),
        "report_move_out",
        {
            "people": resident().address_number,
            "office": "151033",
            "planned_on": PLANNED.isoformat(),
            "address": "試験町2番2号",
        },
    )
    for _ in range(40):
        made.world.network.break_all()
        if not made.world.step():
            break
    made.quiet()
    transfers = made.rows(ids.communication_server(NIIGATA), "select code from transfers")
    assert transfers == [(HANAKO.digits,)]
    assert sum(step.place == "next" for step in made.steps if step.kind == "MoveOutRecord") == 2


def test_a_peer_that_is_silent_is_given_up_and_everything_comes_to_rest() -> None:
    made = little_world(link="null", faults=replace(CALM, loss=MILLION))
    made.report_move_out(resident(), planned_on=PLANNED)
    assert made.world.is_quiet
    waiting = made.host(ids.resident_register(ids.MunicipalityCode("152021"))).streams.peers_waited_for()
    assert waiting == [NodeId("152021/communication-server")]

"""A step becomes an order at the right counter with what the people of the story would say there."""

from __future__ import annotations

from datetime import datetime

import pytest
from small_stories import IN, MOVE, OUT, THERE, played, small_story, staged

from juki.nodes.kernel.drive import Quiet, Until
from juki.nodes.kernel.world import Order
from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime, to_micros
from juki.scenarios.acting import instructions

PRESENTED = "report_move_in: {who: mover, at: 新潟市中央区, moved_on: start + 16"


def order_of(line: str) -> Order:
    """What is ordered, once the operator has logged on."""
    one = staged(small_story(line))
    found = list(instructions(one.play.stage.story.steps[0], one.play.stage))
    _, order, _ = found
    assert isinstance(order, Order)
    return order


def test_a_move_out_is_reported_where_the_people_live() -> None:
    order = order_of("report_move_out: {who: family, to: 新潟市中央区, planned: start + 16}")
    assert (order.node, order.verb) == ("152021/resident-register", "report_move_out")
    assert order.arguments["people"].count(",") == 1
    assert order.arguments["planned_on"] == "2026-04-01"
    assert order.arguments["address"].startswith("新潟県新潟市中央区")


def test_a_move_out_may_be_reported_at_the_wrong_counter() -> None:
    line = "report_move_out: {who: mover, to: 新潟市中央区, planned: start + 16, at: 横浜市}"
    assert order_of(line).node == "141003/resident-register"
    run = played(small_story(line, expect=["declined: {rule: unknown-person, at: 横浜市}"]))
    assert (run.expectations()[0].held, run.failed()) == (True, [])


def test_who_moved_reports_the_next_move_where_she_lives_now() -> None:
    run = played(
        small_story(
            *MOVE,
            "report_move_out: {who: mover, to: 横浜市西区, planned: today + 5}",
            'wait: {until: today + 6, at: "9:00"}',
            "report_move_in: {who: mover, at: 横浜市西区, moved_on: today - 1}",
            expect=[
                "register: {who: mover, at: 横浜市西区, is: current}",
                "register: {who: mover, at: 新潟市中央区, is: closed, moved_to: 横浜市西区}",
                "identity: {who: mover, on: 機構/全国サーバー, current: true, lives_in: 横浜市}",
            ],
        )
    )
    assert [checked.held for checked in run.expectations()] == [True] * 3
    assert run.failed() == []


@pytest.mark.parametrize(
    ("rest", "is_presented"),
    [("", True), (", presents_card: false", False), (", presents_card: true", True), (", card: family/2", True)],
)
def test_a_card_is_handed_in_as_the_story_says(rest: str, *, is_presented: bool) -> None:
    assert ("card" in order_of(PRESENTED + rest + "}").arguments) is is_presented


def test_who_has_no_card_hands_in_anothers_only_if_the_story_says_so() -> None:
    line = "report_move_in: {who: cardless, at: 新潟市中央区, moved_on: start"
    assert "card" not in order_of(line + "}").arguments
    assert "card" in order_of(line + ", card: mover}").arguments


def test_a_wrong_pin_is_never_the_right_one() -> None:
    right, wrong, typed = (
        order_of(f"{PRESENTED}, pin: {pin}}}").arguments["pin"] for pin in ("right", "wrong", "'0042'")
    )
    assert right != wrong
    assert typed == "0042"


@pytest.mark.parametrize("line", ["wait: {until: start}", 'wait: {until: start + 1, at: "8:59"}'])
def test_time_does_not_go_back(line: str) -> None:
    with pytest.raises(BadInput, match=r"small\.yaml:10:.*after 2026-03-17 09:00"):
        played(small_story("wait: {until: start + 1}", line))


def test_to_wait_until_now_is_no_wait() -> None:
    played(small_story("wait: {until: start + 1}", 'wait: {until: today, at: "9:00"}'))


def test_a_wait_ends_at_its_moment() -> None:
    one = staged(small_story('wait: {until: start + 1, at: "10:30"}'))
    until = next(iter(instructions(one.play.stage.story.steps[0], one.play.stage)))
    assert isinstance(until, Until)
    assert f"{to_datetime(until.moment):%Y-%m-%d %H:%M}" == "2026-03-17 10:30"


def test_waits_do_not_lead_out_of_the_calendar() -> None:
    one = staged(small_story("wait: {for: 36525 days}"))
    one.play.stage.simulation.world.now = to_micros(datetime(2150, 1, 1, tzinfo=JST))
    with pytest.raises(BadInput, match="a year before 2201"):
        next(iter(instructions(one.play.stage.story.steps[0], one.play.stage)))


@pytest.mark.parametrize("what", ["replayed-frame", "replayed-envelope"])
def test_what_never_travelled_cannot_be_played_back(what: str) -> None:
    line = f"intrude: {{what: {what}, from: 新潟市/市町村CS, to: 横浜市/市町村CS}}"
    with pytest.raises(BadInput, match=r"small\.yaml:9:.*nothing has travelled yet"):
        played(small_story(line))


def test_a_step_that_does_not_settle_lets_the_next_begin_at_once() -> None:
    one = staged(small_story(f"{{{OUT}, settle: false}}", OUT))
    first, second = (list(instructions(step, one.play.stage)) for step in one.play.stage.story.steps)
    assert (len(first), len(second)) == (2, 3)
    assert isinstance(second[-1], Quiet)


def test_two_moves_at_once_come_out_as_one_after_the_other() -> None:
    out = "report_move_out: {who: family, to: 新潟市南区, planned: start + 16}"
    in_ = "report_move_in: {who: family, at: 新潟市南区, moved_on: start + 16}"
    run = played(
        small_story(
            f"{{{OUT}, settle: false}}",
            out,
            THERE,
            f"{{{IN}, settle: false}}",
            in_,
            expect=[
                "register: {who: mover, at: 新潟市中央区, is: current}",
                "register: {who: family, at: 新潟市南区, is: current}",
            ],
        )
    )
    assert [checked.held for checked in run.expectations()] == [True, True]
    assert run.failed() == []

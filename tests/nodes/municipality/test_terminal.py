"""The counter: what it takes, from whom, and how a visit ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, NIIGATA_CHUO, PLANNED, TARO, resident
from letters import hand, letter
from little_world import CARD, PIN, LittleWorld, little_world

from juki.protocol.messages.card import CardContinued, CardProof
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids

TERMINAL = ids.integrated_terminal(NIIGATA)
TODAY = date(2026, 3, 16)
SAID = {
    "card": str(CARD),
    "pin": PIN,
    "moved_on": TODAY.isoformat(),
    "office": NIIGATA_CHUO.digits,
    "office_name": "試験県試験市",
    "town": "試験町",
    "lot": "2番2号",
}


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def order(made: LittleWorld, **changes: str) -> str:
    outcome = made.world.order(TERMINAL, "report_move_in", {**SAID, **changes})
    return outcome.refused.name if outcome.refused else ""


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, ""),
        ({"card": ""}, "card-not-presented"),
        ({"moved_on": (TODAY + timedelta(days=1)).isoformat()}, "in-future"),
        ({"office": NAGAOKA.digits}, "misaddressed"),
        ({"office": NIIGATA.digits}, ""),
    ],
)
def test_a_report_is_taken_or_refused_at_the_counter(made: LittleWorld, changes: dict[str, str], rule: str) -> None:
    assert order(made, **changes) == rule
    assert len(made.rows(TERMINAL, "select case_id from visits")) == (not rule)


def test_an_answer_without_a_visit_is_out_of_turn(made: LittleWorld) -> None:
    outcome = hand(made, letter(ids.communication_server(NIIGATA), TERMINAL, CardContinued("C000001"), case="x:1"))
    assert outcome.refused is not None
    assert outcome.refused.name == "out-of-turn"


def test_another_card_cannot_answer_for_the_one_in_the_reader(made: LittleWorld) -> None:
    order(made)
    other = NodeId("card/000002")
    vault = made.registry.vault(other)
    lie = CardProof(TARO, "C000002", date(2034, 5, 1), vault.public.signing, vault.sign(b"x"))
    outcome = hand(made, letter(other, TERMINAL, lie, case=f"{TERMINAL}:1"))
    assert outcome.refused is not None
    assert outcome.refused.name in {"forged", "card-not-genuine"}


def ended(made: LittleWorld) -> list[dict[str, Any]]:
    return [*made.notices("declined")]


@pytest.mark.parametrize("state", ["suspended", "lapsed", "abolished"])
def test_a_card_that_is_not_in_operation_ends_the_visit(made: LittleWorld, state: str) -> None:
    made.report_move_out(resident(), planned_on=PLANNED)
    made.host(ids.CARD_MANAGEMENT).store.write("update cards set state = ?", state)
    made.report_move_in(moved_on=TODAY)
    assert [about["rule"] for about in ended(made)] == ["card-not-active"]
    assert made.register(NIIGATA).last_of(HANAKO) is None


def test_an_unknown_card_ends_the_visit_by_a_refusal(made: LittleWorld) -> None:
    made.host(ids.CARD_MANAGEMENT).store.write("delete from cards")
    made.report_move_in(moved_on=TODAY)
    assert [about["rule"] for about in ended(made)] == ["unknown-person"]


def test_a_locked_card_ends_the_visit_and_the_next(made: LittleWorld) -> None:
    for _ in range(3):
        made.report_move_in(moved_on=TODAY, pin="0000")
    made.report_move_in(moved_on=TODAY)
    assert [about["rule"] for about in ended(made)] == ["pin-wrong", "pin-wrong", "pin-locked", "pin-locked"]


def test_a_card_with_another_key_than_the_old_city_knows_is_not_genuine(made: LittleWorld) -> None:
    made = little_world(link="null", people=(resident(1, card=None),))
    made.report_move_out(resident(1), resident(1), planned_on=PLANNED)
    assert made.refusals() == ["already-leaving"]
    made = little_world(link="null", people=(resident(1, card=None),))
    made.report_move_out(resident(1), planned_on=PLANNED)
    made.report_move_in(moved_on=TODAY)
    assert [about["rule"] for about in ended(made)] == ["card-not-genuine"]


def test_a_card_is_continued_later_without_a_report(made: LittleWorld) -> None:
    """番号法施行令14条3号 leaves ninety days."""
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    real = made.host(CARD).store
    made.report_move_in(moved_on=PLANNED)
    assert real.one("select tries from chip where id = 1") == (3,)
    made.until(PLANNED + timedelta(days=10))
    made.world.order(TERMINAL, "continue_card", {"card": str(CARD), "pin": PIN})
    made.quiet()
    assert len(made.notices("card-continued")) == 2
    assert ended(made) == []


def test_a_card_is_not_continued_where_its_holder_does_not_live(made: LittleWorld) -> None:
    made.world.order(TERMINAL, "continue_card", {"card": str(CARD), "pin": PIN})
    made.quiet()
    assert [about["rule"] for about in ended(made)] == ["unknown-person"]
    assert made.rows(CARD, "select address from chip") == [(b"",)]


def test_who_already_lives_here_makes_no_move_in(made: LittleWorld) -> None:
    made.world.order(ids.integrated_terminal(NAGAOKA), "report_move_in", {**SAID, "office": NAGAOKA.digits})
    made.quiet()
    assert [about["rule"] for about in ended(made)] == ["already-present"]

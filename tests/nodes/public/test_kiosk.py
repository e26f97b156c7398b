"""The kiosk as a node: hours, one person at a time, and nobody's word but the card's and the center's."""

from __future__ import annotations

from datetime import datetime

import pytest
from kiosk_corner import CENTER, KIOSK, SECOND_KIOSK, Corner, card_of_first, kinds, order_of, rule

from juki.protocol.deadlines import JST
from juki.protocol.messages.kiosk import CertificateDeclined, UserDenied
from juki.protocol.terms.nodes import card


def begun() -> tuple[Corner, str]:
    corner = Corner()
    outcome = order_of(corner, KIOSK)
    assert kinds(outcome) == ["UserChallenge"]
    return corner, outcome.case


def state(corner: Corner, key: str) -> str:
    [(found,)] = corner.rows(KIOSK, "select state from kiosk_visits where key = ?", key)
    return str(found)


def test_the_key_of_a_visit_is_the_kiosk_and_its_count() -> None:
    corner, key = begun()
    assert key == f"{KIOSK}:1"
    assert order_of(corner, SECOND_KIOSK).case == f"{SECOND_KIOSK}:1"


def test_nobody_else_begins_while_somebody_is_there() -> None:
    corner, key = begun()
    assert rule(order_of(corner, KIOSK)) == "kiosk-busy"
    corner.tell(card_of_first(corner), KIOSK, UserDenied("pin-wrong", 2), key)
    assert state(corner, key) == "declined"
    assert kinds(order_of(corner, KIOSK)) == ["UserChallenge"]


@pytest.mark.parametrize(("hour", "minute"), [(6, 29), (23, 0), (0, 0)])
def test_out_of_hours_no_card_is_asked(hour: int, minute: int) -> None:
    corner = Corner()
    corner.at(datetime(2026, 3, 17, hour, minute, tzinfo=JST))
    outcome = order_of(corner, KIOSK)
    assert (rule(outcome), kinds(outcome)) == ("out-of-hours", [])


def test_a_card_that_is_not_on_the_reader_has_no_say() -> None:
    corner, key = begun()
    other = corner.run.play.stage.parts["second"][0].card
    assert other is not None
    assert rule(corner.tell(card(other.number), KIOSK, UserDenied("pin-wrong", 2), key)) == "forged"
    assert state(corner, key) == "at-card"


def test_a_word_about_no_visit_is_refused() -> None:
    corner, _ = begun()
    declined = CertificateDeclined(f"{KIOSK}:9", "record-closed")
    assert rule(corner.tell(CENTER, KIOSK, declined, f"{KIOSK}:9")) == "out-of-turn"


def test_of_an_ended_visit_nothing_about_the_person_is_kept() -> None:
    corner, key = begun()
    corner.tell(card_of_first(corner), KIOSK, UserDenied("pin-wrong", 2), key)
    number = card_of_first(corner).encode()
    [(body,)] = corner.rows(KIOSK, "select visit from kiosk_visits where key = ?", key)
    assert number not in body

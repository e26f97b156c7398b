"""The user certificate in a card: a PIN of its own, a counter of its own, a signature for one request."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kiosk_corner import KIOSK, Corner, body_of

from juki.nodes.public.card_user import USER_TRIES
from juki.protocol.messages.kiosk import UserChallenge, UserDenied, UserProof
from juki.protocol.terms.nodes import card
from juki.protocol.wire import decode
from juki.scenarios.kiosk_genesis import user_pin

CORNER = Corner()
ISSUE = CORNER.run.play.stage.parts["first"][0].card
assert ISSUE is not None
CARD, PIN = card(ISSUE.number), user_pin(ISSUE) or ""


def ask(pin: str) -> UserProof | UserDenied:
    outcome = CORNER.tell(KIOSK, CARD, UserChallenge(f"{KIOSK}:1", b"n" * 16, pin), f"{KIOSK}:1")
    shape = UserProof if outcome.sent[0].kind == "UserProof" else UserDenied
    return decode(body_of(outcome), shape)


def counters() -> tuple[int, int]:
    [(user,)] = CORNER.rows(CARD, "select tries from user_chip")
    [(register,)] = CORNER.rows(CARD, "select tries from chip")
    return user, register


@given(st.lists(st.sampled_from([PIN, ISSUE.pin or "", "", "12345"]), max_size=10))
def test_the_counter_falls_with_every_wrong_pin_and_leaves_the_other_alone(pins: list[str]) -> None:
    """The PIN of the register is a wrong one here."""
    CORNER.simulation.hosts[CARD].store.write("update user_chip set tries = ?", USER_TRIES)
    left = USER_TRIES
    for pin in pins:
        said = ask(pin)
        if left and pin == PIN:
            left = USER_TRIES
            assert isinstance(said, UserProof)
        else:
            left = max(0, left - 1)
            assert said == UserDenied("pin-wrong" if left else "pin-locked", left)
        assert counters() == (left, 3)


def test_a_card_without_that_certificate_or_without_pin_says_so() -> None:
    store = CORNER.simulation.hosts[CARD].store
    store.write("update user_chip set tries = ?, pin = null", USER_TRIES)
    assert ask(PIN) == UserDenied("pin-absent", 0)
    store.write("delete from user_chip")
    assert ask(PIN) == UserDenied("user-certificate-absent", 0)
    store.write(
        "insert into user_chip (id, certificate, pin, tries) values (1, ?, ?, ?)", f"{ISSUE.serial}-U", PIN, USER_TRIES
    )


def test_the_two_pins_of_a_card_differ_in_the_population() -> None:
    people = CORNER.simulation.people
    issues = [person.card for person in people if person.card is not None]
    assert all(user_pin(issue) != issue.pin for issue in issues if issue.pin is not None)
    assert all(user_pin(issue) is None for issue in issues if issue.pin is None)

"""The card: its counter, its lock, its proof, and who may rewrite it."""

from __future__ import annotations

import pytest
from cast import HANAKO, NIIGATA, NIIGATA_CHUO, PLANNED, address
from hypothesis import given
from hypothesis import strategies as st
from letters import hand, letter
from little_world import CARD, PIN, LittleWorld, fill_card, little_world

from juki.nodes.host import Outcome
from juki.nodes.public.card import TRIES
from juki.protocol.card_proof import check_proof, mark_of
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Message
from juki.protocol.messages.card import CardChallenge, CardDenied, CardProof, CardRewrite, CardRewritten
from juki.protocol.secure.envelope import unpack
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import decode, encode

TERMINAL = ids.integrated_terminal(NIIGATA)
NONCE, OTHER_NONCE = b"n" * 16, b"m" * 16
HOME = address(NIIGATA_CHUO, "2番2号")


def say(made: LittleWorld, message: Message) -> Outcome:
    number = made.host(CARD).streams.received(TERMINAL)[0] + 1
    return hand(made, letter(TERMINAL, CARD, message, number))


def answer(outcome: Outcome) -> Message:
    [sent] = outcome.sent
    shapes: dict[str, type[Message]] = {shape.__name__: shape for shape in (CardDenied, CardProof, CardRewritten)}
    return decode(unpack(sent.envelope).body, shapes[sent.kind])


def ask(made: LittleWorld, pin: str, nonce: bytes = NONCE) -> Message:
    return answer(say(made, CardChallenge(nonce, pin)))


def tries(made: LittleWorld) -> int:
    [(left,)] = made.rows(CARD, "select tries from chip")
    return int(left)


STANDING = little_world(link="null")


@given(st.lists(st.sampled_from([PIN, "0000", "", "12345"]), max_size=12))
def test_the_counter_falls_with_every_wrong_pin_until_a_right_one_or_the_lock(pins: list[str]) -> None:
    """Model: three tries; a right PIN restores them, none left locks for good."""
    STANDING.host(CARD).store.write("update chip set tries = ?, session = null where id = 1", TRIES)
    left = TRIES
    for pin in pins:
        said = ask(STANDING, pin)
        if left and pin == PIN:
            left = TRIES
            assert isinstance(said, CardProof)
        else:
            left = max(0, left - 1)
            assert said == CardDenied("pin-locked" if left == 0 else "pin-wrong", left)
        assert tries(STANDING) == left


def test_a_locked_card_takes_no_pin_any_more() -> None:
    made = little_world()
    assert [ask(made, "0000"), ask(made, "0000"), ask(made, "0000")] == [
        CardDenied("pin-wrong", 2),
        CardDenied("pin-wrong", 1),
        CardDenied("pin-locked", 0),
    ]
    assert ask(made, PIN) == CardDenied("pin-locked", 0)


def test_a_card_without_pin_proves_nothing() -> None:
    made = little_world()
    made.host(CARD).store.write("delete from chip where id = 1")
    fill_card(made.host(CARD).store, pin=None)
    for pin in (PIN, "", "None"):
        assert ask(made, pin) == CardDenied("pin-absent", 0)


def test_the_proof_is_of_this_card_over_this_challenge() -> None:
    made = little_world()
    said = ask(made, PIN)
    assert isinstance(said, CardProof)
    assert (said.code, said.serial) == (HANAKO, "C000001")
    assert check_proof(said, NONCE) == mark_of(made.registry.vault(CARD).public.signing)
    with pytest.raises(PeerFault) as refused:
        check_proof(said, OTHER_NONCE)
    assert refused.value.rule.name == "card-not-genuine"


@pytest.mark.parametrize("field", ["code", "serial", "public_key", "signature"])
def test_a_proof_that_says_anything_else_is_not_genuine(field: str) -> None:
    from cast import TARO
    from msgspec.structs import replace

    made = little_world()
    said = ask(made, PIN)
    assert isinstance(said, CardProof)
    other = {
        "code": TARO,
        "serial": "C000002",
        "public_key": made.registry.vault(TERMINAL).public.signing,
        "signature": said.signature[:-1] + bytes([said.signature[-1] ^ 1]),
    }
    with pytest.raises(PeerFault):
        check_proof(replace(said, **{field: other[field]}), NONCE)
    for odd in (b"", b"x", b"x" * 32, b"x" * 64):
        if field in {"public_key", "signature"}:
            with pytest.raises(PeerFault):
                check_proof(replace(said, **{field: odd}), NONCE)


def test_the_card_is_rewritten_once_in_the_session_that_was_proved() -> None:
    made = little_world()
    ask(made, PIN)
    assert answer(say(made, CardRewrite(NONCE, HOME, PLANNED))) == CardRewritten("C000001")
    assert made.rows(CARD, "select address from chip") == [(encode(HOME),)]
    again = say(made, CardRewrite(NONCE, address(NIIGATA), PLANNED))
    assert again.refused is not None
    assert again.refused.name == "out-of-turn"
    assert made.rows(CARD, "select address from chip") == [(encode(HOME),)]


@pytest.mark.parametrize("nonce", [OTHER_NONCE, b"", NONCE[:-1]])
def test_the_card_is_not_rewritten_in_another_session(nonce: bytes) -> None:
    made = little_world()
    ask(made, PIN)
    outcome = say(made, CardRewrite(nonce, HOME, PLANNED))
    assert outcome.refused is not None
    assert made.rows(CARD, "select address from chip") == [(b"",)]


def test_a_wrong_pin_ends_the_session() -> None:
    made = little_world()
    ask(made, PIN)
    ask(made, "0000", OTHER_NONCE)
    assert say(made, CardRewrite(NONCE, HOME, PLANNED)).refused is not None


def test_the_chip_never_says_its_pin() -> None:
    made = little_world()
    for pin in (PIN, "0000"):
        outcome = say(made, CardChallenge(NONCE, pin))
        assert PIN.encode() not in outcome.sent[0].envelope
    assert PIN.encode() not in b"".join(made.host(CARD).journal.lines())

"""The host: gates in their order, all or nothing, effectively once; and nothing that a peer sends can stop a node."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, PLANNED, address, notice, resident
from hypothesis import given
from hypothesis import strategies as st
from letters import hand, host_of, letter, signed
from little_world import CARD, LittleWorld, little_world
from msgspec.structs import replace

from juki.nodes.streams import Place
from juki.protocol.effects import Send
from juki.protocol.errors import LocalFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.card import CardChallenge, CardContinued, CardDenied, CardRewrite
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.messages.move import MoveInCompleted, MoveInReportReceived, RegisterChanged, TransferUnavailable
from juki.protocol.records.changes import ChangeReason
from juki.protocol.secure.envelope import Envelope, pack, unpack
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import decode, encode

TERMINAL, REGISTER = ids.integrated_terminal(NIIGATA), ids.resident_register(NAGAOKA)
SERVER, OTHER_SERVER = ids.communication_server(NAGAOKA), ids.communication_server(NIIGATA)
TODAY = date(2026, 3, 16)
CHALLENGE = CardChallenge(b"n" * 16, "1234")
WRONG_PIN = CardChallenge(b"n" * 16, "0000")


@pytest.fixture
def made() -> LittleWorld:
    return little_world()


def challenge(number: int = 1, message: CardChallenge = CHALLENGE, **changes: Any) -> Envelope:
    return replace(letter(TERMINAL, CARD, message, number), **changes)


def refusal_in(outcome: Any) -> Refusal:
    [sent] = outcome.sent
    return decode(unpack(sent.envelope).body, Refusal)


GATES = [
    ("unknown-version", challenge(version="99")),
    ("not-authorised", challenge(kind="CardContinued", body=encode(CardContinued("C000001")))),
    ("unknown-version", challenge(kind="NoSuchKind")),
    ("malformed", challenge(body=b"\xc1")),
    ("malformed", challenge(body=b"\x92\xa0\xa0\xa0")),
]


@pytest.mark.parametrize(("rule", "envelope"), GATES)
def test_a_gate_refuses_logs_answers_and_takes_the_number(made: LittleWorld, rule: str, envelope: Envelope) -> None:
    outcome = hand(made, envelope)
    assert outcome.refused is not None
    assert outcome.refused.name == rule
    told = refusal_in(outcome)
    assert (told.message_id, told.rule) == (envelope.id, rule)
    assert outcome.acknowledge == 1
    assert host_of(made, envelope).streams.received(TERMINAL) == (1, 1)
    assert rule.encode() in b"".join(host_of(made, envelope).journal.lines())


def test_an_envelope_of_somebody_else_is_misaddressed_and_answered_to_the_peer_that_sent_it(made: LittleWorld) -> None:
    """Not to the name it bears: a lie must not make this node write to a stranger."""
    for stranger in (str(OTHER_SERVER), "no/such node", "990000000012"):
        world = little_world()
        outcome = hand(world, challenge(sender=stranger, id=f"{stranger}#1"), peer=TERMINAL)
        assert outcome.refused is not None
        assert outcome.refused.name == "misaddressed"
        assert [sent.peer for sent in outcome.sent] == [TERMINAL]
        assert "990000000012" not in outcome.detail
    wrong_recipient = challenge(recipient=SERVER)
    outcome = made.host(CARD).accept(TERMINAL, pack(wrong_recipient), made.world.now)
    assert outcome.refused is not None
    assert outcome.refused.name == "misaddressed"


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        ("unknown-version", {"version": "99", "recipient": SERVER, "kind": "NoSuchKind", "body": b"\xc1"}),
        ("misaddressed", {"recipient": SERVER, "kind": "NoSuchKind", "body": b"\xc1"}),
        ("unknown-version", {"kind": "NoSuchKind", "body": b"\xc1"}),
        ("malformed", {"kind": "MoveInNotice", "body": b"\xc1"}),
        ("not-authorised", {"kind": "MoveInNotice", "body": encode(notice())}),
    ],
)
def test_the_gates_stand_in_their_order(made: LittleWorld, rule: str, faults: dict[str, Any]) -> None:
    """Each envelope fails at this gate and at all that come after it: version, address, kind, form, right, signature."""
    outcome = made.host(CARD).accept(TERMINAL, pack(challenge(**faults)), made.world.now)
    assert outcome.refused is not None
    assert outcome.refused.name == rule


def test_what_was_seen_before_is_not_judged_again(made: LittleWorld) -> None:
    hand(made, challenge())
    again = hand(made, challenge(body=b"\xc1"))
    assert (again.refused, again.place) == (None, Place.SEEN)


def test_a_kind_that_must_be_signed_is_refused_without_or_under_another_hand(made: LittleWorld) -> None:
    said = letter(OTHER_SERVER, SERVER, notice())
    third = ids.communication_server(ids.MunicipalityCode("141003"))
    honest = signed(made, said)
    assert honest.proof is not None
    wrong = [
        said,
        replace(honest, body=honest.body[:-1] + bytes([honest.body[-1] ^ 1])),
        replace(honest, proof=replace(honest.proof, signature=b"0" * 64)),
        replace(honest, proof=replace(honest.proof, signature=b"")),
        replace(honest, proof=replace(honest.proof, case="another")),
        replace(honest, proof=replace(honest.proof, origin=third)),
        replace(honest, proof=replace(honest.proof, origin=str(TERMINAL))),
    ]
    # And honestly signed by somebody whose words these cannot be.
    for envelope in [*wrong, signed(made, said, TERMINAL)]:
        outcome = hand(little_world(), envelope)
        assert outcome.refused is not None
        assert outcome.refused.name == "forged"
    for odd in ("", "no such node", "152021/"):
        outcome = hand(little_world(), replace(honest, proof=replace(honest.proof, origin=odd)))
        assert outcome.refused is not None
        assert outcome.refused.name == "malformed"


def test_a_signature_where_none_belongs_is_malformed(made: LittleWorld) -> None:
    outcome = hand(made, signed(made, challenge()))
    assert outcome.refused is not None
    assert outcome.refused.name == "malformed"


def test_a_refused_decision_leaves_nothing_but_the_refusal(made: LittleWorld) -> None:
    """The register entered somebody who is present: the CS writes nothing of it, and says so."""
    host = made.host(SERVER)
    person = resident().identity(NAGAOKA, ChangeReason.MOVED_IN, TODAY)
    before = host.store.rows("select code, sequence, record from identity order by code")
    # The first of the two is written before the second is found to be present.
    stranger = resident(2).identity(NAGAOKA, ChangeReason.MOVED_IN, TODAY)
    completed = MoveInCompleted(HANAKO, NIIGATA, TODAY, (stranger, person), ())
    outcome = hand(made, letter(REGISTER, SERVER, completed, case=f"{ids.integrated_terminal(NAGAOKA)}:1"))
    assert outcome.refused is not None
    assert outcome.refused.name == "already-present"
    assert host.store.rows("select code, sequence, record from identity order by code") == before
    # The notice that the decision had put first is gone from the outbox too, and its number is not used up.
    assert [sent.kind for sent in outcome.sent] == ["Refusal"]
    assert [row[0] for row in host.store.rows("select peer from outbox order by peer")] == [REGISTER]
    assert outcome.timers == []
    assert b"already-present" in b"".join(host.journal.lines())


def test_what_a_decision_keeps_of_a_denial_is_kept(made: LittleWorld) -> None:
    outcome = hand(made, challenge(message=WRONG_PIN))
    assert outcome.refused is None
    assert made.rows(CARD, "select tries from chip") == [(2,)]
    [sent] = outcome.sent
    assert decode(unpack(sent.envelope).body, CardDenied) == CardDenied("pin-wrong", 2)


def test_a_duplicate_is_acknowledged_again_and_does_nothing(made: LittleWorld) -> None:
    envelope = challenge(message=WRONG_PIN)
    hand(made, envelope)
    image = made.host(CARD).store.image()
    again = hand(made, envelope)
    assert (again.place, again.acknowledge, again.sent, again.change) == (Place.SEEN, 1, [], b"")
    assert made.host(CARD).store.image() == image


def test_what_comes_too_early_waits_for_what_is_missing(made: LittleWorld) -> None:
    early = hand(made, challenge(2, WRONG_PIN))
    assert (early.place, early.acknowledge, early.sent) == (Place.EARLY, 0, [])
    assert made.rows(CARD, "select tries from chip") == [(3,)]
    hand(made, challenge(1, WRONG_PIN))
    hand(made, challenge(2, WRONG_PIN))
    assert made.rows(CARD, "select tries from chip") == [(1,)]


def test_an_old_envelope_under_a_new_number_is_replayed(made: LittleWorld) -> None:
    first = challenge(1, WRONG_PIN)
    hand(made, first)
    outcome = hand(made, replace(first, number=2))
    assert outcome.refused is not None
    assert outcome.refused.name == "replayed"
    assert outcome.acknowledge == 2
    assert made.rows(CARD, "select tries from chip") == [(2,)]


def test_a_refusal_is_never_answered_by_a_refusal(made: LittleWorld) -> None:
    """Or two nodes would refuse each other's refusals for ever."""
    said = Refusal("x#1", "CardChallenge", "malformed")
    outcome = hand(made, letter(TERMINAL, CARD, said, body=b"\xc1"))
    assert outcome.refused is not None
    assert outcome.sent == []


def test_a_frame_that_is_no_envelope_is_logged_and_nothing_else(made: LittleWorld) -> None:
    host = made.host(CARD)
    outcome = host.accept(TERMINAL, b"not an envelope", made.world.now)
    assert outcome.refused is not None
    assert (outcome.refused.name, outcome.acknowledge, outcome.sent) == ("malformed", None, [])
    assert host.streams.received(TERMINAL) == (0, 0)
    assert len(list(host.journal.lines())) == 1


STANDING = little_world(link="null")


@given(st.binary(max_size=120))
def test_no_frame_of_garbage_stops_a_node(frame: bytes) -> None:
    outcome = STANDING.host(CARD).accept(TERMINAL, frame, STANDING.world.now)
    assert outcome.refused is not None
    assert outcome.refused.name == "malformed"


@given(st.data())
def test_no_altered_envelope_stops_a_node(data: st.DataObject) -> None:
    host = STANDING.host(CARD)
    number = host.streams.received(TERMINAL)[0] + 1
    frame = bytearray(pack(challenge(number, WRONG_PIN)))
    for _ in range(data.draw(st.integers(1, 3))):
        frame[data.draw(st.integers(0, 9_999)) % len(frame)] = data.draw(st.integers(0, 255))
    host.accept(TERMINAL, bytes(frame), STANDING.world.now)


ODD = st.text(max_size=30) | st.sampled_from([str(TERMINAL), str(SERVER), "", "#1", "990000000012", "152021/x:1", ":1"])


@given(
    kind=st.sampled_from(["CardChallenge", "CardRewrite", "Refusal", ""]) | ODD,
    case=ODD,
    cause=ODD,
    version=st.sampled_from(["1", "2", ""]),
)
def test_no_odd_header_stops_a_node(kind: str, case: str, cause: str, version: str) -> None:
    host = STANDING.host(CARD)
    number = host.streams.received(TERMINAL)[0] + 1
    odd = challenge(number, WRONG_PIN, kind=kind, case=case, cause=cause, version=version)
    host.accept(TERMINAL, pack(odd), STANDING.world.now)


@given(sender=ODD, recipient=ODD, count=st.integers(0, 2**70) | st.sampled_from([10**25, 10**5000]))
def test_no_odd_name_or_count_stops_a_node(sender: str, recipient: str, count: int) -> None:
    host = STANDING.host(CARD)
    number = host.streams.received(TERMINAL)[0] + 1
    digits = "1" + "0" * 5000 if count == 10**5000 else str(count)
    odd = challenge(number, sender=sender, recipient=recipient, id=f"{sender}#{digits}")
    host.accept(TERMINAL, pack(odd), STANDING.world.now)


@given(case=ODD)
def test_no_odd_case_stops_a_communication_server(case: str) -> None:
    """The case tells it whose counter an answer is for, and a peer may write anything there."""
    host = STANDING.host(SERVER)

    for sender, message in (
        (ids.CARD_MANAGEMENT, CardContinued("C000001")),
        (OTHER_SERVER, MoveInReportReceived(HANAKO, NIIGATA, PLANNED, PLANNED)),
        (OTHER_SERVER, TransferUnavailable(HANAKO, "x")),
        (OTHER_SERVER, Refusal("x#1", "MoveOutRecord", "malformed")),
        (REGISTER, TransferUnavailable(HANAKO, "x")),
    ):
        number = host.streams.received(sender)[0] + 1
        odd = letter(sender, SERVER, message, number, case=case)
        if sender == OTHER_SERVER and not isinstance(message, Refusal):
            odd = signed(STANDING, odd)
        host.accept(sender, pack(odd), STANDING.world.now)


def test_a_node_cannot_say_what_the_catalogue_does_not_let_it(made: LittleWorld) -> None:
    host = made.host(CARD)
    with pytest.raises(LocalFault), host.store.transaction():
        host._posting.post(Send(ids.NATIONAL_SERVER, CHALLENGE), "x:1", "test", 0)
    assert host.store.rows("select number from outbox order by number") == []


def test_a_relay_passes_on_nothing_without_its_origins_proof(made: LittleWorld) -> None:
    prefecture = ids.prefecture_server("15")
    update = IdentityUpdate(resident().identity(NAGAOKA, ChangeReason.MOVED_OUT, TODAY), 2)
    host = made.host(prefecture)
    with pytest.raises(LocalFault), host.store.transaction():
        host._posting.post(Send(ids.NATIONAL_SERVER, update), "x:1", "test", 0)


def test_a_timer_set_anew_or_cancelled_does_not_fire_at_its_old_time(made: LittleWorld) -> None:
    made.report_move_out(resident(), planned_on=PLANNED)
    host = made.host(REGISTER)
    [(name, due)] = host.store.rows("select name, due from timers order by name")
    assert host.fire(name, due - 1, due - 1) is None
    assert host.has_timer(name, due)
    fired = host.fire(name, due, due)
    assert fired is not None
    assert [sent.kind for sent in fired.sent] == ["RegisterChanged"]
    assert host.fire(name, due, due) is None


def test_the_outbox_empties_with_the_acknowledgement_and_not_before(made: LittleWorld) -> None:
    outcome = hand(made, challenge())
    host = made.host(CARD)
    assert [number for number, _ in host.streams.waiting(TERMINAL)] == [1]
    assert outcome.sent[0].envelope == host.streams.waiting(TERMINAL)[0][1]
    assert not host.acknowledged(TERMINAL, 2)
    assert host.acknowledged(TERMINAL, 1)
    assert not host.acknowledged(TERMINAL, 1)
    assert host.streams.waiting(TERMINAL) == []


def test_a_rewrite_without_proof_is_refused_and_tells_the_terminal(made: LittleWorld) -> None:
    outcome = hand(made, letter(TERMINAL, CARD, CardRewrite(b"n" * 16, address(NIIGATA), PLANNED)))
    assert outcome.refused is not None
    assert refusal_in(outcome).rule == "out-of-turn"
    assert made.rows(CARD, "select address from chip") == [(b"",)]


def test_the_change_hash_is_of_what_was_written(made: LittleWorld) -> None:
    other = little_world(link="null")
    said = letter(REGISTER, SERVER, RegisterChanged(resident().identity(NAGAOKA, ChangeReason.MOVED_OUT, PLANNED)))
    one, two = hand(made, said), hand(other, said)
    assert one.change == two.change != b""
    later = replace(one, change=b"")
    assert later.change != hand(little_world(8), letter(REGISTER, SERVER, notice(), body=b"\xc1")).change
    assert msgspec.msgpack.decode(one.body)[0][0] == HANAKO.digits
    assert NodeId(said.sender) == REGISTER

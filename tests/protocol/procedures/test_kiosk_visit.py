"""The kiosk's side of a request: one paper at most, for whoever asked, and nothing once it has ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kiosk_cast import CARD, KEY, NONCE, NOW, document, proof

from juki.protocol.effects import CancelTimer, Notify, Send, SetTimer
from juki.protocol.errors import OutOfTurn, PeerFault
from juki.protocol.kiosk_hours import KIOSK_WAITS
from juki.protocol.messages import Refusal
from juki.protocol.messages.kiosk import (
    CertificateDeclined,
    CertificatePrinted,
    CertificateRequest,
    RequestAborted,
    UserChallenge,
    UserDenied,
)
from juki.protocol.procedures.kiosk_visit import (
    OPEN,
    KioskEffect,
    KioskEvent,
    KioskState,
    KioskVisit,
    TimeUp,
    begin,
    step,
)
from juki.protocol.records.certificates import CertificateKind
from juki.protocol.refusals import WRONG_DOCUMENT
from juki.protocol.terms.nodes import CERTIFICATE_CENTER

VISIT = KioskVisit(KEY, card=CARD, nonce=NONCE, reply_key=b"r" * 32)
REFUSAL = Refusal("x#1", "CertificateRequest", "out-of-hours")


def waiting() -> KioskVisit:
    return step(VISIT, proof())[0]


def sent(effects: list[KioskEffect]) -> list[object]:
    return [effect.message for effect in effects if isinstance(effect, Send)]


def told(effects: list[KioskEffect]) -> list[str]:
    return [effect.code for effect in effects if isinstance(effect, Notify)]


def test_a_visit_begins_at_the_card_with_a_limit_to_its_wait() -> None:
    _, effects = begin(VISIT, "1234", NOW)
    assert effects == [SetTimer(f"kiosk-wait/{KEY}", NOW + KIOSK_WAITS), Send(CARD, UserChallenge(KEY, NONCE, "1234"))]


def test_the_pin_of_a_challenge_is_in_no_repr() -> None:
    assert "1234" not in repr(UserChallenge(KEY, NONCE, "1234"))


def test_the_proof_goes_to_the_center_under_the_key_of_the_visit() -> None:
    visit, effects = step(VISIT, proof())
    [request] = sent(effects)
    assert isinstance(request, CertificateRequest)
    assert (request.key, request.applicant, request.signature) == (KEY, proof().certificate, proof().signature)
    assert effects[0].to == CERTIFICATE_CENTER  # type: ignore[union-attr] # a Send
    assert visit.state is KioskState.WAITING


def test_the_document_is_printed_and_the_fee_told() -> None:
    visit, effects = step(waiting(), document())
    assert visit.state is KioskState.PRINTED
    assert Notify("certificate-printed", {"key": KEY, "yen": "200"}) in effects
    assert sent(effects) == [CertificatePrinted(KEY)]
    assert CancelTimer(f"kiosk-wait/{KEY}") in effects


@pytest.mark.parametrize(
    "changes",
    [{"key": "kiosk/0001:2"}, {"applicant": "C000002-U"}, {"wanted": CertificateKind.RECORD_ITEMS}],
    ids=["key", "applicant", "kind"],
)
def test_a_document_for_somebody_else_is_refused_and_not_printed(changes: dict[str, object]) -> None:
    with pytest.raises(PeerFault) as refused:
        step(waiting(), document(**changes))
    assert refused.value.rule is WRONG_DOCUMENT


def test_a_long_wait_voids_the_request_and_tells_the_center() -> None:
    visit, effects = step(waiting(), TimeUp())
    assert visit.state is KioskState.ABORTED
    assert sent(effects) == [RequestAborted(KEY)]
    assert told(effects) == ["request-aborted", "declined"]


def test_a_card_that_says_nothing_ends_the_visit_and_nobody_else_hears_of_it() -> None:
    visit, effects = step(VISIT, TimeUp())
    assert (visit.state, sent(effects)) == (KioskState.ABORTED, [])


@pytest.mark.parametrize("state", [KioskState.DECLINED, KioskState.ABORTED])
def test_a_document_that_comes_after_the_end_is_destroyed(state: KioskState) -> None:
    ended = KioskVisit(KEY, state)
    assert step(ended, document()) == (ended, [Notify("document-destroyed", {"key": KEY})])


def test_a_second_document_is_out_of_turn() -> None:
    with pytest.raises(OutOfTurn):
        step(KioskVisit(KEY, KioskState.PRINTED), document())


EVENTS: list[KioskEvent] = [
    proof(),
    UserDenied("pin-wrong", 2),
    document(),
    document(applicant="C000002-U"),
    CertificateDeclined(KEY, "record-closed"),
    CertificateDeclined(KEY, "wait-limit"),
    REFUSAL,
    TimeUp(),
]


@given(st.lists(st.sampled_from(EVENTS), max_size=10))
def test_whatever_happens_there_is_one_paper_at_most_and_none_after_an_end(events: list[KioskEvent]) -> None:
    visit, papers = VISIT, 0
    for event in events:
        was_open = visit.state in OPEN
        try:
            visit, effects = step(visit, event)
        except PeerFault:
            continue
        printed = told(effects).count("certificate-printed")
        assert not printed or was_open
        papers += printed
    assert papers <= 1
    assert (papers == 1) == (visit.state is KioskState.PRINTED)


@given(st.lists(st.sampled_from(EVENTS), max_size=10))
def test_of_an_ended_visit_key_and_end_are_all_that_is_left(events: list[KioskEvent]) -> None:
    visit = VISIT
    for event in events:
        try:
            visit, _ = step(visit, event)
        except PeerFault:
            continue
    assert visit.state in OPEN or visit == KioskVisit(KEY, visit.state)

"""The center's side of a request: who may ask, what is passed on unread, and an end that is an end for everybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kiosk_cast import CITY, KEY, KIOSK, NOW, TODAY, request, status
from msgspec.structs import replace
from nacl.signing import SigningKey

from juki.protocol.card_proof import mark_of
from juki.protocol.effects import CancelTimer, Notify, Send, SetTimer
from juki.protocol.errors import PeerFault
from juki.protocol.kiosk_hours import CENTER_WAITS, KIOSK_WAITS
from juki.protocol.messages import Refusal, Sealed
from juki.protocol.messages.kiosk import (
    CertificateDeclined,
    CertificatePrinted,
    CertificateStatusRequest,
    RequestAborted,
)
from juki.protocol.procedures.certificate_errand import (
    ENDED,
    CenterTimeUp,
    DocumentCame,
    Errand,
    ErrandEffect,
    ErrandEvent,
    ErrandState,
    RefusedBy,
    StatusChecked,
    begin,
    step,
    verdict,
)
from juki.protocol.secure.envelope import Proof
from juki.protocol.terms.nodes import JPKI

PROOF = Proof(KIOSK, f"{KIOSK}#1", KEY, b"s" * 64)
CITYS = Proof(CITY, f"{CITY}#1", KEY, b"t" * 64)
NEW = Errand(KEY, KIOSK, CITY, request=request(), proof=PROOF)
PAPER = DocumentCame(Sealed("CertificateDocument", b"..."), CITYS)
GOOD = StatusChecked(status(), TODAY)


def after(*events: ErrandEvent) -> tuple[Errand, list[ErrandEffect]]:
    errand, effects = NEW, list[ErrandEffect]()
    for event in events:
        errand, effects = step(errand, event)
    return errand, effects


def test_a_request_begins_with_the_certificate_and_a_limit_below_that_of_the_kiosk() -> None:
    _, effects = begin(NEW, NOW)
    question = CertificateStatusRequest(KEY, request().applicant)
    assert effects == [SetTimer(f"center-wait/{KEY}", NOW + CENTER_WAITS), Send(JPKI, question)]
    assert CENTER_WAITS < KIOSK_WAITS


def test_the_city_gets_the_request_as_the_kiosk_signed_it() -> None:
    errand, effects = after(GOOD)
    assert effects == [Send(CITY, request(), PROOF)]
    assert (errand.state, errand.request, errand.proof) == (ErrandState.ASKED, None, None)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"is_known": False}, "user-certificate-absent"),
        ({"certificate": "C000002-U"}, "user-certificate-absent"),
        ({"mark": mark_of(bytes(SigningKey(b"z" * 32).verify_key))}, "card-not-genuine"),
        ({"is_revoked": True}, "user-certificate-revoked"),
        ({"expires_on": TODAY - timedelta(days=1)}, "user-certificate-expired"),
    ],
)
def test_a_certificate_that_proves_nothing_ends_the_request(changes: dict[str, object], rule: str) -> None:
    errand, effects = after(StatusChecked(status(**changes), TODAY))
    assert errand.state is ErrandState.DECLINED
    assert effects[-1] == Send(KIOSK, CertificateDeclined(KEY, rule))


@pytest.mark.parametrize("last_day", [TODAY, None, date.max])
def test_a_certificate_is_good_on_its_last_day(last_day: date | None) -> None:
    assert verdict(request(), status(expires_on=last_day), TODAY) is None


def test_the_document_is_passed_on_unread_with_the_citys_signature() -> None:
    errand, effects = after(GOOD, PAPER)
    assert errand.state is ErrandState.PASSED
    assert Send(KIOSK, PAPER.document, CITYS) in effects
    assert CancelTimer(f"center-wait/{KEY}") in effects


def test_a_printed_document_is_told_to_the_city() -> None:
    errand, effects = after(GOOD, PAPER, CertificatePrinted(KEY))
    assert (errand.state, effects) == (ErrandState.PRINTED, [Send(CITY, CertificatePrinted(KEY))])


def test_a_long_wait_ends_the_request_at_the_kiosk_and_at_the_city() -> None:
    errand, effects = after(GOOD, CenterTimeUp())
    assert errand.state is ErrandState.ABORTED
    sends = [effect for effect in effects if isinstance(effect, Send)]
    assert sends == [Send(CITY, RequestAborted(KEY)), Send(KIOSK, CertificateDeclined(KEY, "wait-limit"))]


def test_what_comes_for_an_aborted_request_is_destroyed_and_goes_to_nobody() -> None:
    errand, effects = after(GOOD, CenterTimeUp(), PAPER)
    assert (errand.state, effects) == (ErrandState.ABORTED, [Notify("document-destroyed", {"key": KEY})])


@pytest.mark.parametrize("before", [(GOOD,), (GOOD, PAPER)], ids=["asked", "passed"])
def test_a_kiosk_that_gives_up_ends_the_request_at_the_city_too(before: tuple[ErrandEvent, ...]) -> None:
    errand, effects = after(*before, RequestAborted(KEY))
    assert errand.state is ErrandState.ABORTED
    assert Send(CITY, RequestAborted(KEY)) in effects


def test_a_document_that_the_kiosk_refuses_ends_the_request_everywhere() -> None:
    """Alarms that only inform were not heard in 2023; this one stops."""
    wrong = RefusedBy(KIOSK, Refusal("x#1", "CertificateDocument", "wrong-document"))
    errand, effects = after(GOOD, PAPER, wrong)
    assert errand.state is ErrandState.ABORTED
    assert Send(CITY, RequestAborted(KEY)) in effects


def test_what_a_city_refuses_is_told_to_the_kiosk() -> None:
    _, effects = after(GOOD, RefusedBy(CITY, Refusal("x#1", "CertificateRequest", "key-used", "why")))
    assert effects[-1] == Send(KIOSK, CertificateDeclined(KEY, "key-used", "why"))


EVENTS: list[ErrandEvent] = [
    GOOD,
    StatusChecked(status(is_revoked=True), TODAY),
    PAPER,
    CertificateDeclined(KEY, "record-closed"),
    CertificatePrinted(KEY),
    RequestAborted(KEY),
    RefusedBy(KIOSK, Refusal("x#1", "CertificateDocument", "wrong-document")),
    CenterTimeUp(),
]


@given(st.lists(st.sampled_from(EVENTS), max_size=10))
def test_an_end_is_an_end_and_at_most_one_document_gets_through(events: list[ErrandEvent]) -> None:
    errand, passed = NEW, 0
    for event in events:
        before = errand
        try:
            errand, effects = step(errand, event)
        except PeerFault:
            continue
        gone = sum(1 for effect in effects if isinstance(effect, Send) and isinstance(effect.message, Sealed))
        assert before.state not in ENDED or (errand == before and not gone)
        passed += gone
    assert passed <= 1
    if errand.state in ENDED:
        assert errand == replace(NEW, state=errand.state, request=None, proof=None)

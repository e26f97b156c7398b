"""The center as a node: hours, membership, keys used once, and nobody's word about another's request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from kiosk_cast import KEY, document, request, status
from kiosk_corner import CENTER, CITY, JPKI, KIOSK, SECOND_KIOSK, Corner, kinds, rule

from juki.protocol.deadlines import JST
from juki.protocol.messages.kiosk import CertificatePrinted, RequestAborted
from juki.protocol.terms import MunicipalityCode, NodeId


def asked(corner: Corner, sender: NodeId = KIOSK, case: str = KEY, **changes: Any) -> Any:
    return corner.tell(sender, CENTER, request(**changes), case, signed=True)


def test_a_request_is_checked_with_certification_first() -> None:
    assert kinds(asked(Corner())) == ["CertificateStatusRequest"]


def test_a_key_is_used_once() -> None:
    corner = Corner()
    asked(corner)
    assert rule(asked(corner)) == "key-used"


def test_a_key_of_another_kiosk_is_none() -> None:
    corner = Corner()
    assert rule(asked(corner, sender=SECOND_KIOSK)) == "malformed"
    assert rule(asked(corner, case=f"{KIOSK}:7")) == "malformed"


def test_a_city_outside_is_no_member() -> None:
    assert rule(asked(Corner(), office=MunicipalityCode("131016"))) == "not-a-member"


def test_a_proof_that_does_not_verify_goes_no_further() -> None:
    assert rule(asked(Corner(), signature=b"s" * 64)) == "card-not-genuine"


@pytest.mark.parametrize("day", [(2026, 3, 16, 23), (2026, 3, 17, 6)])
def test_the_center_keeps_the_hours_whatever_a_kiosk_does(day: tuple[int, int, int, int]) -> None:
    corner = Corner()
    corner.at(datetime(*day, tzinfo=JST))
    assert rule(asked(corner)) == "out-of-hours"


def test_nobody_speaks_for_anothers_request() -> None:
    corner = Corner()
    asked(corner)
    assert rule(corner.tell(SECOND_KIOSK, CENTER, RequestAborted(KEY), KEY)) == "forged"
    assert rule(corner.tell(KIOSK, CENTER, RequestAborted(KEY), f"{KIOSK}:2")) == "forged"
    assert rule(corner.tell(JPKI, CENTER, status(), f"{KIOSK}:2")) == "forged"


def test_paper_before_a_document_is_out_of_turn() -> None:
    corner = Corner()
    asked(corner)
    assert rule(corner.tell(KIOSK, CENTER, CertificatePrinted(KEY), KEY)) == "out-of-turn"


def test_the_words_of_an_ended_request_are_not_kept() -> None:
    corner = Corner()
    asked(corner)
    corner.tell(KIOSK, CENTER, RequestAborted(KEY), KEY)
    [(state, body)] = corner.rows(CENTER, "select state, errand from errands")
    assert state == "aborted"
    assert request().applicant.encode() not in body


def test_a_document_without_a_citys_signature_is_refused() -> None:
    corner = Corner()
    asked(corner)
    assert rule(corner.tell(CITY, CENTER, document(), KEY)) == "forged"

"""A 利用者証明 is worth something in the one request that it was made for."""

from __future__ import annotations

import pytest
from kiosk_cast import OTHER_KEY, request
from nacl.signing import SigningKey

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import CARD_NOT_GENUINE
from juki.protocol.user_proof import check_user_proof


def test_the_proof_of_a_request_verifies() -> None:
    check_user_proof(request())


@pytest.mark.parametrize(
    "changes",
    [
        {"key": OTHER_KEY},
        {"nonce": b"m" * 16},
        {"applicant": "C000002-U"},
        {"public_key": bytes(SigningKey(b"z" * 32).verify_key)},
        {"public_key": b""},
        {"signature": b"s" * 64},
        {"signature": b""},
    ],
)
def test_it_is_worth_nothing_anywhere_else(changes: dict[str, object]) -> None:
    with pytest.raises(PeerFault) as refused:
        check_user_proof(request(**changes))
    assert refused.value.rule is CARD_NOT_GENUINE

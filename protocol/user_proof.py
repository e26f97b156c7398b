"""What a card signs as 電子利用者証明, and how the center checks it (公的個人認証法38条). Knows no reader and no PIN.

The key of the request is under the signature, so a proof made for one request is worth nothing in another.
"""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from juki.protocol.errors import PeerFault
from juki.protocol.messages.kiosk import CertificateRequest
from juki.protocol.refusals import CARD_NOT_GENUINE
from juki.protocol.wire import encode


def user_proof_bytes(key: str, nonce: bytes, certificate: str) -> bytes:
    """What the chip signs for one request."""
    return encode(["juki user proof 1", key, nonce, certificate])


def check_user_proof(request: CertificateRequest) -> None:
    """Whether the key in the request made the signature in it.

    Raises:
        PeerFault: `CARD_NOT_GENUINE`.
    """
    said = user_proof_bytes(request.key, request.nonce, request.applicant)
    try:
        VerifyKey(request.public_key).verify(said, request.signature)
    except (BadSignatureError, ValueError, TypeError):
        raise PeerFault(CARD_NOT_GENUINE, "the 利用者証明 does not verify") from None

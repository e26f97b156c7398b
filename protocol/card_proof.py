"""What a card signs to prove itself, and how a terminal checks it. Knows no reader and no PIN.

The real card's protocol is not public; this challenge and response is ours (`docs/inventions.md`, Cards).
"""

from __future__ import annotations

from hashlib import blake2b

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from juki.protocol.errors import PeerFault
from juki.protocol.messages.card import CardProof
from juki.protocol.refusals import CARD_NOT_GENUINE
from juki.protocol.terms import JuminhyoCode
from juki.protocol.wire import encode

NONCE_BYTES = 16


def proof_bytes(nonce: bytes, code: JuminhyoCode, serial: str) -> bytes:
    """What the chip signs for one challenge."""
    return encode(["juki card proof 1", nonce, code, serial])


def mark_of(public_key: bytes) -> str:
    """The code by which a card is known to be genuine: a hash of its public key (住基法施行規則7条の2)."""
    return blake2b(public_key, digest_size=16, person=b"juki card mark").hexdigest()


def check_proof(proof: CardProof, nonce: bytes) -> str:
    """The mark of the card that made this proof.

    Raises:
        PeerFault: `CARD_NOT_GENUINE`, when the signature is not the card's over this challenge.
    """
    try:
        VerifyKey(proof.public_key).verify(proof_bytes(nonce, proof.code, proof.serial), proof.signature)
    except (BadSignatureError, ValueError, TypeError):
        raise PeerFault(CARD_NOT_GENUINE, "the response does not verify") from None
    return mark_of(proof.public_key)

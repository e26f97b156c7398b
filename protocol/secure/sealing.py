"""End-to-end sealing of a body to one reader's key, so that a relay forwards what it cannot read. Knows no vault and no kind.

PyNaCl's `Box` with an ephemeral key that is given, since `SealedBox` makes its own and could not be replayed. A sealed body
is the ephemeral public key, then the box. The nonce is a hash of both public keys and the context. That is safe because each
message has an ephemeral key of its own: no key of a box is used for a second message, so no nonce can come twice under it.
Another context gives another nonce, under which the box does not open. A seal does not say who made it; a signature does.
"""

from __future__ import annotations

from hashlib import blake2b

from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.refusals import FORGED

KEY_BYTES = 32


def seal(plain: bytes, to_key: bytes, ephemeral_secret: bytes, context: bytes) -> bytes:
    """Seal a body.

    Args:
        plain: what only the reader shall read.
        to_key: the reader's X25519 sealing key.
        ephemeral_secret: 32 bytes, drawn for this message alone.
        context: what the body is bound to (`envelope.sealed_context`).

    Raises:
        LocalFault: the reader's key is none.
    """
    ephemeral = PrivateKey(ephemeral_secret)
    public = bytes(ephemeral.public_key)
    try:
        box = Box(ephemeral, PublicKey(to_key))
    except (CryptoError, ValueError, TypeError):
        raise LocalFault("the key to seal to is no X25519 key") from None
    return public + box.encrypt(plain, _nonce(public, to_key, context)).ciphertext


def unseal(sealed: bytes, own: PrivateKey, context: bytes) -> bytes:
    """Undo `seal`, with the reader's private key.

    Raises:
        PeerFault: `FORGED`, also for a body that was moved to another context.
    """
    public, box = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        return Box(own, PublicKey(public)).decrypt(box, _nonce(public, bytes(own.public_key), context))
    except (CryptoError, ValueError, TypeError):
        raise PeerFault(FORGED, "the sealed body does not open") from None


def _nonce(ephemeral: bytes, reader: bytes, context: bytes) -> bytes:
    return blake2b(ephemeral + reader + context, digest_size=Box.NONCE_SIZE, person=b"juki seal nonce").digest()

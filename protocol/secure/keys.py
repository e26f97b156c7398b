"""A node's keys: the public ones, and the vault that holds the private ones. Makes no randomness; secrets are given.

The vault models the 耐タンパー装置 of the seed (III, リスク3): it signs, agrees and unseals, and no private key leaves it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import NoReturn, Protocol

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from juki.protocol.errors import LocalFault
from juki.protocol.secure.noise import SecretKey
from juki.protocol.secure.sealing import unseal

SECRET_BYTES = 32
CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"Of P-256 (FIPS 186-4, D.1.2.3)."


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others know of a node's keys, 32 bytes each: X25519 for links, Ed25519 for signatures, X25519 for seals."""

    link: bytes
    signing: bytes
    sealing: bytes


class KeyVault(Protocol):
    """Holds a node's private keys, as the tamper-proof device in a communication server does. Keys never leave it."""

    @property
    def public(self) -> PublicKeys: ...

    @property
    def certified(self) -> ec.EllipticCurvePublicKey:
        """The P-256 key that the node's certificate is made for."""

    def sign(self, message: bytes) -> bytes:
        """Ed25519 (RFC 8032), 64 bytes."""

    def agree(self, peer: bytes) -> bytes:
        """X25519 of the link key and a peer's.

        Raises:
            PeerFault: `FORGED`; the peer's key has no secret to share.
        """

    def unseal(self, body: bytes, context: bytes) -> bytes:
        """What was sealed to the sealing key under this context.

        Raises:
            PeerFault: `FORGED`.
        """

    def keyed_hash(self, text: bytes) -> bytes:
        """32 bytes that only this node can compute: few numbers are possible, so a plain hash would tell them."""


class SoftwareVault:
    """A vault in memory, for a world that is simulated: nothing protects what it holds from this process.

    Its keys are made on first use, so that a node that never speaks costs nothing.
    """

    def __init__(self, secret: bytes) -> None:
        """Make a vault.

        Args:
            secret: 32 bytes, of which each key is a keyed hash of its own.

        Raises:
            LocalFault: not 32 bytes.
        """
        if len(secret) != SECRET_BYTES:
            raise LocalFault(f"a vault is made of {SECRET_BYTES} bytes, not of {len(secret)}")
        self.__secret = secret

    def __repr__(self) -> str:
        return "SoftwareVault(*)"

    def __reduce__(self) -> NoReturn:
        raise LocalFault("keys never leave their vault")

    @cached_property
    def public(self) -> PublicKeys:
        return PublicKeys(self._link.public, self.verifying, bytes(self._sealing.public_key))

    @property
    def verifying(self) -> bytes:
        """The public half of the signing key, for whoever needs no other key: each costs a multiplication on its curve."""
        return bytes(self._signing.verify_key)

    @cached_property
    def certified(self) -> ec.EllipticCurvePublicKey:
        return self._certificate_key().public_key()

    def sign(self, message: bytes) -> bytes:
        return self._signing.sign(message).signature

    def agree(self, peer: bytes) -> bytes:
        return self._link.agree(peer)

    def unseal(self, body: bytes, context: bytes) -> bytes:
        return unseal(body, self._sealing, context)

    def keyed_hash(self, text: bytes) -> bytes:
        return blake2b(text, digest_size=32, key=self._hashing, person=b"juki keyed hash").digest()

    def equip(self, stack: Callable[[bytes], None]) -> None:
        """Give the certificate's private key, as PEM, to the TLS stack of this node, which takes it in and keeps no copy.

        OpenSSL signs with nothing but a key in its own memory, so in this model the stack is a part of the tamper-proof
        device, and the key does not leave that. `KeyVault` has no such method: a node cannot ask for it.
        """
        stack(self._certificate_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def _certificate_key(self) -> ec.EllipticCurvePrivateKey:
        return certificate_key(self._part("certificate", 64))

    @cached_property
    def _link(self) -> SecretKey:
        return SecretKey(self._part("link"))

    @cached_property
    def _signing(self) -> SigningKey:
        return SigningKey(self._part("signing"))

    @cached_property
    def _sealing(self) -> PrivateKey:
        return PrivateKey(self._part("sealing"))

    @cached_property
    def _hashing(self) -> bytes:
        return self._part("hashing")

    def _part(self, purpose: str, length: int = SECRET_BYTES) -> bytes:
        return blake2b(purpose.encode(), digest_size=length, key=self.__secret, person=b"juki vault").digest()


def certificate_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The P-256 key of 64 given bytes; twice the order's length, so that no key is likelier than another."""
    return ec.derive_private_key(1 + int.from_bytes(secret, "big") % (_ORDER - 1), CURVE)

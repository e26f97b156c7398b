"""The symmetric half of Noise (revision 34, section 5): cipher state, symmetric state. Knows no key exchange and no pattern."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from struct import Struct
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.refusals import FORGED

KEY_BYTES = 32
TAG_BYTES = 16
LONGEST_MESSAGE = 65_535
"Bytes of any Noise message (section 3)."
LAST_COUNT = 2**64 - 1
"Never a message's nonce: it belongs to rekeying (section 4.2)."


class Aead(Protocol):
    """Authenticated encryption under one key."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes: ...


class Digest(Protocol):
    """What a hash function of hashlib gives."""

    @property
    def digest_size(self) -> int: ...
    @property
    def block_size(self) -> int: ...

    def digest(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Cipher:
    """An AEAD by its name in Noise, with the way it writes a count as a nonce of 12 bytes (section 12)."""

    under: Callable[[bytes], Aead]
    nonce: Struct


CIPHERS = {"ChaChaPoly": Cipher(ChaCha20Poly1305, Struct("<4xQ")), "AESGCM": Cipher(AESGCM, Struct(">4xQ"))}
HASHES = {"SHA256": "sha256", "SHA512": "sha512", "BLAKE2s": "blake2s", "BLAKE2b": "blake2b"}
"Names in Noise and in hashlib."
_HASH_FUNCTIONS: dict[str, Callable[[bytes], Digest]] = {
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
    "blake2s": hashlib.blake2s,
    "blake2b": hashlib.blake2b,
}
"By name, without the search that `hashlib.new` does each time."
_INNER, _OUTER = (bytes(octet ^ pad for octet in range(256)) for pad in (0x36, 0x5C))
"Tables of HMAC's two paddings (RFC 2104)."


class CipherState:
    """A key and a count. The count goes into the nonce, so that what is replayed or reordered does not open."""

    __slots__ = ("_aead", "_cipher", "_pack", "count")

    def __init__(self, cipher: Cipher, key: bytes) -> None:
        self._cipher = cipher
        self._aead = cipher.under(key)
        self._pack = cipher.nonce.pack
        self.count = 0

    def seal(self, plain: bytes, header: bytes = b"") -> bytes:
        """Encrypt under the next count.

        Raises:
            LocalFault: the counts are used up; a nonce must not come twice.
        """
        count = self.count
        if count >= LAST_COUNT:
            raise LocalFault("the counts of this key are used up")
        sealed = self._aead.encrypt(self._pack(count), plain, header)
        self.count = count + 1
        return sealed

    def open(self, sealed: bytes, header: bytes = b"") -> bytes:
        """Undo `seal`. A forgery leaves the count alone, so the honest stream survives it.

        Raises:
            PeerFault: `FORGED`.
        """
        count = self.count
        if count >= LAST_COUNT:
            raise PeerFault(FORGED, "the counts of this key are used up")
        try:
            plain = self._aead.decrypt(self._pack(count), sealed, header)
        except InvalidTag:
            raise PeerFault(FORGED, "the seal does not verify") from None
        self.count = count + 1
        return plain

    def rekey(self) -> None:
        """Replace the key by a one-way function of itself; the count goes on (section 4.2)."""
        self._aead = self._cipher.under(self._aead.encrypt(self._pack(LAST_COUNT), bytes(KEY_BYTES), b"")[:KEY_BYTES])

    def copy(self) -> CipherState:
        """The same key and count, on their own."""
        twin = object.__new__(CipherState)
        twin._aead, twin._cipher, twin._pack, twin.count = self._aead, self._cipher, self._pack, self.count
        return twin


class SymmetricState:
    """What both sides have said and agreed so far: the chaining key and the hash of the transcript (section 5.2)."""

    def __init__(self, name: str, cipher: Cipher, hash_name: str) -> None:
        self._cipher = cipher
        self._hash = _HASH_FUNCTIONS[hash_name]
        raw, empty = name.encode(), self._hash(b"")
        length, self._block = empty.digest_size, empty.block_size
        self.hash = raw.ljust(length, b"\0") if len(raw) <= length else self._hash(raw).digest()
        self._chaining = self.hash
        self._state: CipherState | None = None

    @property
    def has_key(self) -> bool:
        """Whether what is sent now is encrypted."""
        return self._state is not None

    def mix_hash(self, said: bytes) -> None:
        self.hash = self._hash(self.hash + said).digest()

    def mix_key(self, agreed: bytes) -> None:
        self._chaining, key = self._two_keys(agreed)
        self._state = CipherState(self._cipher, key[:KEY_BYTES])

    def seal(self, plain: bytes) -> bytes:
        """Encrypt if there is a key yet, bound to the transcript, and put it into the transcript."""
        sealed = self._state.seal(plain, self.hash) if self._state else plain
        self.mix_hash(sealed)
        return sealed

    def open(self, sealed: bytes) -> bytes:
        """Undo `seal`.

        Raises:
            PeerFault: `FORGED`; the transcript is as it was.
        """
        plain = self._state.open(sealed, self.hash) if self._state else sealed
        self.mix_hash(sealed)
        return plain

    def split(self) -> tuple[CipherState, CipherState]:
        """The two directions' ciphers: initiator to responder, and back."""
        there, back = self._two_keys(b"")
        return CipherState(self._cipher, there[:KEY_BYTES]), CipherState(self._cipher, back[:KEY_BYTES])

    def _two_keys(self, agreed: bytes) -> tuple[bytes, bytes]:
        """HKDF of RFC 5869 as section 4.3 cuts it: two outputs.

        Three times HMAC (RFC 2104), written out: OpenSSL takes longer to begin than to hash texts as short as these.
        """
        made, inner, outer = self._hash, *self._padded(self._chaining)
        pseudo = made(outer + made(inner + agreed).digest()).digest()
        inner, outer = self._padded(pseudo)
        first = made(outer + made(inner + b"\x01").digest()).digest()
        return first, made(outer + made(inner + first + b"\x02").digest()).digest()

    def _padded(self, key: bytes) -> tuple[bytes, bytes]:
        """A key that is no longer than a block, as HMAC's inner and outer hash begin with it."""
        block = key.ljust(self._block, b"\0")
        return block.translate(_INNER), block.translate(_OUTER)

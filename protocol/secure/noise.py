"""The Noise protocol framework, revision 34: handshakes without input, output or randomness. Knows no certificate and no node.

Ephemeral keys are given. A static key may sit in a vault: all that is asked of it is `agree`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base
from nacl.exceptions import CryptoError

from juki.protocol.errors import JukiError, LocalFault, PeerFault
from juki.protocol.refusals import FORGED
from juki.protocol.secure.ciphers import (
    CIPHERS,
    HASHES,
    KEY_BYTES,
    LONGEST_MESSAGE,
    TAG_BYTES,
    CipherState,
    SymmetricState,
)
from juki.protocol.secure.patterns import PATTERNS, Message, Pattern, Token


class KeyPair(Protocol):
    """An X25519 key that can agree with a peer's."""

    @property
    def public(self) -> bytes: ...

    def agree(self, peer: bytes) -> bytes:
        """The shared secret (RFC 7748 section 6.1).

        Raises:
            PeerFault: `FORGED`; the peer's key has no secret to share.
        """


class SecretKey:
    """An X25519 key made of 32 given bytes.

    Raises:
        LocalFault: not 32 bytes.
    """

    __slots__ = ("_secret", "public")

    def __init__(self, secret: bytes) -> None:
        # PyNaCl hands both to C without looking at their lengths.
        if len(secret) != KEY_BYTES:
            raise LocalFault(f"an X25519 key is made of {KEY_BYTES} bytes, not of {len(secret)}")
        self._secret = secret
        self.public: bytes = crypto_scalarmult_base(secret)

    def __repr__(self) -> str:
        return "SecretKey(*)"

    def agree(self, peer: bytes) -> bytes:
        if len(peer) != KEY_BYTES:
            raise PeerFault(FORGED, f"a key of {len(peer)} bytes, not of {KEY_BYTES}")
        try:
            shared: bytes = crypto_scalarmult(self._secret, peer)
        except CryptoError:
            # libsodium refuses the points of small order, whose secret everybody knows.
            raise PeerFault(FORGED, "the peer's key has no secret to share") from None
        return shared


class HandshakeState:
    """One side of one handshake (section 5.3).

    It is over after the last message, and for good after the first thing that does not verify.

    Attributes:
        remote_static: the peer's static key, once it is known.
        bound: hash of the transcript as it stood just before the payload of the last message: both sides have the same.
    """

    def __init__(
        self,
        protocol: str,
        *,
        initiator: bool,
        ephemeral: KeyPair,
        static: KeyPair | None = None,
        remote_static: bytes | None = None,
        prologue: bytes = b"",
    ) -> None:
        """Begin.

        Args:
            protocol: e.g. `Noise_XX_25519_ChaChaPoly_BLAKE2s`.
            initiator: whether this side writes first.
            ephemeral: made for this handshake only.
            static: this side's own key, where the pattern has one.
            remote_static: the peer's, where the pattern knows it beforehand.
            prologue: what both sides must agree on without sending it.

        Raises:
            LocalFault: a protocol of another name, or keys that do not suit the pattern.
        """
        self._pattern, self._symmetric = _begin(protocol)
        self._initiator = initiator
        self._ephemeral, self._static = ephemeral, static
        self._remote_ephemeral: bytes | None = None
        self.remote_static = remote_static
        self._done = 0
        self._failed = False
        self.bound = b""
        self._check_keys()
        self._symmetric.mix_hash(prologue)
        self._mix_known_keys()

    @property
    def is_finished(self) -> bool:
        return self._done == len(self._pattern.messages)

    @property
    def hides_payload(self) -> bool:
        """Whether the payload of the message that comes next is encrypted."""
        return self._symmetric.has_key or (not self.is_finished and self._pattern.agreeing[self._done])

    @property
    def hash(self) -> bytes:
        """Hash of all that was said: equal on both sides, and of no other handshake."""
        return self._symmetric.hash

    def write(self, payload: bytes | Callable[[bytes], bytes] = b"") -> bytes:
        """The next message.

        Args:
            payload: to be carried, or what makes it of the transcript's hash (see `bound`).

        Raises:
            LocalFault: it is not this side's turn, or the message would be too long.
            PeerFault: `FORGED`; the peer's key has no secret to share.
        """
        tokens = self._turn(writes=True)
        try:
            head = b"".join([self._said(token) for token in tokens])
            self.bound = self.hash
            message = head + self._symmetric.seal(payload if isinstance(payload, bytes) else payload(self.bound))
            if len(message) > LONGEST_MESSAGE:
                raise LocalFault(f"a handshake message of {len(message)} bytes, at most {LONGEST_MESSAGE}")
        except JukiError:
            self._failed = True
            raise
        self._done += 1
        return message

    def read(self, message: bytes) -> bytes:
        """The payload of the peer's next message.

        Raises:
            LocalFault: it is not the peer's turn.
            PeerFault: `FORGED`; the handshake is over.
        """
        tokens = self._turn(writes=False)
        try:
            payload = self._read(tokens, message)
        except PeerFault:
            self._failed = True
            raise
        self._done += 1
        return payload

    def _read(self, tokens: Message, message: bytes) -> bytes:
        if len(message) > LONGEST_MESSAGE:
            raise PeerFault(FORGED, f"a handshake message of {len(message)} bytes, at most {LONGEST_MESSAGE}")
        rest = message
        for token in tokens:
            rest = self._heard(token, rest)
        self.bound = self.hash
        return self._symmetric.open(rest)

    def abandon(self) -> None:
        """End it: what the peer's payload says is not good enough."""
        self._failed = True

    def split(self) -> tuple[CipherState, CipherState]:
        """The ciphers to send and to receive with, after the last message.

        Raises:
            LocalFault: the handshake has not come to its end.
        """
        if self._failed or not self.is_finished:
            raise LocalFault("the handshake has not come to its end")
        there, back = self._symmetric.split()
        return (there, back) if self._initiator else (back, there)

    def _turn(self, *, writes: bool) -> Message:
        if self._failed or self.is_finished:
            raise LocalFault("the handshake is over")
        if writes is not (self._initiator is (self._done % 2 == 0)):
            raise LocalFault("it is the other side's turn in the handshake")
        return self._pattern.messages[self._done]

    def _said(self, token: Token) -> bytes:
        """What this token puts into a message of ours; empty for an agreement."""
        match token:
            case Token.E:
                self._symmetric.mix_hash(self._ephemeral.public)
                return self._ephemeral.public
            case Token.S:
                return self._symmetric.seal(self._own_static().public)
            case _:
                self._agree(token)
                return b""

    def _heard(self, token: Token, rest: bytes) -> bytes:
        """Take this token from the peer's message; what is left of it."""
        match token:
            case Token.E:
                self._remote_ephemeral, rest = _cut(rest, KEY_BYTES)
                self._symmetric.mix_hash(self._remote_ephemeral)
            case Token.S:
                sealed, rest = _cut(rest, KEY_BYTES + (TAG_BYTES if self._symmetric.has_key else 0))
                self.remote_static = self._symmetric.open(sealed)
            case _:
                self._agree(token)
        return rest

    def _agree(self, token: Token) -> None:
        """A Diffie-Hellman: the token's first letter is the initiator's key, the second the responder's."""
        letters = token.value if self._initiator else token.value[::-1]
        own = self._ephemeral if letters[0] == "e" else self._own_static()
        remote = self._remote_ephemeral if letters[1] == "e" else self.remote_static
        if remote is None:
            raise LocalFault(f"{token.value} comes before the peer's key in {self._pattern.name}")
        self._symmetric.mix_key(own.agree(remote))

    def _own_static(self) -> KeyPair:
        if self._static is None:
            raise LocalFault(f"{self._pattern.name} needs a static key")
        return self._static

    def _check_keys(self) -> None:
        """A side has a static key, and knows the peer's beforehand, exactly where the pattern says so."""
        pattern, initiator = self._pattern, self._initiator
        if pattern.has_static(initiator=initiator) is not (self._static is not None):
            raise LocalFault(f"the static key given does not suit {pattern.name}")
        is_known = pattern.responder_is_known if initiator else pattern.initiator_is_known
        if is_known is not (self.remote_static is not None):
            raise LocalFault(f"the peer's static key given does not suit {pattern.name}")

    def _mix_known_keys(self) -> None:
        """What both sides knew beforehand goes into the transcript, the initiator's first (section 7.4)."""
        for known, is_own in (
            (self._pattern.initiator_is_known, self._initiator),
            (self._pattern.responder_is_known, not self._initiator),
        ):
            public = self._own_static().public if known and is_own else self.remote_static
            if known and public is not None:
                self._symmetric.mix_hash(public)


def _begin(protocol: str) -> tuple[Pattern, SymmetricState]:
    match protocol.split("_"):
        case ["Noise", pattern, "25519", cipher, hash_name] if (
            pattern in PATTERNS and cipher in CIPHERS and hash_name in HASHES
        ):
            return PATTERNS[pattern], SymmetricState(protocol, CIPHERS[cipher], HASHES[hash_name])
        case _:
            raise LocalFault(f"no such handshake here: {protocol}")


def _cut(rest: bytes, length: int) -> tuple[bytes, bytes]:
    if len(rest) < length:
        raise PeerFault(FORGED, "the handshake message is too short")
    return rest[:length], rest[length:]

"""The two ends of an open link: frames sealed and opened in order. Knows no handshake, certificate or network.

`noise` seals with the ciphers of a handshake. `null` compares instead of computing and gives the same verdicts, but only
between two ends in one process: it protects nothing.
"""

from __future__ import annotations

from collections import deque
from typing import Protocol

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import FORGED
from juki.protocol.secure.ciphers import LONGEST_MESSAGE, TAG_BYTES, CipherState

REKEY_AFTER = 1024
"Records of one direction; then its key is replaced (Noise 4.2 and 11.3)."
NULL_MARK = b"no seal"
_RECORD = LONGEST_MESSAGE - TAG_BYTES
_COUNT_BYTES = 8


class Channel(Protocol):
    """One end of an open link."""

    def seal(self, plain: bytes) -> bytes:
        """The next frame to the peer."""

    def open(self, sealed: bytes) -> bytes:
        """What the peer's next frame says.

        Raises:
            PeerFault: `FORGED`: altered, injected, replayed or out of order. Under `noise` and `null` the next honest
                frame still opens; a TLS connection is over.
        """


class NoiseChannel:
    """Frames under the two ciphers of a handshake.

    A frame is one record, which is a transport message of Noise. One that does not fit is cut into full records and a
    shorter last one, even an empty one, so that no end can be cut off unseen.
    """

    __slots__ = ("_receiving", "_sending")

    def __init__(self, sending: CipherState, receiving: CipherState) -> None:
        self._sending = sending
        self._receiving = receiving

    def seal(self, plain: bytes) -> bytes:
        if len(plain) < _RECORD:
            return _seal_record(self._sending, plain)
        starts = range(0, len(plain) + 1, _RECORD)
        return b"".join([_seal_record(self._sending, plain[start : start + _RECORD]) for start in starts])

    def open(self, sealed: bytes) -> bytes:
        if len(sealed) < LONGEST_MESSAGE:
            return _open_record(self._receiving, sealed)
        cipher = self._receiving.copy()
        starts = range(0, len(sealed) + 1, LONGEST_MESSAGE)
        plain = b"".join([_open_record(cipher, sealed[start : start + LONGEST_MESSAGE]) for start in starts])
        # Only now: a forgery in a later record leaves the count alone too.
        self._receiving = cipher
        return plain


def _seal_record(cipher: CipherState, plain: bytes) -> bytes:
    sealed = cipher.seal(plain)
    if not cipher.count % REKEY_AFTER:
        cipher.rekey()
    return sealed


def _open_record(cipher: CipherState, sealed: bytes) -> bytes:
    plain = cipher.open(sealed)
    if not cipher.count % REKEY_AFTER:
        cipher.rekey()
    return plain


class NullChannel:
    """Frames in plain: an end opens exactly what the other end sealed next, byte by byte, and calls all else forged.

    Session, end and count stand before each frame, so that no two frames of a world are alike; and twice, so that no
    flipped bit makes one into another. Who writes the other end's next frame himself is not found out.
    """

    __slots__ = ("_count", "_incoming", "_mark", "_outgoing")

    def __init__(self, mark: bytes, outgoing: deque[bytes], incoming: deque[bytes]) -> None:
        self._mark = mark
        self._outgoing = outgoing
        self._incoming = incoming
        self._count = 0

    def seal(self, plain: bytes) -> bytes:
        head = self._mark + self._count.to_bytes(_COUNT_BYTES, "big")
        sealed = head + head + plain
        self._count += 1
        self._outgoing.append(sealed)
        return sealed

    def open(self, sealed: bytes) -> bytes:
        if not self._incoming or self._incoming[0] != sealed:
            raise PeerFault(FORGED, "the seal does not verify")
        self._incoming.popleft()
        return sealed[2 * (len(self._mark) + _COUNT_BYTES) :]


def null_pair(session: int = 0) -> tuple[NullChannel, NullChannel]:
    """Both ends of a link without protection; each session of a world has a number of its own."""
    there: deque[bytes] = deque()
    back: deque[bytes] = deque()
    mark = NULL_MARK + session.to_bytes(_COUNT_BYTES, "big")
    return NullChannel(mark + b">", there, back), NullChannel(mark + b"<", back, there)

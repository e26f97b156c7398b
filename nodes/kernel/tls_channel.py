"""Frames of an open link under TLS 1.3, by memory BIO: both ends live in this process. Knows no certificate's meaning.

What OpenSSL draws (randoms, ephemeral keys, ECDSA nonces) is its own, outside the tape and the digest, and so are the
lengths of its flights, which vary. Nothing here lets them decide anything: a frame either opens to exactly what was sealed
or is `FORGED`, and neither its bytes nor their number are given to anybody who decides.
"""

from __future__ import annotations

import ssl
import sys
from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.refusals import BAD_CERTIFICATE, FORGED
from juki.protocol.secure.channel import REKEY_AFTER
from juki.protocol.secure.pki import Chain

RECORD = 2**14
"Bytes of plain text in the largest record (RFC 8446 5.1)."
RECONNECT_AFTER = REKEY_AFTER
"Frames of one direction; then it goes on over a new connection, where `noise` replaces its key."
_HEAD_BYTES, _LENGTH_AT = 5, 3
"A record begins with its type, a version, and its length in two bytes (RFC 8446 5.1)."
_LENGTH_BYTES = 4


class End:
    """One end of one TLS connection. After a record that does not verify it is dead, as RFC 8446 5.2 wants it."""

    __slots__ = ("_incoming", "_outgoing", "_tls", "is_open")

    def __init__(self, context: ssl.SSLContext, *, is_server: bool) -> None:
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=is_server)
        self.is_open = False
        "Whether the handshake has come to its end here."

    @property
    def shown(self) -> Chain:
        """The chain that the peer has shown, as it was shown: OpenSSL's own idea of a path is not asked for."""
        if sys.version_info >= (3, 13):
            return tuple(self._tls.get_unverified_chain())
        # The same answer, before it had a public name; 2 asks for DER.
        found = self._tls._sslobj.get_unverified_chain()  # type: ignore[attr-defined] # noqa: SLF001
        return tuple(certificate.public_bytes(2) for certificate in found)

    def advance(self, flight: bytes) -> bytes:
        """Take the peer's flight of the handshake, and give this end's next one. A client begins with no flight.

        Raises:
            PeerFault: `BAD_CERTIFICATE` for a chain that does not lead to the root, else `FORGED`.
            LocalFault: this machine's OpenSSL cannot begin.
        """
        self._incoming.write(flight)
        try:
            self._tls.do_handshake()
            self.is_open = True
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLCertVerificationError:
            # In the words of `Trust`, for they are part of a run's history and OpenSSL's change with its version.
            raise PeerFault(BAD_CERTIFICATE, "the chain does not lead to the root") from None
        except ssl.SSLError as fault:
            if not flight:
                raise LocalFault(f"no TLS 1.3 on this machine: {fault.reason}") from None
            raise PeerFault(FORGED, "the handshake does not verify") from None
        answer = self._outgoing.read()
        if not (answer or self.is_open):
            raise PeerFault(FORGED, "a flight of the handshake that is not whole")
        return answer

    def write(self, plain: bytes) -> bytes:
        """One frame: whole records, with the length of what is in them in front, so that none can be split or joined."""
        said = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
        for start in range(0, len(said), RECORD):
            self._tls.write(said[start : start + RECORD])
        return self._outgoing.read()

    def read(self, frame: bytes) -> bytes:
        """What is in one frame.

        Raises:
            PeerFault: `FORGED`.
        """
        count = _records_in(frame)
        self._incoming.write(frame)
        try:
            said = b"".join([self._tls.read(RECORD) for _ in range(count)])
        except ssl.SSLError:
            raise _forged() from None
        plain = said[_LENGTH_BYTES:]
        if said[:_LENGTH_BYTES] != len(plain).to_bytes(_LENGTH_BYTES, "big"):
            raise _forged()
        return plain


def _records_in(frame: bytes) -> int:
    """How many records a frame claims to be; each must give plain text, so one that OpenSSL skips or waits for is found."""
    start = count = 0
    while start < len(frame):
        start += _HEAD_BYTES + int.from_bytes(frame[start + _LENGTH_AT : start + _HEAD_BYTES], "big")
        count += 1
    return count


def _forged() -> PeerFault:
    return PeerFault(FORGED, "the seal does not verify")


Reconnect: TypeAlias = Callable[[], tuple[End, End]]
"A new connection between the same two nodes: the initiator's end and the responder's."


class TlsChannel:
    """One end of an open link.

    Python's `ssl` can ask for no new keys, so each direction moves to a new connection after `RECONNECT_AFTER` frames; what
    was sealed before still opens, for the order of frames tells where the old connection ends.

    A forgery ends the connection (under `noise` the next honest frame would open): the network breaks the link anyway.
    """

    __slots__ = ("_announced", "_awaited", "_is_over", "_opened", "_receiving", "_reconnect", "_sealed", "_sending")

    def __init__(self, end: End, reconnect: Reconnect, announced: deque[End], awaited: deque[End]) -> None:
        """Begin with one connection both ways.

        Args:
            end: of it.
            reconnect: gives this end of a new one first, and then the peer's.
            announced: where the peer finds its end of a connection that this end has opened.
            awaited: where this end finds its own of one that the peer has opened.
        """
        self._sending = self._receiving = end
        self._reconnect, self._announced, self._awaited = reconnect, announced, awaited
        self._sealed = self._opened = 0
        self._is_over = False

    def seal(self, plain: bytes) -> bytes:
        """The next frame to the peer.

        Raises:
            LocalFault: a forgery has ended the connection.
        """
        if self._is_over:
            raise LocalFault("the connection is over")
        if self._sealed == RECONNECT_AFTER:
            self._sending, theirs = self._reconnect()
            self._announced.append(theirs)
            self._sealed = 0
        self._sealed += 1
        return self._sending.write(plain)

    def open(self, sealed: bytes) -> bytes:
        """What the peer's next frame says.

        Raises:
            PeerFault: `FORGED`, now and ever after.
        """
        if self._is_over:
            raise _forged()
        if self._opened == RECONNECT_AFTER and self._awaited:
            self._receiving = self._awaited.popleft()
            self._opened = 0
        try:
            plain = self._receiving.read(sealed)
        except PeerFault:
            self._is_over = True
            raise
        self._opened += 1
        return plain


def tls_pair(first: tuple[End, End], reconnect: Reconnect) -> tuple[TlsChannel, TlsChannel]:
    """Both ends of a link, the initiator's first, over a connection that is open."""
    there: deque[End] = deque()
    back: deque[End] = deque()
    here, other = first
    return (
        TlsChannel(here, reconnect, there, back),
        TlsChannel(other, lambda: reconnect()[::-1], back, there),
    )

"""Links under TLS 1.3 with client certificates: contexts, handshakes, and whom they prove. Seals no frame itself.

The certificates are the registry's own (P-256), and the chain that a handshake hands over is judged by the same `Trust` as
under `noise`, at virtual now: OpenSSL is told not to look at its clock. A handshake takes no event and nothing of the tape;
what OpenSSL draws decides nothing (see `tls_channel`). It proves the P-256 key; the other three follow by the chain.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import InvalidVersion, load_der_x509_certificate

from juki.nodes.kernel.choices import Choices
from juki.nodes.kernel.tls_channel import End, tls_pair
from juki.protocol.errors import BadInput, LocalFault, PeerFault
from juki.protocol.moments import to_datetime
from juki.protocol.refusals import FORGED, WRONG_PEER
from juki.protocol.secure.channel import Channel
from juki.protocol.secure.handshake import Identity, compare
from juki.protocol.secure.keys import SoftwareVault
from juki.protocol.secure.pki import LARGEST_CERTIFICATE, LONGEST_CHAIN, Chain, Trust
from juki.protocol.terms import NodeId

NO_CHECK_TIME = 0x200000
"X509_V_FLAG_NO_CHECK_TIME of OpenSSL, for which Python has no name: a certificate's time is virtual time."
DESCRIPTORS = Path("/dev/fd")
_KEPT = 512
"Contexts that are remembered; each holds some 32 KiB."


class Registrar(Protocol):
    """What a keyring asks of the registry."""

    def identity(self, node: NodeId) -> tuple[Identity, Trust]: ...

    def vault(self, node: NodeId) -> SoftwareVault: ...

    def exported(self, nodes: Iterable[NodeId] | None = None) -> dict[str, bytes]: ...


class TlsKeyring:
    """Links under TLS 1.3, with the verdicts of `noise` in the same order."""

    kind = "tls"

    def __init__(self, registry: Registrar) -> None:
        """Take the root from the registry.

        Raises:
            BadInput: this machine has no TLS 1.3, or no way to give OpenSSL a key but by a disk.
        """
        if not (ssl.HAS_TLSv1_3 and DESCRIPTORS.is_dir()):
            raise BadInput("--link", "'tls', but this machine has no TLS 1.3 or no /dev/fd", "noise or null")
        self._registry = registry
        self._root = registry.exported([])["root.pem"].decode("ascii")
        self._contexts: dict[tuple[NodeId, bool], tuple[Chain, ssl.SSLContext]] = {}

    def connect(
        self,
        initiator: NodeId,
        responder: NodeId,
        now: int,
        choices: Choices,  # noqa: ARG002 - OpenSSL draws by itself, and nothing is decided by it
    ) -> tuple[Channel, Channel]:
        """The initiator's end and the responder's, after a handshake.

        Raises:
            PeerFault: one end does not prove itself, the responder being asked first; the rule says why.
        """
        moment = to_datetime(now)
        one, trust = self._registry.identity(initiator)
        other, _ = self._registry.identity(responder)
        client, server = self._context(one, is_server=False), self._context(other, is_server=True)
        if client is None or server is None:
            raise _unproved(one, other, trust, moment)
        first = handshake(
            client,
            server,
            lambda chain: trust.verify(chain, responder, moment),
            lambda chain: trust.verify(chain, initiator, moment),
        )
        # A later connection of this link judges nobody anew, as new keys under noise do not: it must be the same two.
        again = partial(handshake, client, server, partial(_still, other), partial(_still, one))
        return tls_pair(first, again)

    def _context(self, identity: Identity, *, is_server: bool) -> ssl.SSLContext | None:
        """The settings of one end with its key in them; None if its chain is not for its key: OpenSSL shows no such thing."""
        known = self._contexts.get((identity.node, is_server))
        if known is not None and known[0] == identity.chain:
            return known[1]
        vault = self._registry.vault(identity.node)
        if not _is_for(identity.chain, vault.certified):
            return None
        context = _settings(self._root, is_server=is_server)
        vault.equip(partial(_load, context, identity.chain))
        if len(self._contexts) >= _KEPT:
            self._contexts.clear()
        self._contexts[identity.node, is_server] = identity.chain, context
        return context


def handshake(
    client: ssl.SSLContext,
    server: ssl.SSLContext,
    judge_server: Callable[[Chain], object],
    judge_client: Callable[[Chain], object],
) -> tuple[End, End]:
    """The client's end and the server's of a new connection. Each judges the other's chain before it says more.

    Raises:
        PeerFault: a chain does not lead to the root, or a judge's own.
    """
    here, there = End(client, is_server=False), End(server, is_server=True)
    flight = here.advance(b"")
    while not here.is_open:
        flight = here.advance(there.advance(flight))
    judge_server(here.shown)
    there.advance(flight)
    judge_client(there.shown)
    return here, there


def _unproved(one: Identity, other: Identity, trust: Trust, moment: datetime) -> PeerFault:
    """The verdict where an end shows a chain that is not for its key, so that OpenSSL would not even begin.

    Whoever is first in order is judged first; a chain that is good as such is one whose key the end has not.
    """
    try:
        compare(other, other.node, trust, moment)
        compare(one, one.node, trust, moment)
    except PeerFault as fault:
        return fault
    return PeerFault(FORGED, f"the keys of {one.node} or {other.node} are not the certified ones")


def _is_for(chain: Chain, key: ec.EllipticCurvePublicKey) -> bool:
    """Whether a chain can be read and its first certificate is for this key."""
    if not 0 < len(chain) <= LONGEST_CHAIN or max(map(len, chain)) > LARGEST_CERTIFICATE:
        return False
    try:
        certificates = [load_der_x509_certificate(der) for der in chain]
        return certificates[0].public_key() == key
    except (ValueError, TypeError, InvalidVersion, UnsupportedAlgorithm):
        return False


def _still(identity: Identity, shown: Chain) -> None:
    if shown != identity.chain:
        raise PeerFault(WRONG_PEER, f"another chain than the one that {identity.node} has shown before")


def _settings(root: str, *, is_server: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if is_server else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False  # nodes have names in a URI, which `Trust` compares
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= NO_CHECK_TIME
    context.load_verify_locations(cadata=root)
    if is_server:
        context.num_tickets = 0  # a ticket would be a record that nobody sealed, and no session is resumed
    return context


def _load(context: ssl.SSLContext, chain: Chain, key: bytes) -> None:
    certificates = "".join(map(ssl.DER_cert_to_PEM_cert, chain)).encode("ascii")
    with _read_once(certificates) as shown, _read_once(key) as kept:
        context.load_cert_chain(shown, kept)


@contextmanager
def _read_once(content: bytes) -> Iterator[str]:
    """A path for OpenSSL, which takes nothing else: the reading end of a pipe, so that a key is never on a disk.

    Raises:
        LocalFault: the machine's pipes are too small.
    """
    reader, writer = os.pipe()
    try:
        os.set_blocking(writer, False)
        try:
            written = os.write(writer, content)
        finally:
            os.close(writer)
        if written != len(content):
            raise LocalFault(f"a pipe that holds {written} of {len(content)} bytes")
        yield f"{DESCRIPTORS}/{reader}"
    finally:
        os.close(reader)

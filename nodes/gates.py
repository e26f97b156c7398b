"""The gates an authentic frame passes before a node sees it: version, form, seal, right to say it, signature.

Authentic is not yet authorised. Every verdict is a `PeerFault` with its rule; nothing here writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from juki.nodes.ports import Directory
from juki.protocol.catalogue import Entry, authorise, entry_of
from juki.protocol.effects import Received
from juki.protocol.errors import MalformedValue, PeerFault
from juki.protocol.messages import Message, Sealed
from juki.protocol.refusals import FORGED, MALFORMED, MISADDRESSED, UNKNOWN_VERSION
from juki.protocol.secure.envelope import Envelope, sealed_context, signed_bytes
from juki.protocol.secure.keys import KeyVault
from juki.protocol.terms import NodeId, Role, role_of
from juki.protocol.wire import decode


@dataclass(frozen=True, slots=True)
class Gates:
    """What one node checks of everything that comes.

    Attributes:
        me: this node.
        role: what it is.
        version: the protocol version it speaks.
        directory: where peers' keys are found.
        vault: its own keys.
    """

    me: NodeId
    role: Role
    version: str
    directory: Directory
    vault: KeyVault

    def pass_through(self, peer: NodeId, envelope: Envelope, now: datetime) -> tuple[Received, bytes]:
        """The event in an envelope, and its plain canonical body (empty where this node cannot read it).

        Raises:
            PeerFault: by the first gate that does not open.
        """
        if envelope.version != self.version:
            raise PeerFault(UNKNOWN_VERSION, f"version {envelope.version[:20]}, spoken here is {self.version}")
        if (envelope.sender, envelope.recipient) != (peer, self.me):
            raise PeerFault(MISADDRESSED, f"from {envelope.sender[:60]} to {envelope.recipient[:60]}")
        entry = entry_of(envelope.kind, self.version)
        message, body = self._open(entry, envelope)
        route = authorise(peer, self.me, envelope.kind, self.version)
        if route.signed:
            self._check_proof(entry, envelope, now)
        elif envelope.proof is not None:
            raise PeerFault(MALFORMED, f"{entry.kind} carries no signature on this hop")
        return Received(message, peer, envelope.id, envelope.case, envelope.proof), body

    def _open(self, entry: Entry, envelope: Envelope) -> tuple[Message, bytes]:
        """The message and its plain body; a sealed one for another reader stays closed."""
        if entry.reader is None:
            return decode(envelope.body, entry.message), envelope.body
        if entry.reader is not self.role:
            return Sealed(envelope.kind, envelope.body), b""
        body = self.vault.unseal(envelope.body, sealed_context(envelope.kind, envelope.case))
        return decode(body, entry.message), body

    def _check_proof(self, entry: Entry, envelope: Envelope, now: datetime) -> None:
        """The origin signed just this, under the case it had there (RFC 8032)."""
        proof = envelope.proof
        if proof is None:
            raise PeerFault(FORGED, f"{entry.kind} is not signed")
        origin = NodeId(proof.origin)
        try:
            origin_role = role_of(origin)
        except MalformedValue as fault:
            raise PeerFault(MALFORMED, str(fault)) from None
        if origin_role is not entry.origin:
            raise PeerFault(FORGED, f"{entry.kind} is signed by a {origin_role}, not by a {entry.origin}")
        keys = self.directory.keys_of(origin, now)
        signed = signed_bytes(envelope.kind, envelope.version, proof.origin, proof.origin_id, proof.case, envelope.body)
        if not _verifies(keys.signing, signed, proof.signature):
            raise PeerFault(FORGED, f"the signature of {origin} does not verify")


@lru_cache(maxsize=1 << 10)
def _verifies(signing: bytes, signed: bytes, signature: bytes) -> bool:
    """Whether a signature verifies: a matter of these bytes alone, so a proof that is passed on is checked once a process."""
    try:
        VerifyKey(signing).verify(signed, signature)
    except (BadSignatureError, ValueError):
        return False
    return True

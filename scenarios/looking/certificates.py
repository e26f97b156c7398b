"""The certificate that a node shows at a moment, and what a verifier makes of it then. Judges no message."""

from __future__ import annotations

import hashlib

from cryptography import x509
from cryptography.x509.oid import NameOID

from juki.protocol.errors import PeerFault
from juki.protocol.moments import to_datetime, to_micros
from juki.protocol.refusals import EXPIRED_CERTIFICATE, REVOKED_CERTIFICATE, WRONG_PEER
from juki.protocol.secure.certificates import keys_in, node_of
from juki.protocol.secure.keys import PublicKeys
from juki.protocol.secure.pki import Chain, Trust
from juki.protocol.terms import NodeId
from juki.scenarios.looking.views import CertificateView
from juki.scenarios.simulation import Simulation

GOOD = "good"
SELF_SIGNED = "self-signed"
"Also of whatever else does not lead to the root."
_STATES = {REVOKED_CERTIFICATE.name: "revoked", EXPIRED_CERTIFICATE.name: "expired", WRONG_PEER.name: "anothers"}
_NO_KEYS = PublicKeys(b"", b"", b"")


def certificate_view(simulation: Simulation, node: NodeId) -> CertificateView:
    """What a node shows in a handshake at this moment.

    Raises:
        MalformedValue: this is no node id.
    """
    identity, trust = simulation.registry.identity(node)
    certificate = x509.load_der_x509_certificate(identity.chain[0])
    keys = _keys(certificate)
    return CertificateView(
        node=_owner(certificate),
        serial=f"{certificate.serial_number:x}",
        issuer=_common_name(certificate.issuer),
        begins=to_micros(certificate.not_valid_before_utc),
        ends=to_micros(certificate.not_valid_after_utc),
        fingerprint=hashlib.sha256(identity.chain[0]).hexdigest(),
        state=_state(identity.chain, node, trust, simulation.world.now),
        link_key=keys.link.hex(),
        signing_key=keys.signing.hex(),
        sealing_key=keys.sealing.hex(),
    )


def signing_key(simulation: Simulation, node: NodeId) -> bytes:
    """The Ed25519 key that the network CA has certified for a node, whatever the node shows in handshakes.

    Raises:
        MalformedValue: this is no node id.
    """
    return _keys(x509.load_der_x509_certificate(simulation.registry.chain(node)[0])).signing


def _state(chain: Chain, node: NodeId, trust: Trust, now: int) -> str:
    try:
        trust.verify(chain, node, to_datetime(now))
    except PeerFault as fault:
        return _STATES.get(fault.rule.name, SELF_SIGNED)
    return GOOD


def _owner(certificate: x509.Certificate) -> str:
    try:
        return node_of(certificate)
    except PeerFault:
        return ""


def _keys(certificate: x509.Certificate) -> PublicKeys:
    try:
        return keys_in(certificate)
    except PeerFault:
        return _NO_KEYS


def _common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""

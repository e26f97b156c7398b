"""A root, a network CA and node identities for the tests of certificates, handshakes and registries. Everything is given."""

from __future__ import annotations

from datetime import datetime, timedelta

from juki.protocol.deadlines import JST
from juki.protocol.secure.certificates import Authority, found
from juki.protocol.secure.handshake import Identity
from juki.protocol.secure.keys import SoftwareVault, certificate_key
from juki.protocol.secure.pki import Trust
from juki.protocol.terms import NodeId

NOW = datetime(2026, 3, 16, 9, tzinfo=JST)
DAY = timedelta(days=1)
ALICE, BOB = NodeId("152021/communication-server"), NodeId("151009/communication-server")


def authorities(seed: int = 0) -> tuple[Authority, Authority]:
    """A root and the network CA below it."""
    root = found("juki root CA", certificate_key(bytes([seed, 1]) * 32), 1)
    return root, root.certify_authority("juki network CA", certificate_key(bytes([seed, 2]) * 32), 2)


ROOT, CA = authorities()


def vault_of(node: NodeId) -> SoftwareVault:
    return SoftwareVault(node.encode().ljust(32, b"\0")[:32])


def identity(
    node: NodeId,
    authority: Authority = CA,
    serial: int = 77,
    valid_from: datetime = NOW,
    certified_for: NodeId | None = None,
) -> Identity:
    """A node with a chain from this authority, for its own keys."""
    vault = vault_of(node)
    leaf = authority.certify(certified_for or node, vault.public, vault.certified, serial, valid_from)
    return Identity(node, vault, (leaf, authority.der))


def trust(now: datetime = NOW, *revoked: int) -> Trust:
    """A verifier with a revocation list made at `now`."""
    verifier = Trust(ROOT.der, CA.der)
    verifier.take_revocations(CA.revocations(dict.fromkeys(revoked, now), 1, now))
    return verifier

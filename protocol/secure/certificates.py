"""Certificates and revocation lists of the network, made byte by byte from given secrets. Knows how to make them, not whom to trust.

A root (RFC 5280 root CA) certifies one network CA of the 機構, which certifies every system and every card. A node's
certificate is for a P-256 key, names the node in a SAN URI and binds the node's three other public keys in an extension of
our own. Root and network CA have no end (RFC 5280 4.1.2.5); all bear a name that no real authority has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import BAD_CERTIFICATE
from juki.protocol.secure.keys import PublicKeys
from juki.protocol.terms import NodeId

SIMULATION = "juki simulation, not a real authority"
"Organisation in every name: what is certified here is worth nothing outside."
URI = "urn:juki:node:"
NODE_KEYS = ObjectIdentifier("2.25.97803275066383427176494035466243911072")
"Our extension, below the arc of UUIDs (ITU-T X.667): SEQUENCE of three OCTET STRINGs, link, signing, sealing."
VALIDITY = timedelta(days=45)
"Of a node's certificate and of a revocation list; the world renews them every 30 days."
FOUNDED = datetime(2000, 1, 1, tzinfo=UTC)
ENDLESS = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
_KEY_BYTES = 32
_KEYS_HEAD = b"\x30\x66"
_KEY_HEAD = b"\x04\x20"


@dataclass(frozen=True)
class Authority:
    """A certification authority: its name, its private key, its own certificate. A repr shows the name."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def __repr__(self) -> str:
        return f"Authority({self.certificate.subject.rfc4514_string()})"

    @cached_property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    def certify(
        self, node: NodeId, keys: PublicKeys, certified: ec.EllipticCurvePublicKey, serial: int, valid_from: datetime
    ) -> bytes:
        """A node's certificate (DER), good for `VALIDITY`."""
        builder = (
            _of_subject(self._of_nodes, _name(node), certified, serial)
            .not_valid_before(valid_from)
            .not_valid_after(valid_from + VALIDITY)
            .add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(URI + node)]), critical=False)
            .add_extension(x509.UnrecognizedExtension(NODE_KEYS, _encode_keys(keys)), critical=False)
        )
        return builder.sign(self.key, SHA256(), ecdsa_deterministic=True).public_bytes(Encoding.DER)

    def certify_authority(self, name: str, key: ec.EllipticCurvePrivateKey, serial: int) -> Authority:
        """An authority below this one, that certifies nodes and no further authority."""
        builder = _authority_builder(_name(name), self.certificate.subject, key, serial, path_length=0).add_extension(
            self._issuer_key, critical=False
        )
        return Authority(builder.sign(self.key, SHA256(), ecdsa_deterministic=True), key)

    def revocations(self, revoked: dict[int, datetime], number: int, issued_at: datetime) -> bytes:
        """The list of revoked serial numbers with their times (DER), good for `VALIDITY` (RFC 5280 section 5).

        Args:
            revoked: time by serial number.
            number: of the list; a later list has a higher one.
            issued_at: when it was made.
        """
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(issued_at)
            .next_update(issued_at + VALIDITY)
            .add_extension(x509.CRLNumber(number), critical=False)
            .add_extension(self._issuer_key, critical=False)
        )
        for serial, moment in sorted(revoked.items()):
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, SHA256(), ecdsa_deterministic=True).public_bytes(Encoding.DER)

    @cached_property
    def _of_nodes(self) -> x509.CertificateBuilder:
        """What the certificates of all nodes have in common."""
        return (
            x509.CertificateBuilder()
            .issuer_name(self.certificate.subject)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(is_authority=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH]),
                critical=False,
            )
            .add_extension(self._issuer_key, critical=False)
        )

    @cached_property
    def _issuer_key(self) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())


def found(name: str, key: ec.EllipticCurvePrivateKey, serial: int) -> Authority:
    """A root authority, certified by itself."""
    subject = _name(name)
    builder = _authority_builder(subject, subject, key, serial, path_length=1)
    return Authority(builder.sign(key, SHA256(), ecdsa_deterministic=True), key)


def node_of(certificate: x509.Certificate) -> str:
    """The node id that a certificate names.

    Raises:
        PeerFault: `BAD_CERTIFICATE`; it does not name exactly one.
    """
    try:
        names = list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except (x509.ExtensionNotFound, ValueError):
        names = []
    match names:
        case [x509.UniformResourceIdentifier(value=uri)] if uri.startswith(URI):
            return uri.removeprefix(URI)
        case _:
            raise PeerFault(BAD_CERTIFICATE, "the certificate does not name one node")


def keys_in(certificate: x509.Certificate) -> PublicKeys:
    """The three keys that a certificate binds to its node.

    Raises:
        PeerFault: `BAD_CERTIFICATE`; our extension is absent or of another form.
    """
    try:
        extension = certificate.extensions.get_extension_for_oid(NODE_KEYS).value
    except (x509.ExtensionNotFound, ValueError):
        raise PeerFault(BAD_CERTIFICATE, "the certificate binds no keys") from None
    content = extension.value if isinstance(extension, x509.UnrecognizedExtension) else b""
    size = len(_KEY_HEAD) + _KEY_BYTES
    starts = range(len(_KEYS_HEAD), len(_KEYS_HEAD) + 3 * size, size)
    keys = PublicKeys(*(content[start + len(_KEY_HEAD) : start + size] for start in starts))
    if len(content) != len(_KEYS_HEAD) + 3 * size or content != _encode_keys(keys):
        raise PeerFault(BAD_CERTIFICATE, "the keys in the certificate are not of their form")
    return keys


def _encode_keys(keys: PublicKeys) -> bytes:
    return _KEYS_HEAD + b"".join(_KEY_HEAD + key for key in (keys.link, keys.signing, keys.sealing))


def _name(common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, SIMULATION), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _of_subject(
    builder: x509.CertificateBuilder, subject: x509.Name, key: ec.EllipticCurvePublicKey, serial: int
) -> x509.CertificateBuilder:
    return (
        builder.subject_name(subject)
        .public_key(key)
        .serial_number(serial)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _authority_builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, serial: int, path_length: int
) -> x509.CertificateBuilder:
    return (
        _of_subject(x509.CertificateBuilder().issuer_name(issuer), subject, key.public_key(), serial)
        .not_valid_before(FOUNDED)
        .not_valid_after(ENDLESS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(is_authority=True), critical=True)
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )

"""Whom to trust: verifies a certificate chain at a given time, against one root and a revocation list. Makes no certificate.

Verdicts, in this order: `BAD_CERTIFICATE` for what never was good, `WRONG_PEER`, `REVOKED_CERTIFICATE`,
`EXPIRED_CERTIFICATE`. Python's verifier knows no revocation and compares no URI; both are done here.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import BAD_CERTIFICATE, EXPIRED_CERTIFICATE, REVOKED_CERTIFICATE, WRONG_PEER
from juki.protocol.secure.certificates import keys_in, node_of
from juki.protocol.secure.keys import PublicKeys
from juki.protocol.terms import NodeId

Chain = tuple[bytes, ...]
"Certificates in DER, the node's first; the root is not in it."
LONGEST_CHAIN = 2
LARGEST_CERTIFICATE = 4096
"Bytes of one certificate; ours have some 800."
_KEPT = 4096
"Verified chains that are remembered."
_KEPT_AUTHORITIES = 16
_UNREADABLE = (
    VerificationError,
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
    UnsupportedAlgorithm,
    CryptographyDeprecationWarning,
)


@dataclass(frozen=True, slots=True)
class _Proved:
    """What a good path proves, and from when to when."""

    node: str
    keys: PublicKeys
    serial: int
    valid_from: datetime
    valid_to: datetime


@dataclass(frozen=True, slots=True)
class _Revocations:
    number: int
    serials: frozenset[int]
    valid_from: datetime
    valid_to: datetime


class Trust:
    """One verifier: a root, the network CA, and the latest revocation list it was shown.

    What a path proves is remembered by all of its bytes: the signatures in it stay as they are, and time, revocation and
    name are looked at each time.
    """

    def __init__(self, root: bytes, authority: bytes) -> None:
        """Trust a root, and the network CA below it whose revocation lists count (both DER)."""
        self._root = x509.load_der_x509_certificate(root)
        self._below_root = Store([self._root])
        self._below: dict[bytes, Store] = {}
        "What may stand between a node and the root, once a path through it was good: what is below it proves no more by the rest."
        self._authority = x509.load_der_x509_certificate(authority)
        self._proved: dict[Chain, _Proved] = {}
        self._revocations: _Revocations | None = None

    @classmethod
    def from_pem(cls, root: bytes, authority: bytes, revocations: bytes) -> Trust:
        """Trust what was exported: whoever exported it may have made it up, so this proves no more than it does.

        Raises:
            PeerFault: `BAD_CERTIFICATE`; a part is not of its form.
        """
        try:
            trust = cls(*chain_from_pem(root), *chain_from_pem(authority))
            trust.take_revocations(x509.load_pem_x509_crl(revocations).public_bytes(Encoding.DER))
        except (ValueError, TypeError):
            raise PeerFault(BAD_CERTIFICATE, "what was exported is not of its form") from None
        return trust

    def take_revocations(self, der: bytes) -> None:
        """Go by this revocation list from now on.

        Raises:
            PeerFault: `BAD_CERTIFICATE`; it is not the network CA's, or older than the one at hand.
        """
        try:
            found = x509.load_der_x509_crl(der)
            number = found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
            is_genuine = found.issuer == self._authority.subject and found.is_signature_valid(
                self._authority.public_key()  # type: ignore[arg-type] # P-256, see certificates.py
            )
        except (ValueError, TypeError, x509.ExtensionNotFound):
            raise PeerFault(BAD_CERTIFICATE, "the revocation list is not of its form") from None
        valid_to = found.next_update_utc
        if not is_genuine or valid_to is None:
            raise PeerFault(BAD_CERTIFICATE, "the revocation list is not the network CA's")
        if self._revocations is not None and number < self._revocations.number:
            raise PeerFault(BAD_CERTIFICATE, f"revocation list {number} after {self._revocations.number}")
        serials = frozenset(entry.serial_number for entry in found)
        self._revocations = _Revocations(number, serials, found.last_update_utc, valid_to)

    def verify(self, chain: Chain, expected: NodeId, now: datetime) -> PublicKeys:
        """The keys of a node, proved by its chain at `now`.

        Raises:
            PeerFault: `BAD_CERTIFICATE`, `WRONG_PEER`, `REVOKED_CERTIFICATE` or `EXPIRED_CERTIFICATE`.
        """
        proved = self._proved.get(chain)
        if proved is None:
            proved = self._prove(chain)
            if len(self._proved) >= _KEPT:
                self._proved.clear()
            self._proved[chain] = proved
        if proved.node != expected:
            raise PeerFault(WRONG_PEER, f"the certificate of {proved.node} is not that of {expected}")
        if proved.serial in self._serials(now):
            raise PeerFault(REVOKED_CERTIFICATE, f"certificate of {expected}")
        if not proved.valid_from <= now <= proved.valid_to:
            raise PeerFault(EXPIRED_CERTIFICATE, f"certificate of {expected}, good to {proved.valid_to:%Y-%m-%d}")
        return proved.keys

    def _serials(self, now: datetime) -> frozenset[int]:
        """What is revoked. Without a list in force nobody is trusted."""
        known = self._revocations
        if known is None or not known.valid_from <= now <= known.valid_to:
            raise PeerFault(BAD_CERTIFICATE, "no revocation list is in force")
        return known.serials

    def _prove(self, chain: Chain) -> _Proved:
        """Verify the path at a moment within its own validity; whether that is now is asked afterwards."""
        if not 0 < len(chain) <= LONGEST_CHAIN or max(map(len, chain)) > LARGEST_CERTIFICATE:
            raise PeerFault(BAD_CERTIFICATE, "the chain is not of its form")
        try:
            leaf, valid_from, valid_to = self._follow(chain)
        except _UNREADABLE:
            # The library's own words change with its version, and a refusal's detail is part of a run's history.
            raise PeerFault(BAD_CERTIFICATE, "the chain does not lead to the root") from None
        return _Proved(node_of(leaf), keys_in(leaf), leaf.serial_number, valid_from, valid_to)

    def _follow(self, chain: Chain) -> tuple[x509.Certificate, datetime, datetime]:
        """The node's certificate at the end of a good path, and from when to when the whole path is valid."""
        with warnings.catch_warnings():
            # What the library only frowns at, such as a serial number below 1, a stranger has sent: it is refused.
            warnings.simplefilter("error", CryptographyDeprecationWarning)
            leaf, *between = (x509.load_der_x509_certificate(der) for der in chain)
            valid_from = max(certificate.not_valid_before_utc for certificate in (leaf, *between))
            valid_to = min(certificate.not_valid_after_utc for certificate in (leaf, *between))
            if not all(map(_ends_in_octets, (leaf, *between), chain)):
                raise ValueError("a signature that is not of whole octets")
            self._verify_path(leaf, between, chain, valid_from)
        return leaf, valid_from, valid_to

    def _verify_path(
        self, leaf: x509.Certificate, between: list[x509.Certificate], chain: Chain, moment: datetime
    ) -> None:
        """Verify the signatures; that of an authority only the first time, and as long as the root lasts."""
        above = chain[-1]
        known = self._below.get(above) if between and self._lasts(moment) else None
        verifier = PolicyBuilder().store(known or self._below_root).time(moment.replace(tzinfo=None))
        verifier.build_client_verifier().verify(leaf, [] if known else between)
        if between and known is None and len(self._below) < _KEPT_AUTHORITIES:
            self._below[above] = Store(between)

    def _lasts(self, moment: datetime) -> bool:
        return self._root.not_valid_before_utc <= moment <= self._root.not_valid_after_utc


def _ends_in_octets(certificate: x509.Certificate, der: bytes) -> bool:
    """Whether the signature leaves no bit of its BIT STRING unused: that count is the one byte that nothing signs or checks."""
    return der.endswith(b"\0" + certificate.signature)


def chain_from_pem(pem: bytes) -> Chain:
    """The certificates in a PEM file, in their order.

    Raises:
        PeerFault: `BAD_CERTIFICATE`; they are not of their form.
    """
    try:
        return tuple(found.public_bytes(Encoding.DER) for found in x509.load_pem_x509_certificates(pem))
    except _UNREADABLE:
        raise PeerFault(BAD_CERTIFICATE, "no certificates in PEM") from None

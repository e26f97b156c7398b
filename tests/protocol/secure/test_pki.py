"""Certificates and whom to trust: the same bytes from the same secrets, and each fault has its own verdict at virtual now."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from small_pki import ALICE, BOB, CA, DAY, NOW, ROOT, authorities, identity, trust, vault_of

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import BAD_CERTIFICATE, EXPIRED_CERTIFICATE, REVOKED_CERTIFICATE, WRONG_PEER, Rule
from juki.protocol.secure.certificates import NODE_KEYS, SIMULATION, VALIDITY, Authority, found, keys_in, node_of
from juki.protocol.secure.keys import certificate_key
from juki.protocol.secure.pki import Chain, Trust, chain_from_pem

GOOD = identity(ALICE).chain


def verdict(chain: Chain, now: datetime = NOW, verifier: Trust | None = None) -> Rule:
    with pytest.raises(PeerFault) as refusal:
        (verifier or trust(now)).verify(chain, ALICE, now)
    return refusal.value.rule


def test_the_same_secrets_make_the_same_bytes() -> None:
    again = authorities()
    assert (again[0].der, again[1].der) == (ROOT.der, CA.der)
    assert identity(ALICE, again[1]).chain == GOOD
    assert again[1].revocations({5: NOW, 3: NOW}, 2, NOW) == CA.revocations({3: NOW, 5: NOW}, 2, NOW)


def test_a_chain_proves_all_three_keys() -> None:
    assert trust().verify(GOOD, ALICE, NOW) == vault_of(ALICE).public


@pytest.mark.parametrize("when", [NOW, NOW + 20 * DAY, NOW + VALIDITY])
def test_a_certificate_is_good_from_its_first_to_its_last_moment(when: datetime) -> None:
    assert trust(when).verify(GOOD, ALICE, when) == vault_of(ALICE).public


@pytest.mark.parametrize("when", [NOW - DAY, NOW - timedelta(seconds=1), NOW + VALIDITY + timedelta(seconds=1)])
def test_outside_its_validity_it_is_expired_whatever_was_remembered(when: datetime) -> None:
    assert verdict(GOOD, when) is EXPIRED_CERTIFICATE
    warm = trust(when)
    with pytest.raises(PeerFault):
        warm.verify(GOOD, ALICE, when)
    assert verdict(GOOD, when, warm) is EXPIRED_CERTIFICATE


def test_a_revoked_certificate_is_refused_also_when_it_was_good_a_moment_ago() -> None:
    verifier = trust()
    verifier.verify(GOOD, ALICE, NOW)
    verifier.take_revocations(CA.revocations({77: NOW}, 2, NOW))
    assert verdict(GOOD, NOW, verifier) is REVOKED_CERTIFICATE
    assert verdict(GOOD, NOW + VALIDITY, verifier) is REVOKED_CERTIFICATE


def test_a_certificate_of_another_node_is_the_wrong_peers() -> None:
    assert verdict(identity(BOB).chain) is WRONG_PEER


def _self_signed() -> Chain:
    vault, key = vault_of(ALICE), certificate_key(bytes(64))
    return (found("x", key, 1).certify(ALICE, vault.public, vault.certified, 77, NOW),)


def _alien() -> Chain:
    return identity(ALICE, authorities(9)[1]).chain


def _signed_by_a_node() -> Chain:
    key = certificate_key(bytes([5]) * 64)
    node = x509.load_der_x509_certificate(GOOD[0])
    rogue = Authority(node, key)
    vault = vault_of(ALICE)
    return (rogue.certify(ALICE, vault.public, vault.certified, 77, NOW), GOOD[0])


def _below_a_third_authority() -> Chain:
    deeper = CA.certify_authority("deeper", certificate_key(bytes([6]) * 64), 9)
    return (*identity(ALICE, deeper).chain, CA.der)


BAD: dict[str, Callable[[], Chain]] = {
    "self-signed": _self_signed,
    "under another root": _alien,
    "under another root, ours shown": lambda: (_alien()[0], CA.der),
    "signed by a node": _signed_by_a_node,
    "below a third authority": _below_a_third_authority,
    "the network CA itself": lambda: (CA.der,),
    "the root itself": lambda: (ROOT.der,),
    "without its authority": lambda: (GOOD[0],),
    "in the wrong order": lambda: (GOOD[1], GOOD[0]),
    "empty": tuple,
    "too long": lambda: (GOOD[0], GOOD[1], ROOT.der),
    "no certificate": lambda: (b"", CA.der),
    "too large": lambda: (GOOD[0] + bytes(5000), CA.der),
    "with bytes after it": lambda: (GOOD[0] + b"\0", CA.der),
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD)
def test_a_chain_that_never_was_good_is_bad_now_and_later(make: Callable[[], Chain]) -> None:
    for when in (NOW, NOW + 2 * VALIDITY):
        assert verdict(make(), when) is BAD_CERTIFICATE


@pytest.mark.parametrize("make", BAD.values(), ids=BAD)
def test_an_authority_that_was_proved_before_makes_nothing_good(make: Callable[[], Chain]) -> None:
    verifier = trust()
    verifier.verify(GOOD, ALICE, NOW)
    assert verdict(make(), NOW, verifier) is BAD_CERTIFICATE
    # What it certified is proved by the rest of the path alone, and is as good as before.
    assert verifier.verify(identity(BOB).chain, BOB, NOW) == vault_of(BOB).public


@given(st.integers(0, 1), st.integers(0, 8 * 700 - 1))
def test_any_flipped_bit_of_a_certificate_makes_it_bad(which: int, bit: int) -> None:
    changed = bytearray(GOOD[which])
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    chain = (bytes(changed), GOOD[1]) if which == 0 else (GOOD[0], bytes(changed))
    assert verdict(chain) is BAD_CERTIFICATE
    verifier = trust()
    verifier.verify(GOOD, ALICE, NOW)
    assert verdict(chain, NOW, verifier) is BAD_CERTIFICATE


def test_what_the_library_only_warns_about_is_bad_without_a_word() -> None:
    serial = GOOD[0].index(b"\x02\x01" + bytes([77]))
    assert verdict((GOOD[0][: serial + 2] + b"\xff" + GOOD[0][serial + 3 :], CA.der)) is BAD_CERTIFICATE


@given(st.lists(st.binary(max_size=200), max_size=3))
def test_garbage_is_a_bad_certificate(garbage: list[bytes]) -> None:
    assert verdict(tuple(garbage)) is BAD_CERTIFICATE


def _odd_certificate(names: list[x509.GeneralName], keys: bytes | None) -> Chain:
    builder = (
        x509.CertificateBuilder()
        .subject_name(CA.certificate.subject)
        .issuer_name(CA.certificate.subject)
        .public_key(vault_of(ALICE).certified)
        .serial_number(5)
        .not_valid_before(NOW)
        .not_valid_after(NOW + VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(CA.key.public_key()), critical=False)
    )
    if keys is not None:
        builder = builder.add_extension(x509.UnrecognizedExtension(NODE_KEYS, keys), critical=False)
    certificate = builder.sign(CA.key, SHA256(), ecdsa_deterministic=True)
    return (certificate.public_bytes(Encoding.DER), CA.der)


URI = x509.UniformResourceIdentifier(f"urn:juki:node:{ALICE}")
KEYS = b"\x30\x66" + b"".join(b"\x04\x20" + bytes([part]) * 32 for part in range(3))


def test_the_network_ca_must_have_named_one_node_and_bound_three_keys() -> None:
    assert trust().verify(_odd_certificate([URI], KEYS), ALICE, NOW).sealing == bytes([2]) * 32
    odd: tuple[tuple[list[x509.GeneralName], bytes | None], ...] = (
        ([x509.DNSName("example.invalid")], KEYS),
        ([x509.UniformResourceIdentifier(f"urn:juki:{ALICE}")], KEYS),
        ([URI, URI], KEYS),
        ([URI], None),
        ([URI], b""),
        ([URI], KEYS[:-1]),
        ([URI], KEYS + b"\0"),
        ([URI], KEYS[:-34]),
        ([URI], b"\x30\x44" + KEYS[2:70]),
    )
    for names, keys in odd:
        assert verdict(_odd_certificate(names, keys)) is BAD_CERTIFICATE


def test_without_a_revocation_list_in_force_nobody_is_trusted() -> None:
    assert verdict(GOOD, NOW, Trust(ROOT.der, CA.der)) is BAD_CERTIFICATE
    assert verdict(GOOD, NOW + VALIDITY, trust(NOW - DAY)) is BAD_CERTIFICATE


def test_a_revocation_list_must_be_the_network_cas_and_not_older() -> None:
    verifier = trust()
    verifier.take_revocations(CA.revocations({}, 5, NOW))
    rogue = Authority(CA.certificate, certificate_key(bytes(64)))
    namesake = ROOT.certify_authority("another CA of the same key", CA.key, 3)
    for der in (
        namesake.revocations({}, 6, NOW),
        CA.revocations({}, 4, NOW),
        rogue.revocations({}, 6, NOW),
        ROOT.revocations({}, 6, NOW),
        b"",
        b"no list",
    ):
        with pytest.raises(PeerFault) as refusal:
            verifier.take_revocations(der)
        assert refusal.value.rule is BAD_CERTIFICATE


def test_the_extensions_are_what_rfc_5280_wants() -> None:
    leaf, authority = (x509.load_der_x509_certificate(der) for der in GOOD)
    usage = leaf.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    constraints = authority.extensions.get_extension_for_class(x509.BasicConstraints)
    assert constraints.critical
    assert (constraints.value.ca, constraints.value.path_length) == (True, 0)
    own = authority.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.key_identifier
    assert leaf.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier == own
    assert node_of(leaf) == ALICE
    assert keys_in(leaf) == vault_of(ALICE).public
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == VALIDITY
    assert isinstance(leaf.public_key(), ec.EllipticCurvePublicKey)


@pytest.mark.parametrize("certificate", [ROOT.certificate, CA.certificate, x509.load_der_x509_certificate(GOOD[0])])
def test_every_name_says_that_it_is_a_simulation(certificate: x509.Certificate) -> None:
    for name in (certificate.subject, certificate.issuer):
        assert [attribute.value for attribute in name][0] == SIMULATION  # noqa: RUF015 - names are lists of parts
    assert repr(ROOT).endswith("juki root CA,O=juki simulation\\, not a real authority)")


def _write_pem(folder: Path) -> None:
    leaf = x509.load_der_x509_certificate(GOOD[0]).public_bytes(Encoding.PEM)
    revoked = x509.load_der_x509_crl(CA.revocations({1: NOW}, 1, NOW)).public_bytes(Encoding.PEM)
    for name, pem in (
        ("root", ROOT.certificate.public_bytes(Encoding.PEM)),
        ("ca", CA.certificate.public_bytes(Encoding.PEM)),
        ("crl", revoked),
        ("leaf", leaf),
    ):
        (folder / f"{name}.pem").write_bytes(pem)


def _openssl_accepts(folder: Path, when: datetime) -> bool:
    """What `openssl verify` says; where there is no openssl, the signatures and times are checked one by one."""
    if shutil.which("openssl") is None:
        leaf = x509.load_pem_x509_certificate((folder / "leaf.pem").read_bytes())
        try:
            leaf.verify_directly_issued_by(CA.certificate)
            CA.certificate.verify_directly_issued_by(ROOT.certificate)
        except (InvalidSignature, ValueError):
            return False
        return leaf.not_valid_before_utc <= when <= leaf.not_valid_after_utc
    command = ["openssl", "verify", "-attime", str(int(when.timestamp())), "-x509_strict", "-crl_check"]
    files = ["-CAfile", "root.pem", "-untrusted", "ca.pem", "-CRLfile", "crl.pem", "leaf.pem"]
    done = subprocess.run([*command, *files], cwd=folder, capture_output=True, text=True, check=False, timeout=30)
    return done.returncode == 0 and done.stdout == "leaf.pem: OK\n"


def test_openssl_accepts_an_exported_chain_within_its_validity_only(tmp_path: Path) -> None:
    _write_pem(tmp_path)
    assert _openssl_accepts(tmp_path, NOW + DAY)
    assert not _openssl_accepts(tmp_path, NOW - DAY)
    assert not _openssl_accepts(tmp_path, NOW + VALIDITY + DAY)


def test_what_was_exported_can_be_verified_again(tmp_path: Path) -> None:
    _write_pem(tmp_path)
    root, ca, crl, leaf = ((tmp_path / f"{name}.pem").read_bytes() for name in ("root", "ca", "crl", "leaf"))
    assert Trust.from_pem(root, ca, crl).verify(chain_from_pem(leaf + ca), ALICE, NOW) == vault_of(ALICE).public
    for parts in ((b"", ca, crl), (root, ca + root, crl), (root, ca, b"x"), (root, b"x", crl)):
        with pytest.raises(PeerFault) as refusal:
            Trust.from_pem(*parts)
        assert refusal.value.rule is BAD_CERTIFICATE

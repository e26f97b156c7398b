"""Vaults: the same secret makes the same keys, each purpose has its own, and nothing shows them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import astuple

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from nacl.signing import VerifyKey

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.secure.keys import SoftwareVault, certificate_key

SECRET = bytes(range(32))


def test_one_secret_makes_one_vault() -> None:
    assert SoftwareVault(SECRET).public == SoftwareVault(SECRET).public
    assert SoftwareVault(SECRET).public != SoftwareVault(bytes(32)).public


def test_every_purpose_has_a_key_of_its_own() -> None:
    keys = astuple(SoftwareVault(SECRET).public)
    assert len(set(keys)) == 3
    assert {len(key) for key in keys} == {32}


def test_a_signature_verifies_under_the_public_key() -> None:
    vault = SoftwareVault(SECRET)
    signature = vault.sign(b"message")
    assert len(signature) == 64
    assert VerifyKey(vault.public.signing).verify(b"message", signature) == b"message"


def test_two_vaults_agree() -> None:
    one, other = SoftwareVault(SECRET), SoftwareVault(bytes(32))
    assert one.agree(other.public.link) == other.agree(one.public.link)


@pytest.mark.parametrize("peer", [b"", bytes(32), bytes(33)])
def test_a_vault_does_not_agree_with_what_is_no_key(peer: bytes) -> None:
    with pytest.raises(PeerFault):
        SoftwareVault(SECRET).agree(peer)


def test_a_keyed_hash_is_the_nodes_own() -> None:
    one, other = SoftwareVault(SECRET), SoftwareVault(bytes(32))
    assert one.keyed_hash(b"text") == one.keyed_hash(b"text")
    assert one.keyed_hash(b"text") != other.keyed_hash(b"text")


def test_keys_never_leave_their_vault() -> None:
    vault = SoftwareVault(SECRET)
    vault.sign(b"so that the keys are made")
    assert repr(vault) == str(vault) == "SoftwareVault(*)"
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(LocalFault, match="leave"):
            leave(vault)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_vault_is_made_of_32_bytes(length: int) -> None:
    with pytest.raises(LocalFault, match="32 bytes"):
        SoftwareVault(bytes(length))


@pytest.mark.parametrize("secret", [bytes(64), b"\xff" * 64])
def test_every_secret_makes_a_certificate_key(secret: bytes) -> None:
    key = certificate_key(secret)
    assert isinstance(key.curve, ec.SECP256R1)
    assert key.private_numbers().private_value > 0

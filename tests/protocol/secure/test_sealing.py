"""Sealed bodies: only the reader opens them, only under their context, and the same draw gives the same bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import Box, PrivateKey, PublicKey

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.refusals import FORGED
from juki.protocol.secure.envelope import sealed_context
from juki.protocol.secure.keys import SoftwareVault
from juki.protocol.secure.sealing import seal

READER, OTHER = SoftwareVault(bytes(32)), SoftwareVault(bytes([1]) * 32)
EPHEMERAL = bytes([2]) * 32
CONTEXT = sealed_context("MoveOutRecord", "152021/resident-register:1")


def sealed(plain: bytes = b"body") -> bytes:
    return seal(plain, READER.public.sealing, EPHEMERAL, CONTEXT)


@given(st.binary(max_size=500), st.binary(min_size=32, max_size=32), st.binary(max_size=50))
def test_the_reader_opens_what_was_sealed(plain: bytes, ephemeral: bytes, context: bytes) -> None:
    assert READER.unseal(seal(plain, READER.public.sealing, ephemeral, context), context) == plain


@given(st.integers(0, 8 * len(sealed()) - 1))
def test_any_flipped_bit_of_a_sealed_body_is_found(bit: int) -> None:
    changed = bytearray(sealed())
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(PeerFault) as refusal:
        READER.unseal(bytes(changed), CONTEXT)
    assert refusal.value.rule is FORGED


@given(st.binary(max_size=120))
def test_garbage_does_not_open(garbage: bytes) -> None:
    with pytest.raises(PeerFault) as refusal:
        READER.unseal(garbage, CONTEXT)
    assert refusal.value.rule is FORGED


@pytest.mark.parametrize(
    "context",
    [
        sealed_context("MoveOutRecord", "152021/resident-register:2"),
        sealed_context("MoveInNotice", "152021/resident-register:1"),
        b"",
    ],
)
def test_a_body_moved_to_another_case_or_kind_does_not_open(context: bytes) -> None:
    with pytest.raises(PeerFault):
        READER.unseal(sealed(), context)


def test_nobody_else_opens_it() -> None:
    with pytest.raises(PeerFault):
        OTHER.unseal(sealed(), CONTEXT)


def test_one_draw_gives_one_ciphertext_and_another_draw_another() -> None:
    assert sealed() == sealed()
    assert sealed() != seal(b"body", READER.public.sealing, bytes([3]) * 32, CONTEXT)
    assert sealed() != seal(b"body", OTHER.public.sealing, EPHEMERAL, CONTEXT)


def test_the_nonce_differs_with_the_context_under_one_key() -> None:
    """The context is bound by the nonce: equal texts under one key and two contexts share no keystream."""
    one = sealed(bytes(64))
    other = seal(bytes(64), READER.public.sealing, EPHEMERAL, b"another context")
    assert one[:32] == other[:32]
    assert one[32:] != other[32:]


def test_a_sealed_body_is_a_box_of_the_ephemeral_key() -> None:
    """Independent of our own reading: libsodium's box opens it, given the nonce."""
    from hashlib import blake2b

    secret = PrivateKey(bytes([7]) * 32)
    body = seal(b"body", bytes(secret.public_key), EPHEMERAL, CONTEXT)
    public = PrivateKey(EPHEMERAL).public_key
    nonce = blake2b(
        bytes(public) + bytes(secret.public_key) + CONTEXT, digest_size=24, person=b"juki seal nonce"
    ).digest()
    assert Box(secret, PublicKey(body[:32])).decrypt(body[32:], nonce) == b"body"


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(32)], ids=["empty", "short", "of small order"])
def test_sealing_to_what_is_no_key_is_our_own_fault(key: bytes) -> None:
    with pytest.raises(LocalFault):
        seal(b"body", key, EPHEMERAL, CONTEXT)

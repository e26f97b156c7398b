"""Two nodes prove themselves: every way not to do so has the verdict that `null` gives as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pki import ALICE, BOB, CA, NOW, authorities, identity, trust, vault_of

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.refusals import BAD_CERTIFICATE, EXPIRED_CERTIFICATE, FORGED, REVOKED_CERTIFICATE, WRONG_PEER, Rule
from juki.protocol.secure.certificates import VALIDITY
from juki.protocol.secure.handshake import PROTOCOL, Handshake, Identity, compare
from juki.protocol.secure.keys import PublicKeys, SoftwareVault
from juki.protocol.secure.noise import HandshakeState, SecretKey
from juki.protocol.terms import NodeId

EPHEMERALS = bytes([1]) * 32, bytes([2]) * 32


def ends(one: Identity, other: Identity, *revoked: int) -> tuple[Handshake, Handshake]:
    verifier = trust(NOW, *revoked)
    return (
        Handshake(one, BOB, verifier, NOW, EPHEMERALS[0], initiator=True),
        Handshake(other, ALICE, verifier, NOW, EPHEMERALS[1], initiator=False),
    )


def finish(here: Handshake, there: Handshake) -> list[bytes]:
    said = []
    for writer, reader in ((here, there), (there, here), (here, there)):
        said.append(writer.write())
        reader.read(said[-1])
    return said


def test_two_good_nodes_open_a_link_and_know_each_others_keys() -> None:
    here, there = ends(identity(ALICE), identity(BOB))
    finish(here, there)
    assert here.peer_keys == vault_of(BOB).public
    assert there.peer_keys == vault_of(ALICE).public
    one, other = here.channel(), there.channel()
    assert other.open(one.seal(b"text")) == b"text"
    assert one.open(other.seal(b"back")) == b"back"


def test_the_same_draws_make_the_same_handshake() -> None:
    assert finish(*ends(identity(ALICE), identity(BOB))) == finish(*ends(identity(ALICE), identity(BOB)))


class Impostor(SoftwareVault):
    """Has stolen a certificate and claims its keys, but holds only its own."""

    def __init__(self, claimed: PublicKeys, secret: bytes = bytes(32)) -> None:
        super().__init__(secret)
        self.claimed = claimed

    @property
    def public(self) -> PublicKeys:
        return self.claimed


def _with_vault(node: NodeId, vault: SoftwareVault) -> Identity:
    return replace(identity(node), vault=vault)


FAULTS: dict[str, tuple[Callable[[NodeId], Identity], Rule]] = {
    "under another root": (lambda node: identity(node, authorities(9)[1]), BAD_CERTIFICATE),
    "no certificate": (lambda node: replace(identity(node), chain=()), BAD_CERTIFICATE),
    "expired": (lambda node: identity(node, valid_from=NOW - 2 * VALIDITY), EXPIRED_CERTIFICATE),
    "not yet valid": (lambda node: identity(node, valid_from=NOW + VALIDITY), EXPIRED_CERTIFICATE),
    "revoked": (lambda node: identity(node, serial=666), REVOKED_CERTIFICATE),
    "another role": (
        lambda node: identity(node, certified_for=NodeId("152021/resident-register")),
        WRONG_PEER,
    ),
    "another municipality": (
        lambda node: identity(node, certified_for=NodeId("141003/communication-server")),
        WRONG_PEER,
    ),
    "keys that are not certified": (lambda node: _with_vault(node, SoftwareVault(bytes([9]) * 32)), FORGED),
}


@pytest.mark.parametrize("end", [0, 1], ids=["the initiator", "the responder"])
@pytest.mark.parametrize(("make", "rule"), FAULTS.values(), ids=FAULTS)
def test_who_does_not_prove_itself_is_refused_alike_by_noise_and_null(
    make: Callable[[NodeId], Identity], rule: Rule, end: int
) -> None:
    one = make(ALICE) if end == 0 else identity(ALICE)
    other = make(BOB) if end == 1 else identity(BOB)
    here, there = ends(one, other, 666)
    with pytest.raises(PeerFault) as refusal:
        finish(here, there)
    assert refusal.value.rule is rule
    faulty, name = (one, ALICE) if end == 0 else (other, BOB)
    with pytest.raises(PeerFault) as compared:
        compare(faulty, name, trust(NOW, 666), NOW)
    assert compared.value.rule is rule
    with pytest.raises(LocalFault):
        (there if end == 0 else here).channel()


def test_a_stolen_certificate_is_worth_nothing_without_its_keys() -> None:
    impostor = _with_vault(BOB, Impostor(vault_of(BOB).public))
    with pytest.raises(PeerFault) as refusal:
        finish(*ends(identity(ALICE), impostor))
    assert refusal.value.rule is FORGED


def test_the_link_key_alone_does_not_prove_the_signing_key() -> None:
    class HalfThief(SoftwareVault):
        def sign(self, message: bytes) -> bytes:
            return SoftwareVault(bytes(32)).sign(message)

    thief = _with_vault(BOB, HalfThief(BOB.encode().ljust(32, b"\0")[:32]))
    assert thief.vault.public == vault_of(BOB).public
    with pytest.raises(PeerFault, match="not signed") as refusal:
        finish(*ends(identity(ALICE), thief))
    assert refusal.value.rule is FORGED


def test_the_signing_key_alone_does_not_prove_the_link_key() -> None:
    class OtherHalfThief(SoftwareVault):
        def sign(self, message: bytes) -> bytes:
            return vault_of(BOB).sign(message)

    thief = _with_vault(BOB, OtherHalfThief(bytes([9]) * 32))
    with pytest.raises(PeerFault, match="link key") as refusal:
        finish(*ends(identity(ALICE), thief))
    assert refusal.value.rule is FORGED


def test_a_signature_of_one_handshake_is_no_proof_in_another() -> None:
    """The transcript is in what is signed: credentials recorded in one handshake do not open a second."""

    class Replaying(SoftwareVault):
        signature = b""

        def sign(self, message: bytes) -> bytes:
            if not Replaying.signature:
                Replaying.signature = super().sign(message)
            return Replaying.signature

    replaying = _with_vault(BOB, Replaying(BOB.encode().ljust(32, b"\0")[:32]))
    finish(*ends(identity(ALICE), replaying))
    here, _ = ends(identity(ALICE), replaying)
    there = Handshake(replaying, ALICE, trust(), NOW, bytes([3]) * 32, initiator=False)
    with pytest.raises(PeerFault, match="not signed"):
        finish(here, there)


def test_ends_that_mean_other_peers_do_not_meet() -> None:
    here, _ = ends(identity(ALICE), identity(BOB))
    verifier, elsewhere = trust(), NodeId("141003/communication-server")
    there = Handshake(identity(BOB), elsewhere, verifier, NOW, EPHEMERALS[1], initiator=False)
    with pytest.raises(PeerFault) as refusal:
        finish(here, there)
    assert refusal.value.rule is FORGED


LENGTHS = [len(message) for message in finish(*ends(identity(ALICE), identity(BOB)))]


@given(st.integers(0, 2), st.integers(0, 8 * max(LENGTHS) - 1))
def test_any_flipped_bit_keeps_the_link_closed(number: int, bit: int) -> None:
    here, there = ends(identity(ALICE), identity(BOB))
    with pytest.raises(PeerFault) as refusal:
        _finish_with_flip(here, there, number, bit)
    assert refusal.value.rule is FORGED


def _finish_with_flip(here: Handshake, there: Handshake, number: int, bit: int) -> None:
    for turn, (writer, reader) in enumerate(((here, there), (there, here), (here, there))):
        message = bytearray(writer.write())
        if turn == number:
            message[bit // 8 % len(message)] ^= 1 << bit % 8
        reader.read(bytes(message))


@given(st.binary(max_size=300))
def test_credentials_of_another_form_are_forged(payload: bytes) -> None:
    here, _ = ends(identity(ALICE), identity(BOB))
    raw = _raw_responder()
    raw.read(here.write())
    with pytest.raises(PeerFault) as refusal:
        here.read(raw.write(payload))
    assert refusal.value.rule is FORGED
    with pytest.raises(LocalFault, match="over"):
        here.write()


def test_a_payload_before_anything_protects_it_is_refused() -> None:
    _, there = ends(identity(ALICE), identity(BOB))
    with pytest.raises(PeerFault, match="nothing protects"):
        there.read(SecretKey(EPHEMERALS[0]).public + b"x")


def _raw_responder() -> HandshakeState:
    import msgspec

    key = SecretKey(bytes([9]) * 32)
    prologue = msgspec.msgpack.encode(["juki noise handshake 1", ALICE, BOB])
    return HandshakeState(PROTOCOL, initiator=False, ephemeral=SecretKey(EPHEMERALS[1]), static=key, prologue=prologue)


def test_credentials_travel_encrypted() -> None:
    first, second, third = finish(*ends(identity(ALICE), identity(BOB)))
    assert len(first) == 32
    for message in (second, third):
        assert b"juki simulation" not in message
    assert CA.der not in second + third

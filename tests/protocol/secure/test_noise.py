"""Our Noise against the published vectors, against an independent implementation in both roles, and against a forger."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from noise.connection import Keypair, NoiseConnection

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.refusals import FORGED
from juki.protocol.secure.ciphers import CIPHERS, HASHES, LAST_COUNT, LONGEST_MESSAGE, CipherState
from juki.protocol.secure.noise import HandshakeState, SecretKey
from juki.protocol.secure.patterns import PATTERNS

VECTORS = Path(__file__).resolve().parents[3].parent / "shared" / "vectors" / "noise.json"
SECRETS = {name: bytes([number + 1]) * 32 for number, name in enumerate(("i", "r", "ie", "re"))}
PROTOCOL = "Noise_XX_25519_ChaChaPoly_BLAKE2s"


def pair(protocol: str, prologue: bytes = b"p") -> tuple[HandshakeState, HandshakeState]:
    pattern = PATTERNS[protocol.split("_")[1]]
    statics = [SecretKey(SECRETS["i"]), SecretKey(SECRETS["r"])]
    own = [key if letter != "N" else None for key, letter in zip(statics, pattern.name, strict=True)]
    known = [
        key.public if is_known else None
        for key, is_known in zip(statics, (pattern.initiator_is_known, pattern.responder_is_known), strict=True)
    ]
    ends = [
        HandshakeState(
            protocol,
            initiator=not side,
            ephemeral=SecretKey(SECRETS["re" if side else "ie"]),
            static=own[side],
            remote_static=known[1 - side],
            prologue=prologue,
        )
        for side in (0, 1)
    ]
    return ends[0], ends[1]


def finish(one: HandshakeState, other: HandshakeState, payloads: tuple[bytes, ...] = ()) -> list[bytes]:
    said: list[bytes] = []
    writer, reader = one, other
    while not writer.is_finished:
        payload = payloads[len(said)] if payloads else b""
        message = writer.write(payload)
        assert reader.read(message) == payload
        assert reader.bound == writer.bound
        said.append(message)
        writer, reader = reader, writer
    return said


def vectors() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(VECTORS.read_text("utf-8"))["vectors"]
    return found


@pytest.mark.skipif(not VECTORS.exists(), reason="the published vectors are not beside the project")
def test_the_published_vectors_come_out_byte_by_byte() -> None:
    passed = [_replay(vector) for vector in vectors()]
    assert len(passed) == 6


def _replay(vector: dict[str, object]) -> str:
    def octets(name: str) -> bytes | None:
        value = vector.get(name)
        return bytes.fromhex(value) if isinstance(value, str) else None

    def end(side: str) -> HandshakeState:
        static, ephemeral = octets(f"{side}_static"), octets(f"{side}_ephemeral")
        assert ephemeral is not None
        return HandshakeState(
            str(vector["protocol_name"]),
            initiator=side == "init",
            ephemeral=SecretKey(ephemeral),
            static=SecretKey(static) if static else None,
            remote_static=octets(f"{side}_remote_static"),
            prologue=octets(f"{side}_prologue") or b"",
        )

    messages = vector["messages"]
    assert isinstance(messages, list)
    lines = [(bytes.fromhex(line["payload"]), bytes.fromhex(line["ciphertext"])) for line in messages]
    one, other = end("init"), end("resp")
    handshake = len(PATTERNS[str(vector["protocol_name"]).split("_")[1]].messages)
    said = finish(one, other, tuple(payload for payload, _ in lines[:handshake]))
    assert said == [ciphertext for _, ciphertext in lines[:handshake]]
    assert one.hash == other.hash == octets("handshake_hash")
    ends = (one.split(), other.split())
    # After the handshake the sides go on taking turns.
    for number, (payload, ciphertext) in enumerate(lines[handshake:], start=handshake):
        sender, recipient = ends[number % 2], ends[1 - number % 2]
        assert sender[0].seal(payload) == ciphertext
        assert recipient[1].open(ciphertext) == payload
    return str(vector["protocol_name"])


SUITES = ["ChaChaPoly_BLAKE2s", "AESGCM_SHA256", "ChaChaPoly_SHA512", "AESGCM_BLAKE2b"]


@pytest.mark.parametrize("we_begin", [True, False], ids=["we begin", "they begin"])
@pytest.mark.parametrize("protocol", [f"Noise_{p}_25519_{s}" for p, s in product(PATTERNS, SUITES)])
def test_an_independent_implementation_understands_us(protocol: str, we_begin: bool) -> None:  # noqa: FBT001
    ours = pair(protocol)[0 if we_begin else 1]
    theirs = _independent(protocol, begins=not we_begin)
    our_turn, number = we_begin, 0
    while not theirs.handshake_finished:
        payload = f"payload {number}".encode()
        if our_turn:
            assert bytes(theirs.read_message(ours.write(payload))) == payload
        else:
            assert ours.read(bytes(theirs.write_message(payload))) == payload
        our_turn, number = not our_turn, number + 1
    assert ours.is_finished
    assert theirs.get_handshake_hash() == ours.hash
    sending, receiving = ours.split()
    for text in (b"", b"x", b"y" * 2000):
        assert bytes(theirs.decrypt(sending.seal(text))) == text
        assert receiving.open(bytes(theirs.encrypt(text))) == text


@pytest.mark.parametrize("suite", ["ChaChaPoly_BLAKE2s", "AESGCM_SHA256"])
def test_an_independent_implementation_rekeys_alike(suite: str) -> None:
    protocol = f"Noise_XX_25519_{suite}"
    ours, theirs = pair(protocol)[0], _independent(protocol, begins=False)
    theirs.read_message(ours.write())
    ours.read(bytes(theirs.write_message()))
    theirs.read_message(ours.write())
    sending, receiving = ours.split()
    for _ in range(3):
        assert bytes(theirs.decrypt(sending.seal(b"before"))) == b"before"
        sending.rekey()
        theirs.rekey_inbound_cipher()
        theirs.rekey_outbound_cipher()
        receiving.rekey()
        assert bytes(theirs.decrypt(sending.seal(b"after"))) == b"after"
        assert receiving.open(bytes(theirs.encrypt(b"after"))) == b"after"


def _independent(protocol: str, *, begins: bool) -> NoiseConnection:
    pattern = PATTERNS[protocol.split("_")[1]]
    connection = NoiseConnection.from_name(protocol.encode())
    (connection.set_as_initiator if begins else connection.set_as_responder)()
    connection.set_prologue(b"p")
    static, ephemeral, peer = ("i", "ie", "r") if begins else ("r", "re", "i")
    if pattern.has_static(initiator=begins):
        connection.set_keypair_from_private_bytes(Keypair.STATIC, SECRETS[static])
    if pattern.responder_is_known if begins else pattern.initiator_is_known:
        connection.set_keypair_from_public_bytes(Keypair.REMOTE_STATIC, SecretKey(SECRETS[peer]).public)
    connection.set_keypair_from_private_bytes(Keypair.EPHEMERAL, SECRETS[ephemeral])
    with pytest.warns(UserWarning, match="OK for testing"):
        connection.start_handshake()
    return connection


LENGTHS = [len(message) for message in finish(*pair(PROTOCOL), (b"a", b"bb", b"ccc"))]


@given(st.integers(0, 2), st.integers(0, 8 * sum(LENGTHS) - 1))
def test_any_flipped_bit_of_a_handshake_keeps_it_from_ending(number: int, bit: int) -> None:
    with pytest.raises(PeerFault) as refusal:
        _finish_with_flip(number, bit)
    assert refusal.value.rule is FORGED


def _finish_with_flip(number: int, bit: int) -> None:
    writer, reader = pair(PROTOCOL)
    for turn, payload in enumerate((b"a", b"bb", b"ccc")):
        message = writer.write(payload)
        reader.read(_flipped(message, bit) if turn == number else message)
        writer, reader = reader, writer


@given(st.binary(max_size=200), st.integers(0, 10_000))
def test_any_flipped_bit_of_a_record_is_found_and_leaves_the_count_alone(text: bytes, bit: int) -> None:
    for cipher in CIPHERS.values():
        here, there = CipherState(cipher, bytes(32)), CipherState(cipher, bytes(32))
        sealed = here.seal(text, b"header")
        with pytest.raises(PeerFault) as refusal:
            there.open(_flipped(sealed, bit), b"header")
        assert refusal.value.rule is FORGED
        assert there.count == 0
        assert there.open(sealed, b"header") == text


def _flipped(message: bytes, bit: int) -> bytes:
    changed = bytearray(message)
    changed[bit // 8 % len(message)] ^= 1 << bit % 8
    return bytes(changed)


@given(st.binary(max_size=300))
def test_garbage_is_no_handshake(garbage: bytes) -> None:
    one, _ = pair(PROTOCOL)
    one.write()
    with pytest.raises(PeerFault) as refusal:
        one.read(garbage)
    assert refusal.value.rule is FORGED


def test_a_failed_handshake_is_over_even_for_the_honest_message() -> None:
    one, other = pair(PROTOCOL)
    other.read(one.write())
    honest = other.write()
    with pytest.raises(PeerFault):
        one.read(_flipped(honest, 700))
    with pytest.raises(LocalFault, match="over"):
        one.read(honest)
    with pytest.raises(LocalFault):
        one.split()


def test_another_prologue_is_another_handshake() -> None:
    one, other = pair(PROTOCOL)[0], pair(PROTOCOL, b"q")[1]
    other.read(one.write())
    with pytest.raises(PeerFault):
        one.read(other.write())


@pytest.mark.parametrize("point", [bytes(32), (1).to_bytes(32, "little"), bytes.fromhex("ec" + "ff" * 30 + "7f")])
def test_a_point_of_small_order_is_refused(point: bytes) -> None:
    with pytest.raises(PeerFault) as refusal:
        SecretKey(SECRETS["i"]).agree(point)
    assert refusal.value.rule is FORGED


def test_nobody_speaks_out_of_turn() -> None:
    one, other = pair(PROTOCOL)
    with pytest.raises(LocalFault, match="turn"):
        other.write()
    with pytest.raises(LocalFault, match="turn"):
        one.read(b"")
    with pytest.raises(LocalFault, match="end"):
        one.split()
    finish(one, other)
    with pytest.raises(LocalFault, match="over"):
        one.write()


def test_keys_must_suit_the_pattern() -> None:
    key, peer = SecretKey(SECRETS["i"]), SecretKey(SECRETS["r"]).public
    for pattern, static, remote in (("XX", None, None), ("NN", key, None), ("XX", key, peer), ("IK", key, None)):
        with pytest.raises(LocalFault, match="suit"):
            HandshakeState(
                f"Noise_{pattern}_25519_AESGCM_SHA256",
                initiator=True,
                ephemeral=key,
                static=static,
                remote_static=remote,
            )
    for protocol in ("Noise_XX_448_AESGCM_SHA256", "Noise_XXpsk3_25519_AESGCM_SHA256", "Noise_XX", ""):
        with pytest.raises(LocalFault, match="no such handshake"):
            HandshakeState(protocol, initiator=True, ephemeral=key, static=key)


def test_a_message_longer_than_noise_allows_is_neither_written_nor_read() -> None:
    one, other = pair(PROTOCOL)
    with pytest.raises(LocalFault, match="at most"):
        one.write(bytes(LONGEST_MESSAGE))
    with pytest.raises(PeerFault, match="at most"):
        other.read(bytes(LONGEST_MESSAGE + 1))


def test_a_count_is_never_used_twice() -> None:
    for cipher in CIPHERS.values():
        state = CipherState(cipher, bytes(32))
        state.count = LAST_COUNT
        with pytest.raises(LocalFault, match="used up"):
            state.seal(b"")
        with pytest.raises(PeerFault):
            state.open(bytes(16))


def test_a_secret_key_shows_nothing_of_itself() -> None:
    assert repr(SecretKey(SECRETS["i"])) == "SecretKey(*)"
    assert set(HASHES) == {"SHA256", "SHA512", "BLAKE2s", "BLAKE2b"}

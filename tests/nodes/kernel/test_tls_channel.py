"""Frames under TLS: what opens under `noise` opens, what is refused there is refused here in the same words."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_pki import ALICE, BOB, NOW

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.registry import KEYRINGS, Registry
from juki.nodes.kernel.tls_channel import RECONNECT_AFTER, RECORD, End, TlsChannel
from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.moments import to_micros
from juki.protocol.refusals import FORGED
from juki.protocol.secure.channel import Channel

START = to_micros(NOW)
CHOICES = SeededChoices(1)
BOOK = Registry(CHOICES, START)
RINGS = {kind: keyring(BOOK) for kind, keyring in KEYRINGS.items()}
CHANGE_OF_CIPHER = b"\x14\x03\x03\x00\x01\x01"
ALERT = b"\x15\x03\x03\x00\x02\x01\x00"
LARGEST = RECORD - 4
"What fits in one record beside its length."


def pair(kind: str = "tls") -> tuple[Channel, Channel]:
    return RINGS[kind].connect(ALICE, BOB, START, CHOICES)


def verdict(channel: Channel, frame: bytes) -> bytes | str:
    try:
        return channel.open(frame)
    except PeerFault as fault:
        return str(fault)


def refuses(channel: Channel, frame: bytes) -> bool:
    with pytest.raises(PeerFault) as refusal:
        channel.open(frame)
    return refusal.value.rule is FORGED


def flipped(frame: bytes, bit: int) -> bytes:
    altered = bytearray(frame)
    altered[bit // 8 % len(frame)] ^= 1 << bit % 8
    return bytes(altered)


def test_frames_go_both_ways_in_order_however_many_are_under_way() -> None:
    one, other = pair()
    there = [one.seal(b"there %d" % number) for number in range(20)]
    back = [other.seal(b"back %d" % number) for number in range(20)]
    assert [other.open(frame) for frame in there] == [b"there %d" % number for number in range(20)]
    assert [one.open(frame) for frame in back] == [b"back %d" % number for number in range(20)]


@pytest.mark.parametrize("length", [0, 1, LARGEST - 1, LARGEST, LARGEST + 1, 2 * RECORD, 80 * 1024])
def test_one_seal_is_one_frame_of_any_length_and_the_next_follows(length: int) -> None:
    one, other = pair()
    text = bytes(range(256)) * (length // 256) + bytes(length % 256)
    assert other.open(one.seal(text)) == text
    assert other.open(one.seal(b"next")) == b"next"


INJECTED: dict[str, Callable[[list[bytes]], bytes]] = {
    "nothing": lambda _: b"",
    "a byte": lambda _: b"\x17",
    "the head of a record": lambda frames: frames[0][:5],
    "a record that is not there yet": lambda frames: frames[1],
    "a record too late": lambda frames: frames[2],
    "the end cut off": lambda frames: frames[0][:-1],
    "a byte more": lambda frames: frames[0] + b"\0",
    "two frames in one": lambda frames: frames[0] + frames[1],
    "a frame twice": lambda frames: frames[0] + frames[0],
    "a record that OpenSSL would skip": lambda frames: CHANGE_OF_CIPHER + frames[0],
    "a record that OpenSSL would skip, behind": lambda frames: frames[0] + CHANGE_OF_CIPHER,
    "an alert in the clear": lambda _: ALERT,
    "a frame that pretends to be longer": lambda frames: frames[0][:3] + b"\xff\xff" + frames[0][5:],
}


@pytest.mark.parametrize("make", INJECTED.values(), ids=INJECTED)
def test_what_is_not_the_next_frame_is_forged_in_the_words_of_noise(
    make: Callable[[list[bytes]], bytes],
) -> None:
    said = {}
    for kind in ("noise", "tls"):
        one, other = pair(kind)
        frames = [one.seal(b"same") for _ in range(3)]
        assert len({*frames}) == 3
        said[kind] = verdict(other, make(frames))
    assert said["tls"] == said["noise"] == "forged: the seal does not verify"


def test_replayed_reflected_and_foreign_frames_are_forged() -> None:
    one, other = pair()
    frame = one.seal(b"text")
    assert other.open(frame) == b"text"
    assert refuses(other, frame)
    one, other = pair()
    assert refuses(one, one.seal(b"text"))
    assert refuses(pair()[1], pair()[0].seal(b"text"))


@pytest.mark.parametrize("cut", [1, 16, 17, RECORD])
def test_a_long_frame_cannot_lose_its_end_or_be_split_between_records(cut: int) -> None:
    one, other = pair()
    assert refuses(other, one.seal(bytes(2 * RECORD))[:-cut])
    one, other = pair()
    frame = one.seal(bytes(2 * RECORD))
    assert refuses(other, frame[: 5 + int.from_bytes(frame[3:5], "big")])


@settings(max_examples=60)
@given(bit=st.integers(0, 8 * 120 - 1), text=st.binary(max_size=60))
def test_any_flipped_bit_of_a_frame_is_forged(bit: int, text: bytes) -> None:
    one, other = pair()
    assert refuses(other, flipped(one.seal(text), bit))


@given(st.binary(max_size=200))
def test_any_bytes_are_forged(injected: bytes) -> None:
    assert refuses(pair()[1], injected)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["seal", "deliver", "replay", "skip", "flip"]),
            st.integers(0, 1),
            st.sampled_from([b"", b"text", bytes(2 * RECORD)]),
        ),
        max_size=12,
    )
)
def test_up_to_the_first_forgery_the_line_is_judged_as_under_noise(acts: list[tuple[str, int, bytes]]) -> None:
    """After it the network breaks the link; so does this."""
    rings = {kind: pair(kind) for kind in ("noise", "tls")}
    sealed: list[list[dict[str, bytes]]] = [[], []]
    opened = [0, 0]
    for act, end, text in acts:
        if act == "seal":
            sealed[end].append({kind: rings[kind][end].seal(text) for kind in rings})
            continue
        place = opened[end] + {"replay": -1, "skip": 1}.get(act, 0)
        if not 0 <= place < len(sealed[end]):
            continue
        frames = sealed[end][place]
        said = {
            kind: verdict(rings[kind][1 - end], flipped(frames[kind], 77) if act == "flip" else frames[kind])
            for kind in rings
        }
        assert said["tls"] == said["noise"]
        if isinstance(said["tls"], str):
            return
        opened[end] += 1


def test_a_forgery_ends_the_connection() -> None:
    one, other = pair()
    honest = one.seal(b"text")
    assert refuses(other, flipped(honest, 60))
    assert refuses(other, honest)
    with pytest.raises(LocalFault, match="over"):
        other.seal(b"back")


def test_keys_are_replaced_by_connecting_anew_and_no_frame_under_way_is_lost() -> None:
    one, other = pair()
    assert isinstance(one, TlsChannel)
    before = one._sending
    frames = [one.seal(b"%d" % number) for number in range(2 * RECONNECT_AFTER + 2)]
    assert one._sending is not before
    back = [other.seal(b"back %d" % number) for number in range(RECONNECT_AFTER + 1)]
    assert [other.open(frame) for frame in frames] == [b"%d" % number for number in range(len(frames))]
    assert [one.open(frame) for frame in back] == [b"back %d" % number for number in range(len(back))]
    assert one.open(other.seal(b"on")) == b"on"
    assert refuses(other, frames[0])


def test_the_new_connection_begins_exactly_where_the_old_one_ends() -> None:
    one, other = pair()
    for number in range(RECONNECT_AFTER):
        assert other.open(one.seal(b"%d" % number)) == b"%d" % number
    first, second = one.seal(b"first"), one.seal(b"second")
    assert refuses(other, second)
    one, other = pair()
    for number in range(RECONNECT_AFTER):
        assert other.open(one.seal(b"%d" % number)) == b"%d" % number
    assert refuses(other, first), "a frame of another link at the border of two connections"


def contexts() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    ring = KEYRINGS["tls"](BOOK)
    ring.connect(ALICE, BOB, START, CHOICES)
    return ring._contexts[ALICE, False][1], ring._contexts[BOB, True][1]


CONTEXTS = contexts()


def shaken(flight: int | None = None, bit: int = 0) -> tuple[End, End, list[int]]:
    """Two ends after a handshake in which one bit of one flight may have been flipped."""
    ends = End(CONTEXTS[0], is_server=False), End(CONTEXTS[1], is_server=True)
    said, lengths = b"", []
    for turn in range(4):
        said = ends[turn % 2].advance(said if flight is None or turn != flight + 1 else flipped(said, bit))
        lengths.append(len(said))
    return *ends, lengths


def test_a_handshake_has_three_flights_and_no_ticket_after_them() -> None:
    here, there, lengths = shaken()
    assert (here.is_open, there.is_open) == (True, True)
    assert lengths[3] == 0
    assert (here.shown, there.shown) == (BOOK.chain(BOB), BOOK.chain(ALICE))


@given(st.integers(0, 2), st.integers(0, 8 * 1900 - 1))
def test_no_flipped_bit_of_a_handshake_lets_anybody_else_in(flight: int, bit: int) -> None:
    """One that TLS ignores (a version in a record's head, RFC 8446 5.1) changes nothing; any other keeps the link closed."""
    try:
        here, there, _ = shaken(flight, bit)
    except PeerFault as refusal:
        assert refusal.rule is FORGED  # noqa: PT017 - or it is none
        return
    assert (here.shown, there.shown) == (BOOK.chain(BOB), BOOK.chain(ALICE))
    assert there.read(here.write(b"text")) == b"text"


def test_a_frame_is_no_part_of_a_handshake_and_half_a_flight_is_none() -> None:
    whole = End(CONTEXTS[0], is_server=False).advance(b"")
    for flight in (whole[:-1], whole[:5], b"", b"\x17\x03\x03\x00\x01\x00", b"GET / HTTP/1.1\r\n\r\n"):
        with pytest.raises(PeerFault) as refusal:
            End(CONTEXTS[1], is_server=True).advance(flight)
        assert refusal.value.rule is FORGED


def test_a_machine_without_tls_1_3_is_our_own_fault_and_no_peers() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    with pytest.raises(LocalFault, match="no TLS"):
        End(context, is_server=False).advance(b"")

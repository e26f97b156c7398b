"""Open links, under Noise and under none: what is not the peer's next frame is forged, and leaves the honest stream alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import FORGED
from juki.protocol.secure.channel import NULL_MARK, REKEY_AFTER, Channel, NoiseChannel, null_pair
from juki.protocol.secure.ciphers import CIPHERS, LONGEST_MESSAGE, CipherState

Pair = tuple[Channel, Channel]


def noise_pair(session: int = 0) -> Pair:
    chacha = CIPHERS["ChaChaPoly"]
    keys = [bytes([session, number]) * 16 for number in (1, 2)]
    there, back = [(CipherState(chacha, key), CipherState(chacha, key)) for key in keys]
    return NoiseChannel(there[0], back[0]), NoiseChannel(back[1], there[1])


def no_pair(session: int = 0) -> Pair:
    return null_pair(session)


KINDS = pytest.mark.parametrize("open_pair", [noise_pair, no_pair], ids=["noise", "null"])
FULL = LONGEST_MESSAGE - 16


def refuses(channel: Channel, frame: bytes) -> bool:
    try:
        channel.open(frame)
    except PeerFault as fault:
        return fault.rule is FORGED
    return False


@KINDS
def test_frames_go_both_ways_in_order(open_pair: Callable[[], Pair]) -> None:
    one, other = open_pair()
    for number in range(5):
        text = f"frame {number}".encode()
        assert other.open(one.seal(text)) == text
        assert one.open(other.seal(text)) == text


@KINDS
def test_replayed_reordered_reflected_and_injected_frames_are_forged(open_pair: Callable[[], Pair]) -> None:
    one, other = open_pair()
    first, second, third = (one.seal(b"same") for _ in range(3))
    assert len({first, second, third}) == 3
    assert refuses(other, second)
    assert other.open(first) == b"same"
    assert refuses(other, first)
    assert refuses(other, third)
    assert refuses(one, second)
    assert refuses(other, b"")
    assert refuses(other, second + b"\0")
    assert refuses(other, second[:-1])
    assert other.open(second) == b"same"
    assert other.open(third) == b"same"


@KINDS
def test_a_frame_of_another_session_is_forged(open_pair: Callable[..., Pair]) -> None:
    one, other = open_pair()
    honest = one.seal(b"text")
    for session in (1, 2):
        assert refuses(other, open_pair(session)[0].seal(b"text"))
    assert other.open(honest) == b"text"


@KINDS
def test_a_frame_sent_back_to_who_sealed_it_is_forged(open_pair: Callable[[], Pair]) -> None:
    one, other = open_pair()
    there, back = one.seal(b"same"), other.seal(b"same")
    assert refuses(one, there)
    assert refuses(other, back)
    assert (one.open(back), other.open(there)) == (b"same", b"same")


@KINDS
@given(bit=st.integers(0, 8 * 200 - 1), text=st.binary(min_size=1, max_size=60))
def test_any_flipped_bit_of_a_frame_is_forged_and_the_honest_one_still_opens(
    open_pair: Callable[[], Pair], bit: int, text: bytes
) -> None:
    one, other = open_pair()
    frame = one.seal(text)
    changed = bytearray(frame)
    changed[bit // 8 % len(frame)] ^= 1 << bit % 8
    assert refuses(other, bytes(changed))
    assert other.open(frame) == text


@KINDS
def test_frames_go_on_beyond_the_change_of_key(open_pair: Callable[[], Pair]) -> None:
    one, other = open_pair()
    for number in range(2 * REKEY_AFTER + 2):
        assert other.open(one.seal(number.to_bytes(2, "big"))) == number.to_bytes(2, "big")


def test_the_key_is_replaced_after_so_many_records() -> None:
    one, other = noise_pair()
    kept = CipherState(CIPHERS["ChaChaPoly"], bytes([0, 1]) * 16)
    for _ in range(REKEY_AFTER):
        frame = one.seal(b"text")
        assert kept.open(frame) == other.open(frame) == b"text"
    with pytest.raises(PeerFault):
        kept.open(one.seal(b"text"))


@KINDS
@pytest.mark.parametrize("length", [FULL - 1, FULL, FULL + 1, 2 * FULL, 2 * FULL + 5, 80 * 1024])
def test_a_frame_longer_than_a_noise_message_arrives_whole(open_pair: Callable[[], Pair], length: int) -> None:
    one, other = open_pair()
    frame = one.seal(bytes(length))
    assert other.open(frame) == bytes(length)
    assert other.open(one.seal(b"next")) == b"next"


@KINDS
@pytest.mark.parametrize("cut", [1, 16, 17, 21, LONGEST_MESSAGE])
def test_a_long_frame_cannot_lose_its_end_and_leaves_the_count_alone(open_pair: Callable[[], Pair], cut: int) -> None:
    one, other = open_pair()
    frame = one.seal(bytes(2 * FULL + 5))
    assert refuses(other, frame[:-cut])
    assert refuses(other, frame[:LONGEST_MESSAGE])
    assert refuses(other, frame + frame[-21:])
    assert other.open(frame) == bytes(2 * FULL + 5)


def test_no_flipped_bit_makes_one_null_frame_into_another() -> None:
    frames = [channel.seal(b"") for session in range(4) for channel in null_pair(session) for _ in range(4)]
    flipped = {changed(frame, bit) for frame in frames for bit in range(8 * len(frame))}
    assert not flipped & set(frames)


def test_null_hides_nothing_and_says_so() -> None:
    frame = null_pair(1)[0].seal(b"in the clear")
    assert frame.startswith(NULL_MARK)
    assert frame.endswith(b"in the clear")


class SameVerdicts(RuleBasedStateMachine):
    """An adversary who owns the line does the same to a link under noise and to one under null."""

    frames = Bundle("frames")

    @initialize()
    def open(self) -> None:
        self.noise = [channel for session in range(2) for channel in noise_pair(session)]
        self.null = [channel for session in range(2) for channel in null_pair(session)]

    @rule(target=frames, text=st.sampled_from([b"", b"text"]), end=st.integers(0, 3))
    def seal(self, text: bytes, end: int) -> tuple[bytes, bytes]:
        return self.noise[end].seal(text), self.null[end].seal(text)

    @rule(frame=frames, end=st.integers(0, 3), bit=st.none() | st.integers(0, 8 * 16 - 1))
    def deliver(self, frame: tuple[bytes, bytes], end: int, bit: int | None) -> None:
        noise, null = frame
        assert verdict(self.noise[end], changed(noise, bit)) == verdict(self.null[end], changed(null, bit))


def changed(frame: bytes, bit: int | None) -> bytes:
    if bit is None:
        return frame
    altered = bytearray(frame)
    altered[bit // 8] ^= 1 << bit % 8
    return bytes(altered)


def verdict(channel: Channel, frame: bytes) -> bytes | str:
    try:
        return channel.open(frame)
    except PeerFault as fault:
        return fault.rule.name


test_null_gives_the_verdicts_of_noise = SameVerdicts.TestCase

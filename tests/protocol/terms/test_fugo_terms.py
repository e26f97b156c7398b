"""取得番号 and 符号 as values: their forms, and that neither shows itself whole."""

from __future__ import annotations

import copy

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol.errors import MalformedValue, PeerFault
from juki.protocol.masking import mask, mask_runs
from juki.protocol.messages.fugo import FugoIssued
from juki.protocol.terms import AcquisitionNumber, Fugo
from juki.protocol.wire import as_plain, decode, encode

FUGO = Fugo("0123456789ABCDEF0123456789ABCDEF")
NUMBER = AcquisitionNumber.of_octets(b"\x00\x01\x02\x03\x04\x05\x06\x07")


@given(st.binary(min_size=8, max_size=8))
def test_any_draw_makes_an_acquisition_number_that_checks_itself(octets: bytes) -> None:
    number = AcquisitionNumber.of_octets(octets)
    assert AcquisitionNumber(number.digits) == number
    assert len(number.digits) == 18


@given(st.binary(min_size=8, max_size=8), st.integers(0, 17), st.integers(1, 9))
def test_most_wrong_digits_of_an_acquisition_number_are_found(octets: bytes, place: int, more: int) -> None:
    digits = AcquisitionNumber.of_octets(octets).digits
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    # Of modulus 11 two remainders share the sign 0, so that one wrong digit may pass where it stands.
    if digits[-1] != "0" and place < len(digits) - 1:
        with pytest.raises(MalformedValue) as refused:
            AcquisitionNumber(wrong)
        assert wrong not in str(refused.value)


@pytest.mark.parametrize("text", ["", FUGO.text.lower(), FUGO.text[:-1], FUGO.text + "0", "G" * 32, 17, None])
def test_a_fugo_of_another_form_is_refused(text: object) -> None:
    with pytest.raises(MalformedValue):
        Fugo(text)  # type: ignore[arg-type]


def test_neither_shows_itself_whole() -> None:
    for value, whole in ((FUGO, FUGO.text), (NUMBER, NUMBER.digits)):
        assert whole not in f"{value!r} {value} {FugoIssued(NUMBER, FUGO)!r}"
        assert mask(f"about {whole}.").endswith(f"*{whole[-4:]}.")
        assert whole not in mask_runs(f"about {whole}.")


def test_a_hash_is_no_fugo_to_the_mask() -> None:
    assert mask(FUGO.text.lower()) == FUGO.text.lower()


def test_a_fugo_is_frozen_hashable_and_copied_whole() -> None:
    with pytest.raises(AttributeError):
        FUGO.text = "x"
    assert {FUGO, copy.deepcopy(FUGO)} == {FUGO}
    assert FUGO.text != FUGO


def test_both_travel_as_texts() -> None:
    said = FugoIssued(NUMBER, FUGO)
    assert decode(encode(said), FugoIssued) == said
    assert as_plain(said) == {"number": NUMBER.digits, "fugo": FUGO.text}
    assert as_plain(said, mask) == {"number": mask(NUMBER.digits), "fugo": mask(FUGO.text)}


def test_a_wrong_fugo_on_the_wire_is_malformed_and_not_told() -> None:
    with pytest.raises(PeerFault) as refused:
        decode(msgspec.msgpack.encode([NUMBER.digits, "x" * 32]), FugoIssued)
    assert refused.value.rule.name == "malformed"
    assert NUMBER.digits not in str(refused.value)

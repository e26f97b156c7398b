"""Bytes and messages: one canonical form, bounds, and garbage that can only ever be malformed."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from cast import HANAKO, NAGAOKA, notice, number_of, record, resident
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import structs

from juki.protocol import wire
from juki.protocol.catalogue import message_types
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Message, Sealed
from juki.protocol.messages.card import CardChallenge, CardDenied, CardState, CardStatusReply
from juki.protocol.messages.move import MoveInNotice, MoveOutRecord
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import Resident
from juki.protocol.refusals import MALFORMED
from juki.protocol.terms import JuminhyoCode

SHAPES: tuple[type[msgspec.Struct], ...] = (*message_types(), IdentityRecord, Resident)


def malformed(body: bytes, shape: type[msgspec.Struct]) -> str:
    """Why a body is malformed; it must be that and nothing else."""
    with pytest.raises(PeerFault) as refused:
        wire.decode(body, shape)
    assert refused.value.rule is MALFORMED
    return refused.value.detail


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@settings(max_examples=25)
@given(st.data())
def test_every_message_comes_back_from_its_bytes(shape: type[msgspec.Struct], data: st.DataObject) -> None:
    said = data.draw(structs(shape))
    body = wire.encode(said)
    again = wire.decode(body, shape)
    assert again == said
    assert wire.encode(again) == body


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@settings(max_examples=5)
@given(data=st.data())
def test_a_field_too_many_or_too_few_is_malformed(shape: type[msgspec.Struct], data: st.DataObject) -> None:
    fields = msgspec.msgpack.decode(wire.encode(data.draw(structs(shape))))
    malformed(msgspec.msgpack.encode([*fields, None]), shape)
    malformed(msgspec.msgpack.encode([]), shape)
    malformed(msgspec.msgpack.encode(dict(enumerate(fields))), shape)


def decoded(body: bytes, shape: type[msgspec.Struct]) -> msgspec.Struct | None:
    """What a body says; None if it is malformed. Any other error is the test's failure."""
    try:
        return wire.decode(body, shape)
    except PeerFault as fault:
        if fault.rule is not MALFORMED:
            raise
        return None


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@given(body=st.binary(max_size=200))
def test_garbage_is_malformed_and_never_anything_else(shape: type[msgspec.Struct], body: bytes) -> None:
    found = decoded(body, shape)
    assert found is None or wire.encode(found) == body


@pytest.mark.parametrize("shape", [MoveOutRecord, MoveInNotice, CardDenied], ids=lambda shape: shape.__name__)
@given(data=st.data())
def test_an_altered_byte_gives_another_message_or_none(shape: type[msgspec.Struct], data: st.DataObject) -> None:
    body = bytearray(wire.encode(data.draw(structs(shape))))
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))
    found = decoded(bytes(body), shape)
    assert found is None or wire.encode(found) == bytes(body)


@given(st.recursive(st.none() | st.booleans() | st.text(max_size=3) | st.integers(0, 9), st.lists))
def test_any_other_shape_is_malformed(value: object) -> None:
    malformed(msgspec.msgpack.encode([value, "no", [], {}, value]), MoveInNotice)


def test_a_body_of_the_bound_is_read_and_one_byte_more_is_not() -> None:
    empty = len(wire.encode(CardDenied("", 0)))
    longest = CardDenied("x" * (wire.BODY_BOUND - empty - 2), 0)
    assert len(wire.encode(longest)) == wire.BODY_BOUND
    assert wire.decode(wire.encode(longest), CardDenied) == longest
    assert "at most" in malformed(wire.encode(longest) + b"\xc0", CardDenied)


def test_deep_nesting_is_malformed() -> None:
    malformed(b"\x91" * 60_000, CardDenied)
    malformed(b"\x92" + b"\x91" * 60_000, CardDenied)


def test_text_that_is_not_utf_8_is_malformed() -> None:
    malformed(b"\x92\xa1\xff\x00", CardDenied)


def test_another_spelling_of_the_same_message_is_malformed() -> None:
    """The number 0 in two bytes, and a text with a longer header, say the same; only one of them is canonical."""
    assert wire.encode(CardDenied("ab", 0)) == b"\x92\xa2ab\x00"
    malformed(b"\x92\xa2ab\xcc\x00", CardDenied)
    malformed(b"\x92\xd9\x02ab\x00", CardDenied)
    malformed(b"\xdc\x00\x02\xa2ab\x00", CardDenied)


def test_a_number_with_a_wrong_check_digit_is_malformed() -> None:
    fields = msgspec.msgpack.decode(wire.encode(notice()))
    fields[0] = HANAKO.digits[:-1] + str((int(HANAKO.digits[-1]) + 1) % 10)
    assert fields[0] not in malformed(msgspec.msgpack.encode(fields), MoveInNotice)


def test_a_personal_number_in_the_wrong_field_is_not_shown() -> None:
    """Msgspec quotes what is no member of an enumeration: that text must not reach a refusal or a log."""
    number = number_of(7).digits
    body = msgspec.msgpack.encode(["S", number, date(2026, 1, 1).isoformat(), True])
    assert number not in malformed(body, CardStatusReply)
    assert number not in malformed(msgspec.msgpack.encode([number, number]), CardDenied)


@given(st.text(alphabet="0123456789'\"\n x", max_size=30))
def test_no_field_is_quoted_in_the_detail(text: str) -> None:
    body = msgspec.msgpack.encode(["S", text, date(2026, 1, 1).isoformat(), True])
    if text not in list(CardState):
        assert f"'{text}'" not in malformed(body, CardStatusReply)


def test_equal_values_give_equal_bytes_and_others_do_not() -> None:
    assert wire.encode(record()) == wire.encode(record())
    assert wire.encode(record()) != wire.encode(record(nationality="ベトナム"))


def test_a_sealed_body_is_carried_as_it_is() -> None:
    sealed = Sealed("IdentityCheckReply", b"ciphertext")
    assert wire.encode_body(sealed) == b"ciphertext"
    said: Message = CardDenied("pin-wrong", 2)
    assert wire.encode_body(said) == wire.encode(said)


def test_the_plain_form_names_fields_and_lets_numbers_be_masked() -> None:
    plain = wire.as_plain(resident(), lambda digits: "*" * len(digits))
    assert isinstance(plain, dict)
    assert (plain["code"], plain["my_number"]) == ("*" * 11, "*" * 12)
    assert plain["address"]["office"] == NAGAOKA.digits
    assert plain["birth"] == {"year": 1990, "month": 5, "day": 1}
    assert plain["resident_since"] == "2015-04-01"
    whole = wire.as_plain(record(group=(HANAKO,)))
    assert isinstance(whole, dict)
    assert whole["group"] == [HANAKO.digits]


def test_a_challenge_does_not_print_its_pin() -> None:
    assert "1234" not in repr(CardChallenge(b"n" * 16, "1234"))


def test_no_repr_of_a_message_shows_a_whole_number() -> None:
    for said in (record(), notice(), resident()):
        assert HANAKO.digits not in repr(said)
        assert number_of(1).digits not in repr(said)
    assert JuminhyoCode(HANAKO.digits) == HANAKO

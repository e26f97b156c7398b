"""Bytes and messages: the only place that turns one into the other. Knows forms and bounds, no meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from types import NoneType
from typing import TypeVar

import msgspec

from juki.protocol.errors import MalformedValue, PeerFault
from juki.protocol.messages import Message, Sealed
from juki.protocol.refusals import MALFORMED
from juki.protocol.terms.codes import Digits
from juki.protocol.terms.fugo import Fugo

BODY_BOUND = 64 * 1024
"Bytes of one body. Longer ones are malformed (`docs/inventions.md`, Wire)."

_PLAIN_ALREADY = frozenset({str, int, bool, NoneType})
HIDDEN = "****"
"In place of a PIN, which is nobody's to see but the card's."

Shape = TypeVar("Shape")


def _plain(value: object) -> str:
    if isinstance(value, Digits):
        return value.digits
    if isinstance(value, Fugo):
        return value.text
    raise NotImplementedError(type(value).__name__)


def _term(expected: type, value: object) -> object:
    if issubclass(expected, Digits):
        # What is no string may have no hash; the term itself refuses it.
        return _number(expected, value) if type(value) is str else expected(value)  # type: ignore[arg-type]
    if issubclass(expected, Fugo):
        return Fugo(value)  # type: ignore[arg-type]
    raise NotImplementedError(expected.__name__)


@lru_cache(maxsize=1 << 14)
def _number(expected: type[Digits], digits: str) -> Digits:
    """A number, judged once: the same few come again in every message of a case, and none of them can be altered."""
    return expected(digits)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=_plain)
_QUOTED = re.compile(r"value '.*'", re.DOTALL)
_DECODERS: dict[type, msgspec.msgpack.Decoder[object]] = {}


def encode(value: object) -> bytes:
    """Canonical bytes of a struct made of terms: equal values give equal bytes."""
    return _ENCODER.encode(value)


def decode(body: bytes, shape: type[Shape]) -> Shape:
    """The struct in `body`.

    Raises:
        PeerFault: `MALFORMED`, when it is too long, not of the shape, or not the canonical form of what it says.
    """
    if len(body) > BODY_BOUND:
        raise PeerFault(MALFORMED, f"{len(body)} bytes, at most {BODY_BOUND}")
    decoder = _DECODERS.get(shape)
    if decoder is None:
        decoder = _DECODERS[shape] = msgspec.msgpack.Decoder(shape, dec_hook=_term)
    try:
        found = decoder.decode(body)
    except (msgspec.DecodeError, MalformedValue, UnicodeDecodeError) as fault:
        raise PeerFault(MALFORMED, _without_values(shape, fault)) from None
    if _ENCODER.encode(found) != body:
        raise PeerFault(MALFORMED, f"{shape.__name__} is not in its canonical form")
    return found  # type: ignore[return-value] # the decoder was made for this shape


def _without_values(shape: type, fault: Exception) -> str:
    """The words of a decoding error: msgspec quotes a value that is no member of an enumeration; a term's are masked."""
    if isinstance(fault, UnicodeDecodeError):
        return f"{shape.__name__}: text that is not UTF-8"
    return f"{shape.__name__}: {_QUOTED.sub('value', str(fault))}"


def encode_body(message: Message) -> bytes:
    return message.body if isinstance(message, Sealed) else encode(message)


def as_plain(value: object, of_text: Callable[[str], str] = str) -> object:  # noqa: PLR0911 - one return a form
    """A struct as plain lists, dicts and strings, with the names of its fields: for traces and screens.

    Args:
        value: a message or record.
        of_text: applied to every number of a person, e.g. to mask it.
    """
    if type(value) in _PLAIN_ALREADY:
        return value
    match value:
        case msgspec.Struct():
            return _plain_fields(msgspec.structs.asdict(value), of_text)
        case tuple() | list():
            return [as_plain(part, of_text) for part in value]
        case Digits():
            return of_text(value.digits) if value.LENGTH > 6 else value.digits  # noqa: PLR2004 - municipality codes are public
        case Fugo():
            return of_text(value.text)
        case bytes():
            return value.hex()
        case _:
            return msgspec.to_builtins(value)


def _plain_fields(fields: dict[str, object], of_text: Callable[[str], str]) -> dict[str, object]:
    for name, part in fields.items():
        if type(part) not in _PLAIN_ALREADY:
            fields[name] = as_plain(part, of_text)
    if "pin" in fields:
        fields["pin"] = HIDDEN
    return fields

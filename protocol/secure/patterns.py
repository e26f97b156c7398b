"""The twelve interactive handshake patterns of Noise as data, as its section 7.5 writes them. Knows no key and no cipher.

Not covered, because nothing here uses them: one-way patterns, `psk` and `fallback` modifiers, deferred patterns, X448.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Token(Enum):
    """One step of a handshake message: send a key, or mix in a Diffie-Hellman of (initiator's key, responder's key)."""

    E = "e"
    S = "s"
    EE = "ee"
    ES = "es"
    SE = "se"
    SS = "ss"


Message = tuple[Token, ...]


@dataclass(frozen=True)
class Pattern:
    """One handshake.

    Attributes:
        name: two letters: what the initiator does with its static key, and what the responder does.
        initiator_is_known: the responder has the initiator's static key beforehand.
        responder_is_known: the initiator has the responder's static key beforehand.
        messages: tokens in order; the initiator writes the first message, then they take turns.
    """

    name: str
    initiator_is_known: bool
    responder_is_known: bool
    messages: tuple[Message, ...]

    @cached_property
    def agreeing(self) -> tuple[bool, ...]:
        """For each message, whether there is a Diffie-Hellman in it."""
        return tuple(any(token not in {Token.E, Token.S} for token in message) for message in self.messages)

    def has_static(self, *, initiator: bool) -> bool:
        """Whether this side has a static key at all (`N` stands for none)."""
        return self.name[0 if initiator else 1] != "N"


def _pattern(name: str, *messages: str) -> Pattern:
    tokens = tuple(tuple(Token(token) for token in message.split()) for message in messages)
    return Pattern(name, initiator_is_known=name[0] == "K", responder_is_known=name[1] == "K", messages=tokens)


PATTERNS: dict[str, Pattern] = {
    pattern.name: pattern
    for pattern in (
        _pattern("NN", "e", "e ee"),
        _pattern("NK", "e es", "e ee"),
        _pattern("NX", "e", "e ee s es"),
        _pattern("KN", "e", "e ee se"),
        _pattern("KK", "e es ss", "e ee se"),
        _pattern("KX", "e", "e ee se s es"),
        _pattern("XN", "e", "e ee", "s se"),
        _pattern("XK", "e es", "e ee", "s se"),
        _pattern("XX", "e", "e ee s es", "s se"),
        _pattern("IN", "e s", "e ee se"),
        _pattern("IK", "e es s ss", "e ee se"),
        _pattern("IX", "e s", "e ee se s es"),
    )
}

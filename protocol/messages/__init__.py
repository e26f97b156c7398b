"""Everything that is said, a module per procedure. Knows no sender, receiver or legal basis: the catalogue does."""

from juki.protocol.messages.base import Message, Refusal, Sealed, kind_of

__all__ = ["Message", "Refusal", "Sealed", "kind_of"]

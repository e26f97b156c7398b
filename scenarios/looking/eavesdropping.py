"""What somebody learns who listens on a line: who speaks to whom, when, and how many bytes; whatever is readable in them.

He has no key. Under `noise` and `tls` nothing is readable; under `null` all of it is, but for what is sealed end to end.
"""

from __future__ import annotations

import msgspec

from juki.scenarios.looking.rows import fields
from juki.scenarios.looking.views import MessageView

SHORTEST = 5
"Octets of a text that are looked for: shorter ones stand in any ciphertext by accident."


class Overheard(msgspec.Struct, frozen=True):
    """What a line tells.

    Attributes:
        sender: who speaks; addresses are no secret.
        recipient: to whom.
        at: microseconds.
        octets: on the line; 0 if there are no bytes to be seen (`MessageView.source`).
        wire: these bytes.
        readable: texts of the message that stand in them.
        is_protected: the link encrypts, so that nothing should be readable.
    """

    sender: str
    recipient: str
    at: int
    octets: int
    wire: bytes
    readable: tuple[str, ...]
    is_protected: bool


def overheard(view: MessageView) -> Overheard:
    """What somebody learns of this message who listens on its line."""
    return Overheard(
        *(view.sender, view.recipient, view.at, len(view.wire), view.wire, leaks(view)),
        is_protected=view.link != "null",
    )


def leaks(view: MessageView) -> tuple[str, ...]:
    """Texts and numbers of header and body that stand readable in the bytes on the line, each once."""
    said = [value for name, value in view.header if name not in {"number", "sent_at", "anchor"}]
    said += [value for _, value in fields(view.body)]
    return tuple(text for text in dict.fromkeys(said) if _stands_in(text, view.wire))


def _stands_in(text: str, wire: bytes) -> bool:
    octets = text.encode()
    return len(octets) >= SHORTEST and octets in wire

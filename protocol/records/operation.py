"""One row of the operation log (操作履歴) and the chain over all of them. Knows no store and no rule for what may be done.

Items: 職員コード, terminal, time, what was done, to whom, for which affair, how it ended (seed III; 標準 10.2).
"""

from __future__ import annotations

from hashlib import blake2b

import msgspec

DONE = "done"
"How an order ended that was not refused; else the name of the rule."
START = b"juki operations"
"The chain before the first row."
_CANONICAL = msgspec.msgpack.Encoder()


class Operation(msgspec.Struct, frozen=True):
    """One order at a counter, carried out or refused.

    Attributes:
        number: from 1, without a gap.
        at: microseconds of virtual time.
        operator: 職員コード as it was shown.
        terminal: where, among those of the system.
        verb: the order.
        about: whom or what it was about: 宛名番号, a card, another operator; no whole 住民票コード or 個人番号.
        purpose: for which affair; empty where none is due.
        outcome: `done`, or the rule by which it was refused.
    """

    number: int
    at: int
    operator: str
    terminal: str
    verb: str
    about: str
    purpose: str
    outcome: str


def chained(operation: Operation, head: bytes) -> bytes:
    """Head of the chain with this row at its end."""
    row = _CANONICAL.encode(msgspec.structs.astuple(operation))
    return blake2b(head + row, digest_size=16).digest()

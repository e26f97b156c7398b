"""How whoever is compared with a communication server answers, piece by piece (seed I 6-②, ③). Keeps nothing, knows no table.

Every piece says all that is needed to answer it, so a piece that comes again is answered again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from juki.nodes.store import Store
from juki.protocol.effects import Effect, Reply
from juki.protocol.errors import PeerFault
from juki.protocol.messages.consistency import (
    ComparisonAnswer,
    ComparisonDigest,
    ComparisonRowsAsked,
    ComparisonSet,
    Scope,
)
from juki.protocol.procedures.consistency import digest_of, twice
from juki.protocol.records.comparison import Difference, Verdict
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import OUT_OF_TURN
from juki.protocol.terms import JuminhyoCode
from juki.protocol.wire import decode

MOST_IN_AN_ANSWER = 500
"Differences in one body, which then stays far below its bound ([D])."
BEFORE_ALL, AFTER_ALL = "", "~"
"As texts, below and above every code."


class Compared(Protocol):
    """What one side holds of the municipality that asks."""

    def row_bytes(self, after: JuminhyoCode | None, upto: JuminhyoCode | None) -> list[bytes]:
        """Canonical comparison rows of a range, by code."""

    def differences(self, asked: ComparisonSet) -> list[Difference]:
        """Two-way, of the range of the set."""

    def doubles(self) -> list[Difference]:
        """Numbers that it holds twice."""


def bounds(after: JuminhyoCode | None, upto: JuminhyoCode | None) -> tuple[str, str]:
    """A range as SQL compares it: above the first and not above the second."""
    return after.digits if after else BEFORE_ALL, upto.digits if upto else AFTER_ALL


def answers(held: Compared, scope: Scope, message: ComparisonDigest | ComparisonSet) -> Sequence[Effect]:
    """What to say to a piece.

    Args:
        held: what there is here of the municipality that asks.
        scope: that this system answers for.
        message: the piece.

    Raises:
        PeerFault: `OUT_OF_TURN`, when it asks for another scope.
    """
    if message.scope is not scope:
        raise PeerFault(OUT_OF_TURN, f"a comparison of scope {message.scope}")
    part = 0
    if isinstance(message, ComparisonDigest):
        rows = held.row_bytes(message.after, message.upto)
        if (len(rows), digest_of(rows)) != (message.rows, message.digest):
            return [Reply(ComparisonRowsAsked(message.piece))]
        found: list[Difference] = []
    else:
        part, found = message.part, held.differences(message)
    if message.is_last:
        found += held.doubles()
    return _told(message.piece, part, found)


def _told(piece: int, part: int, found: list[Difference]) -> list[Effect]:
    starts = range(0, max(len(found), 1), MOST_IN_AN_ANSWER)
    return [
        Reply(
            ComparisonAnswer(
                piece,
                part,
                tuple(found[start : start + MOST_IN_AN_ANSWER]),
                is_more=start + MOST_IN_AN_ANSWER < len(found),
            )
        )
        for start in starts
    ]


def doubled_codes(store: Store, known: Mapping[JuminhyoCode, JuminhyoCode]) -> list[JuminhyoCode]:
    """Codes of a server of 本人確認情報 whose 個人番号 stands under another person's code too, sorted.

    Args:
        store: of the server.
        known: the code that took the place of another, as far as no record tells it.
    """
    holders: dict[str, list[JuminhyoCode]] = {}
    successors = dict(known)
    for (number,) in store.rows(
        "select my_number from identity where my_number is not null"
        " group by my_number having count(*) > 1 order by my_number"
    ):
        for (body,) in store.rows("select record from identity where my_number = ? order by code", number):
            record = decode(body, IdentityRecord)
            holders.setdefault(number, []).append(record.code)
            if record.old_code is not None:
                successors[record.old_code] = record.code
    return twice(holders, successors)


def as_doubles(codes: Iterable[JuminhyoCode]) -> list[Difference]:
    return [Difference(code, Verdict.TWICE, ("my_number",)) for code in codes]

"""整合性確認: what differs between two sorted sets, and what two answers about one person come to. Knows no row of a store.

Nobody votes: the communication server's set is what the others are compared with (住基法14条1項). The classes are [D].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import blake2b

import msgspec

from juki.protocol.records.comparison import ComparisonRow, Difference, Verdict
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MunicipalityCode

DIGEST_BYTES = 16
_PERSON = b"juki compare"
_PLAIN = msgspec.msgpack.Decoder()
_CANONICAL = msgspec.msgpack.Encoder()
_COMPARED = tuple(name for name in ComparisonRow.__struct_fields__ if name != "code")
_FROM_RECORD = tuple(
    IdentityRecord.__struct_fields__.index(name)
    for name in ("code", "my_number", "name", "birth", "sex", "address", "reason", "changed_on")
)


class Side(StrEnum):
    """Who says that somebody differs."""

    PREFECTURE = "prefecture"
    NATIONAL = "national"
    REGISTER = "register"
    OWN = "own"
    "The communication server of itself: a number that it holds twice."


class Agreement(StrEnum):
    """The classes that a comparison ends in, one a 住民票コード."""

    MATCH = "match"
    DIFF = "diff"
    ONLY_CS = "only-cs"
    ONLY_PREFECTURE = "only-pref"
    ONLY_NATIONAL = "only-nat"
    ONLY_ABOVE = "only-above"
    "Held by prefecture and national server alike, and not by the communication server."
    ONLY_REGISTER = "only-register"
    STALE = "stale"
    DUPLICATE = "dup"
    OTHER_MUNICIPALITY = "other-muni"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What a side holds of one person of the municipality.

    Attributes:
        row: as this municipality last sent it.
        elsewhere: the municipality whose record stands above it, if another has sent one since.
        since: 届出の年月日 of that record.
    """

    row: ComparisonRow
    elsewhere: MunicipalityCode | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers about one person come to.

    Attributes:
        fields: items that differ, if that is the class.
        sides: whose answer it rests on.
    """

    code: JuminhyoCode
    agreement: Agreement
    fields: tuple[str, ...]
    sides: tuple[Side, ...]


def row_bytes(record: bytes, sequence: int, recovery: int, *, is_current: bool) -> bytes:
    """The canonical bytes of the comparison row that a record on file makes.

    The record is our own: it was judged when it came, and is only taken apart here. That the bytes are those of the
    `ComparisonRow` is tested.
    """
    plain = _PLAIN.decode(record)
    return _CANONICAL.encode([*[plain[place] for place in _FROM_RECORD], sequence, recovery, is_current])


def bare_row_bytes(record: bytes, *, is_current: bool) -> bytes:
    """The same as a 住民記録 can make it: without 事由, 異動年月日 and the update sequences."""
    plain = _PLAIN.decode(record)
    return _CANONICAL.encode([*[plain[place] for place in _FROM_RECORD[:-2]], None, None, 0, 0, is_current])


def digest_of(rows: Iterable[bytes]) -> bytes:
    """The digest of a piece: of its rows' canonical bytes, in the order of their codes."""
    return blake2b(b"".join(rows), digest_size=DIGEST_BYTES, person=_PERSON).digest()


def compare(theirs: Iterable[ComparisonRow], held: Iterable[HeldRow]) -> Iterator[Difference]:
    """Two-way: what the communication server sent against what is held. Both are sorted by code.

    Args:
        theirs: the set, of one range of codes.
        held: of this municipality, of the same range.
    """
    waiting = iter(held)
    mine = next(waiting, None)
    for row in theirs:
        while mine is not None and mine.row.code < row.code:
            yield Difference(mine.row.code, Verdict.SURPLUS)
            mine = next(waiting, None)
        if mine is None or mine.row.code != row.code:
            yield Difference(row.code, Verdict.MISSING)
            continue
        yield from _differs(row, mine)
        mine = next(waiting, None)
    while mine is not None:
        yield Difference(mine.row.code, Verdict.SURPLUS)
        mine = next(waiting, None)


def _differs(row: ComparisonRow, mine: HeldRow) -> Iterator[Difference]:
    if mine.elsewhere is not None and row.is_current:
        yield Difference(row.code, Verdict.ELSEWHERE, other=mine.elsewhere, since=mine.since)
        return
    here, there = (row.recovery, row.sequence), (mine.row.recovery, mine.row.sequence)
    if here != there:
        yield Difference(row.code, Verdict.BEHIND if there < here else Verdict.AHEAD)
        return
    fields = tuple(name for name in _COMPARED if getattr(row, name) != getattr(mine.row, name))
    if fields:
        yield Difference(row.code, Verdict.DIFFERS, fields)


def twice(
    holders: Mapping[str, Sequence[JuminhyoCode]], successors: Mapping[JuminhyoCode, JuminhyoCode]
) -> list[JuminhyoCode]:
    """Codes that share a number with another person's code, sorted.

    Args:
        holders: codes by the number that stands in their record.
        successors: the new code of a changed one: both are one person's (住基法30条の4).
    """
    found: list[JuminhyoCode] = []
    for codes in holders.values():
        if len({_newest(code, successors) for code in codes}) > 1:
            found += codes
    return sorted(found)


def _newest(code: JuminhyoCode, successors: Mapping[JuminhyoCode, JuminhyoCode]) -> JuminhyoCode:
    seen = {code}
    while (later := successors.get(code)) is not None and later not in seen:
        seen.add(later)
        code = later
    return code


def joined(
    code: JuminhyoCode, answers: Sequence[tuple[Side, Difference]], *, was_touched: bool, cut_off: date
) -> Result:
    """What all answers about one person come to. One class: the gravest that anybody found.

    Args:
        code: of the person.
        answers: whoever does not agree, in a fixed order.
        was_touched: the communication server has written the record since the cut-off.
        cut_off: the day of the cut-off.
    """
    sides = tuple(sorted({side for side, _ in answers}))
    fields = tuple(sorted({name for _, one in answers for name in one.fields}))
    agreement = _gravest(answers)
    if agreement is Agreement.DUPLICATE:  # when it was written makes no number less double
        what = {name for _, one in answers if one.verdict is Verdict.TWICE for name in one.fields}
        return Result(code, agreement, tuple(sorted(what)), sides)
    moved_since = any(one.since is not None and one.since >= cut_off for _, one in answers)
    if was_touched or (agreement is Agreement.OTHER_MUNICIPALITY and moved_since):
        return Result(code, Agreement.PENDING, (), sides)
    return Result(code, agreement, fields if agreement is Agreement.DIFF else (), sides)


def _gravest(answers: Sequence[tuple[Side, Difference]]) -> Agreement:
    verdicts = {one.verdict for _, one in answers}
    surplus = [side for side, one in answers if one.verdict is Verdict.SURPLUS]
    if Verdict.TWICE in verdicts:
        return Agreement.DUPLICATE
    if Verdict.ELSEWHERE in verdicts:
        return Agreement.OTHER_MUNICIPALITY
    if surplus:
        return _ONLY_THERE[surplus[0]] if len(surplus) == 1 else Agreement.ONLY_ABOVE
    if Verdict.MISSING in verdicts:
        return Agreement.ONLY_CS
    if verdicts & {Verdict.BEHIND, Verdict.AHEAD}:
        return Agreement.STALE
    return Agreement.DIFF if verdicts else Agreement.MATCH


_ONLY_THERE = {
    Side.PREFECTURE: Agreement.ONLY_PREFECTURE,
    Side.NATIONAL: Agreement.ONLY_NATIONAL,
    Side.REGISTER: Agreement.ONLY_REGISTER,
}

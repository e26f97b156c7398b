"""Messages of 整合性確認 (seed I 6): the set in pieces, and the answers. Knows no sender, receiver or legal basis.

A piece is a range of codes. Its digest goes first; its rows are sent where the digests differ, so that nothing is missed.
"""

from __future__ import annotations

from enum import StrEnum

from juki.protocol.messages.base import Message
from juki.protocol.records.comparison import ComparisonRow, Difference
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode


class Scope(StrEnum):
    """Who is compared with the communication server."""

    ABOVE = "above"
    "都道府県サーバー and 全国サーバー (seed I 6)."
    REGISTER = "register"
    "住民記録: the regular comparison inside the city."


class ComparisonDigest(Message, frozen=True):
    """The digest of every row whose code is in a range, 消除者 among them."""

    scope: Scope
    piece: int
    "From 1."
    after: JuminhyoCode | None
    "The range begins behind this code; None: at the first."
    upto: JuminhyoCode | None
    "The range ends with this code; None: with the last."
    rows: int
    digest: bytes
    is_last: bool
    "Whoever answers this piece also tells which numbers it holds twice."


class ComparisonRowsAsked(Message, frozen=True):
    """The digests of a piece differ: please send its rows."""

    piece: int


class ComparisonSet(Message, frozen=True):
    """整合性確認用本人確認情報: the rows of a part of a piece (seed I 6-①)."""

    scope: Scope
    piece: int
    part: int
    "From 1."
    after: JuminhyoCode | None
    upto: JuminhyoCode | None
    rows: tuple[ComparisonRow, ...]
    is_last: bool


class ComparisonAnswer(Message, frozen=True):
    """整合性確認結果: who differs in a part, and how (seed I 6-③). Nobody, if all agree."""

    piece: int
    part: int
    "0 for a whole piece whose digests agree."
    differences: tuple[Difference, ...]
    is_more: bool = False
    "Another answer about the same part follows: a body has its bound."


class RecordFreeze(Message, frozen=True):
    """更新禁止 of one record while a difference is looked into, or its end ([D]: the assessment only names the flag)."""

    code: JuminhyoCode
    is_frozen: bool


class RegisterRecordRequest(Message, frozen=True):
    """What does the 住民票 say? Asked before a correction is made (seed III リスク3)."""

    code: JuminhyoCode


class RegisterRecord(Message, frozen=True):
    """The 本人確認情報 that the 住民票 in force, or else the newest 除票, makes now."""

    code: JuminhyoCode
    found: IdentityRecord | None

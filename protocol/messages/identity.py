"""Messages about 本人確認情報 (住基法30条の6, 30条の7): updates on their way up, questions and answers about a person."""

from __future__ import annotations

from datetime import date

from juki.protocol.messages.base import Message
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MunicipalityCode


class IdentityUpdate(Message, frozen=True):
    """本人確認情報の更新, signed by the communication server where it began and relayed upwards as it is."""

    record: IdentityRecord
    sequence: int
    "更新順番号: one more than the last, per 住民票コード and originating communication server."
    recovery: int = 0
    "異常時更新順番号."


class IdentityCheckRequest(Message, frozen=True):
    """本人確認: the counter asks the national server about the holder of a card (seed I 2-②)."""

    code: JuminhyoCode
    reply_key: bytes
    "X25519 key of the terminal: the answer is sealed to it."


class IdentityCheckReply(Message, frozen=True):
    """The answer, readable at the counter only (seed I 2-③)."""

    found: IdentityRecord | None
    is_current: bool = False
    "False: the last municipality has erased the record, and no other has entered it."


class IdentityChanged(Message, frozen=True):
    """To card management and certification: a person's record was touched (公的個人認証法12条, 番号法施行令14条)."""

    code: JuminhyoCode
    reason: ChangeReason
    changed_on: date
    reported_on: date
    municipality: MunicipalityCode

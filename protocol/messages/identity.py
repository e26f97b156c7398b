"""Messages about 本人確認情報 (住基法30条の6, 30条の7): updates on their way up, questions and answers about a person."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias

from msgspec import Meta

from juki.protocol.messages.base import Message
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, MyNumber

Count: TypeAlias = Annotated[int, Meta(ge=0, lt=2**53)]
"A number that counts updates of one person; larger ones are malformed."


class IdentityUpdate(Message, frozen=True):
    """本人確認情報の更新, signed by the communication server where it began and relayed upwards as it is."""

    record: IdentityRecord
    sequence: Count
    "更新順番号: one more than the last, per 住民票コード and originating communication server."
    recovery: Count = 0
    "異常時更新順番号: one more than the last with every whole record that is sent because something was lost."


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
    old_code: JuminhyoCode | None = None
    "旧住民票コード, where the code itself was changed: cards and certificates know the person by it."


class ResendRequest(Message, frozen=True):
    """再送依頼: a server above misses updates of a person and names the last that it took."""

    code: JuminhyoCode
    municipality: MunicipalityCode
    "Whose communication server began them."
    after: Count
    "更新順番号 of the last one taken."
    recovery: Count = 0
    "異常時更新順番号 of the last one taken."


class NumberRequest(Message, frozen=True):
    """個人番号とすべき番号の生成の求め: a mayor names the 住民票コード of whoever shall get a number (番号法8条1項)."""

    code: JuminhyoCode


class NumberNotice(Message, frozen=True):
    """個人番号とすべき番号の通知, with the code that it was made for (番号法8条2項, 番号法施行令7条)."""

    code: JuminhyoCode
    number: MyNumber

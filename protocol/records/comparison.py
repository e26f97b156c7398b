"""整合性確認用本人確認情報: the row that is compared, and what one side says of a difference. Knows no store and no join."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, MyNumber, PartialDate, PersonName, Sex


class ComparisonRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What is compared of one person: 住民票コード, 4情報, 個人番号, 事由, 異動年月日, 更新順番号 (seed I 6-①)."""

    code: JuminhyoCode
    my_number: MyNumber | None
    name: PersonName
    birth: PartialDate
    sex: Sex
    address: Address
    reason: ChangeReason | None
    "None where it is not compared: a 住民記録 does not keep it."
    changed_on: date | None
    sequence: int
    "更新順番号; 0 where it is not compared."
    recovery: int
    "異常時更新順番号; 0 where it is not compared."
    is_current: bool
    "False of 消除者, who are compared too (seed II)."


class Verdict(StrEnum):
    """What one side finds of one person against the communication server's set."""

    DIFFERS = "differs"
    MISSING = "missing"
    "In the set, and not held there."
    SURPLUS = "surplus"
    "Held there of this municipality, and not in the set."
    BEHIND = "behind"
    AHEAD = "ahead"
    ELSEWHERE = "elsewhere"
    "Held there as another municipality's, while the set says that the person lives here."
    TWICE = "twice"
    "One 個人番号 under two codes, or one code on two records."


class Difference(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One person about whom one side does not agree."""

    code: JuminhyoCode
    verdict: Verdict
    fields: tuple[str, ...] = ()
    "Names of the items that differ."
    other: MunicipalityCode | None = None
    "The municipality that is meant by `ELSEWHERE`."
    since: date | None = None
    "届出の年月日 of what that municipality sent."

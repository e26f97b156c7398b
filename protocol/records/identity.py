"""本人確認情報, item by item as the seed's 別添2 lists them (住基法30条の6). Knows no store and no route."""

from __future__ import annotations

from datetime import date

import msgspec

from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, MyNumber, PartialDate, PersonName, Sex
from juki.protocol.terms.kana import fold_kana


class IdentityRecord(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """One person's 本人確認情報, with the items that say what was last done to it."""

    code: JuminhyoCode
    name: PersonName
    birth: PartialDate
    sex: Sex
    municipality: MunicipalityCode
    "市町村コード of the city that keeps the record; the ward is in `address.office`."
    address: Address
    my_number: MyNumber | None
    "None between birth and designation (番号法施行令2条)."
    resident_since: date
    "住民となった日."
    address_since: date
    "住所を定めた日."
    reported_on: date
    "届出の年月日."
    relationship: str
    "続柄."
    reason: ChangeReason
    changed_on: date
    "異動年月日; for a move-out by report the planned date (住基法施行令30条の5第2号)."
    previous_municipality: MunicipalityCode | None = None
    "市町村コード(転入前)."
    previous_address: str = ""
    "転入前住所."
    reason_detail: str = ""
    "異動事由詳細."
    old_code: JuminhyoCode | None = None
    "旧住民票コード."
    code_used_since: date | None = None
    "住民票コード使用年月日."
    operator: str = ""
    "操作者ID."
    terminal: str = ""
    "操作端末ID."
    is_leaving: bool = False
    "予定者フラグ: a move-out is reported and not yet in effect."
    old_number: MyNumber | None = None
    "個人番号 before this change; None in every other change, and where there was none (住基法施行令30条の5第4号)."

    @property
    def folded_kana(self) -> str:
        """清音化かな氏名."""
        return fold_kana(self.name.kana)

    @property
    def gaiji_count(self) -> int:
        """外字数(氏名)."""
        return self.name.gaiji_count

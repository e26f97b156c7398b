"""住民票: one resident as a 住民記録システム keeps it (住基法7条, 標準 1.1.1). The items that the procedures so far need."""

from __future__ import annotations

from datetime import date

import msgspec

from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, MyNumber, PartialDate, PersonName, Sex


class FamilyRegister(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """戸籍の表示: 本籍 and 筆頭者 (住基法7条5号). Foreigners have none."""

    municipality: MunicipalityCode
    place: str
    head: str


class Entitlements(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """Insurance, pension and allowance as far as a 転出証明書情報 tells them (住基法施行令24条の3)."""

    national_health: bool = False
    late_elderly: bool = False
    nursing: bool = False
    pension_kind: str = ""
    "国民年金の被保険者の種別, empty if not insured."
    pension_number: str = ""
    child_allowance: bool = False


class CardData(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """What travels about a holder's card (住基法施行令24条の3第7号, 住基法施行規則7条の2)."""

    serial: str
    issued_on: date
    expires_on: date
    genuine_mark: str
    "The code by which the new municipality checks the card: a hash of the card's public key."


class Resident(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """One 住民票 in force, or the 除票 it became."""

    address_number: str
    "宛名番号: local to the municipality."
    household_number: str
    "世帯番号: local to the municipality."
    code: JuminhyoCode
    my_number: MyNumber | None
    name: PersonName
    birth: PartialDate
    sex: Sex
    household_head: str
    relationship: str
    "続柄, 世帯主 for the head."
    nationality: str
    family_register: FamilyRegister | None
    resident_since: date
    address: Address
    address_since: date
    reported_on: date
    entitlements: Entitlements
    card: CardData | None
    previous_address: str = ""
    previous_municipality: MunicipalityCode | None = None
    is_protected: bool = False
    "支援対象者 (標準 1.1.16)."
    planned_on: date | None = None
    "転出予定年月日."
    planned_office: MunicipalityCode | None = None
    "転出先(予定) as declared."
    planned_address: str = ""
    erased_on: date | None = None
    erased_because: ChangeReason | None = None
    moved_to: str = ""
    "転出先住所(確定), from the 転入通知."
    moved_on: date | None = None
    "転出年月日(確定), from the 転入通知."
    notice_on: date | None = None
    "転入通知年月日."
    old_code: JuminhyoCode | None = None
    "旧住民票コード: the one before the code was last changed (住基法30条の4)."
    code_used_since: date | None = None
    "住民票コード使用年月日; None if the code was never changed."

    def identity(self, municipality: MunicipalityCode, reason: ChangeReason, changed_on: date) -> IdentityRecord:
        """The 本人確認情報 that this change of the 住民票 makes (住基法30条の6第1項)."""
        return IdentityRecord(
            code=self.code,
            name=self.name,
            birth=self.birth,
            sex=self.sex,
            municipality=municipality,
            address=self.address,
            my_number=self.my_number,
            resident_since=self.resident_since,
            address_since=self.address_since,
            reported_on=self.reported_on,
            relationship=self.relationship,
            reason=reason,
            changed_on=changed_on,
            previous_municipality=self.previous_municipality,
            previous_address=self.previous_address,
            old_code=self.old_code,
            code_used_since=self.code_used_since,
            is_leaving=self.planned_on is not None and self.erased_on is None,
        )

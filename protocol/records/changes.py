"""異動: what was done to a record and why (住基法施行規則11条, a closed list). Numeric codes are not public: ours are [D]."""

from __future__ import annotations

from enum import StrEnum


class Change(StrEnum):
    """What was done to a 住民票 (住基法8条)."""

    ENTRY = "entry"
    ERASURE = "erasure"
    CORRECTION = "correction"


class ChangeReason(StrEnum):
    """異動事由 of 住基法施行規則11条, under codes of our own."""

    MOVED_IN = "A1"
    MOVED_IN_FROM_ABROAD = "A2"
    BIRTH = "A3"
    ENTERED_NATURALISED = "A4"
    ENTERED_NATIONALITY_LOST = "A5"
    ENTERED_EX_OFFICIO = "A9"
    MOVED_OUT = "B1"
    MOVED_ABROAD = "B2"
    DEATH = "B3"
    ERASED_NATURALISED = "B4"
    ERASED_NATIONALITY_LOST = "B5"
    ERASED_EX_OFFICIO = "B9"
    MOVED_WITHIN = "C1"
    MINOR_CORRECTION = "C2"
    CORRECTED_EX_OFFICIO = "C9"
    MY_NUMBER_CHANGE_REQUESTED = "D1"
    MY_NUMBER_CORRECTED = "D2"
    MY_NUMBER_ENTERED = "D9"
    JUMINHYO_CODE_CHANGE_REQUESTED = "E1"
    JUMINHYO_CODE_ENTERED = "E9"

    @property
    def change(self) -> Change:
        """The kind of change that the reason's class stands for."""
        return {"A": Change.ENTRY, "B": Change.ERASURE}.get(self.value[0], Change.CORRECTION)


JAPANESE = {
    ChangeReason.MOVED_IN: "国内転入",
    ChangeReason.MOVED_IN_FROM_ABROAD: "国外転入等",
    ChangeReason.BIRTH: "出生",
    ChangeReason.ENTERED_NATURALISED: "職権記載等(帰化等)",
    ChangeReason.ENTERED_NATIONALITY_LOST: "職権記載等(国籍喪失)",
    ChangeReason.ENTERED_EX_OFFICIO: "職権記載等",
    ChangeReason.MOVED_OUT: "国内転出",
    ChangeReason.MOVED_ABROAD: "国外転出",
    ChangeReason.DEATH: "死亡",
    ChangeReason.ERASED_NATURALISED: "職権消除等(帰化等)",
    ChangeReason.ERASED_NATIONALITY_LOST: "職権消除等(国籍喪失)",
    ChangeReason.ERASED_EX_OFFICIO: "職権消除等",
    ChangeReason.MOVED_WITHIN: "転居",
    ChangeReason.MINOR_CORRECTION: "軽微な修正",
    ChangeReason.CORRECTED_EX_OFFICIO: "職権修正等",
    ChangeReason.MY_NUMBER_CHANGE_REQUESTED: "個人番号の変更請求",
    ChangeReason.MY_NUMBER_CORRECTED: "個人番号の職権修正",
    ChangeReason.MY_NUMBER_ENTERED: "個人番号の職権記載等",
    ChangeReason.JUMINHYO_CODE_CHANGE_REQUESTED: "住民票コードの変更請求",
    ChangeReason.JUMINHYO_CODE_ENTERED: "住民票コードの職権記載等",
}

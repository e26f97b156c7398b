"""What a city's コンビニ交付システム holds of a resident, and what it makes of it. Has no 住民票コード and no 個人番号.

A person is known here by the 発行番号 of the 利用者証明用電子証明書 inside the card, and by nothing else.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import msgspec

from juki.protocol.records.resident import FamilyRegister, Resident
from juki.protocol.terms import Address, PartialDate, PersonName, Sex


class CertificateKind(StrEnum):
    """What a kiosk can print from the register (住基法12条1項)."""

    RECORD_COPY = "record-copy"
    RECORD_ITEMS = "record-items"


def user_certificate_of(card_serial: str) -> str:
    """発行番号 of the user certificate in a card; its form is ours (`docs/inventions.md`, Kiosks)."""
    return f"{card_serial}-U"


class ReplicaRecord(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One 住民票 or 除票 as the register hands it on for certificates (seed I, system 6)."""

    certificate: str
    "発行番号 of the holder's user certificate; empty for whoever has no card."
    name: PersonName
    birth: PartialDate
    sex: Sex
    address: Address
    address_since: date
    household_head: str
    relationship: str
    family_register: FamilyRegister | None
    is_protected: bool
    erased_on: date | None


def replica_of(resident: Resident) -> ReplicaRecord:
    """The part of a 住民票 that a certificate can show, and what forbids one."""
    return ReplicaRecord(
        certificate=user_certificate_of(resident.card.serial) if resident.card else "",
        name=resident.name,
        birth=resident.birth,
        sex=resident.sex,
        address=resident.address,
        address_since=resident.address_since,
        household_head=resident.household_head,
        relationship=resident.relationship,
        family_register=resident.family_register,
        is_protected=resident.is_protected,
        erased_on=resident.erased_on,
    )

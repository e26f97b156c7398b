"""How a 住民票 is written anew by an order, and what telegrams are made of it. Pure; knows no row and no route."""

from __future__ import annotations

from msgspec.structs import replace

from juki.protocol.errors import LocalFault
from juki.protocol.messages.mailing import MailingNotice
from juki.protocol.messages.move import MoveOutRecord
from juki.protocol.orders import Enter, Erase, MarkLeaving, RecordWhereabouts
from juki.protocol.records.resident import Resident
from juki.protocol.terms import JuminhyoCode, MunicipalityCode


def leaving(resident: Resident, order: MarkLeaving) -> Resident:
    """転出予定者: the record stands, with the plan on it."""
    return replace(resident, planned_on=order.planned_on, planned_office=order.office, planned_address=order.address)


def closed(resident: Resident, order: Erase) -> Resident:
    """除票 (住基法施行令8条, 13条1項)."""
    return replace(resident, erased_on=order.on, erased_because=order.reason)


def placed(resident: Resident, order: RecordWhereabouts) -> Resident:
    """The 除票 with the address that the 転入通知 told (住基法施行令13条2項)."""
    return replace(resident, moved_to=order.address.text, moved_on=order.moved_on, notice_on=order.noticed_on)


def entered(order: Enter, address_number: str, household_number: str, municipality: MunicipalityCode) -> Resident:
    """The new 住民票 with the code of the last one (住基法30条の3第1項)."""
    record = order.record
    return Resident(
        address_number=address_number,
        household_number=household_number,
        code=record.code,
        my_number=record.my_number,
        name=record.name,
        birth=record.birth,
        sex=record.sex,
        household_head=order.head,
        relationship=order.relationship,
        nationality=record.nationality,
        family_register=record.family_register,
        resident_since=record.resident_since if record.origin == municipality else order.moved_on,
        address=order.address,
        address_since=order.moved_on,
        reported_on=order.reported_on,
        entitlements=record.entitlements,
        card=record.card,
        previous_address=record.old_address.text,
        previous_municipality=record.origin,
        is_protected=record.is_protected,
    )


def move_out_record(resident: Resident, origin: MunicipalityCode, group: tuple[JuminhyoCode, ...]) -> MoveOutRecord:
    """転出証明書情報 of one person (住基法施行令24条の3)."""
    if resident.planned_on is None or resident.planned_office is None:
        raise LocalFault("a 転出証明書情報 of somebody without 転出届")
    return MoveOutRecord(
        code=resident.code,
        my_number=resident.my_number,
        name=resident.name,
        birth=resident.birth,
        sex=resident.sex,
        household_head=resident.household_head,
        relationship=resident.relationship,
        nationality=resident.nationality,
        family_register=resident.family_register,
        old_address=resident.address,
        origin=origin,
        destination=resident.planned_office,
        planned_on=resident.planned_on,
        resident_since=resident.resident_since,
        entitlements=resident.entitlements,
        card=resident.card,
        group=group,
        is_protected=resident.is_protected,
    )


def mailing_notice(resident: Resident, municipality: MunicipalityCode) -> MailingNotice | None:
    """附票記載事項通知 to the 本籍; foreigners have no 附票 (住基法19条)."""
    if resident.family_register is None:
        return None
    return MailingNotice(
        code=resident.code,
        name=resident.name,
        municipality=municipality,
        address=resident.address,
        address_since=resident.address_since,
        family_register=resident.family_register,
    )

"""The new municipality's side of a special transfer: from 転入届 to the entry with the same code (住基法22条, 24条の2).

One case a visit. The file knows neither cards nor links: the counter proved the card, the communication server fetched
the records.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from juki.protocol.deadlines import special_rule
from juki.protocol.errors import OutOfTurn
from juki.protocol.messages.move import MoveInReport, MoveOutRecord, TransferUnavailable
from juki.protocol.orders import Enter
from juki.protocol.refusals import (
    CARD_EXPIRED,
    CARD_NOT_GENUINE,
    IN_FUTURE,
    NO_TRANSFER_DATA,
    REGISTERED_BETWEEN,
    SPECIAL_RULE_LAPSED,
    Rule,
)

HEAD = "世帯主"
LIVES_TOGETHER = "同居人"


class ArrivalState(StrEnum):
    """Where an arrival stands."""

    COLLECTING = "collecting"
    ENTERED = "entered"
    DECLINED = "declined"


class Arrival(msgspec.Struct, frozen=True):
    """One 転入届, with the records that have come for it so far."""

    report: MoveInReport
    state: ArrivalState = ArrivalState.COLLECTING
    records: tuple[MoveOutRecord, ...] = ()


class Declined(msgspec.Struct, frozen=True):
    """The special rule does not apply."""

    rule: str
    detail: str = ""


ArrivalEvent: TypeAlias = MoveOutRecord | TransferUnavailable
EVENTS = (MoveOutRecord, TransferUnavailable)


def step(case: Arrival, event: ArrivalEvent) -> tuple[Arrival, list[Enter | Declined]]:
    """Take one more record, or the news that there is none; enter everybody once the group is whole.

    Raises:
        OutOfTurn: the arrival is already settled, or the record is of another group.
    """
    match case.state, event:
        case ArrivalState.COLLECTING, TransferUnavailable():
            return _decline(case, NO_TRANSFER_DATA, event.rule)
        case ArrivalState.COLLECTING, MoveOutRecord() if _belongs(case, event):
            known = [record for record in case.records if record.code != event.code]
            collected = msgspec.structs.replace(case, records=tuple(sorted([*known, event], key=_place)))
            if len(collected.records) < len(event.group):
                return collected, []
            refused = judge(collected.report, collected.records)
            return _decline(collected, *refused) if refused else _enter(collected)
        case _:
            raise OutOfTurn(case.state, event)


def _belongs(case: Arrival, record: MoveOutRecord) -> bool:
    """Of the holder's group, and of the same 転出届 as what has come so far."""
    same = all(record.group == known.group for known in case.records)
    return same and case.report.holder in record.group and record.code in record.group


def judge(report: MoveInReport, records: tuple[MoveOutRecord, ...]) -> tuple[Rule, str] | None:
    """Why the special rule does not apply, or None if it does (住基法施行令24条の2第1項)."""
    holder = next(record for record in records if record.code == report.holder)
    lapse = special_rule(holder.planned_on, report.moved_on)
    if report.moved_on > report.reported_on:
        return IN_FUTURE, f"moved in on {report.moved_on}"
    if any(record.origin != report.origin for record in records):
        return REGISTERED_BETWEEN, f"recorded last in {report.origin}"
    if lapse.has_passed(report.reported_on):
        return SPECIAL_RULE_LAPSED, f"the last good day was {lapse.last_good_day}"
    card = holder.card
    if card is None or (card.serial, card.genuine_mark) != (report.card_serial, report.card_mark):
        return CARD_NOT_GENUINE, "the record of the old municipality names another card"
    return _expiry(card.expires_on, report.reported_on)


def _expiry(expires_on: date, today: date) -> tuple[Rule, str] | None:
    return (CARD_EXPIRED, f"valid to {expires_on}") if today > expires_on else None


def _place(record: MoveOutRecord) -> int:
    return record.group.index(record.code)


def _decline(case: Arrival, rule: Rule, detail: str) -> tuple[Arrival, list[Enter | Declined]]:
    return msgspec.structs.replace(case, state=ArrivalState.DECLINED, records=()), [Declined(rule.name, detail)]


def _enter(case: Arrival) -> tuple[Arrival, list[Enter | Declined]]:
    """Everybody keeps his place in the household if its head comes too; else the first of the group becomes the head."""
    heads = [record for record in case.records if record.relationship == HEAD]
    brings_head = bool(heads)
    first = heads[0] if brings_head else case.records[0]
    orders: list[Enter | Declined] = [
        Enter(
            record=record,
            address=case.report.address,
            moved_on=case.report.moved_on,
            reported_on=case.report.reported_on,
            head=first.name.written,
            relationship=record.relationship if brings_head else HEAD if record is first else LIVES_TOGETHER,
        )
        for record in case.records
    ]
    # The records have served: what is kept of the case names the people no more (住基法24条の2第4項).
    return msgspec.structs.replace(case, state=ArrivalState.ENTERED, records=()), orders

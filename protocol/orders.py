"""What a procedure orders a register to write. The node turns an order into rows; this file knows no row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from juki.protocol.messages.move import MoveOutRecord
from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode


@dataclass(frozen=True, slots=True)
class MarkLeaving:
    """転出予定: a 転出届 is on file, the record still stands (住基法24条, 標準 4.1.3.0.1)."""

    code: JuminhyoCode
    planned_on: date
    office: MunicipalityCode
    address: str


@dataclass(frozen=True, slots=True)
class Erase:
    """消除: the 住民票 becomes a 除票 (住基法8条, 住基法施行令8条)."""

    code: JuminhyoCode
    on: date
    "When the record ends: the earlier of planned date and move (標準 1.1.5)."
    changed_on: date
    "異動年月日 as it is told upwards: after a 転出届 always the planned date (住基法施行令30条の5第2号)."
    reason: ChangeReason


@dataclass(frozen=True, slots=True)
class RecordWhereabouts:
    """転出先(確定): the 除票 says where the person went in fact (住基法施行令13条2項)."""

    code: JuminhyoCode
    municipality: MunicipalityCode
    address: Address
    moved_on: date
    noticed_on: date


@dataclass(frozen=True, slots=True)
class Enter:
    """記載: a new 住民票 from a 転出証明書情報, with the same 住民票コード (住基法8条, 30条の3第1項)."""

    record: MoveOutRecord
    address: Address
    moved_on: date
    reported_on: date
    head: str
    "Name of the head of the new household."
    relationship: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Send the 転出証明書情報 of everybody in a 転出届 to whom it is due: the declared destination, or whoever asked."""

    group: tuple[JuminhyoCode, ...]


Order: TypeAlias = MarkLeaving | Erase | RecordWhereabouts | Enter | HandOver

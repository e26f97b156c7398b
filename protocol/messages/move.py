"""Messages of a move by the special rule (住基法24条の2, seed I 3): what the municipalities tell each other and themselves.

Where a message goes, who signs it and on which article it rests stands in the catalogue.
"""

from __future__ import annotations

from datetime import date

from juki.protocol.messages.base import Message
from juki.protocol.messages.mailing import MailingNotice
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.records.resident import CardData, Entitlements, FamilyRegister
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, MyNumber, PartialDate, PersonName, Sex


class MoveOutRecord(Message, frozen=True):
    """転出証明書情報 of one person, pushed to the declared destination or sent when asked (住基法施行令24条の3)."""

    code: JuminhyoCode
    my_number: MyNumber | None
    name: PersonName
    birth: PartialDate
    sex: Sex
    household_head: str
    relationship: str
    nationality: str
    family_register: FamilyRegister | None
    old_address: Address
    origin: MunicipalityCode
    "The municipality that sends it: a city, also where a ward keeps the register."
    destination: MunicipalityCode
    "The register office named in the 転出届: a ward, in a designated city."
    planned_on: date
    "転出予定年月日."
    resident_since: date
    entitlements: Entitlements
    card: CardData | None
    group: tuple[JuminhyoCode, ...]
    "Everybody of the same 転出届, the head of the household first."
    is_protected: bool = False
    "支援対象者: measures go with the person (標準 1.1.16)."


class MoveInReport(Message, frozen=True):
    """転入届 of a card holder and those who move with her, as taken at the counter (住基法22条, 24条の2第1項)."""

    holder: JuminhyoCode
    origin: MunicipalityCode
    "Where the national server says that she lives or last lived."
    office: MunicipalityCode
    moved_on: date
    reported_on: date
    address: Address
    card_serial: str
    card_mark: str
    "Hash of the public key that the presented card proved to hold."


class MoveInReportReceived(Message, frozen=True):
    """The notice that a 転入届 was made where no record was on file: please send it (住基法24条の2第5項; seed I 3-② 送信依頼)."""

    holder: JuminhyoCode
    office: MunicipalityCode
    moved_on: date
    reported_on: date


class TransferUnavailable(Message, frozen=True):
    """The old municipality cannot send the record that was asked for, and says why."""

    holder: JuminhyoCode
    rule: str


class MoveInCompleted(Message, frozen=True):
    """The register has entered everybody: now the notices may leave, all in one commit (seed I 3-⑤ 同時に)."""

    holder: JuminhyoCode
    origin: MunicipalityCode
    moved_on: date
    people: tuple[IdentityRecord, ...]
    mailing: tuple[MailingNotice, ...]


class MoveInAccepted(Message, frozen=True):
    """To the counter: the 転入届 is accepted; the card can be rewritten."""

    holder: JuminhyoCode
    address: Address
    people: int


class MoveInDeclined(Message, frozen=True):
    """To the counter: the special rule does not apply, and why."""

    holder: JuminhyoCode
    rule: str
    detail: str = ""


class MoveInNotice(Message, frozen=True):
    """転入通知: the new municipality tells the old one where a person went (住基法9条1項)."""

    code: JuminhyoCode
    municipality: MunicipalityCode
    address: Address
    moved_on: date
    reported_on: date


class MoveOutConfirmed(Message, frozen=True):
    """The old municipality tells its governor where the person went in fact (住基法施行令13条3項)."""

    code: JuminhyoCode
    municipality: MunicipalityCode
    address: Address
    moved_on: date


class RegisterChanged(Message, frozen=True):
    """The register tells its communication server what it did to a record."""

    record: IdentityRecord

"""戸籍の附票: what the municipality of residence tells that of the 本籍. Knows nothing of its keeping."""

from __future__ import annotations

from datetime import date

from juki.protocol.messages.base import Message
from juki.protocol.records.resident import FamilyRegister
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, PersonName


class MailingNotice(Message, frozen=True):
    """附票記載事項通知: a new address, for the mailing record at the 本籍 (住基法19条)."""

    code: JuminhyoCode
    name: PersonName
    municipality: MunicipalityCode
    address: Address
    address_since: date
    family_register: FamilyRegister

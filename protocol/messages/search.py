"""Questions about people and their answers: search, 本人確認 by four items, 機構への照会, check of a number (seed I 2, 4, 5)."""

from __future__ import annotations

import msgspec

from juki.protocol.messages.base import Message
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, MyNumber, PartialDate, PersonName, Sex


class KnownItems(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What is known of the person who is meant: the four items, or some of them. An empty one is not said."""

    written: str = ""
    "氏名 as a document shows it."
    kana: str = ""
    "Its reading; compared as 清音化かな."
    birth: PartialDate | None = None
    sex: Sex | None = None
    office: MunicipalityCode | None = None
    "Register office of the address: a ward, in a designated city."
    address: str = ""
    "Town and lot."


class Candidate(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One person who fits a question, as far as the purpose lets it be told. To fit is not to be the same person."""

    name: PersonName
    birth: PartialDate
    sex: Sex
    municipality: MunicipalityCode
    address: Address
    is_current: bool
    code: JuminhyoCode | None = None
    my_number: MyNumber | None = None


class IdentitySearch(Message, frozen=True):
    """本人確認情報検索: who is this? Asked of one server, by where the person lives (seed I 4-①)."""

    items: KnownItems
    lives_in: MunicipalityCode
    "Where the person lives as told: a municipality or a ward. It decides who is asked."
    purpose: str
    "Code of a purpose."
    operator: str
    reply_key: bytes
    "X25519 key of the terminal: the answer is sealed to it."


class IdentitySearchReply(Message, frozen=True):
    """Everybody who fits, readable at the counter only."""

    hits: tuple[Candidate, ...]


class FourItemsCheck(Message, frozen=True):
    """本人確認 by the four items of a document in place of a card (seed I 2-②)."""

    items: KnownItems
    operator: str
    reply_key: bytes


class FourItemsReply(Message, frozen=True):
    """How many people have just these four items; of a single one where the record stands. No number travels."""

    hits: int
    municipality: MunicipalityCode | None = None
    is_current: bool = False


class IdentityInquiry(Message, frozen=True):
    """機構への照会: by 個人番号 or by items, about somebody whose record another city keeps (seed I 5-①)."""

    my_number: MyNumber | None
    items: KnownItems
    purpose: str
    operator: str
    reply_key: bytes


class IdentityInquiryReply(Message, frozen=True):
    """機構からの回答: who it is (seed I 5-②)."""

    hits: tuple[Candidate, ...]


class NumberCheck(Message, frozen=True):
    """番号の真正性確認: does this 個人番号 belong to whoever has these four items? Asked where no card is shown."""

    my_number: MyNumber
    items: KnownItems
    purpose: str
    operator: str
    reply_key: bytes


class NumberCheckReply(Message, frozen=True):
    """Yes or no, and nothing else."""

    matches: bool

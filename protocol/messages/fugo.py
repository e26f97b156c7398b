"""Messages of 符号 acquisition (番号法21条の2, 番号法施行令27条, seed I 8): from the 団体内統合宛名 to the core, and back.

Answers are told apart by their 取得番号 and by nothing else.
"""

from __future__ import annotations

from juki.protocol.messages.base import Message
from juki.protocol.terms import AcquisitionNumber, Address, Fugo, JuminhyoCode, MyNumber, PartialDate, PersonName, Sex


class AddresseeNotice(Message, frozen=True):
    """宛名情報の連絡: the register tells the 団体内統合宛名 of one person, by her number and 4情報."""

    address_number: str
    "宛名番号."
    my_number: MyNumber | None
    name: PersonName
    birth: PartialDate
    sex: Sex
    address: Address


class FugoWish(Message, frozen=True):
    """符号取得の依頼: the 団体内統合宛名 wants a 符号 for somebody, whom it names by his local number only."""

    unified_number: str
    "統一識別番号."
    by_medium: bool = False
    "The request is to go to the 機構 on a medium (番号法施行令27条2項2号)."


class AcquisitionPair(Message, frozen=True):
    """取得番号の通知: the number that the 中間サーバー gave to one person for one acquisition."""

    number: AcquisitionNumber
    unified_number: str
    reply_key: bytes
    "X25519 key of the 中間サーバー: the 符号 is sealed to it."
    by_medium: bool = False


class FugoRequest(Message, frozen=True):
    """符号取得要求: 取得番号 and 個人番号, as far as the 機構 (seed I 8-①, 8-②, 8-③)."""

    number: AcquisitionNumber
    my_number: MyNumber
    reply_key: bytes
    by_medium: bool = False


class FugoCodeNotice(Message, frozen=True):
    """取得番号及び住民票コードの通知: the 機構 tells the core whose 符号 is wanted (番号法施行令27条3項)."""

    number: AcquisitionNumber
    code: JuminhyoCode
    agency: str
    "全国地方公共団体コード of the body that asks."
    reply_key: bytes


class FugoIssued(Message, frozen=True):
    """符号の通知: readable at the 中間サーバー only (番号法施行令27条5項, 6項)."""

    number: AcquisitionNumber
    fugo: Fugo


class FugoAlreadyAcquired(Message, frozen=True):
    """既取得の通知: this body has a 符号 of this person already, and gets no second one (番号カード等命令44条2項)."""

    number: AcquisitionNumber


class FugoUnavailable(Message, frozen=True):
    """符号取得不能の通知: the 機構 has nobody of this number; told back the way the request came."""

    number: AcquisitionNumber
    rule: str
    "Name of the rule by which it cannot be had."


class FugoCodeChange(Message, frozen=True):
    """修正前後の住民票コードの通知, for somebody whose old code the core was told (住基法施行令30条の8の2第2項)."""

    old_code: JuminhyoCode
    new_code: JuminhyoCode

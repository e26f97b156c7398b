"""A few hand-made people and reports for the tests of protocol and nodes. All numbers bear the marks of the synthetic."""

from __future__ import annotations

from datetime import date
from typing import Any

from juki.protocol.messages.move import MoveInNotice, MoveInReport, MoveOutRecord
from juki.protocol.records.resident import CardData, Entitlements, FamilyRegister, Resident
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, MyNumber, PartialDate, PersonName, Sex

NAGAOKA = MunicipalityCode("152021")
NIIGATA = MunicipalityCode("151009")
NIIGATA_CHUO = MunicipalityCode("151033")
YOKOHAMA = MunicipalityCode("141003")
YOKOHAMA_NAKA = MunicipalityCode("141046")
PLANNED = date(2026, 3, 20)
MARK = "5e" * 16
"The mark that the holder's card proves."


def code_of(number: int) -> JuminhyoCode:
    return JuminhyoCode.of_body(f"9{number:09d}")


def number_of(number: int) -> MyNumber:
    return MyNumber.of_body(f"99{number:09d}")


HANAKO, TARO, KODOMO = code_of(1), code_of(2), code_of(3)
"The head of the household, who holds a card; her husband; their child."
FAMILY = (HANAKO, TARO, KODOMO)


def address(office: MunicipalityCode, lot: str = "1番1号") -> Address:
    return Address(office, "試験県試験市", "試験町", lot)


def card_data(serial: str = "C000001", mark: str = MARK, expires_on: date = date(2034, 5, 1)) -> CardData:
    return CardData(serial, date(2024, 5, 1), expires_on, mark)


def resident(number: int = 1, city: MunicipalityCode = NAGAOKA, **changes: Any) -> Resident:
    """One 住民票; number 1 is the head and holds a card."""
    said: dict[str, Any] = {
        "address_number": f"{number:09d}0",
        "household_number": "1000000000",
        "code": code_of(number),
        "my_number": number_of(number),
        "name": PersonName(f"試験 {number}子", "しけん はなこ"),
        "birth": PartialDate(1990, 5, number),
        "sex": Sex.FEMALE,
        "household_head": "試験 1子",
        "relationship": "世帯主" if number == 1 else "子",
        "nationality": "日本",
        "family_register": FamilyRegister(YOKOHAMA, "試験町1", "試験 1子"),
        "resident_since": date(2015, 4, 1),
        "address": address(city),
        "address_since": date(2015, 4, 1),
        "reported_on": date(2015, 4, 2),
        "entitlements": Entitlements(national_health=True),
        "card": card_data() if number == 1 else None,
    }
    return Resident(**{**said, **changes})


def record(number: int = 1, group: tuple[JuminhyoCode, ...] = (HANAKO,), **changes: Any) -> MoveOutRecord:
    """転出証明書情報 from 長岡市 to 新潟市中央区."""
    person = resident(number)
    said: dict[str, Any] = {
        "code": person.code,
        "my_number": person.my_number,
        "name": person.name,
        "birth": person.birth,
        "sex": person.sex,
        "household_head": person.household_head,
        "relationship": person.relationship,
        "nationality": person.nationality,
        "family_register": person.family_register,
        "old_address": person.address,
        "origin": NAGAOKA,
        "destination": NIIGATA_CHUO,
        "planned_on": PLANNED,
        "resident_since": person.resident_since,
        "entitlements": person.entitlements,
        "card": person.card,
        "group": group,
    }
    return MoveOutRecord(**{**said, **changes})


def report(**changes: Any) -> MoveInReport:
    """転入届 of 花子 at 新潟市中央区, on the planned date."""
    said: dict[str, Any] = {
        "holder": HANAKO,
        "origin": NAGAOKA,
        "office": NIIGATA_CHUO,
        "moved_on": PLANNED,
        "reported_on": PLANNED,
        "address": address(NIIGATA_CHUO, "2番2号"),
        "card_serial": "C000001",
        "card_mark": MARK,
    }
    return MoveInReport(**{**said, **changes})


def notice(moved_on: date = PLANNED, code: JuminhyoCode = HANAKO) -> MoveInNotice:
    """転入通知 from 新潟市."""
    return MoveInNotice(code, NIIGATA, address(NIIGATA_CHUO, "2番2号"), moved_on, moved_on)

"""The 住民票 of a newborn, from the birth report and the record of a parent (住基法7条, 戸籍の届出による職権記載). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from juki.protocol.records.resident import Entitlements, Resident
from juki.protocol.terms import JuminhyoCode, PartialDate, PersonName, Sex

CHILD = "子"


def newborn(
    said: Mapping[str, str], parent: Resident, address_number: str, code: JuminhyoCode, today: date
) -> Resident:
    """A child in a parent's household, without a 個人番号.

    Args:
        said: `name`, `kana`, `sex` and `born_on` of the report.
        parent: who reports; the child lives there.
        address_number: 宛名番号.
        code: one of those given to the city.
        today: day of the report.
    """
    born = date.fromisoformat(said["born_on"])
    relationship = CHILD if parent.relationship in {"世帯主", "妻", "夫"} else f"{parent.relationship}の子"
    return Resident(
        address_number=address_number,
        household_number=parent.household_number,
        code=code,
        my_number=None,
        name=PersonName(said["name"], said["kana"]),
        birth=PartialDate(born.year, born.month, born.day),
        sex=Sex(said["sex"]),
        household_head=parent.household_head,
        relationship=relationship,
        nationality=parent.nationality,
        family_register=parent.family_register,
        resident_since=born,
        address=parent.address,
        address_since=born,
        reported_on=today,
        entitlements=Entitlements(child_allowance=True),
        card=None,
    )

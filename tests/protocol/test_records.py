"""住民票 and the 本人確認情報 made of it."""

from __future__ import annotations

from datetime import date

import pytest
from cast import NAGAOKA, NIIGATA_CHUO, resident

from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import PersonName

ON = date(2026, 3, 20)


def test_an_identity_record_says_what_the_resident_record_says() -> None:
    person = resident()
    told = person.identity(NAGAOKA, ChangeReason.MOVED_IN, ON)
    shared = set(person.__struct_fields__) & set(told.__struct_fields__)
    assert {name: getattr(told, name) for name in shared} == {name: getattr(person, name) for name in shared}
    assert shared >= {"code", "my_number", "name", "birth", "sex", "address", "relationship"}
    assert (told.municipality, told.reason, told.changed_on) == (NAGAOKA, ChangeReason.MOVED_IN, ON)


def test_the_flag_of_those_who_will_leave_stands_between_report_and_erasure() -> None:
    def is_leaving(planned_on: date | None, erased_on: date | None) -> bool:
        person = resident(planned_on=planned_on, erased_on=erased_on)
        return person.identity(NAGAOKA, ChangeReason.MOVED_OUT, ON).is_leaving

    assert [is_leaving(None, None), is_leaving(ON, None), is_leaving(ON, ON)] == [False, True, False]


def test_the_ward_stands_in_the_address_and_the_city_in_the_record() -> None:
    person = resident(city=NIIGATA_CHUO)
    told = person.identity(NAGAOKA, ChangeReason.MOVED_IN, ON)
    assert (told.address.office, told.municipality) == (NIIGATA_CHUO, NAGAOKA)


def test_folded_kana_and_gaiji_count_come_from_the_name() -> None:
    told = resident(name=PersonName("渡\U000e0103 太朗", "わたなべ たろう")).identity(NAGAOKA, ChangeReason.BIRTH, ON)
    assert (told.folded_kana, told.gaiji_count) == ("わたなへたろう", 1)


def test_a_record_is_frozen() -> None:
    with pytest.raises(AttributeError):
        resident().nationality = "other"

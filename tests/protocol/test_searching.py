"""To fit is lenient, to be the same is strict; too few items are no search."""

from __future__ import annotations

from typing import Any

import pytest
from cast import NAGAOKA, NIIGATA, NIIGATA_CHUO, address, resident
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from juki.protocol.errors import PeerFault
from juki.protocol.messages.search import KnownItems
from juki.protocol.permissions.purposes import Returned
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.searching import (
    check_items,
    differing,
    fits,
    fold_address,
    fold_name,
    said_items,
    same_four_items,
    told_of,
)
from juki.protocol.terms import PartialDate, PersonName, Sex

BORN = PartialDate(1990, 5, 1)


def record(**changes: Any) -> IdentityRecord:
    person = resident(**changes)
    return person.identity(NAGAOKA, ChangeReason.MOVED_IN, person.address_since)


HANAKO = record()
DOCUMENT = KnownItems(
    written=HANAKO.name.written, birth=HANAKO.birth, sex=HANAKO.sex, office=NAGAOKA, address="試験町1番1号"
)


ENOUGH = {
    "reading and birth date": KnownItems(kana="しけん", birth=BORN),
    "name as written and address": KnownItems(written="試験", office=NAGAOKA, address="試験町1"),
    "all four": DOCUMENT,
    "name and a year": KnownItems(kana="しけん", birth=PartialDate(1990)),
}
TOO_FEW = {
    "a name alone": KnownItems(kana="しけん"),
    "a name and a sex": KnownItems(kana="しけん", sex=Sex.MALE),
    "birth date and sex": KnownItems(birth=BORN, sex=Sex.MALE),
    "address and birth date": KnownItems(birth=BORN, office=NAGAOKA, address="試験町1"),
    "address and birth date and sex": KnownItems(birth=BORN, office=NAGAOKA, address="試験町1", sex=Sex.MALE),
    "a name of marks only": KnownItems(kana="ー・ ", birth=BORN),
    "a name and a birth date without its year": KnownItems(kana="しけん", birth=PartialDate(0)),
    "a name and an office without a lot": KnownItems(kana="しけん", office=NAGAOKA),
    "nothing": KnownItems(),
}


@pytest.mark.parametrize("items", ENOUGH.values(), ids=ENOUGH)
def test_one_of_the_two_pairs_is_enough(items: KnownItems) -> None:
    check_items(items)


@pytest.mark.parametrize("items", TOO_FEW.values(), ids=TOO_FEW)
def test_without_one_of_the_two_pairs_there_is_no_search(items: KnownItems) -> None:
    with pytest.raises(PeerFault) as refused:
        check_items(items)
    assert refused.value.rule.name == "too-few-items"
    assert refused.value.detail == (" and ".join(said_items(items)) or "nothing")


@pytest.mark.parametrize("kana", ["シケンハナコ", "ｼｹﾝ ﾊﾅｺ", "じげん・ばなご", "しけん はなこ"])
def test_readings_are_compared_folded(kana: str) -> None:
    assert fits(KnownItems(kana=kana), HANAKO)


@pytest.mark.parametrize(
    ("said", "kept", "may_be"),
    [
        (BORN, BORN, True),
        (PartialDate(1990, 5), BORN, True),
        (PartialDate(1990), BORN, True),
        (BORN, PartialDate(1990, 5), True),
        (BORN, PartialDate(1990), True),
        (PartialDate(1990, 6), BORN, False),
        (PartialDate(1990, 5, 2), BORN, False),
        (PartialDate(1991), BORN, False),
        (BORN, PartialDate(0), False),
    ],
)
def test_an_unknown_part_of_a_birth_date_contradicts_nothing_but_the_year_must_be_known(
    said: PartialDate,
    kept: PartialDate,
    may_be: bool,  # noqa: FBT001
) -> None:
    assert fits(KnownItems(birth=said), record(birth=kept)) is may_be


@pytest.mark.parametrize("text", ["大手通1丁目4番10号", "大手通１－４－１０", "大手通1丁目4番地の10", "大手通 1-4-10"])
def test_one_lot_is_written_in_many_ways(text: str) -> None:
    assert fold_address(text) == "大手通1-4-10"


def test_another_lot_or_another_office_does_not_fit() -> None:
    assert fits(KnownItems(office=NAGAOKA, address="試験町1-1"), HANAKO)
    assert not fits(KnownItems(office=NAGAOKA, address="試験町1-11"), HANAKO)
    assert not fits(KnownItems(office=NIIGATA, address="試験町1-1"), HANAKO)


def test_a_city_stands_for_its_wards() -> None:
    lives = replace(HANAKO, municipality=NIIGATA, address=address(NIIGATA_CHUO))
    for office in (NIIGATA, NIIGATA_CHUO):
        assert fits(KnownItems(office=office, address="試験町1番1号"), lives)


def test_a_search_passes_over_variation_selectors_and_a_comparison_does_not() -> None:
    variant = replace(HANAKO, name=PersonName("辻\U000e0100 一子", HANAKO.name.kana))
    plain = replace(DOCUMENT, written="辻一子")
    assert fold_name(variant.name.written) == "辻一子"
    assert fits(plain, variant)
    assert differing(plain, told_of(variant, is_current=True, returns=())) == ["name"]
    assert not differing(replace(plain, written="辻\U000e0100一子"), told_of(variant, is_current=True, returns=()))


def test_the_same_person_has_all_four_items() -> None:
    assert same_four_items(DOCUMENT, HANAKO)
    for change in (
        {"written": "試験 二子"},
        {"written": ""},
        {"birth": PartialDate(1990, 5)},
        {"birth": None},
        {"sex": None},
        {"sex": Sex.MALE},
        {"address": "試験町2番1号"},
        {"office": None},
        {"kana": "べつじん"},
    ):
        assert not same_four_items(replace(DOCUMENT, **change), HANAKO), change


def test_two_of_one_reading_and_birth_date_differ_in_their_names() -> None:
    """坂出 and 長野: the search finds both, the comparison tells them apart."""
    namesake = replace(HANAKO, name=PersonName("試験 一女", HANAKO.name.kana))
    assert fits(KnownItems(kana=HANAKO.name.kana, birth=HANAKO.birth), namesake)
    assert differing(DOCUMENT, told_of(namesake, is_current=True, returns=())) == ["name"]


@pytest.mark.parametrize(
    ("returns", "code", "number"),
    [((), False, False), ((Returned.MY_NUMBER,), False, True), (tuple(Returned), True, True)],
)
def test_an_answer_tells_no_more_than_its_ground_allows(
    returns: tuple[Returned, ...],
    code: bool,  # noqa: FBT001
    number: bool,  # noqa: FBT001
) -> None:
    told = told_of(HANAKO, is_current=False, returns=returns)
    assert (told.code is not None, told.my_number is not None) == (code, number)
    assert not told.is_current


@given(st.text(max_size=12), st.text(max_size=12))
def test_folding_is_settled_at_once_and_tells_equal_from_equal(name: str, lot: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)
    assert fold_address(fold_address(lot)) == fold_address(lot)

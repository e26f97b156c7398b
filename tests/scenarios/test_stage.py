"""Names of a story meet the network: each one that has no counterpart is told before the first step, with its place."""

from __future__ import annotations

import pytest
from small_stories import CAST, MOVE, OUT, played, small_story, staged

from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.story import Place, Said

HERE = Place("a.yaml", 5, 3)
STAGE = staged(small_story(*MOVE)).play.stage


def said(value: str) -> Said:
    return Said(value, HERE)


@pytest.mark.parametrize(
    ("name", "code"),
    [("長岡市", "152021"), ("新潟市中央区", "151033"), ("新潟県新潟市中央区", "151033"), ("151033", "151033")],
)
def test_an_office_is_found_by_name_and_code(name: str, code: str) -> None:
    assert STAGE.office(said(name)).digits == code


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("長岡", ""),
        ("新潟市", "one of its wards"),
        ("横浜市", "one of its wards"),
        ("札幌市中央区", "長岡市, 新潟市, 横浜市"),
        ("", ""),
        ("999999", ""),
        ("152020", ""),
    ],
)
def test_an_office_that_is_none_is_told(name: str, expected: str) -> None:
    with pytest.raises(BadInput, match=r"a\.yaml:5:3") as caught:
        STAGE.office(said(name))
    assert expected in caught.value.expected


@pytest.mark.parametrize(("name", "code"), [("新潟市", "151009"), ("新潟市中央区", "151009"), ("長岡市", "152021")])
def test_a_ward_means_its_city_where_a_city_is_meant(name: str, code: str) -> None:
    assert STAGE.city(said(name)).digits == code


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("長岡市/住民記録", "152021/resident-register"),
        ("新潟市中央区/市町村CS", "151009/communication-server"),
        ("機構/全国サーバー", "jlis/national-server"),
        ("全国サーバー", "jlis/national-server"),
        ("機構/公的個人認証", "jlis/jpki"),
        ("15/prefecture-server", "15/prefecture-server"),
        ("新潟県/都道府県サーバー", "15/prefecture-server"),
        ("神奈川県/prefecture-server", "14/prefecture-server"),
        ("152021/integrated-terminal", "152021/integrated-terminal"),
        ("新潟市/団体内統合宛名", "151009/addressee-system"),
        ("151009/addressee-system", "151009/addressee-system"),
        ("outside/other-municipalities", "outside/other-municipalities"),
    ],
)
def test_a_node_is_found_by_id_and_by_japanese_name(name: str, node: str) -> None:
    assert STAGE.node(said(name)) == NodeId(node)


@pytest.mark.parametrize(
    "name",
    [
        "住民記録",
        "都道府県サーバー",
        "機構/都道府県サーバー",
        "機構/住民記録",
        "長岡市",
        "長岡市/",
        "/住民記録",
        "",
        "/",
        "長岡市/住民",
        "新潟県/市町村CS",
        "長岡市/全国サーバー",
        "12/prefecture-server",
        "card/999999",
        "札幌市中央区/住民記録",
    ],
)
def test_a_node_that_is_none_or_many_is_told(name: str) -> None:
    with pytest.raises(BadInput, match=r"a\.yaml:5:3"):
        STAGE.node(said(name))


def test_a_number_after_the_name_is_one_of_the_household() -> None:
    both = STAGE.people(said("family"))
    assert len(both) == 2
    assert STAGE.people(said("family/2")) == both[1:]


@pytest.mark.parametrize("name", ["family/0", "family/3", "family/x", "family/1/1", "family/²"])
def test_a_number_beyond_the_household_is_told(name: str) -> None:
    with pytest.raises(BadInput, match="family/1 to family/2"):
        STAGE.people(said(name))


def test_no_two_parts_are_played_by_one_person() -> None:
    codes = [person.resident.code for people in STAGE.parts.values() for person in people]
    assert len(codes) == len(set(codes)) == 4


WRONG = {
    "a municipality unknown": "report_move_out: {who: mover, to: 新潟市中央, planned: start}",
    "a city without its ward": "report_move_out: {who: mover, to: 新潟市, planned: start}",
    "a city outside the network": "report_move_out: {who: mover, to: 千代田区, planned: start}",
    "a counter unknown": "continue_card: {who: mover, at: 新潟}",
    "a day unknown": "report_move_out: {who: mover, to: 新潟市中央区, planned: plan}",
    "a day of no calendar": "wait: {until: 2026-02-30}",
    "a node unknown": "intrude: {what: wrong-role, from: 長岡市/住民, to: 機構/全国サーバー}",
    "a node and itself": "intrude: {what: wrong-role, from: 15/prefecture-server, to: 新潟県/都道府県サーバー}",
    "a link of one node": "break_link: {of: 15/prefecture-server, to: 新潟県/都道府県サーバー}",
    "a cut through one node": "partition: {of: 機構/全国サーバー, from: 全国サーバー, for: 1 hour}",
    "a cut without end": "partition: {of: 機構/全国サーバー, for: ever}",
    "a crash of nothing": "crash: {of: 千代田区/市町村CS, for: 1 hour}",
    "a third of two": "continue_card: {who: family/3, at: 新潟市}",
    "a card that nobody holds": "continue_card: {who: cardless, at: 新潟市}",
    "a card of nobody, handed in": "report_move_in: {who: cardless, at: 長岡市, moved_on: start, presents_card: true}",
    "somebody else's card that is none": "report_move_in: {who: mover, at: 長岡市, moved_on: start, card: cardless}",
    "a wait of neither kind": "wait: {at: '9:00'}",
    "a wait of both kinds": "wait: {until: start, for: 1 day}",
    "a time of day with a span": "wait: {for: 1 day, at: '9:00'}",
    "a span that is none": "wait: {for: a while}",
    "a time that is none": "wait: {until: start, at: '25:00'}",
    "a record where none is kept": "expect: [{identity: {who: mover, on: 長岡市/住民記録, current: true}}]",
    "a confirmation at a city": "expect: [{confirmed: {who: mover, on: 長岡市/市町村CS, moved_to: 新潟市中央区}}]",
    "a chip of nobody": "expect: [{chip: {who: cardless, tries_left: 3}}]",
    "a message unknown": "expect: [{message: {kind: MoveInNotise, times: 1}}]",
    "a destination without ward": "expect: [{register: {who: mover, at: 長岡市, is: closed, moved_to: 新潟市}}]",
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_a_wrong_name_costs_nobody_half_a_run(case: str) -> None:
    with pytest.raises(BadInput) as caught:
        staged(small_story(OUT, WRONG[case]))
    assert caught.value.place.startswith(f"small.yaml:{3 + 1 + len(CAST) + 1 + 2}:")


@pytest.mark.parametrize(
    "wish",
    [
        "{of: 札幌市中央区}",
        "{of: 長岡市, size: 0}",
        "{of: 長岡市, size: 19}",
        "{of: 長岡市, size: 2, cards: 3}",
        "{of: 長岡市, card: expiring, expires: plan}",
    ],
)
def test_a_wish_that_nobody_fulfils_is_told(wish: str) -> None:
    with pytest.raises(BadInput, match=r"small\.yaml:5"):
        staged(small_story("wait: {for: 1 day}", cast={"mover": wish}))


def test_a_ward_may_be_where_somebody_lives() -> None:
    one = staged(small_story("wait: {for: 1 day}", cast={"mover": "{of: 横浜市西区}"})).play.stage
    assert one.people(said("mover"))[0].resident.address.office.digits == "141038"


def test_a_cast_of_nobody_is_a_story_too() -> None:
    assert played(small_story("wait: {for: 1 day}", cast={})).failed() == []

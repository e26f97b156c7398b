"""Names with variation selectors and characters outside the basic plane, addresses, node ids."""

from __future__ import annotations

import pytest
from cast import NAGAOKA, address

from juki.protocol.errors import MalformedValue
from juki.protocol.terms import NodeId, PersonName, Role, organisation_of, role_of
from juki.protocol.terms import nodes as node_ids

IVS_NAME = PersonName("䶒藤\U000e0103 太朗\U000e0105", "さいとう たろう")
NON_BMP_NAME = PersonName("渡\U0002ef7d", "わたなべ")


def test_a_variation_selector_belongs_to_its_glyph() -> None:
    assert IVS_NAME.glyphs == ("䶒", "藤\U000e0103", " ", "太", "朗\U000e0105")
    assert IVS_NAME.gaiji_count == 2


def test_a_character_outside_the_basic_plane_is_one_glyph_and_gaiji() -> None:
    assert len(NON_BMP_NAME.glyphs) == 2
    assert NON_BMP_NAME.gaiji_count == 1
    assert PersonName("佐藤 花子", "さとう はなこ").gaiji_count == 0


def test_an_address_reads_in_one_line() -> None:
    assert address(NAGAOKA).text == "試験県試験市試験町1番1号"


@pytest.mark.parametrize(
    ("node", "role"),
    [
        ("152021/resident-register", Role.RESIDENT_REGISTER),
        ("152021/communication-server", Role.COMMUNICATION_SERVER),
        ("152021/integrated-terminal", Role.INTEGRATED_TERMINAL),
        ("15/prefecture-server", Role.PREFECTURE_SERVER),
        ("jlis/national-server", Role.NATIONAL_SERVER),
        ("jlis/card-management", Role.CARD_MANAGEMENT),
        ("jlis/jpki", Role.JPKI),
        ("card/000017", Role.CARD),
        ("outside/other-municipalities", Role.OUTSIDE),
    ],
)
def test_a_node_id_names_its_role(node: str, role: Role) -> None:
    assert role_of(NodeId(node)) is role


@pytest.mark.parametrize(
    "node",
    [
        *("", "152021", "152021/", "/communication-server", "152022/communication-server", "15/communication-server"),
        *("152021/unknown", "152021/Communication-Server", "152021/communication-server/x", "１５/prefecture-server"),
        *("152021/communication-server\n", "15 /prefecture-server"),
    ],
)
def test_an_id_of_another_form_is_refused(node: str) -> None:
    with pytest.raises(MalformedValue):
        role_of(NodeId(node))


def test_the_makers_of_ids_make_ids_of_their_role() -> None:
    made = {
        node_ids.resident_register(NAGAOKA): Role.RESIDENT_REGISTER,
        node_ids.communication_server(NAGAOKA): Role.COMMUNICATION_SERVER,
        node_ids.integrated_terminal(NAGAOKA): Role.INTEGRATED_TERMINAL,
        node_ids.prefecture_server("15"): Role.PREFECTURE_SERVER,
        node_ids.card("000017"): Role.CARD,
    }
    assert {node: role_of(node) for node in made} == made
    assert organisation_of(node_ids.resident_register(NAGAOKA)) == "152021"


def test_every_role_has_a_japanese_name() -> None:
    assert set(node_ids.JAPANESE) == set(Role)

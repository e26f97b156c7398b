"""Which role may keep or read which number, and that no route of the catalogue brings one where it must not be."""

from __future__ import annotations

import pytest

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.catalogue.entry import Entry, Identifier
from juki.protocol.knowledge import KNOWLEDGE, forbidden, knowledge_of, unreadable
from juki.protocol.terms import Role

CODE, NUMBER = Identifier.JUMINHYO_CODE, Identifier.MY_NUMBER
ACQUISITION, FUGO = Identifier.ACQUISITION_NUMBER, Identifier.FUGO


def test_every_role_has_its_row() -> None:
    assert set(KNOWLEDGE) == set(Role)
    assert all(row.why for row in KNOWLEDGE.values())


def test_what_a_role_keeps_it_may_read() -> None:
    assert all(row.keeps <= row.reads for row in KNOWLEDGE.values())


@pytest.mark.parametrize(
    ("role", "kept_from"),
    [
        (Role.RESIDENT_REGISTER, ()),
        (Role.COMMUNICATION_SERVER, ()),
        (Role.PREFECTURE_SERVER, ()),
        (Role.NATIONAL_SERVER, ()),
        (Role.INTEGRATED_TERMINAL, (NUMBER,)),
        (Role.CARD_MANAGEMENT, (NUMBER,)),
        (Role.JPKI, (NUMBER,)),
        (Role.CARD, (NUMBER,)),
        (Role.OUTSIDE, (NUMBER,)),
        (Role.ADDRESSEE_SYSTEM, (CODE,)),
        (Role.BUSINESS_COMMON, (CODE, NUMBER)),
        (Role.INTERMEDIARY_SERVER, (CODE, NUMBER)),
        (Role.CORE, (CODE, NUMBER)),
        (Role.INTERFACE, (CODE, NUMBER)),
    ],
)
def test_a_store_must_not_hold(role: Role, kept_from: tuple[Identifier, ...]) -> None:
    assert tuple(kind for kind in forbidden(role) if kind in {CODE, NUMBER}) == kept_from
    assert set(forbidden(role)) == set(Identifier) - knowledge_of(role).keeps


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.kind)
def test_no_route_brings_a_number_to_a_role_that_may_not_read_it(entry: Entry) -> None:
    for route in entry.routes:
        opens = not route.sealed or entry.reader is route.recipient
        if opens:
            assert not entry.identifiers & set(unreadable(route.recipient)), route


def test_the_relay_of_a_sealed_answer_is_the_reason_for_the_seal() -> None:
    """The national server's answer holds both numbers, and the terminal may read but not keep one of them."""
    assert CATALOGUE["IdentityCheckReply"].identifiers == {CODE, NUMBER}
    assert not {CODE, NUMBER} & set(unreadable(Role.INTEGRATED_TERMINAL))
    assert forbidden(Role.INTEGRATED_TERMINAL) == (NUMBER, ACQUISITION, FUGO)


def test_a_fugo_is_known_to_its_body_and_to_the_core_only() -> None:
    assert [role for role in Role if FUGO not in unreadable(role)] == [Role.INTERMEDIARY_SERVER, Role.CORE]
    assert [role for role in Role if FUGO not in forbidden(role)] == [Role.INTERMEDIARY_SERVER, Role.CORE]


def test_an_acquisition_number_is_kept_by_whoever_waits_for_its_answer() -> None:
    """And by the communication server, until the medium has arrived."""
    kept = [role for role in Role if ACQUISITION not in forbidden(role)]
    assert kept == [Role.COMMUNICATION_SERVER, Role.INTERMEDIARY_SERVER]


def test_neither_intermediary_server_nor_interface_may_read_a_number_or_a_code() -> None:
    for role in (Role.INTERMEDIARY_SERVER, Role.INTERFACE):
        assert {CODE, NUMBER} <= set(unreadable(role))
    assert NUMBER in unreadable(Role.CORE)

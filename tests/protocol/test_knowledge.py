"""Which role may keep or read which number, and that no route of the catalogue brings one where it must not be."""

from __future__ import annotations

import pytest

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.catalogue.entry import Entry, Identifier
from juki.protocol.knowledge import KNOWLEDGE, forbidden, knowledge_of, unreadable
from juki.protocol.terms import Role

CODE, NUMBER = Identifier.JUMINHYO_CODE, Identifier.MY_NUMBER


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
    ],
)
def test_a_store_must_not_hold(role: Role, kept_from: tuple[Identifier, ...]) -> None:
    assert forbidden(role) == kept_from
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
    assert unreadable(Role.INTEGRATED_TERMINAL) == ()
    assert forbidden(Role.INTEGRATED_TERMINAL) == (NUMBER,)

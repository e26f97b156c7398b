"""No store ends up with a number that its role may not hold, and no log or refusal shows one."""

from __future__ import annotations

import pytest
from cast import HANAKO, KODOMO, NIIGATA, PLANNED, TARO, number_of, resident
from little_world import LittleWorld, little_world

from juki.protocol.catalogue.entry import Identifier
from juki.protocol.knowledge import forbidden
from juki.protocol.terms import nodes as ids
from juki.protocol.terms import role_of

CODES = [code.digits for code in (HANAKO, TARO, KODOMO)]
NUMBERS = [number_of(number).digits for number in (1, 2, 3)]
VALUES: dict[Identifier, list[str]] = {
    Identifier.JUMINHYO_CODE: CODES,
    Identifier.MY_NUMBER: NUMBERS,
    # No 符号 is acquired in a move.
    Identifier.ACQUISITION_NUMBER: [],
    Identifier.FUGO: [],
}


@pytest.fixture(scope="module", params=["law-2026", "seed-2022"])
def moved(request: pytest.FixtureRequest) -> LittleWorld:
    folk = (resident(1), resident(2), resident(3))
    made = little_world(people=folk, law=request.param)
    made.report_move_out(*folk, planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED, pin="0000")
    made.report_move_in(moved_on=PLANNED)
    return made


def test_no_store_holds_what_its_role_may_not(moved: LittleWorld) -> None:
    for node, host in moved.world.hosts.items():
        image = host.store.image()
        for identifier in forbidden(role_of(node)):
            held = [value for value in VALUES[identifier] if value.encode() in image]
            assert held == [], (node, identifier)


def test_the_stores_that_may_hold_numbers_do() -> None:
    """Or the test above would find nothing in anything."""
    made = little_world()
    assert HANAKO.digits.encode() in made.host(ids.NATIONAL_SERVER).store.image()
    assert NUMBERS[0].encode() in made.host(ids.NATIONAL_SERVER).store.image()
    assert HANAKO.digits.encode() in made.host(ids.JPKI).store.image()


def test_no_log_shows_a_number(moved: LittleWorld) -> None:
    for node, host in moved.world.hosts.items():
        lines = b"".join(host.journal.lines())
        assert [value for value in (*CODES, *NUMBERS) if value.encode() in lines] == [], node


def test_no_notice_or_detail_shows_a_number(moved: LittleWorld) -> None:
    told = repr([(step.detail, step.notices, step.case, step.id) for step in moved.steps])
    assert [value for value in (*CODES, *NUMBERS) if value in told] == []
    assert moved.notices("declined")


def test_the_terminal_of_the_new_city_forgets_when_the_visit_is_settled(moved: LittleWorld) -> None:
    image = moved.host(ids.integrated_terminal(NIIGATA)).store.image()
    assert [value for value in (*CODES, *NUMBERS) if value.encode() in image] == []

"""The table of duties, rights and orders is whole, and no duty can do alone what two people must do."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from juki.protocol.permissions.duties import (
    COUNTERS,
    JAPANESE,
    NEEDS,
    NOT_OPERATED,
    RIGHTS_OF,
    Duty,
    Right,
    duties_with,
    rights_of,
)
from juki.protocol.permissions.purposes import PURPOSE_OF
from juki.protocol.terms import Role

ROOT = Path(__file__).resolve().parents[3]
ELSEWHERE = {"hold_answers", "release_answers", "request_certificate"}
"Given at the interface system, as a failure, and by citizens at kiosks."
ORDERED = re.compile(r'Order\([^"]*?"([a-z_]+)",', re.DOTALL)
ACTED = re.compile(r'^    "([a-z_]+)": Act\(', re.MULTILINE)


def test_every_duty_has_a_name_and_its_rights() -> None:
    assert set(JAPANESE) == set(RIGHTS_OF) == set(Duty)
    assert all(RIGHTS_OF.values())


def test_every_right_is_some_duty_s_and_some_order_s() -> None:
    used = {need.right for need in NEEDS.values()}
    assert [right for right in Right if not duties_with(right)] == []
    assert [right for right in Right if right not in used] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Right.APPLY, Right.APPROVE),
        (Right.CORRECT, Right.PERMIT_CORRECTION),
        (Right.CHECK_CORRECTION, Right.PERMIT_CORRECTION),
        (Right.AUDIT, Right.TAKE_REPORTS),
        (Right.AUDIT, Right.APPROVE),
        (Right.ADMINISTER, Right.TAKE_REPORTS),
    ],
)
def test_no_duty_holds_both_ends(one: Right, other: Right) -> None:
    assert [duty for duty in Duty if {one, other} <= set(RIGHTS_OF[duty])] == []


@pytest.mark.parametrize(("one", "other"), list(product(Duty, Duty)))
def test_rights_are_those_of_all_duties_each_once(one: Duty, other: Duty) -> None:
    rights = rights_of((one, other))
    assert set(rights) == {*RIGHTS_OF[one], *RIGHTS_OF[other]}
    assert len(rights) == len(set(rights))


def test_nobody_without_a_duty_has_a_right() -> None:
    assert rights_of(()) == ()


def test_every_order_of_the_stories_at_a_counter_has_its_row() -> None:
    """An order that this finds has no row in NEEDS: name the right it takes, or say that nobody gives it."""
    texts = [file.read_text("utf-8") for file in sorted((ROOT / "scenarios/acting").glob("*.py"))]
    ordered = {verb for text in texts for verb in ORDERED.findall(text)}
    disturbing = (ROOT / "scenarios/acting/disturbing.py").read_text("utf-8")
    acted = {verb for text in texts if text != disturbing for verb in ACTED.findall(text)}
    assert len(ordered) > 5
    assert len(acted) > 10
    assert {*ordered, *acted} - {*NEEDS} - NOT_OPERATED - ELSEWHERE == set()


def test_no_order_is_both_given_and_not_given_by_people() -> None:
    assert [verb for verb in NEEDS if verb in NOT_OPERATED] == []


def test_every_search_says_for_what() -> None:
    searching = {"show_access_notice", "search_person", "inquire_person", "check_number"}
    assert {verb for verb, need in NEEDS.items() if need.purpose} == searching
    assert PURPOSE_OF


@pytest.mark.parametrize("role", [Role.CARD, Role.KIOSK, Role.CORE, Role.INTERFACE, Role.OUTSIDE])
def test_cards_kiosks_and_the_core_have_no_operators(role: Role) -> None:
    assert role not in COUNTERS

"""What a story may say about 符号: who is known to another city, and what is refused before the first step."""

from __future__ import annotations

import pytest
from fugo_stories import CAST
from small_stories import played, small_story, staged

from juki.protocol.errors import BadInput
from juki.scenarios.population import Person


def cast_as(wish: str) -> Person:
    return staged(small_story(cast={"owner": wish})).play.stage.parts["owner"][0]


def test_whoever_is_known_elsewhere_is_known_by_her_own_number() -> None:
    owner = cast_as("{of: 長岡市, addressee_of: 新潟市中央区}")
    assert owner.addressee_of is not None
    assert owner.addressee_of.digits == "151009"
    assert owner.addressee_number == owner.resident.my_number


def test_a_misread_number_is_nobodys_and_still_has_a_right_check_digit() -> None:
    story = staged(small_story(cast={"owner": "{of: 長岡市, addressee_of: 横浜市, misread: true}"}))
    owner = story.play.stage.parts["owner"][0]
    assert owner.addressee_number is not None
    assert owner.addressee_number.digits.startswith("99")
    assert owner.addressee_number not in {person.resident.my_number for person in story.play.stage.simulation.people}


def test_nobody_is_known_elsewhere_unless_the_story_says_so() -> None:
    assert cast_as("{of: 長岡市}").addressee_of is None


def test_nobody_is_a_stranger_where_she_lives() -> None:
    with pytest.raises(BadInput, match="where he lives"):
        cast_as("{of: 新潟市中央区, addressee_of: 新潟市}")


@pytest.mark.parametrize(
    "step",
    [
        "send_medium: {at: 長岡市, witness: JK-0002, copies: 0}",
        "release_answers: {at: 長岡市, times: 0}",
        "acquire_fugo: {who: nobody, at: 長岡市}",
        "acquire_fugo: {who: resident, at: 京都市}",
    ],
)
def test_what_cannot_be_done_is_refused_before_the_first_step(step: str) -> None:
    with pytest.raises(BadInput):
        staged(small_story(step, cast=CAST))


def test_an_expectation_makes_no_system() -> None:
    """Whoever looks must not change which stores a run leaves behind."""
    run = played(small_story(cast=CAST, expect=["fugo: {who: resident, at: 長岡市, is: none}"]))
    assert all(checked.held for checked in run.expectations())
    assert not any(
        node.endswith(("addressee-system", "intermediary-server")) for node in run.play.stage.simulation.hosts
    )


def test_expectations_of_fugo_can_fail() -> None:
    wanted = [
        "fugo: {who: resident, at: 長岡市, is: none}",
        "fugo: {who: resident, at: 横浜市, is: acquired}",
        "fugo_joined: {who: owner, at: 長岡市, with: 横浜市}",
        "fugo_told: {at: 長岡市, what: acquired, times: 2}",
        "medium: {at: 長岡市, requests: 1, witness: JK-0002, arrived: true}",
    ]
    run = played(small_story("acquire_fugo: {who: resident, at: 長岡市}", cast=CAST, expect=wanted))
    found = [(checked.held, checked.found) for checked in run.expectations()]
    assert found == [
        (False, "fugo acquired"),
        (False, "fugo none"),
        (False, "not held by both"),
        (False, "1 times"),
        (False, "no medium"),
    ]

"""Stories of questions about people: they hold in both profiles and over bad links, and each has one history."""

from __future__ import annotations

import pytest
from small_stories import RESIDENTS, Played, played, small_story, staged, where_they_part

from juki.protocol.errors import BadInput
from juki.scenarios.expectations.search import TABLE
from juki.scenarios.library import find
from juki.scenarios.running import RunOptions

STORIES = (
    "identity-search",
    "identity-search-namesakes",
    "identity-search-elsewhere",
    "identity-search-too-few-items",
    "identity-search-unknown-purpose",
    "identity-check",
    "identity-check-four-items",
    "identity-inquiry",
    "identity-inquiry-refused",
    "number-check",
)
CAST = {"one": "{of: 長岡市, card: none}", "two": "{of: 長岡市, card: none, namesake_of: one}"}
SEARCH = "search_person: {who: one, at: 長岡市}"
CONFIRM = "confirm_person: {who: one, at: 長岡市}"


def options(**changes: str) -> RunOptions:
    return RunOptions(**{"link": "null", "residents": RESIDENTS, **changes})  # type: ignore[arg-type] # options of a run


def missed(run: Played) -> list[str]:
    return [f"{one.place}: {one.en}, found {one.found}" for one in run.expectations() if not one.held]


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("profile", ["law-2026", "seed-2022"])
def test_a_story_holds_in_both_profiles(name: str, profile: str) -> None:
    run = played(find(name), options(profile=profile))
    assert (missed(run), run.failed()) == ([], [])


@pytest.mark.parametrize("name", STORIES)
def test_a_story_holds_over_links_that_lose_and_double(name: str) -> None:
    run = played(find(name), options(faults="lossy"))
    assert (missed(run), run.failed()) == ([], [])


@pytest.mark.parametrize("name", ["identity-search-elsewhere", "identity-inquiry"])
def test_a_story_has_one_history_over_every_link(name: str) -> None:
    plain, sealed = played(find(name), options()), played(find(name), options(link="noise"))
    assert where_they_part(plain.steps, sealed.steps) == ""
    assert plain.digest == sealed.digest


def test_a_list_is_gone_when_another_question_is_asked() -> None:
    run = played(small_story(SEARCH, "search_person: {who: one, at: 長岡市, items: birth-sex}", CONFIRM, cast=CAST))
    assert [step.refused for step in run.steps if step.what == "order" and step.refused] == ["too-few-items"]
    run = played(small_story(SEARCH, "check_identity: {who: one, at: 長岡市, proof: four-items}", CONFIRM, cast=CAST))
    assert [step.refused for step in run.steps if step.what == "order" and step.refused] == ["out-of-turn"]


def test_a_list_serves_one_confirmation() -> None:
    run = played(small_story(SEARCH, CONFIRM, CONFIRM, cast=CAST))
    assert [step.refused for step in run.steps if step.what == "order" and step.refused] == ["out-of-turn"]
    assert run.failed() == []


def test_whoever_has_no_right_to_search_confirms_nobody() -> None:
    run = played(small_story(SEARCH, "confirm_person: {who: one, at: 長岡市, by: 審査}", cast=CAST))
    [refused] = [step for step in run.steps if step.what == "order" and step.refused]
    assert refused.refused == "no-right"
    assert run.failed() == []


def test_an_outcome_that_is_no_rule_is_told_before_anything_runs() -> None:
    wanted = "provision: {on: 機構/全国サーバー, outcome: no-bases, times: 1}"
    with pytest.raises(BadInput, match="'no-basis', the nearest"):
        staged(small_story(SEARCH, expect=[wanted], cast=CAST))


def test_a_namesake_must_be_cast_after_whom_he_resembles() -> None:
    with pytest.raises(BadInput, match="who is not cast yet"):
        staged(small_story(SEARCH, cast=dict(reversed(CAST.items()))))


ASKED = (
    SEARCH,
    CONFIRM,
    "check_identity: {who: one, at: 長岡市, proof: four-items}",
    "check_identity: {who: one, at: 新潟市, proof: old-address}",
    "check_number: {who: one, at: 新潟市}",
    "check_number: {who: one, at: 横浜市, number: unknown}",
)
HOLDS = (
    "hits: {at: 長岡市, people: 2}",
    "same_person: {who: one, at: 長岡市, is: true}",
    "same_person: {who: two, at: 長岡市, is: false}",
    "identified: {at: 長岡市, is: true}",
    "identified: {at: 新潟市, is: false}",
    "number_matches: {at: 新潟市, is: true}",
    "number_matches: {at: 横浜市, is: false}",
    "provision: {on: 長岡市/市町村CS, outcome: granted, times: 1}",
    "provision: {on: 機構/全国サーバー, outcome: granted, means: number-check, purpose: resident-affairs, times: 2}",
)
FAILS = (
    "hits: {at: 長岡市, people: 1}",
    "hits: {at: 新潟市, people: 0}",
    "same_person: {who: one, at: 長岡市, is: false}",
    "same_person: {who: one, at: 新潟市, is: true}",
    "identified: {at: 長岡市, is: false}",
    "identified: {at: 新潟市, is: true}",
    "number_matches: {at: 新潟市, is: false}",
    "number_matches: {at: 横浜市, is: true}",
    "provision: {on: 長岡市/市町村CS, outcome: no-basis, times: 1}",
    "provision: {on: 機構/全国サーバー, outcome: granted, means: search, times: 1}",
)


def test_every_expectation_of_a_question_is_tried_both_ways() -> None:
    run = played(small_story(*ASKED, expect=(*HOLDS, *FAILS), cast=CAST))
    assert [one.en for one in run.expectations() if one.held] == [one.en for one in run.expectations()[: len(HOLDS)]]
    for lines in (HOLDS, FAILS):
        assert {line.partition(":")[0] for line in lines} == {verb.name for verb in TABLE}

"""Every expectation of updates can hold and can fail: each is asked of one run, once rightly and in every wrong way."""

from __future__ import annotations

import pytest
from small_stories import Played, played, small_story

from juki.scenarios.expectations import updates
from juki.scenarios.finding import Found, look

STEPS = (
    "report_move_within: {who: mover, moved_on: start - 1}",
    "change_number: {who: mover}",
    "change_code: {who: family/1}",
    "report_birth: {who: family/2, born_on: start - 1}",
    "freeze_record: {who: cardless, on: 長岡市/市町村CS}",
    "correct_record: {who: cardless, name: 試験 改}",
    "send_recovery: {who: cardless, at: 長岡市}",
    "send_wrong_entry: {who: mover, reason: C1, wrong: name sex}",
)
HOLDS = {
    "update": (
        "{who: mover, on: 機構/全国サーバー, reason: D1, sequence: 3, recovery: 0, frozen: false}",
        "{who: cardless, on: 長岡市/市町村CS, recovery: 1, frozen: true}",
        "{who: cardless, on: 新潟県/都道府県サーバー, sequence: 1, recovery: 1, frozen: false}",
        "{who: family/1, on: 長岡市/市町村CS, reason: E1, sequence: 1}",
    ),
    "number_changed": (
        "{who: mover, on: 新潟県/都道府県サーバー, is: true}",
        "{who: family/1, on: 機構/全国サーバー, is: false}",
    ),
    "code_changed": (
        "{who: family/1, on: 機構/全国サーバー, is: true}",
        "{who: mover, on: 長岡市/市町村CS, is: false}",
    ),
    "newborn": ("{who: family, on: 機構/全国サーバー, numbered: true}",),
    "entry_error": (
        "{rule: alters-more, at: 長岡市, times: 2}",
        "{rule: alters-more, at: 長岡市, item: sex, times: 1}",
        "{rule: record-frozen, at: 長岡市, times: 1}",
        "{rule: in-future, at: 長岡市, times: 0}",
    ),
}
FAILS = {
    "update": (
        "{who: mover, on: 機構/全国サーバー, reason: C1}",
        "{who: mover, on: 機構/全国サーバー, sequence: 2}",
        "{who: cardless, on: 長岡市/市町村CS, recovery: 0}",
        "{who: cardless, on: 長岡市/市町村CS, frozen: false}",
        "{who: mover, on: 横浜市/市町村CS, sequence: 0}",
    ),
    "number_changed": (
        "{who: mover, on: 新潟県/都道府県サーバー, is: false}",
        "{who: mover, on: 神奈川県/都道府県サーバー, is: false}",
    ),
    "code_changed": (
        "{who: family/1, on: 機構/全国サーバー, is: false}",
        "{who: family/2, on: 機構/全国サーバー, is: true}",
        "{who: mover, on: 横浜市/市町村CS, is: false}",
    ),
    "newborn": (
        "{who: family, on: 機構/全国サーバー, numbered: false}",
        "{who: mover, on: 機構/全国サーバー, numbered: true}",
    ),
    "entry_error": (
        "{rule: alters-more, at: 長岡市, times: 1}",
        "{rule: alters-more, at: 横浜市, times: 2}",
        "{rule: alters-more, at: 長岡市, item: birth, times: 1}",
    ),
}


@pytest.fixture(scope="module")
def run() -> Played:
    return played(small_story(*STEPS))


def asked(run: Played, verb: str, said: str) -> Found:
    (wanted,) = small_story(expect=[f"{verb}: {said}"]).expect
    return look(wanted, run.play.stage, run.play.trail)


@pytest.mark.parametrize(("verb", "said"), [(verb, said) for verb, lines in HOLDS.items() for said in lines])
def test_an_expectation_of_updates_holds(run: Played, verb: str, said: str) -> None:
    assert asked(run, verb, said).held


@pytest.mark.parametrize(("verb", "said"), [(verb, said) for verb, lines in FAILS.items() for said in lines])
def test_an_expectation_of_updates_fails_and_says_what_was_there(run: Played, verb: str, said: str) -> None:
    found = asked(run, verb, said)
    assert not found.held
    assert found.text


def test_every_expectation_of_updates_is_tried_both_ways() -> None:
    assert list(HOLDS) == list(FAILS) == [verb.name for verb in updates.TABLE]


def test_no_finding_of_updates_shows_a_number(run: Played) -> None:
    stage = run.play.stage
    people = [person for part in stage.parts.values() for person in part]
    told = " ".join(
        asked(run, verb, said).text for table in (HOLDS, FAILS) for verb, lines in table.items() for said in lines
    )
    assert [person.number for person in people if stage.code_of(person).digits in told] == []


def test_the_laws_hold_in_the_end_but_for_what_was_never_put_right(run: Played) -> None:
    assert run.failed() == []

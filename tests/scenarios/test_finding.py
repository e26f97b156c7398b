"""Every expectation can hold and can fail: each is asked of one run, once rightly and in every wrong way."""

from __future__ import annotations

import pytest
from small_stories import IN, OUT, THERE, Played, played, small_story

from juki.scenarios.expectations import EXPECTATIONS
from juki.scenarios.finding import Found, look

STEPS = (
    OUT,
    "report_move_out: {who: family, to: 横浜市西区, planned: start + 40}",
    THERE,
    "intrude: {what: wrong-role, from: 新潟県/都道府県サーバー, to: 機構/全国サーバー}",
    "continue_card: {who: family/2, at: 新潟市, pin: wrong}",
    "crash: {of: 横浜市/市町村CS, for: 1 minute}",
    IN,
)
HOLDS = {
    "register": (
        "{who: mover, at: 新潟市中央区, is: current}",
        "{who: mover, at: 新潟市, is: current}",
        "{who: mover, at: 長岡市, is: closed}",
        "{who: mover, at: 長岡市, is: closed, moved_to: 新潟市中央区}",
        "{who: family, at: 長岡市, is: leaving}",
        "{who: cardless, at: 長岡市, is: current}",
        "{who: mover, at: 横浜市, is: none}",
        "{who: mover, at: 新潟市南区, is: none}",
    ),
    "identity": (
        "{who: mover, on: 機構/全国サーバー, current: true, lives_in: 新潟市}",
        "{who: mover, on: 機構/全国サーバー, lives_in: 新潟市中央区}",
        "{who: mover, on: 長岡市/市町村CS, current: false}",
        "{who: mover, on: 横浜市/市町村CS, none: true}",
        "{who: mover, on: 新潟県/都道府県サーバー, none: false}",
    ),
    "card": ("{who: mover, is: active}", "{who: mover, is: active, continued_at: 新潟市}", "{who: family, is: active}"),
    "chip": (
        "{who: mover, address_at: 新潟市中央区}",
        "{who: mover, tries_left: 3}",
        "{who: family/1, tries_left: 3}",
        "{who: family/2, tries_left: 2}",
    ),
    "certificate": (
        "{who: mover, purpose: signing, revoked: true}",
        "{who: mover, purpose: user, revoked: false}",
        "{who: family/1, purpose: signing, revoked: false}",
    ),
    "transfer_data": (
        "{who: family, at: 横浜市, kept: true}",
        "{who: family, at: 新潟市, kept: false}",
    ),
    "confirmed": ("{who: mover, on: 新潟県/都道府県サーバー, moved_to: 新潟市中央区}",),
    "mailing": ("{who: mover, notices: 1}", "{who: family, notices: 0}"),
    "declined": ("{rule: pin-wrong, at: 新潟市}",),
    "refused": (
        "{rule: not-authorised, times: 1}",
        "{rule: not-authorised, by: 機構/全国サーバー, times: 1}",
        "{rule: forged, times: 0}",
    ),
    "message": (
        "{kind: MoveInNotice, times: 1, from: 新潟市/市町村CS, to: 長岡市/市町村CS}",
        "{kind: MoveInNotice, times: 0, to: 横浜市/市町村CS}",
    ),
    "struck": ("{fault: lost, at_least: 0}", "{fault: crash, at_least: 1}"),
}
FAILS = {
    "register": (
        "{who: mover, at: 新潟市南区, is: current}",
        "{who: mover, at: 長岡市, is: current}",
        "{who: mover, at: 長岡市, is: leaving}",
        "{who: mover, at: 長岡市, is: closed, moved_to: 新潟市南区}",
        "{who: mover, at: 新潟市, is: none}",
        "{who: mover, at: 横浜市, is: closed}",
        "{who: family, at: 長岡市, is: current}",
        "{who: cardless, at: 長岡市, is: leaving}",
    ),
    "identity": (
        "{who: mover, on: 機構/全国サーバー, current: false}",
        "{who: mover, on: 機構/全国サーバー, current: true, lives_in: 長岡市}",
        "{who: mover, on: 機構/全国サーバー, lives_in: 新潟市南区}",
        "{who: mover, on: 機構/全国サーバー, none: true}",
        "{who: mover, on: 横浜市/市町村CS, current: true}",
        "{who: mover, on: 横浜市/市町村CS, none: false}",
    ),
    "card": (
        "{who: mover, is: lapsed}",
        "{who: mover, is: active, continued_at: 長岡市}",
    ),
    "chip": (
        "{who: mover, address_at: 長岡市}",
        "{who: mover, tries_left: 2}",
        "{who: family, tries_left: 3}",
        "{who: family/2, tries_left: 3}",
    ),
    "certificate": (
        "{who: mover, purpose: signing, revoked: false}",
        "{who: mover, purpose: user, revoked: true}",
        "{who: cardless, purpose: user, revoked: false}",
    ),
    "transfer_data": ("{who: family, at: 横浜市, kept: false}", "{who: family, at: 新潟市, kept: true}"),
    "confirmed": (
        "{who: mover, on: 新潟県/都道府県サーバー, moved_to: 新潟市南区}",
        "{who: family, on: 新潟県/都道府県サーバー, moved_to: 横浜市西区}",
    ),
    "mailing": ("{who: mover, notices: 2}", "{who: family, notices: 1}"),
    "declined": ("{rule: pin-locked, at: 新潟市}", "{rule: pin-wrong, at: 長岡市}"),
    "refused": (
        "{rule: not-authorised, times: 0}",
        "{rule: not-authorised, by: 長岡市/市町村CS, times: 1}",
        "{rule: forged, times: 1}",
    ),
    "message": (
        "{kind: MoveInNotice, times: 1}",
        "{kind: MoveInNotice, times: 1, to: 横浜市/市町村CS}",
        "{kind: MoveInNotice, times: 1, from: 横浜市/市町村CS}",
    ),
    "struck": ("{fault: lost, at_least: 1}", "{fault: crash, at_least: 2}"),
}


@pytest.fixture(scope="module")
def run() -> Played:
    return played(small_story(*STEPS))


def asked(run: Played, verb: str, said: str) -> Found:
    (wanted,) = small_story(expect=[f"{verb}: {said}"]).expect
    return look(wanted, run.play.stage, run.play.trail)


@pytest.mark.parametrize(("verb", "said"), [(verb, said) for verb, lines in HOLDS.items() for said in lines])
def test_an_expectation_holds(run: Played, verb: str, said: str) -> None:
    assert asked(run, verb, said).held


@pytest.mark.parametrize(("verb", "said"), [(verb, said) for verb, lines in FAILS.items() for said in lines])
def test_an_expectation_fails_and_says_what_was_there(run: Played, verb: str, said: str) -> None:
    found = asked(run, verb, said)
    assert not found.held
    assert found.text


def test_every_expectation_of_the_table_is_tried_both_ways() -> None:
    assert list(HOLDS) == list(FAILS) == [verb.name for verb in EXPECTATIONS]


def test_no_finding_shows_a_number(run: Played) -> None:
    people = [person for part in run.play.stage.parts.values() for person in part]
    told = " ".join(
        asked(run, verb, said).text for table in (HOLDS, FAILS) for verb, lines in table.items() for said in lines
    )
    assert [person.number for person in people if person.resident.code.digits in told] == []


def test_a_failed_expectation_fails_the_run_and_nothing_else() -> None:
    run = played(small_story("expect: [{card: {who: mover, is: lapsed}}]", "wait: {for: 1 day}"))
    assert [(checked.held, checked.place) for checked in run.expectations()] == [(False, "small.yaml:9:15")]
    assert run.failed() == []


def test_an_expectation_of_another_profile_is_not_asked() -> None:
    lines = [f"card: {{who: mover, is: lapsed, profile: {name}}}" for name in ("seed-2022", "law-2026")]
    run = played(small_story(expect=lines))
    assert [checked.held for checked in run.expectations()] == [False]
    assert "profile=law-2026" in run.expectations()[0].en


def test_an_expectation_in_the_middle_looks_at_that_moment() -> None:
    run = played(
        small_story(
            OUT,
            "expect: [{register: {who: mover, at: 長岡市, is: leaving}}]",
            THERE,
            expect=["register: {who: mover, at: 長岡市, is: closed}"],
        )
    )
    assert [checked.held for checked in run.expectations()] == [True, True]

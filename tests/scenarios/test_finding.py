"""Every expectation can hold and can fail: each is asked of one run, once rightly and in every wrong way."""

from __future__ import annotations

import pytest
from small_stories import IN, OUT, THERE, Played, played, small_story

from juki.scenarios.expectations import EXPECTATIONS
from juki.scenarios.finding import Found, look

STEPS = (
    OUT,
    "report_move_out: {who: family, to: 横浜市西区, planned: start + 40}",
    "report_move_out: {who: cardless, to: 横浜市西区, planned: start + 40, by: 検索}",
    "list_rights: {on: 長岡市/住民記録}",
    "audit_sample: {on: 長岡市/住民記録, size: 2}",
    THERE,
    "intrude: {what: wrong-role, from: 新潟県/都道府県サーバー, to: 機構/全国サーバー}",
    "continue_card: {who: family/2, at: 新潟市, pin: wrong}",
    "crash: {of: 横浜市/市町村CS, for: 1 minute}",
    IN,
    "plant_difference: {who: cardless, on: 機構/全国サーバー, what: altered, field: name}",
    "plant_difference: {who: family/2, on: 機構/全国サーバー, what: stale}",
    "check_consistency: {at: 長岡市}",
    "propose_correction: {who: cardless, at: 長岡市}",
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
    "compared": (
        "{who: cardless, at: 長岡市, is: diff}",
        "{who: cardless, at: 長岡市, is: diff, fields: name}",
        "{who: family/2, at: 長岡市, is: stale}",
        "{who: mover, at: 長岡市, is: match}",
    ),
    "comparison": ("{at: 長岡市, is: diff, count: 1}", "{at: 長岡市, is: dup, count: 0}"),
    "correction": ("{who: cardless, at: 長岡市, is: compared}", "{who: mover, at: 長岡市, is: none}"),
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
    "operated": (
        "{on: 長岡市/住民記録, by: 受付, what: report_move_out, outcome: done, times: 2}",
        "{on: 長岡市/住民記録, by: JK-0009, what: report_move_out, times: 0}",
        "{on: 長岡市/住民記録, outcome: no-right, times: 1}",
    ),
    "right": (
        "{on: 長岡市/住民記録, of: JK-0001, duty: 受付, held: true}",
        "{on: 長岡市/住民記録, of: JK-0009, duty: reception, held: false}",
    ),
    "session": (
        "{on: 新潟市/統合端末, of: JK-0001, stands: true}",
        "{on: 長岡市/住民記録, of: JK-0004, stands: false}",
    ),
    "rights_listed": ("{on: 長岡市/住民記録, unused: 0}",),
    "audited": ("{on: 長岡市/住民記録, sampled: 2}", "{on: 長岡市/住民記録, failed: 0, refused: 1, after_hours: 0}"),
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
    "compared": (
        "{who: cardless, at: 長岡市, is: match}",
        "{who: cardless, at: 長岡市, is: diff, fields: address}",
        "{who: mover, at: 新潟市, is: match}",
        "{who: cardless, at: 長岡市, with: register, is: match}",
    ),
    "comparison": ("{at: 長岡市, is: diff, count: 2}", "{at: 新潟市, is: diff, count: 0}"),
    "correction": ("{who: cardless, at: 長岡市, is: clean}", "{who: mover, at: 長岡市, is: clean}"),
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
    "operated": (
        "{on: 長岡市/住民記録, what: report_move_out, outcome: done, times: 3}",
        "{on: 横浜市/住民記録, by: 受付, times: 1}",
    ),
    "right": (
        "{on: 長岡市/住民記録, of: JK-0001, duty: 受付, held: false}",
        "{on: 長岡市/住民記録, of: JK-9999, duty: 受付, held: true}",
    ),
    "session": (
        "{on: 新潟市/統合端末, of: JK-0001, stands: false}",
        "{on: 長岡市/住民記録, of: JK-0001, stands: true}",
    ),
    "rights_listed": ("{on: 長岡市/住民記録, unused: 1}", "{on: 新潟市/住民記録, unused: 0}"),
    "audited": ("{on: 長岡市/住民記録, sampled: 3}", "{on: 新潟市/住民記録, refused: 0}"),
    "struck": ("{fault: lost, at_least: 1}", "{fault: crash, at_least: 2}"),
}


ELSEWHERE = (
    *("fugo", "fugo_joined", "fugo_told", "medium"),
    *("printed", "document", "fee", "kiosk_shows", "destroyed", "user_tries"),
    *("hits", "same_person", "identified", "number_matches", "provision"),
    *("update", "number_changed", "code_changed", "newborn", "entry_error"),
)
"Tried in the stories of their own procedures: tests/scenarios/, beside this file."


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
    assert list(HOLDS) == list(FAILS)
    assert {*HOLDS, *ELSEWHERE} == {verb.name for verb in EXPECTATIONS}
    assert not {*HOLDS} & {*ELSEWHERE}


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

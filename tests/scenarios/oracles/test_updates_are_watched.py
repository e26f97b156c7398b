"""What the oracles make of updates: a loss must be mended, a frozen record may lag, a chain of changes is one person."""

from __future__ import annotations

import pytest
from small_stories import Played, played, small_story

from juki.nodes.store import Store
from juki.protocol.terms.nodes import JPKI, NATIONAL_SERVER, communication_server, prefecture_server
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import View

WITHIN = "report_move_within: {who: mover, moved_on: start - 1}"
ABOVE = "新潟県/都道府県サーバー"


def store(run: Played, node: str) -> Store:
    return run.play.stage.simulation.hosts[node].store  # type: ignore[index] # a node id


def findings(run: Played, oracle: str) -> list[str]:
    view = View(run.play.stage.simulation, run.play.trail, None, is_end=True)
    return list(next(one for one in ORACLES if one.name == oracle).findings(view))


def test_a_loss_that_nothing_mends_is_found_at_the_end_and_only_there() -> None:
    run = played(small_story(WITHIN, f"lose_update: {{who: mover, on: {ABOVE}}}", "wait: {for: 1 day}"))
    assert run.failed() == ["servers-agree"]
    assert run.found("servers-agree").startswith("2026-03-17")
    mended = played(small_story(WITHIN, f"lose_update: {{who: mover, on: {ABOVE}}}", "wait: {for: 1 day}", WITHIN))
    assert mended.failed() == []


def test_a_frozen_record_may_lag_and_a_free_one_may_not() -> None:
    frozen = (f"freeze_record: {{who: mover, on: {ABOVE}}}", WITHIN)
    run = played(small_story(*frozen))
    assert run.failed() == []
    store(run, prefecture_server("15")).write("update identity set frozen_since = null where frozen_since is not null")
    assert findings(run, "servers-agree") != []
    assert played(small_story(*frozen, f"unfreeze_record: {{who: mover, on: {ABOVE}}}")).failed() == []


@pytest.mark.parametrize(
    "change",
    [
        "update history set recovery = 0 where recovery = 1 and sequence = 3",
        "update history set sequence = 9 where recovery = 1 and sequence = 3",
    ],
)
def test_numbers_that_fall_back_behind_a_recovery_are_found(change: str) -> None:
    run = played(small_story(WITHIN, "send_recovery: {who: mover, at: 長岡市}", WITHIN))
    assert findings(run, "updates-in-order") == []
    store(run, NATIONAL_SERVER).write(change)
    assert len(findings(run, "updates-in-order")) == 1


def test_a_signature_that_outlives_a_move_within_is_found() -> None:
    run = played(small_story(WITHIN))
    assert findings(run, "signatures-revoked") == []
    store(run, JPKI).write("update certificates set revoked_on = null")
    assert len(findings(run, "signatures-revoked")) == 1


def test_a_changed_number_in_the_register_alone_is_found() -> None:
    run = played(small_story("change_number: {who: mover}"))
    assert run.failed() == []
    city = run.play.stage.simulation.cities[0]
    store(run, communication_server(city)).write(
        "update identity set record = (select record from identity order by code limit 1) where code = ?",
        run.play.stage.parts["mover"][0].resident.code.digits,
    )
    assert findings(run, "city-agrees") != []


def test_a_mover_with_a_changed_code_and_number_is_one_person_in_all_registers() -> None:
    run = played(
        small_story(
            "report_move_out: {who: cardless, to: 新潟市中央区, planned: start + 16}",
            'wait: {until: start + 17, at: "10:00"}',
            "erase_record: {who: mover, on: start}",
            "enter_record: {who: mover}",
            "change_code: {who: mover}",
            "change_number: {who: mover}",
        )
    )
    assert run.failed() == []

"""The oracle of provisions fails when a record is missing or too many, and when somebody is bound without an operator."""

from __future__ import annotations

from small_stories import finish, small_story, staged

from juki.nodes.kernel.drive import DirectDriver
from juki.protocol.terms import MunicipalityCode
from juki.protocol.terms.nodes import NATIONAL_SERVER, integrated_terminal

CAST = {"one": "{of: 長岡市, card: none}"}
SEARCH = "search_person: {who: one, at: 長岡市}"
CONFIRM = "confirm_person: {who: one, at: 長岡市}"
TERMINAL = integrated_terminal(MunicipalityCode("152021"))


def test_the_oracle_misses_a_record_that_is_gone() -> None:
    run = staged(small_story("search_person: {who: one, at: 横浜市}", cast=CAST))
    driver = DirectDriver(run.play.stage.simulation.world)
    for instruction in run.play.instructions():
        driver.follow(instruction)
        store = run.play.stage.simulation.hosts[NATIONAL_SERVER].store
        with store.transaction():
            store.write("delete from provisions")
    assert "provisions-recorded" in run.failed()
    assert "recorded nothing" in run.found("provisions-recorded")


def test_the_oracle_sees_somebody_bound_without_an_operator() -> None:
    run = finish(staged(small_story(SEARCH, CONFIRM, cast=CAST)))
    assert run.failed() == []
    store = run.play.stage.simulation.hosts[TERMINAL].store
    with store.transaction():
        store.write(
            "insert into inquiries (case_id, state, inquiry) select 'x:1', state, inquiry from inquiries limit 1"
        )
    run.play._ask_oracles(is_end=True)
    assert "has bound 2 people, and operators confirmed 1" in run.found("provisions-recorded")


def test_the_oracle_sees_a_record_without_its_question() -> None:
    run = finish(staged(small_story(SEARCH, cast=CAST)))
    store = run.play.stage.simulation.hosts[NATIONAL_SERVER].store
    with store.transaction():
        store.write(
            "insert into provisions (message_id, case_id, asked_at, asker, operator, purpose, means, outcome, article, people)"
            " values ('x#1', 'x:1', '', 'x', '', '', 'search', 'granted', '', 1)"
        )
    run.play._ask_oracles(is_end=True)
    assert "which came to no question" in run.found("provisions-recorded")

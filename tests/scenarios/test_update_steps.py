"""A step about changes or updates becomes orders that bear no number, for they go on the tape."""

from __future__ import annotations

import pytest
from small_stories import Played, played, small_story, staged

from juki.nodes.kernel.happenings import Order
from juki.protocol.errors import BadInput
from juki.scenarios.acting import instructions
from juki.scenarios.records import code_now
from juki.scenarios.verbs.updates import VERBS

EVERY = {
    "report_move_within": "{who: mover, moved_on: start - 1}",
    "report_birth": "{who: mover, born_on: start - 1, sex: '2'}",
    "report_death": "{who: mover, on: start}",
    "erase_record": "{who: family, on: start}",
    "enter_record": "{who: mover}",
    "correct_record": "{who: mover, name: 試験 改, reason: C2}",
    "change_code": "{who: mover}",
    "change_number": "{who: mover, ex_officio: true}",
    "freeze_record": "{who: family, on: 機構/全国サーバー}",
    "unfreeze_record": "{who: mover, on: 新潟県/都道府県サーバー}",
    "send_recovery": "{who: mover, at: 長岡市}",
    "lose_update": "{who: mover, on: 新潟県/都道府県サーバー}",
    "forget_journal": "{who: mover, on: 長岡市/市町村CS}",
    "send_wrong_entry": "{who: mover, reason: C1, wrong: name office}",
}


def orders(run: Played) -> list[Order]:
    found = instructions(run.play.stage.story.steps[0], run.play.stage)
    return [each for each in found if isinstance(each, Order)]


@pytest.mark.parametrize("verb", EVERY)
def test_an_order_bears_no_number_of_a_person(verb: str) -> None:
    run = staged(small_story(f"{verb}: {EVERY[verb]}"))
    given = orders(run)
    assert given[-1].verb == verb
    said = " ".join(value for order in given for value in order.arguments.values())
    residents = [person.resident for person in run.play.stage.simulation.people]
    numbers = [one.digits for each in residents for one in (each.code, each.my_number) if one is not None]
    assert [number[-4:] for number in numbers if number in said] == []


def test_every_verb_of_updates_is_tried() -> None:
    assert list(EVERY) == [verb.name for verb in VERBS]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("freeze_record: {who: mover, on: 機構/公的個人認証}", "keeps no such record"),
        ("lose_update: {who: mover, on: 長岡市/市町村CS}", "keeps no such record"),
        ("forget_journal: {who: mover, on: 機構/全国サーバー}", "keeps no such record"),
        ("send_wrong_entry: {who: mover, reason: C1, wrong: nose}", "no item that can be wrong"),
        ("send_wrong_entry: {who: family, reason: C1}", "several people"),
        ("send_wrong_entry: {who: mover, reason: Z1}", "'Z1'"),
        ("report_move_within: {who: mover, moved_on: start, to: 新潟市}", "designated city"),
        ("correct_record: {who: mover, reason: C1}", "'C1'"),
    ],
)
def test_what_no_step_can_mean_is_bad_input_with_its_place(line: str, found: str) -> None:
    with pytest.raises(BadInput, match=found) as fault:
        staged(small_story(line))
    assert fault.value.place.startswith("small.yaml:")


def test_a_person_is_found_by_the_code_of_today() -> None:
    run = played(small_story("change_code: {who: mover}", "change_code: {who: mover}"))
    stage, person = run.play.stage, run.play.stage.parts["mover"][0]
    now = stage.code_of(person)
    standing = stage.register_of(person)
    assert now != person.resident.code
    assert standing is not None
    assert standing[1].code == now
    store = stage.simulation.hosts[standing[0]].store
    assert store.one("select 1 from residents where code = ?", person.resident.code.digits) is None
    assert code_now(stage.simulation.hosts["jlis/national-server"].store, now) == now  # type: ignore[index] # a node id

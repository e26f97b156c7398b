"""The feed of the register: silent until it is asked, every change once, what is missing before the answer."""

from __future__ import annotations

from kiosk_corner import CITY, REGISTER, Corner
from msgspec.structs import replace
from small_stories import MOVE, finish, small_story, staged

from juki.nodes.municipality.register_rows import RegisterRows
from juki.protocol.messages.kiosk import ReplicaPosition, ReplicaPositionRequest, ReplicaUpdate
from juki.protocol.secure.envelope import unpack
from juki.protocol.wire import decode

CASE = "kiosk/0001:1"


def touched(corner: Corner, times: int) -> None:
    rows = RegisterRows(corner.simulation.hosts[REGISTER].store)
    resident = corner.run.play.stage.parts["first"][0].resident
    for number in range(times):
        rows.put(replace(resident, household_head=str(number)))


def answers(corner: Corner, position: int) -> tuple[list[int], int]:
    """Numbers of the updates that came before the answer, and the answer."""
    *updates, last = corner.tell(CITY, REGISTER, ReplicaPositionRequest(position), CASE).sent
    numbers = [decode(unpack(sent.envelope).body, ReplicaUpdate).number for sent in updates]
    return numbers, decode(unpack(last.envelope).body, ReplicaPosition).last


def test_a_move_without_kiosks_sends_nothing() -> None:
    run = finish(staged(small_story(*MOVE)))
    assert not any(step.kind.startswith("Replica") for step in run.steps)
    changes = run.play.stage.simulation.hosts[REGISTER].store.rows("select number from feed order by number")
    assert changes == [(1,), (2,), (3,)]


def test_whoever_asks_first_gets_every_change_and_then_the_answer() -> None:
    corner = Corner()
    touched(corner, 3)
    assert answers(corner, 0) == ([1, 2, 3], 3)


def test_whoever_is_behind_gets_what_is_missing_again() -> None:
    corner = Corner()
    touched(corner, 3)
    answers(corner, 0)
    assert answers(corner, 1) == ([2, 3], 3)
    assert answers(corner, 3) == ([], 3)


def test_from_then_on_every_change_is_sent_as_it_is_made() -> None:
    run = finish(staged(small_story("request_certificate: {who: mover, kiosk: kiosk/0001, pin: right}", *MOVE)))
    assert run.failed() == []
    taken = [step for step in run.steps if step.kind == "ReplicaUpdate" and step.node == CITY]
    changes = run.play.stage.simulation.hosts[REGISTER].store.rows("select number from feed order by number")
    assert [step.body["number"] for step in taken] == [number for (number,) in changes]  # type: ignore[index] # a body
    assert "ReplicaPosition" not in {step.kind for step in run.steps if step.sequence > taken[0].sequence}


def test_a_record_that_is_kept_no_longer_is_handed_on_as_gone() -> None:
    corner = Corner()
    rows = RegisterRows(corner.simulation.hosts[REGISTER].store)
    resident = corner.run.play.stage.parts["first"][0].resident
    rows.put(replace(resident, erased_on=resident.address_since))
    rows.erase_closed(resident.address_number)
    sent = corner.tell(CITY, REGISTER, ReplicaPositionRequest(0), CASE).sent
    assert [decode(unpack(one.envelope).body, ReplicaUpdate).record for one in sent[:-1]] == [None, None]

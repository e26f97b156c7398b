"""The looker: answers from a thread of its own, the newest request first, and lives on whatever it is shown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from walks import NOWHERE, past_of

from juki.protocol.errors import BadInput
from juki.scenarios.history import History
from juki.scenarios.looking import looker as lookers
from juki.scenarios.looking.looker import Look, Looker, LookRequest
from juki.scenarios.pasts import LivingPast

STORY = "special-transfer"
SERVER = "152021/communication-server"
LONGEST = 20


@pytest.fixture
def looker() -> Iterator[Looker]:
    made = Looker()
    made.open("main", lambda: History(past_of(STORY)))
    yield made
    made.close()
    assert made.join(LONGEST)


def take(looker: Looker) -> Look:
    """The next answer."""
    end = time.monotonic() + LONGEST
    while not looker.answers:
        assert time.monotonic() < end, "no answer"
        threading.Event().wait(0.002)
    return looker.answers.popleft()


def ask(looker: Looker, step: int, **wanted: object) -> Look:
    request = LookRequest("main", step, **wanted)  # type: ignore[arg-type] # fields of a request
    looker.ask(request)
    look = take(looker)
    assert look.request == request
    return look


def test_a_moment_is_seen_with_a_node_and_what_the_step_changed_in_it(looker: Looker) -> None:
    there = "151009/communication-server"
    step = next(one for one in past_of(STORY).made if one.kind == "MoveOutRecord" and one.node == there)
    look = ask(looker, step.sequence, node=there)
    assert look.fault == ""
    assert look.world is not None
    assert look.node is not None
    assert (look.world.step, look.node.step, look.node.node) == (step.sequence, step.sequence, there)
    assert [table.name for table in look.node.tables if table.changed] != []
    assert look.message is None


def test_a_message_is_seen_on_the_hop_that_is_asked_for(looker: Looker) -> None:
    hops = [step for step in past_of(STORY).made if step.kind == "MoveOutRecord" and step.what == "message"][:2]
    for hop in reversed(hops):
        look = ask(looker, 5, message=hop.id, hop=hop.sequence)
        assert look.message is not None
        assert (look.message.id, look.message.step, look.message.recipient) == (hop.id, hop.sequence, hop.node)
        assert look.world is not None
        assert look.world.step == 5


def test_a_message_under_way_is_seen_at_the_moment_asked_for(looker: Looker) -> None:
    step = next(step for step in past_of(STORY).made if step.sent)
    look = ask(looker, step.sequence, message=step.sent[0])
    assert look.message is not None
    assert (look.message.step, look.message.cause) == (0, f"order {step.case}")
    gone = ask(looker, 0, message=step.sent[0])
    assert (gone.message, gone.world is not None, gone.fault) == (None, True, "")
    assert "none under way" in gone.absent


def test_a_step_that_brought_no_message_is_told(looker: Looker) -> None:
    look = ask(looker, 1, hop=1)
    assert (look.message, look.world is not None, look.fault) == (None, True, "")
    assert "a step of kind" in look.absent


def test_oracles_are_judged_where_the_network_is_at_rest(looker: Looker) -> None:
    end = ask(looker, past_of(STORY).steps, oracles=True)
    assert end.is_settled
    assert len(end.checks) > 10
    assert [one.name for one in end.checks if not one.held] == []
    under_way = next(step.sequence for step in past_of(STORY).made if step.sent)
    assert (ask(looker, under_way, oracles=True).checks, ask(looker, under_way, oracles=True).is_settled) == ((), False)


def test_judging_leaves_the_world_as_it_was(looker: Looker) -> None:
    for step in (past_of(STORY).steps, 0, 64, past_of(STORY).steps):
        assert ask(looker, step, oracles=True, node=SERVER).fault == ""


def test_a_node_that_was_not_heard_of_by_then_is_not_seen(looker: Looker) -> None:
    look = ask(looker, 1, node="card/000001")
    assert (look.node, look.fault) == (None, "")


@pytest.mark.parametrize("step", [-1, 100_000])
def test_a_moment_that_there_is_not_is_a_fault_and_the_looker_lives_on(looker: Looker, step: int) -> None:
    look = ask(looker, step)
    assert look.world is None
    assert "a run of" in look.fault
    assert ask(looker, 3).fault == ""


def test_an_unknown_course_is_a_fault(looker: Looker) -> None:
    looker.ask(LookRequest("other", 1))
    assert take(looker).fault == "no course other"


def failing() -> History:
    raise BadInput("run", "nothing", "a run")


def breaking() -> History:
    raise ZeroDivisionError


@pytest.mark.parametrize(("factory", "fault"), [(failing, "nothing"), (breaking, "ZeroDivisionError")])
def test_a_course_that_cannot_be_made_is_a_fault(looker: Looker, factory: Callable[[], History], fault: str) -> None:
    looker.open("broken", factory)
    looker.ask(LookRequest("broken", 1))
    assert fault in take(looker).fault
    assert ask(looker, 3).fault == ""


def test_a_world_that_breaks_is_made_anew_once(looker: Looker) -> None:
    made = []

    def breaking_first() -> History:
        made.append(1)
        return breaking() if len(made) == 1 else History(past_of(STORY))

    looker.open("main", breaking_first)
    assert ask(looker, 3).fault == ""


def test_a_course_opened_again_under_its_key_is_another_one(looker: Looker) -> None:
    first = ask(looker, 10)
    assert ask(looker, 10) is first
    looker.open("main", lambda: History(past_of("special-transfer-lossy")))
    second = ask(looker, 10)
    assert second.world != first.world


def test_a_past_that_is_not_what_comes_of_it_is_a_fault(looker: Looker) -> None:
    past = past_of(STORY)
    wrong = LivingPast(past.story, past.plan, 1, NOWHERE)
    wrong.commands = list(past.commands)
    wrong.made = [replace(step, detail="nobody said so") if step.sequence == 9 else step for step in past.made]
    looker.open("main", lambda: History(wrong))
    assert ask(looker, 8).fault == ""
    assert "step 9 " in ask(looker, 30).fault
    assert ask(looker, 7).fault == ""


def test_only_the_newest_of_several_requests_is_answered_after_the_one_begun(looker: Looker) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> History:
        begun.set()
        go_on.wait(LONGEST)
        return History(past_of(STORY))

    looker.open("slow", slow)
    looker.ask(LookRequest("slow", 1))
    assert begun.wait(LONGEST)
    for step in range(2, 9):
        looker.ask(LookRequest("slow", step))
    assert not looker.answers
    go_on.set()
    assert [take(looker).request.step, take(looker).request.step] == [1, 8]


def test_a_run_that_grows_can_be_looked_at_up_to_its_newest_step(
    looker: Looker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two steps of one happening: the second is made again before the run has told of it."""
    past = past_of("special-transfer-intruders")
    at = next(
        one.sequence
        for one, two in zip(past.made, past.made[1:], strict=False)
        if one.what == "intrusion" and two.what == "broken"
    )
    growing = LivingPast(past.story, past.plan, 1, NOWHERE)
    growing.commands, growing.made = list(past.commands), list(past.made[:at])
    looker.open("main", lambda: History(growing))
    monkeypatch.setattr(lookers, "PATIENCE", 0.2)
    looker.ask(LookRequest("main", at))
    threading.Event().wait(0.1)
    growing.made.append(past.made[at])
    assert take(looker).fault == ""


def test_a_closed_looker_answers_nobody() -> None:
    looker = Looker()
    looker.close()
    assert looker.join(LONGEST)
    looker.ask(LookRequest("main", 1))
    assert not looker.answers

"""整合性確認 at the communication server: pieces and parts, whose answers count, what is told, what stays as it was."""

from __future__ import annotations

import pytest
from cast import HANAKO, NAGAOKA, YOKOHAMA, code_of, number_of, resident
from letters import hand, letter
from little_world import LittleWorld, little_world
from msgspec.structs import replace

from juki.nodes.comparing import MOST_IN_AN_ANSWER, answers
from juki.nodes.host import Outcome
from juki.nodes.municipality.comparison_rows import ComparisonRows
from juki.nodes.municipality.server_comparison import PART_ROWS, PIECE_ROWS
from juki.nodes.municipality.server_correction import CorrectionRows
from juki.protocol.effects import Reply
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Message
from juki.protocol.messages.consistency import (
    ComparisonAnswer,
    ComparisonDigest,
    ComparisonRowsAsked,
    ComparisonSet,
    Scope,
)
from juki.protocol.procedures.consistency import Agreement
from juki.protocol.procedures.correction import CorrectionState
from juki.protocol.records.comparison import Difference, Verdict
from juki.protocol.refusals import OUT_OF_TURN
from juki.protocol.terms import JuminhyoCode, NodeId
from juki.protocol.terms import nodes as ids

SERVER, PREFECTURE, NATIONAL = ids.communication_server(NAGAOKA), ids.prefecture_server("15"), ids.NATIONAL_SERVER


def town(people: int = 3) -> LittleWorld:
    first = resident()
    others = (
        replace(first, code=code_of(number), my_number=number_of(number), address_number=f"{number:09d}0", card=None)
        for number in range(2, people + 1)
    )
    return little_world(link="null", people=(first, *others))


def compare(made: LittleWorld, scope: Scope = Scope.ABOVE) -> dict[JuminhyoCode, Agreement]:
    made.world.order(SERVER, "check_consistency", {"scope": scope.value})
    made.quiet()
    rows = ComparisonRows(made.host(SERVER).store)
    run = rows.last_done(scope)
    assert run is not None
    return {result.code: result.agreement for result in rows.results(run.run)}


def kinds(made: LittleWorld) -> list[str]:
    return [step.kind for step in made.steps if step.what == "message" and step.kind.startswith("Comparison")]


def plant(made: LittleWorld, node: NodeId, what: str, **more: str) -> None:
    made.world.order(node, "plant_difference", {"what": what, "row": "0", **more})


def test_where_all_agree_no_record_travels() -> None:
    made = town()
    assert compare(made) == {}
    assert sorted(kinds(made)) == ["ComparisonAnswer"] * 2 + ["ComparisonDigest"] * 2
    assert made.notices("comparison-done") == [{"classes": "match 3"}]


def test_rows_go_only_to_whom_they_differ_from() -> None:
    made = town()
    plant(made, NATIONAL, "altered", field="name")
    assert compare(made) == {HANAKO: Agreement.DIFF}
    asked = [step for step in made.steps if step.kind == "ComparisonRowsAsked"]
    assert [step.peer for step in asked] == [NATIONAL]
    assert kinds(made).count("ComparisonSet") == 1


def test_a_town_of_many_goes_in_parts_and_every_part_is_answered() -> None:
    made = town(2 * PART_ROWS + 3)
    plant(made, PREFECTURE, "lost")
    made.world.order(PREFECTURE, "plant_difference", {"what": "stale", "row": str(2 * PART_ROWS)})
    assert compare(made) == {HANAKO: Agreement.ONLY_CS, code_of(2 * PART_ROWS + 2): Agreement.STALE}
    assert kinds(made).count("ComparisonSet") == 3


def test_a_city_of_more_goes_in_pieces_and_only_the_piece_that_differs_is_sent() -> None:
    made = town(PIECE_ROWS + 2)
    made.world.order(NATIONAL, "plant_difference", {"what": "same-number", "row": str(PIECE_ROWS), "with": "0"})
    last = code_of(PIECE_ROWS + 1)
    assert compare(made) == {HANAKO: Agreement.DUPLICATE, last: Agreement.DUPLICATE}
    assert (kinds(made).count("ComparisonDigest"), kinds(made).count("ComparisonSet")) == (4, 1)
    assert made.notices("comparison-progress") == [{"rows": str(PIECE_ROWS)}]


def test_a_town_of_nobody_is_compared_too() -> None:
    made = town()
    made.world.order(ids.communication_server(YOKOHAMA), "check_consistency", {"scope": "above"})
    made.quiet()
    assert made.notices("comparison-done") == [{"classes": ""}]


def test_a_cut_off_in_the_future_is_refused_and_nothing_begins() -> None:
    made = town()
    outcome = made.world.order(SERVER, "check_consistency", {"scope": "above", "cut_off": "2026-03-17"})
    assert outcome.refused is not None
    assert outcome.refused.name == "in-future"
    assert made.rows(SERVER, "select * from comparisons") == []


def say(made: LittleWorld, message: Message, sender: NodeId, case: str) -> Outcome:
    number = made.host(SERVER).streams.received(sender)[0] + 1
    return hand(made, letter(sender, SERVER, message, number, case=case))


@pytest.mark.parametrize(
    ("message", "sender"),
    [
        (ComparisonAnswer(2, 0, ()), PREFECTURE),
        (ComparisonAnswer(1, 1, ()), PREFECTURE),
        (ComparisonRowsAsked(7), NATIONAL),
        (ComparisonAnswer(1, 0, ()), ids.resident_register(NAGAOKA)),
    ],
)
def test_an_answer_that_nobody_waits_for_is_refused(message: Message, sender: NodeId) -> None:
    made = town()
    case = made.world.order(SERVER, "check_consistency", {"scope": "above"}).case
    before = made.rows(SERVER, "select * from comparison_open order by run, side, part")
    outcome = say(made, message, sender, case)
    assert outcome.refused is OUT_OF_TURN
    assert made.rows(SERVER, "select * from comparison_open order by run, side, part") == before


class Few:
    """A side that holds many people whom nobody knows."""

    def row_bytes(self, after: JuminhyoCode | None, upto: JuminhyoCode | None) -> list[bytes]:
        raise AssertionError(f"nobody asks for {after} to {upto}")

    def differences(self, asked: ComparisonSet) -> list[Difference]:
        return [Difference(code_of(number), Verdict.SURPLUS) for number in range(1, asked.part + MOST_IN_AN_ANSWER)]

    def doubles(self) -> list[Difference]:
        return [Difference(HANAKO, Verdict.TWICE, ("code",))]


def test_a_long_answer_comes_in_several_and_only_the_last_ends_it() -> None:
    asked = ComparisonSet(Scope.ABOVE, 1, 1, None, None, (), is_last=True)
    said = [effect.message for effect in answers(Few(), Scope.ABOVE, asked) if isinstance(effect, Reply)]
    assert [(len(one.differences), one.is_more) for one in said if isinstance(one, ComparisonAnswer)] == [
        (MOST_IN_AN_ANSWER, True),
        (1, False),
    ]


def test_a_piece_of_another_scope_is_refused() -> None:
    digest = ComparisonDigest(Scope.REGISTER, 1, None, None, 0, b"", is_last=True)
    with pytest.raises(PeerFault) as refused:
        answers(Few(), Scope.ABOVE, digest)
    assert refused.value.rule is OUT_OF_TURN


def test_the_register_answers_for_the_city() -> None:
    made = town()
    plant(made, ids.resident_register(NAGAOKA), "twice")
    plant(made, SERVER, "lost")
    assert compare(made, Scope.REGISTER) == {HANAKO: Agreement.DUPLICATE}


def propose(made: LittleWorld, finding: int = 0) -> Outcome:
    run = ComparisonRows(made.host(SERVER).store).last_done(Scope.ABOVE)
    assert run is not None
    said = {"run": run.run, "finding": str(finding), "operator": "JK-0002"}
    outcome = made.world.order(SERVER, "propose_correction", said)
    made.quiet()
    return outcome


def give(made: LittleWorld, verb: str, operator: str) -> Outcome:
    outcome = made.world.order(SERVER, verb, {"number": "1", "operator": operator})
    made.quiet()
    return outcome


def state(made: LittleWorld) -> CorrectionState:
    return CorrectionRows(made.host(SERVER).store).numbered(1).state


def test_a_proposed_correction_freezes_the_record_on_all_three() -> None:
    made = town()
    plant(made, NATIONAL, "altered", field="address")
    compare(made)
    propose(made)
    for node in (SERVER, PREFECTURE, NATIONAL):
        frozen = made.rows(node, "select frozen_since from identity where code = ?", HANAKO.digits)
        assert frozen[0][0] is not None
    assert state(made) is CorrectionState.COMPARED


def test_one_record_has_one_correction_at_a_time_and_none_without_a_finding() -> None:
    made = town()
    plant(made, NATIONAL, "altered", field="address")
    compare(made)
    propose(made)
    assert propose(made).refused is OUT_OF_TURN
    assert propose(made, finding=5).refused is OUT_OF_TURN


def test_a_refused_approval_changes_nothing_above() -> None:
    made = town()
    plant(made, NATIONAL, "altered", field="address")
    compare(made)
    propose(made)
    give(made, "check_correction", "JK-0003")
    before = made.rows(NATIONAL, "select record from identity order by code")
    outcome = give(made, "approve_correction", "JK-0002")
    assert outcome.refused is not None
    assert outcome.refused.name == "own-approval"
    assert made.rows(NATIONAL, "select record from identity order by code") == before
    assert state(made) is CorrectionState.CHECKED

"""Every order of a story has an operator: who it is, how he comes to be logged on, and what a story may say of it."""

from __future__ import annotations

import pytest
from small_stories import MOVE, OUT, played, small_story, staged

from juki.nodes.kernel.happenings import Order
from juki.protocol.errors import BadInput
from juki.protocol.permissions.duties import NEEDS, Duty, rights_of
from juki.protocol.terms import NodeId
from juki.scenarios.acting import instructions
from juki.scenarios.library import find
from juki.scenarios.roll import CAST, CODES, STRANGER, WORDS, code_of, roll, usual, vein_of
from juki.scenarios.running import RunOptions
from juki.scenarios.verbs import VERB_OF

REGISTER = NodeId("152021/resident-register")
STORIES = (
    "operators",
    "operator-without-right",
    "operator-lent-password",
    "operator-aged-password",
    "operator-own-approval",
    "operator-session-left-open",
    "operator-audit",
)


def orders(*lines: str) -> list[Order]:
    """What the last line orders, after the others were played."""
    one = staged(small_story(*lines))
    found = instructions(one.play.stage.story.steps[-1], one.play.stage)
    return [order for order in found if isinstance(order, Order)]


def test_an_order_is_given_by_whoever_has_the_right_first_and_he_logs_on() -> None:
    log_on, order = orders(OUT)
    assert (log_on.verb, order.verb) == ("log_on", "report_move_out")
    for one in (log_on, order):
        assert (one.arguments["operator"], one.arguments["terminal"]) == ("JK-0001", "01")


@pytest.mark.parametrize("who", ["JK-0002", "審査", "examination"])
def test_a_story_names_an_operator_by_code_or_duty(who: str) -> None:
    log_on, order = orders(OUT.replace("}", f", by: {who}}}"))
    assert (log_on.arguments["operator"], order.arguments["operator"]) == ("JK-0002", "JK-0002")
    assert order.arguments["terminal"] == "02"


def test_nobody_logs_on_where_the_story_names_the_terminal() -> None:
    [order] = orders(OUT.replace("}", ', terminal: "05"}'))
    assert order.arguments["terminal"] == "05"


def test_nobody_logs_on_twice_for_two_orders_in_a_row() -> None:
    second = OUT.replace("mover", "family")
    run = played(small_story(OUT, second))
    assert [step.kind for step in run.steps if step.what == "order"] == ["log_on", "report_move_out", "report_move_out"]


def test_but_again_after_a_pause() -> None:
    run = played(small_story(OUT, "wait: {for: 16 minutes}", OUT.replace("mover", "family")))
    assert [step.kind for step in run.steps if step.kind == "log_on"] == ["log_on"] * 2
    assert run.failed() == []


def test_an_aged_password_is_changed_before_the_order() -> None:
    run = played(small_story("wait: {until: start + 100}", OUT.replace("16", "116")))
    kinds = [step.kind for step in run.steps if step.what == "order"]
    assert kinds == ["change_password", "log_on", "report_move_out"]
    assert run.failed() == []


def test_an_order_to_a_counter_that_is_down_waits_with_its_log_on() -> None:
    run = played(small_story(f"crash: {{of: {REGISTER}, for: 1 minute}}", OUT, "wait: {for: 2 minutes}"))
    kinds = [step.kind for step in run.steps if step.what == "order"]
    assert kinds == ["log_on", "report_move_out"]
    assert [step.refused for step in run.steps if step.what == "order"] == ["", ""]
    assert run.failed() == []


@pytest.mark.parametrize("verb", ["report_move_out", "report_move_in", "continue_card", "apply_for_right"])
def test_every_counter_verb_may_name_operator_and_terminal(verb: str) -> None:
    assert {"by", "terminal"} <= {parameter.name for parameter in VERB_OF[verb].parameters}


@pytest.mark.parametrize("verb", ["wait", "intrude", "crash"])
def test_what_nobody_does_at_a_counter_names_none(verb: str) -> None:
    assert "by" not in {parameter.name for parameter in VERB_OF[verb].parameters}


def test_an_operator_who_is_none_is_told_with_the_nearest() -> None:
    with pytest.raises(BadInput, match=r"small\.yaml:9:.*JK-001.*nearest"):
        small_story(OUT.replace("}", ", by: JK-001}"))


@pytest.mark.parametrize(
    "line", ["log_on: {on: 機構/証明書交付センター, by: JK-0001}", "list_rights: {on: 機構/公的個人認証}"]
)
def test_a_system_without_operators_is_told(line: str) -> None:
    with pytest.raises(BadInput, match="has no operators"):
        staged(small_story(line))


def test_an_expectation_of_a_system_without_operators_is_told() -> None:
    with pytest.raises(BadInput, match="has no operators"):
        staged(small_story(expect=["operated: {on: 機構/公的個人認証, times: 0}"]))


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("profile", ["law-2026", "seed-2022"])
def test_a_story_of_operators_has_one_history_on_every_link(name: str, profile: str) -> None:
    runs = [played(find(name), RunOptions(link=link, residents=24, profile=profile)) for link in ("null", "noise")]
    assert [checked for run in runs for checked in run.expectations() if not checked.held] == []
    assert [run.failed() for run in runs] == [[], []]
    assert runs[0].digest == runs[1].digest


def test_operators_of_a_lossy_network_work_as_ever() -> None:
    run = played(small_story(*MOVE), RunOptions(link="null", residents=24, faults="lossy"))
    assert run.failed() == []


# The roll.


def test_every_duty_is_somebodys_and_somebody_has_none() -> None:
    assert {duty for _, _, duties in CAST for duty in duties} == set(Duty)
    assert [code for code, _, duties in CAST if not duties] == ["JK-0009"]


def test_every_order_has_somebody_who_may_give_it() -> None:
    duties = {code: duties for code, _, duties in CAST}
    unable = [
        verb
        for verb, need in NEEDS.items()
        if need.right is not None and need.right not in rights_of(duties[usual(verb)])
    ]
    assert unable == []


def test_words_for_operators_mean_somebody() -> None:
    assert {code_of(word) for word in WORDS} == {*CODES, STRANGER}


def test_no_two_people_have_one_hand_and_no_two_cities_one_person() -> None:
    hands = {vein_of(NodeId(f"{city}/resident-register"), code) for city in ("152021", "151009") for code in CODES}
    assert len(hands) == 2 * len(CODES)


def test_every_name_says_that_it_is_nobodys() -> None:
    start = staged(small_story(OUT)).play.stage.now
    assert all(one.name.startswith("架空 ") and one.code.startswith("JK-") for one in roll(REGISTER, start))

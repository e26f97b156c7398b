"""Visits at counters, from event logs of real runs: forms, what came of them, and what was known at which moment."""

from __future__ import annotations

import pytest
from kept_runs import Kept, kept
from trace_steps import NIIGATA, happy_steps

from juki.tui.dashboard.visit_words import (
    FIELDS,
    HIDDEN,
    citizen_lines,
    citizen_title,
    entry_text,
    field_value,
    form_lines,
    refusal_lines,
    results,
)
from juki.tui.dashboard.visits import Forms, Turn, Visit, Visits
from juki.tui.language import LANGUAGES, use
from juki.tui.names import organisation_name

TERMINAL = f"{NIIGATA}/integrated-terminal"
STORIES = (
    "special-transfer",
    "special-transfer-pin-locked",
    "special-transfer-node-down",
    "kiosk-certificate",
    "kiosk-pin-locked",
    "identity-search",
    "number-check",
    "operators",
    "consistency-check-correction",
    "fugo-issuance",
)


def visits_of(run: Kept) -> Visits:
    visits = Visits()
    for step in run.steps:
        visits.take(step)
    return visits


def every_visit(run: Kept) -> list[Visit]:
    return [visit for counter in visits_of(run).counters.values() for visit in counter.visits]


@pytest.mark.parametrize("name", STORIES)
def test_every_order_of_a_counter_is_a_visit_with_the_form_of_its_command(name: str) -> None:
    run = kept(name)
    forms = Forms(run.commands)
    for visit in every_visit(run):
        orders = [line for line in run.commands if (line.actor, line.verb) == (visit.node, visit.order.kind)]
        assert forms.of(visit) == orders[visit.place].arguments


@pytest.mark.parametrize("name", STORIES)
def test_at_the_end_nobody_waits(name: str) -> None:
    run = kept(name)
    assert [visit.order for visit in every_visit(run) if visit.is_waiting(len(run.steps))] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", STORIES)
def test_everything_at_every_counter_has_words_and_no_secret_is_among_them(name: str, lang: str) -> None:
    use(lang)
    run = kept(name)
    forms = Forms(run.commands)
    for visit in every_visit(run):
        form = forms.of(visit)
        told = [text for field in form_lines(form) for text in field]
        for entry in visit.entries:
            told += [entry_text(entry), *(text for result in results(entry.step) for text in result[1:])]
            told += [text for _sign, text in citizen_lines(entry)]
        secrets = {form[name] for name in ("pin", "password", "new") if form.get(name)}
        assert not [text for text in told for secret in secrets if secret in text.split()]
        assert {name for name in form if name not in FIELDS} <= HIDDEN


def test_a_visit_is_known_only_as_far_as_it_had_come() -> None:
    run = kept("special-transfer")
    counter = visits_of(run).counters[TERMINAL]
    (visit,) = [visit for visit in counter.visits if visit.order.kind == "report_move_in"]
    begun = visit.order.sequence
    assert visit.until(begun) == visit.entries[:1]
    assert visit.card == "card/000010"
    assert visit.is_waiting(begun)
    assert not visit.person(begun)
    assert visit.person(len(run.steps))
    assert not visit.is_waiting(len(run.steps))
    assert [entry.turn for entry in visit.entries[:3]] == [Turn.ORDER, Turn.CARD, Turn.IN]


def test_the_counter_where_something_happened_last_is_found_at_any_moment() -> None:
    run = kept("special-transfer")
    visits = visits_of(run)
    assert visits.latest(0) == ""
    assert visits.latest(2) == "152021/resident-register"
    assert visits.latest(len(run.steps)) == TERMINAL


def test_an_order_that_waited_for_a_node_to_come_up_has_its_own_form() -> None:
    run = kept("special-transfer-node-down")
    late = next(line for line in run.commands if line.verb == "report_move_in")
    (visit,) = [visit for visit in every_visit(run) if visit.order.kind == "report_move_in"]
    assert visit.order.sequence > late.step + 1
    assert Forms(run.commands).of(visit) == late.arguments


def test_commands_that_come_later_are_found_too() -> None:
    run = kept("special-transfer")
    commands = list(run.commands[:1])
    forms = Forms(commands)
    first, second = every_visit(run)[:2]
    assert forms.of(first)
    assert forms.of(second) == {}
    commands += run.commands[1:]
    assert forms.of(second)["planned_on"] == "2026-04-01"


def test_what_a_story_damages_is_no_visit() -> None:
    verbs = {visit.order.kind for visit in every_visit(kept("consistency-check-correction"))}
    assert "plant_difference" not in verbs
    assert "check_consistency" in verbs


def test_a_lost_message_of_a_visit_is_seen_and_a_hand_made_log_without_commands_is_no_trouble() -> None:
    visits = Visits()
    for step in happy_steps():
        visits.take(step)
    assert set(visits.counters) == {"152021/resident-register", TERMINAL}
    assert Forms().of(visits.counters[TERMINAL].visits[0]) == {}


def test_the_citizen_is_told_why_the_card_does_not_answer_and_how_often_he_may_try() -> None:
    use("ja")
    run = kept("special-transfer-pin-locked")
    (visit, *_), texts = [visit for visit in every_visit(run) if visit.order.kind == "report_move_in"], []
    for entry in visit.entries:
        texts += [text for _sign, text in citizen_lines(entry)]
    assert citizen_title(visit) == "転入届"
    assert "残り2回" in texts
    assert any("暗証番号の誤り" in text for text in texts)


def test_a_refusal_is_told_with_the_article_it_rests_on() -> None:
    use("ja")
    first, basis = refusal_lines("no-right", "JK-0009")
    assert "(JK-0009)" in first
    assert basis.startswith("根拠")


@pytest.mark.parametrize(
    ("name", "value", "ja", "en"),
    [
        ("pin", "1234", "●●●●", "●●●●"),
        ("sex", "2", "女", "female"),
        ("planned_on", "2026-04-01", "令和8年4月1日(水)", "Wed 2026-04-01"),
        ("birth", "1971-04-00", "西暦1971年4月(以下不詳)", "1971-04-00"),
        ("birth", "0000-00-00", "年不詳(以下不詳)", "0000-00-00"),
        ("certificate", "record-copy", "住民票の写し", "copy of the record"),
        ("in_full", "yes", "はい", "yes"),
        ("vein", "vein 152021 JK-0001", "読取り済み", "read"),
        ("office", "151033", "新潟県新潟市中央区", "Chuo Ward"),
        ("office", "999999", "999999", "999999"),
        ("town", "yes", "yes", "yes"),
    ],
)
def test_values_of_forms_are_worded_in_both_languages(name: str, value: str, ja: str, en: str) -> None:
    use("ja")
    assert field_value(name, value) == ja
    use("en")
    assert field_value(name, value) == en


def test_a_whole_number_is_in_the_clerks_form_alone() -> None:
    form = {"number": "991234567890", "address": "991234567890"}
    assert [value for _, value in form_lines(form)] == ["991234567890", "********7890"]
    assert [value for _, value in form_lines(form, is_masked=True)] == ["********7890", "********7890"]


def test_a_place_is_told_with_its_city() -> None:
    use("ja")
    assert field_value("office", "151033") == "新潟県新潟市中央区"
    use("en")
    assert field_value("office", "151033") == organisation_name("151033")

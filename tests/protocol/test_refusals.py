"""The rules of refusal: each in two languages, with a source, and used by somebody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from juki.protocol import refusals
from juki.protocol.errors import BadInput, MalformedValue, OutOfTurn, PeerFault
from juki.protocol.masking import mask_runs
from juki.protocol.refusals import RULES, Rule

ROOT = Path(__file__).resolve().parents[2]
RULE_NAMES = {name: rule for name, rule in vars(refusals).items() if isinstance(rule, Rule)}


def code_but_the_rules() -> str:
    files = sorted(file for folder in ("protocol", "nodes", "scenarios") for file in (ROOT / folder).rglob("*.py"))
    return "\n".join(file.read_text("utf-8") for file in files if file.name != "refusals.py")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_speaks_both_languages_and_names_its_source(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", rule.ja)
    assert rule.en.isascii()
    assert rule.basis


def test_no_rule_is_there_for_nothing() -> None:
    code = code_but_the_rules()
    assert [name for name in RULE_NAMES if not re.search(rf"\b{name}\b", code)] == []


def test_every_rule_is_in_the_list_once() -> None:
    assert sorted(rule.name for rule in RULE_NAMES.values()) == sorted(RULES)
    with pytest.raises(ValueError, match="twice"):
        refusals._rule("forged", "偽", "again", "[D]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("code 90000000012 here", "code *******0012 here"),
        ("number 990000000012", "number ********0012"),
        ("day 2026-03-20, 1234567890 microseconds", "day 2026-03-20, 1234567890 microseconds"),
        ("a run of 123456789012345678", "a run of **************5678"),
        ("", ""),
    ],
)
def test_a_long_number_is_masked(text: str, shown: str) -> None:
    assert mask_runs(text) == shown


def test_no_error_shows_a_whole_personal_number() -> None:
    number = "990000000012"
    for fault in (
        PeerFault(refusals.MALFORMED, f"found {number}"),
        MalformedValue("date", "a date", number),
        BadInput("story.yaml:3", number, "a name"),
    ):
        assert number not in str(fault)
        assert number not in repr(fault)


def test_out_of_turn_names_the_event_and_not_what_is_in_it() -> None:
    fault = OutOfTurn("leaving", "990000000012")
    assert (fault.rule, fault.detail) == (refusals.OUT_OF_TURN, "str is not expected in leaving")

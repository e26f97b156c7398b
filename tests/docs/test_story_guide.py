"""The guide to stories: its examples run, and it names everything that the language has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import blocks, links, text_of

from juki.scenarios.expectations import EXPECTATIONS
from juki.scenarios.reading import TOP, read_text
from juki.scenarios.running import RunOptions, RunReport, run_story
from juki.scenarios.verbs import VERBS

GUIDE = text_of("docs/scenarios.md")
EXAMPLES = blocks(GUIDE, "yaml")


def played(text: str) -> RunReport:
    return run_story(read_text(text, Path("docs/scenarios.md")), RunOptions(driver="direct"))


def test_an_example_holds_and_its_japanese_twin_is_the_same_history() -> None:
    english, japanese = map(played, EXAMPLES[:2])
    assert [check.en for check in (*english.expectations, *english.oracles) if not check.held] == []
    assert japanese.verdict == "held"
    assert len(japanese.expectations) == len(english.expectations)
    assert japanese.digest == english.digest


@pytest.mark.parametrize("text", EXAMPLES[2:], ids=lambda text: text.split()[1])
def test_every_other_example_holds(text: str) -> None:
    report = played(text)
    assert [check.en for check in (*report.expectations, *report.oracles) if not check.held] == []


def test_every_key_of_a_file_is_explained() -> None:
    assert [key for key in TOP if f"| `{key}` |" not in GUIDE] == []


@pytest.mark.parametrize("verb", [*VERBS, *EXPECTATIONS], ids=lambda verb: verb.name)
def test_every_verb_is_named_in_both_languages_and_linked(verb: object) -> None:
    name, ja = verb.name, verb.ja  # type: ignore[attr-defined]
    assert (f"`{name}`", f"reference/story-language.md#{name}") in set(links(GUIDE))
    assert re.search(rf"\[`{name}`\]\([^)]+\) \| {ja} \|", GUIDE)

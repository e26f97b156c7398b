"""Every complaint about an input is worded in Japanese too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from juki.protocol.errors import BadInput
from juki.scenarios.vocabulary import Kind
from juki.tui.complaints import complaint, japanese, of
from juki.tui.findings import finding
from juki.tui.language import use

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [file for folder in ("scenarios", "nodes", "protocol") for file in sorted((ROOT / folder).rglob("*.py"))]
WORD = re.compile(r"[a-z]{4,}")
KEPT = {"start", "today", "during", "days", "until", "cast", "wait", "right", "wrong", "true", "false"}
KEPT |= {"juki", "json", "special", "yaml", "root", "network", "noise", "null", "history", "branch", "step", "title"}
"Words of the story language, the command line and the Python interface, which are the same in both."


def phrases() -> set[str]:
    """`found` and `expected` of every BadInput; a digit stands for what is filled in."""
    found = set()
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"BadInput", "Unfit"}:
                found |= {said(argument) for argument in node.args[1:3]}
    return {text for text in found if WORD.search(text)}


CALLS = {"Found": slice(1, 2), "Problem": slice(1, 3), "Difference": slice(1, 3), "TapeAltered": slice(1, 3)}


def findings() -> set[str]:
    """What expectations, oracles, logs and replays find."""
    found = set()
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                words = [keyword.value for keyword in node.keywords if keyword.arg == "text"]
                found |= {said(argument) for argument in [*node.args[CALLS[node.func.id]], *words]}
            elif isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr) and "oracles" in file.parts:
                found.add(said(node.value))
    return {text for text in found if WORD.search(text)}


def said(argument: ast.expr) -> str:
    match argument:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(said(part) for part in parts)
        case ast.FormattedValue(value=ast.IfExp(body=body)):
            return said(body)
        case _:
            return "7"


def test_every_phrase_of_the_scenarios_has_its_japanese() -> None:
    english = {text: japanese(text) for text in sorted(phrases())}
    left = {text: words for text, words in english.items() if set(WORD.findall(words)) - KEPT}
    assert left == {}, "phrases for tui/complaints.py"


def test_every_finding_of_the_scenarios_has_its_japanese() -> None:
    use("ja")
    english = {text: finding(text) for text in sorted(findings())}
    left = {text: words for text, words in english.items() if set(WORD.findall(words)) - KEPT}
    assert left == {}, "phrases for tui/findings.py"


def test_a_finding_keeps_its_time_and_its_neighbours() -> None:
    assert finding("6 messages; none") == "6 messages; none"
    use("ja")
    assert finding("6 messages; none") == "6件; なし"
    assert finding("2026-04-01 09:00 card 7 of *******1234 is missing on 15/prefecture-server").startswith(
        "2026-04-01 09:00 "
    )


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: str(kind.name))
def test_what_an_argument_should_be_is_told_in_japanese(kind: Kind) -> None:
    assert re.search(r"[぀-ヿ一-鿿]|又は", japanese(kind.value.en)), kind.value.en


def test_a_complaint_names_place_finding_and_expectation_in_both_languages() -> None:
    fault = BadInput("--seed", "'x'", "a whole number")
    assert of(fault) == "--seed: found 'x'; expected a whole number"
    use("ja")
    assert of(fault) == "--seed: 誤り 'x' / 正しくは 整数"
    assert complaint("scenario", "'x'", "'y', the nearest, or a file ending in .yaml") == (
        "シナリオ: 誤り 'x' / 正しくは 'y'(最も近い名前)、又は.yamlで終わるファイル"
    )


def test_a_text_without_a_known_phrase_stays_as_it_is() -> None:
    assert japanese("noise or null") == "noise 又は null"
    assert japanese("'abc'") == "'abc'"

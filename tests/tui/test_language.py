"""Which language is chosen, and that the catalogue is fresh, complete and used."""

from __future__ import annotations

import ast
import re
from typing import get_args

import catalogue
import pytest

from juki.nodes import counter
from juki.nodes.kernel.disturbances import Disturbance
from juki.nodes.kernel.intrusion import Attempt
from juki.protocol.errors import BadInput
from juki.scenarios.expectations import STRIKES
from juki.scenarios.genesis import SYSTEMS
from juki.tui.language import _, choose, n_, use
from juki.tui.words import ATTEMPTS, DISTURBANCES, HAPPENINGS, NOTICES, ORDERS, TIMERS
from juki.tui.words import STRIKES as WORDED_STRIKES

NODES = sorted((catalogue.ROOT / "nodes").rglob("*.py")) + sorted((catalogue.ROOT / "protocol").rglob("*.py"))


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ja_JP.UTF-8"}, "ja"),
        ([], {"LANG": "C"}, "en"),
        ([], {"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ([], {"LC_MESSAGES": "ja", "LANG": "en_US.UTF-8"}, "ja"),
        ([], {"LC_ALL": "", "LANG": "ja_JP"}, "ja"),
        ([], {"JUKI_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        (["--lang", "ja", "list"], {"JUKI_LANG": "en"}, "ja"),
        (["list", "--lang=ja"], {}, "ja"),
        (["--lang", "ja", "list", "--lang", "en"], {}, "en"),
        (["list", "--", "--lang", "ja"], {}, "en"),
    ],
)
def test_the_option_comes_before_the_variable_and_the_variable_before_the_locale(
    arguments: list[str], environment: dict[str, str], chosen: str
) -> None:
    assert choose(arguments, environment) == chosen


def test_a_variable_that_names_no_language_is_bad_input() -> None:
    with pytest.raises(BadInput, match="JUKI_LANG"):
        choose([], {"JUKI_LANG": "fr"})


def test_the_catalogue_holds_every_text_of_the_code_and_no_other() -> None:
    found, held = set(catalogue.texts()), catalogue.ids(catalogue.read())
    assert found - held == set(), "run: python tests/support/catalogue.py"
    assert held - found == set(), "run: python tests/support/catalogue.py"


def test_every_text_is_translated_and_none_is_a_guess() -> None:
    messages = [message for message in catalogue.read() if message.id]
    assert [message.id for message in messages if message.fuzzy] == []
    assert [message.id for message in messages if not message.string or not any(message.string)] == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert catalogue.MO.read_bytes() == catalogue.compiled(catalogue.read()), "run: python tests/support/catalogue.py"


def test_a_translation_names_no_field_that_its_text_has_not() -> None:
    fields = re.compile(r"\{(\w+)[^}]*\}")
    for message in catalogue.read():
        if not message.id:
            continue
        said = message.id if isinstance(message.id, str) else " ".join(message.id)
        translated = message.string if isinstance(message.string, str) else " ".join(message.string or ())
        assert set(fields.findall(translated)) <= set(fields.findall(said)), message.id


def test_one_process_speaks_both_languages() -> None:
    use("ja")
    assert (_("special transfer"), n_("{count} message", "{count} messages", 1)) == ("特例転入", "電文{count}件")
    use("en")
    assert (_("special transfer"), n_("{count} message", "{count} messages", 1)) == (
        "special transfer",
        "{count} message",
    )


def _calls(name: str) -> set[str]:
    """First arguments of every call of this name in the nodes and the protocol."""
    found = set()
    for file in NODES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                found |= {arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    return {str(code) for code in found}


def test_every_notice_of_the_nodes_has_its_wording_and_no_wording_is_unused() -> None:
    assert set(NOTICES) == _calls("Notify")


def test_every_counter_order_of_the_nodes_has_its_wording() -> None:
    verbs = set()
    for file in NODES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.MatchClass) and isinstance(node.cls, ast.Name) and node.cls.id == "Ordered":
                verbs |= {
                    str(leaf.value)
                    for pattern in node.kwd_patterns
                    for leaf in ast.walk(pattern)
                    if isinstance(leaf, ast.Constant)
                }
    verbs |= {topic for system in SYSTEMS.values() for topic in system.decisions if isinstance(topic, str)}
    verbs |= {*counter.DECISIONS}
    assert verbs - set(TIMERS) == set(ORDERS)


def test_every_attempt_of_an_intruder_has_its_wording() -> None:
    assert set(ATTEMPTS) == {attempt.value for attempt in Attempt}


def test_every_disturbance_and_every_fault_that_is_counted_has_its_wording() -> None:
    assert set(DISTURBANCES) == {kind.__name__ for kind in get_args(Disturbance)}
    assert set(WORDED_STRIKES) == set(STRIKES)


def test_every_kind_of_step_has_its_wording() -> None:
    kernel = [file for file in NODES if file.parent.name == "kernel"]
    noted = {
        str(node.args[0].value)
        for file in kernel
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "note"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert {"crash", "restart", "disturbance"} <= noted
    assert noted <= set(HAPPENINGS)


def test_every_timer_of_the_nodes_has_its_wording() -> None:
    named = re.compile(r'"([a-z-]+)/"')
    prefixes = {found for file in NODES for found in named.findall(file.read_text("utf-8"))}
    assert set(TIMERS) <= prefixes
    assert prefixes - set(TIMERS) == set(), "a prefix that looks like a timer has no wording"

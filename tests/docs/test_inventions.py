"""What is ours is said to be ours: the code's references lead to a section, and whatever is marked [D] is named."""

from __future__ import annotations

import re

from documents import ROOT, sections, text_of

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.refusals import RULES
from juki.scenarios.oracles import ORACLES

PAGE = "docs/inventions.md"
REFERENCE = re.compile(r"`docs/inventions\.md`, (?:\"([^\"]+)\"|(\w+))")
MARK = "[D]"


def sources() -> dict[str, str]:
    files = (
        file for folder in ("protocol", "nodes", "scenarios", "tui") for file in sorted((ROOT / folder).rglob("*.py"))
    )
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}


def test_every_section_named_in_the_code_exists() -> None:
    named = {(path, quoted or bare) for path, text in sources().items() for quoted, bare in REFERENCE.findall(text)}
    assert named
    known = sections(text_of(PAGE))
    assert sorted((path, section) for path, section in named if section not in known) == []


def test_every_mention_of_the_page_names_its_section() -> None:
    bare = [path for path, text in sources().items() if text.count(PAGE) != len(REFERENCE.findall(text))]
    assert bare == []


def test_whatever_rests_on_nothing_but_us_is_named() -> None:
    text = text_of(PAGE)
    ours = [
        *(rule.name for rule in RULES.values() if MARK in rule.basis),
        *(entry.kind for entry in CATALOGUE.values() if MARK in entry.basis),
        *(oracle.name for oracle in ORACLES if MARK in oracle.basis),
    ]
    assert [name for name in ours if f"`{name}`" not in text] == []


def test_no_section_is_empty() -> None:
    assert [title for title, text in sections(text_of(PAGE)).items() if not text.strip()] == []

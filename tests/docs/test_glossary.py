"""One term, one name: every public noun is in the glossary, and the glossary has nothing that the code has not."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections import Counter
from functools import cache

import pytest
from documents import ROOT, rows, sections, text_of

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.terms.nodes import JAPANESE
from juki.scenarios.genesis import SYSTEMS

LATER = "Kept for later"
PACKAGES = ("terms", "messages", "records")
WIDER_IN_FULL = {"住民記録": "住民記録システム", "団体内統合宛名": "団体内統合宛名システム"}
"Screens leave システム out."


@cache
def terms(*, later: bool) -> dict[str, list[str]]:
    """Rows by name in code: those in use, or those kept for later."""
    parts = sections(text_of("docs/glossary.md"))
    return {row[0].strip("`"): row for title, text in parts.items() if (title == LATER) is later for row in rows(text)}


def public_classes() -> dict[str, str]:
    """Public classes of the three packages, with their modules."""
    found = {}
    for package in PACKAGES:
        parent = importlib.import_module(f"juki.protocol.{package}")
        for part in pkgutil.iter_modules(parent.__path__):
            module = importlib.import_module(f"{parent.__name__}.{part.name}")
            for name, value in vars(module).items():
                if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_"):
                    found[name] = module.__name__
    return found


@cache
def identifiers() -> frozenset[str]:
    """Every word of the code, as it is and without underscores, in small letters."""
    files = (file for folder in ("protocol", "nodes", "scenarios") for file in (ROOT / folder).rglob("*.py"))
    words = {word for file in files for word in re.findall(r"\w+", file.read_text("utf-8"))}
    return frozenset(word.replace("_", "").lower() for word in words)


def test_every_public_noun_is_in_the_glossary() -> None:
    assert {name: module for name, module in public_classes().items() if name not in terms(later=False)} == {}


def test_every_system_is_in_the_glossary_under_the_name_on_screens() -> None:
    for role, system in SYSTEMS.items():
        name = JAPANESE[role]
        assert terms(later=False)[system.__name__][1] == WIDER_IN_FULL.get(name, name)


def test_a_message_has_the_japanese_name_of_the_catalogue() -> None:
    assert {kind: terms(later=False)[kind][1] for kind in CATALOGUE} == {
        entry.kind: entry.ja for entry in CATALOGUE.values()
    }


def test_no_term_has_two_names_and_no_name_two_terms() -> None:
    every = [row for later in (False, True) for row in terms(later=later).values()]
    parts = sections(text_of("docs/glossary.md"))
    names = [row[0] for text in parts.values() for row in rows(text)]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [term for term, count in Counter(row[1] for row in every).items() if count > 1] == []


@pytest.mark.parametrize("name", sorted(terms(later=False)))
def test_a_term_in_use_is_in_the_code(name: str) -> None:
    words = [part.replace("_", "").lower() for part in name.split(".")]
    assert all(any(word in known for known in identifiers()) for word in words)


@pytest.mark.parametrize("name", sorted(terms(later=True)))
def test_a_term_kept_for_later_is_not_in_the_code_yet(name: str) -> None:
    assert name.lower() not in identifiers(), "move its row up"


def test_every_row_is_whole() -> None:
    for later in (False, True):
        for name, row in terms(later=later).items():
            assert len(row) == 5, name
            assert all(row), name
            assert re.fullmatch(r"[A-Za-z' ,()]+", row[2]), f"{name}: a reading is Hepburn without macrons"

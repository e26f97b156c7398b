"""Every link of every document leads somewhere, and whatever names a file and a function names what is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from citations import misformed_in
from documents import ROOT, anchors, documents, links, sections, text_of, without_blocks, written_by_hand

from juki.scenarios.library import stories

NAMED = re.compile(r"(?P<file>[\w./-]+\.py)::(?P<name>[\w.]+)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def defined(path: Path) -> set[str]:
    """`Class`, `Class.method` and `function` of a module."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
            found |= {
                f"{node.name}.{part.name}"
                for part in node.body
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
            }
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
    return found


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for _, target in links(text_of(path)):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        if not place.exists() or (anchor and anchor not in anchors(place.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_what_is_named_with_its_file_is_there(path: Path) -> None:
    text = text_of(path)
    wrong = [
        found[0]
        for found in NAMED.finditer(text)
        if not (ROOT / found["file"]).exists() or found["name"] not in defined(ROOT / found["file"])
    ]
    assert wrong == []
    for words, target in links(text):
        if named := NAMED.fullmatch(words):
            assert (path.parent / target).resolve() == ROOT / named["file"], f"{words} leads to {target}"


def test_a_short_name_in_a_hop_is_of_the_file_it_links_to() -> None:
    life = sections(text_of("docs/architecture.md"))["A message's life"]
    short = [(words, target) for words, target in links(life) if "::" not in words and "." in words]
    assert short
    assert [words for words, target in short if words not in defined((ROOT / "docs" / target).resolve())] == []


def test_a_message_lives_from_decision_to_acknowledgement_in_numbered_hops() -> None:
    life = sections(text_of("docs/architecture.md"))["A message's life"]
    hops = re.findall(r"^(\d+)\. (.+)$", life, re.MULTILINE)
    assert [number for number, _ in hops] == [str(place) for place in range(1, len(hops) + 1)]
    assert all(NAMED.search(hop) for _, hop in hops)


def test_every_defence_is_shown_by_a_story_or_a_test() -> None:
    known = {story.name for story in stories()}
    threats = sections(text_of("docs/threat-model.md"))["What is defended"]
    lines = [line for line in threats.splitlines() if line.startswith("|")][2:]
    assert lines
    for line in lines:
        shown = line.split("|")[-2]
        named = re.findall(r"`([\w-]+)`", shown)
        assert named or NAMED.search(shown), line
        assert [story for story in named if story not in known] == []


@pytest.mark.parametrize("path", written_by_hand(), ids=name_of)
def test_articles_are_cited_in_the_one_form(path: Path) -> None:
    # Commands speak of other seeds, and the glossary gives the laws' whole names.
    text = re.sub(r"^Sources: .+$", "", without_blocks(text_of(path)), flags=re.MULTILINE)
    assert misformed_in(text) == []


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_no_document_names_a_place_on_somebodys_machine(path: Path) -> None:
    assert re.findall(r"(?:/work|/home|/root|/Users|/tmp|[A-Z]:\\)\b[\w/.-]*", text_of(path)) == []

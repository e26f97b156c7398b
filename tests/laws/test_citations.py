"""Whatever the code cites has a right form and stands in the list of what was read; the list is checked by the statutes.

The statutes' texts are not part of the project: where they lie beside it, every article of the list must exist there.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from citations import Citation, heading_of, in_kanji, laws_in, misformed_in, seeds_in, standards_in
from cited_articles import ARTICLES, SEED, STANDARD

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.refusals import RULES

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT.parent / "shared"
KNOWN = {
    **{Citation(law, article): said for law, articles in ARTICLES.items() for article, said in articles.items()},
    **{Citation("標準", section): said for section, said in STANDARD.items()},
    **{Citation("seed", place): said for place, said in SEED.items()},
}


def sources() -> dict[str, str]:
    files = (
        file for folder in ("protocol", "nodes", "scenarios", "tui") for file in sorted((ROOT / folder).rglob("*"))
    )
    return {
        file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files if file.suffix in {".py", ".yaml"}
    }


def cited_in(text: str) -> list[Citation]:
    return [*laws_in(text), *standards_in(text), *seeds_in(text)]


def test_every_citation_has_the_form_of_one() -> None:
    wrong = {path: found for path, text in sources().items() if (found := misformed_in(text))}
    assert wrong == {}


def test_every_citation_was_read() -> None:
    unread = {
        path: found
        for path, text in sources().items()
        if (found := [each for each in cited_in(text) if each not in KNOWN])
    }
    assert unread == {}, "add each to tests/support/cited_articles.py, after reading it"


def test_the_list_holds_nothing_that_is_not_cited() -> None:
    cited = {each for text in sources().values() for each in cited_in(text)}
    assert [each for each in KNOWN if each not in cited] == []


@pytest.mark.parametrize("basis", sorted({entry.basis for entry in CATALOGUE.values()}))
def test_every_message_rests_on_something(basis: str) -> None:
    assert cited_in(basis)


@pytest.mark.parametrize("basis", sorted({rule.basis for rule in RULES.values()}))
def test_every_refusal_rests_on_something_or_says_it_is_ours(basis: str) -> None:
    assert cited_in(basis) or "[D]" in basis or re.fullmatch(r"RFC [0-9]+ [0-9.]+", basis)


@pytest.mark.parametrize("law", sorted(ARTICLES))
def test_every_article_of_the_list_exists(law: str) -> None:
    statute = TEXTS / "law" / f"{law}.md"
    if statute.exists():
        headings = set(re.findall(r"^\*\*(第[^*]+)\*\*", statute.read_text("utf-8"), re.MULTILINE))
        assert [article for article in ARTICLES[law] if heading_of(article) not in headings] == []


def test_every_section_of_the_standard_exists() -> None:
    for text in sorted(TEXTS.glob("standard/*.md")):
        headings = set(re.findall(r"^## ([0-9.]+[0-9])", text.read_text("utf-8"), re.MULTILINE))
        chapters = {heading.rpartition(".")[0] for heading in headings}
        assert [section for section in STANDARD if section not in headings | chapters] == []


def test_every_step_of_the_seed_exists() -> None:
    for text in sorted(TEXTS.glob("seed/*.txt")):
        lines = text.read_text("utf-8").splitlines()
        for place in SEED:
            _, _, step = place.partition(" ")
            number, _, mark = step.partition("-")
            steps = [line for line in lines if line.lstrip("- ").startswith(f"{number}-") and mark in line]
            assert not mark or steps, place


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("(住基法30条の6, 30条の7)", ["住基法30条の6", "住基法30条の7"]),
        ("住基法24条の2第3項, 第6項; 住基法施行令24条の3", ["住基法24条の2", "住基法施行令24条の3"]),
        ("住基法施行令30条の5第2号 and 住基法7条1号, 1号の2", ["住基法施行令30条の5", "住基法7条"]),
        (
            "公的個人認証法12条, 31条; 番号法施行令14条2号",
            ["公的個人認証法12条", "公的個人認証法31条", "番号法施行令14条"],
        ),
        ("番号法17条7項; seed I 3-⑥", ["番号法17条", "seedI 3-⑥"]),
        ("標準 4.1.3.0.1. The", ["標準4.1.3.0.1"]),
        ("seed I 1, 2, 別添1", ["seedI 1", "seedI 2"]),
    ],
)
def test_citations_are_found(text: str, places: list[str]) -> None:
    found = sorted(each.source + each.place.removesuffix("条") for each in cited_in(text))
    assert found == sorted(place.removesuffix("条") for place in places)


@pytest.mark.parametrize(
    "text",
    [
        *("住基法第24条", "住基法 24条", "住基法24の2", "住基法24条の2 3項の", "法24条", "令13条", "seed 3-⑤"),
        *("住基法24条の23項", "住基法9条第1項"),
    ],
)
def test_a_wrong_form_is_found(text: str) -> None:
    assert misformed_in(text)


def test_numbers_are_written_as_statutes_write_them() -> None:
    assert [in_kanji(number) for number in (1, 10, 12, 24, 30, 34, 100, 150)] == (
        ["一", "十", "十二", "二十四", "三十", "三十四", "百", "百五十"]
    )
    assert heading_of("30条の10") == "第三十条の十"

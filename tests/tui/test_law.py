"""Whatever rests on law can be explained: every place that is cited has a gist, in both languages, and none is left over."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest
from citations import LAWS, misformed_in
from cited_articles import ARTICLES, SEED, STANDARD
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol import deadlines
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.knowledge import KNOWLEDGE
from juki.protocol.permissions.purposes import PURPOSES
from juki.protocol.refusals import RULES
from juki.scenarios.library import stories
from juki.scenarios.oracles import ORACLES
from juki.tui.cells import width
from juki.tui.language import use
from juki.tui.law import GISTS, articles_in, forms, gist, law_lines

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 140
"Cells: two lines of a pane, at most four of a narrow one."


def bases() -> list[str | tuple[str, ...]]:
    """Every basis that a screen may show."""
    entries = CATALOGUE.values()
    grounds = [ground for purpose in PURPOSES for ground in purpose.grounds]
    return [
        *(entry.basis for entry in entries),
        *(route.basis for entry in entries for route in entry.routes),
        *(rule.basis for rule in RULES.values()),
        *(knowledge.why for knowledge in KNOWLEDGE.values()),
        *(oracle.basis for oracle in ORACLES),
        *(story.law for story in stories()),
        *(article for ground in grounds for article in (ground.article, ground.beyond)),
        *re.findall(r'Deadline\([^\n]*"([^"]+)"\)', inspect.getsource(deadlines)),
    ]


def glossary_places() -> set[str]:
    """What the column of sources in the glossary names."""
    rows = (line.split("|") for line in (ROOT / "docs/glossary.md").read_text("utf-8").splitlines())
    sources = (row[5].replace("assessment", "seed") for row in rows if len(row) > 6 and row[1].strip().startswith("`"))
    return {place for source in sources for place in articles_in(source.strip())}


CITED = {place for basis in bases() for place in articles_in(basis)}


def test_every_place_cited_has_a_gist_of_its_own() -> None:
    assert len(CITED) > 150
    assert sorted(CITED - GISTS.keys()) == [], "read it, then add it to tui/law"


def test_every_law_of_the_glossary_has_a_gist() -> None:
    named = {place for place in glossary_places() if place.startswith(LAWS) and place not in LAWS}
    assert sorted(place for place in named if place not in GISTS) == []


def test_no_gist_is_left_over() -> None:
    assert sorted(GISTS.keys() - CITED - glossary_places()) == []


@pytest.mark.parametrize("place", sorted(GISTS))
def test_a_gist_is_short_and_speaks_both_languages(place: str) -> None:
    words = GISTS[place]
    assert 0 < width(words.ja) <= LONGEST
    assert 0 < width(words.en) <= LONGEST
    assert words.ja.endswith("。")
    assert words.en.endswith(".")
    assert re.search(r"[\u3041-\u9fff]", words.ja)
    assert words.ja != words.en


def test_every_place_with_a_gist_is_in_the_list_of_what_was_read() -> None:
    unread = []
    for place in GISTS:
        law = next((law for law in LAWS if place.startswith(law)), "")
        article = re.match(r"[0-9]+条(?:の[0-9]+)*", place.removeprefix(law))
        if law:
            assert article, place
            unread += [] if article[0] in ARTICLES[law] else [place]
        elif place.startswith("標準 "):
            unread += [] if place.removeprefix("標準 ") in STANDARD else [place]
        elif found := re.match(r"seed ([IV]+(?: (?:リスク[0-9]+|[0-9]+(?:-[①-⑳])?))?)", place):
            unread += [] if found[1] in SEED else [place]
    assert unread == []


def test_gists_are_keyed_as_the_code_cites() -> None:
    assert [place for place in GISTS if misformed_in(place)] == []
    assert set(forms.LAWS) == ARTICLES.keys()


@pytest.mark.parametrize(
    ("basis", "places"),
    [
        (
            "住基法24条の2第3項, 第6項; 住基法施行令24条の3",
            ["住基法24条の2第3項", "住基法24条の2第6項", "住基法施行令24条の3"],
        ),
        (
            "番号法施行令26条6項, 27条3項, 5項",
            ["番号法施行令26条6項", "番号法施行令27条3項", "番号法施行令27条5項"],
        ),
        ("住基法7条8号の2, 13号", ["住基法7条8号の2", "住基法7条13号"]),
        ("番号法8条2項2号, 3号", ["番号法8条2項2号", "番号法8条2項3号"]),
        ("公的個人認証法31条1号, 2号", ["公的個人認証法31条1号", "公的個人認証法31条2号"]),
        ("住基法施行令30条の5第2号", ["住基法施行令30条の5第2号"]),
        ("seed I 8-①, 8-②; [D]", ["seed I 8-①", "seed I 8-②", "[D]"]),
        ("seed I; 標準 3.1", ["seed I", "標準 3.1"]),
        ("標準 3.1; 標準 3.4", ["標準 3.1", "標準 3.4"]),
        ("seed III リスク3 論理チェック; 住基法施行規則11条", ["seed III リスク3 論理チェック", "住基法施行規則11条"]),
        ("RFC 5280 6.1.3", ["RFC 5280 6.1.3"]),
        (
            ("住基法30条の2", "30条の3", "番号法7条1項", "8条"),
            ["住基法30条の2", "住基法30条の3", "番号法7条1項", "番号法8条"],
        ),
        ("", []),
    ],
)
def test_a_basis_is_taken_apart(basis: str | tuple[str, ...], places: list[str]) -> None:
    assert articles_in(basis) == places


def test_a_place_without_a_gist_of_its_own_is_explained_by_what_it_is_part_of() -> None:
    assert gist("住基法施行令30条の5第2号") == GISTS["住基法施行令30条の5"]
    assert gist("公的個人認証法31条1号") == GISTS["公的個人認証法31条"]
    assert gist("番号法8条2項3号") == GISTS["番号法8条2項"]
    assert gist("住基法99条") is None
    assert gist("") is None


@given(st.sampled_from([str(basis) for basis in bases() if isinstance(basis, str)]), st.integers(-1, 120))
def test_the_law_fits_its_pane(basis: str, cells: int) -> None:
    for language in ("ja", "en"):
        use(language)
        lines = law_lines(basis, cells)
        assert bool(lines) == bool(articles_in(basis))
        # A sign that may not begin a line stays with the one before it; and a long word has a line of its own.
        room = max(cells, 8) + 2
        assert [line for line in lines if width(line) > room and len(line.split()) > 1] == []
    use("en")


def test_the_law_is_told_in_the_language_spoken() -> None:
    use("ja")
    assert law_lines("住基法24条; [D]", 60)[0] == "住基法24条"
    use("en")
    assert law_lines("住基法24条; [D]", 60)[:2] == [
        "BRR Act art. 24",
        "  Whoever moves out reports beforehand: name, destination,",
    ]


@given(st.text(max_size=60))
def test_no_text_breaks_what_takes_a_basis_apart(text: str) -> None:
    assert all(articles_in(text))

"""The glossary, made of the terms that the dashboard shows too. Knows no term by name."""

from __future__ import annotations

from markup import GENERATED, table

from juki.tui.terms import Section, sections

_INTRODUCTION = """One term, one name. Names are English where the English of the Act is exact, romaji where a translation would lie. \
Kanji stand in docstrings and on screens. Readings are Hepburn without macrons.

Sources: 住基法 = 住民基本台帳法, 番号法 = 行政手続における特定の個人を識別するための番号の利用等に関する法律, \
標準 = 住民記録システム標準仕様書, *assessment* = the published 全項目評価書 of Niigata City (2022) on which this model rests; \
the code cites it as `seed`. *Ours* means a word of this model: see [inventions.md](inventions.md).

The terms stand in `tui/terms.toml`, with their meaning in Japanese too; the dashboard shows them (key `g`).
`tests/docs/test_glossary.py` fails on a public class of `protocol/terms`, `protocol/messages`, `protocol/records` or a system \
that is not here, on a name here that the code does not have, and on two names for one term."""
_HEAD = ("name", "日本語", "reading", "meaning", "source")


def glossary_page() -> str:
    return "\n\n".join(["# Glossary", GENERATED, _INTRODUCTION, *map(_section, sections())]) + "\n"


def _section(section: Section) -> str:
    rows = [(f"`{term.name}`", term.ja, term.reading, term.means_en, term.source) for term in section.terms]
    parts = [f"## {section.en}", section.introduction, table(_HEAD, rows)]
    return "\n\n".join(part for part in parts if part)

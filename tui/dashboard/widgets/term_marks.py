"""Where terms of the glossary stand in a text. Knows neither what they mean nor how they are marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from juki.tui.language import spoken
from juki.tui.terms import sections

_SHORTEST = 2
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Found:
    """One term in a text, by its name in the code."""

    begin: int
    end: int
    term: str


@cache
def _known(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for every term as a language writes it, longer ones first, and whose wording each is."""
    names: dict[str, str] = {}
    for term in (term for section in sections() for term in section.terms):
        for words in _japanese(term.ja) if language == "ja" else _english(term.name):
            names.setdefault(words.lower(), term.name)
    longest_first = sorted(names, key=lambda word: (-len(word), word))
    edge = "" if language == "ja" else r"\b"
    return re.compile(edge + "(?:" + "|".join(map(re.escape, longest_first)) + ")" + edge, re.IGNORECASE), names


def _japanese(words: str) -> list[str]:
    return [words] if len(words) >= _SHORTEST else []


def _english(name: str) -> list[str]:
    """`MoveOutRecord` and `move out record`; a name of one word is an everyday word and would be marked everywhere."""
    parts = _CAPITAL.sub(" ", name)
    return [name, parts] if " " in parts and parts.isascii() and "." not in name else []


def terms_in(text: str) -> list[Found]:
    """The terms in a text, from left to right."""
    pattern, names = _known(spoken())
    return [Found(found.start(), found.end(), names[found[0].lower()]) for found in pattern.finditer(text)]

"""The terms of the glossary: the words for one thing in code, in Japanese and in English. `docs/glossary.md` is made of them.

They lie in `terms.toml` beside this file; whoever adds a noun adds its row there.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from juki.scenarios.story import Words

FILE = Path(__file__).with_name("terms.toml")


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One term.

    Attributes:
        name: in the code.
        ja: on screens and in the law.
        reading: in Hepburn without macrons.
        source: article, standard, the assessment, or `ours`.
    """

    name: str
    ja: str
    reading: str
    means_en: str
    means_ja: str
    source: str

    @property
    def means(self) -> Words:
        """What it is, in both languages."""
        return Words(self.means_ja, self.means_en)


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Terms of one kind, under a title in both languages; `introduction` is for the document."""

    en: str
    ja: str
    terms: tuple[Term, ...]
    introduction: str = ""

    @property
    def title(self) -> Words:
        return Words(self.ja, self.en)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    sections: tuple[Section, ...]


@cache
def sections() -> tuple[Section, ...]:
    """All terms, section by section."""
    return msgspec.toml.decode(FILE.read_bytes(), type=_File).sections

"""Finds citations of law, standard and seed in a text, and says which have a wrong form. Knows no article's content.

Forms: 住基法30条の6, 30条の7 · 住基法24条の2第3項, 第6項 · 住基法9条1項, 3項 · 番号法施行令14条2号 · 標準 4.1.3.0.1 · seed I 3-⑤.
A paragraph has 第 before it where a branch number (の2) stands before, and only there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LAWS = (
    "住基法施行規則",
    "住基法施行令",
    "住基法",
    "番号法施行令",
    "番号法19条8号命令",
    "番号法",
    "番号カード等命令",
    "公的個人認証法施行規則",
    "公的個人認証法",
)
"Short names; a longer one stands before the one it begins with."

_ARTICLE = r"[0-9]+条(?:の[0-9]+)*"
_PLACE = r"(?:第?[0-9]+項)?(?:第?[0-9]+号(?:の[0-9]+)?)?"
_ITEM = rf"(?:{_ARTICLE}{_PLACE}|第?[0-9]+項(?:[0-9]+号)?|[0-9]+号(?:の[0-9]+)?)"
_CITED = re.compile(rf"(?P<law>{'|'.join(LAWS)})(?P<items>{_ARTICLE}{_PLACE})(?P<more>(?:, {_ITEM})*)")
_BEGUN = re.compile(rf"(?:{'|'.join(LAWS)}) ?第?[0-9]")
_BARE = re.compile(r"(?<![\u4e00-\u9fff])(?:法|令|則|命|番|番令)第?[0-9]+条")
_DANGLING = re.compile(r" ?第?[0-9]*[項号](?!は)")
"What would have been part of the citation, had it been written rightly."
_STANDARD = re.compile(r"標準 (?P<section>[0-9]+(?:\.[0-9]+)*)(?![0-9])")
_SEED = re.compile(r"\bseed (?P<part>[IV]+)(?: (?P<step>[0-9]+(?:-[①-⑳])?(?:, [0-9]+(?:-[①-⑳])?)*|リスク[0-9]+))?")
_SEED_BEGUN = re.compile(r"\bseed [0-9]")


@dataclass(frozen=True, slots=True)
class Citation:
    """One place cited: a law and its article, or `標準` or `seed` and the section."""

    source: str
    place: str


def laws_in(text: str) -> list[Citation]:
    """Every article cited, in the order of the text."""
    found = []
    for match in _CITED.finditer(text):
        for article in re.findall(_ARTICLE, match["items"] + match["more"]):
            found += [Citation(match["law"], article)]
    return found


def standards_in(text: str) -> list[Citation]:
    return [Citation("標準", match["section"]) for match in _STANDARD.finditer(text)]


def seeds_in(text: str) -> list[Citation]:
    """Parts with their steps: `I 3-⑤`; a part alone where no step is named."""
    found = []
    for match in _SEED.finditer(text):
        steps = match["step"].split(", ") if match["step"] else [""]
        found += [Citation("seed", f"{match['part']} {step}".strip()) for step in steps]
    return found


def misformed_in(text: str) -> list[str]:
    """What begins like a citation and is none, and what breaks the rule on 第."""
    whole = {match.start() for match in _CITED.finditer(text)}
    wrong = [text[match.start() : match.end() + 12] for match in _BEGUN.finditer(text) if match.start() not in whole]
    wrong += [text[match.start() : match.end() + 12] for match in _BARE.finditer(text)]
    wrong += [text[match.start() : match.end() + 12] for match in _SEED_BEGUN.finditer(text)]
    for match in _CITED.finditer(text):
        if _DANGLING.match(text, match.end()):
            wrong.append(text[match.start() : match.end() + 4])
        wrong += [match[0] for place in _places(match["items"] + match["more"]) if not place]
    return wrong


def _places(items: str) -> list[bool]:
    """For each item whether its paragraph has 第 just where it must."""
    verdicts, has_branch = [], False
    for item in items.split(", "):
        article = re.match(_ARTICLE, item)
        if article:
            has_branch = "条の" in article[0]
        rest = item[article.end() :] if article else item
        paragraph = re.match(r"(第?)[0-9]+項", rest)
        verdicts.append(paragraph is None or bool(paragraph[1]) == has_branch)
    return verdicts


DIGITS = "〇一二三四五六七八九"


def in_kanji(number: int) -> str:
    """A number below 1000 as statutes write it: 三十, 百五十."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = ("" if hundreds == 1 else DIGITS[hundreds]) + "百" if hundreds else ""
    text += ("" if tens == 1 else DIGITS[tens]) + "十" if tens else ""
    return text + (DIGITS[ones] if ones else "")


def heading_of(article: str) -> str:
    """第二十四条の二, for 24条の2."""
    number, *branches = re.findall(r"[0-9]+", article)
    return f"第{in_kanji(int(number))}条" + "".join(f"の{in_kanji(int(branch))}" for branch in branches)

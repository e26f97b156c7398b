"""Takes the text of a legal basis apart into places, each under the name by which its gist is kept. Knows no law's content.

Forms: 住基法24条の2第3項, 第6項; 番号法施行令27条1項, 2項; 標準 4.1.3.0.1; seed I 8-①, 8-②; seed III リスク3 論理チェック; [D]; RFC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LAWS = (
    "住基法施行規則",
    "住基法施行令",
    "住基法",
    "番号法施行令",
    "番号法",
    "番号カード等命令",
    "公的個人認証法施行規則",
    "公的個人認証法",
)
"Short names; a longer one stands before the one it begins with."

_LAW = re.compile("|".join(LAWS))
_ITEM = re.compile(
    r"(?P<article>[0-9]+条(?:の[0-9]+)*)?(?:第?(?P<paragraph>[0-9]+)項)?(?:第?(?P<point>[0-9]+号(?:の[0-9]+)?))?"
)
_SEED = re.compile(r"seed (?P<part>[IV]+|別添[0-9]+)(?: (?P<step>.+))?")
_STEP = re.compile(r"[0-9]+(?:-[①-⑳])?")


@dataclass(slots=True)
class _Place:
    """What a following item may leave unsaid."""

    law: str = ""
    article: str = ""
    paragraph: str = ""
    part: str = ""


def articles_in(basis: str | Sequence[str]) -> list[str]:
    """Every place of a basis, in its order and each once: `住基法24条の2第6項`, `標準 3.1`, `seed I 8-②`, `[D]`.

    Args:
        basis: the text; or several, as a story lists them, of which a later one may leave the law unsaid.
    """
    text = basis if isinstance(basis, str) else ", ".join(basis)
    place, found = _Place(), []
    for item in re.split(r"[;,] *", text):
        named = _named(item.strip(), place)
        if named and named not in found:
            found.append(named)
    return found


def outer(article: str) -> str:
    """The place that this one is a part of; empty for a whole article or section."""
    for part in (r"第?[0-9]+号(?:の[0-9]+)?$", r"第?[0-9]+項$"):
        shorter = re.sub(part, "", article)
        if shorter != article:
            return shorter
    return ""


def _named(item: str, place: _Place) -> str:
    if seed := _SEED.fullmatch(item):
        place.part, place.law = seed["part"], ""
        return item
    if place.part and not place.law and _STEP.fullmatch(item):
        return f"seed {place.part} {item}"
    law = _LAW.match(item)
    rest = item[law.end() :] if law else item
    found = _ITEM.fullmatch(rest)
    if found is None or not rest or not (law or place.law):
        return item
    if law:
        place.law, place.article = law[0], ""
    return place.law + _within(found, place)


def _within(found: re.Match[str], place: _Place) -> str:
    """The place inside the law, completed by what the item before it said."""
    if found["article"]:
        place.article, place.paragraph = found["article"], found["paragraph"] or ""
    elif found["paragraph"]:
        place.paragraph = found["paragraph"]
    mark = "第" if "条の" in place.article else ""
    paragraph = f"{mark}{place.paragraph}項" if place.paragraph else ""
    point = found["point"] or ""
    return f"{place.article}{paragraph}{mark if point and not paragraph else ''}{point}"

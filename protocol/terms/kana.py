"""清音化かな: the folded kana by which names are searched. Knows strings only; who may search is elsewhere.

The official table is not published: the rule set is of this model (`docs/inventions.md`, "Names"), each rule a switch.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_VOICED = str.maketrans(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゔ", "かきくけこさしすせそたちつてとはひふへほはひふへほう"
)
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_OLD = str.maketrans("ゐゑを", "いえお")
_DROPPED = str.maketrans("", "", "ー・‐-‑–— 　.,")
_KATAKANA_FIRST, _KATAKANA_LAST, _TO_HIRAGANA = 0x30A1, 0x30F6, 0x60


@dataclass(frozen=True, slots=True)
class KanaRules:
    """Which foldings apply.

    Attributes:
        width_and_script: full and half width, hiragana and katakana become one.
        voicing: voiced and half-voiced kana become plain.
        size: small kana become large.
        marks: long-vowel marks, middle dots, hyphens and spaces are dropped.
        old_kana: ゐ ゑ を become い え お.
    """

    width_and_script: bool = True
    voicing: bool = True
    size: bool = True
    marks: bool = True
    old_kana: bool = True


ALL_RULES = KanaRules()


def _hiragana(text: str) -> str:
    return "".join(
        chr(ord(kana) - _TO_HIRAGANA) if _KATAKANA_FIRST <= ord(kana) <= _KATAKANA_LAST else kana for kana in text
    )


def fold_kana(kana: str, rules: KanaRules = ALL_RULES) -> str:
    """The folded form of a reading: ジョー・ヴァンダイク becomes しようあんたいく."""
    text = kana
    if rules.width_and_script:
        text = _hiragana(unicodedata.normalize("NFKC", text))
    if rules.marks:
        text = text.translate(_DROPPED)
    if rules.voicing:
        text = text.translate(_VOICED)
    if rules.size:
        text = text.translate(_SMALL)
    if rules.old_kana:
        text = text.translate(_OLD)
    return text

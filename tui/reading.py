"""Japanese place names in English letters: kana by Hepburn without long marks, and what the last character means.

Knows no place: it is given the name and its reading.
"""

from __future__ import annotations

_KINDS = {"市": "City", "区": "Ward", "町": "Town", "村": "Village", "都": "Metropolis", "府": "Pref.", "県": "Pref."}
_ENDINGS = ("シ", "ク", "チョウ", "マチ", "ソン", "ムラ", "ト", "フ", "ケン")
_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "s": "サシスセソ",
    "t": "タチツテト",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
    "g": "ガギグゲゴ",
    "z": "ザジズゼゾ",
    "d": "ダヂヅデド",
    "b": "バビブベボ",
    "p": "パピプペポ",
}
_SOUNDS = {kana: onset + vowel for onset, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)}
_SOUNDS |= {"シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu"}
_SOUNDS |= {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ヴ": "vu"}
_SMALL = {"ャ": "ya", "ュ": "yu", "ョ": "yo"}
_SIBILANT = ("sh", "ch", "j")


def hepburn(kana: str) -> str:
    """Katakana in English letters; long vowels are written once."""
    letters = ""
    doubles = False
    for sign in kana:
        if sign == "ッ":
            doubles = True
            continue
        if sign in _SMALL and letters.endswith("i"):
            stem = letters[:-1]
            letters = stem + (_SMALL[sign][1:] if stem.endswith(_SIBILANT) else _SMALL[sign])
            continue
        sound = _SOUNDS.get(sign, "" if sign == "ー" else sign)
        if doubles and sound:
            sound = ("t" if sound.startswith("ch") else sound[0]) + sound
        doubles = False
        letters += sound
    return letters.replace("ou", "o").replace("oo", "o").replace("uu", "u")


def romanised(name: str, kana: str) -> str:
    """Nagaoka City for 長岡市 (ナガオカシ); the reading may lack that of the last character."""
    kind = _KINDS.get(name[-1:], "")
    stem = kana
    if kind:
        stem = next((kana.removesuffix(ending) for ending in _ENDINGS if kana.endswith(ending)), kana)
    if name == "北海道":
        kind = ""
    return f"{hepburn(stem).capitalize()} {kind}".strip()

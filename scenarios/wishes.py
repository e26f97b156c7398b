"""What a story may ask of a role of its cast, as one row of vocabulary. How it is found is the population's affair."""

from __future__ import annotations

from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

CARDS = ("valid", "none", "no-pin", "expired", "expiring")

WISHES = Verb(
    "cast",
    "配役",
    Words("合成住民の中から条件に合う人(世帯)を選ぶ", "choose a person or household from the synthetic residents"),
    (
        Parameter("of", "市区町村", Kind.OFFICE),
        Parameter("size", "人数", Kind.COUNT, required=False),
        Parameter("card", "カード", Kind.TEXT, required=False, choices=CARDS),
        Parameter("cards", "カード所持者", Kind.COUNT, required=False),
        Parameter("expires", "有効期限", Kind.DAY, required=False),
        Parameter("foreigner", "外国人", Kind.FLAG, required=False),
        Parameter("gaiji", "外字", Kind.FLAG, required=False),
        Parameter("protected", "支援対象者", Kind.FLAG, required=False),
        Parameter("addressee_of", "住登外先", Kind.CITY, required=False),
        Parameter("misread", "番号誤り", Kind.FLAG, required=False),
        Parameter("namesake_of", "同姓同名の相手", Kind.WHO, required=False),
    ),
)

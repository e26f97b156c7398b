"""Expectations of what a 整合性確認 came to. How each is looked up is in `finding/consistency.py`."""

from __future__ import annotations

from juki.protocol.procedures.consistency import Agreement
from juki.protocol.procedures.correction import CorrectionState
from juki.scenarios.expectations.common import AT, WHO
from juki.scenarios.story import Words
from juki.scenarios.verbs.consistency import SCOPE
from juki.scenarios.vocabulary import Kind, Parameter, Verb

IS = Parameter("is", "区分", Kind.TEXT, choices=tuple(agreement.value for agreement in Agreement))

TABLE = (
    Verb(
        "compared",
        "照合結果",
        Words("直近の整合性確認でのその人の区分", "the class of a person in the last consistency check"),
        (WHO, AT, IS, Parameter("fields", "項目", Kind.TEXT, required=False), SCOPE),
    ),
    Verb(
        "comparison",
        "照合件数",
        Words("直近の整合性確認で区分ごとの人数", "how many people of a class the last consistency check found"),
        (AT, IS, Parameter("count", "人数", Kind.COUNT), SCOPE),
    ),
    Verb(
        "correction",
        "訂正",
        Words("その人の本人確認情報の訂正の進み具合", "how far the correction of a person's record has come"),
        (WHO, AT, Parameter("is", "状態", Kind.TEXT, choices=("none", *(state.value for state in CorrectionState)))),
    ),
)

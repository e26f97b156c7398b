"""Expectations of updates: numbers and flags of a record, codes and numbers that were changed, errors that were told."""

from __future__ import annotations

from juki.protocol.records.changes import ChangeReason
from juki.scenarios.expectations.common import AT, ON, RULE, WHO
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

TABLE = (
    Verb(
        "update",
        "更新",
        Words(
            "本人確認情報の最後の更新(異動事由、更新順番号、異常時更新順番号、更新禁止)",
            "the last update of an identity record on a server: reason, sequences, frozen or not",
        ),
        (
            WHO,
            ON,
            Parameter(
                "reason", "異動事由", Kind.TEXT, required=False, choices=tuple(reason.value for reason in ChangeReason)
            ),
            Parameter("sequence", "更新順番号", Kind.COUNT, required=False),
            Parameter("recovery", "異常時更新順番号", Kind.COUNT, required=False),
            Parameter("frozen", "更新禁止", Kind.FLAG, required=False),
        ),
    ),
    Verb(
        "number_changed",
        "個人番号の変更",
        Words("個人番号が最初と異なるか", "whether a server holds another My Number than at the beginning"),
        (WHO, ON, Parameter("is", "変更", Kind.FLAG)),
    ),
    Verb(
        "code_changed",
        "住民票コードの変更",
        Words(
            "住民票コードが最初と異なり、旧コードがたどれるか",
            "whether a server holds another code than at the beginning, with the old one before it",
        ),
        (WHO, ON, Parameter("is", "変更", Kind.FLAG)),
    ),
    Verb(
        "newborn",
        "出生した子",
        Words(
            "親の世帯に記載された子がサーバーにあり、個人番号があるか",
            "whether a server holds the child entered in a parent's household, and its My Number",
        ),
        (WHO, ON, Parameter("numbered", "付番", Kind.FLAG)),
    ),
    Verb(
        "entry_error",
        "異動の誤り",
        Words("住民記録に示された異動の誤り", "an error of an entry that was told to the register"),
        (RULE, AT, Parameter("item", "項目", Kind.TEXT, required=False), Parameter("times", "件数", Kind.COUNT)),
    ),
)

"""Expectations of questions about a person: what a screen listed or said, and what a provider wrote down."""

from __future__ import annotations

from juki.protocol.permissions.purposes import Means
from juki.scenarios.expectations.common import AT, ON, WHO
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

TABLE = (
    Verb(
        "hits",
        "該当者",
        Words("統合端末に最後に示された該当者の人数", "how many people the terminal listed last"),
        (AT, Parameter("people", "人数", Kind.COUNT)),
    ),
    Verb(
        "same_person",
        "同一人",
        Words("操作者が突合して同一人と確認した", "an operator has compared and confirmed the person at this terminal"),
        (WHO, AT, Parameter("is", "確認", Kind.FLAG)),
    ),
    Verb(
        "identified",
        "本人確認結果",
        Words("統合端末での最後の本人確認の結果", "how the last identification at the terminal came out"),
        (AT, Parameter("is", "確認", Kind.FLAG)),
    ),
    Verb(
        "number_matches",
        "番号の一致",
        Words("最後の番号の真正性確認の結果", "how the last check of a number came out"),
        (AT, Parameter("is", "一致", Kind.FLAG)),
    ),
    Verb(
        "provision",
        "提供記録",
        Words("提供者に残る提供記録の件数", "how many provision records a provider keeps"),
        (
            ON,
            Parameter("outcome", "結果", Kind.TEXT),
            Parameter("times", "件数", Kind.COUNT),
            Parameter("means", "方法", Kind.TEXT, required=False, choices=tuple(means.value for means in Means)),
            Parameter("purpose", "利用目的", Kind.TEXT, required=False),
        ),
    ),
)

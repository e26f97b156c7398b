"""Verbs of 符号 acquisition: who orders it, by which way, and what can go wrong. How it becomes an order is in `acting/fugo.py`."""

from __future__ import annotations

from juki.scenarios.story import Words
from juki.scenarios.verbs.common import WHO
from juki.scenarios.vocabulary import Kind, Parameter, Verb

AT = Parameter("at", "市区町村", Kind.CITY)

VERBS = (
    Verb(
        "acquire_fugo",
        "符号取得",
        Words(
            "団体内統合宛名から情報提供用個人識別符号の取得を始める(番号法21条の2)",
            "let a city's addressee system have a fugo acquired for somebody (My Number Act art. 21-2)",
        ),
        (WHO, AT, Parameter("by_medium", "媒体", Kind.FLAG, required=False)),
    ),
    Verb(
        "register_addressee",
        "宛名登録",
        Words(
            "住民記録から団体内統合宛名に住民の情報を送る",
            "let the register tell the addressee system of a resident, or of her changed number",
        ),
        (WHO, AT),
    ),
    Verb(
        "send_medium",
        "媒体送付",
        Words(
            "待っている取得要求を立会いのもとで媒体に書き込み、機構に送る(番号法施行令27条2項2号)",
            "write the waiting requests on a medium before a witness and send it (My Number Order art. 27)",
        ),
        (
            AT,
            Parameter("witness", "立会人", Kind.TEXT, required=False),
            Parameter("copies", "枚数", Kind.COUNT, required=False),
        ),
    ),
    Verb(
        "hold_answers",
        "回答保留",
        Words(
            "インターフェイスシステムが市町村への回答を留め置く(障害)",
            "let the interface system hold back its answers to municipalities (a failure)",
        ),
        (AT,),
    ),
    Verb(
        "release_answers",
        "回答送出",
        Words(
            "留め置いた回答を新しいものから順に、指定の回数だけ送る",
            "send the answers that were held, the newest first, as often as told",
        ),
        (AT, Parameter("times", "回数", Kind.COUNT, required=False)),
    ),
)

"""Catalogue section: 整合性確認, the set up to both servers and across to the 住民記録, the answers back (seed I 6)."""

from __future__ import annotations

from juki.protocol.catalogue.entry import Entry, Identifier, Relation, Route
from juki.protocol.messages import consistency
from juki.protocol.terms import Role

SERVER, REGISTER = Role.COMMUNICATION_SERVER, Role.RESIDENT_REGISTER
_CODE = frozenset({Identifier.JUMINHYO_CODE})
_BOTH = frozenset({Identifier.JUMINHYO_CODE, Identifier.MY_NUMBER})
_PROCEDURE = "consistency-check"

_OUT = (
    Route(SERVER, Role.PREFECTURE_SERVER, Relation.OWN_PREFECTURE),
    Route(SERVER, Role.NATIONAL_SERVER),
    Route(SERVER, REGISTER, Relation.SAME_CITY, basis="住基法14条1項; seed III"),
)
_BACK = (
    Route(Role.PREFECTURE_SERVER, SERVER, Relation.OWN_PREFECTURE),
    Route(Role.NATIONAL_SERVER, SERVER),
    Route(REGISTER, SERVER, Relation.SAME_CITY, basis="住基法14条1項; seed III"),
)

SECTION = (
    Entry(
        consistency.ComparisonDigest,
        _PROCEDURE,
        "compare-digest",
        "整合性確認用要約値",
        "seed I 6-①; [D]",
        _OUT,
        _CODE,
    ),
    Entry(
        consistency.ComparisonRowsAsked,
        _PROCEDURE,
        "ask-rows",
        "整合性確認用本人確認情報の要求",
        "seed I 6-②; [D]",
        _BACK,
    ),
    Entry(
        consistency.ComparisonSet,
        _PROCEDURE,
        "compare-rows",
        "整合性確認用本人確認情報",
        "seed I 6-①",
        _OUT,
        _BOTH,
    ),
    Entry(
        consistency.ComparisonAnswer,
        _PROCEDURE,
        "answer",
        "整合性確認結果",
        "seed I 6-③",
        _BACK,
        _CODE,
    ),
    Entry(
        consistency.RecordFreeze,
        _PROCEDURE,
        "freeze",
        "更新禁止の設定・解除",
        "住基法14条1項; [D]",
        _OUT[:2],
        _CODE,
    ),
    Entry(
        consistency.RegisterRecordRequest,
        _PROCEDURE,
        "ask-register",
        "住民票の確認",
        "住基法14条1項; seed III リスク2",
        (Route(SERVER, REGISTER, Relation.SAME_CITY),),
        _CODE,
    ),
    Entry(
        consistency.RegisterRecord,
        _PROCEDURE,
        "register-answers",
        "住民票の内容",
        "住基法14条1項; seed III リスク2",
        (Route(REGISTER, SERVER, Relation.SAME_CITY),),
        _BOTH,
    ),
)

"""Catalogue section: 本人確認情報 on its way up, questions about a person, what follows from a change (seed I 1, 2, 別添1)."""

from __future__ import annotations

from juki.protocol.catalogue.entry import Entry, Identifier, Relation, Route
from juki.protocol.messages import identity
from juki.protocol.terms import Role

SERVER, TERMINAL, PREFECTURE = Role.COMMUNICATION_SERVER, Role.INTEGRATED_TERMINAL, Role.PREFECTURE_SERVER
NATIONAL = Role.NATIONAL_SERVER
_CODE = frozenset({Identifier.JUMINHYO_CODE})
_BOTH = frozenset({Identifier.JUMINHYO_CODE, Identifier.MY_NUMBER})
REGISTER = Role.RESIDENT_REGISTER

SECTION = (
    Entry(
        identity.IdentityUpdate,
        "identity-update",
        "update",
        "本人確認情報の更新",
        "住基法30条の6, 30条の7",
        (
            Route(SERVER, PREFECTURE, Relation.OWN_PREFECTURE, signed=True),
            Route(PREFECTURE, NATIONAL, signed=True, basis="住基法30条の7"),
        ),
        _BOTH,
        origin=SERVER,
    ),
    Entry(
        identity.IdentityChanged,
        "identity-update",
        "consequence",
        "異動の連絡(機構内)",
        "公的個人認証法12条, 31条; 番号法施行令14条; [D]",
        (Route(NATIONAL, Role.JPKI), Route(NATIONAL, Role.CARD_MANAGEMENT)),
        _CODE,
    ),
    Entry(
        identity.IdentityCheckRequest,
        "identity-check",
        "ask",
        "本人確認情報の照会",
        "住基法30条の10, 30条の12; seed I 2-②",
        (
            Route(TERMINAL, SERVER, Relation.SAME_CITY, signed=True),
            Route(SERVER, NATIONAL, signed=True),
        ),
        _CODE,
        origin=TERMINAL,
    ),
    Entry(
        identity.IdentityCheckReply,
        "identity-check",
        "answer",
        "本人確認情報の回答",
        "住基法30条の10, 30条の12; seed I 2-③",
        (
            Route(NATIONAL, SERVER, sealed=True),
            Route(SERVER, TERMINAL, Relation.SAME_CITY, sealed=True),
        ),
        _BOTH,
        origin=NATIONAL,
        reader=TERMINAL,
    ),
    Entry(
        identity.ResendRequest,
        "identity-update",
        "resend",
        "本人確認情報の再送依頼",
        "住基法30条の6第4項, 30条の7第4項; [D]",
        (Route(NATIONAL, PREFECTURE), Route(PREFECTURE, SERVER, Relation.OWN_PREFECTURE)),
        _CODE,
    ),
    Entry(
        identity.NumberRequest,
        "number-designation",
        "ask",
        "個人番号とすべき番号の生成の求め",
        "番号法8条1項; 番号法施行令5条",
        (Route(REGISTER, SERVER, Relation.SAME_CITY), Route(SERVER, NATIONAL)),
        _CODE,
    ),
    Entry(
        identity.NumberNotice,
        "number-designation",
        "answer",
        "個人番号とすべき番号の通知",
        "番号法8条2項; 番号法施行令7条",
        (Route(NATIONAL, SERVER), Route(SERVER, REGISTER, Relation.SAME_CITY)),
        _BOTH,
    ),
)

"""Catalogue section: 符号 acquisition, and what keeps a 符号 to its person (番号法21条の2, 番号法施行令27条, seed I 8)."""

from __future__ import annotations

from juki.protocol.catalogue.entry import Entry, Identifier, Relation, Route
from juki.protocol.messages import fugo
from juki.protocol.terms import Role

REGISTER, SERVER, NATIONAL = Role.RESIDENT_REGISTER, Role.COMMUNICATION_SERVER, Role.NATIONAL_SERVER
ADDRESSEE, COMMON, INTERMEDIARY = Role.ADDRESSEE_SYSTEM, Role.BUSINESS_COMMON, Role.INTERMEDIARY_SERVER
CORE, INTERFACE = Role.CORE, Role.INTERFACE
_PROCEDURE = "fugo-issuance"
_CODE = frozenset({Identifier.JUMINHYO_CODE})
_NUMBER = frozenset({Identifier.MY_NUMBER})
_ACQUISITION = frozenset({Identifier.ACQUISITION_NUMBER})
_FUGO = frozenset({Identifier.FUGO})


def _inside(sender: Role, recipient: Role) -> Route:
    return Route(sender, recipient, Relation.SAME_CITY)


_FROM_THE_CORE = (
    Route(CORE, INTERFACE, signed=True, sealed=True),
    Route(INTERFACE, INTERMEDIARY, signed=True, sealed=True),
)

SECTION = (
    Entry(
        fugo.AddresseeNotice,
        _PROCEDURE,
        "addressee",
        "宛名情報の連絡",
        "標準 7.1.2.3; [D]",
        (_inside(REGISTER, COMMON), _inside(COMMON, ADDRESSEE)),
        _NUMBER,
    ),
    Entry(
        fugo.FugoWish,
        _PROCEDURE,
        "wish",
        "符号取得の依頼",
        "番号法21条の2第1項; [D]",
        (_inside(ADDRESSEE, INTERMEDIARY),),
    ),
    Entry(
        fugo.AcquisitionPair,
        _PROCEDURE,
        "number",
        "取得番号の通知",
        "番号カード等命令41条の2; seed I 8-①",
        (_inside(INTERMEDIARY, ADDRESSEE),),
        _ACQUISITION,
    ),
    Entry(
        fugo.FugoRequest,
        _PROCEDURE,
        "request",
        "符号取得要求",
        "番号法施行令27条1項, 2項; seed I 8-①, 8-②, 8-③",
        (
            _inside(ADDRESSEE, COMMON),
            _inside(COMMON, REGISTER),
            _inside(REGISTER, SERVER),
            Route(SERVER, NATIONAL, signed=True),
        ),
        _NUMBER | _ACQUISITION,
        origin=SERVER,
    ),
    Entry(
        fugo.FugoCodeNotice,
        _PROCEDURE,
        "code",
        "取得番号及び住民票コードの通知",
        "番号法施行令27条3項, 4項; 住基法施行令30条の8の2第1項",
        (Route(NATIONAL, CORE, signed=True),),
        _CODE | _ACQUISITION,
        origin=NATIONAL,
    ),
    Entry(
        fugo.FugoIssued,
        _PROCEDURE,
        "issue",
        "符号の通知",
        "番号法施行令27条5項, 6項; 番号カード等命令44条1項; seed I 8-④",
        _FROM_THE_CORE,
        _ACQUISITION | _FUGO,
        origin=CORE,
        reader=INTERMEDIARY,
    ),
    Entry(
        fugo.FugoAlreadyAcquired,
        _PROCEDURE,
        "already",
        "既取得の通知",
        "番号カード等命令44条2項",
        _FROM_THE_CORE,
        _ACQUISITION,
        origin=CORE,
        reader=INTERMEDIARY,
    ),
    Entry(
        fugo.FugoUnavailable,
        _PROCEDURE,
        "unavailable",
        "符号取得不能の通知",
        "番号法施行令27条3項; [D]",
        (
            Route(NATIONAL, SERVER),
            _inside(SERVER, REGISTER),
            _inside(REGISTER, COMMON),
            _inside(COMMON, ADDRESSEE),
            _inside(ADDRESSEE, INTERMEDIARY),
        ),
        _ACQUISITION,
    ),
    Entry(
        fugo.FugoCodeChange,
        _PROCEDURE,
        "code-change",
        "修正前後の住民票コードの通知",
        "住基法施行令30条の8の2第2項",
        (Route(NATIONAL, CORE, signed=True),),
        _CODE,
        origin=NATIONAL,
    ),
)

"""Catalogue section: the move by the special rule, between municipalities and inside one (住基法24条の2, seed I 3)."""

from __future__ import annotations

from juki.protocol.catalogue.entry import Entry, Identifier, Relation, Route
from juki.protocol.messages import mailing, move
from juki.protocol.terms import Role

REGISTER, SERVER, TERMINAL = Role.RESIDENT_REGISTER, Role.COMMUNICATION_SERVER, Role.INTEGRATED_TERMINAL
_CODE = frozenset({Identifier.JUMINHYO_CODE})
_BOTH = frozenset({Identifier.JUMINHYO_CODE, Identifier.MY_NUMBER})
_PROCEDURE = "special-transfer"


def _inside(sender: Role, recipient: Role, *, signed: bool = False) -> Route:
    return Route(sender, recipient, Relation.SAME_CITY, signed=signed)


def _between(*, signed: bool) -> Route:
    return Route(SERVER, SERVER, Relation.OTHER_CITY, signed=signed)


SECTION = (
    Entry(
        move.MoveOutRecord,
        _PROCEDURE,
        "origin-record",
        "転出証明書情報",
        "住基法24条の2第3項, 第6項; 住基法施行令24条の3",
        (_inside(REGISTER, SERVER), _between(signed=True), _inside(SERVER, REGISTER, signed=True)),
        _BOTH,
        origin=SERVER,
    ),
    Entry(
        move.MoveInReport,
        _PROCEDURE,
        "destination-report",
        "転入届",
        "住基法22条, 24条の2第1項",
        (_inside(TERMINAL, SERVER), _inside(SERVER, REGISTER)),
        _CODE,
    ),
    Entry(
        move.MoveInReportReceived,
        _PROCEDURE,
        "destination-asks",
        "転入届を受けた旨の通知",
        "住基法24条の2第5項; seed I 3-②",
        (_between(signed=True), _inside(SERVER, REGISTER, signed=True)),
        _CODE,
        origin=SERVER,
    ),
    Entry(
        move.TransferUnavailable,
        _PROCEDURE,
        "origin-has-none",
        "転出証明書情報なし",
        "住基法24条の2第6項; [D]",
        (_inside(REGISTER, SERVER), _between(signed=True), _inside(SERVER, REGISTER, signed=True)),
        _CODE,
        origin=SERVER,
    ),
    Entry(
        move.MoveInCompleted,
        _PROCEDURE,
        "destination-entry",
        "転入の記載",
        "住基法8条, 30条の3第1項",
        (_inside(REGISTER, SERVER),),
        _BOTH,
    ),
    Entry(
        move.MoveInAccepted,
        _PROCEDURE,
        "destination-accepts",
        "転入届の受理",
        "住基法22条",
        (_inside(SERVER, TERMINAL),),
        _CODE,
    ),
    Entry(
        move.MoveInDeclined,
        _PROCEDURE,
        "destination-declines",
        "特例の不適用",
        "住基法施行令24条の2第1項",
        (_inside(REGISTER, SERVER), _inside(SERVER, TERMINAL)),
        _CODE,
    ),
    Entry(
        move.MoveInNotice,
        _PROCEDURE,
        "destination-notice",
        "転入通知",
        "住基法9条1項, 3項",
        (_between(signed=True), _inside(SERVER, REGISTER, signed=True)),
        _CODE,
        origin=SERVER,
    ),
    Entry(
        move.RegisterChanged,
        _PROCEDURE,
        "origin-erasure",
        "異動の連絡",
        "住基法8条; seed I 1-③",
        (_inside(REGISTER, SERVER),),
        _BOTH,
    ),
    Entry(
        move.MoveOutConfirmed,
        _PROCEDURE,
        "origin-confirms",
        "転出先確定の通知",
        "住基法施行令13条3項, 4項",
        (_inside(REGISTER, SERVER), Route(SERVER, Role.PREFECTURE_SERVER, Relation.OWN_PREFECTURE)),
        _CODE,
    ),
    Entry(
        mailing.MailingNotice,
        _PROCEDURE,
        "destination-mailing",
        "附票記載事項通知",
        "住基法19条1項, 4項; 住基法施行規則5条の2",
        (Route(SERVER, Role.OUTSIDE, signed=True),),
        _CODE,
        origin=SERVER,
    ),
)

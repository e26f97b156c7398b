"""Catalogue section: search, 本人確認 by four items, 機構への照会 and check of a number (seed I 2, 4, 5).

A question is signed by the terminal, an answer sealed to it. Whoever answers a search is one of three servers; the entry
names the national one as the origin.
"""

from __future__ import annotations

from juki.protocol.catalogue.entry import Entry, Identifier, Relation, Route
from juki.protocol.messages import search
from juki.protocol.terms import Role

SERVER, TERMINAL = Role.COMMUNICATION_SERVER, Role.INTEGRATED_TERMINAL
PREFECTURE, NATIONAL = Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER
_NUMBER = frozenset({Identifier.MY_NUMBER})
_BOTH = frozenset({Identifier.JUMINHYO_CODE, Identifier.MY_NUMBER})
_ASK = (Route(TERMINAL, SERVER, Relation.SAME_CITY, signed=True), Route(SERVER, NATIONAL, signed=True))
_ANSWER = (Route(NATIONAL, SERVER, sealed=True), Route(SERVER, TERMINAL, Relation.SAME_CITY, sealed=True))
_SEARCHED = "住基法30条の10第1項4号, 30条の12第1項4号, 30条の22第2項; seed I 4-①"
_CHECKED = "住基法30条の10第1項4号, 30条の12第1項4号; seed I 2-②"
_ASKED = "住基法30条の10第1項, 30条の12第1項; 番号法14条2項; seed I 5-①"
_TOLD = "住基法30条の10第1項, 30条の12第1項; seed I 5-②"
_PROVED = "番号法14条2項, 16条; 住基法30条の10第1項, 30条の12第1項; [D]"

SECTION = (
    Entry(
        search.IdentitySearch,
        "identity-search",
        "ask",
        "本人確認情報検索",
        _SEARCHED,
        (
            *_ASK,
            Route(SERVER, PREFECTURE, Relation.OWN_PREFECTURE, signed=True, basis="住基法30条の22第2項; seed I 4-①"),
        ),
        origin=TERMINAL,
    ),
    Entry(
        search.IdentitySearchReply,
        "identity-search",
        "answer",
        "本人確認情報検索の結果",
        _SEARCHED,
        (*_ANSWER, Route(PREFECTURE, SERVER, Relation.OWN_PREFECTURE, sealed=True, basis="住基法30条の22第2項")),
        _BOTH,
        origin=NATIONAL,
        reader=TERMINAL,
    ),
    Entry(search.FourItemsCheck, "identity-check", "ask-items", "4情報による本人確認", _CHECKED, _ASK, origin=TERMINAL),
    Entry(
        search.FourItemsReply,
        "identity-check",
        "answer-items",
        "4情報による本人確認の結果",
        _CHECKED,
        _ANSWER,
        origin=NATIONAL,
        reader=TERMINAL,
    ),
    Entry(search.IdentityInquiry, "identity-inquiry", "ask", "機構への照会", _ASKED, _ASK, _NUMBER, origin=TERMINAL),
    Entry(
        search.IdentityInquiryReply,
        "identity-inquiry",
        "answer",
        "機構からの回答",
        _TOLD,
        _ANSWER,
        _BOTH,
        origin=NATIONAL,
        reader=TERMINAL,
    ),
    Entry(search.NumberCheck, "number-check", "ask", "番号の真正性確認", _PROVED, _ASK, _NUMBER, origin=TERMINAL),
    Entry(
        search.NumberCheckReply,
        "number-check",
        "answer",
        "番号の真正性確認の結果",
        _PROVED,
        _ANSWER,
        origin=NATIONAL,
        reader=TERMINAL,
    ),
)

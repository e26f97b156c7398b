"""Catalogue section: the card at the counter and in card management (番号法17条, 番号カード等命令33条, seed I 2, 3-⑥)."""

from __future__ import annotations

from juki.protocol.catalogue.entry import Entry, Identifier, Relation, Route
from juki.protocol.messages import card
from juki.protocol.terms import Role

SERVER, TERMINAL = Role.COMMUNICATION_SERVER, Role.INTEGRATED_TERMINAL
MANAGEMENT, CHIP = Role.CARD_MANAGEMENT, Role.CARD
_CODE = frozenset({Identifier.JUMINHYO_CODE})
_PROCEDURE = "card"
_PIN_RULE = "番号カード等命令33条8項; seed I 2-②"
_ASK = (Route(TERMINAL, SERVER, Relation.SAME_CITY), Route(SERVER, MANAGEMENT))
_ANSWER = (Route(MANAGEMENT, SERVER), Route(SERVER, TERMINAL, Relation.SAME_CITY))
_TO_CARD, _FROM_CARD = (Route(TERMINAL, CHIP),), (Route(CHIP, TERMINAL),)

SECTION = (
    Entry(card.CardChallenge, _PROCEDURE, "challenge", "カードへの照合", _PIN_RULE, _TO_CARD),
    Entry(card.CardProof, _PROCEDURE, "proof", "カードの応答", "番号カード等命令17条, 33条8項", _FROM_CARD, _CODE),
    Entry(card.CardDenied, _PROCEDURE, "denial", "カードの拒否", _PIN_RULE, _FROM_CARD),
    Entry(card.CardRewrite, _PROCEDURE, "rewrite", "券面記載事項の書換え", "番号法17条7項", _TO_CARD),
    Entry(card.CardRewritten, _PROCEDURE, "rewritten", "書換え完了", "番号法17条7項", _FROM_CARD),
    Entry(card.CardStatusRequest, _PROCEDURE, "status", "カード運用状況の照会", "seed I 3-⑥; [D]", _ASK, _CODE),
    Entry(card.CardStatusReply, _PROCEDURE, "status-reply", "カード運用状況の回答", "seed I 3-⑥; [D]", _ANSWER),
    Entry(card.CardContinuation, _PROCEDURE, "continuation", "継続利用", "番号法17条7項; seed I 3-⑥", _ASK, _CODE),
    Entry(card.CardContinued, _PROCEDURE, "continued", "継続利用の記録", "番号法17条7項; seed I 3-⑥", _ANSWER),
)

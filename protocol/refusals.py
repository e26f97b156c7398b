"""The rules by which a node refuses, each with its words and its source. Data only: who applies a rule is in the nodes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to refuse.

    Attributes:
        name: stable identifier, shown in logs, traces and expectations.
        ja: the reason in Japanese, as a clerk reads it.
        en: the reason in English.
        basis: article of law, section of the seed, or `[D]` for a rule of this model.
    """

    name: str
    ja: str
    en: str
    basis: str


RULES: dict[str, Rule] = {}


def _rule(name: str, ja: str, en: str, basis: str) -> Rule:
    rule = Rule(name, ja, en, basis)
    if name in RULES:
        raise ValueError(f"refusal rule {name} is defined twice")
    RULES[name] = rule
    return rule


# The link and the envelope.
FORGED = _rule("forged", "真正でない電文", "the frame or signature does not verify", "seed III 相互認証; [D]")
BAD_CERTIFICATE = _rule(
    "bad-certificate", "証明書が検証できない", "the peer's certificate does not verify", "seed III 相互認証; [D]"
)
EXPIRED_CERTIFICATE = _rule(
    "expired-certificate", "証明書の有効期間外", "the peer's certificate is outside its validity", "RFC 5280 6.1.3"
)
REVOKED_CERTIFICATE = _rule(
    "revoked-certificate", "失効した証明書", "the peer's certificate is revoked", "RFC 5280 6.1.3"
)
WRONG_PEER = _rule(
    "wrong-peer", "証明書の名義が相手と異なる", "the certificate names another node", "seed III 相互認証; [D]"
)
UNKNOWN_VERSION = _rule("unknown-version", "未知の版の電文", "the envelope's version is unknown here", "[D]")
MALFORMED = _rule(
    "malformed", "形式誤りの電文", "the message is not of its form", "seed III リスク3 フォーマットチェック"
)
MISADDRESSED = _rule("misaddressed", "宛先又は差出人が通信路と異なる", "sender or recipient is not the link's", "[D]")
NOT_AUTHORISED = _rule(
    "not-authorised", "この相手はこの電文を送れない", "the catalogue does not let this role send this", "[D]"
)
FOREIGN_PEER = _rule(
    "foreign-peer",
    "市町村CSに接続できないシステム",
    "this system of the city may not reach the communication server",
    "seed III リスク1 市町村CSへのアクセスの限定",
)
REPLAYED = _rule("replayed", "過去の電文の再送入", "an old envelope came again under a new number", "[D]")
OUT_OF_TURN = _rule("out-of-turn", "手続の順序に合わない", "the procedure does not expect this now", "[D]")

# Residents and reports.
UNKNOWN_PERSON = _rule(
    "unknown-person", "該当者なし", "nobody of this number is on file here", "seed III リスク3 論理チェック; [D]"
)
ALREADY_PRESENT = _rule(
    "already-present", "既に住民である者の転入", "a move-in of somebody who is present", "seed III リスク3 論理チェック"
)
ALREADY_LEAVING = _rule("already-leaving", "転出届が既にある", "a move-out report is already on file", "住基法24条")
NOT_LEAVING = _rule("not-leaving", "転出届がない", "no move-out report is on file", "住基法24条")
MOVE_OUT_TOO_LATE = _rule(
    "move-out-too-late",
    "転出から14日を超えた届出(職権消除の対象)",
    "reported more than 14 days after the move: erased ex officio, not by report",
    "標準 4.1.3.0.1",
)
SAME_MUNICIPALITY = _rule(
    "same-municipality", "同一市町村内の異動は転居", "a move inside one municipality is not a move-out", "住基法23条"
)
LOGIC_CHECK = _rule(
    "logic-check", "論理チェックの誤り", "the update contradicts what is on file", "seed III リスク3 論理チェック"
)

# Special transfer.
NO_TRANSFER_DATA = _rule(
    "no-transfer-data", "転出証明書情報がない", "no move-out record could be obtained", "住基法24条の2第6項"
)
SPECIAL_RULE_LAPSED = _rule(
    "special-rule-lapsed", "特例の期限切れ", "the period of the special rule is over", "住基法施行令24条の2第1項2号"
)
REGISTERED_BETWEEN = _rule(
    "registered-between",
    "転出後に他の市町村で記録された",
    "recorded in another municipality in between",
    "住基法施行令24条の2第1項1号",
)
CARD_NOT_PRESENTED = _rule(
    "card-not-presented", "カードの提出がない", "the card was not handed in", "住基法施行令24条の2第1項3号"
)
IN_FUTURE = _rule("in-future", "将来の日付", "the date lies in the future", "seed III リスク3; [D]")

# The card.
PIN_WRONG = _rule("pin-wrong", "暗証番号の誤り", "the PIN is wrong", "番号カード等命令33条8項; [D]")
PIN_LOCKED = _rule("pin-locked", "暗証番号のロック", "the PIN is locked", "[D]")
PIN_ABSENT = _rule("pin-absent", "暗証番号の設定がないカード", "the card has no PIN", "番号カード等命令33条7項; [D]")
CARD_EXPIRED = _rule("card-expired", "カードの有効期間満了", "the card has expired", "番号法17条10項")
CARD_NOT_ACTIVE = _rule(
    "card-not-active", "運用中でないカード", "the card is suspended, lapsed or abolished", "番号法施行令14条"
)
CARD_NOT_GENUINE = _rule(
    "card-not-genuine", "カードの真正性を確認できない", "the card does not prove to be genuine", "住基法施行規則7条の2"
)
WRONG_HOLDER = _rule(
    "wrong-holder", "カードの名義人が異なる", "the card belongs to somebody else", "番号法17条6項; [D]"
)

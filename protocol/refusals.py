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

# Updates of 本人確認情報.
ALTERS_MORE = _rule(
    "alters-more",
    "異動事由が許さない項目の変更",
    "an item is changed that this reason does not change",
    "seed III リスク3 論理チェック; 住基法施行規則11条",
)
CODE_IN_USE = _rule(
    "code-in-use", "既に使用されている住民票コード", "this code was given to somebody before", "住基法30条の3第2項"
)
OLD_VALUE_DIFFERS = _rule(
    "old-value-differs",
    "変更前の値の不一致",
    "the value before the change is not the one on file",
    "住基法施行令30条の5; [D]",
)
UNKNOWN_MUNICIPALITY = _rule(
    "unknown-municipality",
    "この市町村のものでない市町村コード",
    "a municipality code that is not this city's own",
    "seed III リスク3 論理チェック; [D]",
)
SEVERAL_ERRORS = _rule(
    "several-errors", "複数項目の誤り", "several items of the entry are wrong", "seed III リスク3 論理チェック; [D]"
)
RECORD_FROZEN = _rule(
    "record-frozen", "更新禁止中", "the record is frozen: only a recovery update may change it", "[D]"
)
RECORD_LOCKED = _rule("record-locked", "排他中", "another operation on this record is not over yet", "[D]")
NO_CODE_LEFT = _rule(
    "no-code-left",
    "指定された住民票コードの不足",
    "none of the codes given to this city is left",
    "住基法施行規則9条",
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

# 符号.
NO_MY_NUMBER = _rule(
    "no-my-number", "個人番号が付番されていない", "the person has no My Number yet", "番号法施行令27条1項"
)
NUMBER_SUPERSEDED = _rule(
    "number-superseded",
    "変更前の個人番号",
    "this My Number was changed for another",
    "番号法7条2項; 番号法施行令27条3項; [D]",
)
ACQUISITION_PENDING = _rule(
    "acquisition-pending",
    "符号を取得中の者への二重の取得番号",
    "an acquisition for this person is already under way",
    "番号カード等命令41条の2; [D]",
)
ACQUISITION_REUSED = _rule(
    "acquisition-reused",
    "使用済みの取得番号",
    "this acquisition number was used before",
    "番号法21条の2第2項; 番号カード等命令41条の2",
)
ACQUISITION_ENDED = _rule(
    "acquisition-ended",
    "保有していない取得番号(期間経過を含む)",
    "no acquisition of this number is under way: it is over, or never was",
    "番号法21条の2第3項; [D]",
)
NO_WITNESS = _rule(
    "no-witness", "媒体作成に立会いがない", "a medium was made without a witness", "番号法施行令27条2項2号; [D]"
)

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

# Searches and provisions.
TOO_FEW_ITEMS = _rule(
    "too-few-items",
    "検索項目の不足(氏名と住所、又は氏名と生年月日が必要)",
    "a search needs name and address, or name and birth date",
    "住基法30条の28第1項; seed III",
)
NOTICE_NOT_SHOWN = _rule(
    "notice-not-shown",
    "アクセスログの通知と利用目的の確認を経ていない",
    "asked before the access-log notice was shown and the purpose confirmed",
    "seed III",
)
UNKNOWN_PURPOSE = _rule(
    "unknown-purpose", "一覧にない利用目的", "the purpose is none of the list", "住基法30条の29; seed III"
)
NO_BASIS = _rule(
    "no-basis",
    "提供の根拠がない事務",
    "no article lets this server answer for this purpose",
    "住基法30条の10第1項, 30条の12第1項, 30条の29",
)
TOO_MANY_HITS = _rule("too-many-hits", "該当者が上限を超える", "more people fit than may be listed", "seed III; [D]")
NOT_THE_SAME_PERSON = _rule(
    "not-the-same-person",
    "突合した項目が一致しない",
    "what was shown differs from whoever was found",
    "住基法30条の29; [D]",
)
RECORD_UNDER_REVIEW = _rule(
    "record-under-review",
    "更新禁止中の記録は提供しない",
    "a frozen record is not provided until it is settled",
    "seed 別添2; [D]",
)
CHECK_DIGIT = _rule("check-digit", "検査用数字の誤り", "a number fails its check digit", "番号法施行令6条")

# Operators.
UNKNOWN_OPERATOR = _rule(
    "unknown-operator", "利用者一覧にない職員", "nobody of this code is on the roll", "seed III; 標準 10.3"
)
WRONG_PASSWORD = _rule("wrong-password", "パスワードの誤り", "the password is wrong", "seed III; 標準 10.3")
WRONG_FACTOR = _rule(
    "wrong-factor",
    "静脈認証の不一致(本人でない操作者)",
    "the vein pattern is another person's",
    "seed III; 標準 10.3",
)
PASSWORD_AGED = _rule("password-aged", "有効期限の切れたパスワード", "the password is past its term", "seed III; [D]")
PASSWORD_UNFIT = _rule("password-unfit", "使えない新パスワード", "the new password is the old one, or too short", "[D]")
OPERATOR_LOCKED = _rule(
    "operator-locked",
    "認証に続けて失敗した職員",
    "this operator failed to log on too often",
    "標準 10.3; [D]",
)
NO_SESSION = _rule(
    "no-session", "ログオンしていない端末での操作", "nobody is logged on at this terminal", "番号法12条; seed III"
)
SESSION_LEFT_OPEN = _rule(
    "session-left-open",
    "前の利用者がログオフしていない端末",
    "another operator is still logged on at this terminal",
    "seed III; [D]",
)
NO_RIGHT = _rule(
    "no-right",
    "権限のない操作",
    "none of the operator's duties gives the right to this",
    "住基法36条の2第1項; 番号法12条; seed III",
)
NO_PURPOSE = _rule(
    "no-purpose", "処理事由のない操作", "the order does not say for which affair it is given", "seed III"
)
OWN_APPROVAL = _rule(
    "own-approval",
    "自らの申請又は作業の承認",
    "nobody approves or checks what is his own",
    "住基法36条の2第1項; seed III",
)
RIGHT_NOT_PENDING = _rule(
    "right-not-pending",
    "申請・許可のない権限の発効又は失効",
    "no application for this right stands at this point",
    "seed III",
)

# Certificates from kiosks.
OUT_OF_HOURS = _rule("out-of-hours", "交付サービスの時間外", "outside the hours of the kiosk service", "[D]")
NOT_A_MEMBER = _rule(
    "not-a-member", "コンビニ交付を行わない市区町村", "this municipality issues nothing at kiosks", "[D]"
)
KIOSK_BUSY = _rule("kiosk-busy", "使用中の端末", "somebody is at this kiosk", "[D]")
KEY_USED = _rule("key-used", "使用済みの申請番号", "a request of this key was made before", "[D]")
USER_CERTIFICATE_ABSENT = _rule(
    "user-certificate-absent",
    "利用者証明用電子証明書のないカード",
    "the card has no user certificate that is known",
    "公的個人認証法22条1項, 38条1項",
)
USER_CERTIFICATE_REVOKED = _rule(
    "user-certificate-revoked",
    "失効した利用者証明用電子証明書",
    "the user certificate is revoked",
    "公的個人認証法34条1項, 38条1項",
)
USER_CERTIFICATE_EXPIRED = _rule(
    "user-certificate-expired",
    "利用者証明用電子証明書の有効期間満了",
    "the user certificate has expired",
    "公的個人認証法24条, 34条1項",
)
RECORD_CLOSED = _rule(
    "record-closed", "除票となった住民票", "the record is closed: moved out, or dead", "住基法12条1項; seed I"
)
ISSUANCE_SUSPENDED = _rule(
    "issuance-suspended",
    "支援措置等による交付の抑止",
    "certificates are held back, as for protected persons",
    "標準 3.1; 標準 3.4",
)
REPLICA_STALE = _rule(
    "replica-stale",
    "住民記録との連携の遅れ",
    "the copy of the register may be older than the register",
    "標準 3.1; [D]",
)
WAIT_LIMIT = _rule("wait-limit", "待ち時間の上限", "the wait was too long, and the whole request is void", "[D]")
WRONG_DOCUMENT = _rule(
    "wrong-document", "申請者の異なる証明書", "the document is not the one that was asked for", "[D]"
)
FEED_GAP = _rule("feed-gap", "連携番号の欠落", "a change before this one has not come", "[D]")

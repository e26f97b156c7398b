"""THE table of what a story may expect. How each is looked up in the stores is in `finding.py`."""

from __future__ import annotations

from dataclasses import replace

from juki.nodes.kernel.disturbances import CertificateState
from juki.nodes.kernel.faults import Fate
from juki.protocol.messages.card import CardState
from juki.protocol.refusals import RULES
from juki.protocol.versions import PROFILES
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb, by_name

WHO = Parameter("who", "誰", Kind.WHO)
AT = Parameter("at", "市区町村", Kind.OFFICE)
STRIKES = (
    *(fate.value for fate in Fate if fate is not Fate.DELIVERED),
    "crash",
    *(f"certificate-{state}" for state in CertificateState if state is not CertificateState.GOOD),
)
REGISTER_STATES = ("current", "leaving", "closed", "none")
RULE = Parameter("rule", "理由", Kind.TEXT, choices=tuple(sorted(RULES)))

PROFILE = Parameter("profile", "プロファイル", Kind.TEXT, required=False, choices=tuple(PROFILES))
"Any expectation may be for one profile only."

_TABLE = (
    Verb(
        "register",
        "住民票",
        Words("住民記録にある住民票の状態", "the state of a record in a municipality's register"),
        (
            WHO,
            AT,
            Parameter("is", "状態", Kind.TEXT, choices=REGISTER_STATES),
            Parameter("moved_to", "転出先確定", Kind.OFFICE, required=False),
        ),
    ),
    Verb(
        "identity",
        "本人確認情報",
        Words(
            "市町村CS・都道府県・全国サーバーの本人確認情報",
            "the identity record that a server holds, and whether it is current",
        ),
        (
            WHO,
            Parameter("on", "システム", Kind.NODE),
            Parameter("lives_in", "現住所地", Kind.OFFICE, required=False),
            Parameter("current", "現存", Kind.FLAG, required=False),
            Parameter("none", "なし", Kind.FLAG, required=False),
        ),
    ),
    Verb(
        "card",
        "カード",
        Words("カード管理システムの運用状況", "the state of a card in card management"),
        (
            WHO,
            Parameter("is", "状態", Kind.TEXT, choices=tuple(state.value for state in CardState)),
            Parameter("continued_at", "継続利用先", Kind.OFFICE, required=False),
        ),
    ),
    Verb(
        "chip",
        "カードのチップ",
        Words("チップの中の住所と暗証番号の残り回数", "the address in the chip, and the tries left for its PIN"),
        (
            WHO,
            Parameter("address_at", "住所", Kind.OFFICE, required=False),
            Parameter("tries_left", "残り回数", Kind.COUNT, required=False),
        ),
    ),
    Verb(
        "certificate",
        "電子証明書",
        Words("署名用・利用者証明用電子証明書の失効", "whether a certificate of the card is revoked"),
        (
            WHO,
            Parameter("purpose", "用途", Kind.TEXT, choices=("signing", "user")),
            Parameter("revoked", "失効", Kind.FLAG),
        ),
    ),
    Verb(
        "transfer_data",
        "転出証明書情報",
        Words("転入予定地の市町村CSにある転出証明書情報", "whether a communication server keeps the transfer data"),
        (WHO, AT, Parameter("kept", "保存", Kind.FLAG)),
    ),
    Verb(
        "confirmed",
        "転出先確定の通知",
        Words("都道府県知事への通知(住基法施行令13条3項)", "the governor was told where the person went"),
        (WHO, Parameter("on", "システム", Kind.NODE), Parameter("moved_to", "転出先", Kind.OFFICE)),
    ),
    Verb(
        "mailing",
        "附票",
        Words(
            "本籍地に届いた附票記載事項通知の件数", "how many notices for the mailing record reached the place of 本籍"
        ),
        (WHO, Parameter("notices", "件数", Kind.COUNT)),
    ),
    Verb(
        "declined",
        "不受理",
        Words("窓口で最後に示された理由", "the reason last shown at a counter"),
        (RULE, AT),
    ),
    Verb(
        "refused",
        "拒否",
        Words("拒否された回数", "how often a node refused by a rule"),
        (RULE, Parameter("by", "システム", Kind.NODE, required=False), Parameter("times", "回数", Kind.COUNT)),
    ),
    Verb(
        "message",
        "電文",
        Words("届いた電文の件数", "how many messages of a kind were taken"),
        (
            Parameter("kind", "種類", Kind.TEXT),
            Parameter("times", "件数", Kind.COUNT),
            Parameter("from", "送信元", Kind.NODE, required=False),
            Parameter("to", "送信先", Kind.NODE, required=False),
        ),
    ),
    Verb(
        "struck",
        "障害",
        Words("障害が実際に起きた回数の下限", "how often a kind of fault took effect, at least"),
        (
            Parameter("fault", "種類", Kind.TEXT, choices=STRIKES),
            Parameter("at_least", "回数", Kind.COUNT),
        ),
    ),
)

EXPECTATIONS = tuple(replace(verb, parameters=(*verb.parameters, PROFILE)) for verb in _TABLE)
EXPECTATION_OF = by_name(EXPECTATIONS)

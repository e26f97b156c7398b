"""Expectations of records, cards and certificates after a move. How each is looked up is in `finding/moves.py`."""

from __future__ import annotations

from juki.protocol.messages.card import CardState
from juki.scenarios.expectations.common import AT, ON, WHO
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

REGISTER_STATES = ("current", "leaving", "closed", "none")

TABLE = (
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
            ON,
            Parameter("lives_in", "現住所地", Kind.CITY, required=False),
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
            Parameter("continued_at", "継続利用先", Kind.CITY, required=False),
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
        (WHO, ON, Parameter("moved_to", "転出先", Kind.OFFICE)),
    ),
    Verb(
        "mailing",
        "附票",
        Words(
            "本籍地に届いた附票記載事項通知の件数", "how many notices for the mailing record reached the place of 本籍"
        ),
        (WHO, Parameter("notices", "件数", Kind.COUNT)),
    ),
)

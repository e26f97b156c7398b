"""Expectations of certificates from kiosks. How each is looked up is in `finding/kiosk.py`."""

from __future__ import annotations

from juki.scenarios.expectations.common import RULE, WHO
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

KIOSK = Parameter("kiosk", "端末", Kind.NODE)

TABLE = (
    Verb(
        "printed",
        "交付",
        Words("キオスク端末で交付された証明書の通数", "how many certificates a person got from kiosks"),
        (
            WHO,
            Parameter("times", "通数", Kind.COUNT),
            Parameter("kiosk", "端末", Kind.NODE, required=False),
        ),
    ),
    Verb(
        "document",
        "証明書",
        Words("最後に交付された証明書の記載", "what the last certificate that a person got says"),
        (
            WHO,
            Parameter("address_at", "住所", Kind.OFFICE, required=False),
            Parameter("in_full", "省略なし", Kind.FLAG, required=False),
        ),
    ),
    Verb(
        "fee",
        "手数料",
        Words("キオスク端末で支払った手数料の合計", "the fees that a person paid at kiosks, in yen"),
        (WHO, Parameter("yen", "円", Kind.COUNT)),
    ),
    Verb(
        "kiosk_shows",
        "端末の表示",
        Words("キオスク端末に最後に表示された不交付の理由", "the reason last shown at a kiosk for printing nothing"),
        (KIOSK, RULE),
    ),
    Verb(
        "destroyed",
        "証明書の破棄",
        Words(
            "中止後に届き、印刷されずに破棄された証明書の通数",
            "how many documents came after their request had ended, and were destroyed unprinted",
        ),
        (Parameter("times", "通数", Kind.COUNT),),
    ),
    Verb(
        "user_tries",
        "利用者証明用の残り回数",
        Words("利用者証明用の暗証番号の残り回数", "the tries left for the PIN of a card's user certificate"),
        (WHO, Parameter("left", "残り回数", Kind.COUNT)),
    ),
)

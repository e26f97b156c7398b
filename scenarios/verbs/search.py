"""Verbs of questions about a person: 本人確認, search, comparison, 機構への照会, check of a number. Acted in `acting/search.py`."""

from __future__ import annotations

from juki.protocol.permissions.purposes import RESIDENT_AFFAIRS
from juki.scenarios.story import Words
from juki.scenarios.verbs.common import PIN, WHO
from juki.scenarios.vocabulary import Kind, Parameter, Verb

ITEMS = (
    "name-birth",
    "name-address",
    "name-address-birth",
    "name",
    "address-birth",
    "birth-sex",
    "address-sex",
)
"Items that may be typed; the seed allows a search only with the first three."
AT = Parameter("at", "窓口", Kind.CITY)
PURPOSE = Parameter("purpose", "利用目的", Kind.TEXT, required=False)
NOTICE = Parameter("after_notice", "通知後", Kind.FLAG, required=False)
SEX = Parameter("sex", "性別", Kind.FLAG, required=False)
KNOWN = Parameter("birth_known", "生年月日", Kind.TEXT, required=False, choices=("day", "month", "year"))
SPELLED = Parameter("spelled", "氏名の表記", Kind.TEXT, required=False, choices=("kana", "written"))
NUMBERS = ("right", "misread", "unknown")
DEFAULT_PURPOSE = RESIDENT_AFFAIRS

VERBS = (
    Verb(
        "check_identity",
        "本人確認",
        Words(
            "カード又は書類の4情報で本人確認を行う(評価書 2-②③)",
            "identify somebody by the card, or by the four items of a document (assessment I 2)",
        ),
        (
            WHO,
            AT,
            Parameter("proof", "書類", Kind.TEXT, required=False, choices=("card", "four-items", "old-address")),
            PIN,
        ),
    ),
    Verb(
        "search_person",
        "本人確認情報検索",
        Words(
            "アクセスログの通知と利用目的の確認の後、本人確認情報を検索する(評価書 4-①)",
            "after the access-log notice and the purpose, search the identity records (assessment I 4)",
        ),
        (
            WHO,
            AT,
            Parameter("lives_in", "住所地", Kind.CITY, required=False),
            Parameter("items", "検索項目", Kind.TEXT, required=False, choices=ITEMS),
            SEX,
            KNOWN,
            SPELLED,
            PURPOSE,
            NOTICE,
        ),
    ),
    Verb(
        "confirm_person",
        "同一人の確認",
        Words(
            "示された書類の4情報を検索結果と突合し、同一人と確認する",
            "compare the four items of a document with the list on the screen, and bind the one who is the same",
        ),
        (WHO, AT),
    ),
    Verb(
        "inquire_person",
        "機構照会",
        Words(
            "個人番号又は4情報で機構に照会する(評価書 5-①)",
            "ask the national operator by number or by items (assessment I 5)",
        ),
        (
            WHO,
            AT,
            Parameter("items", "照会項目", Kind.TEXT, required=False, choices=("number", *ITEMS)),
            Parameter("number", "個人番号", Kind.TEXT, required=False, choices=NUMBERS),
            SEX,
            KNOWN,
            SPELLED,
            Parameter("purpose", "利用目的", Kind.TEXT),
            NOTICE,
        ),
    ),
    Verb(
        "check_number",
        "番号真正性確認",
        Words(
            "カードがない人の個人番号が本人のものか機構に確かめる(番号法16条)",
            "without a card: ask whether a number belongs to whoever has these four items (My Number Act art. 16)",
        ),
        (
            WHO,
            AT,
            Parameter("number", "個人番号", Kind.TEXT, required=False, choices=NUMBERS),
            Parameter("whose", "番号の主", Kind.WHO, required=False),
            PURPOSE,
            NOTICE,
        ),
    ),
)

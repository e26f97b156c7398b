"""Verbs of a move by the special rule: what people report at a counter. How it becomes an order is in `acting/moves.py`."""

from __future__ import annotations

from juki.scenarios.story import Words
from juki.scenarios.verbs.common import PIN, WHO
from juki.scenarios.vocabulary import Kind, Parameter, Verb

CARD = Parameter("card", "カード", Kind.WHO, required=False)

VERBS = (
    Verb(
        "report_move_out",
        "転出届",
        Words(
            "今住んでいる市区町村の窓口に転出届を出す(住基法24条)",
            "report a move-out at the counter where the people live (Act art. 24)",
        ),
        (
            WHO,
            Parameter("to", "転出先", Kind.OFFICE),
            Parameter("planned", "転出予定日", Kind.DAY),
            Parameter("at", "窓口", Kind.CITY, required=False),
        ),
    ),
    Verb(
        "report_move_in",
        "転入届",
        Words(
            "カードを提出し、暗証番号を入力して特例の転入届を出す(住基法24条の2)",
            "hand in the card, type the PIN, report a move-in by the special rule (Act art. 24-2)",
        ),
        (
            WHO,
            Parameter("at", "窓口", Kind.OFFICE),
            Parameter("moved_on", "転入日", Kind.DAY),
            PIN,
            CARD,
            Parameter("presents_card", "カード提出", Kind.FLAG, required=False),
        ),
    ),
    Verb(
        "continue_card",
        "継続利用",
        Words(
            "転入後に、家族などのカードを後から提出して継続利用を受ける(番号法17条7項)",
            "hand in a further card after the move-in, so that it stays valid (My Number Act art. 17)",
        ),
        (WHO, Parameter("at", "窓口", Kind.CITY), PIN),
    ),
)

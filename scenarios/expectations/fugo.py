"""Expectations of 符号 and of what was told about them. How each is looked up is in `finding/fugo.py`."""

from __future__ import annotations

from juki.scenarios.expectations.common import AT, RULE, WHO
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

STATES = ("acquired", "waiting", "none")
TOLD = {
    "acquired": "fugo-acquired",
    "already": "fugo-already-acquired",
    "unavailable": "fugo-unavailable",
    "given-up": "fugo-given-up",
    "repeated": "fugo-answered-before",
}
"What an intermediary server tells its operator of an acquisition, by the code of the notice."

TABLE = (
    Verb(
        "fugo",
        "符号",
        Words("市町村の中間サーバーにある符号", "whether a city's intermediary server holds somebody's fugo"),
        (WHO, AT, Parameter("is", "状態", Kind.TEXT, choices=STATES)),
    ),
    Verb(
        "fugo_joined",
        "符号の対応",
        Words(
            "二つの機関の符号は異なり、コアだけが同じ人と分かる",
            "two bodies hold unequal fugo of one person, and the core joins them",
        ),
        (WHO, AT, Parameter("with", "相手", Kind.CITY)),
    ),
    Verb(
        "fugo_told",
        "符号の通知",
        Words("中間サーバーが受けた結果の回数", "how often an acquisition ended so at a city's intermediary server"),
        (
            AT,
            Parameter("what", "結果", Kind.TEXT, choices=tuple(TOLD)),
            Parameter("times", "回数", Kind.COUNT),
            Parameter(RULE.name, RULE.ja, RULE.kind, required=False, choices=RULE.choices),
        ),
    ),
    Verb(
        "medium",
        "媒体",
        Words("市町村CSの媒体作成の記録", "the record of a medium that a communication server made"),
        (
            AT,
            Parameter("requests", "件数", Kind.COUNT),
            Parameter("witness", "立会人", Kind.TEXT),
            Parameter("arrived", "到着", Kind.FLAG),
        ),
    ),
)

"""Expectations of operators: what they did, which rights they hold, who is logged on. How each is looked up is in `finding/`."""

from __future__ import annotations

from juki.protocol.permissions.duties import NEEDS
from juki.protocol.records.operation import DONE
from juki.protocol.refusals import RULES
from juki.scenarios.expectations.common import ON
from juki.scenarios.roll import DUTY_WORDS, WORDS
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

OF = Parameter("of", "操作者", Kind.TEXT, choices=WORDS)

TABLE = (
    Verb(
        "operated",
        "操作履歴",
        Words("操作履歴にある操作の件数", "how many rows the operation log has of an operator, an order, an outcome"),
        (
            ON,
            Parameter("by", "操作者", Kind.TEXT, required=False, choices=WORDS),
            Parameter("what", "操作", Kind.TEXT, required=False, choices=tuple(sorted(NEEDS))),
            Parameter("outcome", "結果", Kind.TEXT, required=False, choices=(DONE, *sorted(RULES))),
            Parameter("times", "件数", Kind.COUNT),
        ),
    ),
    Verb(
        "right",
        "権限",
        Words("職員が担当業務の権限を持つか", "whether an operator holds the rights of a duty"),
        (
            ON,
            OF,
            Parameter("duty", "担当業務", Kind.TEXT, choices=DUTY_WORDS),
            Parameter("held", "保有", Kind.FLAG),
        ),
    ),
    Verb(
        "session",
        "ログオン中",
        Words(
            "職員が端末にログオンしているか", "whether an operator is logged on at a terminal, and not idle too long"
        ),
        (ON, OF, Parameter("stands", "継続", Kind.FLAG)),
    ),
    Verb(
        "rights_listed",
        "一覧表",
        Words("利用者一覧表で見直すべき職員の数", "how many operators the last list shows whose rights were not used"),
        (ON, Parameter("unused", "未使用", Kind.COUNT)),
    ),
    Verb(
        "audited",
        "監査結果",
        Words(
            "最後の監査で見つかった認証失敗・拒否・時間外操作の件数",
            "what the last audit found: failed log-ons, refused orders, orders after hours",
        ),
        (
            ON,
            Parameter("sampled", "抽出件数", Kind.COUNT, required=False),
            Parameter("failed", "認証失敗", Kind.COUNT, required=False),
            Parameter("refused", "拒否", Kind.COUNT, required=False),
            Parameter("after_hours", "時間外", Kind.COUNT, required=False),
        ),
    ),
)

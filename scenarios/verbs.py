"""THE table of what a story may do, step by step. How a verb becomes an order at a counter is in `acting.py`."""

from __future__ import annotations

from juki.nodes.kernel.disturbances import CertificateState
from juki.nodes.kernel.intrusion import Attempt
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb, by_name

WHO = Parameter("who", "誰", Kind.WHO)
PIN = Parameter("pin", "暗証番号", Kind.PIN, required=False)
CARD = Parameter("card", "カード", Kind.WHO, required=False)

LASTS = Parameter("for", "期間", Kind.SPAN)

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
            Parameter("at", "窓口", Kind.OFFICE, required=False),
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
        (WHO, Parameter("at", "窓口", Kind.OFFICE), PIN),
    ),
    Verb(
        "wait",
        "待つ",
        Words("仮想の時刻を進める", "let virtual time go on"),
        (
            Parameter("until", "日", Kind.DAY, required=False),
            Parameter("at", "時刻", Kind.TIME, required=False),
            Parameter("for", "期間", Kind.SPAN, required=False),
        ),
    ),
    Verb(
        "intrude",
        "不正な電文",
        Words(
            "真正でない電文や権限のない電文を回線に流す",
            "put on a link what is not authentic or not authorised",
        ),
        (
            Parameter("what", "種類", Kind.TEXT, choices=tuple(attempt.value for attempt in Attempt)),
            Parameter("from", "送信元", Kind.NODE),
            Parameter("to", "送信先", Kind.NODE),
        ),
    ),
    Verb(
        "partition",
        "不通",
        Words(
            "システムと他のシステムの間をしばらく不通にする(相手を省けば全システム)",
            "let nothing through between a node and another, or all others, for a while",
        ),
        (
            Parameter("of", "システム", Kind.NODE),
            LASTS,
            Parameter("from", "相手", Kind.NODE, required=False),
            Parameter("one_way", "片方向", Kind.FLAG, required=False),
        ),
    ),
    Verb(
        "break_link",
        "回線切断",
        Words("二つのシステムの間の接続を切る", "end the session between two nodes; the next message opens a new one"),
        (Parameter("of", "システム", Kind.NODE), Parameter("to", "相手", Kind.NODE)),
    ),
    Verb(
        "crash",
        "停止",
        Words(
            "システムを止め、確定済みの記録から再開させる",
            "bring a node down, and up again from its last committed image",
        ),
        (Parameter("of", "システム", Kind.NODE), LASTS),
    ),
    Verb(
        "spoil_certificate",
        "証明書異常",
        Words(
            "システムの証明書を期限切れ・失効などの状態にする(good で元に戻す)",
            "let a node show an expired, revoked, foreign or self-signed certificate; good ends it",
        ),
        (
            Parameter("of", "システム", Kind.NODE),
            Parameter("state", "状態", Kind.TEXT, choices=tuple(state.value for state in CertificateState)),
        ),
    ),
)

VERB_OF = by_name(VERBS)

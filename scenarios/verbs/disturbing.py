"""Verbs of what time and misfortune do: waiting, intruders, broken links, crashes, bad certificates. Knows no procedure."""

from __future__ import annotations

from juki.nodes.kernel.disturbances import CertificateState
from juki.nodes.kernel.intrusion import Attempt
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

LASTS = Parameter("for", "期間", Kind.SPAN)

VERBS = (
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

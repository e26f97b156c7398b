"""Expectations of what was said, refused and struck. How each is looked up is in `finding/traffic.py`."""

from __future__ import annotations

from juki.nodes.kernel.disturbances import CertificateState
from juki.nodes.kernel.faults import Fate
from juki.scenarios.expectations.common import AT, RULE
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

STRIKES = (
    *(fate.value for fate in Fate if fate is not Fate.DELIVERED),
    "crash",
    *(f"certificate-{state}" for state in CertificateState if state is not CertificateState.GOOD),
)

TABLE = (
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
            Parameter("kind", "種類", Kind.MESSAGE),
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

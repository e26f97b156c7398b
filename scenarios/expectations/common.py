"""Arguments that expectations of several procedures share."""

from __future__ import annotations

from juki.protocol.refusals import RULES
from juki.scenarios.vocabulary import Kind, Parameter

WHO = Parameter("who", "誰", Kind.WHO)
AT = Parameter("at", "市区町村", Kind.CITY)
ON = Parameter("on", "システム", Kind.NODE)
RULE = Parameter("rule", "理由", Kind.TEXT, choices=tuple(sorted(RULES)))

"""Arguments that verbs of several procedures share."""

from __future__ import annotations

from juki.scenarios.vocabulary import Kind, Parameter

WHO = Parameter("who", "誰", Kind.WHO)
PIN = Parameter("pin", "暗証番号", Kind.PIN, required=False)

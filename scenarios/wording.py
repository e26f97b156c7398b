"""An expectation in one line of either language, from the table and the arguments. Judges nothing."""

from __future__ import annotations

from juki.scenarios.expectations import EXPECTATION_OF
from juki.scenarios.story import Said, Wanted, Words

_FLAGS = {True: ("はい", "yes"), False: ("いいえ", "no")}


def wording(wanted: Wanted) -> Words:
    """`住民票(誰=mover, 市区町村=長岡市, 状態=closed)` and its English twin."""
    verb = EXPECTATION_OF[wanted.verb]
    said = [(one, wanted.arguments[one.name]) for one in verb.parameters if one.name in wanted.arguments]
    japanese = ", ".join(f"{one.ja}={_value(value, 0)}" for one, value in said)
    english = ", ".join(f"{one.name}={_value(value, 1)}" for one, value in said)
    return Words(f"{verb.ja}({japanese})", f"{verb.name}({english})")


def _value(said: Said, language: int) -> str:
    return _FLAGS[said.value][language] if isinstance(said.value, bool) else str(said.value)

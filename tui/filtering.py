"""The small language of filters, as it is typed: `kind:MoveInNotice node:新潟市 !lost 10分`. Knows no step and no screen.

Words stand between blanks or `&`; a key and its value are joined by a colon, `!` before a word negates it, what has no
key is searched in the words of a step. Keys and signs may be typed in Japanese and in full width; quotes hold blanks.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.errors import BadInput
from juki.tui.filters import Condition, Filter, names_of_kind
from juki.tui.worded import folded
from juki.tui.words import ORDERS, TIMERS

KEYS = {
    "kind": ("電文", "種類", "種別"),
    "node": ("システム", "機関", "ノード"),
    "from": ("送信元", "差出"),
    "to": ("宛先", "送信先"),
    "case": ("事案",),
    "step": ("ステップ",),
    "time": ("時刻",),
}
"Keys that want a value, with their Japanese names."
FLAGS = {"refused": ("拒否",), "lost": ("消失",)}
"Words that say all by themselves."
_NAMES = {folded(name): key for table in (KEYS, FLAGS) for key, names in table.items() for name in (key, *names)}
_FLAGS = {folded(name): key for key, names in FLAGS.items() for name in (key, *names)}
_NOT = "!\uff01"
_WORD = re.compile(rf"""[{_NOT}]*(?:"[^"]*"|[^\s\uff06&"])+""")
_COLON = re.compile("[:\uff1a]")
_STEP = re.compile("(?=.*[0-9])[0-9]{0,12}(?:[.]{2}[0-9]{0,12})?")
CLOCK = re.compile("[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?")
"A time of day; without a key, too."
_DOTS = re.compile("[.]{2,}|[\u2026\uff5e\u301c\u2025~-]")
"A value is folded before: what is full-width has become the usual sign, and an ellipsis three full stops."


def parse(text: str) -> Filter:
    """The filter that somebody typed; an empty text lets everything pass.

    Raises:
        BadInput: a key, a kind or a range that there is not; its place is the column of the word.
    """
    return Filter(conditions=tuple(_conditions(text)), typed=text.strip())


def _conditions(text: str) -> Iterator[Condition]:
    for found in _WORD.finditer(text):
        word = found[0].lstrip(_NOT)
        negated = (len(found[0]) - len(word)) % 2 == 1
        column = found.start() + len(found[0]) - len(word) + 1
        if not word:
            raise BadInput(f"{column}", "!", "!refused / !kind:MoveInNotice")
        yield _condition(word, column, negated=negated)


def _condition(word: str, column: int, *, negated: bool) -> Condition:
    name, *rest = _COLON.split(word, maxsplit=1)
    key = _NAMES.get(folded(name))
    if not rest or name.startswith('"') or not name or name.isdigit():
        flag = _FLAGS.get(folded(word))
        if flag:
            return Condition(flag, negated=negated)
        text = _value(word)
        return Condition("time" if CLOCK.fullmatch(text) else "text", text, negated)
    value = _value(rest[0])
    if key is None:
        near = difflib.get_close_matches(folded(name), _NAMES, n=1, cutoff=0.5)
        raise BadInput(f"{column}", repr(name), " / ".join(near or (*KEYS, *FLAGS)))
    if key in FLAGS:
        raise BadInput(f"{column + len(name)}", repr(word[len(name) :]), name)
    at = column + len(name) + 1
    if not value:
        raise BadInput(f"{at}", repr(word), f"{name}:…")
    return Condition(key, _checked(key, value, at), negated)


def _value(text: str) -> str:
    return folded(text.replace('"', ""))


def _checked(key: str, value: str, column: int) -> str:
    """The value as filters want it."""
    if key == "step":
        steps = _DOTS.sub("..", value, count=1)
        if not _STEP.fullmatch(steps):
            raise BadInput(f"{column}", repr(value), "57 / 10..20 / 10..")
        return steps
    if key == "time" and not CLOCK.fullmatch(value):
        raise BadInput(f"{column}", repr(value), "09:05 / 09:05:01")
    if key == "kind":
        names = {folded(name): name for kind in (*CATALOGUE, *ORDERS, *TIMERS) for name in sorted(names_of_kind(kind))}
        if not any(value in name for name in names):
            near = difflib.get_close_matches(value, sorted(names), n=3, cutoff=0.4)
            raise BadInput(f"{column}", repr(value), " / ".join(names[name] for name in near) or "MoveInNotice")
    return value

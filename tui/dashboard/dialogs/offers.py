"""What can be entered in fields of dialogs, with names in both languages. Knows no dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from juki.protocol.refusals import RULES
from juki.scenarios.breakpoints import ANY
from juki.scenarios.story import Words
from juki.tui import language
from juki.tui.dashboard.dialogs.form import Offer
from juki.tui.names import node_name
from juki.tui.words import DISTURBANCES, ORDERS, TIMERS, disturbance_name, message_name, order_name, timer_name

EVERY = Offer(ANY, Words("すべて", "any"))
YES_NO = (Offer("yes", Words("はい", "yes")), Offer("no", Words("いいえ", "no")))


@cache
def both(namer: Callable[[str], str], name: str) -> Words:
    """What a thing is called in each language; the language in use stays."""
    before, told = language.spoken(), {}
    try:
        for spoken in language.LANGUAGES:
            language.use(spoken)
            told[spoken] = namer(name)
    finally:
        language.use(before)
    return Words(ja=told["ja"], en=told["en"])


def nodes(ids: Iterable[str]) -> tuple[Offer, ...]:
    return tuple(Offer(node, both(node_name, node)) for node in ids)


def kinds(messages: Iterable[str]) -> tuple[Offer, ...]:
    """These messages, then every order, timer and disturbance."""
    named = (
        *((kind, message_name) for kind in messages),
        *((verb, order_name) for verb in ORDERS),
        *((timer, timer_name) for timer in TIMERS),
        *((disturbance, disturbance_name) for disturbance in DISTURBANCES),
    )
    return (EVERY, *(Offer(kind, both(namer, kind)) for kind, namer in named))


def cases(ids: Iterable[str]) -> tuple[Offer, ...]:
    return tuple(Offer(case, Words(case, case)) for case in ids)


def rules() -> tuple[Offer, ...]:
    """Every rule of refusal, after `*` for any."""
    return (EVERY, *(Offer(rule.name, Words(rule.ja, rule.en)) for rule in RULES.values()))


def oracles(named: Iterable[tuple[str, Words]]) -> tuple[Offer, ...]:
    """These oracles, after `*` for any."""
    return (EVERY, *(Offer(name, words) for name, words in named))

"""A trace in lines: one step a line, in columns that hold with Japanese. Knows no file and no filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from juki.nodes.kernel.trace import Step
from juki.protocol.masking import mask
from juki.tui.cells import left
from juki.tui.days import day_text, moment, time_text
from juki.tui.language import _, pick
from juki.tui.names import node_name
from juki.tui.words import (
    attempt_name,
    disturbance_name,
    happening_name,
    message_name,
    notice_text,
    order_name,
    rule_name,
    strike_name,
    timer_name,
)

NUMBER, NODE, REFUSED_SIGN = 6, 26, "✗"
_AT_SENDER = frozenset({"resend", "intrusion"})
_NAMED = {"order": order_name, "timer": timer_name, "intrusion": attempt_name}
_FATES = {"lost": "×", "doubled": "="}


def listing(steps: Iterable[Step], *, with_ids: bool = False) -> Iterator[str]:
    """The lines, with a heading for each day."""
    day: date | None = None
    for step in steps:
        at = moment(step.at)
        if at.date() != day:
            day = at.date()
            yield f"── {day_text(day)}"
        yield line(step, with_ids=with_ids)


def line(step: Step, *, with_ids: bool = False) -> str:
    """Number, time, from, to, what; then what came of it."""
    arrow = "->" if step.peer else "  "
    source, target = ends(step)
    shown = f"{left(node_name(source) if source else '', NODE)} {arrow} {left(node_name(target), NODE)}"
    parts = [f"{step.sequence:>{NUMBER}} {clock(step)}", shown, what(step), *consequences(step)]
    if with_ids and step.id:
        parts.append(f"[{step.id}]")
    return mask(" ".join(part for part in parts if part).rstrip())


def clock(step: Step) -> str:
    """Time of day to the millisecond."""
    at = moment(step.at)
    return f"{time_text(at)}.{at.microsecond // 1000:03d}"


def ends(step: Step) -> tuple[str, str]:
    """From which node to which; the first is empty for what happens at one node."""
    # A message happens where it arrives: the peer is its sender. What is sent again, or forged, happens where it leaves.
    return (step.node, step.peer) if step.what in _AT_SENDER else (step.peer, step.node)


def what(step: Step) -> str:  # noqa: PLR0911 - one return a kind of step
    """What happened, in words."""
    match step.what:
        case "message":
            return message_name(step.kind)
        case "lost":
            name = happening_name(step.kind) if step.kind == "acknowledgement" else message_name(step.kind)
            return f"{name} ({strike_name(step.fate)})"
        case "broken" if step.fate != "delivered":
            return f"{happening_name(step.what)} ({strike_name(step.fate)})"
        case "disturbance":
            return f"{happening_name(step.what)}: {disturbance_name(step.kind)} ({step.detail})"
        case "order" | "timer" | "intrusion":
            return f"{happening_name(step.what)}: {_NAMED[step.what](step.kind)}"
        case "acknowledgement" | "resend":
            return f"{happening_name(step.what)} ({step.number})"
        case _:
            return happening_name(step.what)


def consequences(step: Step) -> Iterator[str]:
    """What came of it, in words: what the network did, a refusal, notices."""
    if step.fate in _FATES and step.what != "lost":
        yield _FATES[step.fate]
    if step.place != "next":
        yield f"({_('seen before') if step.place == 'seen' else _('too early')})"
    if step.refused:
        detail = f": {step.detail}" if step.detail else ""
        yield f"{REFUSED_SIGN} {rule_name(step.refused)} [{step.refused}]{detail}"
    for code, about in step.notices:
        if code != "refused-here":
            yield pick(f"〔{notice_text(code, about)}〕", f"[{notice_text(code, about)}]")

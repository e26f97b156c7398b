"""A run as a Mermaid `sequenceDiagram`. Knows its syntax and what must be escaped in it, no layout and no file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from juki.protocol.masking import mask
from juki.tui.chart import Mark, lanes_of
from juki.tui.days import day_text, time_text
from juki.tui.diagram import label_of
from juki.tui.language import n_
from juki.tui.names import lane_names

CAP = 400
"Marks in one picture; browsers draw no more in reasonable time."


def mermaid(marks: Sequence[Mark], title: str) -> str:
    """The diagram's source. Participants have aliases, because a name may hold what the syntax reserves."""
    shown = marks[:CAP]
    lanes = lanes_of(shown)
    alias = {lane: f"p{place}" for place, lane in enumerate(lanes)}
    lines = ["---", f"title: {_quoted(title)}", "---", "sequenceDiagram"]
    named = zip(lanes, lane_names(lanes), strict=True)
    lines += [f"    participant {alias[lane]} as {escape(name)}" for lane, name in named]
    day: date | None = None
    for mark in shown:
        if mark.at.date() != day:
            day = mark.at.date()
            lines.append(f"    Note over {_span(alias, lanes)}: {escape(day_text(day))}")
        lines.append("    " + _line(mark, alias))
    if len(marks) > CAP:
        left_out = len(marks) - CAP
        words = n_("{count} line left out", "{count} lines left out", left_out).format(count=left_out)
        lines.append(f"    Note over {_span(alias, lanes)}: {escape(words)}")
    return "\n".join(lines) + "\n"


def _span(alias: dict[str, str], lanes: Sequence[str]) -> str:
    return ",".join(dict.fromkeys((alias[lanes[0]], alias[lanes[-1]])))


def _line(mark: Mark, alias: dict[str, str]) -> str:
    text = f"{time_text(mark.at)} {label_of(mark)}"
    if mark.is_note:
        return f"Note over {alias[mark.source]}: {escape(text)}"
    arrow = "-x" if mark.fate == "lost" or (mark.refused and mark.kind != "declined") else "->>"
    return f"{alias[mark.source]}{arrow}{alias[mark.target]}: {escape(text)}"


def escape(text: str) -> str:
    """Characters that end a statement or begin an entity become entities, as Mermaid writes them."""
    reserved = {"#": "#35;", ";": "#59;", "<": "#lt;", ">": "#gt;", "\n": " ", "\r": " "}
    return "".join(reserved.get(sign, sign) for sign in mask(text))


def _quoted(title: str) -> str:
    """A YAML string in double quotes."""
    return '"' + mask(title).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'

"""What the message inspector says of a message, section by section. Knows no widget; it words a view and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from juki.protocol.catalogue import CATALOGUE, Entry
from juki.protocol.errors import JukiError
from juki.protocol.refusals import RULES
from juki.protocol.terms import NodeId, role_of
from juki.scenarios.looking.views import MessageView
from juki.scenarios.story import Words
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.widgets import message_proofs as proofs
from juki.tui.dashboard.widgets.message_places import place_of
from juki.tui.dashboard.widgets.value_lines import (
    WARNED,
    Act,
    Pair,
    Row,
    Section,
    masked,
    pairs,
    sentence,
)
from juki.tui.dashboard.widgets.wordings import (
    body_pairs,
    gists,
    nothing,
    said,
    when,
)
from juki.tui.language import pick
from juki.tui.listing import what
from juki.tui.names import node_name
from juki.tui.words import basis_text, happening_name, message_name, procedure_name, rule_name, strike_name

_DELIVERED = "delivered"
SHUT_AT_FIRST = frozenset({"header", "channel", "signature", "seal", "bytes"})
"Folded until somebody opens them: their headings say in short what they hold."
_SEALED = (
    Words("✗ この宛先には読めない", "✗ this recipient cannot read it"),
    Words(
        "本文は封緘されており、ここを通るのは暗号文だけ。",
        "The body is sealed: all that passes here is ciphertext.",
    ),
)
_BODILESS = (
    Words("本文なし", "no body"),
    Words(
        "受信確認。相手の電文を何番まで受け取ったかだけを伝える。",
        "An acknowledgement: it tells up to which number the peer's messages were taken, and nothing else.",
    ),
)
_UNREADABLE = (
    Words("✗ 読み取れない", "✗ unreadable"),
    Words(
        "本文を読み取れない。壊されたか、偽の電文か、この版にない電文である。",
        "The body cannot be read: it was damaged or forged, or this version knows no such message.",
    ),
)


def message_sections(view: MessageView, ledger: Ledger, cells: int, *, is_masked: bool) -> list[Section]:
    """Everything about one message on one hop, in the order in which somebody asks.

    Args:
        view: of the message.
        ledger: tells what it came of and what it led to.
        cells: of the pane.
        is_masked: of a person's number only the last four digits are shown.
    """
    sections = (
        _what(view, ledger, cells),
        _fields(view, cells, is_masked=is_masked),
        _law(view, cells),
        _cause(view, ledger, cells),
        proofs.header(view, cells, is_masked=is_masked),
        proofs.channel(view, cells),
        proofs.signature(view, cells),
        proofs.seal(view, cells),
        proofs.on_the_line(view, cells, is_masked=is_masked),
    )
    return list(sections)


def title_of(view: MessageView) -> str:
    """What the message is called; also of an acknowledgement, and of bytes that nobody can read."""
    if view.kind in CATALOGUE:
        return message_name(view.kind)
    return happening_name(view.kind) if view.kind else pick("読めないバイト列", "unreadable bytes")


def _what(view: MessageView, ledger: Ledger, cells: int) -> Section:
    entry = CATALOGUE.get(view.kind)
    rows = []
    place = place_of(view.kind)
    if place:
        rows += sentence(said(place), cells)
    hop = [
        Pair(pick("送信元", "from"), node_name(view.sender), act=Act("node", view.sender)),
        Pair(pick("宛先", "to"), node_name(view.recipient), act=Act("node", view.recipient)),
        Pair(pick("状態", "state"), *_arrival(view, ledger)),
    ]
    hop += _trouble(view)
    if entry:
        hop.append(Pair(pick("手続", "procedure"), procedure_name(entry.procedure)))
    return Section("what", title_of(view), rows + pairs(hop, cells), view.kind)


def _arrival(view: MessageView, ledger: Ledger) -> tuple[str, int, str, Act | None]:
    """In words where it is: value, depth, role, and what enter does."""
    if not view.step:
        at = pick(f"配送中、{when(view.at)} に到着", f"under way, arrives {when(view.at)}")
        held = pick("保留中", "held back")
        return (at if view.at else held), 0, "warned", None
    act, at = Act("step", number=view.step), when(view.at) if view.at else ""
    if view.step <= len(ledger) and ledger[view.step].what == "lost":
        return pick(f"× ステップ{view.step}で消失 {at}", f"× lost in step {view.step}, {at}"), 0, "bad", act
    if view.refused:
        return pick(f"✗ ステップ{view.step}で拒否 {at}", f"✗ refused in step {view.step}, {at}"), 0, "bad", act
    return pick(f"ステップ{view.step}で到着 {at}", f"arrived in step {view.step}, {at}"), 0, "plain", act


def _trouble(view: MessageView) -> Iterator[Pair]:
    """What the network did to a message that has come to its end, and why it was refused."""
    if view.step and view.fate != _DELIVERED:
        yield Pair(pick("途中で", "on the way"), f"{WARNED} {strike_name(view.fate)}", role="warned")
    if view.refused:
        detail = f": {view.detail}" if view.detail else ""
        yield Pair(pick("拒否の理由", "refused by"), f"{rule_name(view.refused)} [{view.refused}]{detail}", role="bad")


def _why_unread(view: MessageView) -> tuple[Words, Words]:
    """Why there is no body to be seen: in short, and in a sentence."""
    if view.seal is not None:
        return _SEALED
    return _BODILESS if view.kind == "acknowledgement" else _UNREADABLE


def _fields(view: MessageView, cells: int, *, is_masked: bool) -> Section:
    title = pick("項目", "fields")
    if view.body is None:
        note, text = (said(words) for words in _why_unread(view))
        return Section("fields", title, sentence(text, cells, "warned"), note, "warned")
    found = [
        Pair(pair.label, masked(pair.value, is_masked=is_masked), pair.depth, pair.role, pair.act)
        for pair in body_pairs(view.kind, view.body)
    ]
    note = (
        pick("番号は下4桁だけ (M)", "numbers masked (M)")
        if is_masked
        else pick("番号も表示中 (M)", "numbers whole (M)")
    )
    rows = pairs(found, cells) or sentence(nothing(), cells, "muted")
    return Section("fields", title, rows, note)


def basis_of(entry: Entry | None, sender: str, recipient: str) -> str:
    """The articles on which a message rests on this hop."""
    if entry is None:
        return ""
    try:
        ends = role_of(NodeId(sender)), role_of(NodeId(recipient))
    except JukiError:
        return entry.basis
    own = (route.basis for route in entry.routes if (route.sender, route.recipient) == ends)
    return next(own, "") or entry.basis


def _law(view: MessageView, cells: int) -> Section:
    basis = basis_of(CATALOGUE.get(view.kind), view.sender, view.recipient)
    rows = _articles(basis, cells)
    if view.refused in RULES:
        rows += sentence(pick("拒否の根拠:", "of the refusal:"), cells, "bad")
        rows += _articles(RULES[view.refused].basis, cells)
    if not rows:
        rows = sentence(nothing(), cells, "muted")
    return Section("law", pick("根拠", "legal basis"), rows, basis_text(basis))


def _articles(basis: str, cells: int) -> list[Row]:
    rows: list[Row] = []
    for article, words in gists(basis):
        rows += sentence(article, cells, "marked")
        if words:
            rows += sentence(words, cells, indent=4)
    return rows


def _cause(view: MessageView, ledger: Ledger, cells: int) -> Section:
    items = [
        Pair(pick("きっかけ", "because of"), *_because(view, ledger)),
        *(
            Pair(pick("これにより", "led to") if not number else "", *_consequence(one, ledger))
            for number, one in enumerate(view.consequences)
        ),
    ]
    if not view.consequences:
        items.append(Pair(pick("これにより", "led to"), nothing(), role="muted"))
    count = len(view.consequences)
    note = pick(f"この後 {count}件", f"{count} after it")
    return Section("cause", pick("きっかけと結果", "cause and consequences"), pairs(items, cells), note)


def _because(view: MessageView, ledger: Ledger) -> tuple[str, int, str, Act | None]:
    departure = ledger.departure(view.id)
    if departure:
        step = ledger[departure]
        text = f"{what(step)} — {node_name(step.node)} ({_step(departure)})"
        return text, 0, "act", Act("step", number=departure)
    arrivals = ledger.arrivals(view.cause)
    if arrivals:
        return f"{what(ledger[arrivals[0]])} ({_step(arrivals[0])})", 0, "act", Act("step", number=arrivals[0])
    return view.cause or nothing(), 0, "plain", None


def _consequence(message: str, ledger: Ledger) -> tuple[str, int, str, Act | None]:
    arrivals = ledger.arrivals(message)
    if not arrivals:
        return f"{message} ({pick('配送中', 'under way')})", 0, "act", Act("message", message)
    step = ledger[arrivals[0]]
    text = f"{what(step)} → {node_name(step.node)} ({_step(step.sequence)})"
    return text, 0, "act", Act("message", message, step.sequence)


def _step(sequence: int) -> str:
    return pick(f"ステップ{sequence}", f"step {sequence}")

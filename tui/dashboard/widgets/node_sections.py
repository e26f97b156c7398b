"""What the node inspector says of a node: tables, log, timers, boxes, numbers, certificate. Words a view and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import chain

from juki.protocol.knowledge import knowledge_of
from juki.protocol.terms import NodeId, role_of
from juki.scenarios.looking.views import Knowledge, LogLine, NodeView, TableView
from juki.scenarios.story import Words
from juki.tui import terms
from juki.tui.cells import left
from juki.tui.dashboard.widgets.table_lines import Grid
from juki.tui.dashboard.widgets.value_lines import (
    BAD,
    CHANGED,
    GOOD,
    Act,
    Pair,
    Row,
    Section,
    clean,
    fold,
    masked,
    pairs,
    sentence,
)
from juki.tui.dashboard.widgets.wordings import (
    away,
    cell_pairs,
    cell_text,
    certificate_pairs,
    gists,
    said,
    when,
)
from juki.tui.days import moment, time_text
from juki.tui.labels import label_of, table_name
from juki.tui.language import pick
from juki.tui.names import node_name, role_name
from juki.tui.words import message_name, rule_name, timer_name

TABS: dict[str, Words] = {
    "tables": Words("表", "tables"),
    "log": Words("ログ", "log"),
    "timers": Words("タイマー", "timers"),
    "boxes": Words("送受信", "boxes"),
    "knows": Words("番号", "numbers"),
    "certificate": Words("証明書", "certificate"),
}
_LOGGED = {
    "sent": Words("送信", "sent"),
    "received": Words("受信", "received"),
    "unread": Words("読めず", "unread"),
    "checkpoint": Words("署名", "signed"),
}
_IDENTIFIERS = {
    "juminhyo-code": Words("住民票コード", "juminhyo code"),
    "my-number": Words("個人番号", "my number"),
    "acquisition-number": Words("取得番号", "acquisition number"),
    "fugo": Words("符号", "fugo"),
}


def role_sections(view: NodeView, cells: int) -> list[Section]:
    """What a system of this kind is for, by the glossary."""
    role = role_of(NodeId(view.node))
    name = "".join(part.capitalize() for part in role.value.split("-"))
    term = next((term for section in terms.sections() for term in section.terms if term.name == name), None)
    if term is None:
        return []
    means = said(term.means)
    return [Section("role", role_name(role), sentence(means, cells), means)]


def table_sections(
    view: NodeView, cells: int, *, is_masked: bool, opened: Mapping[str, Collection[int]], offset: int
) -> list[Section]:
    """Every table, those that have changed first shown by their headings.

    Args:
        view: of the node.
        cells: of the pane.
        is_masked: of a person's number only the last four digits are shown.
        opened: by table, the places of the rows that are shown in full.
        offset: columns scrolled out at the left.
    """
    filled = sorted((table for table in view.tables if table.total), key=lambda table: not table.changed)
    empty = [table.name for table in view.tables if not table.total]
    shown = [
        _table(table, cells, is_masked=is_masked, opened=opened.get(table.name, ()), offset=offset) for table in filled
    ]
    if empty:
        names = pick("、", ", ").join(_named(name) for name in empty)
        note = pick(f"{len(empty)}個", str(len(empty)))
        shown.append(Section("empty", pick("空の表", "empty tables"), sentence(names, cells, "muted"), note))
    return shown or [_nothing("tables", pick("表はない。", "There are no tables."), cells)]


def _named(table: str) -> str:
    name = table_name(table)
    return f"{name} ({table})" if name != table else name


def _nothing(key: str, text: str, cells: int) -> Section:
    return Section(key, said(TABS[key]), sentence(text, cells, "muted"))


def _table(table: TableView, cells: int, *, is_masked: bool, opened: Collection[int], offset: int) -> Section:
    def value(row: int, column: int) -> str:
        cell = table.rows[row][column] if column < len(table.rows[row]) else None
        return masked(cell_text(table.name, table.columns[column], cell), is_masked=is_masked)

    def in_full(row: int) -> list[Pair]:
        found = chain.from_iterable(
            cell_pairs(table.name, *cell) for cell in zip(table.columns, table.rows[row], strict=False)
        )
        return [replace(pair, value=masked(pair.value, is_masked=is_masked)) for pair in found]

    grid = Grid(
        table.name,
        [label_of(table.name, column) for column in table.columns],
        value,
        in_full,
        len(table.rows),
        cells,
        changed=table.changed,
        opened=opened,
        offset=offset,
    )
    count = pick(f"{table.total}行", f"{table.total} rows" if table.total != 1 else "1 row")
    if table.total > len(table.rows):
        count = pick(f"{table.total}行のうち先頭{len(table.rows)}行", f"first {len(table.rows)} of {table.total} rows")
    changed = len(table.changed)
    note = f"{CHANGED} {changed}  {count}" if changed else count
    return Section(table.name, _named(table.name), grid, note, "marked" if changed else "muted")


def log_sections(view: NodeView, cells: int, *, is_masked: bool) -> list[Section]:
    """The node's own message log, the newest entry first."""
    rows = list(chain.from_iterable(_logged(line, cells, is_masked=is_masked) for line in reversed(view.log)))
    shown = pick(
        f"{view.log_total}行のうち新しい{len(view.log)}行", f"newest {len(view.log)} of {view.log_total} lines"
    )
    note = shown if view.log_total > len(view.log) else pick(f"{view.log_total}行", f"{view.log_total} lines")
    title = pick("電文記録(新しい順)", "message log, newest first")
    return [Section("log", title, rows or sentence(pick("まだ何もない。", "Nothing yet."), cells, "muted"), note)]


def _logged(line: LogLine, cells: int, *, is_masked: bool) -> list[Row]:
    words = _LOGGED.get(line.what)
    name = message_name(line.kind) if line.kind else ""
    sign = BAD if line.refused else "→" if line.what == "sent" else "←" if line.what == "received" else " "
    # Every kind of entry is as wide as the widest, so that names stand in a column.
    what = left(clean(said(words) if words else line.what), 8)
    text = f"{line.number:>5} {time_text(moment(line.at))} {sign} {what} {name}"
    if line.peer:
        text += f" ({node_name(line.peer)})"
    if line.refused:
        text += f" — {rule_name(line.refused)} [{line.refused}]"
    act = Act("message", line.id) if line.id else None
    shown = masked(clean(text), is_masked=is_masked)
    return sentence_hanging(shown, cells, "bad" if line.refused else "plain", act)


def sentence_hanging(text: str, cells: int, role: str, act: Act | None) -> list[Row]:
    """A line whose continuation is indented."""
    first, rest = fold(text, cells), " " * min(6, cells // 3)
    if len(first) == 1:
        return [Row(((first[0], role),), act)]
    more = fold(text[len(first[0]) :].lstrip(), max(1, cells - len(rest)))
    return [Row(((first[0], role),), act), *(Row(((rest + line, role),), act) for line in more)]


def timer_sections(view: NodeView, cells: int) -> list[Section]:
    """What the node will do by itself, the next first."""
    items = []
    for full, due in sorted(view.timers, key=lambda timer: (timer[1], timer[0])):
        name, _slash, about = full.partition("/")
        words = timer_name(name) + (f" ({about})" if about else "")
        items.append(Pair(away(due - view.at), f"{words} — {when(due)}"))
    none = sentence(pick("動いているタイマーはない。", "No timer is set."), cells, "muted")
    note = pick(f"{len(items)}件", f"{len(items)}")
    return [Section("timers", said(TABS["timers"]), pairs(items, cells) or none, note)]


def box_sections(view: NodeView, cells: int) -> list[Section]:
    """What waits to be acknowledged, and up to where peers were taken in."""
    out = [
        Pair(
            node_name(boxed.peer),
            f"{boxed.number}: {message_name(boxed.kind)}",
            role="act",
            act=Act("message", boxed.id),
        )
        for boxed in view.outbox
    ]
    taken = [
        Pair(node_name(inbox.peer), pick(f"{inbox.taken}番まで受信", f"taken up to {inbox.taken}"))
        for inbox in view.inbox
    ]
    nothing = sentence(pick("なし", "none"), cells, "muted")
    return [
        Section(
            "outbox",
            pick("送信箱: 受信確認待ち", "outbox: not yet acknowledged"),
            pairs(out, cells) or nothing,
            pick(f"{len(out)}件", f"{len(out)}"),
            "warned" if out else "muted",
        ),
        Section(
            "inbox",
            pick("受信箱: どこまで受け取ったか", "inbox: how far it has taken"),
            pairs(taken, cells) or nothing,
            pick(f"相手{len(taken)}", f"{len(taken)} peers"),
        ),
    ]


def knows_sections(view: NodeView, cells: int) -> list[Section]:
    """Which numbers of people it holds, and whether it may, with the law behind it."""
    items = [_known(known) for known in view.knows]
    why = knowledge_of(role_of(NodeId(view.node))).why
    law: list[Row] = []
    for article, words in gists(why):
        law += sentence(article, cells, "marked")
        if words:
            law += sentence(words, cells, indent=4)
    is_good = all(known.may_hold or not known.count for known in view.knows)
    note = (
        pick("✓ 持ってよいものだけ", "✓ only what it may hold")
        if is_good
        else pick("✗ 許されない番号がある", "✗ forbidden")
    )
    return [
        Section(
            "knows",
            pick("記録にある番号", "numbers in its store"),
            list(chain.from_iterable(pairs(group, cells) for group in items)),
            note,
            "good" if is_good else "bad",
        ),
        Section("knows-law", pick("根拠", "legal basis"), law, ""),
    ]


def _known(known: Knowledge) -> list[Pair]:
    words = _IDENTIFIERS.get(known.identifier)
    count = pick(f"{known.count}個", str(known.count))
    if known.may_hold:
        verdict, role = pick("持ってよい", "may hold"), "good"
        sign = GOOD
    else:
        verdict, role = pick("持ってはならない", "may not hold"), "bad" if known.count else "muted"
        sign = BAD if known.count else " "
    pairs_ = [Pair(said(words) if words else known.identifier, f"{sign} {count} — {verdict}", role=role)]
    if known.masked:
        pairs_.append(Pair("", pick("例: ", "e.g. ") + pick("、", ", ").join(known.masked), role="muted"))
    return pairs_


def certificate_sections(view: NodeView, cells: int) -> list[Section]:
    """What the node shows of itself."""
    items = list(certificate_pairs(view.certificate, ""))
    return [
        Section(
            "certificate", pick("ノード証明書", "node certificate"), pairs(items, cells), items[0].value, items[0].role
        )
    ]

"""Two courses of events side by side: where they part, what only one has, how their stores end. Compares nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from rich.text import Text
from textual.widget import Widget

from juki.nodes.kernel.trace import Step
from juki.protocol.masking import mask
from juki.scenarios.sitting.comparing import Comparison, FieldDifference, TableDifference
from juki.scenarios.story import Words
from juki.tui.cells import cut, left
from juki.tui.dashboard.dialogs.branches import CourseRow, course_name
from juki.tui.dashboard.dialogs.dialog import Dialog, Hint
from juki.tui.dashboard.widgets.lines import Lines
from juki.tui.days import day_text, moment, span_text, time_text
from juki.tui.language import pick
from juki.tui.listing import what
from juki.tui.names import node_name
from juki.tui.words import rule_name

BETWEEN = " │ "
MICROS = 1_000_000
HASHES = frozenset({"body_hash", "change"})
FIELDS = {
    "at": Words("時刻", "time"),
    "what": Words("出来事", "what"),
    "node": Words("システム", "node"),
    "peer": Words("相手", "peer"),
    "id": Words("電文の識別子", "message id"),
    "kind": Words("種類", "kind"),
    "case": Words("事案", "case"),
    "cause": Words("原因", "cause"),
    "number": Words("番号", "number"),
    "fate": Words("配送の結果", "fate"),
    "place": Words("順番", "place"),
    "refused": Words("拒否", "refused"),
    "detail": Words("詳細", "detail"),
    "body": Words("内容", "body"),
    "body_hash": Words("内容のハッシュ", "hash of the body"),
    "change": Words("変更のハッシュ", "hash of the change"),
    "notices": Words("通知", "notices"),
    "sent": Words("送信した電文", "sent"),
    "sent_at": Words("送信時刻", "sent at"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a heading over both, or a text a side.

    Attributes:
        style: name of a colour of `Lines`.
        steps: sequences that the sides show; 0 for none.
    """

    one: str
    other: str = ""
    style: str = ""
    is_heading: bool = False
    steps: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class StepWanted:
    """Somebody wants to stand at a step: of the first course (0) or the second (1)."""

    side: int
    sequence: int


class ComparisonLines(Lines):
    """Both sides, a line each."""

    def __init__(self) -> None:
        super().__init__(id="lines")
        self.rows: list[Row] = []
        self.names = ("", "")

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def header_height(self) -> int:
        return 1

    def header(self, width: int) -> Sequence[Text]:
        return (Text(_sides(*self.names, width)),)

    def line(self, index: int, width: int) -> Text:
        row = self.rows[index]
        if row.is_heading:
            return Text(cut(row.one, width), style=self.colour("marked"))
        return Text(_sides(row.one, row.other, width), style=self.colour(row.style) if row.style else "")


class ComparisonScreen(Dialog[StepWanted]):
    """Shows a comparison; gives the step that somebody wants to look at.

    Args:
        comparison: of two courses.
        courses: that were compared.
        tables: how their stores differ at their ends; None if that is not known.
    """

    TITLE_WORDS = Words("二つの履歴の比較", "Two courses compared")
    HELP: ClassVar[Words] = Words(
        "左右に二つの履歴を並べます。分かれた最初のステップ、片方にだけある電文と拒否、終わりの時点での各システムの表の違い"
        "が出ます。1か2でその行のステップへ、左右どちらかの履歴の中で移ります。番号は伏せます。",
        "Two courses side by side: the first step in which they differ, messages and refusals in one of them only, and how "
        "the tables of each node differ at the end. 1 or 2 goes to the step of the line, in the left or the right course. "
        "Numbers of people are masked.",
    )
    HINTS = (
        Hint("1/Enter", Words("左のステップへ", "to the left step"), "go(0)"),
        Hint("2", Words("右のステップへ", "to the right step"), "go(1)"),
        Hint("↑↓", Words("送る", "scroll")),
        Hint("Esc", Words("閉じる", "close"), "cancel"),
    )
    BINDINGS: ClassVar = [("1", "go(0)", "left"), ("2", "go(1)", "right")]
    DEFAULT_CSS = """
    ComparisonScreen > Vertical { width: 150; max-width: 98%; height: 92%; }
    ComparisonScreen ComparisonLines { height: 1fr; }
    """

    def __init__(
        self,
        comparison: Comparison,
        courses: tuple[CourseRow, CourseRow],
        tables: Sequence[TableDifference] | None = None,
    ) -> None:
        super().__init__()
        self._comparison, self._courses, self._differences = comparison, courses, tables
        self._shown = ComparisonLines()

    def parts(self) -> Iterable[Widget]:
        yield self._shown

    def on_mount(self) -> None:
        super().on_mount()
        self._shown.focus()

    def word(self) -> None:
        shown = self._shown
        shown.names = course_name(self._courses[0]), course_name(self._courses[1])
        shown.rows = list(comparison_rows(self._comparison, self._differences))
        shown.changed()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        event.stop()
        if event.entered:
            row = self._shown.rows[event.index]
            self.action_go(0 if row.steps[0] else 1)

    def action_go(self, side: int) -> None:
        rows = self._shown.rows
        sequence = rows[self._shown.cursor].steps[side] if rows else 0
        if sequence:
            self.dismiss(StepWanted(side, sequence))


def _sides(one: str, other: str, cells: int) -> str:
    room = max(1, (cells - len(BETWEEN)) // 2)
    return left(one, room) + BETWEEN + cut(other, room)


def comparison_rows(found: Comparison, tables: Sequence[TableDifference] | None = None) -> Iterator[Row]:
    """Everything that is told, in order."""
    yield from _ends(found)
    if not found.is_same:
        yield Row(pick("── 最初に違うステップ", "── the first step that differs"), is_heading=True)
        yield _pair(*found.first)
        for field in _told(found):
            name = FIELDS[field.field].in_(pick("ja", "en")) if field.field in FIELDS else field.field
            told = (_value(field.field, value) for value in (field.one, field.other))
            yield Row(*_two(f"  {name}: {value}" for value in told), style="muted")
    for title, sides, style in (
        (pick("── 片方にだけある電文", "── messages in one only"), found.messages, ""),
        (pick("── 片方にだけある拒否", "── refusals in one only"), found.refusals, "bad"),
        (pick("── 片方にだけある障害と再送", "── faults and resendings in one only"), found.troubles, "warned"),
    ):
        yield Row(f"{title} ({len(sides[0])} / {len(sides[1])})", is_heading=True)
        for one, other in zip_longest(*sides):
            yield _pair(one, other, style)
    if tables is not None:
        yield from _tables(tables)


def _told(found: Comparison) -> Iterable[FieldDifference]:
    """The fields worth telling: none of two happenings of different kinds, hashes only if nothing else differs."""
    one, other = found.first
    if one is None or other is None or one.what != other.what:
        return ()
    return [field for field in found.fields if field.field not in HASHES] or found.fields


def _ends(found: Comparison) -> Iterator[Row]:
    if found.is_same:
        yield Row(pick("── 同じ履歴です", "── both are the same"), is_heading=True)
    shared = pick(f"── 初めの{found.shared}ステップは同じ", f"── the first {found.shared} steps are the same")
    if not found.is_same:
        yield Row(shared, is_heading=True)
    yield Row(*_two(pick(f"全{steps}ステップ", f"{steps} steps") for steps in found.ends))
    yield Row(*_two(_when(at) for at in found.times))
    apart = abs(found.times[0] - found.times[1])
    if apart:
        later = pick("左", "left") if found.times[0] > found.times[1] else pick("右", "right")
        span = span_text(apart / MICROS) if apart >= MICROS else f"{apart / 1000:.0f} ms"
        yield Row(pick(f"  終わりは{later}が{span}遅い", f"  the {later} one ends later by {span}"), style="muted")


def _two(texts: Iterable[str]) -> tuple[str, str]:
    one, other = texts
    return one, other


def _when(at: int) -> str:
    return f"{day_text(moment(at).date())} {time_text(moment(at))}" if at else ""


def _pair(one: Step | None, other: Step | None, style: str = "") -> Row:
    steps = (one.sequence if one else 0, other.sequence if other else 0)
    return Row(_step(one), _step(other), style, steps=steps)


def _step(step: Step | None) -> str:
    if step is None:
        return ""
    way = f"{node_name(step.peer)} → {node_name(step.node)}" if step.peer else node_name(step.node)
    declined = [about.get("rule", "") for code, about in step.notices if code == "declined"]
    rule = step.refused or next(iter(declined), "")
    refused = f" ✗ {rule_name(rule)}" if rule else ""
    return mask(f"{step.sequence:>5} {time_text(moment(step.at))} {what(step)}{refused}  {way}")


def _value(name: str, value: str) -> str:
    if name in {"at", "sent_at"} and value.isdigit():
        at = moment(int(value))
        return f"{time_text(at)}.{at.microsecond:06d}"
    if name in {"node", "peer"} and value:
        return node_name(value)
    if name == "refused" and value:
        return rule_name(value)
    return mask(value) or "-"


def _tables(tables: Sequence[TableDifference]) -> Iterator[Row]:
    yield Row(pick("── 終わりの時点での違い", "── how they differ at the end"), is_heading=True)
    if not tables:
        yield Row(pick("  違いはありません", "  nothing differs"), style="good")
    for table in tables:
        more = pick("(一部)", " (in part)") if table.is_partial else ""
        yield Row(
            f"  {node_name(table.node)}  {table.what}{more}: {len(table.one)} / {len(table.other)}", style="marked"
        )
        for one, other in zip_longest(table.one, table.other):
            yield Row(*_two(_cells(table.columns, row) for row in (one, other)))


def _cells(columns: Sequence[str], row: tuple[object, ...] | None) -> str:
    if row is None:
        return ""
    cells = (f"{name}={_cell(value)}" for name, value in zip(columns, row, strict=False) if value not in {None, ""})
    return mask("    " + " ".join(cells))


def _cell(value: object) -> str:
    return pick(f"{len(value)}オクテット", f"{len(value)} octets") if isinstance(value, bytes) else str(value)

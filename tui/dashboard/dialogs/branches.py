"""The courses of a sitting as a tree: one is chosen, or two are compared. Knows no sitting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from juki.scenarios.story import Words
from juki.tui.dashboard.dialogs.dialog import Dialog, Hint
from juki.tui.language import pick

MARK, HERE = "◉", "▸"
PAIR = 2


@dataclass(frozen=True, slots=True)
class CourseRow:
    """One course as the tree shows it.

    Attributes:
        parent: key of the course it left; its own for the first.
        left_at: the step after which it left it.
        name: in words; empty for one that has its key alone.
        steps: made so far.
        held: expectations and oracles that have held.
        failed: those that have not.
        is_over: nothing more happens in it.
        is_seen: it is the one on the screen.
    """

    key: str
    parent: str
    left_at: int = 0
    name: str = ""
    steps: int = 0
    held: int = 0
    failed: int = 0
    is_over: bool = False
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class BranchChoice:
    """What is wanted.

    Attributes:
        go: key of the course to be seen; empty if two are to be compared.
        compare: keys of two courses; None if one is to be seen.
    """

    go: str = ""
    compare: tuple[str, str] | None = None


class BranchesDialog(Dialog[BranchChoice]):
    """Shows the tree of courses."""

    TITLE_WORDS = Words("分岐", "Branches")
    HELP: ClassVar[Words] = Words(
        "これまでに進めた履歴の一覧です。字下げは、どの履歴のどのステップから分かれたかを示します。"
        "Enterで移り、スペースで印を付けた二つをcで比べます。印がなければ、選んでいる履歴を、画面の履歴か、分かれる前の履歴と比べます。",
        "The courses of events so far; what is indented left the course above it. Enter goes to one. Mark two with space and "
        "compare them with c; without marks the one chosen is compared with the one on the screen, or with the one it left.",
    )
    HINTS = (
        Hint("Enter", Words("移る", "go there"), "go"),
        Hint("Space", Words("印", "mark"), "mark"),
        Hint("c", Words("比べる", "compare"), "compare"),
        Hint("Esc", Words("閉じる", "close"), "cancel"),
    )
    BINDINGS: ClassVar = [
        Binding("space", "mark", "mark", show=False),
        Binding("c", "compare", "compare", show=False),
    ]
    DEFAULT_CSS = """
    BranchesDialog OptionList { max-height: 16; }
    """

    def __init__(self, courses: Sequence[CourseRow]) -> None:
        super().__init__()
        self._rows = list(_tree(courses))
        self._marked: list[str] = []

    def parts(self) -> Iterable[Widget]:
        yield Static(id="question", classes="question")
        yield OptionList(id="courses")

    def on_mount(self) -> None:
        super().on_mount()
        listed = self.query_one(OptionList)
        listed.highlighted = next((at for at, (row, _) in enumerate(self._rows) if row.is_seen), 0)
        listed.focus()

    def word(self) -> None:
        words = pick("移る履歴を選ぶか、二つを比べます。", "Choose the course to see, or compare two.")
        self.query_one("#question", Static).update(Content(words))
        listed = self.query_one(OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options([self._line(row, stem) for row, stem in self._rows])
        listed.highlighted = at

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(BranchChoice(go=self._rows[event.option_index][0].key))

    def action_go(self) -> None:
        self.dismiss(BranchChoice(go=self._chosen()))

    def action_mark(self) -> None:
        key = self._chosen()
        if key in self._marked:
            self._marked.remove(key)
        else:
            self._marked = [*self._marked, key][-PAIR:]
        self.word()

    def action_compare(self) -> None:
        """Compare the two that are marked; else the chosen one with a marked one, the one seen, or the one it left."""
        chosen = self._chosen()
        seen = [row.key for row, _ in self._rows if row.is_seen]
        left = [row.parent for row, _ in self._rows if row.key == chosen]
        known = {row.key for row, _ in self._rows}
        wished = self._marked if len(self._marked) == PAIR else [*self._marked, chosen, *seen, *left]
        pair = [key for key in dict.fromkeys(wished) if key in known][:PAIR]
        if len(pair) < PAIR:
            self.complain(pick("比べる履歴をもう一つ選んでください", "choose another one to compare with"))
            return
        order = [row.key for row, _ in self._rows]
        one, other = sorted(pair, key=order.index)
        self.dismiss(BranchChoice(compare=(one, other)))

    def _chosen(self) -> str:
        at = self.query_one(OptionList).highlighted
        return self._rows[at or 0][0].key

    def _line(self, row: CourseRow, stem: str) -> Content:
        mark = MARK if row.key in self._marked else HERE if row.is_seen else " "
        left = "" if row.key == row.parent else pick(f"ステップ{row.left_at}から", f"from step {row.left_at}")
        state = pick("終了", "over") if row.is_over else pick("途中", "under way")
        verdict = f"✗{row.failed}" if row.failed else f"✓{row.held}" if row.held else ""
        parts = [(f"{mark} {stem}", "$text-accent bold"), (course_name(row), "bold")]
        rest = "  ".join(part for part in (left, pick(f"全{row.steps}ステップ", f"{row.steps} steps"), state) if part)
        parts.append((f"  {rest}  ", "$text-muted"))
        parts.append((verdict, "$text-error bold" if row.failed else "$text-success"))
        return Content.assemble(*parts)


def course_name(row: CourseRow) -> str:
    """What a course is called."""
    if row.name:
        return row.name
    return pick("本線", "trunk") if row.key == row.parent else pick(f"分岐{row.key}", f"branch {row.key}")


def _tree(courses: Sequence[CourseRow]) -> Iterator[tuple[CourseRow, str]]:
    """Every course with the stem before it: parents before those that left them, in the order in which they began."""
    known = {row.key for row in courses}
    tops = [row for row in courses if row.key == row.parent or row.parent not in known]
    for top in tops:
        yield from _under(top, courses, "", "")


def _under(row: CourseRow, courses: Sequence[CourseRow], stem: str, below: str) -> Iterator[tuple[CourseRow, str]]:
    yield row, stem
    children = [other for other in courses if other.parent == row.key and other.key != row.key]
    for place, child in enumerate(children):
        is_last = place == len(children) - 1
        yield from _under(child, courses, below + ("└─" if is_last else "├─"), below + ("  " if is_last else "│ "))

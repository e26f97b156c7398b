"""The node inspector: what a system holds at the moment looked at. Owns what is shown and opened; knows no run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from juki.protocol.errors import JukiError
from juki.protocol.terms import NodeId, role_of
from juki.scenarios.looking.views import NodeView
from juki.scenarios.story import Words
from juki.tui.cells import width as cells_of
from juki.tui.dashboard.widgets import node_sections as worded
from juki.tui.dashboard.widgets.folding_lines import MASK, FoldingLines
from juki.tui.dashboard.widgets.node_sections import TABS
from juki.tui.dashboard.widgets.value_lines import Act, Section, sentence
from juki.tui.dashboard.widgets.wordings import said, when
from juki.tui.language import N_, pick
from juki.tui.names import node_name

_ORDER = tuple(TABS)
_BETWEEN = "  "


class NodeInspector(FoldingLines):
    """One node, in parts: tables, log, timers, boxes, numbers, certificate."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "選んだシステムの、見ている時点での中身です。表・電文記録・タイマー・送受信・番号・証明書を , と . で切り替えます。"
            "● は直前のステップで書かれた行です。Enter で行や見出しを開閉し、Shift+← → で列を送り、M で番号を伏せます。"
            "「番号」では、どの番号を持ってよいかを根拠とともに示します。"
        ),
        en=(
            "What the chosen system holds at the moment looked at. , and . change between tables, message log, timers, "
            "boxes, numbers and certificate. ● marks rows that the last step wrote. Enter opens a row or folds a heading, "
            "Shift+← → moves through the columns, M masks numbers. 'Numbers' tells which it may hold, with the law."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        MASK,
        Binding("comma", "section(-1)", N_("The part before."), show=False),
        Binding("full_stop", "section(1)", N_("The next part."), show=False),
        Binding("shift+left", "columns(-1)", N_("One column back."), show=False),
        Binding("shift+right", "columns(1)", N_("One column further."), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.view: NodeView | None = None
        self._tab: dict[str, str] = {}
        "By kind of node: the part that was last shown."
        self._opened: dict[str, set[int]] = {}
        self._offset = 0
        self.shut.add("role")

    def look(self, view: NodeView | None) -> None:
        """Show this node as it was at a moment, or that none is chosen."""
        if view == self.view:
            return
        is_other = view is None or self.view is None or view.node != self.view.node
        self.view = view
        if is_other:
            self._opened, self._offset = {}, 0
        self.reword(keep=not is_other)

    def reword(self, *, keep: bool = True) -> None:
        """Word everything in the language in use."""
        title = pick("システム", "system")
        self.border_title = f"{title}: {node_name(self.view.node)}" if self.view else title
        self.border_subtitle = when(self.view.at) if self.view else ""
        self.rebuild(keep=keep)

    @property
    def section(self) -> str:
        """The part that is shown, remembered for each kind of node."""
        return self._tab.get(self._kind(), _ORDER[0])

    def _kind(self) -> str:
        if self.view is None:
            return ""
        try:
            return role_of(NodeId(self.view.node)).value
        except JukiError:
            return self.view.node

    def sections(self, cells: int) -> list[Section]:
        view = self.view
        if view is None:
            text = pick(
                "システムが選ばれていません。地図で選ぶか、図で Enter を押してください。",
                "No system is chosen: choose one on the map, or press enter in the diagram.",
            )
            return [Section("none", pick("システム", "system"), sentence(text, cells, "muted"))]
        match self.section:
            case "log":
                shown = worded.log_sections(view, cells, is_masked=self.is_masked)
            case "timers":
                shown = worded.timer_sections(view, cells)
            case "boxes":
                shown = worded.box_sections(view, cells)
            case "knows":
                shown = worded.knows_sections(view, cells)
            case "certificate":
                shown = worded.certificate_sections(view, cells)
            case _:
                shown = worded.role_sections(view, cells) + worded.table_sections(
                    view, cells, is_masked=self.is_masked, opened=self._opened, offset=self._offset
                )
        return self._downtime(cells) + shown

    def _downtime(self, cells: int) -> list[Section]:
        view = self.view
        if view is None or view.down_until <= view.at:
            return []
        text = pick(f"⊘ {when(view.down_until)} まで停止中", f"⊘ down until {when(view.down_until)}")
        return [Section("down", pick("停止中", "down"), sentence(text, cells, "bad"))]

    @property
    def header_height(self) -> int:
        return 1

    def header(self, width: int) -> Sequence[Text]:
        """The parts side by side, the one shown in brackets, between the keys that change it; in a narrow pane that one alone."""
        names = {key: said(words) for key, words in TABS.items()}
        shown = [f"[{name}]" if key == self.section else name for key, name in names.items()]
        line = f", {_BETWEEN.join(shown)} ."
        if cells_of(line) > width:
            place = _ORDER.index(self.section)
            line = f", ‹ [{names[self.section]}] {place + 1}/{len(_ORDER)} › ."
        text = Text(line, no_wrap=True)
        begin = line.find("[")
        text.stylize(self.colour("marked"), begin, line.find("]") + 1)
        return (text,)

    def action_section(self, step: int) -> None:
        """Show the next part, or the one before."""
        place = (_ORDER.index(self.section) + step) % len(_ORDER)
        self._tab[self._kind()] = _ORDER[place]
        self.rebuild(keep=False)

    def action_columns(self, step: int) -> None:
        """Scroll the tables by a column."""
        widest = max((len(table.columns) for table in self.view.tables), default=1) if self.view else 1
        self._offset = max(0, min(self._offset + step, widest - 1))
        self.rebuild()

    def perform(self, act: Act) -> None:
        if act.what == "row":
            self._opened.setdefault(act.name, set()).symmetric_difference_update({act.number})
            self.rebuild()
        else:
            super().perform(act)

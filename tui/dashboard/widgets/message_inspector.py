"""The message inspector: one message on one hop, from its name down to its bytes. Owns what is folded; knows no run."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from juki.scenarios.looking.views import MessageView
from juki.scenarios.story import Words
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.widgets.folding_lines import MASK, FoldingLines
from juki.tui.dashboard.widgets.message_sections import SHUT_AT_FIRST, message_sections, title_of
from juki.tui.dashboard.widgets.value_lines import Section, sentence
from juki.tui.language import pick


class MessageInspector(FoldingLines):
    """One message. Whole numbers may stand here (the body is what the procedure's user sees); `M` masks them."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "選んだ電文の中身です。項目、根拠となる条文、きっかけと結果、ヘッダー、証明書と通信路、署名、封緘、"
            "バイト列と盗聴者に見えるものを、見出しの Enter で開閉します。"
            "きっかけの行で Enter を押すとその時点へ、結果の行ではその電文へ移ります。M で番号を伏せます。"
        ),
        en=(
            "The chosen message: fields, articles of law, cause and consequences, header, certificates and channel, "
            "signature, seal, and its bytes beside what an eavesdropper sees. Enter folds and unfolds a heading; on a "
            "cause it goes to that moment, on a consequence to that message. M masks numbers."
        ),
    )

    BINDINGS: ClassVar[list[BindingType]] = [MASK]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.view: MessageView | None = None
        self._ledger = Ledger()
        self._known = -1
        "Length of the ledger by which causes and consequences were worded."
        self.shut |= SHUT_AT_FIRST

    def look(self, view: MessageView | None, ledger: Ledger) -> None:
        """Show this message, or that none is chosen; the ledger tells what it came of and led to."""
        if view == self.view and ledger is self._ledger and self._known == len(ledger):
            return
        is_other = view is None or self.view is None or (view.id, view.step) != (self.view.id, self.view.step)
        self.view, self._ledger = view, ledger
        self.reword(keep=not is_other)

    def reword(self, *, keep: bool = True) -> None:
        """Word everything in the language in use."""
        title = pick("電文", "message")
        self.border_title = f"{title}: {title_of(self.view)}" if self.view else title
        self.border_subtitle = self.view.id if self.view else ""
        self.rebuild(keep=keep)

    def sections(self, cells: int) -> list[Section]:
        self._known = len(self._ledger)
        if self.view is not None:
            return message_sections(self.view, self._ledger, cells, is_masked=self.is_masked)
        text = pick(
            "電文が選ばれていません。図や出来事で電文の行に移ってください。",
            "No message is chosen: move to one in the diagram or among the events.",
        )
        return [Section("none", pick("電文", "message"), sentence(text, cells, "muted"))]

"""The glossary on screen: search by either language or by reading, the meaning beside. The terms are in `tui/terms`."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from juki.scenarios.story import Words
from juki.tui.dashboard.jumping import folded
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import Place, bindings
from juki.tui.dashboard.prose import Paragraph, Prose
from juki.tui.language import pick, spoken
from juki.tui.terms import Term, sections


class GlossaryScreen(ModalScreen[None]):
    """Every term.

    Args:
        term: at which it opens, by its name in the code or its Japanese; none if empty.
    """

    CSS = """
    GlossaryScreen { align: center middle; }
    GlossaryScreen > Vertical { width: 96; max-width: 98%; height: 84%; background: $surface; border: round $primary; }
    GlossaryScreen Input { height: 3; }
    GlossaryScreen Horizontal { height: 1fr; }
    GlossaryScreen OptionList { width: 40%; height: 1fr; border: none; text-wrap: nowrap; text-overflow: ellipsis; }
    GlossaryScreen VerticalScroll { width: 1fr; padding: 0 2; }
    """
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "用語集です。日本語、読み(ローマ字)、英語、意味で検索できます。出典は条文、標準仕様書、評価書、または独自です。",
        "The glossary: search by Japanese, reading, English or meaning. The source is an article, the standard, the "
        "assessment, or ours.",
    )
    BINDINGS: ClassVar = [*bindings(Place.GLOSSARY), *bindings(Place.APP, owner="app.")]
    PLACES: ClassVar = (Place.GLOSSARY,)
    AUTO_FOCUS = "OptionList"

    def __init__(self, term: str = "") -> None:
        super().__init__()
        self._wanted = term
        self._terms = {term.name: term for section in sections() for term in section.terms}

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Input(id="glossary-search", select_on_focus=False)
            with Horizontal():
                yield OptionList(id="terms")
                with VerticalScroll(can_focus=False):
                    yield Prose(id="meaning")
        yield KeyBar(Place.GLOSSARY, Place.APP)

    def on_mount(self) -> None:
        self.reword()
        found = next((term for term in self._terms.values() if self._wanted in {term.name, term.ja}), None)
        if found is not None:
            self._stand_at(found.name)
        elif self._wanted:
            self.query_one(Input).value = self._wanted

    def reword(self) -> None:
        """Word everything in the language in use."""
        self.query_one(Vertical).border_title = pick("用語集", "Glossary")
        self.query_one(Input).placeholder = pick("検索 (/)", "search (/)")
        self._fill()

    def subject(self) -> str:
        """What a picture of this screen is called after."""
        return "glossary"

    def on_input_changed(self) -> None:
        self._fill()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self) -> None:
        self._tell()

    def action_search(self) -> None:
        self.query_one(Input).focus()

    def action_close(self) -> None:
        """Back from the search to the list, or else out."""
        box = self.query_one(Input)
        if box.has_focus and box.value:
            box.value = ""
            self.query_one(OptionList).focus()
        else:
            self.dismiss()

    def _fill(self) -> None:
        shown = self.query_one(OptionList)
        highlighted = shown.highlighted_option
        kept = highlighted.id if highlighted is not None else None
        words = folded(self.query_one(Input).value).split()
        rows: list[Option] = []
        for section in sections():
            found = [term for term in section.terms if all(word in _searched(term) for word in words)]
            if found:
                rows.append(Option(Text(f"── {section.title.in_(spoken())}", "bold"), disabled=True))
                rows += [Option(_line(term), id=term.name) for term in found]
        shown.set_options(rows or [Option(pick("該当なし", "nothing fits"), disabled=True)])
        names = [row.id for row in rows]
        shown.highlighted = names.index(kept) if kept in names and kept else (1 if rows else None)
        self._tell()

    def _stand_at(self, name: str) -> None:
        shown = self.query_one(OptionList)
        shown.highlighted = shown.get_option_index(name)

    def _tell(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        term = self._terms.get(option.id or "") if option is not None else None
        self.query_one(Prose).tell(_meaning(term) if term is not None else [])


def _searched(term: Term) -> str:
    return folded(f"{term.name} {term.ja} {term.reading} {term.means_en} {term.means_ja} {term.source}")


def _line(term: Term) -> Text:
    return Text(f"  {pick(term.ja, term.name)}", no_wrap=True, overflow="ellipsis")


def _meaning(term: Term) -> list[Paragraph]:
    return [
        Paragraph(term.ja, "bold"),
        Paragraph(term.reading, "italic"),
        Paragraph(term.name, "$accent"),
        Paragraph(""),
        Paragraph(term.means.in_(spoken())),
        Paragraph(""),
        Paragraph(term.source, head=pick("出典", "source"), column=8, head_style="bold"),
    ]

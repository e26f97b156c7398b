"""The two lines of keys at the foot of every screen. Knows the table of keys alone; what a key does is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from juki.scenarios.story import Words
from juki.tui.cells import width
from juki.tui.dashboard.keys import Key, Place, of, sign_of
from juki.tui.language import spoken

LINES = 2
GAP = 2
MORE = "?"


class KeyBar(Widget):
    """As many keys as fit, a page at a time.

    Args:
        places: whose keys are shown, in this order.
        id: of the widget.
    """

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 2; background: $panel; color: $text-muted; }
    """
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "使えるキーです。? で続きを表示します。キーはマウスでも押せます。",
        "The keys that work here; ? shows the rest. A click on a key is as good as the key.",
    )

    def __init__(self, *places: Place, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self.places = places or (Place.APP,)
        self._page = 0

    def turn(self) -> None:
        """Show the next page."""
        self._page += 1
        self.refresh()

    def reword(self) -> None:
        self.refresh()

    def pages(self) -> list[list[list[Key]]]:
        """Keys by page and line, for the width there is."""
        shown = [key for key in of(*self.places) if key.is_shown]
        return list(_pages(shown, max(20, self.size.width), self.size.height or LINES))

    def render(self) -> Content:
        pages = self.pages()
        number = self._page % len(pages)
        lines = [Content.assemble(*(_words(key) for key in line)) for line in pages[number]]
        if len(pages) > 1:
            more = f"{sign_of(MORE)} {number + 1}/{len(pages)}"
            style = Style.from_meta({"@click": "app.more_keys"})
            lines[-1] = Content.assemble(lines[-1], (more, "bold"), (" ", "")).stylize(style, len(lines[-1].plain))
        return Content("\n").join(lines)


def _words(key: Key) -> Content:
    owner = "app" if key.place is Place.APP else "screen"
    text = Content.assemble((key.sign, "bold"), f" {key.label.in_(spoken())}")
    if key.is_ours:
        text = text.stylize(Style.from_meta({"@click": f"{owner}.{key.id}"}))
    return Content.assemble(text, " " * GAP)


def _cells(key: Key) -> int:
    return width(f"{key.sign} {key.label.in_(spoken())}") + GAP


def _pages(keys: Sequence[Key], cells: int, lines: int) -> Iterator[list[list[Key]]]:
    """Keys line by line; the last line of a page leaves room for the sign that there is more."""
    page: list[list[Key]] = [[]]
    used, room = 0, cells - (width(f"{MORE} 9/9 ") if lines == 1 else 0)
    for key in keys:
        if page[-1] and used + _cells(key) > room:
            if len(page) == lines:
                yield page
                page = []
            page.append([])
            used = 0
        room = cells - (width(f"{MORE} 9/9 ") if len(page) == lines else 0)
        page[-1].append(key)
        used += _cells(key)
    yield page

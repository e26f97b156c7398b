"""The banner that says that the terminal is too small; everything goes on under it. Knows no screen."""

from __future__ import annotations

from typing import ClassVar

from textual.geometry import Size
from textual.widgets import Static

from juki.scenarios.story import Words
from juki.tui.language import pick

NEEDED = Size(100, 30)
"Columns and lines from which everything is shown."


class SmallTerminal(Static):
    """One line at the top while there is too little room."""

    DEFAULT_CSS = """
    SmallTerminal { dock: top; height: 1; display: none; background: $warning; color: $background; text-style: bold; }
    SmallTerminal.-needed { display: block; }
    """
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "端末が小さすぎます。広げると、すべて表示されます。実行は続いています。",
        "The terminal is too small. Make it larger to see everything; the run goes on meanwhile.",
    )

    def on_mount(self) -> None:
        """A screen may come when the terminal has long been too small."""
        self.fit(self.app.size)

    def fit(self, size: Size) -> None:
        """The terminal has this size now."""
        self._size_there_is = size
        self.set_class(is_too_small(size), "-needed")
        self.reword()

    def reword(self) -> None:
        size = getattr(self, "_size_there_is", NEEDED)
        there, needed = f"{size.width}×{size.height}", f"{NEEDED.width}×{NEEDED.height}"
        self.update(
            pick(
                f"! 端末は {there}、必要なのは {needed}。実行は継続中",
                f"! terminal {there}, needed {needed}; the run goes on",
            )
        )


def is_too_small(size: Size) -> bool:
    return size.width < NEEDED.width or size.height < NEEDED.height

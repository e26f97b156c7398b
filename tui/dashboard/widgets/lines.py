"""A list of any number of lines, of which only those in sight are made. Owns cursor, tail and search mark; knows no run.

A subclass says how many lines there are and words one of them; the first lines of the pane may be a header that stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from juki.tui.cells import ELLIPSIS, cut
from juki.tui.dashboard.widgets.value_lines import clean

CACHED = 1024
"Lines kept as drawn; several times what any terminal shows."


class Lines(ScrollView, can_focus=True):
    """The base of every long list.

    Attributes:
        following: the cursor stays on the last line as lines are added.
        needle: what is searched for; where it occurs in a line, it is marked.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor",
        "lines--header",
        "lines--match",
        "lines--muted",
        "lines--good",
        "lines--bad",
        "lines--warned",
        "lines--marked",
        "lines--later",
        "lines--visit",
        "lines--plain",
    }
    DEFAULT_CSS = """
    Lines {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        min-width: 10;
        min-height: 2;
    }
    Lines > .lines--cursor { background: $block-cursor-blurred-background; text-style: bold; }
    Lines:focus > .lines--cursor {
        background: $block-cursor-background;
        color: $block-cursor-foreground;
        text-style: bold;
    }
    Lines > .lines--header { color: $text-muted; text-style: bold; }
    Lines > .lines--match { text-style: reverse underline; }
    Lines > .lines--muted { color: $text-muted; }
    Lines > .lines--good { color: $text-success; }
    Lines > .lines--bad { color: $text-error; text-style: bold; }
    Lines > .lines--warned { color: $text-warning; }
    Lines > .lines--marked { color: $text-accent; text-style: bold; }
    Lines > .lines--plain { color: $foreground; }
    Lines > .lines--visit { color: $text-primary; }
    Lines > .lines--later { color: $foreground 45%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "↑", show=False),
        Binding("down,j", "move(1)", "↓", show=False),
        Binding("pageup", "page(-1)", "PgUp", show=False),
        Binding("pagedown", "page(1)", "PgDn", show=False),
        Binding("home", "first", "Home", show=False),
        Binding("end", "last", "End", show=False),
        Binding("enter", "open", "Enter", show=False),
    ]

    class Chosen(Message):
        """Somebody moved the cursor to a line, or pressed enter there."""

        def __init__(self, lines: Lines, index: int, *, entered: bool) -> None:
            super().__init__()
            self.lines, self.index, self.entered = lines, index, entered

        @property
        def control(self) -> Lines:
            return self.lines

    following: Reactive[bool] = Reactive(default=False)

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.needle = ""
        self._cursor = 0
        self._paper = Style.null()
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(CACHED)

    # What a subclass says.

    @property
    def count(self) -> int:
        """How many lines there are."""
        return 0

    def line(self, index: int, width: int) -> Text:
        """One line; what is wider than `width` cells is cut. Asked only for lines in sight, and kept until `changed()`."""
        raise NotImplementedError

    def header(self, width: int) -> Sequence[Text]:  # noqa: ARG002 - for those that have one
        """What stays over the lines; always as many as `header_height`."""
        return ()

    @property
    def header_height(self) -> int:
        """Lines of the header."""
        return 0

    def rests(self, index: int) -> bool:  # noqa: ARG002 - for those that have headings
        """Whether the cursor may stop at a line."""
        return True

    def chosen(self, index: int, *, entered: bool) -> None:
        """Tell whoever is concerned; a subclass may tell it in its own words instead."""
        self.post_message(self.Chosen(self, index, entered=entered))

    # What a subclass or the screen tells.

    def grown(self) -> None:
        """Lines were added at the end."""
        at_end = self.is_vertical_scroll_end or self.is_vertical_scrollbar_grabbed
        if self.following and not at_end and self.is_mounted:
            self.following = False  # somebody has scrolled away to read
        self._measure()
        if self.following:
            self.put_cursor(self.count - 1)
        self.refresh()

    def changed(self, indices: Iterable[int] | None = None) -> None:
        """These lines, or all of them, must be made anew."""
        if indices is None:
            self._strips.clear()
        else:
            lost = set(indices)
            for key in [key for key in self._strips.keys() if key[0] in lost]:  # noqa: SIM118 - no mapping of Python's
                self._strips.discard(key)
        self._measure()
        self._cursor = self._nearest(min(self._cursor, max(0, self.count - 1)))
        self.refresh()

    @property
    def cursor(self) -> int:
        """Index of the line with the cursor."""
        return self._cursor

    def put_cursor(self, index: int, *, tell: bool = False, entered: bool = False, scroll: bool = True) -> None:
        """Move the cursor there, or to the nearest line where it may stop, and show it unless told not to."""
        if not self.count:
            self._cursor = 0
            return
        index = self._nearest(max(0, min(index, self.count - 1)), step=-1 if index < self._cursor else 1)
        if index != self._cursor:
            before, self._cursor = self._cursor, index
            self._refresh_row(before)
            self._refresh_row(index)
        if scroll:
            self.show_line(index)
        if tell:
            self.following = index == self._nearest(self.count - 1)
            self.chosen(index, entered=entered)

    def in_sight(self, index: int) -> bool:
        """Whether a line is on the screen."""
        return self.scroll_offset.y <= index < self.scroll_offset.y + self.visible_rows

    def show_line(self, index: int) -> None:
        """Scroll as little as is needed to have a line in sight; one far away comes to the middle."""
        rows = self.visible_rows
        if rows < 1:
            return
        top = self.scroll_offset.y
        # A heading over the line is worth seeing with it.
        above = index - 1 if index and not self.rests(index - 1) and rows > 1 else index
        if index < top - rows or index >= top + 2 * rows:
            top = index - rows // 2
        elif above < top:
            top = above
        elif index >= top + rows:
            top = index - rows + 1
        else:
            return
        self.scroll_to(y=max(0, top), animate=False, force=True, immediate=True)

    @property
    def room(self) -> int:
        """Cells a line has beside the scroll bar."""
        return self.scrollable_size.width

    @property
    def visible_rows(self) -> int:
        """How many lines are in sight under the header."""
        return max(0, self.size.height - self.header_height)

    def colour(self, name: str) -> Style:
        """The style of a component class, by its last word: `muted`, `bad`, `marked` ..."""
        # Not the partial style: colours that depend on the background are found with it alone.
        return self.get_component_rich_style(f"lines--{name}")

    # Textual's own.

    def on_mount(self) -> None:
        self._measure()

    def on_resize(self) -> None:
        self._measure()
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        """Wherever the cursor is by now."""
        self.show_line(self._cursor)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        self._paper = self.rich_style  # once for all of them: it is summed up over all ancestors
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        width = self.room
        above = self.header_height
        if y < above:
            header = self.header(width)
            return self._drawn(header[y], width, "lines--header") if y < len(header) else self._empty(width)
        index = self.scroll_offset.y + y - above
        if index >= self.count:
            return self._empty(width)
        key = index, width
        strip = self._strips.get(key)
        if strip is None:
            strip = self._drawn(self.line(index, width), width)
            self._strips[key] = strip
        return self._under_cursor(strip) if index == self._cursor else strip

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None or place.y < self.header_height:
            return
        index = self.scroll_offset.y + place.y - self.header_height
        if index < self.count and self.rests(index):
            event.stop()
            self.put_cursor(index, tell=True, entered=event.chain > 1)

    def action_move(self, step: int) -> None:
        """Up or down by lines."""
        self.put_cursor(self._cursor + step, tell=True)

    def action_page(self, step: int) -> None:
        """Up or down by what is in sight, but for one line."""
        self.put_cursor(self._cursor + step * max(1, self.visible_rows - 1), tell=True)

    def action_first(self) -> None:
        self.put_cursor(0, tell=True)
        self.scroll_to(y=0, animate=False, force=True, immediate=True)

    def action_last(self) -> None:
        self.put_cursor(self.count - 1, tell=True)

    def action_open(self) -> None:
        if self.count:
            self.put_cursor(self._cursor, tell=True, entered=True)

    # Inside.

    def _measure(self) -> None:
        size = Size(0, self.count + self.header_height)
        if size == self.virtual_size:
            return
        # Set aside the reactive's own way, which lays out the whole screen anew each time a line is added.
        self.set_reactive(Widget.virtual_size, size)
        if self.is_mounted:
            self._scroll_update(size)

    def _nearest(self, index: int, step: int = 1) -> int:
        """The line at an index, or the next one that way where the cursor may stop, or else the other way."""
        for way in (step, -step):
            place = index
            while 0 <= place < self.count:
                if self.rests(place):
                    return place
                place += way
        return index

    def _refresh_row(self, index: int) -> None:
        self.refresh(Region(0, index - self.scroll_offset.y + self.header_height, self.size.width, 1))

    def _empty(self, width: int) -> Strip:
        return Strip.blank(width, self._paper)

    def _drawn(self, text: Text, width: int, component: str = "") -> Strip:
        """The text as a strip of exactly so many cells; a glyph that would be halved leaves a blank."""
        style = self.get_component_rich_style(component) if component else self._paper
        plain = clean(text.plain)
        if plain != text.plain:
            text.plain = plain
        if self.needle and not component:
            self._mark(text)
        kept = cut(text.plain, width)
        if kept != text.plain:
            text = text[: len(kept) - len(ELLIPSIS)]
            text.append(ELLIPSIS)
        text.end = ""
        segments = list(text.render(self.app.console))
        strip = Strip(Segment.apply_style(segments, style)).adjust_cell_length(width, style)
        return strip.simplify()

    def _mark(self, text: Text) -> None:
        found = text.plain.lower()
        # Some letters get longer in lower case, and places would no longer fit.
        if len(found) == len(text.plain):
            start = found.find(self.needle.lower())
            while start >= 0:
                text.stylize(self.colour("match"), start, start + len(self.needle))
                start = found.find(self.needle.lower(), start + len(self.needle))

    def _under_cursor(self, strip: Strip) -> Strip:
        style = self.colour("cursor")
        if not self.has_focus:
            # What is red stays red; only where somebody's keys go does the line get one colour.
            style = Style(bgcolor=style.bgcolor, bold=style.bold, reverse=style.reverse, underline=style.underline)
        return Strip(Segment.apply_style(strip, post_style=style), strip.cell_length)

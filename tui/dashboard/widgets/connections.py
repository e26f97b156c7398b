"""Every direction between two nodes at the moment looked at: its session, how often that broke, cuts, what is on it. Breaks none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text

from juki.scenarios.story import Words
from juki.tui.cells import cut, left, width
from juki.tui.dashboard.pane import NodeChosen
from juki.tui.dashboard.widgets.in_flight import ahead
from juki.tui.dashboard.widgets.lines import Lines
from juki.tui.dashboard.widgets.map_places import ends_text
from juki.tui.language import pick

if TYPE_CHECKING:
    from juki.scenarios.looking.views import LinkView, WorldView
    from juki.tui.dashboard.ledger import Ledger

_SESSION, _COUNT, _GAP = 18, 6, 1
_NARROW = 74
"Cells under which breaks and messages on the way are left out."


class Connections(Lines):
    """A line for each direction."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "時点での接続を、送信元と宛先の向きごとに表示します。● はセッションあり、○ はなし、≠ は切れた後、╳ は切断中(復旧まで)です。"
            "切れた回数、配送中の電文の数、受信確認を待つ電文の数も並びます。障害を起こす相手を選ぶときは、ここで選んだ接続が使われます。"
        ),
        en=(
            "Every connection at this moment, a line for each direction. ● a session stands, ○ none yet, ≠ ended, ╳ cut (and for "
            "how long still). Then: how often it broke, messages on their way, messages that wait for an acknowledgement. "
            "The connection with the cursor is the one that faults are offered for."
        ),
    )

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._links: tuple[LinkView, ...] = ()
        self._at = self._step = 0

    def show(self, _ledger: Ledger) -> None:
        """Another course of events; its connections are not known yet."""
        self._links = ()
        self.changed()

    def look(self, view: WorldView) -> None:
        """Show the connections of this world; the cursor stays with its own."""
        before = self.choice
        self._links, self._at = tuple(sorted(view.links, key=lambda link: (link.sender, link.recipient))), view.at
        self._step = view.step
        self.changed()
        places = [place for place, link in enumerate(self._links) if before == (link.sender, link.recipient)]
        if places:
            self.put_cursor(places[0])

    def reword(self) -> None:
        """The language has changed."""
        self.border_title = pick("接続", "Connections")
        self.changed()

    @property
    def choice(self) -> tuple[str, str] | None:
        """Sender and recipient of the connection with the cursor; None if there is none."""
        link = self._links[self.cursor] if self.cursor < len(self._links) else None
        return (link.sender, link.recipient) if link else None

    @property
    def count(self) -> int:
        return len(self._links)

    @property
    def header_height(self) -> int:
        return 1

    def header(self, width: int) -> Sequence[Text]:
        """The names of the columns."""
        if not self._links:
            return [Text(cut(pick("まだ接続がありません", "no connection yet"), width))]
        names = (
            (pick("切れた回数", "breaks"), pick("配送中", "going"), pick("確認待ち", "unack."))
            if width >= _NARROW
            else (pick("確認待ち", "unack."),)
        )
        text = left(self._heading(), self._ends(width)) + left(f" {pick('セッション', 'session')}", _SESSION)
        return [Text(cut(text + "".join(_right(name) for name in names), width))]

    def _heading(self) -> str:
        return pick(f"送信元 → 宛先 (ステップ{self._step})", f"from → to (step {self._step})")

    def line(self, index: int, width: int) -> Text:
        """One direction."""
        link = self._links[index]
        room = self._ends(width)
        text = Text(left(ends_text(link.sender, link.recipient, room), room))
        words, colour = self._state(link)
        text.append(left(f" {words}", _SESSION), self.colour(colour))
        numbers = (link.epoch, link.under_way, link.waiting) if width >= _NARROW else (link.waiting,)
        return text.append("".join(_right(str(number or "·")) for number in numbers))

    def chosen(self, index: int, *, entered: bool) -> None:
        """Enter looks into the sender."""
        if entered and index < len(self._links):
            self.post_message(NodeChosen(self._links[index].sender))

    def on_mount(self) -> None:
        super().on_mount()
        self.reword()

    def _state(self, link: LinkView) -> tuple[str, str]:
        """A sign and a word for it, and its colour."""
        if link.cut_until > self._at:
            return f"╳ {pick('切断中', 'cut')} {ahead(link.cut_until - self._at)}", "bad"
        if link.is_open:
            return f"● {pick('あり', 'open')}", "good"
        if link.epoch:
            return f"≠ {pick('切れた', 'ended')}", "warned"
        return f"○ {pick('なし', 'none yet')}", "muted"

    @staticmethod
    def _ends(cells: int) -> int:
        """Cells for the two names."""
        numbers = 3 if cells >= _NARROW else 1
        return max(cells - _SESSION - numbers * (_COUNT + 4 + _GAP), 12)


def _right(text: str) -> str:
    """At the right of a column."""
    return " " * (_COUNT + 4 + _GAP - width(text)) + text

"""The messages in flight at the moment looked at, in the order of their arrival, and what is to come next. Handles none itself.

The run's screen does with the chosen one what its keys say. What the network has in store for a message is shown only on request.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from juki.protocol.masking import mask
from juki.scenarios.story import Words
from juki.tui.cells import cut, left
from juki.tui.dashboard.pane import MessageChosen, NodeChosen
from juki.tui.dashboard.widgets.lines import Lines
from juki.tui.dashboard.widgets.map_places import ends_text
from juki.tui.dashboard.widgets.map_traffic import Traffic
from juki.tui.days import span_text
from juki.tui.language import N_, pick
from juki.tui.names import node_name
from juki.tui.words import message_name, strike_name, timer_name

if TYPE_CHECKING:
    from juki.scenarios.looking.views import Pending, UnderWay, WorldView
    from juki.tui.dashboard.ledger import Ledger

TO_COME = 5
"Timers and the like that are shown."
_SECOND, _MINUTE = 1_000_000, 60_000_000
_DUE, _SIGN = 8, 2
_ONE_LINE = 62
"Cells from which a message needs one line only."
_PENDING = {
    "unanswered": Words("受信確認がなければ再送", "sent again unless acknowledged"),
    "restart": Words("システムの再開", "system up again"),
    "renewal": Words("ノード証明書の更新", "node certificates renewed"),
    "delayed": Words("遅延した電文の解放", "delayed message released"),
    "healed": Words("切断の終わり", "cut over"),
}


class InFlight(Lines):
    """A line or two for each message, then what else is to come."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "時点で配送中の電文を、届く順に表示します。▶ は次に届く電文、‖ は保留中、· は同じ回線で先に届く電文があるものです。"
            "d 破棄、u 重複、x 改ざん、h 保留、r 解放、y 遅延、t 次に届ける、を選んだ電文に対して行えます。"
            "v で、回線がその電文をどう扱うことになっているかを表示します。下には次に来る期限などが並びます。"
        ),
        en=(
            "The messages in flight at this moment, in the order in which they will arrive. ▶ arrives next, ‖ is held back, "
            "· has another before it on its link. With the chosen one: d drops, u duplicates, x tampers, h holds, r releases, "
            "y delays, t lets it arrive next. v shows what the network has in store for them. Timers to come stand below."
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "show_fates", N_("Shows or hides what will happen to each message."), show=False)
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._view: WorldView | None = None
        self._ledger: Ledger | None = None
        self._shows_fates = False
        self._is_stale = False
        self._traffic = Traffic()
        "Knows what was done to messages by hand."
        self._read = 0
        "Steps that it knows."

    # What the screen tells.

    def show(self, ledger: Ledger) -> None:
        """Another course of events; what is on its way there is not known yet."""
        self._ledger, self._view = ledger, None
        self._traffic, self._read = Traffic(), 0
        self.changed()

    def grown(self) -> None:
        """The run has gone on: what is shown is of an earlier moment until somebody looks again."""
        self._age()

    def stand(self, sequence: int) -> None:
        """Another moment is looked at; what is on its way then follows by `look`."""
        self._age(sequence)

    def look(self, view: WorldView) -> None:
        """Show what is on its way in this world; the cursor stays with its message."""
        before = self._message_at(self.cursor)
        self._view, self._is_stale = view, False
        self._learn()
        self.changed()
        places = [place for place, message in enumerate(view.under_way) if before and message.id == before.id]
        self.put_cursor(places[0] * self._height if places else 0)

    def reword(self) -> None:
        """The language has changed."""
        self.border_title = pick("配送中の電文", "In flight")
        self.changed()

    @property
    def choice(self) -> tuple[str, str] | None:
        """Recipient and id of the message with the cursor; None if nothing is on its way."""
        message = self.chosen_message
        return (message.recipient, message.id) if message else None

    @property
    def chosen_message(self) -> UnderWay | None:
        """The message with the cursor, or the next to arrive if the cursor is on something else."""
        messages = self._view.under_way if self._view else ()
        return self._message_at(self.cursor) or (messages[0] if messages else None)

    def action_show_fates(self) -> None:
        """Show or hide what will happen to each message."""
        self._shows_fates = not self._shows_fates
        self.changed()

    # Lines.

    @property
    def _height(self) -> int:
        """Lines that a message takes."""
        return 1 if self.room >= _ONE_LINE else 2

    @property
    def _messages(self) -> int:
        return len(self._view.under_way) if self._view else 0

    @property
    def _pending(self) -> Sequence[Pending]:
        return self._view.pending[:TO_COME] if self._view else ()

    @property
    def count(self) -> int:
        """The messages, a heading, what is to come."""
        return self._messages * self._height + (1 + len(self._pending) if self._pending else 0)

    @property
    def header_height(self) -> int:
        return 1

    def header(self, width: int) -> Sequence[Text]:
        """How many there are, and of which moment."""
        if self._view is None:
            return [Text(cut(pick("まだ見ていません", "not looked at yet"), width))]
        held = sum(message.is_held for message in self._view.under_way)
        words = pick(f"配送中 {self._messages - held}", f"{self._messages - held} in flight")
        if held:
            words += pick(f"  保留 {held}", f"  {held} held")
        if forged := len(self._view.forged):
            words += pick(f"  偽のデータ {forged}", f"  {forged} forged")
        if self._is_stale:
            words += pick(f"  (ステップ{self._view.step}の時点)", f"  (as of step {self._view.step})")
        hint = pick("v: 扱いを隠す", "v: hide fates") if self._shows_fates else pick("v: 扱いを表示", "v: fates")
        return [Text(cut(f"{words}  {hint}", width))]

    def rests(self, index: int) -> bool:
        """The cursor stops at messages and at what is to come, once each."""
        messages = self._messages * self._height
        return index % self._height == 0 if index < messages else index > messages

    def line(self, index: int, width: int) -> Text:
        """One line of a message, the heading, or one thing that is to come."""
        messages = self._messages * self._height
        if index < messages:
            return self._of_message(index, width)
        if index == messages:
            return Text(cut(pick("── この後の予定", "── to come"), width), self.colour("muted"))
        return self._of_pending(self._pending[index - messages - 1], width)

    def _pending_at(self, index: int) -> Pending | None:
        """What is to come at a line; None at a message."""
        place = index - self._messages * self._height - 1
        return self._pending[place] if 0 <= place < len(self._pending) else None

    def chosen(self, index: int, *, entered: bool) -> None:
        """Enter opens the message, or the node of what is to come."""
        if not entered:
            return
        message, pending = self._message_at(index), self._pending_at(index)
        if message is not None:
            self.post_message(MessageChosen(message.id))
        elif pending is not None and pending.node:
            self.post_message(NodeChosen(pending.node))

    def on_mount(self) -> None:
        super().on_mount()
        self.reword()

    def on_resize(self) -> None:
        self.changed()
        super().on_resize()

    # Inside.

    def _age(self, sequence: int | None = None) -> None:
        if self._view is None or self._ledger is None:
            return
        is_stale = self._view.step != (len(self._ledger) if sequence is None else sequence)
        if is_stale != self._is_stale:
            self._is_stale = is_stale
            self.refresh()

    def _learn(self) -> None:
        """What somebody has done with messages since."""
        if self._ledger is not None:
            self._traffic.take(self._ledger.since(self._read))
            self._read = len(self._ledger)

    def _message_at(self, index: int) -> UnderWay | None:
        place = index // self._height
        return self._view.under_way[place] if self._view and 0 <= place < self._messages else None

    def _of_message(self, index: int, width: int) -> Text:
        message = self._message_at(index)
        assert self._view is not None  # noqa: S101 - there is a message
        assert message is not None  # noqa: S101 - there is a line
        if index % self._height:
            ends = ends_text(message.sender, message.recipient, width - _SIGN - 1)
            return Text(" " * (_SIGN + 1) + ends, self.colour("muted"))
        is_next = message is self._view.under_way[0]
        sign = "‖" if message.is_held else "▶" if is_next else "·" if not message.is_first else " "
        due = pick("保留", "held") if message.is_held else ahead(message.due - self._view.at)
        what = message_name(message.kind) + (f" {_copied()}" if message.is_copy else "")
        if self._shows_fates or self._traffic.chosen_fate(message, self._view.step):
            what += f" [{_fate_name(message.fate)}]"
        text = Text()
        text.append(left(sign, _SIGN), self.colour("warned" if message.is_held else "marked"))
        text.append(left(due, _DUE), self.colour("muted"))
        rest = width - _SIGN - _DUE
        if self._height == 1:
            half = min(rest // 2, 30)
            ends = ends_text(message.sender, message.recipient, rest - half - 1)
            return text.append(left(what, half) + " ").append(ends, self.colour("muted"))
        return text.append(cut(what, rest))

    def _of_pending(self, pending: Pending, width: int) -> Text:
        assert self._view is not None  # noqa: S101 - there is something to come
        words = _PENDING.get(pending.what)
        name = pick(words.ja, words.en) if words else timer_name(pending.name.partition("/")[0])
        text = Text()
        text.append(" " * _SIGN + left(ahead(pending.due - self._view.at), _DUE), self.colour("muted"))
        where = f"  {node_name(pending.node)}" if pending.node else ""
        return text.append(cut(mask(f"{name}{where}"), width - _SIGN - _DUE))


def ahead(micros: int) -> str:
    """How long until then, in few cells: 12ms, 1.5s, 0:10:00."""
    if micros < _SECOND:
        return f"{max(micros, 0) // 1000}ms"
    if micros < _MINUTE:
        return f"{micros / _SECOND:.1f}s"
    days = micros // (86_400 * _SECOND)
    return pick(f"{days}日", f"{days} d") if days else span_text(micros / _SECOND)


def _copied() -> str:
    """Of a second copy: what `=` is for."""
    return pick("= 2通目", "= again")


def _fate_name(fate: str) -> str:
    return pick("到着", "delivered") if fate == "delivered" else strike_name(fate)

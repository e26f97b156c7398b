"""Where a run is to pause by itself: the list, what is added and what is taken away. Sets nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.errors import BadInput
from juki.scenarios.breakpoints import ANY, Breakpoint
from juki.scenarios.oracles import ORACLES
from juki.scenarios.story import Words
from juki.tui import complaints
from juki.tui.dashboard.dialogs import offers
from juki.tui.dashboard.dialogs.dialog import Hint
from juki.tui.dashboard.dialogs.form import Field, Form, Offer
from juki.tui.language import pick, spoken
from juki.tui.words import happening_name

LABELS = {
    "kind": Words("種類", "kind"),
    "node": Words("システム", "node"),
    "case": Words("事案", "case"),
    "refused": Words("拒否の理由", "refusal"),
    "oracle": Words("検証項目", "oracle"),
}


class BreakpointsDialog(Form[tuple[Breakpoint, ...]]):
    """Shows the breakpoints; gives those that stand at the end, however it is closed.

    Args:
        breakpoints: that are set.
        nodes: of the network.
        cases: that have been seen.
        here: what the step stood at has, by field: suggested before all else.
    """

    TITLE_WORDS = Words("停止条件", "Breakpoints")
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "ここで挙げた条件に合うステップで実行が止まります。欄は空でもよく、書いた欄は全て合わなければなりません。"
        "「すべて」(*)は何でもよいことを表します。検証項目は単独で使い、新しい違反が見つかると止まります。"
        "候補の先頭は時点のステップのものです。候補は↑↓で選びEnterで写し、もう一度Enterで追加します。一覧でDelを押すと消します。",
        "The run pauses at a step that fits. A field may be empty; all that are filled in must fit; “any” (*) fits whatever "
        "there is. An oracle stands alone: the run pauses when it finds something new. What is suggested first is of the step stood at. ↑ and ↓ choose a suggestion, Enter "
        "takes it, Enter again adds the breakpoint. Del in the list takes one away.",
    )
    HINTS = (
        Hint("Enter", Words("候補を写す/追加", "take/add"), "add"),
        Hint("↑↓", Words("候補", "suggestions")),
        Hint("Tab", Words("次の欄", "next field")),
        Hint("Del", Words("消す(一覧で)", "remove (in the list)"), "remove"),
        Hint("Esc", Words("閉じる", "close"), "cancel"),
    )
    BINDINGS: ClassVar = [Binding("delete,backspace", "remove", "remove", show=False)]
    DEFAULT_CSS = """
    BreakpointsDialog #list { max-height: 7; min-height: 1; margin: 0 0 1 0; }
    BreakpointsDialog.-low #list { max-height: 2; margin: 0; }
    """

    def __init__(
        self,
        breakpoints: Sequence[Breakpoint] = (),
        nodes: Iterable[str] = (),
        cases: Iterable[str] = (),
        here: dict[str, str] | None = None,
    ) -> None:
        known = {
            "kind": offers.kinds(CATALOGUE),
            "node": offers.nodes(nodes),
            "case": offers.cases(cases),
            "refused": offers.rules(),
            "oracle": offers.oracles((oracle.name, oracle.words) for oracle in ORACLES),
        }
        given = here or {}
        super().__init__(
            [
                Field(name, label, _first(given.get(name, ""), known[name]), is_open=name == "case")
                for name, label in LABELS.items()
            ]
        )
        self.breakpoints = list(breakpoints)

    def parts(self) -> Iterable[Widget]:
        yield OptionList(id="list")
        yield Static(id="none")
        yield from self.fields()

    def on_mount(self) -> None:
        super().on_mount()
        self.lines["kind"].box.focus()

    def word(self) -> None:
        super().word()
        self._list()

    def submit(self) -> None:
        self.action_add()

    def action_add(self) -> None:
        """Add what is entered to the list."""
        try:
            entered = self.read()
            if not entered:
                self.complain(pick("どれかの欄を埋めてください", "fill in a field"))
                return
            made = Breakpoint(**entered)
        except BadInput as fault:
            self.complain(complaints.of(fault))
            return
        if made not in self.breakpoints:
            self.breakpoints.append(made)
        for line in self.lines.values():
            line.box.value = ""
        self.complain("")
        self._list()

    def action_remove(self) -> None:
        listed = self.query_one("#list", OptionList)
        if listed.has_focus and listed.highlighted is not None and self.breakpoints:
            at = listed.highlighted
            del self.breakpoints[at]
            self._list()
            listed.highlighted = min(at, len(self.breakpoints) - 1) if self.breakpoints else None
            if not self.breakpoints:
                self.lines["kind"].box.focus()

    def leave(self) -> None:
        self.dismiss(tuple(self.breakpoints))

    def action_cancel(self) -> None:
        self.leave()

    def _list(self) -> None:
        listed = self.query_one("#list", OptionList)
        listed.clear_options()
        listed.add_options([Content(f"◆ {breakpoint_text(one)}") for one in self.breakpoints])
        listed.highlighted = 0 if self.breakpoints else None
        listed.display = bool(self.breakpoints)
        none = self.query_one("#none", Static)
        none.update(Content(pick("停止条件はありません。", "No breakpoint is set.")))
        none.display = not self.breakpoints


def _first(value: str, offered: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """What is offered, a value before all else."""
    if not value:
        return offered
    chosen = next(
        (offer for offer in offered if offer.value == value), Offer(value, offers.both(happening_name, value))
    )
    return (chosen, *(offer for offer in offered if offer != chosen))


def breakpoint_text(one: Breakpoint) -> str:
    """A breakpoint in words: 種類=転入通知、システム=長岡市/市町村CS."""
    namers = {
        "kind": {offer.value: offer.words for offer in offers.kinds(CATALOGUE)},
        "node": {offer.value: offer.words for offer in offers.nodes([one.node] if one.node else [])},
        "refused": {offer.value: offer.words for offer in offers.rules()},
        "oracle": {oracle.name: oracle.words for oracle in ORACLES},
    }
    said = []
    for name, label in LABELS.items():
        value = getattr(one, name)
        if value:
            known = namers.get(name, {}).get(value)
            words = offers.EVERY.words if value == ANY else known
            said.append(f"{label.in_(spoken())}={words.in_(spoken()) if words else value}")
    return pick("、", ", ").join(said)

"""A fault chosen by name: what goes wrong, where, for how long. Gives a command, and gives it to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.widget import Widget
from textual.widgets import Input

from juki.nodes.kernel.disturbances import BadCertificate, BreakLink, CertificateState, Crash, Partition
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.story import Words
from juki.tui import complaints
from juki.tui.dashboard.dialogs import offers
from juki.tui.dashboard.dialogs.dialog import CLOSE, Hint
from juki.tui.dashboard.dialogs.form import Field, Form, Offer
from juki.tui.dashboard.dialogs.spans import span_of
from juki.tui.language import pick
from juki.tui.words import attempt_name, disturbance_name, strike_name

PARTITION, BREAK, CRASH = "partition", "break_link", "crash"
CERTIFICATE, ATTEMPT = "certificate-", "attempt-"
GOOD = Words("証明書を正常に戻す", "good certificate again")
LASTING = "10 min"


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault.

    Attributes:
        fields: that it asks for.
    """

    name: str
    words: Words
    fields: tuple[str, ...]


def _certificate(state: CertificateState) -> Words:
    return GOOD if state is CertificateState.GOOD else offers.both(strike_name, f"{CERTIFICATE}{state}")


def fault_kinds() -> tuple[Fault, ...]:
    """Everything that can be let go wrong, by name."""
    return (
        Fault(PARTITION, offers.both(disturbance_name, "Partition"), ("node", "other", "one_way", "lasts")),
        Fault(BREAK, offers.both(disturbance_name, "BreakLink"), ("node", "other")),
        Fault(CRASH, offers.both(disturbance_name, "Crash"), ("node", "lasts")),
        *(Fault(f"{CERTIFICATE}{state}", _certificate(state), ("node",)) for state in CertificateState),
        *(Fault(f"{ATTEMPT}{what}", offers.both(attempt_name, what.value), ("node", "other")) for what in Attempt),
    )


class FaultDialog(Form[Command]):
    """Asks for a fault; gives the command.

    Args:
        nodes: of the network.
        node: to begin with: the one that is chosen, or the sender of the chosen link.
        other: the other end of the chosen link.
        fault: name of a kind to begin with.
    """

    TITLE_WORDS = Words("障害を起こす", "Let a fault happen")
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "障害の種類とシステムを選びます。通信路の切断は相手を空にすると全ての相手との間で起こります。"
        "名前は日本語でも英語でも入力でき、候補は↑↓で選びEnterで写します。全て埋めてEnterで起こします。",
        "Choose what goes wrong, and where. Links cut without another node named are cut to all. Names may be typed in "
        "either language; ↑ and ↓ choose a suggestion, Enter takes it; Enter with all filled in lets it happen.",
    )
    HINTS = (
        Hint("Enter", Words("候補を写す/起こす", "take/let happen"), "submit"),
        Hint("↑↓", Words("候補", "suggestions")),
        Hint("Tab", Words("次の欄", "next field")),
        CLOSE,
    )
    GOES_ON = True

    def __init__(self, nodes: Sequence[str], node: str = "", other: str = "", fault: str = "") -> None:
        self._kinds = {kind.name: kind for kind in fault_kinds()}
        self._every = tuple(sorted(nodes))
        known = offers.nodes(nodes)
        super().__init__(
            [
                Field(
                    "fault", Words("障害", "fault"), tuple(Offer(k.name, k.words) for k in self._kinds.values()), fault
                ),
                Field("node", Words("システム", "node"), known, node),
                Field("other", Words("相手", "other end"), known, other),
                Field("one_way", Words("送信のみ", "one way only"), offers.YES_NO, "no"),
                Field("lasts", Words("長さ", "for"), (), LASTING),
            ]
        )

    def parts(self) -> Iterable[Widget]:
        yield from self.fields()

    def on_mount(self) -> None:
        super().on_mount()
        self._fit()
        self.lines["fault"].box.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        super().on_input_changed(event)
        self._fit()

    def entered(self) -> None:
        self._fit()

    def action_submit(self) -> None:
        self.submit()

    def submit(self) -> None:
        """Make the command, if all that it needs is there."""
        try:
            self.dismiss(self._command(self.read()))
        except BadInput as fault:
            self.complain(complaints.of(fault))

    def _fit(self) -> None:
        """Show the fields that the chosen fault asks for."""
        kind = self._chosen()
        for name, line in self.lines.items():
            line.display = name == "fault" or (kind is not None and name in kind.fields)

    def _chosen(self) -> Fault | None:
        try:
            return self._kinds.get(self.lines["fault"].read())
        except BadInput:
            return None

    def _command(self, said: dict[str, str]) -> Command:
        kind = self._kinds.get(said.get("fault", ""))
        if kind is None:
            raise BadInput(pick("障害", "fault"), pick("なし", "nothing"), pick("障害の名前", "the name of a fault"))
        needed = [name for name in kind.fields if name not in {"one_way", "lasts"}]
        needed = [name for name in needed if not (name == "other" and kind.name == PARTITION)]
        for name in needed:
            if name not in said:
                label = self.lines[name].field.label
                raise BadInput(
                    pick(label.ja, label.en), pick("なし", "nothing"), pick("システムの名前", "the name of a node")
                )
        if said["node"] == said.get("other"):
            raise BadInput(
                pick("相手", "other end"), pick("同じシステム", "the same node"), pick("別のシステム", "another node")
            )
        return self._made(kind.name, said)

    def _made(self, name: str, said: dict[str, str]) -> Command:
        node, other = NodeId(said["node"]), NodeId(said.get("other", ""))
        match name:
            case "partition":
                others = (other,) if other else tuple(NodeId(one) for one in self._every if one != node)
                return Partition(node, others, said.get("one_way") == "yes", span_of(said.get("lasts", LASTING)))
            case "break_link":
                return BreakLink(node, other)
            case "crash":
                return Crash(node, span_of(said.get("lasts", LASTING)))
            case _ if name.startswith(CERTIFICATE):
                return BadCertificate(node, CertificateState(name.removeprefix(CERTIFICATE)))
            case _:
                return Intrusion(Attempt(name.removeprefix(ATTEMPT)), node, other)

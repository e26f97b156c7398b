"""Messages that a tester holds back on their way, or whose fate he chooses. Knows ids and links; what a message says is not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from juki.nodes.kernel.agenda import Agenda
from juki.nodes.kernel.disturbances import Handle, Handling
from juki.nodes.kernel.faults import Fate
from juki.nodes.kernel.happenings import Arrival
from juki.nodes.kernel.network import MESSAGE, Link
from juki.protocol.errors import BadInput
from juki.protocol.secure.envelope import unpack
from juki.protocol.terms import NodeId

Held = tuple[Link, bytes]
"The link of a held message and its newest copy; the copy is empty until one has come."
_FATES = {Handling.DROP: Fate.LOST, Handling.DUPLICATE: Fate.DOUBLED, Handling.TAMPER: Fate.TAMPERED}


class Desk:
    """What is held back."""

    def __init__(self) -> None:
        self._held: dict[tuple[NodeId, str], Held] = {}
        self.is_speaking = False
        "Whether the command that is being given comes from here, and not from a story."

    @property
    def held(self) -> tuple[tuple[NodeId, str], ...]:
        """Recipient and id of what is held, the longest held first."""
        return tuple(self._held)

    def keeps(self, link: Link, plain: bytes) -> bool:
        """Whether an arriving message is held; its copy is kept then."""
        if not self._held or plain[:1] != MESSAGE:
            return False
        key = (link.recipient, unpack(plain[1:]).id)
        if key not in self._held:
            return False
        self._held[key] = (link, plain)
        return True

    def check(self, handle: Handle, agenda: Agenda) -> None:
        """Whether it can be done.

        Raises:
            BadInput: no such message is under way to the node, or is held; or another is before it on its link.
        """
        key = (handle.node, handle.message)
        if handle.handling is Handling.RELEASE:
            if key not in self._held:
                raise BadInput(
                    f"message {handle.message}", f"none held on its way to {handle.node}", "one that is held"
                )
            return
        arrival = _under_way(*key, agenda)
        if arrival is None:
            raise BadInput(f"message {handle.message}", f"none under way to {handle.node}", "one that is under way")
        if handle.handling is Handling.NEXT:
            _expect_first(handle, arrival, agenda)

    def handle(self, handle: Handle, agenda: Agenda, now: int) -> list[Held]:
        """Do with a message as told, after `check`; returns what is released now.

        Args:
            handle: what is done, and with which.
            agenda: what is to come.
            now: microseconds of virtual time.
        """
        key = (handle.node, handle.message)
        if handle.handling is Handling.RELEASE:
            link, plain = self._held.pop(key)
            return [(link, plain)] if plain else []
        arrival = _under_way(*key, agenda)
        assert arrival is not None  # noqa: S101 - checked before
        frame = arrival.frame
        if handle.handling is Handling.HOLD:
            self._held[key] = (frame.link, b"")
            return []
        if handle.handling is Handling.NEXT:
            agenda.hasten(arrival, now)
            return []
        frame.fate = _FATES[handle.handling]
        if handle.handling is Handling.TAMPER:
            frame.sealed, frame.plain = bytes([frame.sealed[0] ^ 1]) + frame.sealed[1:], b""
        return []

    def state(self) -> list[tuple[str, str, str, bytes | None]]:
        """Sender, recipient, id and newest copy of what is held, for a checkpoint."""
        return [(link.sender, node, message, plain or None) for (node, message), (link, plain) in self._held.items()]

    def restore(self, state: list[tuple[str, str, str, bytes | None]], link: Callable[[NodeId, NodeId], Link]) -> None:
        """Hold exactly this."""
        self._held = {
            (NodeId(node), message): (link(NodeId(sender), NodeId(node)), plain or b"")
            for sender, node, message, plain in state
        }


def messages_under_way(agenda: Agenda) -> list[tuple[NodeId, NodeId, str, str]]:
    """Sender, recipient, id and kind of every message under way, in the order of arrival."""
    found = []
    for arrival in _arrivals(agenda):
        frame = arrival.frame
        if frame.plain[:1] == MESSAGE:
            envelope = unpack(frame.plain[1:])
            found.append((frame.link.sender, frame.link.recipient, envelope.id, envelope.kind))
    return found


def _arrivals(agenda: Agenda) -> Iterator[Arrival]:
    """Every frame of a session that still stands, in the order of arrival."""
    for _, _, happening in agenda.entries():
        if isinstance(happening, Arrival) and happening.frame.epoch == happening.frame.link.epoch:
            yield happening


def _under_way(node: NodeId, message: str, agenda: Agenda) -> Arrival | None:
    for arrival in _arrivals(agenda):
        frame = arrival.frame
        is_message = frame.link.recipient == node and frame.plain[:1] == MESSAGE
        if is_message and unpack(frame.plain[1:]).id == message:
            return arrival
    return None


def _expect_first(handle: Handle, arrival: Arrival, agenda: Agenda) -> None:
    """Records of a session are counted: whoever overtakes one is taken for a forgery.

    Raises:
        BadInput: something else arrives before it on the same link.
    """
    first = next(other.frame for other in _arrivals(agenda) if other.frame.link is arrival.frame.link)
    if first is arrival.frame:
        return
    match first.plain[:1]:
        case b"":
            before = "bytes that nobody sealed"
        case kind if kind == MESSAGE:
            before = f"message {unpack(first.plain[1:]).id}"
        case _:
            before = "an acknowledgement"
    raise BadInput(f"message {handle.message}", f"{before} before it on its link", "the first on its own link")

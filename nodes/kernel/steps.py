"""How an outcome becomes a step of the trace: header, hashes, bodies by field. Knows no heap and no link state."""

from __future__ import annotations

from juki.nodes.host import Outcome
from juki.nodes.kernel.network import ACKNOWLEDGEMENT, MESSAGE, Link
from juki.nodes.kernel.trace import Step, Trace, body_hash
from juki.protocol.errors import PeerFault
from juki.protocol.secure.envelope import Envelope, unpack
from juki.protocol.terms import NodeId
from juki.protocol.wire import as_plain


def note_of(
    trace: Trace,
    now: int,
    what: str,
    node: NodeId,
    outcome: Outcome,
    *,
    link: Link | None = None,
    plain: bytes = b"",
    fate: str = "delivered",
    kind: str = "",
    number: int = 0,
) -> Step:
    """The step that this outcome makes."""
    envelope = outcome.envelope or _header(plain)
    if plain[:1] == ACKNOWLEDGEMENT:
        number, kind = int.from_bytes(plain[1:], "big"), "acknowledgement"
    body = outcome.body
    return Step(
        sequence=trace.count + 1,
        at=now,
        what=what,
        node=node,
        peer=_peer(node, link),
        id=envelope.id if envelope else "",
        kind=kind or (envelope.kind if envelope else ""),
        case=envelope.case if envelope else outcome.case,
        cause=envelope.cause if envelope else "",
        number=envelope.number if envelope else number,
        fate=fate,
        place=outcome.place.value,
        refused=outcome.refused.name if outcome.refused else "",
        detail=outcome.detail,
        body=as_plain(outcome.message) if body and trace.is_heard else None,
        body_hash=body_hash(body) if body else "",
        change=outcome.change.hex(),
        notices=tuple((notice.code, notice.about) for notice in outcome.notices),
        sent=tuple(outgoing.id for outgoing in outcome.sent),
        sent_at=envelope.sent_at if envelope else now,
    )


def _peer(node: NodeId, link: Link | None) -> str:
    if link is None:
        return ""
    return link.sender if link.recipient == node else link.recipient


def _header(plain: bytes) -> Envelope | None:
    """The header of a message that never reached its host."""
    if plain[:1] != MESSAGE:
        return None
    try:
        return unpack(plain[1:])
    except PeerFault:
        return None

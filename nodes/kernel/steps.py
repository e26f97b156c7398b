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
    refused, notices = outcome.refused, outcome.notices
    return Step(
        trace.count + 1,
        now,
        what,
        node,
        "" if link is None else link.sender if link.recipient == node else link.recipient,
        # id, kind, case, cause, number
        *(
            (envelope.id, kind or envelope.kind, envelope.case, envelope.cause, envelope.number)
            if envelope
            else ("", kind, outcome.case, "", number)
        ),
        str(fate),
        str(outcome.place),
        refused.name if refused else "",
        outcome.detail,
        as_plain(outcome.message) if body and trace.is_heard else None,
        body_hash(body) if body else "",
        outcome.change.hex(),
        tuple([(notice.code, notice.about) for notice in notices]) if notices else (),
        tuple([outgoing.id for outgoing in outcome.sent]),
        envelope.sent_at if envelope else now,
    )


def _header(plain: bytes) -> Envelope | None:
    """The header of a message that never reached its host."""
    if plain[:1] != MESSAGE:
        return None
    try:
        return unpack(plain[1:])
    except PeerFault:
        return None

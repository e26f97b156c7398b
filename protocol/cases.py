"""Whose a case is: its id names the node that opened it. Knows no procedure."""

from __future__ import annotations

from juki.protocol.errors import MalformedValue, PeerFault
from juki.protocol.refusals import MALFORMED
from juki.protocol.terms import NodeId, role_of


def opener_of(case: str) -> NodeId:
    """The node that opened a case.

    Raises:
        PeerFault: `MALFORMED`: a peer's case may be any text.
    """
    opener = NodeId(case.rpartition(":")[0])
    try:
        role_of(opener)
    except MalformedValue as fault:
        raise PeerFault(MALFORMED, f"case: {fault}") from None
    return opener

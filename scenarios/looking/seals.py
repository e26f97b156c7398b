"""Who alone can open a sealed message, and who carries it closed. Knows the catalogue and whose a case is; opens nothing."""

from __future__ import annotations

from juki.protocol.cases import opener_of
from juki.protocol.catalogue import Entry
from juki.protocol.errors import PeerFault
from juki.protocol.secure.envelope import Envelope
from juki.protocol.terms import NodeId, Role, role_of
from juki.protocol.terms.nodes import (
    CARD_MANAGEMENT,
    CERTIFICATE_CENTER,
    CORE,
    INTERFACE,
    JPKI,
    NATIONAL_SERVER,
    OTHER_MUNICIPALITIES,
    beside,
)
from juki.scenarios.looking.views import SealView

_ONLY = {
    role_of(node): node
    for node in (CARD_MANAGEMENT, CERTIFICATE_CENTER, CORE, INTERFACE, JPKI, NATIONAL_SERVER, OTHER_MUNICIPALITIES)
}
"Systems of which there is one."
_NUMBERED = frozenset({Role.CARD, Role.KIOSK, Role.PREFECTURE_SERVER})
"No system of a municipality: the case of somebody else does not name it."


def seal_view(entry: Entry | None, envelope: Envelope, ends: tuple[NodeId, NodeId]) -> SealView | None:
    """The seal of a message; None if the catalogue has it sent open.

    Args:
        entry: of the catalogue.
        envelope: of the message.
        ends: of this hop.
    """
    if entry is None or entry.reader is None:
        return None
    sealed = [route for route in entry.routes if route.sealed]
    senders = {route.sender for route in sealed}
    carriers = dict.fromkeys(route.recipient for route in sealed if route.recipient in senders)
    known = {role_of(node): node for node in ends}
    return SealView(
        recipient=_named(entry.reader, envelope.case, known),
        relays=tuple(_named(role, envelope.case, known) for role in carriers),
        octets=len(envelope.body),
    )


def _named(role: Role, case: str, known: dict[Role, NodeId]) -> str:
    """The node of a role, if ends or case tell which one; the role otherwise."""
    if role in known:
        return known[role]
    if role in _ONLY:
        return _ONLY[role]
    try:
        opener = opener_of(case)
    except PeerFault:
        return role
    if role_of(opener) is role:
        return opener
    return (
        role if role in _NUMBERED or role_of(opener) in _NUMBERED or role_of(opener) in _ONLY else beside(opener, role)
    )

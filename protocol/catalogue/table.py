"""The catalogue joined from its sections, and the one question asked of it: may this node say this to that one?"""

from __future__ import annotations

from functools import cache

from juki.protocol.catalogue import card, consistency, fugo, identity, kiosk, search, special_transfer
from juki.protocol.catalogue.entry import Entry, Relation, Route
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Message, Refusal
from juki.protocol.refusals import FOREIGN_PEER, NOT_AUTHORISED, UNKNOWN_VERSION
from juki.protocol.terms import NodeId, Role, organisation_of, role_of

__all__ = ["CATALOGUE", "Entry", "Relation", "Route", "authorise", "entry_of", "message_types"]

REFUSAL = Entry(Refusal, "every", "refusal", "拒否", "seed III; [D]", ())
"A refusal answers a message, so it may go back wherever one came from."

CATALOGUE: dict[str, Entry] = {
    entry.kind: entry
    for entry in (
        *special_transfer.SECTION,
        *identity.SECTION,
        *card.SECTION,
        *consistency.SECTION,
        *fugo.SECTION,
        *kiosk.SECTION,
        *search.SECTION,
        REFUSAL,
    )
}

_MAY_REACH_THE_SERVER = frozenset({Role.RESIDENT_REGISTER, Role.INTEGRATED_TERMINAL})
"Inside a city nothing else may reach the communication server (seed III; 標準 7.1.2.2)."


def message_types() -> tuple[type[Message], ...]:
    return tuple(entry.message for entry in CATALOGUE.values())


@cache
def entry_of(kind: str, version: str) -> Entry:
    """The entry of a kind.

    Raises:
        PeerFault: `UNKNOWN_VERSION`, when this version has no such message.
    """
    entry = CATALOGUE.get(kind)
    if entry is None or not entry.speaks(version):
        raise PeerFault(UNKNOWN_VERSION, f"version {version} has no message {kind[:40]}")
    return entry


@cache
def authorise(sender: NodeId, recipient: NodeId, kind: str, version: str) -> Route:
    """The route by which `sender` may say this to `recipient`.

    Raises:
        PeerFault: `FOREIGN_PEER`, `NOT_AUTHORISED` or `UNKNOWN_VERSION`.
    """
    one, other = role_of(sender), role_of(recipient)
    inside = organisation_of(sender) == organisation_of(recipient)
    if other is Role.COMMUNICATION_SERVER and inside and one not in _MAY_REACH_THE_SERVER:
        raise PeerFault(FOREIGN_PEER, f"{one} is no peer of the communication server")
    entry = entry_of(kind, version)
    if entry is REFUSAL:
        return Route(one, other)
    for route in entry.routes:
        if route.sender is one and route.recipient is other and route.relation.holds(sender, recipient):
            return route
    raise PeerFault(NOT_AUTHORISED, f"{kind} from {one} to {other}")

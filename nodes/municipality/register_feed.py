"""What the 住民記録 hands on to the city's コンビニ交付システム: every changed record once, numbered (seed I, system 6; 標準 3.1).

Every change is numbered from the first day; updates are sent once the other system has said how far it is. So a city
whose residents never go to a kiosk sends nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from juki.nodes.municipality.register_rows import RegisterRows
from juki.protocol.effects import Effect, Event, Received, Reply, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.kiosk import ReplicaPosition, ReplicaPositionRequest, ReplicaUpdate
from juki.protocol.records.certificates import replica_of
from juki.protocol.refusals import MALFORMED
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import beside

if TYPE_CHECKING:
    from juki.nodes.node import Context, Decision, Node, Topic
    from juki.nodes.store import Store


def fed(node: Node, context: Context) -> list[Effect]:
    """Updates for whatever was changed since the last one; none before anybody has asked."""
    row = context.store.one("select last from feeds where reader = 1 -- one row")
    return _updates(node, context.store, row[0]) if row else []


def _updates(node: Node, store: Store, after: int) -> list[Effect]:
    rows, reader = RegisterRows(store), beside(node.me, Role.CONVENIENCE_ISSUANCE)
    changes = store.rows("select number, address_number from feed where number > ? order by number", after)
    sends: list[Effect] = []
    for number, address_number in changes:
        resident = rows.numbered(address_number)
        record = replica_of(resident) if resident is not None else None
        sends.append(Send(reader, ReplicaUpdate(number, address_number, record)))
    if changes:
        store.write("update feeds set last = ? where reader = 1", changes[-1][0])
    return sends


def _asked(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """Whatever the reader has not got goes before the answer: on one link nothing overtakes.

    Raises:
        PeerFault: `MALFORMED`, when the reader says it is where this register never was.
    """
    match event:
        case Received(message=ReplicaPositionRequest(position=position)):
            store = context.store
            row = store.one("select coalesce(max(number), 0) from feed")
            last = row[0] if row else 0
            if not 0 <= position <= last:
                raise PeerFault(MALFORMED, f"a copy at {position} of a register at {last}")
            store.write("insert or replace into feeds (reader, last) values (1, ?)", position)
            return [*_updates(node, store, position), Reply(ReplicaPosition(last))]
        case _:
            raise node.unexpected(event)


DECISIONS: dict[Topic, Decision] = {ReplicaPositionRequest: _asked}

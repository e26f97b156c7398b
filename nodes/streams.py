"""The ordered stream to and from each peer: numbers, outbox, cumulative acknowledgement. Knows no message's meaning.

Effectively once: what leaves stays in the outbox until it is acknowledged, what comes is taken in the order of its
numbers, and what comes twice is recognised by them.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from juki.nodes.store import Opaque, Store

_LARGEST = 2**63 - 1
"What a row can hold; a misbehaving peer may acknowledge more than was ever sent."


class Place(Enum):
    """Where an arriving number stands in its stream."""

    NEXT = "next"
    SEEN = "seen"
    EARLY = "early"


def place_after(received: int, number: int) -> Place:
    """Where `number` stands in a stream that has come to `received`."""
    if number <= received:
        return Place.SEEN
    return Place.NEXT if number == received + 1 else Place.EARLY


class Outgoing(Struct, frozen=True):
    """One message on its way out: to whom, its place in the stream, its id and kind, and the packed envelope."""

    peer: str
    number: int
    id: str
    kind: str
    envelope: bytes


class Streams:
    """The streams of one node."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._received: dict[str, tuple[int, int]] = {}
        self._as_of = store.rollbacks
        "How often the store had taken something back when that was so."

    def received(self, peer: str) -> tuple[int, int]:
        """The last number taken from a peer, and the highest of its message counts."""
        if self._as_of != self._store.rollbacks:
            self._received.clear()
            self._as_of = self._store.rollbacks
        known = self._received.get(peer)
        if known is None:
            row = self._store.one("select received, count from links where peer = ? -- one row", peer)
            known = self._received[peer] = (row[0], row[1]) if row else (0, 0)
        return known

    def take(self, peer: str, number: int, count: int) -> None:
        """The stream from `peer` has come to `number`."""
        _, before = self.received(peer)
        self._store.write(
            "insert into links (peer, sent, acknowledged, received, count) values (?, 0, 0, ?, ?)"
            " on conflict (peer) do update set received = excluded.received, count = max(count, excluded.count)",
            peer,
            number,
            count,
        )
        self._received[peer] = (number, max(count, before))

    def next_number(self, peer: str) -> int:
        """The number for the next message to `peer`; it is used up by asking."""
        return self._store.count(
            "insert into links (peer, sent, acknowledged, received, count) values (?, 1, 0, 0, 0)"
            " on conflict (peer) do update set sent = sent + 1 returning sent",
            peer,
        )

    def put(self, outgoing: Outgoing) -> None:
        """Keep it until it is acknowledged."""
        self._store.write(
            "insert into outbox (peer, number, envelope) values (?, ?, ?)",
            outgoing.peer,
            outgoing.number,
            Opaque(outgoing.envelope),
        )

    def acknowledge(self, peer: str, number: int) -> bool:
        """Everything up to `number` has arrived. Says whether that was news."""
        if number > _LARGEST:
            return False
        fresh = self._store.write(
            "update links set acknowledged = ? where peer = ? and acknowledged < ? and sent >= ?",
            number,
            peer,
            number,
            number,
        )
        if fresh:
            self._store.write("delete from outbox where peer = ? and number <= ?", peer, number)
        return bool(fresh)

    def waiting(self, peer: str) -> list[tuple[int, bytes]]:
        """What `peer` has not yet acknowledged, in order."""
        return self._store.rows("select number, envelope from outbox where peer = ? order by number", peer)

    def peers_waited_for(self) -> list[str]:
        """Everybody who owes an acknowledgement."""
        return [row[0] for row in self._store.rows("select distinct peer from outbox order by peer")]

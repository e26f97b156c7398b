"""The ordered stream to and from each peer: numbers, outbox, cumulative acknowledgement. Knows no message's meaning.

Effectively once: what leaves stays in the outbox until it is acknowledged, what comes is taken in the order of its
numbers, and what comes twice is recognised by them.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from juki.nodes.store import Store


class Place(StrEnum):
    """Where an arriving number stands in its stream."""

    NEXT = "next"
    SEEN = "seen"
    EARLY = "early"


def place_after(received: int, number: int) -> Place:
    """Where `number` stands in a stream that has come to `received`."""
    if number <= received:
        return Place.SEEN
    return Place.NEXT if number == received + 1 else Place.EARLY


class Outgoing(Struct, frozen=True, gc=False):
    """One message on its way out: to whom, its place in the stream, its id and kind, and the packed envelope."""

    peer: str
    number: int
    id: str
    kind: str
    envelope: bytes


class _Row(Struct, frozen=True, gc=False):
    """A peer's row: how many messages went to it and came from it, and the highest count of those that came."""

    sent: int = 0
    received: int = 0
    count: int = 0


_NOBODY = _Row()
# How the change tells what happens to a row, though a row is written once a transaction.
_TAKEN = (
    "insert into links (peer, sent, acknowledged, received, count) values (?, 0, 0, ?, ?)"
    " on conflict (peer) do update set received = excluded.received, count = max(count, excluded.count)"
)
_SENT = (
    "insert into links (peer, sent, acknowledged, received, count) values (?, 1, 0, 0, 0)"
    " on conflict (peer) do update set sent = sent + 1 returning sent"
)
_KEPT = "insert into outbox (peer, number, envelope) values (?, ?, ?)"
_ACKNOWLEDGED = "update links set acknowledged = ? where peer = ? and acknowledged < ? and sent >= ?"
_DROPPED = "delete from outbox where peer = ? and number <= ?"


class Streams:
    """The streams of one node: a book of its store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str, _Row] = {}
        "What is known of the rows."
        self._unwritten: dict[str, _Row] = {}
        "Those of them that the transaction under way has changed."
        store.keep(self)

    def received(self, peer: str) -> tuple[int, int]:
        """The last number taken from a peer, and the highest of its message counts."""
        row = self._rows.get(peer) or self._read(peer)
        return row.received, row.count

    def take(self, peer: str, number: int, count: int) -> None:
        """The stream from `peer` has come to `number`."""
        row = self._rows.get(peer) or self._read(peer)
        self._store.tell(_TAKEN, peer, number, count)
        self._put(peer, _Row(row.sent, number, max(count, row.count)))

    def next_number(self, peer: str) -> int:
        """The number for the next message to `peer`; it is used up by asking."""
        row = self._rows.get(peer) or self._read(peer)
        self._store.tell(_SENT, peer)
        self._put(peer, _Row(row.sent + 1, row.received, row.count))
        return row.sent + 1

    def put(self, outgoing: Outgoing) -> None:
        """Keep it until it is acknowledged."""
        self._store.tell(_KEPT, outgoing.peer, outgoing.number)
        self._store.write_untold(_KEPT, outgoing.peer, outgoing.number, outgoing.envelope)

    def acknowledge(self, peer: str, number: int) -> bool:
        """Everything up to `number` has arrived, in a transaction of its own. Says whether that was news."""
        row = self._rows.get(peer) or self._read(peer)
        if number > row.sent:  # a misbehaving peer may acknowledge more than was ever sent, and than a row can hold
            return False
        is_news = self._store.write_alone(_DROPPED, peer, number) > 0
        if is_news:
            self._store.tell(_ACKNOWLEDGED, number, peer, number, number)
            self._store.tell(_DROPPED, peer, number)
        return is_news

    def _read(self, peer: str) -> _Row:
        row = self._store.one("select sent, received, count from links where peer = ? -- one row", peer)
        found = self._rows[peer] = _Row(*row) if row else _NOBODY
        return found

    def _put(self, peer: str, row: _Row) -> None:
        self._rows[peer] = self._unwritten[peer] = row
        if not self._store.is_open:
            self.write_rows()

    def write_rows(self) -> None:
        for peer, row in self._unwritten.items():
            self._store.write_untold(
                "insert or replace into links (peer, sent, received, count) values (?, ?, ?, ?)",
                peer,
                row.sent,
                row.received,
                row.count,
            )
        self._unwritten = {}

    def mark(self) -> Callable[[], None]:
        unwritten = self._unwritten.copy()

        def go_back() -> None:
            # Whatever else is known may have come since: it is read anew.
            self._rows, self._unwritten = unwritten.copy(), unwritten.copy()

        return go_back

    def forget(self) -> None:
        self._rows, self._unwritten = {}, {}

    def waiting(self, peer: str) -> list[tuple[int, bytes]]:
        """What `peer` has not yet acknowledged, in order."""
        return self._store.rows("select number, envelope from outbox where peer = ? order by number", peer)

    def peers_waited_for(self) -> list[str]:
        """Everybody who owes an acknowledgement."""
        return [row[0] for row in self._store.rows("select distinct peer from outbox order by peer")]

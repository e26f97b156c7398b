"""A node's counters and its message log, as rows. Knows how a line is chained and signed; keeps no body and decides nothing.

A savepoint that rolls back takes its entries with it; the head that is kept in memory is read anew then. What depends on
keys is `Opaque`, so that the digest of a run is the same whatever the links are.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from juki.nodes.store import Opaque, Store
from juki.protocol.refusals import Rule
from juki.protocol.secure.envelope import Envelope
from juki.protocol.secure.keys import KeyVault
from juki.protocol.secure.log import CHECKPOINT_EVERY, Entry, What, chained, checkpoint_bytes, is_fit, start
from juki.protocol.terms import NodeId

_BATCH = 1_000


class Lines(Struct, frozen=True):
    """A line, or a line and its checkpoint: their text, the head after them, the number of the last one."""

    text: bytes
    head: bytes
    last: int
    is_signed: bool = False


class Journal:
    """The journal of one node. All but `checkpoint` and `lines` is called inside a transaction."""

    def __init__(self, store: Store, me: NodeId, vault: KeyVault) -> None:
        self._store = store
        self._me = me
        self._vault = vault
        self._known = (-1, 0, b"")
        "Number and head of the last line, and at which count of the store's rollbacks that was so."

    def next_message(self) -> int:
        """The count for the node's next message, from 1; it is used up by asking."""
        return self._store.count("update node set messages = messages + 1 where id = 1 returning messages")

    def next_case(self) -> int:
        """The count for the next case of this node's own, from 1; it is used up by asking."""
        return self._store.count("update node set cases = cases + 1 where id = 1 returning cases")

    @property
    def head(self) -> bytes:
        """Hash over the whole log up to now."""
        return self._last()[1]

    def sent(self, envelope: Envelope, plain: bytes, now: int) -> None:
        """Enter a message that leaves."""
        self._enter_envelope(What.SENT, envelope.recipient, envelope, plain, None, now)

    def received(self, peer: NodeId, envelope: Envelope, body: bytes, refused: Rule | None, now: int) -> None:
        """Enter a message that was taken or refused.

        Args:
            peer: who is at the other end of the link, whatever the envelope says.
            envelope: as it came.
            body: in plain; empty if it was not or could not be opened.
            refused: the rule, if it was.
            now: microseconds.
        """
        self._enter_envelope(What.RECEIVED, peer, envelope, body or envelope.body, refused, now)

    def refused_unread(self, peer: NodeId, frame: bytes, rule: Rule, now: int) -> None:
        """Enter an authentic frame that is no envelope."""
        number, head = self._last()
        hashed = self._vault.keyed_hash(frame).hex()
        self._enter(Entry(number + 1, now, What.UNREAD, peer, body=hashed, refused=rule.name), head)

    def checkpoint(self, now: int) -> None:
        """Sign what the log has come to, in a transaction of its own; nothing to do if that is already signed."""
        row = self._store.one("select is_signed from log order by number desc limit 1")
        if row is None or not row[0]:
            number, head = self._last()
            with self._store.transaction():
                self._put(number + 1, self._signed(number + 1, head, now))

    def lines(self) -> Iterator[bytes]:
        """The log as the lines of its file, with their ends."""
        after = 0
        while rows := self._store.rows(
            "select number, lines from log where number > ? order by number limit ?", after, _BATCH
        ):
            for _, lines in rows:
                yield from lines.splitlines(keepends=True)
            after = rows[-1][0]

    def _enter_envelope(
        self, what: What, peer: str, envelope: Envelope, body: bytes, refused: Rule | None, now: int
    ) -> None:
        number, head = self._last()
        anchor = envelope.anchor if len(envelope.anchor) == len(head) else self._vault.keyed_hash(envelope.anchor)
        entry = Entry(
            number + 1,
            now,
            what,
            peer,
            self._shown(envelope.id),
            self._shown(envelope.kind),
            self._shown(envelope.case),
            envelope.number,
            anchor.hex(),
            self._vault.keyed_hash(body).hex(),
            refused.name if refused else "",
        )
        self._enter(entry, head)

    def _shown(self, text: str) -> str:
        """A header's text, or a hash of it if a misbehaving peer wrote what must not stand here."""
        return text if is_fit(text) else f"~{self._vault.keyed_hash(text.encode()).hex()[:16]}"

    def _enter(self, entry: Entry, head: bytes) -> None:
        """Append an entry, and a checkpoint if one is due: one statement either way, so that the digest sees no difference."""
        line, after = chained(entry, head)
        if (entry.number + 1) % CHECKPOINT_EVERY:
            self._put(entry.number, Lines(line, after, entry.number))
        else:
            self._put(entry.number, self._signed(entry.number + 1, after, entry.at, before=line))

    def _signed(self, number: int, head: bytes, now: int, before: bytes = b"") -> Lines:
        signature = self._vault.sign(checkpoint_bytes(self._me, number, now, head))
        line, after = chained(Entry(number, now, What.CHECKPOINT, signature=signature.hex()), head)
        return Lines(before + line, after, number, is_signed=True)

    def _put(self, number: int, lines: Lines) -> None:
        self._store.write(
            "insert into log (number, is_signed, lines) values (?, ?, ?)",
            Opaque(number),
            Opaque(int(lines.is_signed)),
            Opaque(lines.text),
        )
        self._store.write(
            "update node set log_number = ?, log_head = ? where id = 1", Opaque(lines.last), Opaque(lines.head)
        )
        self._known = (self._store.rollbacks, lines.last, lines.head)

    def _last(self) -> tuple[int, bytes]:
        """Number and head of the last line."""
        as_of, number, head = self._known
        if as_of != self._store.rollbacks:
            row = self._store.one("select log_number, log_head from node where id = 1 -- one row")
            number, head = (row[0], row[1]) if row is not None and row[0] else (0, start(self._me))
            self._known = (self._store.rollbacks, number, head)
        return number, head

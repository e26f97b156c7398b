"""A node's counters and its message log, as rows. Knows how a line is chained and signed; keeps no body and decides nothing.

A savepoint that rolls back takes its entries with it. The lines of a transaction are one row. What depends on keys is not
told to the change, so that the digest of a run is the same whatever the links are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from juki.nodes.store import Store
from juki.protocol.errors import LocalFault
from juki.protocol.refusals import Rule
from juki.protocol.secure.envelope import Envelope
from juki.protocol.secure.keys import KeyVault
from juki.protocol.secure.log import CHECKPOINT_EVERY, HEAD_BYTES, Entry, What, chained, checkpoint_bytes, is_fit, start
from juki.protocol.terms import NodeId

_BATCH = 1_000


# How the change tells what happens to the counters and the log, though each is written once a transaction.
_MESSAGE = "update node set messages = messages + 1 where id = 1 returning messages"
_CASE = "update node set cases = cases + 1 where id = 1 returning cases"
_LINE = "insert into log (number, is_signed, lines) values (?, ?, ?)"
_HEAD = "update node set log_number = ?, log_head = ? where id = 1"
_ROW = "update node set messages = ?, cases = ?, log_number = ?, log_head = ? where id = 1"


class Journal:
    """The journal of one node: a book of its store. All but `checkpoint` and `lines` is called inside a transaction."""

    def __init__(self, store: Store, me: NodeId, vault: KeyVault) -> None:
        self._store = store
        self._me = me
        self._vault = vault
        self._is_read = False
        self._messages = self._cases = 0
        "Counted so far."
        self._number, self._head = 0, b""
        "Number of the last line, and the hash over all of them."
        self._lines: list[bytes] = []
        "Of the transaction under way."
        self._is_signed = False
        "Whether the last of them is a checkpoint."
        self._is_written = True
        store.keep(self)

    def next_message(self) -> int:
        """The count for the node's next message, from 1; it is used up by asking."""
        self._read()
        self._store.tell(_MESSAGE)
        self._messages += 1
        self._changed()
        return self._messages

    def next_case(self) -> int:
        """The count for the next case of this node's own, from 1; it is used up by asking."""
        self._read()
        self._store.tell(_CASE)
        self._cases += 1
        self._changed()
        return self._cases

    @property
    def head(self) -> bytes:
        """Hash over the whole log up to now."""
        self._read()
        return self._head

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
        self._read()
        hashed = self._vault.keyed_hash(frame).hex()
        self._enter(Entry(self._number + 1, now, What.UNREAD, peer, body=hashed, refused=rule.name))

    def checkpoint(self, now: int) -> None:
        """Sign what the log has come to, in a transaction of its own; nothing to do if that is already signed."""
        row = self._store.one("select is_signed from log order by number desc limit 1")
        if row is None or not row[0]:
            self._read()
            with self._store.transaction():
                self._sign(now)

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
        self._read()
        anchor = envelope.anchor if len(envelope.anchor) == HEAD_BYTES else self._vault.keyed_hash(envelope.anchor)
        entry = Entry(
            self._number + 1,
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
        self._enter(entry)

    def _shown(self, text: str) -> str:
        """A header's text, or a hash of it if a misbehaving peer wrote what must not stand here."""
        return text if is_fit(text) else f"~{self._vault.keyed_hash(text.encode()).hex()[:16]}"

    def _enter(self, entry: Entry) -> None:
        """Append an entry, and a checkpoint if one is due: told as one write either way, so that the digest sees no difference."""
        self._store.tell(_LINE)
        self._store.tell(_HEAD)
        self._append(entry, is_signed=False)
        if not (entry.number + 1) % CHECKPOINT_EVERY:
            self._sign(entry.at)

    def _sign(self, now: int) -> None:
        number = self._number + 1
        signature = self._vault.sign(checkpoint_bytes(self._me, number, now, self._head))
        self._append(Entry(number, now, What.CHECKPOINT, signature=signature.hex()), is_signed=True)

    def _append(self, entry: Entry, *, is_signed: bool) -> None:
        line, self._head = chained(entry, self._head)
        self._lines.append(line)
        self._number, self._is_signed = entry.number, is_signed
        self._changed()

    def _changed(self) -> None:
        self._is_written = False
        if not self._store.is_open:
            self.write_rows()

    def _read(self) -> None:
        if self._is_read:
            return
        row = self._store.one("select messages, cases, log_number, log_head from node where id = 1 -- one row")
        if row is None:
            raise LocalFault(f"{self._me} has no counters")
        self._messages, self._cases, self._number, head = row
        self._head = head if self._number else start(self._me)
        self._is_read = True

    def write_rows(self) -> None:
        if self._is_written:
            return
        if self._lines:
            self._store.write_untold(_LINE, self._number, int(self._is_signed), b"".join(self._lines))
            self._lines = []
        self._store.write_untold(_ROW, self._messages, self._cases, self._number, self._head)
        self._is_written = True

    def mark(self) -> Callable[[], None]:
        stood = self._is_read, self._messages, self._cases, self._number, self._head, self._is_signed, self._is_written
        lines = self._lines.copy()

        def go_back() -> None:
            self._is_read, self._messages, self._cases, self._number, self._head = stood[:5]
            self._is_signed, self._is_written = stood[5:]
            self._lines = lines.copy()

        return go_back

    def forget(self) -> None:
        self._is_read, self._is_written, self._lines = False, True, []

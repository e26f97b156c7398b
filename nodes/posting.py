"""How a `Send` becomes an envelope in the outbox: number, id, signature, seal. Knows the catalogue and no procedure."""

from __future__ import annotations

from juki.nodes.journal import Journal
from juki.nodes.node import Node
from juki.nodes.ports import Draws
from juki.nodes.streams import Outgoing, Streams
from juki.protocol.catalogue import Entry, Route, authorise, entry_of
from juki.protocol.effects import Send
from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.messages import Sealed, kind_of
from juki.protocol.secure.envelope import Envelope, Proof, pack, sealed_context, signed_bytes
from juki.protocol.secure.keys import KeyVault
from juki.protocol.secure.sealing import seal
from juki.protocol.wire import encode_body

SEAL_KEY_BYTES = 32


class Posting:
    """Makes the envelopes of one node."""

    def __init__(self, node: Node, streams: Streams, journal: Journal, vault: KeyVault, draws: Draws) -> None:
        self._node = node
        self._streams = streams
        self._journal = journal
        self._vault = vault
        self._draws = draws
        self._version = node.surroundings.profile.version

    def open_case(self) -> str:
        """A case id of this node's own."""
        return f"{self._node.me}:{self._journal.next_case()}"

    def post(self, send: Send, event_case: str, cause: str, now: int) -> Outgoing:
        """Put one message into the outbox and the log.

        Raises:
            LocalFault: the catalogue does not let this node say this; a bug here, not at a peer.
        """
        me, kind, case = self._node.me, kind_of(send.message), send.case or event_case
        try:
            route = authorise(me, send.to, kind, self._version)
        except PeerFault as fault:
            raise LocalFault(f"{me} may not send {kind} to {send.to}: {fault}") from None
        message_id = f"{me}#{self._journal.next_message()}"
        plain, body = self._bodies(send, case, route, message_id)
        envelope = Envelope(
            id=message_id,
            kind=kind,
            version=self._version,
            sender=me,
            recipient=send.to,
            case=case,
            number=self._streams.next_number(send.to),
            cause=cause,
            sent_at=now,
            anchor=self._journal.head,
            body=body,
            proof=self._proof(entry_of(kind, self._version), route, send, message_id, case, body),
        )
        outgoing = Outgoing(send.to, envelope.number, message_id, kind, pack(envelope))
        self._streams.put(outgoing)
        self._journal.sent(envelope, plain, now)
        return outgoing

    def _bodies(self, send: Send, case: str, route: Route, message_id: str) -> tuple[bytes, bytes]:
        """The body in plain and as it leaves; both are the same unless it is sealed here."""
        plain = encode_body(send.message)
        if not route.sealed or isinstance(send.message, Sealed):
            return plain, plain
        if send.seal_to is None:
            raise LocalFault(f"{kind_of(send.message)} must be sealed, and no key was given")
        ephemeral = self._draws.octets(f"key/seal/{message_id}", SEAL_KEY_BYTES)
        return plain, seal(plain, send.seal_to, ephemeral, sealed_context(kind_of(send.message), case))

    def _proof(self, entry: Entry, route: Route, send: Send, message_id: str, case: str, body: bytes) -> Proof | None:
        if not route.signed:
            return None
        if send.proof is not None:
            return send.proof
        if entry.origin is not self._node.role:
            raise LocalFault(f"{self._node.me} passes on {entry.kind} without its origin's proof")
        signed = signed_bytes(entry.kind, self._version, self._node.me, message_id, case, body)
        return Proof(self._node.me, message_id, case, self._vault.sign(signed))

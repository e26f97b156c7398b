"""What somebody sees of a world at one of its moments: nodes, messages, links. Values only; knows no world and no screen.

Whole numbers of people are in rows and bodies: a screen shows them to the procedure's user alone (contracts 13).
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

Cell: TypeAlias = str | int | bytes | None
"A value of a row: a record is a text of `field: value` with `; ` between; bytes are a hash, a nonce or a ciphertext."


class CertificateView(msgspec.Struct, frozen=True):
    """The certificate that a node shows.

    Attributes:
        node: whose; `urn:juki:node:<id>` is its SAN.
        serial: in hex.
        issuer: its common name.
        begins: microseconds.
        ends: microseconds.
        fingerprint: SHA-256 of the DER, hex.
        state: `good`, `expired`, `revoked`, `anothers` or `self-signed`, as a verifier finds it at that moment.
        link_key: X25519 key of links, hex.
        signing_key: Ed25519 key, hex.
        sealing_key: X25519 key of seals, hex.
    """

    node: str
    serial: str
    issuer: str
    begins: int
    ends: int
    fingerprint: str
    state: str
    link_key: str = ""
    signing_key: str = ""
    sealing_key: str = ""


class LinkView(msgspec.Struct, frozen=True):
    """One direction between two nodes.

    Attributes:
        epoch: how often its session broke.
        cut_until: microseconds until which nothing gets through; 0 if it is not cut.
        is_open: a session stands.
        under_way: messages on it now.
        waiting: messages that the sender keeps until they are acknowledged.
    """

    sender: str
    recipient: str
    epoch: int
    cut_until: int
    is_open: bool
    under_way: int
    waiting: int


class UnderWay(msgspec.Struct, frozen=True):
    """A message on its way.

    Attributes:
        due: microseconds at which it arrives.
        fate: what will happen to it.
        is_held: somebody holds it back; `due` is 0 then, unless it is still on its way to where it will be held.
        is_first: nothing comes before it on its link.
        is_copy: the second copy of a doubled message, or one that was released: no longer bytes on a line.
    """

    sender: str
    recipient: str
    id: str
    kind: str
    case: str
    due: int
    fate: str
    is_held: bool = False
    is_first: bool = True
    is_copy: bool = False


class Pending(msgspec.Struct, frozen=True):
    """Something other than a message that is to come: a timer, a resending, a restart.

    Attributes:
        what: `timer`, `unanswered`, `restart`, `renewal`, `delayed` or `healed`.
    """

    due: int
    what: str
    node: str
    name: str = ""


class WorldView(msgspec.Struct, frozen=True):
    """The whole network at a moment.

    Attributes:
        step: made so far.
        at: microseconds.
        down: until when (microseconds), by node.
        under_way: messages, the next to arrive first; those held come last.
        pending: what else is to come, in order.
        is_quiet: nothing is on its way and nobody owes an acknowledgement.
        forged: frames on their way that nobody sealed as they are: without id, kind and case; none may be handled.
    """

    step: int
    at: int
    links: tuple[LinkView, ...]
    under_way: tuple[UnderWay, ...]
    pending: tuple[Pending, ...]
    down: dict[str, int]
    is_quiet: bool
    forged: tuple[UnderWay, ...] = ()


class TableView(msgspec.Struct, frozen=True):
    """One table of a store; of a long one the first rows.

    Attributes:
        rows: the first ones by the primary key, and after them those that changed further down.
        changed: indices of `rows` that the step shown wrote or changed, as far as it can be told.
        gone: how many rows it deleted, or changed, of those that stood before it.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    changed: tuple[int, ...] = ()
    gone: int = 0


class LogLine(msgspec.Struct, frozen=True):
    """One entry of a node's message log; `what` is as the log says it (sent, received, unread, checkpoint)."""

    number: int
    at: int
    what: str
    peer: str
    id: str
    kind: str
    case: str
    refused: str


class Boxed(msgspec.Struct, frozen=True):
    """A message in an outbox that nobody has acknowledged yet."""

    peer: str
    number: int
    id: str
    kind: str


class Inbox(msgspec.Struct, frozen=True):
    """What a node has taken from a peer: up to which number of its stream."""

    peer: str
    taken: int


class Knowledge(msgspec.Struct, frozen=True):
    """What a node knows of an identifier.

    Attributes:
        identifier: a value of `protocol.knowledge.Identifier`.
        count: of values in its store.
        may_hold: whether its role may hold it.
        masked: a few of them, masked.
    """

    identifier: str
    count: int
    may_hold: bool
    masked: tuple[str, ...] = ()


class NodeView(msgspec.Struct, frozen=True):
    """One node at a moment.

    Attributes:
        down_until: microseconds; 0 if it is up.
        timers: name (with what it is about after a slash) and due, microseconds.
        log: its last lines, the newest last.
        log_total: lines in all.
    """

    node: str
    step: int
    at: int
    certificate: CertificateView
    tables: tuple[TableView, ...]
    timers: tuple[tuple[str, int], ...]
    outbox: tuple[Boxed, ...]
    inbox: tuple[Inbox, ...]
    log: tuple[LogLine, ...]
    log_total: int
    knows: tuple[Knowledge, ...]
    down_until: int = 0


class SealView(msgspec.Struct, frozen=True):
    """The seal of a sealed message.

    Attributes:
        recipient: node id of who alone can open it; its role, if the case does not say which node.
        relays: node ids, or roles, of those who carry it and cannot.
        octets: of ciphertext.
    """

    recipient: str
    relays: tuple[str, ...]
    octets: int


class MessageView(msgspec.Struct, frozen=True):
    """One message on one hop.

    Attributes:
        id: empty for a frame that nobody sealed as it is, and for an acknowledgement.
        step: in which it arrived; 0 if it is still under way.
        header: fields of the envelope but the body, in their order, as text.
        body: by field, as plain values; None if this recipient cannot read it.
        is_signed: the catalogue wants a signature on this hop.
        signature: of the origin, hex; empty if there is none.
        is_genuine: the signature is the origin's; None if there is none.
        seal: None if it is not sealed.
        sender_certificate: as the recipient saw it.
        recipient_certificate: as the sender saw it.
        link: kind of the link, `noise`, `tls` or `null`.
        epoch: of the link.
        plain: the envelope's bytes.
        wire: the bytes on the line, which is all that an eavesdropper sees; empty if they are not known.
        cause: id of the message that led to it; `order` or `timer` words otherwise, as in the trace.
        consequences: ids of what left because of it.
        at: microseconds at which it arrived or will arrive; 0 if it is held.
        fate: what the network does to it.
        refused: name of the rule, if it was refused.
        detail: of the refusal.
        source: where it was found: `line` (with the bytes on it), `copy` (the second one of a doubled message, or a
            released one), `held`, `outbox` of its sender (of that very message, not of that very frame), or `trace`.
    """

    id: str
    kind: str
    sender: str
    recipient: str
    step: int
    header: tuple[tuple[str, str], ...]
    body: object
    is_signed: bool
    signature: str
    is_genuine: bool | None
    seal: SealView | None
    sender_certificate: CertificateView
    recipient_certificate: CertificateView
    link: str
    epoch: int
    plain: bytes
    wire: bytes
    cause: str
    consequences: tuple[str, ...]
    at: int = 0
    fate: str = "delivered"
    refused: str = ""
    detail: str = ""
    source: str = "line"

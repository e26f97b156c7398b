"""The chained message log of one node: entries, checkpoints, and who contradicts whom. Knows no store, file or private key.

A line is one JSON object, in canonical form: encoding what it says again gives the same bytes. Each line's `chain` is a hash
over the line before and over the rest of this one, so a changed byte breaks the chain at its line. A checkpoint is a line
signed by the node. A body is only there as a hash that nobody else can compute; what a peer wrote into a header and could be
a personal number is hashed as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from juki.protocol.terms import NodeId

HEAD_BYTES = 32
CHECKPOINT_EVERY = 256
"Lines; a checkpoint more often would cost more than it tells."
_FIT = re.compile(r"(?!.*[0-9]{10})[A-Za-z0-9/#:. _-]{0,100}")
"""What a log shows of a header. Personal numbers have eleven and twelve digits in a row; no count of ours has ten."""


class What(StrEnum):
    """What a line is about."""

    SENT = "sent"
    RECEIVED = "received"
    UNREAD = "unread"
    "An authentic frame that is no envelope."
    CHECKPOINT = "checkpoint"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """One line of a log, without its place in the chain.

    Attributes:
        number: of the line, from 1.
        at: microseconds of virtual time.
        what: it is about.
        peer: node id of the other end.
        id: of the message.
        kind: of the message.
        case: of the message.
        stream: place of the message in its stream.
        anchor: head of the sender's log when it sent this, hex.
        body: hash of the body under a key of this node, hex.
        refused: name of the rule, if it was refused.
        signature: of a checkpoint, hex.
    """

    number: int
    at: int
    what: What
    peer: str = ""
    id: str = ""
    kind: str = ""
    case: str = ""
    stream: int = 0
    anchor: str = ""
    body: str = ""
    refused: str = ""
    signature: str = ""


class _Line(Entry, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line as it stands in the file: `chain` is the last field, always there."""

    chain: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing wrong with a log.

    Attributes:
        line: from 1.
        found: there.
        expected: in its place.
    """

    line: int
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What one node's log says of another's, and that other's does not bear out.

    Attributes:
        witness: whose log says it, and in which line.
        accused: whose log does not.
        found: in the log of the accused.
        expected: from what the witness recorded.
    """

    witness: NodeId
    line: int
    accused: NodeId
    message: str
    found: str
    expected: str


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(_Line)
_SIGNED = msgspec.msgpack.Encoder()
_CHAIN_LENGTH = len(',"chain":""}\n') + 2 * HEAD_BYTES


def start(node: NodeId) -> bytes:
    """The head of an empty log: no log can pass for another node's."""
    return blake2b(node.encode(), digest_size=HEAD_BYTES, person=b"juki log start").digest()


def chained(entry: Entry, head: bytes) -> tuple[bytes, bytes]:
    """The line of an entry that follows `head`, and the head after it."""
    said = _ENCODER.encode(entry)
    after = _next_head(head, said)
    return b'%b,"chain":"%b"}\n' % (said[:-1], after.hex().encode()), after


def _next_head(head: bytes, said: bytes) -> bytes:
    return blake2b(head + said, digest_size=HEAD_BYTES, person=b"juki log chain").digest()


def checkpoint_bytes(node: NodeId, number: int, at: int, head: bytes) -> bytes:
    """What a node signs in a checkpoint: number and time of this line, and the head before it."""
    return _SIGNED.encode(["juki log checkpoint 1", node, number, at, head])


@lru_cache(maxsize=1 << 12)
def is_fit(text: str) -> bool:
    """Whether a text from a header may stand in a log as it is."""
    return _FIT.fullmatch(text) is not None


def verify(node: NodeId, lines: Iterable[bytes], signing: bytes) -> Problem | None:
    """The first problem of a log, or None.

    What follows the last checkpoint is proved by nobody, so the last line must be one. Whoever holds the node's signing key
    can write another log that verifies; its neighbours contradict it (`contradictions`).

    Args:
        node: whose log it is.
        lines: with their line ends, as a file gives them.
        signing: the node's public Ed25519 key.
    """
    key, head, number, last = VerifyKey(signing), start(node), 0, None
    for number, text in enumerate(lines, start=1):
        read = _read(text)
        if isinstance(read, str):
            return Problem(number, read, "a line in its canonical form")
        problem = _problem_of_line(node, number, read, text, head, key)
        if problem is not None:
            return problem
        head, last = bytes.fromhex(read.chain), read
    if last is None or last.what is not What.CHECKPOINT:
        return Problem(number + 1, "the end of the log", "a signed checkpoint")
    return None


@lru_cache(maxsize=1 << 12)
def _read(text: bytes) -> _Line | str:
    """A line, or what is there instead, told without quoting it; each is read for its own log and again beside its neighbours."""
    try:
        line = _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return "something that is no log entry"
    if len(line.chain) != 2 * HEAD_BYTES or _ENCODER.encode(line) + b"\n" != text:
        return "the same entry in other bytes"
    return line


def _problem_of_line(
    node: NodeId, number: int, line: _Line, text: bytes, head: bytes, key: VerifyKey
) -> Problem | None:
    chain = _next_head(head, text[:-_CHAIN_LENGTH] + b"}").hex()
    if line.chain != chain:
        return Problem(number, f"chain {line.chain[:16]}", f"chain {chain[:16]}")
    if line.number != number:
        return Problem(number, f"number {line.number}", f"number {number}")
    if line.what is What.CHECKPOINT and not _is_signed(node, line, head, key):
        return Problem(number, "a signature that does not verify", f"a signature of {node}")
    return None


def _is_signed(node: NodeId, line: _Line, head: bytes, key: VerifyKey) -> bool:
    try:
        key.verify(checkpoint_bytes(node, line.number, line.at, head), bytes.fromhex(line.signature))
    except (BadSignatureError, ValueError):
        return False
    return True


def contradictions(logs: Mapping[NodeId, Iterable[bytes]]) -> list[Contradiction]:
    """Where a node's log differs from what its neighbours recorded of it, in the order of the logs given.

    Every envelope carries the head of its sender's log; the receiver's log keeps it. So a sender that rewrote its log, and
    signed it anew, no longer has the heads that its neighbours have. What nobody received can be rewritten unseen.
    """
    read = {node: [line for text in lines if isinstance(line := _read(text), _Line)] for node, lines in logs.items()}
    heads = {node: _heads_at_sending(node, lines) for node, lines in read.items()}
    return [
        contradiction
        for witness, lines in read.items()
        for line in lines
        if line.what is What.RECEIVED and line.id and NodeId(line.peer) in heads
        if (contradiction := _contradiction(witness, line, heads[NodeId(line.peer)])) is not None
    ]


def _heads_at_sending(node: NodeId, lines: list[_Line]) -> dict[str, str]:
    """The head before each message that this log says was sent."""
    heads, head = {}, start(node).hex()
    for line in lines:
        if line.what is What.SENT:
            heads[line.id] = head
        head = line.chain
    return heads


def _contradiction(witness: NodeId, line: _Line, heads: Mapping[str, str]) -> Contradiction | None:
    found = heads.get(line.id)
    if found == line.anchor:
        return None
    return Contradiction(
        witness,
        line.number,
        NodeId(line.peer),
        line.id,
        "no such message" if found is None else f"head {found[:16]}",
        f"head {line.anchor[:16]}",
    )

"""The tape as a file: one line a draw or an outside command, each chained to the one before. Knows no world.

A line is JSON in its canonical form, so that any changed byte is found and its line named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import TypeAlias

import msgspec

from juki.nodes.kernel.choices import Draw
from juki.nodes.kernel.disturbances import (
    BadCertificate,
    BreakLink,
    CertificateState,
    Crash,
    Handle,
    Handling,
    Partition,
)
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.protocol.errors import JukiError
from juki.protocol.terms import NodeId

INTRUDE, PARTITION, BREAK, CRASH = "intrude", "partition", "break_link", "crash"
SPOIL, HANDLE = "spoil_certificate", "handle"
"Verbs of the tape that are no order at a counter."


class DrawLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="draw"):
    """One draw; see `Draw`."""

    label: str
    count: int
    bound: int
    value: str


class CommandLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="command"):
    """One outside command.

    Attributes:
        step: how many steps the world had made when it came.
        at: virtual time, microseconds.
        turn: how many happenings the world had taken, those included that left no step.
        actor: the node at whose counter it was given.
        verb: of the order, or one of those above.
        during: if a hand gave it, which of the story's instructions was being followed, from 1; 0 for the story's own.
    """

    step: int
    at: int
    turn: int
    actor: str
    verb: str
    arguments: dict[str, str]
    during: int = 0


Line: TypeAlias = DrawLine | CommandLine


class TapeAltered(JukiError):
    """A line of a tape does not follow from the one before.

    Attributes:
        line: from 1.
    """

    def __init__(self, line: int, found: str, expected: str) -> None:
        super().__init__(f"line {line}: found {found}, expected {expected}")
        self.line, self.found, self.expected = line, found, expected


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Line)
_MARK = b',"chain":"'
START = blake2b(b"", digest_size=16, person=b"juki tape").hexdigest().encode()


def chained(line: Line, before: bytes) -> tuple[bytes, bytes]:
    """The text of a line, and the chain after it."""
    said = _ENCODER.encode(line)
    chain = _chain(before, said)
    return said[:-1] + _MARK + chain + b'"}\n', chain


def _chain(before: bytes, said: bytes) -> bytes:
    return blake2b(before + said, digest_size=16, person=b"juki tape").hexdigest().encode()


def lines(texts: Iterable[bytes]) -> Iterator[Line]:
    """The lines of a tape.

    Raises:
        TapeAltered: at the first line that is not as it was written.
    """
    before = START
    for number, text in enumerate(texts, 1):
        said, mark, rest = text.rpartition(_MARK)
        said += b"}"
        chain = _chain(before, said)
        if not mark or rest != chain + b'"}\n':
            raise TapeAltered(number, f"chain {_printable(rest)}", f"chain {chain[:16].decode()}")
        try:
            line = _DECODER.decode(said)
        except msgspec.DecodeError:
            raise TapeAltered(number, "something else", "a draw or a command") from None
        if _ENCODER.encode(line) != said:
            raise TapeAltered(number, "the same line in other bytes", "its canonical form")
        yield line
        before = chain


def chain_of(texts: bytes) -> str:
    """The chain after the last line of a tape, as that line says; empty if it ends in the middle of one."""
    _, mark, rest = texts.rpartition(_MARK)
    return rest.removesuffix(b'"}\n').decode("ascii", "replace") if mark and rest.endswith(b'"}\n') else ""


def _printable(rest: bytes) -> str:
    return ascii(rest[:16].decode("ascii", "replace"))[1:-1]


def line_of_draw(draw: Draw) -> DrawLine:
    return DrawLine(draw.label, draw.count, draw.bound, draw.value)


def draw_of(line: DrawLine) -> Draw:
    return Draw(line.label, line.count, line.bound, line.value)


def line_of_command(command: Command, step: int, at: int, turn: int, during: int = 0) -> CommandLine:
    """How an outside command stands on the tape."""
    return CommandLine(step, at, turn, *_said(command), during)


def _said(command: Command) -> tuple[str, str, dict[str, str]]:  # noqa: PLR0911 - one return a kind
    match command:
        case Order(node=node, verb=verb, arguments=arguments):
            return node, verb, dict(arguments)
        case Intrusion(what=what, sender=sender, recipient=recipient):
            return sender, INTRUDE, {"what": what.value, "to": recipient}
        case Partition(node=node, others=others, one_way=one_way, lasts=lasts):
            said = {"others": ",".join(others), "one_way": str(int(one_way)), "lasts": str(lasts)}
            return node, PARTITION, said
        case BreakLink(node=node, other=other):
            return node, BREAK, {"other": other}
        case Crash(node=node, lasts=lasts):
            return node, CRASH, {"lasts": str(lasts)}
        case BadCertificate(node=node, state=state):
            return node, SPOIL, {"state": state.value}
        case Handle(node=node, message=message, handling=handling):
            return node, HANDLE, {"message": message, "handling": handling.value}


def command_of(line: CommandLine) -> Command:  # noqa: PLR0911 - one return a kind
    """The command that a line of the tape tells of.

    Raises:
        TapeAltered: it tells of none.
    """
    node, said = NodeId(line.actor), line.arguments
    try:
        match line.verb:
            case "intrude":
                return Intrusion(Attempt(said["what"]), node, NodeId(said["to"]))
            case "partition":
                others = tuple(NodeId(other) for other in said["others"].split(","))
                return Partition(node, others, said["one_way"] == "1", int(said["lasts"]))
            case "break_link":
                return BreakLink(node, NodeId(said["other"]))
            case "crash":
                return Crash(node, int(said["lasts"]))
            case "spoil_certificate":
                return BadCertificate(node, CertificateState(said["state"]))
            case "handle":
                return Handle(node, said["message"], Handling(said["handling"]))
            case verb:
                return Order(node, verb, said)
    except (KeyError, ValueError):
        raise TapeAltered(0, f"a {line.verb} of unknown form", "a command as it was written") from None

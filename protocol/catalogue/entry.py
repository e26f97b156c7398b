"""The form of a catalogue entry: routes, legal basis, identifiers, signature, seal, versions. Holds no entry itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from juki.protocol.messages import Message
from juki.protocol.terms import NodeId, Role, organisation_of


class Identifier(StrEnum):
    """Numbers of a person whose spread is limited by law."""

    JUMINHYO_CODE = "juminhyo-code"
    MY_NUMBER = "my-number"
    ACQUISITION_NUMBER = "acquisition-number"
    FUGO = "fugo"


class Relation(Enum):
    """How the two ends of a route must belong together."""

    SAME_CITY = "one municipality's own systems"
    OTHER_CITY = "two municipalities"
    OWN_PREFECTURE = "a municipality and its own prefecture's server"
    ANY = "no condition"

    def holds(self, sender: NodeId, recipient: NodeId) -> bool:
        """Whether the two node ids belong together in this way."""
        one, other = organisation_of(sender), organisation_of(recipient)
        match self:
            case Relation.SAME_CITY:
                return one == other
            case Relation.OTHER_CITY:
                return one != other
            case Relation.OWN_PREFECTURE:
                return one[:2] == other[:2]
            case Relation.ANY:
                return True


@dataclass(frozen=True, slots=True)
class Route:
    """One hop that a message may take.

    Attributes:
        signed: on this hop it must carry its origin's proof.
        sealed: on this hop the body is encrypted end to end.
        basis: where this hop rests on another article than the message.
    """

    sender: Role
    recipient: Role
    relation: Relation = Relation.ANY
    signed: bool = False
    sealed: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of the network.

    Attributes:
        message: its class, whose name is the kind.
        procedure: the section it belongs to.
        step: where in the procedure it stands.
        ja: what it is called in Japanese.
        basis: article of law or section of the seed; `[D]` marks what is ours.
        routes: every hop it may take.
        identifiers: which of a person's numbers it may carry.
        origin: role that signs it or, if it is sealed, that sealed it.
        reader: role that opens it, if it is sealed; the others pass it on unread.
        since: first protocol version that knows it.
        until: last one, if it was dropped.
    """

    message: type[Message]
    procedure: str
    step: str
    ja: str
    basis: str
    routes: tuple[Route, ...]
    identifiers: frozenset[Identifier] = frozenset()
    origin: Role | None = None
    reader: Role | None = None
    since: str = "1"
    until: str | None = None

    @property
    def kind(self) -> str:
        return self.message.__name__

    def speaks(self, version: str) -> bool:
        """Whether the message exists in a protocol version."""
        return int(self.since) <= int(version) and (self.until is None or int(version) <= int(self.until))

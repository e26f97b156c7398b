"""Checks of an update against what is on file: at a communication server's entry, and on the servers above.

Format is checked by the types; this file checks meaning (seed III リスク3 論理チェック). It knows no row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey

from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.records.changes import Change, ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import ALREADY_PRESENT, IN_FUTURE, LOGIC_CHECK, MALFORMED, UNKNOWN_PERSON
from juki.protocol.terms import MunicipalityCode


@dataclass(frozen=True, slots=True)
class OnFile:
    """What a server holds of a person.

    Attributes:
        municipality: the last one whose entry stands or stood.
        is_current: it stands.
    """

    municipality: MunicipalityCode
    is_current: bool


_TOLD_BY_PLANNED_DATE = (ChangeReason.MOVED_OUT, ChangeReason.MOVED_ABROAD)
"After a 転出届 the planned date is sent, which an early arrival leaves in the future (住基法施行令30条の5第2号)."
_ANY_SECRET = bytes(range(32))


class Consequence(Enum):
    """What an update does to the record on file."""

    TAKES = "the update becomes the record on file"
    ERASES = "the record on file is no longer current"
    HISTORY = "kept as history only"


def check_reply_key(key: bytes) -> None:
    """Check a key to which an answer shall be sealed: a point of no use would stop the sealing, and the node with it.

    Raises:
        PeerFault: `MALFORMED`.
    """
    try:
        # Whether a point is of low order shows with any secret (RFC 7748 6.1).
        Box(PrivateKey(_ANY_SECRET), PublicKey(key))
    except (CryptoError, ValueError, TypeError):
        raise PeerFault(MALFORMED, "the key to answer to is no X25519 key") from None


def check_entry(record: IdentityRecord, on_file: OnFile | None, today: date) -> None:
    """Check at the communication server, before anything leaves the city.

    Raises:
        PeerFault: `ALREADY_PRESENT`, `UNKNOWN_PERSON` or `IN_FUTURE`.
    """
    present = on_file is not None and on_file.is_current
    if record.reason.change is Change.ENTRY and present:
        raise PeerFault(ALREADY_PRESENT, f"{record.code!r}")
    if record.reason.change is not Change.ENTRY and not present:
        raise PeerFault(UNKNOWN_PERSON, f"{record.code!r}")
    if record.changed_on > today and record.reason not in _TOLD_BY_PLANNED_DATE:
        raise PeerFault(IN_FUTURE, f"changed on {record.changed_on}")


def consequence(update: IdentityUpdate, origin: str, last_sequence: int, on_file: OnFile | None) -> Consequence:
    """What an update means to a server above the municipalities.

    Across municipalities the order comes from the meaning of entry and erasure, never from the number: an erasure by
    one municipality does not touch a person who is current in another.

    Args:
        update: as its origin signed it.
        origin: code of the municipality whose communication server signed it.
        last_sequence: 更新順番号 of that server's last update for this person; 0 if there was none.
        on_file: what is held.

    Raises:
        PeerFault: `LOGIC_CHECK` or `UNKNOWN_PERSON`.
    """
    record = update.record
    if record.municipality.digits != origin:
        raise PeerFault(LOGIC_CHECK, f"municipality {record.municipality} in an update of {origin}")
    if update.sequence != last_sequence + 1:
        raise PeerFault(LOGIC_CHECK, f"update sequence {update.sequence} after {last_sequence}")
    lives_there = on_file is not None and on_file.is_current and on_file.municipality == record.municipality
    match record.reason.change:
        case Change.ENTRY:
            return Consequence.TAKES
        case Change.ERASURE:
            return Consequence.ERASES if lives_there else Consequence.HISTORY
        case Change.CORRECTION:
            if not lives_there:
                raise PeerFault(UNKNOWN_PERSON, f"{record.code!r} is not current in {origin}")
            return Consequence.TAKES

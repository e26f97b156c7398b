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
from juki.protocol.refusals import (
    ALREADY_PRESENT,
    ALTERS_MORE,
    CODE_IN_USE,
    IN_FUTURE,
    LOGIC_CHECK,
    MALFORMED,
    OLD_VALUE_DIFFERS,
    RECORD_FROZEN,
    RECORD_LOCKED,
    SEVERAL_ERRORS,
    UNKNOWN_MUNICIPALITY,
    UNKNOWN_PERSON,
    Rule,
)
from juki.protocol.terms import MunicipalityCode


@dataclass(frozen=True, slots=True)
class OnFile:
    """What a server holds of a person.

    Attributes:
        municipality: the last one whose entry stands or stood.
        is_current: it stands.
        record: the 本人確認情報 itself, where items are compared.
        is_frozen: 更新禁止フラグ.
        locked_by: 排他フラグ: the case that holds the record; empty if none does.
    """

    municipality: MunicipalityCode
    is_current: bool
    record: IdentityRecord | None = None
    is_frozen: bool = False
    locked_by: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """One item of an entry that does not pass.

    Attributes:
        rule: why.
        item: name of the field.
    """

    rule: Rule
    item: str


CHANGES_THE_NUMBER = frozenset(
    {
        ChangeReason.MY_NUMBER_CHANGE_REQUESTED,
        ChangeReason.MY_NUMBER_CORRECTED,
        ChangeReason.MY_NUMBER_ENTERED,
    }
)
CHANGES_THE_CODE = frozenset({ChangeReason.JUMINHYO_CODE_CHANGE_REQUESTED, ChangeReason.JUMINHYO_CODE_ENTERED})
_COMPARED = ("name", "birth", "sex", "address", "my_number", "code")
_CHANGES: dict[ChangeReason, tuple[str, ...]] = {
    ChangeReason.MOVED_WITHIN: ("address",),
    ChangeReason.MINOR_CORRECTION: ("name", "address"),
    ChangeReason.CORRECTED_EX_OFFICIO: ("name", "birth", "sex", "address"),
    **{reason: ("my_number",) for reason in ChangeReason if reason in CHANGES_THE_NUMBER},
    **{reason: ("code",) for reason in ChangeReason if reason in CHANGES_THE_CODE},
}
"What each correction may change; an erasure tells the items as they were (住基法30条の6第1項, 住基法施行規則11条)."
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


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where and when an entry is checked.

    Attributes:
        today: business date.
        offices: the municipality and its wards, whose codes an entry may name; empty for any.
        case: of the entry; the one that locked a record may change it.
    """

    today: date
    offices: frozenset[MunicipalityCode] = frozenset()
    case: str = ""


def check_entry(record: IdentityRecord, on_file: OnFile | None, here: Entrance, old: OnFile | None = None) -> None:
    """Check at the communication server, before anything leaves the city.

    Args:
        record: as the register wrote it.
        on_file: what the communication server holds under the record's code.
        here: where and when.
        old: what it holds under 旧住民票コード, where the code is changed.

    Raises:
        PeerFault: the rule of the one item that fails, or `SEVERAL_ERRORS` with all of them.
    """
    failures = entry_failures(record, on_file, here, old)
    if len(failures) == 1:
        raise PeerFault(failures[0].rule, failures[0].item)
    if failures:
        raise PeerFault(SEVERAL_ERRORS, "; ".join(f"{failure.rule.name}: {failure.item}" for failure in failures))


def named_failures(rule: str, detail: str) -> list[tuple[str, str]]:
    """Rule and item of everything that a refusal of an entry names; the other half of `check_entry`."""
    if rule != SEVERAL_ERRORS.name:
        return [(rule, detail)]
    found = [part.partition(": ") for part in detail.split("; ")]
    return [(name, item) for name, _, item in found]


def entry_failures(
    record: IdentityRecord, on_file: OnFile | None, here: Entrance, old: OnFile | None = None
) -> list[Failure]:
    """Every item that fails, each with its rule, in a fixed order; see `check_entry`."""
    before = old if record.reason in CHANGES_THE_CODE else on_file
    failures = [*_presence(record, on_file, before), *_guards(before, here.case)]
    if before is not None and before.record is not None and before.is_current:
        failures += [*_altered(record, before.record), *_old_values(record, before.record)]
    named = {"municipality": record.municipality, "address": record.address.office}
    failures += [
        Failure(UNKNOWN_MUNICIPALITY, item) for item, code in named.items() if here.offices and code not in here.offices
    ]
    if record.changed_on > here.today and record.reason not in _TOLD_BY_PLANNED_DATE:
        failures.append(Failure(IN_FUTURE, "changed_on"))
    return failures


def _presence(record: IdentityRecord, on_file: OnFile | None, before: OnFile | None) -> list[Failure]:
    present = before is not None and before.is_current
    if record.reason is ChangeReason.BIRTH:
        return [Failure(CODE_IN_USE, "code")] if on_file is not None else []
    if record.reason.change is Change.ENTRY:
        return [Failure(ALREADY_PRESENT, "code")] if present else []
    failures = [] if present else [Failure(UNKNOWN_PERSON, "code")]
    if record.reason in CHANGES_THE_CODE and on_file is not None:
        failures.append(Failure(CODE_IN_USE, "code"))
    return failures


def _guards(before: OnFile | None, case: str) -> list[Failure]:
    if before is None:
        return []
    failures = [Failure(RECORD_FROZEN, "frozen")] if before.is_frozen else []
    if before.locked_by not in {"", case}:
        failures.append(Failure(RECORD_LOCKED, "locked"))
    return failures


def _altered(record: IdentityRecord, before: IdentityRecord) -> list[Failure]:
    """Items that differ from what is on file though the reason does not change them; a new entry may bring anything."""
    if record.reason.change is Change.ENTRY:
        return []
    free = _CHANGES.get(record.reason, ())
    return [
        Failure(ALTERS_MORE, item)
        for item in _COMPARED
        if item not in free and getattr(record, item) != getattr(before, item)
    ]


def _old_values(record: IdentityRecord, before: IdentityRecord) -> list[Failure]:
    """個人番号 and 住民票コード as they were before the change (住基法施行令30条の5第4号, 第5号)."""
    failures = []
    if record.reason in CHANGES_THE_NUMBER and record.old_number != before.my_number:
        failures.append(Failure(OLD_VALUE_DIFFERS, "old_number"))
    if record.reason in CHANGES_THE_CODE and record.old_code != before.code:
        failures.append(Failure(OLD_VALUE_DIFFERS, "old_code"))
    return failures


def consequence(update: IdentityUpdate, origin: str, on_file: OnFile | None, old: OnFile | None = None) -> Consequence:
    """What an update whose turn it is means to a server above the municipalities.

    Across municipalities the order comes from the meaning of entry and erasure, never from the number: an erasure by
    one municipality does not touch a person who is current in another.

    Args:
        update: as its origin signed it.
        origin: code of the municipality whose communication server signed it.
        on_file: what is held under the record's code.
        old: what is held under 旧住民票コード, where the code is changed.

    Raises:
        PeerFault: `LOGIC_CHECK`, `UNKNOWN_PERSON`, `RECORD_FROZEN`, `CODE_IN_USE` or `OLD_VALUE_DIFFERS`.
    """
    record = update.record
    if record.municipality.digits != origin:
        raise PeerFault(LOGIC_CHECK, f"municipality {record.municipality} in an update of {origin}")
    before = old if record.reason in CHANGES_THE_CODE else on_file
    if before is not None and before.is_frozen:
        raise PeerFault(RECORD_FROZEN, f"{record.code!r}")
    lives_there = before is not None and before.is_current and before.municipality == record.municipality
    match record.reason.change:
        case Change.ENTRY:
            return Consequence.TAKES
        case Change.ERASURE:
            return Consequence.ERASES if lives_there else Consequence.HISTORY
        case Change.CORRECTION:
            if not lives_there:
                raise PeerFault(UNKNOWN_PERSON, f"{record.code!r} is not current in {origin}")
            _check_correction(record, on_file, before)
            return Consequence.TAKES


def _check_correction(record: IdentityRecord, on_file: OnFile | None, before: OnFile | None) -> None:
    if record.reason in CHANGES_THE_CODE and on_file is not None:
        raise PeerFault(CODE_IN_USE, f"{record.code!r}")
    if before is None or before.record is None:
        return
    for failure in _old_values(record, before.record):
        raise PeerFault(failure.rule, failure.item)


def recovers(update: IdentityUpdate, origin: str, on_file: OnFile | None) -> Consequence:
    """What a recovery update means: the full record in place of whatever is held, frozen or not, with no comparison.

    A record that another municipality entered later stands: of two the one who became a resident later is right.

    Raises:
        PeerFault: `LOGIC_CHECK`: a municipality speaks for another.
    """
    record = update.record
    if record.municipality.digits != origin:
        raise PeerFault(LOGIC_CHECK, f"municipality {record.municipality} in an update of {origin}")
    elsewhere = on_file is not None and on_file.is_current and on_file.municipality != record.municipality
    if record.reason.change is Change.ERASURE:
        return Consequence.HISTORY if elsewhere else Consequence.ERASES
    held = on_file.record if on_file is not None else None
    if elsewhere and held is not None and record.resident_since <= held.resident_since:
        return Consequence.HISTORY
    return Consequence.TAKES

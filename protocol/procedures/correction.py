"""Correction of a difference that a 整合性確認 found: frozen, checked against the register, by three people. Knows no row.

The assessment (seed III リスク3): somebody else than the author checks, and the 本人確認情報管理責任者 permits.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec.structs import replace

from juki.protocol.errors import OutOfTurn, PeerFault
from juki.protocol.procedures.consistency import Agreement
from juki.protocol.procedures.operators import expect_different
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import OWN_APPROVAL
from juki.protocol.terms import JuminhyoCode


class CorrectionState(StrEnum):
    """How far a correction has come."""

    PROPOSED = "proposed"
    "The record is frozen, the register is asked."
    COMPARED = "compared"
    CHECKED = "checked"
    APPROVED = "approved"
    "The recovery update is on its way; the record will be looked at again."
    CLEAN = "clean"
    UNCLEAN = "unclean"
    "Looked at again, and still different: another way must be found."
    WITHDRAWN = "withdrawn"


class Correction(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One correction.

    Attributes:
        number: among those of this communication server, from 1.
        case: in which it was proposed.
        author: 職員コード; so are the others.
        register: what the register says.
        reruns: how often the record was looked at again.
    """

    number: int
    case: str
    code: JuminhyoCode
    author: str
    state: CorrectionState = CorrectionState.PROPOSED
    checker: str = ""
    approver: str = ""
    register: IdentityRecord | None = None
    reruns: int = 0


class RegisterSaid(msgspec.Struct, frozen=True):
    """The register's answer; None if no 住民票 is there."""

    record: IdentityRecord | None


class CheckedBy(msgspec.Struct, frozen=True):
    """A second person has compared the correction with register and paper."""

    operator: str


class ApprovedBy(msgspec.Struct, frozen=True):
    """The 本人確認情報管理責任者 permits it."""

    operator: str


class Withdrawn(msgspec.Struct, frozen=True):
    """Whoever proposed it takes it back, for an ordinary correction, say."""

    operator: str


class LookDue(msgspec.Struct, frozen=True):
    """The update has had time to arrive."""


class LookedAgain(msgspec.Struct, frozen=True):
    """What the comparison of the one record came to."""

    agreement: Agreement


CorrectionEvent = RegisterSaid | CheckedBy | ApprovedBy | Withdrawn | LookDue | LookedAgain


class Deed(StrEnum):
    """What is to be done about the record, in this order."""

    FREEZE = "freeze"
    ASK_REGISTER = "ask-register"
    RECOVER = "recover"
    "Send the full record with 異常時更新順番号 + 1."
    UNFREEZE = "unfreeze"
    LOOK_LATER = "look-later"
    LOOK_AGAIN = "look-again"


MOST_RERUNS = 6
"So often a record is looked at again while its update is under way ([D])."


def propose(number: int, case: str, code: JuminhyoCode, author: str) -> tuple[Correction, list[Deed]]:
    """Begin: freeze the record everywhere, and see what the register says."""
    return Correction(number, case, code, author), [Deed.FREEZE, Deed.ASK_REGISTER]


def step(correction: Correction, event: CorrectionEvent) -> tuple[Correction, list[Deed]]:  # noqa: PLR0911 - a row a return
    """Advance by one event.

    Raises:
        PeerFault: `OWN_APPROVAL`, when author, checker and approver are not three people; `OUT_OF_TURN`.
    """
    states = CorrectionState
    match correction.state, event:
        case states.PROPOSED, RegisterSaid(record=None):
            # Nothing to correct by: the paper decides, and that is another procedure.
            return replace(correction, state=states.WITHDRAWN), [Deed.UNFREEZE]
        case states.PROPOSED, RegisterSaid(record=record):
            return replace(correction, state=states.COMPARED, register=record), []
        case states.COMPARED, CheckedBy(operator=operator):
            expect_different(correction.author, operator)
            return replace(correction, state=states.CHECKED, checker=operator), []
        case _, ApprovedBy(operator=operator) if operator in {correction.author, correction.checker}:
            raise PeerFault(OWN_APPROVAL, operator)
        case states.CHECKED, ApprovedBy(operator=operator):
            return replace(correction, state=states.APPROVED, approver=operator), [Deed.RECOVER, Deed.LOOK_LATER]
        case ((states.PROPOSED | states.COMPARED | states.CHECKED), Withdrawn()):
            return replace(correction, state=states.WITHDRAWN), [Deed.UNFREEZE]
        case states.APPROVED, LookDue():
            return replace(correction, reruns=correction.reruns + 1), [Deed.UNFREEZE, Deed.LOOK_AGAIN]
        case states.APPROVED, LookedAgain(agreement=agreement):
            return _looked(correction, agreement)
        case _:
            raise OutOfTurn(correction.state, event)


def _looked(correction: Correction, agreement: Agreement) -> tuple[Correction, list[Deed]]:
    if agreement is Agreement.PENDING and correction.reruns < MOST_RERUNS:
        return correction, [Deed.LOOK_LATER]
    is_clean = agreement is Agreement.MATCH
    return replace(correction, state=CorrectionState.CLEAN if is_clean else CorrectionState.UNCLEAN), []


def corrected(own: IdentityRecord | None, register: IdentityRecord, *, is_current: bool) -> IdentityRecord:
    """The record to send: what the register says, with 事由 and 異動年月日 as they were sent last, which it does not keep.

    Args:
        own: what the communication server holds.
        register: what the 住民票 says, with its own last change as 事由.
        is_current: as the communication server holds it.
    """
    stands = register.reason.value[0] != "B"
    if own is None or is_current is not stands:
        return register
    return replace(
        own,
        name=register.name,
        birth=register.birth,
        sex=register.sex,
        address=register.address,
        my_number=register.my_number,
    )

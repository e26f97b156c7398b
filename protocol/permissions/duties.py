"""What an operator's duties (担当業務) allow: duty -> rights -> orders at a counter. Data and questions; holds no operator.

Every order that a person gives at a counter has a row in `NEEDS`; an order without one is refused there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from juki.protocol.terms import Role

COUNTERS = frozenset(
    {
        Role.RESIDENT_REGISTER,
        Role.COMMUNICATION_SERVER,
        Role.INTEGRATED_TERMINAL,
        Role.ADDRESSEE_SYSTEM,
        Role.BUSINESS_COMMON,
        Role.INTERMEDIARY_SERVER,
        Role.CONVENIENCE_ISSUANCE,
        Role.PREFECTURE_SERVER,
        Role.NATIONAL_SERVER,
    }
)
"Systems at which people give orders; each keeps a roll of its own operators."


class Duty(StrEnum):
    """What somebody's work is; the unit in which rights are applied for, issued and withdrawn."""

    RECEPTION = "reception"
    EXAMINATION = "examination"
    SEARCH = "search"
    RECORD_CUSTODY = "record-custody"
    SECTION_HEAD = "section-head"
    ADMINISTRATION = "administration"
    AUDIT = "audit"


JAPANESE = {
    Duty.RECEPTION: "受付",
    Duty.EXAMINATION: "審査",
    Duty.SEARCH: "検索",
    Duty.RECORD_CUSTODY: "本人確認情報管理責任者",
    Duty.SECTION_HEAD: "所属長",
    Duty.ADMINISTRATION: "システム管理者",
    Duty.AUDIT: "監査",
}


class Right(StrEnum):
    """What an order needs."""

    TAKE_REPORTS = "take-reports"
    CHECK_IDENTITY = "check-identity"
    SEARCH = "search"
    ENTER = "enter"
    COMPARE = "compare"
    CORRECT = "correct"
    CHECK_CORRECTION = "check-correction"
    PERMIT_CORRECTION = "permit-correction"
    LINK = "link"
    APPLY = "apply"
    APPROVE = "approve"
    ADMINISTER = "administer"
    REVIEW = "review"
    AUDIT = "audit"


RIGHTS_OF: dict[Duty, tuple[Right, ...]] = {
    Duty.RECEPTION: (Right.TAKE_REPORTS, Right.CHECK_IDENTITY, Right.LINK),
    Duty.EXAMINATION: (
        *(Right.CHECK_IDENTITY, Right.ENTER, Right.COMPARE, Right.CORRECT, Right.CHECK_CORRECTION, Right.LINK),
    ),
    Duty.SEARCH: (Right.CHECK_IDENTITY, Right.SEARCH),
    Duty.RECORD_CUSTODY: (Right.PERMIT_CORRECTION,),
    Duty.SECTION_HEAD: (Right.APPLY, Right.REVIEW),
    Duty.ADMINISTRATION: (Right.APPROVE, Right.ADMINISTER, Right.REVIEW),
    Duty.AUDIT: (Right.AUDIT, Right.REVIEW),
}
"The 対応表 of the assessment: which rights a duty needs. Which duty has which is ours (`docs/inventions.md`, Operators)."


@dataclass(frozen=True, slots=True)
class Need:
    """What an order needs of whoever gives it.

    Attributes:
        right: None if anybody on the roll may.
        session: somebody must be logged on.
        purpose: the order must say for which affair it is given.
        about: arguments that say whom or what it is about, for the operation log.
    """

    right: Right | None
    session: bool = True
    purpose: bool = False
    about: tuple[str, ...] = ("people", "card")


LOG_ON, LOG_OFF, CHANGE_PASSWORD = "log_on", "log_off", "change_password"
SESSION_ORDERS = (LOG_ON, LOG_OFF, CHANGE_PASSWORD)
_GRANT = ("subject", "duty", "what")

NEEDS: dict[str, Need] = {
    # Of the operators themselves.
    LOG_ON: Need(None, session=False, about=()),
    LOG_OFF: Need(None, about=()),
    CHANGE_PASSWORD: Need(None, session=False, about=()),
    "apply_for_right": Need(Right.APPLY, about=_GRANT),
    "approve_right": Need(Right.APPROVE, about=_GRANT),
    "register_right": Need(Right.APPLY, about=_GRANT),
    "withdraw_right": Need(Right.APPLY, about=_GRANT),
    "reset_password": Need(Right.ADMINISTER, about=("subject",)),
    "list_rights": Need(Right.REVIEW, about=()),
    "audit_sample": Need(Right.AUDIT, about=()),
    # Moves.
    "report_move_out": Need(Right.TAKE_REPORTS),
    "report_move_in": Need(Right.TAKE_REPORTS),
    "continue_card": Need(Right.TAKE_REPORTS),
    # Changes and updates.
    "report_move_within": Need(Right.TAKE_REPORTS),
    "report_birth": Need(Right.TAKE_REPORTS),
    "report_death": Need(Right.TAKE_REPORTS),
    "change_code": Need(Right.TAKE_REPORTS),
    "change_number": Need(Right.TAKE_REPORTS),
    "erase_record": Need(Right.ENTER),
    "enter_record": Need(Right.ENTER),
    "correct_record": Need(Right.ENTER),
    "freeze_record": Need(Right.CORRECT, about=("row",)),
    "unfreeze_record": Need(Right.CORRECT, about=("row",)),
    "send_recovery": Need(Right.CORRECT, about=("row",)),
    # Identity checks and searches.
    "check_identity": Need(Right.CHECK_IDENTITY),
    "check_four_items": Need(Right.CHECK_IDENTITY, about=("written",)),
    "show_access_notice": Need(Right.SEARCH, purpose=True, about=()),
    "search_person": Need(Right.SEARCH, purpose=True, about=("written", "kana")),
    "inquire_person": Need(Right.SEARCH, purpose=True, about=("written", "kana")),
    "check_number": Need(Right.SEARCH, purpose=True, about=("written",)),
    "confirm_person": Need(Right.SEARCH, about=("written",)),
    # 整合性確認.
    "check_consistency": Need(Right.COMPARE, about=("scope",)),
    "propose_correction": Need(Right.CORRECT, about=("run", "finding")),
    "check_correction": Need(Right.CHECK_CORRECTION, about=("number",)),
    "approve_correction": Need(Right.PERMIT_CORRECTION, about=("number",)),
    "withdraw_correction": Need(Right.CORRECT, about=("number",)),
    # 符号.
    "acquire_fugo": Need(Right.LINK, about=("unified_number",)),
    "register_addressee": Need(Right.LINK),
    "send_medium": Need(Right.LINK, about=("witness",)),
}

NOT_OPERATED = frozenset({"plant_difference", "lose_update", "forget_journal", "send_wrong_entry", "load"})
"Orders that no person gives: faults that a story lets happen inside a system."


def rights_of(duties: Iterable[Duty]) -> tuple[Right, ...]:
    """All rights of some duties, each once."""
    return tuple(dict.fromkeys(right for duty in duties for right in RIGHTS_OF[duty]))


def duties_with(right: Right) -> tuple[Duty, ...]:
    """The duties that have a right."""
    return tuple(duty for duty, rights in RIGHTS_OF.items() if right in rights)

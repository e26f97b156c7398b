"""Who may act: two factors, a term, a lock, sessions that end, and rights that two people must want."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from juki.protocol.deadlines import JST
from juki.protocol.errors import PeerFault
from juki.protocol.permissions.duties import Duty, Need, Right
from juki.protocol.procedures import operators
from juki.protocol.procedures.operators import (
    IDLE,
    MOST_FAILURES,
    PASSWORD_DAYS,
    Application,
    Grant,
    Operator,
    Session,
    Shown,
    Stage,
    expect_different,
    hashed,
)
from juki.protocol.refusals import (
    NO_PURPOSE,
    NO_RIGHT,
    NO_SESSION,
    OPERATOR_LOCKED,
    OWN_APPROVAL,
    PASSWORD_AGED,
    PASSWORD_UNFIT,
    RIGHT_NOT_PENDING,
    SESSION_LEFT_OPEN,
    UNKNOWN_OPERATOR,
    WRONG_FACTOR,
    WRONG_PASSWORD,
    Rule,
)

NOW = datetime(2026, 3, 16, 9, tzinfo=JST)
TODAY = NOW.date()
CLERK = Operator(
    "JK-0001",
    "架空 受付",
    hashed("JK-0001", "her hand"),
    hashed("JK-0001", "himitsu-0001"),
    TODAY,
    duties=(Duty.RECEPTION,),
)
RIGHT_ONES = Shown("JK-0001", "himitsu-0001", "her hand")
OWN = Session("01", "JK-0001", NOW)
REPORTS = Need(Right.TAKE_REPORTS)


def hand(vein: str) -> Shown:
    """The right password and another hand."""
    return replace(RIGHT_ONES, vein=vein)


def typed(text: str) -> Shown:
    """Another password and the right hand."""
    return replace(RIGHT_ONES, password=text)


def logged_on(
    operator: Operator | None = CLERK, standing: Session | None = None, what: Shown = RIGHT_ONES
) -> Rule | None:
    return operators.log_on(operator, standing, what, NOW)[1]


def test_both_factors_together_log_on() -> None:
    assert logged_on() is None


@pytest.mark.parametrize(
    ("what", "rule"),
    [
        (typed("machigai"), WRONG_PASSWORD),
        (hand("his hand"), WRONG_FACTOR),
        (replace(typed(""), vein=""), WRONG_PASSWORD),
    ],
)
def test_one_factor_alone_does_not_and_is_counted(what: Shown, rule: Rule) -> None:
    after, refused = operators.log_on(CLERK, None, what, NOW)
    assert refused is rule
    assert after == replace(CLERK, failures=1)


def test_nobody_who_is_on_no_roll_logs_on() -> None:
    assert logged_on(None) is UNKNOWN_OPERATOR


@pytest.mark.parametrize(("days", "rule"), [(PASSWORD_DAYS, None), (PASSWORD_DAYS + 1, PASSWORD_AGED)])
def test_a_password_is_good_to_its_last_day(days: int, rule: Rule | None) -> None:
    assert logged_on(replace(CLERK, changed_on=TODAY - timedelta(days=days))) is rule


def test_after_so_many_failures_even_the_right_ones_fail() -> None:
    operator: Operator | None = CLERK
    for _ in range(MOST_FAILURES):
        operator, _ = operators.log_on(operator, None, hand("his hand"), NOW)
    assert logged_on(operator) is OPERATOR_LOCKED


def test_a_good_one_before_the_last_failure_forgets_the_others() -> None:
    after, rule = operators.log_on(replace(CLERK, failures=MOST_FAILURES - 1), None, RIGHT_ONES, NOW)
    assert (rule, after) == (None, CLERK)


@pytest.mark.parametrize(
    ("standing", "rule"),
    [
        (OWN, None),
        (Session("01", "JK-0002", NOW), SESSION_LEFT_OPEN),
        (Session("01", "JK-0002", NOW - IDLE), SESSION_LEFT_OPEN),
        (Session("01", "JK-0002", NOW - IDLE - timedelta(microseconds=1)), None),
    ],
)
def test_a_terminal_is_one_operators_until_the_session_is_over(standing: Session, rule: Rule | None) -> None:
    assert logged_on(standing=standing) is rule


def test_a_changed_password_is_the_only_good_one() -> None:
    aged = replace(CLERK, changed_on=date(2020, 1, 1))
    after, rule = operators.change_password(aged, RIGHT_ONES, "atarashii-1", TODAY)
    assert rule is None
    assert after is not None
    assert (after.changed_on, after.changes) == (TODAY, 1)
    assert logged_on(after) is WRONG_PASSWORD
    assert logged_on(after, what=typed("atarashii-1")) is None


@pytest.mark.parametrize("new", ["himitsu-0001", "short", ""])
def test_an_unfit_password_changes_nothing(new: str) -> None:
    assert operators.change_password(CLERK, RIGHT_ONES, new, TODAY) == (CLERK, PASSWORD_UNFIT)


@pytest.mark.parametrize(("what", "rule"), [(typed("x"), WRONG_PASSWORD), (hand("x"), WRONG_FACTOR)])
def test_nobody_else_changes_a_password(what: Shown, rule: Rule) -> None:
    after, refused = operators.change_password(CLERK, what, "atarashii-1", TODAY)
    assert refused is rule
    assert after is not None
    assert after.password == CLERK.password


def test_a_reset_frees_a_locked_operator_and_is_never_ones_own() -> None:
    locked = replace(CLERK, failures=MOST_FAILURES)
    after = operators.reset_password(locked, "JK-0007", "atarashii-1", TODAY)
    assert logged_on(after, what=typed("atarashii-1")) is None
    with pytest.raises(PeerFault) as fault:
        operators.reset_password(locked, "JK-0001", "atarashii-1", TODAY)
    assert fault.value.rule is OWN_APPROVAL


ADMITTED: list[tuple[str, Operator | None, Session | None, Need, str, Rule | None]] = [
    ("as it should be", CLERK, OWN, REPORTS, "", None),
    ("a stranger", None, OWN, REPORTS, "", UNKNOWN_OPERATOR),
    ("nobody logged on", CLERK, None, REPORTS, "", NO_SESSION),
    ("too long idle", CLERK, Session("01", "JK-0001", NOW - IDLE - timedelta(seconds=1)), REPORTS, "", NO_SESSION),
    ("just in time", CLERK, Session("01", "JK-0001", NOW - IDLE), REPORTS, "", None),
    ("another's session", CLERK, Session("01", "JK-0002", NOW), REPORTS, "", SESSION_LEFT_OPEN),
    ("another's duty", CLERK, OWN, Need(Right.SEARCH), "", NO_RIGHT),
    ("no duty", replace(CLERK, duties=()), OWN, REPORTS, "", NO_RIGHT),
    ("no purpose", CLERK, OWN, Need(Right.TAKE_REPORTS, purpose=True), "", NO_PURPOSE),
    ("a purpose", CLERK, OWN, Need(Right.TAKE_REPORTS, purpose=True), "local-tax", None),
    ("what needs no session", CLERK, None, Need(None, session=False), "", None),
]


@pytest.mark.parametrize("case", ADMITTED, ids=[case[0] for case in ADMITTED])
def test_the_door_lets_through_who_may(
    case: tuple[str, Operator | None, Session | None, Need, str, Rule | None],
) -> None:
    _, operator, session, need, purpose, rule = case
    refused = operators.admit(operator, session, need, purpose, NOW)
    assert (refused[0] if refused else None) is rule


NEWCOMER = replace(CLERK, code="JK-0009", duties=())
APPLIED = Application(1, "JK-0009", Duty.SEARCH, Grant.ISSUE, "JK-0006")
APPROVED = operators.approve(APPLIED, "JK-0007")


def rule_of(fault: pytest.ExceptionInfo[PeerFault]) -> Rule:
    return fault.value.rule


def test_a_right_is_issued_by_application_approval_and_registration() -> None:
    assert operators.apply(APPLIED, NEWCOMER, None) == APPLIED
    application, after = operators.carry_out(APPROVED, Grant.ISSUE, "JK-0006", NEWCOMER)
    assert (application.stage, application.approver) == (Stage.DONE, "JK-0007")
    assert after.duties == (Duty.SEARCH,)


def test_and_withdrawn_the_same_way() -> None:
    holder = replace(NEWCOMER, duties=(Duty.RECEPTION, Duty.SEARCH))
    applied = replace(APPLIED, what=Grant.WITHDRAW)
    assert operators.apply(applied, holder, None) == applied
    _, after = operators.carry_out(operators.approve(applied, "JK-0007"), Grant.WITHDRAW, "JK-0006", holder)
    assert after.duties == (Duty.RECEPTION,)


@pytest.mark.parametrize("by", ["JK-0006", "JK-0009"])
def test_neither_applicant_nor_subject_approves(by: str) -> None:
    with pytest.raises(PeerFault) as fault:
        operators.approve(APPLIED, by)
    assert rule_of(fault) is OWN_APPROVAL


def test_nobody_applies_for_himself() -> None:
    with pytest.raises(PeerFault) as fault:
        operators.apply(replace(APPLIED, subject="JK-0006"), replace(NEWCOMER, code="JK-0006"), None)
    assert rule_of(fault) is OWN_APPROVAL


@pytest.mark.parametrize(
    ("subject", "pending", "rule"),
    [
        (None, None, UNKNOWN_OPERATOR),
        (replace(NEWCOMER, duties=(Duty.SEARCH,)), None, RIGHT_NOT_PENDING),
        (NEWCOMER, replace(APPLIED, number=7), RIGHT_NOT_PENDING),
    ],
)
def test_what_is_so_already_is_not_applied_for(
    subject: Operator | None, pending: Application | None, rule: Rule
) -> None:
    with pytest.raises(PeerFault) as fault:
        operators.apply(APPLIED, subject, pending)
    assert rule_of(fault) is rule


@pytest.mark.parametrize("application", [None, APPROVED, replace(APPROVED, stage=Stage.DONE)])
def test_only_what_was_applied_for_is_approved(application: Application | None) -> None:
    with pytest.raises(PeerFault) as fault:
        operators.approve(application, "JK-0007")
    assert rule_of(fault) is RIGHT_NOT_PENDING


@pytest.mark.parametrize(
    ("application", "what", "by", "rule"),
    [
        (None, Grant.ISSUE, "JK-0006", RIGHT_NOT_PENDING),
        (APPLIED, Grant.ISSUE, "JK-0006", RIGHT_NOT_PENDING),
        (APPROVED, Grant.WITHDRAW, "JK-0006", RIGHT_NOT_PENDING),
        (replace(APPROVED, stage=Stage.DONE), Grant.ISSUE, "JK-0006", RIGHT_NOT_PENDING),
        (APPROVED, Grant.ISSUE, "JK-0007", NO_RIGHT),
    ],
)
def test_no_right_comes_without_its_approval(application: Application | None, what: Grant, by: str, rule: Rule) -> None:
    with pytest.raises(PeerFault) as fault:
        operators.carry_out(application, what, by, NEWCOMER)
    assert rule_of(fault) is rule


@given(st.lists(st.sampled_from(["JK-0001", "JK-0002", "JK-0003", "JK-0004"]), min_size=1, max_size=4))
def test_four_eyes_are_as_many_people_as_hands(hands: list[str]) -> None:
    if len(set(hands)) == len(hands):
        expect_different(*hands)
    else:
        with pytest.raises(PeerFault) as fault:
            expect_different(*hands)
        assert rule_of(fault) is OWN_APPROVAL


@pytest.mark.parametrize("hands", list(permutations(["JK-0002", "JK-0003", "JK-0005"])))
def test_three_people_in_any_order_may_correct(hands: tuple[str, ...]) -> None:
    expect_different(*hands)


def test_the_roll_keeps_no_secret_in_plain() -> None:
    assert b"himitsu" not in CLERK.password
    assert hashed("JK-0001", "x") != hashed("JK-0002", "x")

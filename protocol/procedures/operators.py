"""Who may act at a counter: logging on, passwords, sessions, rights by application and approval. Pure; knows no order's meaning.

The assessment (seed III): vein authentication, passwords with a term, rights issued and withdrawn by the 所属長 after the
システム管理者 has approved, no longer than the duty needs them. 標準 10.3 adds a second factor and an end to failed attempts.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from juki.protocol.errors import PeerFault
from juki.protocol.permissions.duties import Duty, Need, rights_of
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

PASSWORD_DAYS = 90
"A password is good for so many days, the last one included ([D]: the assessment says only that there is a term)."
PASSWORD_CHARACTERS = 8
MOST_FAILURES = 5
"Failed attempts in a row after which an operator cannot log on until the password is reset ([D])."
IDLE = timedelta(minutes=15)
"A session that was not used for longer is over ([D])."


class Operator(Struct, frozen=True):
    """One row of the roll of operators (利用者一覧表).

    Attributes:
        code: 職員コード.
        vein: hash of the vein pattern that was registered.
        password: hash of the password.
        changed_on: when the password was last changed.
        changes: how often it was changed.
        failures: failed attempts to log on since the last good one.
        duties: in force now.
    """

    code: str
    name: str
    vein: bytes
    password: bytes
    changed_on: date
    changes: int = 0
    failures: int = 0
    duties: tuple[Duty, ...] = ()


class Session(Struct, frozen=True):
    """Who is logged on at a terminal, and when it was last used."""

    terminal: str
    operator: str
    used: datetime

    def stands(self, now: datetime) -> bool:
        return now - self.used <= IDLE


class Shown(Struct, frozen=True):
    """What somebody at the terminal shows: a code and a password as typed, a pattern as the sensor reads it."""

    code: str
    password: str
    vein: str


def hashed(salt: str, secret: str) -> bytes:
    """A password or a vein pattern as the roll keeps it."""
    return blake2b(secret.encode(), key=salt.encode()[:64], digest_size=16).digest()


def log_on(
    operator: Operator | None, standing: Session | None, shown: Shown, now: datetime
) -> tuple[Operator | None, Rule | None]:
    """The operator as he stands after the attempt, and why it failed; None if he is logged on."""
    if operator is None:
        return None, UNKNOWN_OPERATOR
    if standing is not None and standing.stands(now) and standing.operator != operator.code:
        return operator, SESSION_LEFT_OPEN
    after, rule = _recognised(operator, shown)
    if rule is None and password_has_aged(operator, now.date()):
        return after, PASSWORD_AGED
    return after, rule


def password_has_aged(operator: Operator, day: date) -> bool:
    return day > operator.changed_on + timedelta(days=PASSWORD_DAYS)


def _recognised(operator: Operator, shown: Shown) -> tuple[Operator, Rule | None]:
    """Both factors: what the operator knows, and what he is. A lent password fails by the second."""
    if operator.failures >= MOST_FAILURES:
        return operator, OPERATOR_LOCKED
    failed = replace(operator, failures=operator.failures + 1)
    if hashed(operator.code, shown.password) != operator.password:
        return failed, WRONG_PASSWORD
    if hashed(operator.code, shown.vein) != operator.vein:
        return failed, WRONG_FACTOR
    return replace(operator, failures=0), None


def change_password(
    operator: Operator | None, shown: Shown, new: str, today: date
) -> tuple[Operator | None, Rule | None]:
    """As `log_on`: the old password is shown, aged or not."""
    if operator is None:
        return None, UNKNOWN_OPERATOR
    after, rule = _recognised(operator, shown)
    if rule is not None:
        return after, rule
    if new == shown.password or len(new) < PASSWORD_CHARACTERS:
        return after, PASSWORD_UNFIT
    password = hashed(operator.code, new)
    return replace(after, password=password, changed_on=today, changes=operator.changes + 1), None


def reset_password(operator: Operator | None, by: str, new: str, today: date) -> Operator:
    """初期化 by the システム管理者, who tells the operator the new one; failed attempts are forgotten.

    Raises:
        PeerFault: for nobody on the roll, or for oneself.
    """
    if operator is None:
        raise PeerFault(UNKNOWN_OPERATOR)
    expect_different(by, operator.code)
    password = hashed(operator.code, new)
    return replace(operator, password=password, changed_on=today, changes=operator.changes + 1, failures=0)


def is_in(session: Session, operator: Operator | None, now: datetime) -> bool:
    """Whether it is this operator's session, and stands."""
    return operator is not None and session.operator == operator.code and session.stands(now)


def admit(
    operator: Operator | None, session: Session | None, need: Need, purpose: str, now: datetime
) -> tuple[Rule, str] | None:
    """Why an order is not let through; None if it is.

    Args:
        operator: who gives it, as the roll knows him.
        session: at the terminal where it is given.
        need: of the order.
        purpose: as the order says it; empty for none.
        now: when.
    """
    if operator is None:
        return UNKNOWN_OPERATOR, ""
    if need.session:
        if session is None:
            return NO_SESSION, ""
        if not session.stands(now):
            return NO_SESSION, f"not used for more than {IDLE // timedelta(minutes=1)} minutes"
        if session.operator != operator.code:
            return SESSION_LEFT_OPEN, f"{session.operator} is"
    if need.right is not None and need.right not in rights_of(operator.duties):
        return NO_RIGHT, f"{operator.code} has no right {need.right}"
    return (NO_PURPOSE, "") if need.purpose and not purpose else None


class Grant(StrEnum):
    """What is applied for."""

    ISSUE = "issue"
    WITHDRAW = "withdraw"


class Stage(StrEnum):
    """How far an application has come."""

    APPLIED = "applied"
    APPROVED = "approved"
    DONE = "done"


class Application(Struct, frozen=True):
    """One application to issue or withdraw the rights of a duty.

    Attributes:
        number: among those of this system, from 1.
        subject: whose rights.
        applicant: the 所属長, who also carries it out.
        approver: the システム管理者, once it is approved.
    """

    number: int
    subject: str
    duty: Duty
    what: Grant
    applicant: str
    approver: str = ""
    stage: Stage = Stage.APPLIED


def apply(application: Application, subject: Operator | None, pending: Application | None) -> Application:
    """Take an application.

    Raises:
        PeerFault: for oneself, for nobody on the roll, for what is so already, or a second time.
    """
    if subject is None:
        raise PeerFault(UNKNOWN_OPERATOR, application.subject)
    expect_different(application.applicant, application.subject)
    if (application.duty in subject.duties) is (application.what is Grant.ISSUE):
        raise PeerFault(RIGHT_NOT_PENDING, f"{application.duty} of {application.subject} is so already")
    if pending is not None:
        raise PeerFault(RIGHT_NOT_PENDING, f"application {pending.number} stands already")
    return application


def approve(application: Application | None, approver: str) -> Application:
    """許可 by the システム管理者.

    Raises:
        PeerFault: nothing stands to be approved, or the approver is its applicant or its subject.
    """
    if application is None or application.stage is not Stage.APPLIED:
        raise PeerFault(RIGHT_NOT_PENDING, "nothing to approve")
    expect_different(application.applicant, approver)
    expect_different(application.subject, approver)
    return replace(application, approver=approver, stage=Stage.APPROVED)


def carry_out(
    application: Application | None, what: Grant, by: str, subject: Operator | None
) -> tuple[Application, Operator]:
    """発効 or 失効 by the 所属長 who applied, after the approval.

    Raises:
        PeerFault: nothing approved stands, or somebody else applied for it.
    """
    if application is None or subject is None or (application.stage, application.what) != (Stage.APPROVED, what):
        raise PeerFault(RIGHT_NOT_PENDING, "nothing that was approved")
    if by != application.applicant:
        raise PeerFault(NO_RIGHT, f"{application.applicant} applied")
    duties = tuple(duty for duty in subject.duties if duty is not application.duty)
    if what is Grant.ISSUE:
        duties = (*duties, application.duty)
    return replace(application, stage=Stage.DONE), replace(subject, duties=duties)


def expect_different(*operators: str) -> None:
    """Four eyes: nobody checks or approves what is his own (seed III: 入力、削除及び訂正を行った者以外の者が確認する).

    Args:
        operators: 職員コード of author, checker, approver, in any order. That each had the right is the door's affair.

    Raises:
        PeerFault: two of them are one person.
    """
    if len(set(operators)) < len(operators):
        raise PeerFault(OWN_APPROVAL, ", ".join(sorted(set(operators))))

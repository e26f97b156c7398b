"""The door of a counter: every order is given by an operator, and each leaves one row in the operation log.

Knows no order but the operators' own. Sessions are rows: they outlive a crash of the system, and end by logging off or by
not being used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import TypeAlias

from msgspec.structs import replace

from juki.nodes.node import Context
from juki.nodes.operator_rows import OperatorRows
from juki.nodes.store import Store
from juki.protocol.deadlines import JST
from juki.protocol.effects import Effect, Notify, Ordered, Refuse
from juki.protocol.errors import PeerFault
from juki.protocol.masking import mask_runs
from juki.protocol.moments import to_datetime
from juki.protocol.permissions.duties import CHANGE_PASSWORD, LOG_OFF, LOG_ON, NEEDS, NOT_OPERATED, SESSION_ORDERS, Duty
from juki.protocol.procedures import operators
from juki.protocol.procedures.operators import Application, Grant, Operator, Session, Shown
from juki.protocol.records.operation import DONE, Operation
from juki.protocol.refusals import NO_RIGHT, Rule

OPENS, CLOSES = time(8, 30), time(17, 15)
"Office hours, for the audit ([D])."
UNUSED = timedelta(days=90)
"Whoever gave no order for so long has rights that a review should ask about ([D])."
SAMPLE_BYTES = 8


class Counter:
    """What one system knows of its operators."""

    def __init__(self, store: Store) -> None:
        self._rows = OperatorRows(store)

    def admit(self, order: Ordered, now: datetime) -> PeerFault | None:
        """Why this order is not let through; None if it is."""
        if order.verb in NOT_OPERATED:
            return None
        need = NEEDS.get(order.verb)
        if need is None:
            return PeerFault(NO_RIGHT, f"no right is named for {order.verb!r} (protocol/permissions/duties.py)")
        said = order.arguments
        session = self._rows.session(said.get("terminal", ""))
        operator = self._rows.operator(said.get("operator", ""))
        if need.session and session is not None and operators.is_in(session, operator, now):
            self._rows.put_session(replace(session, used=now))
        refused = operators.admit(operator, session, need, said.get("purpose", ""), now)
        return None if refused is None else PeerFault(*refused)

    def enter(self, order: Ordered, refused: Rule | None, now: int) -> None:
        """Append the order to the operation log, however it ended."""
        if order.verb in NOT_OPERATED:
            return
        need, said = NEEDS.get(order.verb), order.arguments
        about = " ".join(said[name] for name in need.about if said.get(name)) if need else ""
        self._rows.enter(
            at=now,
            operator=mask_runs(said.get("operator", "")),
            terminal=mask_runs(said.get("terminal", "")),
            verb=order.verb,
            about=mask_runs(about),
            purpose=mask_runs(said.get("purpose", "")),
            outcome=refused.name if refused else DONE,
        )

    @staticmethod
    def is_own(verb: str) -> bool:
        """Whether an order is about operators and so decided here, not by the system."""
        return verb in DECISIONS

    def decide(self, order: Ordered, context: Context) -> Sequence[Effect]:
        """What follows from an order about operators.

        Raises:
            PeerFault: it is refused; whatever was written is rolled back.
        """
        return DECISIONS[order.verb](order, self._rows, context)


def _log_on(order: Ordered, rows: OperatorRows, context: Context) -> Sequence[Effect]:
    shown, terminal = _shown(order), order.arguments["terminal"]
    after, rule = operators.log_on(rows.operator(shown.code), rows.session(terminal), shown, context.now)
    if after is not None:
        rows.put_operator(after)
    if rule is not None:
        return [Refuse(rule, shown.code)]
    rows.put_session(Session(terminal, shown.code, context.now))
    return [Notify("logged-on", {"operator": shown.code})]


def _log_off(order: Ordered, rows: OperatorRows, _: Context) -> Sequence[Effect]:
    rows.end_session(order.arguments["terminal"])
    return [Notify("logged-off", {"operator": order.arguments["operator"]})]


def _change_password(order: Ordered, rows: OperatorRows, context: Context) -> Sequence[Effect]:
    shown = _shown(order)
    after, rule = operators.change_password(
        rows.operator(shown.code), shown, order.arguments["new"], context.now.date()
    )
    if after is not None:
        rows.put_operator(after)
    return [Refuse(rule, shown.code)] if rule else [Notify("password-changed", {"operator": shown.code})]


def _shown(order: Ordered) -> Shown:
    said = order.arguments
    return Shown(said["operator"], said.get("password", ""), said.get("vein", ""))


def _reset_password(order: Ordered, rows: OperatorRows, context: Context) -> Sequence[Effect]:
    said = order.arguments
    subject = rows.operator(said["subject"])
    rows.put_operator(operators.reset_password(subject, said["operator"], said["new"], context.now.date()))
    return [Notify("password-reset", {"operator": said["subject"]})]


def _apply(order: Ordered, rows: OperatorRows, _: Context) -> Sequence[Effect]:
    said, duty = order.arguments, Duty(order.arguments["duty"])
    what = Grant(said["what"])
    application = Application(rows.next_application(), said["subject"], duty, what, said["operator"])
    pending = rows.pending(said["subject"], duty)
    rows.put_application(operators.apply(application, rows.operator(said["subject"]), pending))
    return [Notify("right-applied", _about(application))]


def _approve(order: Ordered, rows: OperatorRows, _: Context) -> Sequence[Effect]:
    said = order.arguments
    application = operators.approve(rows.pending(said["subject"], Duty(said["duty"])), said["operator"])
    rows.put_application(application)
    return [Notify("right-approved", _about(application))]


def _carry_out(order: Ordered, rows: OperatorRows, _: Context) -> Sequence[Effect]:
    said = order.arguments
    what = Grant.ISSUE if order.verb == "register_right" else Grant.WITHDRAW
    pending, subject = rows.pending(said["subject"], Duty(said["duty"])), rows.operator(said["subject"])
    application, after = operators.carry_out(pending, what, said["operator"], subject)
    rows.put_application(application)
    rows.put_operator(after)
    about = _about(application)
    return [Notify("right-issued", about) if what is Grant.ISSUE else Notify("right-withdrawn", about)]


def _about(application: Application) -> dict[str, str]:
    return {"operator": application.subject, "duty": application.duty}


def _list_rights(_: Ordered, rows: OperatorRows, context: Context) -> Sequence[Effect]:
    """利用者一覧表 for review (seed III): who holds which duties, and who has not used them."""
    roll = rows.roll()
    used = {operation.operator: operation.at for operation, _ in rows.operations() if operation.outcome == DONE}
    unused = [one.code for one in roll if one.duties and context.now - _last_seen(one, used) > UNUSED]
    listed = "; ".join(f"{one.code} {'+'.join(one.duties) or '-'}" for one in roll)
    counted = {"operators": str(len(roll)), "unused": str(len(unused)), "list": listed}
    return [Notify("rights-listed", counted)]


def _last_seen(operator: Operator, used: Mapping[str, int]) -> datetime:
    """The last order, or else the day on which the password was given."""
    if operator.code in used:
        return to_datetime(used[operator.code])
    return datetime.combine(operator.changed_on, time(), JST)


def _audit(order: Ordered, rows: OperatorRows, context: Context) -> Sequence[Effect]:
    """A sample of the operation log, drawn so that nobody can foresee it, and all that is striking in it (標準 10.2)."""
    log = [operation for operation, _ in rows.operations()]
    size = min(int(order.arguments["size"]), len(log))
    key = context.draws.octets(f"audit/{order.case}", SAMPLE_BYTES)
    drawn = sorted(log, key=lambda one: operators.hashed(key.hex(), str(one.number)))[:size]
    counted = {
        "rows": str(len(log)),
        "sample": ", ".join(str(number) for number in sorted(one.number for one in drawn)),
        "failed": str(sum(one.verb in SESSION_ORDERS and one.outcome != DONE for one in log)),
        "refused": str(sum(one.verb not in SESSION_ORDERS and one.outcome != DONE for one in log)),
        "after_hours": str(sum(_is_after_hours(one) for one in log)),
    }
    return [Notify("operations-audited", counted)]


def _is_after_hours(operation: Operation) -> bool:
    moment = to_datetime(operation.at)
    return moment.weekday() > 4 or not OPENS <= moment.time() <= CLOSES  # noqa: PLR2004 - Saturday and Sunday


_OwnDecision: TypeAlias = Callable[[Ordered, OperatorRows, Context], Sequence[Effect]]
DECISIONS: Mapping[str, _OwnDecision] = {
    LOG_ON: _log_on,
    LOG_OFF: _log_off,
    CHANGE_PASSWORD: _change_password,
    "reset_password": _reset_password,
    "apply_for_right": _apply,
    "approve_right": _approve,
    "register_right": _carry_out,
    "withdraw_right": _carry_out,
    "list_rights": _list_rights,
    "audit_sample": _audit,
}
"Orders about operators: every counter takes them."

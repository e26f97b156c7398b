"""Oracle about operators: every order at a counter is in the operation log, by somebody with session and right. Trusts no door.

It goes through each log from its first row with the operators as the run began, and grants what the rows themselves show
to have been applied for, approved and registered by different people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from juki.nodes.kernel.trace import Step
from juki.nodes.operator_rows import OperatorRows
from juki.protocol.moments import to_datetime
from juki.protocol.permissions.duties import (
    COUNTERS,
    NEEDS,
    NOT_OPERATED,
    Duty,
    rights_of,
)
from juki.protocol.procedures.operators import IDLE
from juki.protocol.records.operation import DONE, START, Operation, chained
from juki.protocol.terms import NodeId, role_of
from juki.scenarios.oracles.view import View
from juki.scenarios.roll import CAST


def operations_recorded(view: View) -> Iterator[str]:
    """One row an order, in an unbroken chain, and nothing done without session, right and approval."""
    if not view.is_end:
        return
    orders: dict[str, list[Step]] = {}
    for step in view.trail.steps:
        # What could not be carried out at all changed nothing, and its counter was told.
        if step.what == "order" and step.change and step.kind not in NOT_OPERATED:
            orders.setdefault(step.node, []).append(step)
    for node in view.simulation.nodes():
        if role_of(node) in COUNTERS:
            log = OperatorRows(view.store(node)).operations()
            yield from _unlike(node, orders.get(node, []), [operation for operation, _ in log])
            yield from _broken(node, log)
            yield from _unlawful(node, [operation for operation, _ in log])


def _unlike(node: NodeId, orders: list[Step], log: list[Operation]) -> Iterator[str]:
    happened = [(step.at, step.kind, step.refused or DONE) for step in orders]
    recorded = [(operation.at, operation.verb, operation.outcome) for operation in log]
    if happened != recorded:
        missing = next((one for one in happened if one not in recorded), None)
        about = f"; no row for {missing[1]}" if missing else ""
        yield f"{node} had {len(happened)} orders and recorded {len(recorded)}{about}"


def _broken(node: NodeId, log: list[tuple[Operation, bytes]]) -> Iterator[str]:
    head = START
    for number, (operation, kept) in enumerate(log, start=1):
        head = chained(operation, head)
        if head != kept or operation.number != number:
            yield f"row {number} of the operation log of {node} is not as it was written"
            return


@dataclass
class _Known:
    """What the rows so far come to: duties, who sits where since when, and applications."""

    duties: dict[str, list[Duty]] = field(default_factory=lambda: {code: [*duties] for code, _, duties in CAST})
    sessions: dict[str, tuple[str, int]] = field(default_factory=dict)
    applied: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    "By subject and duty: what, and by whom."
    approved: dict[tuple[str, str], str] = field(default_factory=dict)


def _unlawful(node: NodeId, log: list[Operation]) -> Iterator[str]:
    known = _Known()
    for operation in log:
        if operation.outcome == DONE:
            fault = _fault(operation, known) or _follow(operation, known)
            if fault:
                yield f"{operation.verb} by {operation.operator} at {node} (row {operation.number}): {fault}"
        _touch(operation, known)


def _fault(operation: Operation, known: _Known) -> str:
    need = NEEDS.get(operation.verb)
    if need is None:
        return "an order that no right is named for"
    if operation.operator not in known.duties:
        return "nobody of this code is on the roll"
    if need.session:
        operator, used = known.sessions.get(operation.terminal, ("", 0))
        if operator != operation.operator:
            return "no session at this terminal"
        if to_datetime(operation.at) - to_datetime(used) > IDLE:
            return "the session was over"
    if need.right is not None and need.right not in rights_of(known.duties[operation.operator]):
        return f"without the right {need.right}"
    return "without a purpose" if need.purpose and not operation.purpose else ""


def _touch(operation: Operation, known: _Known) -> None:
    """Whatever is ordered in a session that stands keeps it standing, refused or not."""
    need = NEEDS.get(operation.verb)
    operator, used = known.sessions.get(operation.terminal, ("", 0))
    stands = operator == operation.operator and to_datetime(operation.at) - to_datetime(used) <= IDLE
    if need is not None and need.session and stands:
        known.sessions[operation.terminal] = (operator, operation.at)


def _follow(operation: Operation, known: _Known) -> str:
    """Take over what a row changes among the operators; why it should not have been."""
    match operation.verb, operation.about.split():
        case "log_on", _:
            known.sessions[operation.terminal] = (operation.operator, operation.at)
        case "log_off", _:
            known.sessions.pop(operation.terminal, None)
        case "apply_for_right", [subject, duty, what]:
            known.applied[subject, duty] = (what, operation.operator)
        case "approve_right", [subject, duty]:
            known.approved[subject, duty] = operation.operator
        case ("register_right" | "withdraw_right") as verb, [subject, duty]:
            return _grant(verb, subject, duty, known)
    return ""


def _grant(verb: str, subject: str, duty: str, known: _Known) -> str:
    what, applicant = known.applied.pop((subject, duty), ("", ""))
    approver = known.approved.pop((subject, duty), "")
    if what != ("issue" if verb == "register_right" else "withdraw") or not approver:
        return "not applied for and approved"
    if len({subject, applicant, approver}) < 3:  # noqa: PLR2004 - three people
        return "applied for or approved by the same person"
    if what == "issue":
        known.duties[subject].append(Duty(duty))
    else:
        known.duties[subject].remove(Duty(duty))
    return ""

"""How every order at a counter gets an operator who is logged on, and how operators' own orders are given. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.happenings import Order
from juki.nodes.operator_rows import OperatorRows
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime
from juki.protocol.permissions.duties import CHANGE_PASSWORD, COUNTERS, LOG_OFF, LOG_ON, NOT_OPERATED, SESSION_ORDERS
from juki.protocol.procedures.operators import password_has_aged
from juki.protocol.terms import NodeId, role_of
from juki.scenarios.acting.acts import Act
from juki.scenarios.roll import code_of, duty_of, password_of, terminal_of, usual, vein_of
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Step

WRONG = "machigai-0000"
"A password that is nobody's."
SHORT = "1234"
"A password that no system takes."


def operated(order: Order, said: Mapping[str, Said], stage: Stage) -> Iterator[Order]:
    """The order as its operator gives it, after he has logged on if need be.

    Where a story names the terminal, nobody logs on by himself: what follows is what it wants to show.
    """
    if role_of(order.node) not in COUNTERS or order.verb in NOT_OPERATED:
        yield order
        return
    code = code_of(str(said["by"].value)) if "by" in said else usual(order.verb)
    terminal = str(said["terminal"].value) if "terminal" in said else terminal_of(code)
    if "terminal" not in said and order.verb not in SESSION_ORDERS:
        yield from _arrives(order.node, code, terminal, stage)
    who = {"operator": code, "terminal": terminal}
    yield Order(order.node, order.verb, {**order.arguments, **who})


def _arrives(node: NodeId, code: str, terminal: str, stage: Stage) -> Iterator[Order]:
    rows, now = OperatorRows(stage.simulation.hosts[node].store), to_datetime(stage.simulation.world.now)
    operator, session = rows.operator(code), rows.session(terminal)
    if operator is None or (session is not None and session.operator == code and session.stands(now)):
        return
    who, changes = {"operator": code, "terminal": terminal, "vein": vein_of(node, code)}, operator.changes
    if password_has_aged(operator, now.date()):
        old, new = password_of(node, code, changes), password_of(node, code, changes + 1)
        yield Order(node, CHANGE_PASSWORD, {**who, "password": old, "new": new})
        changes += 1
    yield Order(node, LOG_ON, {**who, "password": password_of(node, code, changes)})


def _shown(step: Step, stage: Stage) -> dict[str, str]:
    """What is typed and what the sensor reads."""
    node, said = stage.node(step.arguments["on"]), step.arguments
    code = code_of(str(said["by"].value))
    hand = code_of(str(said["hand"].value)) if "hand" in said else code
    changes = _changes(node, code, stage)
    password = {
        "right": password_of(node, code, changes),
        "old": password_of(node, code, changes - 1),
        "wrong": WRONG,
    }[str(said["password"].value) if "password" in said else "right"]
    return {"password": password, "vein": vein_of(node, hand)}


def _changes(node: NodeId, code: str, stage: Stage) -> int:
    operator = OperatorRows(stage.simulation.hosts[node].store).operator(code)
    return operator.changes if operator else 0


def _logs_on(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield Order(stage.node(step.arguments["on"]), LOG_ON, _shown(step, stage))


def _logs_off(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield Order(stage.node(step.arguments["on"]), LOG_OFF, {})


def _changes_password(step: Step, stage: Stage) -> Iterator[Instruction]:
    node, said, shown = stage.node(step.arguments["on"]), step.arguments, _shown(step, stage)
    code = code_of(str(said["by"].value))
    fresh = password_of(node, code, _changes(node, code, stage) + 1)
    new = {"fresh": fresh, "same": shown["password"], "short": SHORT}[
        str(said["new"].value) if "new" in said else "fresh"
    ]
    yield Order(node, CHANGE_PASSWORD, {**shown, "new": new})


def _resets_password(step: Step, stage: Stage) -> Iterator[Instruction]:
    node, subject = stage.node(step.arguments["on"]), code_of(str(step.arguments["of"].value))
    new = password_of(node, subject, _changes(node, subject, stage) + 1)
    yield Order(node, step.verb, {"subject": subject, "new": new})


def _grants(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    order = {"subject": code_of(str(said["of"].value)), "duty": duty_of(str(said["duty"].value)).value}
    if step.verb == "apply_for_right":
        order["what"] = str(said["what"].value) if "what" in said else "issue"
    yield Order(stage.node(said["on"]), step.verb, order)


def _lists(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield Order(stage.node(step.arguments["on"]), step.verb, {})


def _audits(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield Order(stage.node(step.arguments["on"]), step.verb, {"size": str(step.arguments["size"].value)})


def check_counter(said: Said, stage: Stage) -> None:
    """Check that a node is a counter.

    Raises:
        BadInput: nobody gives orders there.
    """
    if role_of(stage.node(said)) not in COUNTERS:
        raise BadInput(str(said.place), f"{said.value!r}, which has no operators", "a system with operators")


def _check_on(step: Step, stage: Stage) -> None:
    check_counter(step.arguments["on"], stage)


ACTS = {
    "log_on": Act(_logs_on, _check_on),
    "log_off": Act(_logs_off, _check_on),
    "change_password": Act(_changes_password, _check_on),
    "reset_password": Act(_resets_password, _check_on),
    "apply_for_right": Act(_grants, _check_on),
    "approve_right": Act(_grants, _check_on),
    "register_right": Act(_grants, _check_on),
    "withdraw_right": Act(_grants, _check_on),
    "list_rights": Act(_lists, _check_on),
    "audit_sample": Act(_audits, _check_on),
}

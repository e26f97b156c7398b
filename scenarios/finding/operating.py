"""How expectations of operators are looked up in rolls, sessions and operation logs. Changes nothing."""

from __future__ import annotations

from juki.nodes.operator_rows import OperatorRows
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime
from juki.protocol.permissions.duties import COUNTERS
from juki.protocol.terms import role_of
from juki.scenarios.finding.found import Arguments, ByTrail, Check, Found, store_of
from juki.scenarios.roll import code_of, duty_of, terminal_of
from juki.scenarios.stage import Stage
from juki.scenarios.story import Wanted
from juki.scenarios.trail import Trail


def _rows(said: Arguments, stage: Stage) -> OperatorRows:
    return OperatorRows(store_of(stage, stage.node(said["on"])))


def _operated(said: Arguments, stage: Stage, _: Trail) -> Found:
    wanted = {name: str(said[name].value) for name in ("by", "what", "outcome") if name in said}
    if "by" in wanted:
        wanted["by"] = code_of(wanted["by"])
    log = [operation for operation, _ in _rows(said, stage).operations()]
    count = sum({"by": one.operator, "what": one.verb, "outcome": one.outcome}.items() >= wanted.items() for one in log)
    return Found(count == said["times"].value, f"{count} of {len(log)} rows")


def _right(said: Arguments, stage: Stage, _: Trail) -> Found:
    operator = _rows(said, stage).operator(code_of(str(said["of"].value)))
    duties = operator.duties if operator else ()
    held = duty_of(str(said["duty"].value)) in duties
    return Found(held is said["held"].value, f"holds {', '.join(duties) or 'none'}")


def _session(said: Arguments, stage: Stage, _: Trail) -> Found:
    code = code_of(str(said["of"].value))
    session = _rows(said, stage).session(terminal_of(code))
    now = to_datetime(stage.simulation.world.now)
    stands = session is not None and session.operator == code and session.stands(now)
    return Found(stands is said["stands"].value, "logged on" if stands else "not logged on")


def _last(said: Arguments, stage: Stage, trail: Trail, code: str) -> Found:
    """Whether the last notice of a code tells what is wanted."""
    told = trail.notices((stage.node(said["on"]),), code)
    if not told:
        return Found(held=False, text="nothing was told")
    counted = {**told[-1], "sampled": str(len(told[-1].get("sample", "").split()))}
    names = [name for name in said if name not in {"on", "profile"}]
    held = all(counted[name] == str(said[name].value) for name in names)
    return Found(held, ", ".join(f"{name} {counted[name]}" for name in names))


def _rights_listed(said: Arguments, stage: Stage, trail: Trail) -> Found:
    return _last(said, stage, trail, "rights-listed")


def _audited(said: Arguments, stage: Stage, trail: Trail) -> Found:
    return _last(said, stage, trail, "operations-audited")


def _check_on(wanted: Wanted, stage: Stage) -> None:
    said = wanted.arguments["on"]
    if role_of(stage.node(said)) not in COUNTERS:
        raise BadInput(str(said.place), f"{said.value!r}, which has no operators", "a system with operators")


BY_TRAIL: dict[str, ByTrail] = {
    "operated": _operated,
    "right": _right,
    "session": _session,
    "rights_listed": _rights_listed,
    "audited": _audited,
}
CHECKS: dict[str, Check] = dict.fromkeys(BY_TRAIL, _check_on)

"""How 整合性確認, corrections and planted damage become orders at servers and registers. Decides nothing about the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.happenings import Order
from juki.nodes.municipality.comparison_rows import ComparisonRows
from juki.nodes.municipality.server_correction import CorrectionRows
from juki.nodes.planting import ABOVE, BELOW, REGISTER
from juki.protocol.errors import BadInput
from juki.protocol.messages.consistency import Scope
from juki.protocol.terms import NodeId, Role, role_of
from juki.protocol.terms.nodes import JAPANESE, communication_server
from juki.scenarios.acting.acts import Act
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Step

_WOUNDS = {
    Role.PREFECTURE_SERVER: ABOVE,
    Role.NATIONAL_SERVER: ABOVE,
    Role.COMMUNICATION_SERVER: BELOW,
    Role.RESIDENT_REGISTER: REGISTER,
}
_REGISTER_ITEMS = ("name", "birth", "sex", "address", "my_number")


def _checks(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    scope = str(said["with"].value) if "with" in said else Scope.ABOVE.value
    arguments = {"scope": scope}
    if "cut_off" in said:
        arguments["cut_off"] = stage.day(said["cut_off"]).isoformat()
    yield Order(communication_server(stage.city(said["at"])), "check_consistency", arguments)


def _proposes(step: Step, stage: Stage) -> Iterator[Instruction]:
    """The clerk picks the person's row from the list that the last comparison made.

    Raises:
        BadInput: she is not on the list.
    """
    said = step.arguments
    node = communication_server(stage.city(said["at"]))
    rows = ComparisonRows(stage.simulation.hosts[node].store)
    comparison = rows.last_done(Scope.ABOVE)
    listed = [result.code for result in rows.results(comparison.run)] if comparison else []
    for person in stage.people(said["who"]):
        code = person.resident.code
        if comparison is None or code not in listed:
            expected = "somebody whom the last consistency check found to differ"
            raise BadInput(str(said["who"].place), f"{said['who'].value!r}, about whom nothing was found", expected)
        yield Order(node, "propose_correction", {"run": comparison.run, "finding": str(listed.index(code))})


def _goes_on(step: Step, stage: Stage) -> Iterator[Instruction]:
    """The next hand takes up the correction by its number."""
    said = step.arguments
    node = communication_server(stage.city(said["at"]))
    rows = CorrectionRows(stage.simulation.hosts[node].store)
    for person in stage.people(said["who"]):
        found = rows.last_of(person.resident.code)
        yield Order(node, step.verb, {"number": str(found.number if found else 0)})


def _plants(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    node = stage.node(said["on"])
    for place in range(len(stage.people(said["who"]))):
        arguments = {"what": str(said["what"].value), "row": _row(said["who"], place, node, stage)}
        if "field" in said:
            arguments["field"] = str(said["field"].value)
        if "with" in said:
            arguments["with"] = _row(said["with"], 0, node, stage)
        if "city" in said:
            arguments["city"] = stage.city(said["city"]).digits
        yield Order(node, "plant_difference", arguments)


def _row(who: Said, place: int, node: NodeId, stage: Stage) -> str:
    """Which row of the system a person's record is, from 0: an order must not bear her number.

    Raises:
        BadInput: the system holds no record of her.
    """
    code = stage.people(who)[place].resident.code.digits
    store = stage.simulation.hosts[node].store
    table = "residents" if role_of(node) is Role.RESIDENT_REGISTER else "identity"
    if store.one(f"select 1 from {table} where code = ? limit 1", code) is None:  # noqa: S608 - two names of this file
        raise BadInput(str(who.place), f"{who.value!r}, of whom {node} holds no record", "somebody on file there")
    row = store.one(f"select count(*) from {table} where code < ?", code)  # noqa: S608 - two names of this file
    return str(row[0] if row else 0)


def _check_wound(step: Step, stage: Stage) -> None:
    said = step.arguments
    role, what = role_of(stage.node(said["on"])), said["what"]
    wounds = _WOUNDS.get(role)
    if wounds is None:
        expected = " or ".join(JAPANESE[keeper] for keeper in _WOUNDS)
        raise BadInput(str(said["on"].place), f"{said['on'].value!r}, which keeps no such record", expected)
    if what.value not in wounds:
        raise BadInput(str(what.place), f"{what.value!r}, which {JAPANESE[role]} cannot suffer", " or ".join(wounds))
    needed = {"altered": "field", "same-number": "with", "elsewhere": "city"}.get(str(what.value))
    if needed is not None and needed not in said:
        raise BadInput(str(what.place), f"{what.value!r} without {needed}:", f"{needed}: beside it")
    if role is Role.RESIDENT_REGISTER and "field" in said and said["field"].value not in _REGISTER_ITEMS:
        raise BadInput(str(said["field"].place), repr(said["field"].value), " or ".join(_REGISTER_ITEMS))


ACTS = {
    "check_consistency": Act(_checks),
    "propose_correction": Act(_proposes),
    "check_correction": Act(_goes_on),
    "approve_correction": Act(_goes_on),
    "withdraw_correction": Act(_goes_on),
    "plant_difference": Act(_plants, _check_wound),
}

"""How expectations of updates are looked up in the stores and in what was told. Changes nothing."""

from __future__ import annotations

from juki.nodes.store import Store
from juki.protocol.records.resident import Resident
from juki.protocol.terms import NodeId, Role, organisation_of, role_of
from juki.protocol.terms.nodes import resident_register
from juki.protocol.wire import decode
from juki.scenarios.finding.found import Arguments, ByPerson, ByTrail, Check, Found, keeps, store_of
from juki.scenarios.population import Person
from juki.scenarios.records import identity_at
from juki.scenarios.stage import Stage
from juki.scenarios.story import Wanted
from juki.scenarios.trail import Trail

SERVERS = (Role.COMMUNICATION_SERVER, Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER)


def _update(person: Person, said: Arguments, stage: Stage) -> Found:
    node, code = stage.node(said["on"]), stage.code_of(person)
    store = store_of(stage, node)
    found = identity_at(store, code)
    if found is None:
        return Found(held=False, text="no record")
    record, _ = found
    row = store.one("select frozen_since from identity where code = ? -- one row", code.digits)
    sequence, recovery = _numbers(node, store, code.digits, record.municipality.digits)
    there = {
        "reason": record.reason.value,
        "sequence": sequence,
        "recovery": recovery,
        "frozen": row is not None and row[0] is not None,
    }
    held = all(there[name] == said[name].value for name in there if name in said)
    told = f"{record.reason}, sequence {sequence}, recovery {recovery}"
    return Found(held, f"{told}, frozen" if there["frozen"] else told)


def _numbers(node: NodeId, store: Store, code: str, city: str) -> tuple[int, int]:
    if role_of(node) is Role.COMMUNICATION_SERVER:
        row = store.one("select sequence, recovery from identity where code = ? -- one row", code)
    else:
        row = store.one("select last, recovery from sequences where code = ? and origin = ? -- one row", code, city)
    return (row[0], row[1]) if row else (0, 0)


def _number_changed(person: Person, said: Arguments, stage: Stage) -> Found:
    found = identity_at(store_of(stage, stage.node(said["on"])), stage.code_of(person))
    if found is None:
        return Found(held=False, text="no record")
    is_changed = found[0].my_number != person.resident.my_number
    return Found(is_changed is said["is"].value, "another number" if is_changed else "the number of the beginning")


def _code_changed(person: Person, said: Arguments, stage: Stage) -> Found:
    first, now = person.resident.code, stage.code_of(person)
    found = identity_at(store_of(stage, stage.node(said["on"])), now)
    if found is None:
        return Found(held=False, text="no record")
    is_changed = now != first and found[0].old_code is not None
    return Found(is_changed is said["is"].value, "another code" if is_changed else "the code of the beginning")


def _newborn(person: Person, said: Arguments, stage: Stage) -> Found:
    node = stage.node(said["on"])
    for child in _children(person, stage):
        found = identity_at(store_of(stage, node), child.code)
        if found is not None:
            is_numbered = found[0].my_number is not None
            return Found(is_numbered is said["numbered"].value, "with a number" if is_numbered else "without a number")
    return Found(held=False, text="no newborn")


def _children(parent: Person, stage: Stage) -> list[Resident]:
    """Who was entered in the household during the run."""
    standing = stage.register_of(parent)
    if standing is None:
        return []
    node, resident = standing
    known = {person.resident.address_number for person in stage.simulation.people if _lives_at(person, node)}
    rows = store_of(stage, node).rows("select record from residents where erased_on is null order by address_number")
    residents = (decode(row[0], Resident) for row in rows)
    return [
        one
        for one in residents
        if one.household_number == resident.household_number and one.address_number not in known
    ]


def _lives_at(person: Person, register: NodeId) -> bool:
    return person.municipality.digits == organisation_of(register)


def _entry_error(said: Arguments, stage: Stage, trail: Trail) -> Found:
    told = trail.notices((resident_register(stage.city(said["at"])),), "entry-error")
    rule, item = said["rule"].value, said["item"].value if "item" in said else None
    count = sum(1 for about in told if about["rule"] == rule and item in {None, about["item"]})
    return Found(count == said["times"].value, f"{count} times")


def _check_server(wanted: Wanted, stage: Stage) -> None:
    keeps(wanted.arguments["on"], SERVERS, stage)


BY_PERSON: dict[str, ByPerson] = {
    "update": _update,
    "number_changed": _number_changed,
    "code_changed": _code_changed,
    "newborn": _newborn,
}
BY_TRAIL: dict[str, ByTrail] = {"entry_error": _entry_error}
CHECKS: dict[str, Check] = dict.fromkeys(BY_PERSON, _check_server)

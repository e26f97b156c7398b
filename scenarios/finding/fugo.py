"""How expectations of 符号 are looked up in the stores of the information network. Changes nothing."""

from __future__ import annotations

from juki.nodes.store import Store
from juki.protocol.terms import MunicipalityCode, NodeId, Role
from juki.protocol.terms.nodes import CORE, communication_server, municipal_system, resident_register
from juki.scenarios.expectations.fugo import TOLD
from juki.scenarios.finding.found import Arguments, ByPerson, ByTrail, Found, store_of
from juki.scenarios.population import Person
from juki.scenarios.records import addressee_at, current_of, fugo_at, link_behind
from juki.scenarios.stage import Stage
from juki.scenarios.trail import Trail

_STATES = {"acquired": "fugo acquired", "waiting": "fugo waiting", "none": "fugo none"}


def _store(node: NodeId, stage: Stage) -> Store | None:
    """The store of a system that somebody has spoken to; looking must not make one."""
    return store_of(stage, node) if node in stage.simulation.hosts else None


def _unified_number(person: Person, city: MunicipalityCode, stage: Stage) -> str | None:
    store = _store(municipal_system(city, Role.ADDRESSEE_SYSTEM), stage)
    if store is None:
        return None
    standing = current_of(store_of(stage, resident_register(city)), person.resident.code)
    found = addressee_at(store, person, city, standing)
    return found.unified_number if found else None


def _held(person: Person, city: MunicipalityCode, stage: Stage) -> tuple[str, str]:
    """Whether a city holds somebody's 符号, and which."""
    unified = _unified_number(person, city, stage)
    store = _store(municipal_system(city, Role.INTERMEDIARY_SERVER), stage)
    if unified is None or store is None:
        return "none", ""
    fugo = fugo_at(store, unified)
    if fugo is not None:
        return "acquired", fugo
    waits = store.one("select 1 from acquisitions where unified = ? limit 1", unified) is not None
    return ("waiting" if waits else "none"), ""


def _fugo(person: Person, said: Arguments, stage: Stage) -> Found:
    state, _ = _held(person, stage.city(said["at"]), stage)
    return Found(state == said["is"].value, _STATES[state])


def _joined(person: Person, said: Arguments, stage: Stage) -> Found:
    one, other = (_held(person, stage.city(said[name]), stage)[1] for name in ("at", "with"))
    store = _store(CORE, stage)
    if not one or not other or store is None:
        return Found(held=False, text="not held by both")
    if one == other:
        return Found(held=False, text="the same at both")
    joined = link_behind(store, one) is not None and link_behind(store, one) == link_behind(store, other)
    return Found(joined, "unequal, joined by the core" if joined else "unequal, joined by nobody")


def _told(said: Arguments, stage: Stage, trail: Trail) -> Found:
    node = municipal_system(stage.city(said["at"]), Role.INTERMEDIARY_SERVER)
    told = trail.notices((node,), TOLD[str(said["what"].value)])
    if "rule" in said:
        told = [about for about in told if about.get("rule") == said["rule"].value]
    return Found(len(told) == said["times"].value, f"{len(told)} times")


def _medium(said: Arguments, stage: Stage, trail: Trail) -> Found:  # noqa: ARG001 - the form of a finding
    row = store_of(stage, communication_server(stage.city(said["at"]))).one(
        "select requests, witness, arrived_at from media order by id desc limit 1"
    )
    if row is None:
        return Found(held=False, text="no medium")
    wanted = (said["requests"].value, str(said["witness"].value), said["arrived"].value)
    found = f"medium of {row[0]}, witness {row[1]}, arrived"
    if row[2] is None:
        found = f"medium of {row[0]}, witness {row[1]}, under way"
    return Found((row[0], row[1], row[2] is not None) == wanted, found)


BY_PERSON: dict[str, ByPerson] = {"fugo": _fugo, "fugo_joined": _joined}
BY_TRAIL: dict[str, ByTrail] = {"fugo_told": _told, "medium": _medium}

"""How the acquisition of a 符号 becomes orders at the systems of a city. Decides nothing about the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.happenings import Order
from juki.protocol.errors import BadInput
from juki.protocol.terms import MunicipalityCode, NodeId, Role
from juki.protocol.terms.nodes import INTERFACE, communication_server, municipal_system, resident_register
from juki.scenarios.acting.acts import Act
from juki.scenarios.population import Person
from juki.scenarios.records import addressee_at, current_of
from juki.scenarios.stage import Stage
from juki.scenarios.story import Step


def _acquires(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    city = stage.city(said["at"])
    node = municipal_system(city, Role.ADDRESSEE_SYSTEM)
    by_medium = "by_medium" in said and bool(said["by_medium"].value)
    for person in stage.people(said["who"]):
        arguments = {"unified_number": _unified_number(person, node, city, stage)}
        yield Order(node, "acquire_fugo", arguments | ({"by_medium": "yes"} if by_medium else {}))


def _unified_number(person: Person, node: NodeId, city: MunicipalityCode, stage: Stage) -> str:
    """The number under which the city's own systems know somebody; empty if they do not."""
    hosts = stage.simulation.hosts
    standing = current_of(hosts[resident_register(city)].store, person.resident.code)
    found = addressee_at(hosts[node].store, person, city, standing)
    return found.unified_number if found else ""


def _registers(step: Step, stage: Stage) -> Iterator[Instruction]:
    city = stage.city(step.arguments["at"])
    store = stage.simulation.hosts[resident_register(city)].store
    standing = [(person, current_of(store, person.resident.code)) for person in stage.people(step.arguments["who"])]
    numbers = [found.address_number if found else person.resident.address_number for person, found in standing]
    yield Order(resident_register(city), "register_addressee", {"people": ",".join(numbers)})


def _sends_medium(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    arguments = {name: str(said[name].value) for name in ("witness", "copies") if name in said}
    yield Order(communication_server(stage.city(said["at"])), "send_medium", arguments)


def _holds(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield Order(INTERFACE, "hold_answers", {"agency": stage.city(step.arguments["at"]).digits})


def _releases(step: Step, stage: Stage) -> Iterator[Instruction]:
    times = step.arguments.get("times")
    agency = stage.city(step.arguments["at"]).digits
    yield Order(INTERFACE, "release_answers", {"agency": agency, "times": str(times.value) if times else "1"})


def _check_copies(step: Step, _: Stage) -> None:
    for name in ("copies", "times"):
        if name in step.arguments and int(step.arguments[name].value) < 1:
            raise BadInput(str(step.arguments[name].place), str(step.arguments[name].value), "1 or more")


ACTS = {
    "acquire_fugo": Act(_acquires),
    "register_addressee": Act(_registers),
    "send_medium": Act(_sends_medium, _check_copies),
    "hold_answers": Act(_holds),
    "release_answers": Act(_releases, _check_copies),
}

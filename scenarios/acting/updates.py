"""How changes that are no moves, and what goes wrong with updates, become orders. Decides nothing about the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.happenings import Order
from juki.protocol.errors import BadInput
from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import MunicipalityCode, NodeId, Role
from juki.protocol.terms.nodes import communication_server, resident_register
from juki.scenarios.acting.acts import Act
from juki.scenarios.acting.moves import address_number
from juki.scenarios.addresses import address_in
from juki.scenarios.finding.found import keeps
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.story import Step
from juki.scenarios.verbs.updates import MISTAKE_WORDS
from juki.scenarios.vocabulary import closest

CHILD_NAME, CHILD_KANA = "新生 光", "しんせい ひかり"
"Of a newborn, if the story names none; says that it is nobody's."
SERVERS = (Role.COMMUNICATION_SERVER, Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER)


def _register_of(person: Person, stage: Stage) -> NodeId:
    standing = stage.register_of(person)
    return standing[0] if standing else resident_register(person.municipality)


def _at_register(step: Step, stage: Stage, **more: str) -> Order:
    people = stage.people(step.arguments["who"])
    numbers = ",".join(address_number(person, stage) for person in people)
    return Order(_register_of(people[0], stage), step.verb, {"people": numbers, **more})


def _moves_within(step: Step, stage: Stage) -> Iterator[Instruction]:
    said, person = step.arguments, stage.people(step.arguments["who"])[0]
    standing = stage.register_of(person)
    here: MunicipalityCode = standing[1].address.office if standing else person.resident.address.office
    moved_on = stage.day(said["moved_on"])
    office = stage.office(said["to"]) if "to" in said else here
    address = address_in(office, f"{person.resident.code.digits}/{moved_on}")
    yield _at_register(
        step,
        stage,
        moved_on=moved_on.isoformat(),
        office=address.office.digits,
        office_name=address.office_name,
        town=address.town,
        lot=address.lot,
        postal_code=address.postal_code,
    )


def _bears(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    parent = stage.people(said["who"])[0]
    texts = {"name": CHILD_NAME, "kana": CHILD_KANA, "sex": "1"} | {
        name: str(said[name].value) for name in ("name", "kana", "sex") if name in said
    }
    born_on = stage.day(said["born_on"]).isoformat()
    yield Order(
        _register_of(parent, stage),
        step.verb,
        {"people": address_number(parent, stage), "born_on": born_on, **texts},
    )


def _ends(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield _at_register(step, stage, on=stage.day(step.arguments["on"]).isoformat())


def _enters(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield _at_register(step, stage)


def _corrects(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    reason = str(said["reason"].value) if "reason" in said else ChangeReason.CORRECTED_EX_OFFICIO.value
    texts = {name: str(said[name].value) for name in ("name", "kana") if name in said}
    yield _at_register(step, stage, reason=reason, **texts)


def _changes_number(step: Step, stage: Stage) -> Iterator[Instruction]:
    by_office = "ex_officio" in step.arguments and step.arguments["ex_officio"].value
    yield _at_register(step, stage, **({"ex_officio": "yes"} if by_office else {}))


def _errs(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    wrong = str(said["wrong"].value) if "wrong" in said else ""
    yield _at_register(step, stage, reason=str(said["reason"].value), wrong=wrong)


def _at_server(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    node = stage.node(said["on"]) if "on" in said else communication_server(stage.city(said["at"]))
    for person in stage.people(said["who"]):
        yield Order(node, step.verb, {"row": str(row_of(person, node, stage))})


def row_of(person: Person, node: NodeId, stage: Stage) -> int:
    """Where a person stands in a server's list by code, from 0: an order bears no number, for it goes on the tape."""
    store = stage.simulation.hosts[node].store
    row = store.one("select count(*) from identity where code < ?", stage.code_of(person).digits)
    return int(row[0]) if row else 0


def _check_server(step: Step, stage: Stage) -> None:
    keeps(step.arguments["on"], SERVERS, stage)


def _check_above(step: Step, stage: Stage) -> None:
    keeps(step.arguments["on"], SERVERS[1:], stage)


def _check_journal(step: Step, stage: Stage) -> None:
    keeps(step.arguments["on"], SERVERS[:2], stage)


def _check_within(step: Step, stage: Stage) -> None:
    said = step.arguments
    if "to" in said:
        stage.office(said["to"])


def _check_mistakes(step: Step, stage: Stage) -> None:
    said = step.arguments
    if len(stage.people(said["who"])) > 1:
        raise BadInput(str(said["who"].place), f"{said['who'].value!r}, who are several people", "one person")
    for word in str(said["wrong"].value).split() if "wrong" in said else ():
        if word not in MISTAKE_WORDS:
            raise BadInput(
                str(said["wrong"].place), f"{word!r}, no item that can be wrong", closest(word, MISTAKE_WORDS)
            )


ACTS = {
    "report_move_within": Act(_moves_within, _check_within),
    "report_birth": Act(_bears),
    "report_death": Act(_ends),
    "erase_record": Act(_ends),
    "enter_record": Act(_enters),
    "correct_record": Act(_corrects),
    "change_code": Act(_enters),
    "change_number": Act(_changes_number),
    "freeze_record": Act(_at_server, _check_server),
    "unfreeze_record": Act(_at_server, _check_server),
    "send_recovery": Act(_at_server),
    # What goes wrong goes on while the story does: nobody waits for its end.
    "lose_update": Act(_at_server, _check_above, is_waited_for=False),
    "forget_journal": Act(_at_server, _check_journal, is_waited_for=False),
    "send_wrong_entry": Act(_errs, _check_mistakes),
}

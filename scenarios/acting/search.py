"""How questions about a person become orders at a 統合端末: the notice, what is typed, what a document shows. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.happenings import Order
from juki.protocol.errors import BadInput
from juki.protocol.records.resident import Resident
from juki.protocol.terms import Address, MunicipalityCode, MyNumber, NodeId, PartialDate
from juki.protocol.terms.codes import SYNTHETIC_NUMBER_MARK
from juki.protocol.terms.nodes import integrated_terminal
from juki.scenarios.acting.acts import Act
from juki.scenarios.acting.moves import card_and_pin
from juki.scenarios.addresses import address_in
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Step
from juki.scenarios.verbs.search import DEFAULT_PURPOSE


def _checks_identity(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    terminal = integrated_terminal(stage.city(said["at"]))
    proof = _word(said, "proof", "card")
    if proof == "card":
        yield Order(terminal, "check_identity", card_and_pin(said["who"], said.get("pin"), stage))
        return
    record = record_of(_one(said["who"], stage), stage)
    if proof == "old-address":
        record = replace(record, address=_elsewhere(record))
    yield Order(terminal, "check_four_items", document(record))


def _elsewhere(record: Resident) -> Address:
    """An address of the same office at which the person does not live."""
    address = address_in(record.address.office, record.code.digits)
    return replace(address, lot=f"{address.lot}0")


def _searches(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    record = record_of(_one(said["who"], stage), stage)
    lives_in = stage.office_or_city(said["lives_in"]) if "lives_in" in said else record.address.office
    arguments = typed(_word(said, "items", "name-birth"), record, said) | {"lives_in": lives_in.digits}
    yield from _asked("search_person", arguments, said, stage)


def _inquires(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    person = _one(said["who"], stage)
    items = _word(said, "items", "number")
    if items == "number":
        arguments = {"number": _number(person, said, stage)}
    else:
        arguments = typed(items, record_of(person, stage), said)
    yield from _asked("inquire_person", arguments, said, stage)


def _checks_number(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    person = _one(said["who"], stage)
    whose = _one(said["whose"], stage) if "whose" in said else person
    arguments = {"number": _number(whose, said, stage), **document(record_of(person, stage))}
    yield from _asked("check_number", arguments, said, stage)


def _confirms(step: Step, stage: Stage) -> Iterator[Instruction]:
    said = step.arguments
    record = record_of(_one(said["who"], stage), stage)
    yield Order(integrated_terminal(stage.city(said["at"])), "confirm_person", document(record))


def _asked(verb: str, arguments: dict[str, str], said: Mapping[str, Said], stage: Stage) -> Iterator[Instruction]:
    """The notice on the screen, unless the story leaves it out, then the question."""
    terminal: NodeId = integrated_terminal(stage.city(said["at"]))
    purpose = {"purpose": _word(said, "purpose", DEFAULT_PURPOSE)}
    if "after_notice" not in said or said["after_notice"].value:
        yield Order(terminal, "show_access_notice", purpose)
    yield Order(terminal, verb, arguments | purpose)


def _word(said: Mapping[str, Said], name: str, default: str) -> str:
    return str(said[name].value) if name in said else default


def _one(said: Said, stage: Stage) -> Person:
    return stage.people(said)[0]


def record_of(person: Person, stage: Stage) -> Resident:
    """What a person knows of herself: her 住民票 where it stands now, or as the population had it."""
    standing = stage.register_of(person)
    return standing[1] if standing else person.resident


def typed(items: str, record: Resident, said: Mapping[str, Said]) -> dict[str, str]:
    """The items of a search as an operator types them."""
    named = items.split("-")
    arguments: dict[str, str] = {}
    if "name" in named:
        spelled = _word(said, "spelled", "kana")
        arguments[spelled] = record.name.kana if spelled == "kana" else record.name.written
    if "address" in named:
        arguments |= _address(record.address)
    if "birth" in named:
        arguments["birth"] = _known(record.birth, _word(said, "birth_known", "day")).text
    if "sex" in named or ("sex" in said and said["sex"].value):
        arguments["sex"] = record.sex.value
    return arguments


def _known(birth: PartialDate, part: str) -> PartialDate:
    """A birth date of which only a part is remembered."""
    match part:
        case "year":
            return PartialDate(birth.year)
        case "month":
            return PartialDate(birth.year, birth.month)
        case _:
            return birth


def document(record: Resident) -> dict[str, str]:
    """The four items as a document of the person shows them."""
    return {
        "written": record.name.written,
        "birth": record.birth.text,
        "sex": record.sex.value,
        **_address(record.address),
    }


def _address(address: Address) -> dict[str, str]:
    office: MunicipalityCode = address.office
    return {"office": office.digits, "address": address.town + address.lot}


def _number(person: Person, said: Mapping[str, Said], stage: Stage) -> str:
    """The 個人番号 as it is typed: the right one, one with a wrong check digit, or one that nobody has."""
    number = record_of(person, stage).my_number
    if number is None:
        raise BadInput(str(said["who"].place), f"{said['who'].value!r}, who has no number yet", "a holder of a number")
    match _word(said, "number", "right"):
        case "misread":
            return number.digits[:-1] + str((int(number.digits[-1]) + 1) % 10)
        case "unknown":
            return _nobodys(stage).digits
        case _:
            return number.digits


def _nobodys(stage: Stage) -> MyNumber:
    """The first number of the model that belongs to nobody of this network."""
    given = {person.resident.my_number for person in stage.simulation.people}
    width = MyNumber.LENGTH - len(SYNTHETIC_NUMBER_MARK) - 1
    bodies = (MyNumber.of_body(f"{SYNTHETIC_NUMBER_MARK}{place:0{width}d}") for place in range(len(given) + 1))
    return next(number for number in bodies if number not in given)


def _check_card(step: Step, stage: Stage) -> None:
    if _word(step.arguments, "proof", "card") == "card":
        stage.card_of(step.arguments["who"])


ACTS = {
    "check_identity": Act(_checks_identity, _check_card),
    "search_person": Act(_searches),
    "confirm_person": Act(_confirms),
    "inquire_person": Act(_inquires),
    "check_number": Act(_checks_number),
}

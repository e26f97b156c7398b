"""How reports of a move and a card's continuation become orders at counters. Decides nothing about the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from juki.nodes.kernel.drive import Instruction
from juki.nodes.kernel.happenings import Order
from juki.protocol.terms import Address
from juki.protocol.terms.nodes import integrated_terminal, resident_register
from juki.scenarios.acting.acts import Act
from juki.scenarios.addresses import address_in
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Step


def _reports_move_out(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield _move_out(step.arguments, stage)


def _move_out(said: Mapping[str, Said], stage: Stage) -> Order:
    people = stage.people(said["who"])
    standing = stage.register_of(people[0])
    city = stage.city(said["at"]) if "at" in said else people[0].municipality
    node = standing[0] if standing and "at" not in said else resident_register(city)
    office = stage.office(said["to"])
    arguments = {
        "people": ",".join(address_number(person, stage) for person in people),
        "office": office.digits,
        "address": address_in(office, people[0].resident.code.digits).text,
        "planned_on": stage.day(said["planned"]).isoformat(),
    }
    return Order(node, "report_move_out", arguments)


def address_number(person: Person, stage: Stage) -> str:
    standing = stage.register_of(person)
    return standing[1].address_number if standing else person.resident.address_number


def _reports_move_in(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield _move_in(step.arguments, stage)


def _move_in(said: Mapping[str, Said], stage: Stage) -> Order:
    office = stage.office(said["at"])
    address: Address = address_in(office, stage.people(said["who"])[0].resident.code.digits)
    arguments = {
        "moved_on": stage.day(said["moved_on"]).isoformat(),
        "office": address.office.digits,
        "office_name": address.office_name,
        "town": address.town,
        "lot": address.lot,
        "building": address.building,
        "postal_code": address.postal_code,
    }
    if _presents(said, stage):
        arguments |= card_and_pin(said.get("card", said["who"]), said.get("pin"), stage)
    return Order(integrated_terminal(stage.city(said["at"])), "report_move_in", arguments)


def _presents(said: Mapping[str, Said], stage: Stage) -> bool:
    """Whether a card is handed in: as the story says, or else if there is one."""
    if "presents_card" in said:
        return bool(said["presents_card"].value)
    return "card" in said or stage.holder(said["who"]).card is not None


def _continues_card(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield _continue_card(step.arguments, stage)


def _continue_card(said: Mapping[str, Said], stage: Stage) -> Order:
    return Order(
        integrated_terminal(stage.city(said["at"])), "continue_card", card_and_pin(said["who"], said.get("pin"), stage)
    )


def card_and_pin(who: Said, pin: Said | None, stage: Stage) -> dict[str, str]:
    """The card on the reader and the PIN as typed."""
    node, issue = stage.card_of(who)
    right = issue.pin or "0000"
    match str(pin.value) if pin else "right":
        case "right":
            typed = right
        case "wrong":
            typed = "0000" if right != "0000" else "1111"
        case digits:
            typed = digits
    return {"card": node, "pin": typed}


def _check_move_in(step: Step, stage: Stage) -> None:
    said = step.arguments
    if "card" in said or _presents(said, stage):
        stage.card_of(said.get("card", said["who"]))


def _check_continuation(step: Step, stage: Stage) -> None:
    stage.card_of(step.arguments["who"])


ACTS = {
    "report_move_out": Act(_reports_move_out),
    "report_move_in": Act(_reports_move_in, _check_move_in),
    "continue_card": Act(_continues_card, _check_continuation),
}

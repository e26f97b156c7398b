"""How a step of a story becomes orders at counters and waits. Knows the verbs; decides nothing about the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time, timedelta

from juki.nodes.kernel.disturbances import BadCertificate, BreakLink, CertificateState, Crash, Disturbance, Partition
from juki.nodes.kernel.drive import Instruction, Quiet, Until
from juki.nodes.kernel.happenings import Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime, to_micros
from juki.protocol.terms import Address
from juki.protocol.terms.nodes import integrated_terminal, resident_register
from juki.scenarios.addresses import address_in
from juki.scenarios.days import YEARS, moment, span_of, time_of
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Step

OPENING = time(9)
"When a day begins for whoever waits until it, unless the story says a time."


def instructions(step: Step, stage: Stage) -> Iterator[Instruction]:
    """What the step wants of the world, one after the other.

    Raises:
        BadInput: an argument that only the network can judge is wrong, with its place.
    """
    said = step.arguments
    match step.verb:
        case "report_move_out":
            yield _move_out(said, stage)
        case "report_move_in":
            yield _move_in(said, stage)
        case "continue_card":
            yield _continue_card(said, stage)
        case "wait":
            yield Until(_moment(step, stage))
        case "intrude":
            yield _intrusion(step, stage)
        case "partition" | "break_link" | "crash" | "spoil_certificate":
            # What goes wrong goes on while the story does: nobody waits for its end.
            yield _disturbance(step.verb, said, stage)
            return
        case _:
            return
    if step.settles:
        yield Quiet()


def rehearse(step: Step, stage: Stage) -> None:
    """Look up every name and day of a step, without a world that moves.

    Raises:
        BadInput: with the place of the first that is wrong.
    """
    said = step.arguments
    for name, argument in said.items():
        match step.verb, name:
            case (_, "who"):
                stage.people(argument)
            case (_, "card"):
                stage.card_of(argument)
            case ("report_move_out", "to") | ("report_move_in", "at"):
                stage.office(argument)
            case (("report_move_out" | "continue_card"), "at"):
                stage.city(argument)
            case (_, "planned" | "moved_on" | "until"):
                stage.day(argument)
            case ("intrude" | "partition" | "break_link", "from" | "to") | (_, "of"):
                stage.node(argument)
            case ("partition" | "crash", "for"):
                span_of(argument)
            case _:
                pass
    _rehearse_whole(step, stage)


def _rehearse_whole(step: Step, stage: Stage) -> None:
    """What no argument shows alone."""
    said = step.arguments
    match step.verb:
        case "wait":
            _wait_form(step)
        case "continue_card":
            stage.card_of(said["who"])
        case "report_move_in" if "card" not in said and _presents(said, stage):
            stage.card_of(said["who"])
        case "intrude" | "break_link" | "partition":
            ends = [said[name] for name in ("of", "from", "to") if name in said]
            if len(ends) > 1 and stage.node(ends[0]) == stage.node(ends[1]):
                raise BadInput(str(ends[1].place), f"{ends[1].value!r}, the same node", "another node")
        case _:
            pass


def _disturbance(verb: str, said: Mapping[str, Said], stage: Stage) -> Disturbance:
    node = stage.node(said["of"])
    match verb:
        case "partition":
            peers = [stage.node(said["from"])] if "from" in said else sorted({*stage.simulation.hosts} - {node})
            one_way = "one_way" in said and bool(said["one_way"].value)
            return Partition(node, tuple(peers), one_way, _micros(said["for"]))
        case "break_link":
            return BreakLink(node, stage.node(said["to"]))
        case "crash":
            return Crash(node, _micros(said["for"]))
        case _:
            return BadCertificate(node, CertificateState(str(said["state"].value)))


def _micros(span: Said) -> int:
    return span_of(span) // timedelta(microseconds=1)


def _move_out(said: Mapping[str, Said], stage: Stage) -> Order:
    people = stage.people(said["who"])
    standing = stage.register_of(people[0])
    city = stage.city(said["at"]) if "at" in said else people[0].municipality
    node = standing[0] if standing and "at" not in said else resident_register(city)
    office = stage.office(said["to"])
    arguments = {
        "people": ",".join(_address_number(person, stage) for person in people),
        "office": office.digits,
        "address": address_in(office, people[0].resident.code.digits).text,
        "planned_on": stage.day(said["planned"]).isoformat(),
    }
    return Order(node, "report_move_out", arguments)


def _address_number(person: Person, stage: Stage) -> str:
    standing = stage.register_of(person)
    return standing[1].address_number if standing else person.resident.address_number


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
        arguments |= _card(said.get("card", said["who"]), said.get("pin"), stage)
    return Order(integrated_terminal(stage.city(said["at"])), "report_move_in", arguments)


def _presents(said: Mapping[str, Said], stage: Stage) -> bool:
    """Whether a card is handed in: as the story says, or else if there is one."""
    if "presents_card" in said:
        return bool(said["presents_card"].value)
    return "card" in said or stage.holder(said["who"]).card is not None


def _intrusion(step: Step, stage: Stage) -> Intrusion:
    said = step.arguments
    what, sender, recipient = Attempt(str(said["what"].value)), stage.node(said["from"]), stage.node(said["to"])
    link = stage.simulation.world.network.link(sender, recipient)
    needed = {Attempt.REPLAYED_FRAME: link.last_frame, Attempt.REPLAYED_ENVELOPE: link.last_message}
    if not needed.get(what, b"any"):
        raise BadInput(
            str(step.place), f"{what} on {link.name}, on which nothing has travelled yet", "a link that was used before"
        )
    return Intrusion(what, sender, recipient)


def _continue_card(said: Mapping[str, Said], stage: Stage) -> Order:
    return Order(
        integrated_terminal(stage.city(said["at"])), "continue_card", _card(said["who"], said.get("pin"), stage)
    )


def _card(who: Said, pin: Said | None, stage: Stage) -> dict[str, str]:
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


def _wait_form(step: Step) -> None:
    said = step.arguments
    if ("until" in said) == ("for" in said):
        raise BadInput(str(step.place), "wait with neither or both of until and for", "until: a day, or for: a span")
    if "for" in said:
        span_of(said["for"])
    if "for" in said and "at" in said:
        raise BadInput(str(said["at"].place), "at together with for", "at with until only")
    if "at" in said:
        time_of(said["at"])


def _moment(step: Step, stage: Stage) -> int:
    """When the wait is over.

    Raises:
        BadInput: before now; time does not go back.
    """
    said, now = step.arguments, stage.simulation.world.now
    if "for" in said:
        until = to_datetime(now) + span_of(said["for"])
        if until.year not in YEARS:
            raise BadInput(str(step.place), f"a wait until {until:%Y-%m-%d}", f"a year before {YEARS.stop}")
        return to_micros(until)
    at = time_of(said["at"]) if "at" in said else OPENING
    until = moment(stage.day(said["until"]), at)
    if to_micros(until) < now:
        raise BadInput(str(step.place), f"a wait until {until:%Y-%m-%d %H:%M}", f"after {stage.time_text()}")
    return to_micros(until)

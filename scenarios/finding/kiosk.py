"""How expectations of certificates from kiosks are looked up: in what was asked, printed and shown. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from juki.nodes.kernel.trace import Step
from juki.protocol.records.certificates import user_certificate_of
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import card as card_node
from juki.scenarios.acting.kiosk import check_kiosk
from juki.scenarios.finding.found import Arguments, ByPerson, ByTrail, Check, Found, store_of
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.story import Wanted
from juki.scenarios.trail import Trail


def _prints(person: Person, trail: Trail) -> Iterator[tuple[Step, dict[str, str], dict[str, Any]]]:
    """Every paper that a person got: the step, the notice, and what the document said."""
    certificate = user_certificate_of(person.card.serial) if person.card else ""
    for step in trail.taken("CertificateDocument"):
        about = next((about for code, about in step.notices if code == "certificate-printed"), None)
        if about is not None and isinstance(step.body, dict) and _applicant(about["key"], trail) == certificate:
            yield step, about, step.body


def _applicant(key: str, trail: Trail) -> str:
    """Who asked under a key, as the center heard it."""
    for step in trail.taken("CertificateRequest"):
        if isinstance(step.body, dict) and step.body["key"] == key:
            return str(step.body["applicant"])
    return ""


def _printed(said: Arguments, stage: Stage, trail: Trail) -> Found:
    kiosk = stage.node(said["kiosk"]) if "kiosk" in said else None
    people = stage.people(said["who"])
    count = sum(1 for person in people for step, _, _ in _prints(person, trail) if kiosk in {None, step.node})
    return Found(count == said["times"].value, f"{count} times")


def _document(said: Arguments, stage: Stage, trail: Trail) -> Found:
    bodies = [body for person in stage.people(said["who"]) for _, _, body in _prints(person, trail)]
    if not bodies:
        return Found(held=False, text="nothing was printed")
    body = bodies[-1]
    held = "address_at" not in said or body["address"]["office"] == stage.office(said["address_at"]).digits
    if "in_full" in said:
        held = held and bool(body["relationship"]) is said["in_full"].value
    office, is_full = body["address"]["office"], bool(body["relationship"])
    return Found(held, f"address in {office}, {'in full' if is_full else 'in short'}")


def _fee(said: Arguments, stage: Stage, trail: Trail) -> Found:
    paid = sum(int(about["yen"]) for person in stage.people(said["who"]) for _, about, _ in _prints(person, trail))
    return Found(paid == said["yen"].value, f"{paid} yen")


def _kiosk_shows(said: Arguments, stage: Stage, trail: Trail) -> Found:
    shown = [about["rule"] for about in trail.notices((stage.node(said["kiosk"]),), "declined", "refused-here")]
    return Found(said["rule"].value in shown[-1:], shown[-1] if shown else "nothing was declined")


def _destroyed(said: Arguments, stage: Stage, trail: Trail) -> Found:  # noqa: ARG001 - counted wherever it happened
    nodes = tuple({NodeId(step.node) for step in trail.steps})
    count = len(trail.notices(nodes, "document-destroyed"))
    return Found(count == said["times"].value, f"{count} times")


def _user_tries(person: Person, said: Arguments, stage: Stage) -> Found:
    if person.card is None:
        return Found(held=False, text="no chip")
    row = store_of(stage, card_node(person.card.number)).one("select tries from user_chip where id = 1 -- one row")
    if row is None:
        return Found(held=False, text="no certificate")
    return Found(row[0] == said["left"].value, f"{row[0]} tries left")


def _check_printed(wanted: Wanted, stage: Stage) -> None:
    if "kiosk" in wanted.arguments:
        check_kiosk(wanted.arguments["kiosk"], stage)


BY_PERSON: dict[str, ByPerson] = {"user_tries": _user_tries}
BY_TRAIL: dict[str, ByTrail] = {
    "printed": _printed,
    "document": _document,
    "fee": _fee,
    "kiosk_shows": _kiosk_shows,
    "destroyed": _destroyed,
}
CHECKS: dict[str, Check] = {"printed": _check_printed, "kiosk_shows": _check_printed}

"""Oracles of certificates from kiosks: the right paper for the right person, once, and from a copy that is fresh."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from juki.nodes.kernel.trace import Step
from juki.protocol.records.certificates import user_certificate_of
from juki.protocol.terms import MunicipalityCode, NodeId, Role, role_of
from juki.protocol.terms.nodes import CERTIFICATE_CENTER, municipal_system
from juki.scenarios.oracles.view import Registered, View

PRINTED = "printed"
_VOID = frozenset({"declined", "aborted"})


def applicant_is_subject(view: View) -> Iterator[str]:
    """Applicant of the answer = applicant of the request = subject of the document; one paper a key, none after an abort."""
    if not view.nodes(Role.KIOSK):
        return
    asked: dict[str, tuple[str, str]] = {}
    for step in view.trail.taken("CertificateRequest"):
        if step.node == CERTIFICATE_CENTER and isinstance(step.body, dict):
            key = step.body["key"]
            if key in asked or not key.startswith(f"{step.peer}:"):
                yield f"{key} was used by {step.peer} a second time"
            asked[key] = step.peer, step.body["applicant"]
    owners = _owners(view)
    for step in _documents(view):
        yield from _one_document(step, asked, owners)
    yield from _one_paper(view, asked)
    if view.is_end:
        yield from _one_end(view)


def _documents(view: View) -> Iterator[Step]:
    return (step for step in view.trail.taken("CertificateDocument") if role_of(NodeId(step.node)) is Role.KIOSK)


def _owners(view: View) -> dict[tuple[str, str], set[str]]:
    """Certificates by name and birth of their holders."""
    owners: dict[tuple[str, str], set[str]] = {}
    for rows in view.registered.values():
        for row in rows:
            if row.resident.card is not None:
                who = row.resident.name.written, row.resident.birth.text
                owners.setdefault(who, set()).add(user_certificate_of(row.resident.card.serial))
    return owners


def _one_document(
    step: Step, asked: dict[str, tuple[str, str]], owners: dict[tuple[str, str], set[str]]
) -> Iterator[str]:
    body = step.body
    if not isinstance(body, dict):
        return
    kiosk, applicant = asked.get(body["key"], ("", ""))
    if (body["key"], step.node) != (step.case, kiosk):
        yield f"a document of {body['key']} came to {step.node} in case {step.case}"
    if body["applicant"] != applicant:
        yield f"the document of {body['key']} names another applicant than the request"
    birth = body["birth"]
    born = f"{birth['year']:04d}-{birth['month']:02d}-{birth['day']:02d}"
    holders = owners.get((body["name"]["written"], born), set())
    # Whoever has got another name since is found under the new one only, so nobody of this name proves nothing.
    if holders and applicant not in holders:
        yield f"the document of {body['key']} is about somebody else than its applicant"


def _one_paper(view: View, asked: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Papers by what kiosks said they printed, in order with what was aborted."""
    aborted: set[str] = set()
    printed: set[str] = set()
    for step in view.trail.steps:
        for code, about in step.notices:
            key = about.get("key", "")
            if code == "request-aborted":
                aborted.add(key)
            elif code == "certificate-printed":
                if key in printed:
                    yield f"{key} was printed twice"
                if key in aborted:
                    yield f"{key} was printed after it was aborted"
                if asked.get(key, ("", ""))[0] != step.node:
                    yield f"{key} was printed by {step.node}, where nobody had asked"
                printed.add(key)


def _one_end(view: View) -> Iterator[str]:
    """A request ended alike at its kiosk, at the center and at the city."""
    if view.waiting or not view.simulation.world.is_quiet:
        return
    center = _states(view, CERTIFICATE_CENTER, "errands")
    city: dict[str, str] = {}
    for node in view.nodes(Role.CONVENIENCE_ISSUANCE):
        city |= _states(view, node, "jobs")
    for kiosk in view.nodes(Role.KIOSK):
        for key, state in _states(view, kiosk, "kiosk_visits").items():
            ends = state, center.get(key, ""), city.get(key, "")
            if not _alike(*ends):
                yield f"{key} ended as {', '.join(ends)}"


def _alike(kiosk: str, center: str, city: str) -> bool:
    """Whether these ends of one request go together; where it never came there is none."""
    if kiosk == PRINTED:
        return (center, city) == (PRINTED, PRINTED)
    return kiosk not in _VOID or {center, city} <= _VOID | {""}


def _states(view: View, node: NodeId, table: str) -> dict[str, str]:
    if node not in view.simulation.hosts:
        return {}
    return dict(view.store(node).rows(f"select key, state from {table} order by key"))  # noqa: S608 - names from this module


def no_stale_certificate(view: View) -> Iterator[str]:
    """What was issued rests on a copy that had every change the register had when it was asked."""
    if not view.nodes(Role.CONVENIENCE_ISSUANCE):
        return
    told = {
        (step.node, step.case): step.body["last"]
        for step in view.trail.taken("ReplicaPosition")
        if isinstance(step.body, dict)
    }
    holders = {
        user_certificate_of(row.resident.card.serial): rows
        for rows in view.registered.values()
        for row in rows
        if row.resident.card is not None
    }
    for step in _documents(view):
        body = step.body
        if not isinstance(body, dict):
            continue
        city = MunicipalityCode(body["municipality"])
        last = told.get((municipal_system(city, Role.CONVENIENCE_ISSUANCE), body["key"]))
        if last is None:
            yield f"{body['key']} was issued by {city} without the register's word"
        elif body["position"] < last:
            yield f"{body['key']} was issued by {city} from change {body['position']}, and the register was at {last}"
        if _was_gone(holders.get(body["applicant"], []), city, date.fromisoformat(body["issued_on"])):
            yield f"{body['key']} was issued by {city} for somebody who had left"


def _was_gone(rows: list[Registered], city: MunicipalityCode, day: date) -> bool:
    """Erased before that day, and in no row of that city since."""
    here = [row.resident for row in rows if row.city == city]
    return bool(here) and all(resident.erased_on is not None and resident.erased_on < day for resident in here)

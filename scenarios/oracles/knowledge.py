"""Oracles about who knows what: no number of a person in a store, a message or a log where it may not be, in any form.

Numbers are looked for by their values, not by the names of fields: as digits, packed, and as hashes that need no key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from juki.nodes.kernel.trace import Step
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.catalogue.entry import Identifier
from juki.protocol.knowledge import forbidden, unreadable
from juki.protocol.terms import NodeId, Role, organisation_of, role_of
from juki.protocol.terms.nodes import CORE
from juki.scenarios.oracles.forms import other_forms
from juki.scenarios.oracles.view import View

_RUNS = re.compile(rb"9[0-9]{10,}")
"Digits without end from the first that may begin a number: in a store's page the next column follows at once."
_LENGTHS = (11, 12)
PROCEDURE = "fugo-issuance"
Values = dict[Identifier, set[str]]


def known_numbers(view: View) -> Values:
    """Every number of a person that a register, the population, an acquisition or the core knows or knew."""
    residents = [
        *(row.resident for rows in view.registered.values() for row in rows),
        *(person.resident for person in view.simulation.people),
    ]
    known = touched_numbers(view)
    known[Identifier.JUMINHYO_CODE] |= {resident.code.digits for resident in residents}
    known[Identifier.MY_NUMBER] |= {one.my_number.digits for one in residents if one.my_number is not None}
    return known


def acquisition_numbers(view: View) -> set[str]:
    """Every 取得番号 of the run: those that were told, and those that their 中間サーバー still has."""
    told = {number for step in _said(view) if (number := _field(step, "number")) is not None}
    return told.union(under_way(view))


def under_way(view: View) -> dict[str, NodeId]:
    """取得番号 without an answer, and whose they are."""
    return {
        number: node
        for node in view.nodes(Role.INTERMEDIARY_SERVER)
        for (number,) in view.store(node).rows("select number from acquisitions order by serial")
    }


def issued(view: View) -> dict[str, str]:
    """Every 符号, and the body it was issued to."""
    if not view.nodes(Role.CORE):
        return {}
    return dict(view.store(CORE).rows("select fugo, agency from fugo order by fugo"))


def _said(view: View) -> Iterator[Step]:
    """Steps in which a message of the acquisition of a 符号 was read."""
    for step in view.trail.steps:
        entry = CATALOGUE.get(step.kind)
        if step.what == "message" and step.body is not None and entry is not None and entry.procedure == PROCEDURE:
            yield step


def _field(step: Step, name: str) -> str | None:
    found = step.body.get(name) if isinstance(step.body, dict) else None
    return found if isinstance(found, str) else None


def touched_numbers(view: View) -> Values:
    """The numbers of those for whom a 符号 was asked: few enough to be looked for in every form."""
    fields = {Identifier.JUMINHYO_CODE: ("code", "old_code", "new_code"), Identifier.MY_NUMBER: ("my_number",)}
    said = list(_said(view))
    found = {
        identifier: {value for step in said for name in names if (value := _field(step, name)) is not None}
        for identifier, names in fields.items()
    }
    return found | {Identifier.ACQUISITION_NUMBER: acquisition_numbers(view), Identifier.FUGO: set(issued(view))}


def knowledge(view: View) -> Iterator[str]:
    """No store holds a number that its system may not hold, not even in a freed page; no message brings one to read."""
    if not view.is_end:
        return
    values, touched = known_numbers(view), touched_numbers(view)
    owners = issued(view)
    for node, store in view.stores():
        hidden = {kind: _others(node, kind, values, owners) for kind in forbidden(role_of(node)) + _own(node)}
        if any(hidden.values()):
            image = store.image()
            digits = _numbers_in(image)
            for kind, known in hidden.items():
                yield from _held(node, kind, known, image, digits)
                if kind is not Identifier.ACQUISITION_NUMBER:  # those the oracle of their end looks for everywhere
                    yield from _disguised(node, kind, known & touched[kind], image)
    yield from _in_bodies(view, values, touched, owners)


def _own(node: NodeId) -> tuple[Identifier, ...]:
    """What a system may hold of its own body only."""
    return (Identifier.FUGO,) if role_of(node) is Role.INTERMEDIARY_SERVER else ()


def _others(node: NodeId, kind: Identifier, values: Values, owners: dict[str, str]) -> set[str]:
    """Numbers of a kind that this very system must not have."""
    if kind is not Identifier.FUGO or role_of(node) is not Role.INTERMEDIARY_SERVER:
        return values[kind]
    return {fugo for fugo in values[kind] if owners[fugo] != organisation_of(node)}


def _held(node: NodeId, kind: Identifier, known: set[str], image: bytes, digits: set[str]) -> Iterator[str]:
    if kind in {Identifier.JUMINHYO_CODE, Identifier.MY_NUMBER}:
        count = len(digits & known)
    else:
        count = sum(value.encode() in image for value in known)
    if count:
        yield f"{node} holds {count} numbers of kind {kind}"


def _disguised(node: NodeId, kind: Identifier, known: set[str], octets: bytes) -> Iterator[str]:
    count = sum(any(form in octets for form in other_forms(value)) for value in known)
    if count:
        yield f"{node} holds {count} numbers of kind {kind} in another form"


def _in_bodies(view: View, values: Values, touched: Values, owners: dict[str, str]) -> Iterator[str]:
    """What was read where it must not be, and what a message carried that the catalogue does not say it carries."""
    hidden_from: dict[str, Values] = {}
    for step in view.trail.steps:
        if step.what != "message" or step.body is None:
            continue
        if step.node not in hidden_from:
            node = NodeId(step.node)
            kinds = unreadable(role_of(node)) + _own(node)
            hidden_from[step.node] = {kind: _others(node, kind, values, owners) for kind in kinds}
        hidden = hidden_from[step.node] | _undeclared(step, values)
        if any(hidden.values()):
            yield from _read(step, hidden, touched)


def _undeclared(step: Step, values: Values) -> Values:
    entry = CATALOGUE.get(step.kind)
    if entry is None or entry.procedure != PROCEDURE:
        return {}
    return {kind: values[kind] for kind in Identifier if kind not in entry.identifiers}


def _read(step: Step, hidden: Values, touched: Values) -> Iterator[str]:
    for field, text in _texts(step.body, ""):
        digits = _numbers_in(text.encode())
        for kind, known in hidden.items():
            plain = known & digits or {value for value in known & touched[kind] if value in text}
            if plain or any(form.hex() in text for value in known & touched[kind] for form in other_forms(value)):
                yield f"{step.node} was told a number of kind {kind} by {step.peer} in {step.kind}, field {field}"


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Every value of a body as a text, with the name of its field."""
    match value:
        case dict():
            parts: Iterator[tuple[str, object]] = (
                (f"{path}.{name}" if path else name, one) for name, one in value.items()
            )
        case list() | tuple():
            parts = ((path, one) for one in value)
        case bool() | None:
            return
        case _:
            yield path, str(value)
            return
    yield from chain.from_iterable(_texts(part, name) for name, part in parts)


def nothing_in_the_clear(view: View) -> Iterator[str]:
    """Logs, screens and refusals carry no whole number of a person."""
    if not view.is_end:
        return
    values, touched = known_numbers(view), touched_numbers(view)
    known = values[Identifier.JUMINHYO_CODE] | values[Identifier.MY_NUMBER]
    other = values[Identifier.ACQUISITION_NUMBER] | values[Identifier.FUGO]
    forms = [form for one in touched.values() for value in one for form in other_forms(value)]
    for node, lines in view.logs.items():
        # Every line has its end, so that no number reaches from one into the next.
        text = b"".join(lines)
        if _numbers_in(text) & known or any(value.encode() in text for value in other):
            yield f"the log of {node} shows a number"
        if any(form in text for form in forms):
            yield f"the log of {node} shows a number in another form"
    for step in view.trail.steps:
        told = " ".join([step.detail, *(value for _, about in step.notices for value in about.values())])
        if _numbers_in(told.encode()) & known or any(value in told for value in other):
            yield f"step {step.sequence} at {step.node} shows a number"


def _numbers_in(octets: bytes) -> set[str]:
    """Runs of eleven and twelve digits that have the form of a number of this model."""
    return {
        run[place : place + length].decode()
        for run in _RUNS.findall(octets)
        for place in range(len(run) - _LENGTHS[0] + 1)
        if run[place : place + 1] == b"9"
        for length in _LENGTHS
    }

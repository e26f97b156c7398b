"""Oracles about what was told of people: every answer and every refusal has its 提供記録, and only an operator binds a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from juki.nodes.kernel.trace import Step
from juki.nodes.provision_rows import GRANTED
from juki.protocol.procedures.inquiry import Inquiry, InquiryState
from juki.protocol.refusals import (
    NO_BASIS,
    RECORD_UNDER_REVIEW,
    TOO_FEW_ITEMS,
    TOO_MANY_HITS,
    UNKNOWN_PERSON,
    UNKNOWN_PURPOSE,
)
from juki.protocol.terms import MunicipalityCode, NodeId, Role, organisation_of, role_of
from juki.protocol.wire import decode
from juki.scenarios.oracles.view import View

QUESTIONS = frozenset({"IdentityCheckRequest", "FourItemsCheck", "IdentitySearch", "IdentityInquiry", "NumberCheck"})
VERDICTS = {
    rule.name for rule in (UNKNOWN_PURPOSE, NO_BASIS, TOO_FEW_ITEMS, TOO_MANY_HITS, UNKNOWN_PERSON, RECORD_UNDER_REVIEW)
}
"Rules by which a provider refuses; what a gate refuses never became a question."
PROVIDERS = (Role.COMMUNICATION_SERVER, Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER)


def provisions_recorded(view: View) -> Iterator[str]:
    """Each question that a provider decided has one record with its outcome, and no record is without its question."""
    decided = {
        (step.node, step.id): step.refused or GRANTED
        for step in view.trail.steps
        if step.kind in QUESTIONS and _is_decided(step, view)
    }
    providers = [node for role in PROVIDERS for node in view.nodes(role)]
    recorded = {
        (str(node), message): outcome
        for node in providers
        for message, outcome in view.store(node).rows("select message_id, outcome from provisions order by message_id")
    }
    for node, message in sorted({*decided, *recorded}):
        found, wanted = recorded.get((node, message), "nothing"), decided.get((node, message), "no question")
        if found != wanted:
            yield f"{node} recorded {found} of {message}, which came to {wanted}"
    yield from _bound_by_operators(view)


def _is_decided(step: Step, view: View) -> bool:
    """Whether a node decided on a question itself, and did not pass it on."""
    if step.what != "message" or step.place != "next" or (step.refused and step.refused not in VERDICTS):
        return False
    # A step whose node went down before the commit took nothing.
    return bool(step.change) and (role_of(NodeId(step.node)) is not Role.COMMUNICATION_SERVER or _is_own(step, view))


def _is_own(step: Step, view: View) -> bool:
    """Whether a search at a communication server is about its own city."""
    body = step.body
    if step.kind != "IdentitySearch" or not isinstance(body, dict):
        return False
    told = MunicipalityCode(str(body["lives_in"]))
    city = view.simulation.surroundings.city_of.get(told, told)
    return city.digits == organisation_of(NodeId(step.node))


def _bound_by_operators(view: View) -> Iterator[str]:
    """Nobody is bound but by 同一人の確認, also where a single person was listed."""
    acts = Counter(
        step.node
        for step in view.trail.steps
        if step.what == "order" and step.kind == "confirm_person" and not step.refused
    )
    for node in view.nodes(Role.INTEGRATED_TERMINAL):
        rows = view.store(node).rows("select state, inquiry from inquiries order by case_id")
        bound = [decode(body, Inquiry) for _, body in rows if decode(body, Inquiry).confirmed is not None]
        if len(bound) != acts[node] or any(one.state is not InquiryState.CONFIRMED for one in bound):
            yield f"{node} has bound {len(bound)} people, and operators confirmed {acts[node]}"

"""How expectations of questions about a person are looked up: on screens, at the terminal, in 提供記録. Changes nothing."""

from __future__ import annotations

from juki.nodes.provision_rows import GRANTED
from juki.protocol.errors import BadInput
from juki.protocol.procedures.inquiry import Inquiry, InquiryState
from juki.protocol.refusals import RULES
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import integrated_terminal
from juki.protocol.wire import decode
from juki.scenarios.finding.found import Arguments, ByPerson, ByTrail, Check, Found, keeps, store_of
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.story import Wanted
from juki.scenarios.trail import Trail
from juki.scenarios.vocabulary import closest

_PROVIDERS = (Role.COMMUNICATION_SERVER, Role.PREFECTURE_SERVER, Role.NATIONAL_SERVER)


def _hits(said: Arguments, stage: Stage, trail: Trail) -> Found:
    told = trail.notices((integrated_terminal(stage.city(said["at"])),), "hits")
    count = int(told[-1]["hits"]) if told else 0
    return Found(bool(told) and count == said["people"].value, f"{count} people listed" if told else "no list")


def _same_person(person: Person, said: Arguments, stage: Stage) -> Found:
    store = store_of(stage, integrated_terminal(stage.city(said["at"])))
    rows = store.rows("select inquiry from inquiries where state = ? order by case_id", InquiryState.CONFIRMED.value)
    confirmed = [decode(row[0], Inquiry).confirmed for row in rows]
    me = person.resident
    # Where the purpose gives no code, name and birth date say whom the operator has bound.
    found = any(
        one is not None and (one.code == me.code if one.code else (one.name, one.birth) == (me.name, me.birth))
        for one in confirmed
    )
    return Found(found is said["is"].value, "confirmed" if found else "not confirmed")


def _said_last(said: Arguments, stage: Stage, trail: Trail, yes: str, no: str) -> str:
    """Which of two things the screen said last; empty if neither."""
    terminal = integrated_terminal(stage.city(said["at"]))
    codes = (code for step in trail.steps if step.node == terminal for code, _ in step.notices)
    return next((code for code in reversed(list(codes)) if code in {yes, no, "declined", "refused-here"}), "")


def _identified(said: Arguments, stage: Stage, trail: Trail) -> Found:
    last = _said_last(said, stage, trail, "identified", "not-identified")
    is_identified = last == "identified"
    return Found(bool(last) and is_identified is said["is"].value, "identified" if is_identified else "not identified")


def _number_matches(said: Arguments, stage: Stage, trail: Trail) -> Found:
    last = _said_last(said, stage, trail, "number-matches", "number-differs")
    matches = last == "number-matches"
    return Found(bool(last) and matches is said["is"].value, "the number matches" if matches else "no match")


def _provision(said: Arguments, stage: Stage, _: Trail) -> Found:
    rows = store_of(stage, stage.node(said["on"])).rows(
        "select outcome, means, purpose from provisions order by message_id"
    )
    wanted = [str(said[name].value) if name in said else None for name in ("outcome", "means", "purpose")]
    count = sum(all(want in {None, have} for want, have in zip(wanted, row, strict=True)) for row in rows)
    return Found(count == said["times"].value, f"{count} provision records")


def _check_provider(wanted: Wanted, stage: Stage) -> None:
    keeps(wanted.arguments["on"], _PROVIDERS, stage)
    outcome, known = wanted.arguments["outcome"], (GRANTED, *RULES)
    if str(outcome.value) not in known:
        raise BadInput(str(outcome.place), repr(outcome.value), closest(str(outcome.value), known))


BY_PERSON: dict[str, ByPerson] = {"same_person": _same_person}
BY_TRAIL: dict[str, ByTrail] = {
    "hits": _hits,
    "identified": _identified,
    "number_matches": _number_matches,
    "provision": _provision,
}
CHECKS: dict[str, Check] = {"provision": _check_provider}

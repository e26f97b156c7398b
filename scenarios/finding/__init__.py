"""How each expectation is looked up in stores and trail: a row of `expectations/` each. Changes nothing."""

from __future__ import annotations

from juki.scenarios.expectations import EXPECTATION_OF
from juki.scenarios.finding import consistency, fugo, kiosk, moves, operating, search, traffic, updates
from juki.scenarios.finding.found import ByPerson, ByTrail, Check, Found
from juki.scenarios.rehearsing import rehearse_names
from juki.scenarios.stage import Stage
from juki.scenarios.story import Wanted
from juki.scenarios.trail import Trail

__all__ = ["Found", "look", "rehearse_expectation"]

_BY_PERSON: dict[str, ByPerson] = (
    moves.BY_PERSON | consistency.BY_PERSON | fugo.BY_PERSON | kiosk.BY_PERSON | search.BY_PERSON | updates.BY_PERSON
)
_BY_TRAIL: dict[str, ByTrail] = (
    traffic.BY_TRAIL
    | consistency.BY_TRAIL
    | fugo.BY_TRAIL
    | kiosk.BY_TRAIL
    | search.BY_TRAIL
    | operating.BY_TRAIL
    | updates.BY_TRAIL
)
_CHECKS: dict[str, Check] = moves.CHECKS | kiosk.CHECKS | search.CHECKS | operating.CHECKS | updates.CHECKS


def look(wanted: Wanted, stage: Stage, trail: Trail) -> Found:
    """Whether one expectation holds now.

    Raises:
        BadInput: a name in it has no counterpart in the network.
    """
    said = wanted.arguments
    by_person = _BY_PERSON.get(wanted.verb)
    if by_person is None:
        return _BY_TRAIL[wanted.verb](said, stage, trail)
    founds = [by_person(person, said, stage) for person in stage.people(said["who"])]
    texts = sorted({found.text for found in founds if not found.held} or {found.text for found in founds})
    return Found(all(found.held for found in founds), "; ".join(texts))


def rehearse_expectation(wanted: Wanted, stage: Stage) -> None:
    """Look up every name of an expectation, before the first step.

    Raises:
        BadInput: with the place of the first that is wrong.
    """
    rehearse_names(EXPECTATION_OF[wanted.verb], wanted.arguments, stage)
    check = _CHECKS.get(wanted.verb)
    if check is not None:
        check(wanted, stage)

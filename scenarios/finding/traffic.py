"""How expectations of what was said, refused and struck are looked up in the trail. Changes nothing."""

from __future__ import annotations

from juki.protocol.terms.nodes import integrated_terminal, resident_register
from juki.scenarios.finding.found import Arguments, ByTrail, Found
from juki.scenarios.stage import Stage
from juki.scenarios.trail import Trail


def _declined(said: Arguments, stage: Stage, trail: Trail) -> Found:
    city = stage.city(said["at"])
    counters = integrated_terminal(city), resident_register(city)
    rules = [about["rule"] for about in trail.notices(counters, "declined", "refused-here")]
    return Found(said["rule"].value in rules[-1:], rules[-1] if rules else "nothing was declined")


def _refused(said: Arguments, stage: Stage, trail: Trail) -> Found:
    node = stage.node(said["by"]) if "by" in said else None
    count = sum(1 for step in trail.refusals(str(said["rule"].value)) if node in {None, step.node})
    return Found(count == said["times"].value, f"{count} times")


def _message(said: Arguments, stage: Stage, trail: Trail) -> Found:
    sender = stage.node(said["from"]) if "from" in said else None
    recipient = stage.node(said["to"]) if "to" in said else None
    count = sum(
        1
        for step in trail.taken(str(said["kind"].value))
        if sender in {None, step.peer} and recipient in {None, step.node}
    )
    return Found(count == said["times"].value, f"{count} messages")


def _struck(said: Arguments, stage: Stage, trail: Trail) -> Found:  # noqa: ARG001 - counted where they strike
    count = stage.simulation.world.struck[str(said["fault"].value)]
    return Found(count >= int(said["at_least"].value), f"{count} times")


BY_TRAIL: dict[str, ByTrail] = {
    "declined": _declined,
    "refused": _refused,
    "message": _message,
    "struck": _struck,
}

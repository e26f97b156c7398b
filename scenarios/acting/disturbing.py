"""How waiting, intruders and disturbances become instructions to a world. Knows no procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time, timedelta

from juki.nodes.kernel.disturbances import BadCertificate, BreakLink, CertificateState, Crash, Disturbance, Partition
from juki.nodes.kernel.drive import Instruction, Until
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime, to_micros
from juki.scenarios.acting.acts import Act
from juki.scenarios.days import YEARS, moment, span_of, time_of
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said, Step

OPENING = time(9)
"When a day begins for whoever waits until it, unless the story says a time."


def _waits(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield Until(_moment(step, stage))


def _intrudes(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield _intrusion(step, stage)


def _disturbs(step: Step, stage: Stage) -> Iterator[Instruction]:
    yield _disturbance(step.verb, step.arguments, stage)


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


def _check_wait(step: Step, _: Stage) -> None:
    said = step.arguments
    if ("until" in said) == ("for" in said):
        raise BadInput(str(step.place), "wait with neither or both of until and for", "until: a day, or for: a span")
    if "for" in said:
        span_of(said["for"])
    if "for" in said and "at" in said:
        raise BadInput(str(said["at"].place), "at together with for", "at with until only")
    if "at" in said:
        time_of(said["at"])


def _check_ends(step: Step, stage: Stage) -> None:
    said = step.arguments
    ends = [said[name] for name in ("of", "from", "to") if name in said]
    if len(ends) > 1 and stage.node(ends[0]) == stage.node(ends[1]):
        raise BadInput(str(ends[1].place), f"{ends[1].value!r}, the same node", "another node")


# What goes wrong goes on while the story does: nobody waits for its end.
ACTS = {
    "wait": Act(_waits, _check_wait),
    "intrude": Act(_intrudes, _check_ends),
    "partition": Act(_disturbs, _check_ends, is_waited_for=False),
    "break_link": Act(_disturbs, _check_ends, is_waited_for=False),
    "crash": Act(_disturbs, is_waited_for=False),
    "spoil_certificate": Act(_disturbs, is_waited_for=False),
}

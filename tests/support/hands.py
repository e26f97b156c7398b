"""A hand that drives a run as it pleases, by a number; what it did is on the tape. Judges nothing."""

from __future__ import annotations

import random
from dataclasses import replace

from cast import NAGAOKA, NIIGATA

from juki.nodes.kernel.disturbances import BreakLink, Crash, Handle, Handling
from juki.nodes.kernel.happenings import Command
from juki.protocol.terms.nodes import communication_server, resident_register
from juki.scenarios.control import Control
from juki.scenarios.running import RunOptions, RunReport
from juki.scenarios.steering import SteeredRun
from juki.scenarios.story import Story
from juki.scenarios.tape import CommandLine

SOON = 60.0
REGISTER, SERVER, PEER = resident_register(NAGAOKA), communication_server(NAGAOKA), communication_server(NIIGATA)
OTHERS: tuple[Command, ...] = (BreakLink(REGISTER, SERVER), BreakLink(SERVER, PEER), Crash(SERVER, 20_000_001))
MOST_ACTS = 6


def act(control: Control, chance: random.Random) -> None:
    """Do one thing with the paused run."""
    standing = control.standing
    what = chance.choice(["other", "delay", "next", *Handling])
    if what == Handling.RELEASE and standing.held:
        control.command(Handle(*chance.choice(standing.held), Handling.RELEASE))
    elif what == "other" or not standing.under_way:
        control.command(chance.choice(OTHERS))
    else:
        _, node, message, _ = chance.choice(standing.under_way)
        if what == "delay":
            control.delay(node, message, chance.choice((1, 700_000, 90_000_000, 7_200_000_000)))
        elif what != "other":
            control.command(Handle(node, message, Handling(what)))
    control.rest(SOON)
    control.failure()


def drive(story: Story, options: RunOptions, number: int) -> tuple[RunReport, list[CommandLine]]:
    """Play a story with a hand in it; what it came to, and every command."""
    chance = random.Random(number)  # noqa: S311 - a test's own choice of moments
    run = SteeredRun(story, replace(options, driver="direct"))
    control = run.begin()
    for _ in range(chance.randint(1, MOST_ACTS)):
        if chance.random() < 0.2:
            control.jump(control.standing.now + chance.randint(1, 40_000_000_000))
        else:
            control.step(chance.randint(1, 25))
        if control.rest(SOON).is_over:
            break
        while not control.standing.under_way and chance.random() < 0.8:
            control.step()
            if control.rest(SOON).is_over:
                break
        if control.standing.is_over:
            break
        act(control, chance)
    for held in control.rest(SOON).held:
        control.command(Handle(*held, Handling.RELEASE))
    control.play()
    report = run.report(SOON)
    assert report is not None
    return report, list(run.past.commands)

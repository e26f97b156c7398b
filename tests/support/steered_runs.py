"""Runs that are steered from another thread, for tests: how long one waits, and how a run is let go. Judges by replay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cast import NAGAOKA, NIIGATA

from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import communication_server, resident_register
from juki.scenarios.control import Control, Standing
from juki.scenarios.replaying import replay
from juki.scenarios.steering import SteeredRun
from juki.scenarios.tape import CommandLine, lines
from juki.scenarios.verifying import verify_logs

SOON = 60.0
"Seconds after which a thread that does not answer is given up."
STORY = "special-transfer"
DAY = 86_400_000_000
REGISTER, SERVER, PEER = resident_register(NAGAOKA), communication_server(NAGAOKA), communication_server(NIIGATA)
Steered = Callable[..., tuple[SteeredRun, Control]]


def rested(control: Control) -> Standing:
    standing = control.rest(SOON)
    assert standing.is_paused or standing.is_over
    return standing


def commands_on(tape: Path) -> list[CommandLine]:
    found = lines(tape.read_bytes().splitlines(keepends=True))
    return [line for line in found if isinstance(line, CommandLine)]


def finish(run: SteeredRun, control: Control, out: Path) -> None:
    """Let it run to its end: every oracle holds, the folder replays, and every log verifies."""
    control.play()
    report = run.report(SOON)
    assert report is not None
    assert [(one.name, one.found) for one in report.oracles if not one.held] == []
    assert replay(out) == []
    assert [verdict for verdict in verify_logs(out) if verdict.problem] == []


def in_flight(control: Control, count: int = 0) -> tuple[NodeId, NodeId, str, str]:
    """Step on until a message is under way."""
    rested(control)
    while not control.standing.under_way:
        control.step()
        assert not rested(control).is_over
    return control.standing.under_way[count]

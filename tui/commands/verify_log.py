"""`juki verify-log`: the message logs of a run checked offline, a line a node."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from juki.tui.findings import difference_text
from juki.tui.language import N_, _
from juki.tui.output import GREEN, RED, paint, people, say, verdict_sign, write_json
from juki.tui.translated import argument, command, json_option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from juki.scenarios.verifying import LogVerdict


@command("verify-log", N_("Verify the message logs of a run: hash chains, signed checkpoints, anchors at the peers."))
@argument("run", type=click.Path(path_type=Path), metavar=N_("RUN"))
@json_option
def COMMAND(run: Path, as_json: bool) -> int:  # noqa: FBT001, N802 - click calls it so
    from juki.scenarios.verifying import verify_logs

    verdicts = verify_logs(run)
    stream = people(as_json=as_json)
    _tell(verdicts, stream)
    is_good = all(verdict.problem is None for verdict in verdicts)
    if as_json:
        write_json(
            {
                "run_dir": str(run),
                "verdict": "intact" if is_good else "altered",
                "logs": [_document(verdict) for verdict in verdicts],
            }
        )
    return 0 if is_good else 1


def _tell(verdicts: Sequence[LogVerdict], stream: TextIO) -> None:
    from juki.tui.cells import fill, left, width
    from juki.tui.names import node_name

    names = [node_name(verdict.node) for verdict in verdicts]
    widest = max(map(width, names), default=0)
    for verdict, name in zip(verdicts, names, strict=True):
        is_good = verdict.problem is None
        sign = paint(left(verdict_sign(held=is_good), 6), GREEN if is_good else RED, stream)
        figures = _("{entries} entries, {checkpoints} checkpoints").format(
            entries=verdict.entries, checkpoints=verdict.checkpoints
        )
        say(f"{sign} {fill(name, widest)}  {figures}", stream)
        if verdict.problem is not None:
            problem = verdict.problem
            say("       " + difference_text(problem), stream)


def _document(verdict: LogVerdict) -> dict[str, object]:
    problem = verdict.problem
    return {
        "node": verdict.node,
        "entries": verdict.entries,
        "checkpoints": verdict.checkpoints,
        "problem": None
        if problem is None
        else {"place": problem.place, "found": problem.found, "expected": problem.expected},
    }

"""`juki replay`: the same history again, or the first place where it differs."""

from __future__ import annotations

from pathlib import Path

import click

from juki.tui.findings import difference_text
from juki.tui.language import N_, _, n_
from juki.tui.output import GREEN, RED, paint, people, say, write_json
from juki.tui.translated import argument, command, json_option

SHOWN = 10
"Differences that are told; all are in the JSON document."


@command("replay", N_("Run a recorded run again and compare it with the record, byte by byte."))
@argument("run", type=click.Path(path_type=Path), metavar=N_("RUN"))
@json_option
def COMMAND(run: Path, as_json: bool) -> int:  # noqa: FBT001, N802 - click calls it so
    from juki.scenarios.replaying import replay

    differences = replay(run)
    stream = people(as_json=as_json)
    if not differences:
        say(paint(_("The same history: every step and every file agrees."), GREEN, stream), stream)
    for difference in differences[:SHOWN]:
        words = difference_text(difference)
        say(paint(words, RED, stream), stream)
    if len(differences) > SHOWN:
        left_out = len(differences) - SHOWN
        say(n_("{count} more difference", "{count} more differences", left_out).format(count=left_out), stream)
    if as_json:
        write_json(
            {
                "run_dir": str(run),
                "verdict": "altered" if differences else "identical",
                "differences": [
                    {"place": item.place, "found": item.found, "expected": item.expected} for item in differences
                ],
            }
        )
    return 1 if differences else 0

"""`juki list`: what there is to run, to send and to refuse. Words come from the tables; nothing is run."""

from __future__ import annotations

import sys

import click

from juki.tui.cells import columns
from juki.tui.inventory import KINDS, Row, rows_of
from juki.tui.language import N_, _
from juki.tui.output import say, write_json
from juki.tui.translated import argument, command, json_option


@command("list", N_("List scenarios, nodes, messages, procedures, refusals, oracles or faults."))
@argument("what", type=click.Choice(tuple(KINDS)), required=False, default="scenarios", metavar=N_("WHAT"))
@json_option
def COMMAND(what: str, as_json: bool) -> int:  # noqa: FBT001, N802 - click calls it so
    rows = rows_of(what)
    if as_json:
        write_json([row.document for row in rows])
        return 0
    for line in _lines(rows):
        say(line)
    if sys.stdout.isatty():
        say()
        say(_("Also: juki list {others}").format(others="|".join(kind for kind in KINDS if kind != what)))
    return 0


def _lines(rows: list[Row]) -> list[str]:
    return columns([row.cells for row in rows])

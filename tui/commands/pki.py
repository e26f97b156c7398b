"""`juki pki`: the certificates of a run, for other tools to look at. The keys stay where they are."""

from __future__ import annotations

from pathlib import Path

import click

from juki.tui.language import N_
from juki.tui.output import say
from juki.tui.translated import Group, argument, command, language, option


@click.group("pki", cls=Group, help=N_("The certificates of a recorded run."))
@language
def COMMAND() -> None:  # noqa: N802 - as the other commands
    pass


@command("export", N_("Write root, network CA, node certificates and revocation list as PEM files; no private key."))
@argument("run", type=click.Path(path_type=Path), metavar=N_("RUN"))
@option("--out", type=click.Path(path_type=Path), metavar=N_("FOLDER"), help=N_("Where to; RUN/pki if not given."))
def export(run: Path, out: Path | None) -> int:
    from juki.scenarios.exporting import export_pki

    for file in export_pki(run, out or run / "pki"):
        say(str(file))
    return 0


COMMAND.add_command(export)

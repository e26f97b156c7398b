"""`juki tui`: the dashboard, with a story or a run picked. Refuses before the screen opens what cannot be opened."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from juki.protocol.errors import BadInput
from juki.tui import language
from juki.tui.language import N_, _, pick
from juki.tui.output import say
from juki.tui.translated import argument, command, option

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from juki.tui.dashboard.opening import Begin, Opening, Parting
    from juki.tui.dashboard.preferences import Memory

SWITCH_INTERVAL = 0.0005
"Seconds after which the thread of the world gives way to that of the screen."


@command(
    "tui",
    N_("Open the dashboard: pick a story, drive it, look into it.\n\nWith NAME or RUN it opens there, paused."),
)
@argument("name", metavar=N_("NAME|RUN"), required=False)
@option("--at", type=click.IntRange(min=0), metavar="N", help=N_("Stand at this step."))
@option("--seed", type=click.IntRange(min=0), metavar="N", help=N_("Seed of all chance; 1 if not given."))
@option("--profile", metavar="P", help=N_("Law and procedure: law-2026 or seed-2022."))
@option(
    "--link",
    metavar="noise|null|tls",
    help=N_("Encryption of the links; null only judges. tls gets new keys by connecting anew."),
)
@option("--faults", metavar=N_("NAME"), help=N_("What the network does to messages: see juki list faults."))
def COMMAND(name: str | None, at: int | None, **given: object) -> int:  # noqa: N802 - click calls it so
    chosen = {key: value for key, value in given.items() if value is not None}
    if name is None and (at is not None or chosen):
        raise BadInput("juki tui", "options without a name", "NAME or RUN")
    opening = None if name is None else _opening(name, at, chosen)
    return open_dashboard(opening)


def is_terminal() -> bool:
    """Whether somebody can see and use a dashboard here."""
    # Textual draws on standard error.
    are_terminals = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    return are_terminals and os.environ.get("TERM") != "dumb"


def open_dashboard(opening: Opening | None) -> int:
    """Open it, stay until it is closed, and say what was left.

    Raises:
        BadInput: there is no terminal.
    """
    if not is_terminal():
        raise BadInput("juki tui", "no terminal", "all three standard streams on a terminal; without one: juki run")
    from juki.tui.dashboard.app import JukiApp
    from juki.tui.dashboard.preferences import of_environment
    from juki.tui.dashboard.seating import begin

    # A world at full speed would hold the screen up for as long as the interpreter lets one thread go on.
    sys.setswitchinterval(SWITCH_INTERVAL)
    memory = of_environment(os.environ)
    _speak(memory)
    app = JukiApp(_settled(begin), opening, memory)
    try:
        app.run()
    except Exception as fault:  # noqa: BLE001 - while it closes something may break too; what is kept is told all the same
        app.fault = app.fault or fault
    for parting in app.partings:
        say(_words(parting))
    if app.fault is None:
        return 0
    say("".join(traceback.format_exception(app.fault)), sys.stderr)
    say(_("This is a fault of juki itself; the lines above say where."), sys.stderr)
    return 3


def _settled(begin: Begin) -> Begin:
    """The same, and what is there then is left alone by the collector: it would look at all of it while keys wait."""

    def begun(opening: Opening) -> Callable[[], Screen[None]]:
        made = begin(opening)
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return made

    return begun


def _opening(name: str, at: int | None, chosen: dict[str, object]) -> Opening:
    from juki.nodes.kernel.registry import KEYRINGS
    from juki.scenarios.library import find
    from juki.scenarios.running import RunOptions, prepared
    from juki.tui.dashboard.opening import Opening
    from juki.tui.dashboard.recorded import is_run, opening_of

    path = Path(name)
    if is_run(path):
        if chosen:
            raise BadInput("juki tui", ", ".join(f"--{key}" for key in sorted(chosen)), "RUN and --at alone")
        return opening_of(path, at)
    if path.is_dir():
        raise BadInput(name, "no run", "a folder that juki run has written, or a story")
    story = find(name)
    options = RunOptions(**{"seed": story.seed, **chosen})  # type: ignore[arg-type]
    prepared(story, options)
    if options.link not in KEYRINGS:
        raise BadInput("--link", repr(options.link), " / ".join(KEYRINGS))
    return Opening(story, options, at=at)


def _speak(memory: Memory) -> None:
    """The language of last time, unless this call or the environment names one."""
    context = click.get_current_context(silent=True)
    asked = False
    while context is not None:
        asked = asked or context.get_parameter_source("lang") is ParameterSource.COMMANDLINE
        context = context.parent
    wished = memory.now.language
    if wished in language.LANGUAGES and not asked and not os.environ.get("JUKI_LANG"):
        language.use(wished)


def _words(parting: Parting) -> str:
    """Where a run is, and how it goes on."""
    folder = parting.folder
    if folder.is_absolute() and folder.is_relative_to(Path.cwd()):
        folder = folder.relative_to(Path.cwd())
    if parting.is_whole:
        return pick(f"実行は {folder} にあります。開くには: ", f"The run is in {folder}; to open it: ") + (
            f"juki tui {folder}"
        )
    return pick("実行は途中です。最後まで進めるには: ", "The run is not over; to carry it on: ") + (
        f"juki run --resume {folder}"
    )

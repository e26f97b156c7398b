"""The `juki` command: which commands there are, the language, and the exit codes. What a command does is in `commands/`.

Exit codes: 0 all held; 1 an expectation or oracle failed, or a run was altered; 2 bad usage or bad input; 3 the call
could not be completed. Command modules are loaded when they are called or listed, and load what they need when they run.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from juki import __version__
from juki.protocol.errors import BadInput, JukiError
from juki.tui import complaints, language
from juki.tui.language import N_, _
from juki.tui.output import close_quietly, prepare, say, write_json
from juki.tui.translated import Group, option
from juki.tui.translated import language as language_option

HELD, FAILED, BAD, INCOMPLETE = 0, 1, 2, 3
COMMANDS = ("run", "tui", "list", "trace", "replay", "verify-log", "doctor", "pki")
"In the order in which somebody meets them."


class Juki(Group):
    """The top of the command line; its commands are modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"juki.tui.commands.{cmd_name.replace('-', '_')}")
        found: click.Command = module.COMMAND
        return found


def _print_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click calls it so
    if asked and not ctx.resilient_parsing:
        say(f"juki {__version__}")
        ctx.exit()


@click.group("juki", cls=Juki, invoke_without_command=True, help=N_("Japan's resident-registry network, simulated."))
@option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help=N_("Show the version.")
)
@language_option
@click.pass_context
def juki(context: click.Context) -> int:
    if context.invoked_subcommand is not None:
        return HELD
    from juki.tui.commands.tui import is_terminal, open_dashboard

    if is_terminal():
        return open_dashboard(None)
    say(context.get_help())
    say()
    say(_("On a terminal, juki alone opens the dashboard. Without one, begin with: juki run special-transfer"))
    return HELD


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The console script."""
    raise SystemExit(answer(sys.argv[1:] if arguments is None else list(arguments)))


def answer(arguments: Sequence[str]) -> int:
    """Do what was asked and return the exit code."""
    prepare()
    language.use(language.of_environment(os.environ))
    try:
        language.use(language.choose(arguments, os.environ))
        code = _invoke(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except (BadInput, click.UsageError) as fault:
        return _refuse(fault, as_json="--json" in arguments)
    except (click.Abort, KeyboardInterrupt, OSError, JukiError) as fault:
        return _give_up(*_reason(fault))
    except Exception:  # noqa: BLE001 - whatever it is, the exit code must not claim that an expectation failed
        say(traceback.format_exc(), sys.stderr)
        return _give_up(_("This is a fault of juki itself; the lines above say where."))
    return code


def _invoke(arguments: Sequence[str]) -> int:
    try:
        with juki.make_context("juki", list(arguments)) as context:
            code = juki.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    return code if isinstance(code, int) else HELD


def _refuse(fault: BadInput | click.UsageError, *, as_json: bool) -> int:
    """Bad input: where, what was found, what was expected. Bad usage: what the command line takes."""
    if isinstance(fault, BadInput):
        error = {"place": fault.place, "found": fault.found, "expected": fault.expected}
        say(complaints.of(fault), sys.stderr)
    else:
        error = {"usage": fault.format_message()}
        fault.show(sys.stderr)
    if as_json:
        write_json({"error": error, "exit_code": BAD})
        sys.stdout.flush()
    return BAD


def _reason(fault: BaseException) -> tuple[str, bool]:
    """Why it could not be completed, in a sentence; and whether anybody still reads."""
    if isinstance(fault, click.Abort | KeyboardInterrupt):
        return _("Interrupted; nothing more was done."), True
    if not isinstance(fault, OSError):
        return _("Could not be completed: {reason}.").format(reason=fault), True
    if fault.errno == errno.EPIPE:
        return _("The reader of the output went away."), False
    reason = complaints.of_disk(os.strerror(fault.errno) if fault.errno else fault.strerror or str(fault))
    place = f"{fault.filename}: " if fault.filename else ""
    return _("Could not be completed: {reason}.").format(reason=place + reason), True


def _give_up(sentence: str, is_read: bool = True) -> int:  # noqa: FBT001, FBT002 - unpacked from a pair
    try:
        say(sentence, sys.stderr)
        if is_read:
            sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        is_read = False
    if not is_read:
        close_quietly()
    return INCOMPLETE

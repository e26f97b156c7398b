"""The page of commands: the help that each one prints, in both languages. Knows no command by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO

import click
from markup import page

from juki.tui import language
from juki.tui.cli import answer, juki

WIDTH = "80"
_EXIT_CODES = """## Exit codes

| code | meaning |
| --- | --- |
| 0 | everything held |
| 1 | an expectation or an oracle failed, or a run or a log was altered; what, where, and the line that replays it |
| 2 | bad usage or bad input: the place, what was found, what was expected |
| 3 | the call could not be completed |

With `--json` one JSON document is on standard output and nothing else; text for people goes to standard error."""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every command, groups before what is in them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def help_of(path: tuple[str, ...], lang: str) -> str:
    """What a command prints about itself, on a terminal of 80 columns."""
    columns, spoken, said = os.environ.get("COLUMNS"), language.spoken(), StringIO()
    os.environ["COLUMNS"] = WIDTH
    try:
        with redirect_stdout(said):
            answer([*path, "--help", "--lang", lang])
    finally:
        if columns is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = columns
        language.use(spoken)
    return said.getvalue().rstrip()


def _section(path: tuple[str, ...]) -> str:
    name = " ".join(("juki", *path))
    texts = "\n\n".join(f"```text\n{help_of(path, lang)}\n```" for lang in ("en", "ja"))
    return f"## {name}\n\n{texts}"


def commands_page() -> str:
    introduction = (
        "Every command takes `--lang ja` or `--lang en`. What each prints with `--help`, in English and in Japanese."
    )
    return page("Commands", introduction, *(_section(path) for path in ((), *commands(juki))), _EXIT_CODES)

"""Commands and options whose help is worded when it is shown, so that one process can speak both languages.

Owns nothing but the wording: what a command does is in `commands/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import click

from juki.tui.language import LANGUAGES, N_, _
from juki.tui.wrapping import Context

Function = TypeVar("Function", bound=Callable[..., Any])


class _Worded:
    """A `help` that goes through the catalogue each time it is read."""

    _help: str | None = None

    def _worded(self) -> str | None:
        return _(self._help) if self._help else None

    def _keep(self, text: str | None) -> None:
        self._help = text

    help = property(_worded, _keep)


class _Fresh(_Worded):
    """What commands and groups share: a help option made anew for each call, and our own layout.

    Click keeps the help option it made first, worded in the language of that moment.
    """

    context_class: type[click.Context] = Context
    _help_option: click.Option | None

    def make_context(self, *arguments: Any, **attributes: Any) -> click.Context:
        self._help_option = None
        return cast("click.Context", super().make_context(*arguments, **attributes))  # type: ignore[misc]


class Command(_Fresh, click.Command):
    """A command with a worded help."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces = [_("[OPTIONS]")]
        return pieces + [piece for param in self.get_params(ctx) for piece in param.get_usage_pieces(ctx)]

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - the layout breaks lines, nothing is cut
        return (self.help or "").partition("\n\n")[0]


class Group(_Fresh, click.Group):
    """A group with a worded help."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return [_("[OPTIONS]"), _("COMMAND"), _("[ARGS]...")]

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - the layout breaks lines, nothing is cut
        return (self.help or "").partition("\n\n")[0]


class Option(_Worded, click.Option):
    """An option with a worded help and metavar."""

    def make_metavar(self, ctx: click.Context) -> str:
        made = super().make_metavar(ctx)
        return _(made) if self.metavar else made


class Argument(click.Argument):
    """An argument with a worded metavar."""

    def make_metavar(self, ctx: click.Context) -> str:
        return _(self.metavar) if self.metavar else super().make_metavar(ctx)


def option(*declarations: str, **attributes: Any) -> Callable[[Function], Function]:
    return click.option(*declarations, cls=Option, **attributes)


def argument(*declarations: str, **attributes: Any) -> Callable[[Function], Function]:
    return click.argument(*declarations, cls=Argument, **attributes)


def command(name: str, description: str) -> Callable[[Callable[..., int]], Command]:
    """A command of this name that takes `--lang`; it returns the exit code."""

    def wrap(function: Callable[..., int]) -> Command:
        function.__doc__ = None
        return click.command(name, cls=Command, help=description)(language(function))

    return wrap


language = option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help=N_("Language: ja or en. Otherwise JUKI_LANG decides, then the locale."),
)
"`language.choose` has read it before anything was parsed; here it is only checked and explained."

json_option = option("--json", "as_json", is_flag=True, help=N_("One JSON document on standard output."))

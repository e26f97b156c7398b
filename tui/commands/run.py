"""`juki run`: a story, or a story under many seeds. The scenarios run it; this file asks, shows, and says the exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from juki.protocol.errors import BadInput
from juki.tui.language import N_, _
from juki.tui.output import people, say, write_json
from juki.tui.translated import argument, command, json_option, option

if TYPE_CHECKING:
    from juki.nodes.kernel.trace import Step
    from juki.scenarios.resuming import BrokenOff
    from juki.scenarios.running import RunOptions, RunReport
    from juki.scenarios.story import Story

MOST_SEEDS = 1_000_000


@command(
    "run", N_("Run a story, by name or from a file, and judge it.\n\nThe same seed is the same history on any machine.")
)
@argument("name", metavar=N_("NAME|FILE"), required=False)
@option("--seed", type=click.IntRange(min=0), metavar="N", help=N_("Seed of all chance; the story's own, or 1."))
@option("--seeds", metavar="A..B", help=N_("Run every seed from A to B, a line each."))
@option("--profile", metavar="P", help=N_("Law and procedure: law-2026 or seed-2022."))
@option(
    "--link",
    default="noise",
    metavar="noise|null|tls",
    help=N_("Encryption of the links; null only judges. tls gets new keys by connecting anew."),
)
@option("--faults", metavar=N_("NAME"), help=N_("What the network does to messages: see juki list faults."))
@option(
    "--driver",
    type=click.Choice(("task", "direct")),
    default="task",
    help=N_("A task for each node, or none; one digest."),
)
@option("--residents", type=click.IntRange(min=1), metavar="N", help=N_("Residents of each municipality."))
@option(
    "--set", "settings", multiple=True, metavar="K=V", help=N_("Set a value that the story names; may be repeated.")
)
@option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar=N_("RUN"),
    help=N_(
        "Carry a run that was broken off to its end, from its newest checkpoint; takes no name and no other option."
    ),
)
@option("--out", type=click.Path(path_type=Path), metavar=N_("FOLDER"), help=N_("Where the run is kept; new or empty."))
@json_option
def COMMAND(  # noqa: N802 - click calls it so
    name: str | None,
    seed: int | None,
    seeds: str | None,
    resume: Path | None,
    out: Path | None,
    settings: tuple[str, ...],
    as_json: bool,  # noqa: FBT001
    **given: object,
) -> int:
    from juki.scenarios.library import find
    from juki.scenarios.running import RunOptions

    if resume is not None:
        return _resume(resume, name, as_json=as_json)
    if name is None:
        raise BadInput("juki run", "neither a name nor --resume", "NAME, FILE or --resume RUN")
    story = find(name)
    chosen = {key: value for key, value in given.items() if value is not None}
    options = RunOptions(seed=story.seed if seed is None else seed, settings=_settings(settings), **chosen)  # type: ignore[arg-type]
    if seeds is not None:
        return _many(story, options, _range(seeds), out, as_json=as_json)
    return _one(story, options, out, as_json=as_json)


def _resume(path: Path, name: str | None, *, as_json: bool) -> int:
    from juki.scenarios.resuming import BrokenOff, resume
    from juki.tui.progress import Progress

    context = click.get_current_context()
    taken = {"resume", "as_json", "lang", "language"}
    others = sorted(
        key
        for key in context.params
        if key not in taken and context.get_parameter_source(key) is click.core.ParameterSource.COMMANDLINE
    )
    if name is not None or others:
        raise BadInput("--resume", "also " + ", ".join(others or ["a name"]), "--resume RUN alone")
    left = BrokenOff(path)
    story = left.story()
    steps: list[Step] = []
    with Progress(steps.append) as progress:
        report = resume(left, progress.see)
    _say_where(left)
    return _told(story, report, steps, as_json=as_json)


def _say_where(left: BrokenOff) -> None:
    """From where a run was carried on, and why from nowhere later."""
    from juki.tui import complaints

    for fault in left.unusable:
        say(_("A checkpoint was left out: {reason}").format(reason=complaints.of(fault)), sys.stderr)
    if left.taken_up_at:
        say(_("Carried on from the checkpoint after step {step}.").format(step=left.taken_up_at), sys.stderr)
    else:
        say(_("Begun again at the first step."), sys.stderr)


def _one(story: Story, options: RunOptions, out: Path | None, *, as_json: bool) -> int:
    from dataclasses import replace

    from juki.scenarios.keeping import RUNS, free_folder
    from juki.scenarios.running import run_story
    from juki.tui.progress import Progress

    steps: list[Step] = []
    folder = free_folder(RUNS / f"{story.name}-{options.seed}") if out is None else _empty(out)
    with Progress(steps.append) as progress:
        report = run_story(story, replace(options, out=folder), progress.see)
    return _told(story, report, steps, as_json=as_json)


def _told(story: Story, report: RunReport, steps: list[Step], *, as_json: bool) -> int:
    """Say what a run came to."""
    from juki.tui.report import report_lines

    stream = people(as_json=as_json)
    for line in report_lines(story, report, steps, stream, with_diagram=not as_json):
        say(line, stream)
    if as_json:
        write_json(msgspec.to_builtins(report))
    return 0 if report.verdict == "held" else 1


def _many(story: Story, options: RunOptions, seeds: range, out: Path | None, *, as_json: bool) -> int:
    from dataclasses import replace

    from juki.scenarios.running import run_story
    from juki.tui.report import seed_line, summary_lines

    stream = people(as_json=as_json)
    reports: list[RunReport] = []
    for seed in seeds:
        folder = None if out is None else _empty(out / f"{story.name}-{seed}")
        report = run_story(story, replace(options, seed=seed, out=folder), None)
        reports.append(report)
        say(seed_line(report, stream), stream)
    for line in summary_lines(reports, stream):
        say(line, stream)
    failed = sum(report.verdict != "held" for report in reports)
    if as_json:
        write_json(
            {
                "scenario": story.name,
                "seeds": [seeds.start, seeds.stop - 1],
                "verdict": "failed" if failed else "held",
                "held": len(reports) - failed,
                "failed": failed,
                "runs": msgspec.to_builtins(reports),
            }
        )
    return 1 if failed else 0


def _range(text: str) -> range:
    """The seeds of `A..B`, both included."""
    first, dots, last = text.partition("..")
    if not (dots and first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        raise BadInput("--seeds", repr(text), "A..B (1..100)")
    seeds = range(int(first), int(last) + 1)
    if not 0 < len(seeds) <= MOST_SEEDS:
        raise BadInput("--seeds", repr(text), "A..B (1..100)")
    return seeds


def _settings(pairs: tuple[str, ...]) -> dict[str, str]:
    settings = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not (key and equals):
            raise BadInput("--set", repr(pair), "K=V (planned=2026-04-01)")
        settings[key] = value
    return settings


def _empty(folder: Path) -> Path:
    """A folder the user named: nothing of what is in it may be mixed with this run."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("--out", str(folder), "a new folder, or an empty one")
    return folder

"""The end of a run in words: picture, verdict, what held and what did not, and the line that replays it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from juki.tui.cells import columns, left
from juki.tui.chart import Mark, chart
from juki.tui.complaints import of_disk
from juki.tui.days import span_text
from juki.tui.diagram import Diagram
from juki.tui.findings import finding
from juki.tui.language import _, n_, pick
from juki.tui.output import BOLD, DIM, GREEN, RED, paint, verdict_sign
from juki.tui.words import strike_name

if TYPE_CHECKING:
    from juki.nodes.kernel.trace import Step
    from juki.scenarios.playing import Checked
    from juki.scenarios.running import RunReport
    from juki.scenarios.story import Story

DIAGRAM_LINES = 26
COLUMNS, NARROWEST = 100, 80


def report_lines(
    story: Story, report: RunReport, steps: Sequence[Step], stream: TextIO, *, with_diagram: bool = True
) -> Iterator[str]:
    """What a person reads after a run."""
    yield paint(pick(story.title.ja, story.title.en), BOLD, stream)
    if with_diagram and steps:
        yield ""
        yield from _picture(steps, stream)
    yield ""
    yield from _checks(_("Expectations"), report.expectations, stream, shows_held=True)
    yield from _checks(_("Oracles"), report.oracles, stream, shows_held=False)
    yield ""
    yield _verdict(report, stream)
    if report.left_out:
        yield n_(
            "{count} checkpoint could not be written ({reason}); the run is whole without it.",
            "{count} checkpoints could not be written ({reason}); the run is whole without them.",
            len(report.left_out),
        ).format(count=len(report.left_out), reason=of_disk(report.left_out[0]))
    yield from columns(list(_figures(report)), indent=2)


def _picture(steps: Sequence[Step], stream: TextIO) -> list[str]:
    room = max(NARROWEST, min(COLUMNS, shutil.get_terminal_size((COLUMNS, 30)).columns))

    def colour(text: str, mark: Mark) -> str:
        return paint(text, RED, stream) if mark.refused or mark.fate != "delivered" else text

    return Diagram(chart(steps), room, colour).lines(DIAGRAM_LINES)


def _checks(title: str, checks: Sequence[Checked], stream: TextIO, *, shows_held: bool) -> Iterator[str]:
    """A heading with the count, then each check; of the oracles only those that failed."""
    if not checks:
        return
    held = sum(check.held for check in checks)
    yield f"{title}: {held}/{len(checks)}"
    for check in checks:
        if check.held and not shows_held:
            continue
        sign = left(verdict_sign(held=check.held), 6)
        line = f"  {paint(sign, GREEN if check.held else RED, stream)} {pick(check.ja, check.en)}"
        if not check.held:
            line += f"  ({_place(check) or check.name})"
        yield line
        if not check.held and check.found:
            yield "         " + _("found: {found}").format(found=finding(check.found))


def _place(check: Checked) -> str:
    """The file as short as it can be said: stories of the library by name, others as seen from here."""
    file, colon, rest = check.place.partition(":")
    path = Path(file)
    if not (colon and path.is_absolute()):
        return check.place
    if path.parent.name == "library":
        return f"{path.name}:{rest}"
    return f"{path.relative_to(Path.cwd())}:{rest}" if path.is_relative_to(Path.cwd()) else check.place


def _verdict(report: RunReport, stream: TextIO) -> str:
    held = report.verdict == "held"
    words = _("Everything held.") if held else _("Something did not hold.")
    return paint(words, GREEN if held else RED, stream)


def _figures(report: RunReport) -> Iterator[tuple[str, str]]:
    yield _("digest"), report.digest
    yield _("seed"), f"{report.seed}  ({report.profile}, {report.link}, {report.faults})"
    yield (
        _("messages"),
        _("{messages}, refused {refused}, in {steps} steps").format(
            messages=report.messages, refused=report.refused, steps=report.steps
        ),
    )
    yield (
        _("time"),
        _("{virtual} simulated in {wall:.2f} s").format(
            virtual=span_text(report.virtual_seconds), wall=report.wall_seconds
        ),
    )
    if report.struck:
        struck = (f"{strike_name(strike)} {count}" for strike, count in report.struck.items())
        yield _("faults that struck"), pick("、", ", ").join(struck)
    if report.run_dir:
        yield _("run"), report.run_dir
    yield _("again"), report.replay


def seed_line(report: RunReport, stream: TextIO) -> str:
    """One run of many."""
    held = report.verdict == "held"
    sign = paint(left(verdict_sign(held=held), 6), GREEN if held else RED, stream)
    return f"{sign} {_('seed')} {report.seed:<8} {report.digest}  " + n_(
        "{count} message", "{count} messages", report.messages
    ).format(count=report.messages)


def summary_lines(reports: Sequence[RunReport], stream: TextIO) -> Iterator[str]:
    """How many held, and the line that replays each failure."""
    failed = [report for report in reports if report.verdict != "held"]
    yield ""
    words = _("{held} of {all} seeds held").format(held=len(reports) - len(failed), all=len(reports))
    yield paint(words, RED if failed else GREEN, stream)
    for report in failed:
        missed = [check.name for check in (*report.expectations, *report.oracles) if not check.held]
        yield f"  {report.replay}  " + paint(f"# {', '.join(missed)}", DIM, stream)

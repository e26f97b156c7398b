"""`juki trace`: a recorded run as lines, as a diagram, as Mermaid, as a picture, or as it was recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from juki.tui.language import N_, _, spoken
from juki.tui.output import say
from juki.tui.translated import argument, command, option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from juki.nodes.kernel.trace import Step
    from juki.scenarios.folder import RunFolder

FORMATS = ("text", "diagram", "mermaid", "svg", "jsonl")
LANES = ("organisation", "node")
COLUMNS = 100
WIDEST = 200


@command(
    "trace",
    N_(
        "Show a recorded run.\n\n"
        "text: a step a line. diagram: a sequence diagram. mermaid, svg: the same for documents. jsonl: as recorded."
    ),
)
@argument("run", type=click.Path(path_type=Path), metavar=N_("RUN"))
@option("--format", "form", type=click.Choice(FORMATS), default="text", help=N_("How it is shown; text if not given."))
@option(
    "--by",
    "lanes",
    type=click.Choice(LANES),
    default="organisation",
    help=N_("What has a lane of its own in a diagram: every organisation, or every node."),
)
@option("--node", "nodes", multiple=True, metavar=N_("NODE"), help=N_("Only steps at this node or organisation."))
@option("--kind", "kinds", multiple=True, metavar=N_("KIND"), help=N_("Only this message, order or timer."))
@option("--case", metavar=N_("CASE"), default="", help=N_("Only steps of this case."))
@option("--refused", is_flag=True, help=N_("Only what was refused."))
@option("--from", "first", type=click.IntRange(min=1), default=1, metavar="N", help=N_("From this step on."))
@option("--to", "last", type=click.IntRange(min=1), default=None, metavar="N", help=N_("Up to this step."))
@option("--ids", is_flag=True, help=N_("Show the ids of messages."))
@option("--mask", is_flag=True, help=N_("Mask personal numbers in jsonl; the other formats never show them."))
def COMMAND(  # noqa: N802 - click calls it so
    run: Path,
    form: str,
    lanes: str,
    nodes: tuple[str, ...],
    kinds: tuple[str, ...],
    ids: bool,  # noqa: FBT001
    mask: bool,  # noqa: FBT001
    **limits: object,
) -> int:
    from juki.scenarios.folder import open_run
    from juki.tui.filters import Filter

    folder = open_run(run)
    wanted = Filter(nodes=nodes, kinds=kinds, **limits)  # type: ignore[arg-type]
    steps = list(wanted.pick(folder.steps()))
    match form:
        case "text":
            _text(steps, with_ids=ids)
        case "jsonl":
            _recorded(steps, masked=mask)
        case _:
            _picture(folder, steps, form, by_node=lanes == "node")
    return 0


def _text(steps: Sequence[Step], *, with_ids: bool) -> None:
    from juki.tui.listing import listing

    for line in listing(steps, with_ids=with_ids):
        say(line)


def _recorded(steps: Sequence[Step], *, masked: bool) -> None:
    """A step a line, as recorded; personal numbers are whole unless masked."""
    import sys

    import msgspec

    from juki.protocol.masking import mask_all

    for step in steps:
        document: object = msgspec.to_builtins(step)
        line = msgspec.json.encode(mask_all(document) if masked else document)
        sys.stdout.write(line.decode() + "\n")


def _title(folder: RunFolder) -> str:
    """The story's title as the run keeps it; its name if the kept story cannot be read any more."""
    from juki.protocol.errors import BadInput
    from juki.scenarios.folder import STORY
    from juki.scenarios.reading import read_text

    try:
        return read_text((folder.content(STORY) or b"").decode(), folder.path / STORY).title.in_(spoken())
    except (BadInput, UnicodeDecodeError):
        return folder.header.scenario


def _picture(folder: RunFolder, steps: Sequence[Step], form: str, *, by_node: bool) -> None:
    import shutil
    import sys

    from juki.tui.chart import chart
    from juki.tui.diagram import Diagram
    from juki.tui.mermaid import mermaid
    from juki.tui.names import lane_of, system_lane_of
    from juki.tui.svg import Picture

    marks = chart(steps, system_lane_of if by_node else lane_of)
    header = folder.header
    title = _title(folder)
    if form == "diagram":
        columns = max(COLUMNS, min(WIDEST, shutil.get_terminal_size().columns)) if by_node else COLUMNS
        for line in Diagram(marks, columns).lines():
            say(line)
    elif form == "mermaid":
        sys.stdout.write(mermaid(marks, title))
    else:
        footer = (
            f"{header.scenario} · {_('seed')} {header.seed} · {header.profile} · {header.link} · {header.faults}"
            f" · {_('digest')} {header.digest}"
        )
        sys.stdout.write(Picture(marks, title, footer).text)

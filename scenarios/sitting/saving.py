"""What was driven by hand written as a story's file, which plays the same history alone. Drives nothing.

The story's own text stays as it is, comments and all. Its `seed`, `profiles`, `residents`, `faults` and changed days say how it
was run, `hand` what was commanded and when. Which links it ran on is left out: the digest does not see them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from juki.protocol.errors import BadInput, LocalFault
from juki.protocol.masking import mask_runs
from juki.scenarios.byhand import WITH, words_of
from juki.scenarios.faultfiles import SUFFIXES
from juki.scenarios.reading import read_text
from juki.scenarios.retaking import still_to_give
from juki.scenarios.running import RunOptions, prepared
from juki.scenarios.story import Story, Words
from juki.scenarios.tape import CommandLine
from juki.scenarios.yamlfiles import LONGEST, round_trip


def scenario_text(
    story: Story, options: RunOptions, commands: Iterable[CommandLine], title: Words | None = None, steps: int = 0
) -> str:
    """A story that plays a history again.

    Args:
        story: that was driven.
        options: how it was run.
        commands: of the history so far, in order; those that the story's steps gave are left out.
        title: of the new story; the old one's if none is given.
        steps: that the history has made, so that of what the old story's `hand` names only what is to come is kept.

    Returns:
        The text of a file. It has no name of its own: it is called as its file is.

    Raises:
        BadInput: the run's faults came from a file, a command says a person's whole number, or there are too many.
    """
    given = list(commands)
    _, plan = prepared(story, options)
    if plan.faults_text:
        raise BadInput("faults", "faults of a file, which a story cannot hold", "a run with faults that have a name")
    by_hand = [line for line in given if line.during]
    by_hand += [one.line for one in still_to_give(story.hand, given, steps)]
    parser = round_trip()
    top = parser.load(story.text)
    assert isinstance(top, CommentedMap)  # noqa: S101 - it was read as a story
    for name in ("name", "aliases"):
        top.pop(name, None)
    if title is not None:
        top["title"] = CommentedMap(ja=title.ja, en=title.en)
    run = {"residents": plan.residents, "faults": plan.faults, "seed": options.seed}
    for key, value in {"profiles": _flowing([plan.profile.name]), "network": plan.network, **run}.items():
        _put(top, key, value)
    for day, expression in options.settings.items():
        top["days"][day] = expression
    top["hand"] = CommentedSeq(map(_item, by_hand))
    text = _written(parser, top)
    _expect_same(story, text, by_hand)
    return text


def _put(top: CommentedMap, key: str, value: object) -> None:
    """Before the days, if it is not there yet."""
    if key in top:
        top[key] = value
        return
    keys = list(top)
    place = next(place for place, other in enumerate(keys) if other in {"days", "cast", "steps", "expect", "hand"})
    top.insert(place, key, value)


def _item(line: CommandLine) -> CommentedMap:
    verb, said, more = words_of(line)
    arguments = CommentedMap(said)
    if any(mask_runs(value) != value for value in more.values()):
        found = f"{line.verb} at {line.actor}, which says a whole number of a person"
        raise BadInput("hand", found, "orders that say none")
    if more:
        # Between what is commanded and its moment.
        arguments.insert(list(said).index("after"), WITH[0], CommentedMap(more))
    arguments.fa.set_flow_style()
    return CommentedMap({verb: arguments})


def _flowing(items: list[str]) -> CommentedSeq:
    found = CommentedSeq(items)
    found.fa.set_flow_style()
    return found


def _written(parser: YAML, top: CommentedMap) -> str:
    out = StringIO()
    parser.dump(top, out)
    text = out.getvalue()
    if len(text.encode()) > LONGEST:
        raise BadInput("hand", f"more than {LONGEST} bytes", f"at most {LONGEST} bytes")
    return text


def _expect_same(story: Story, text: str, by_hand: list[CommandLine]) -> None:
    """Nobody must learn only later that what he saved is another story.

    Raises:
        LocalFault: it is.
    """
    again = read_text(text, story.path.with_name("scenario.yaml"))
    steps = [[(step.verb, len(step.arguments), step.settles) for step in one.steps] for one in (story, again)]
    if [one.line for one in again.hand] != by_hand or steps[0] != steps[1] or len(again.cast) != len(story.cast):
        raise LocalFault("the text of a scenario is not what was driven")


def save_scenario(path: Path, text: str) -> None:
    """Write a story's file, whole or not at all.

    Raises:
        BadInput: there is something at `path`, or that is no name of a story's file.
        OSError: it cannot be written.
    """
    if path.suffix not in SUFFIXES:
        raise BadInput(str(path), f"name {path.name!r}", "a name that ends in .yaml")
    if path.exists():
        raise BadInput(str(path), "something that is there already", "a new file")
    read_text(text, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    rough = path.with_name(f".{path.name}.{os.getpid()}.rough")
    try:
        rough.write_text(text, "utf-8", newline="")
        os.link(rough, path)  # which, unlike a new name, replaces nothing
    except FileExistsError:
        raise BadInput(str(path), "something that came there meanwhile", "a new file") from None
    finally:
        with contextlib.suppress(OSError):
            rough.unlink(missing_ok=True)

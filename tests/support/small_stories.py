"""Stories of a few lines, played without a folder, and where two runs part. Knows no story of the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.drive import DirectDriver
from juki.nodes.kernel.trace import Step
from juki.scenarios.playing import Checked, Play
from juki.scenarios.reading import read_text
from juki.scenarios.running import RunOptions, prepared
from juki.scenarios.stage import Stage
from juki.scenarios.story import Story

RESIDENTS = 24
HEAD = "title: {ja: 試験, en: a test}\nteaches: {ja: 何も, en: nothing}\nlaw: []\n"
CAST = {
    "mover": "{of: 長岡市, card: valid}",
    "family": "{of: 長岡市, size: 2, card: valid, cards: 2}",
    "cardless": "{of: 長岡市, card: none}",
}
OUT = "report_move_out: {who: mover, to: 新潟市中央区, planned: start + 16}"
THERE = 'wait: {until: start + 17, at: "10:00"}'
IN = "report_move_in: {who: mover, at: 新潟市中央区, moved_on: start + 16, pin: right}"
MOVE = (OUT, THERE, IN)
"The main job in three steps."


def story_text(
    *steps: str, expect: Sequence[str] = (), cast: Mapping[str, str] | None = None, top: Sequence[str] = ()
) -> str:
    """The YAML of a story; each step and expectation is one line of YAML."""
    parts = [f"  {name}: {wish}" for name, wish in (CAST if cast is None else cast).items()]
    lines = [*top, *(["cast:"] if parts else []), *parts]
    lines += ["steps:", *(f"  - {step}" for step in steps or ("wait: {for: 1 minute}",))]
    if expect:
        lines += ["expect:", *(f"  - {one}" for one in expect)]
    return HEAD + "\n".join(lines) + "\n"


def small_story(
    *steps: str, expect: Sequence[str] = (), cast: Mapping[str, str] | None = None, top: Sequence[str] = ()
) -> Story:
    return read_text(story_text(*steps, expect=expect, cast=cast, top=top), Path("small.yaml"))


@dataclass
class Played:
    """A story that was played, with everything still there to look at."""

    play: Play
    steps: list[Step] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return self.play.stage.simulation.world.trace.digest

    def failed(self) -> list[str]:
        """Names of the oracles that found something."""
        return [checked.name for checked in self.play.oracles if not checked.held]

    def found(self, oracle: str) -> str:
        return next(checked.found for checked in self.play.oracles if checked.name == oracle)

    def expectations(self) -> list[Checked]:
        return self.play.expectations


def staged(story: Story, options: RunOptions | None = None) -> Played:
    """A story on its stage, nothing played yet."""
    options = options or RunOptions(link="null", residents=RESIDENTS)
    story, plan = prepared(story, options)
    played = Played(Play(Stage(story, plan, SeededChoices(options.seed))))
    played.play.stage.simulation.world.trace.listen(played.steps.append)
    return played


def finish(played: Played) -> Played:
    """Play what is staged to its end."""
    driver = DirectDriver(played.play.stage.simulation.world)
    for instruction in played.play.instructions():
        driver.follow(instruction)
    return played


def played(story: Story, options: RunOptions | None = None) -> Played:
    return finish(staged(story, options))


def where_they_part(one: Sequence[Step], other: Sequence[Step]) -> str:
    """The first step in which two runs differ, and in which fields; empty if they are the same."""
    for first, second in zip_longest(one, other):
        if first is None or second is None:
            rest = first or second
            return f"step {rest.sequence}: only one run has it ({rest.what} {rest.kind} at {rest.node})"
        differing = [name for name in Step.__struct_fields__ if getattr(first, name) != getattr(second, name)]
        if differing:
            return f"step {first.sequence}: {first.what} {first.kind} at {first.node} differs in {', '.join(differing)}"
    return ""

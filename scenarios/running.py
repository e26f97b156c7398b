"""One run of a story: from options to a report, with or without a folder that keeps it. Prints nothing.

The driver is the only choice that knows a loop; both give one digest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import msgspec

from juki.nodes.kernel.choices import SEED_BYTES, SeededChoices
from juki.nodes.kernel.drive import DirectDriver, Instruction, TaskDriver
from juki.nodes.kernel.faults import preset
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput, JukiError
from juki.protocol.versions import profile
from juki.scenarios.faultfiles import faults_in, is_file, read_faults
from juki.scenarios.playing import Checked, Play
from juki.scenarios.recording import Recorder
from juki.scenarios.retaking import Hand
from juki.scenarios.simulation import Plan
from juki.scenarios.stage import Stage
from juki.scenarios.story import DEFAULT_SEED, Place, Said, Story
from juki.scenarios.waypoints import Beginning, Start, stand

DRIVERS = ("task", "direct")
HELD, FAILED = "held", "failed"
MOST_RESIDENTS = 1_000_000
MICROS = 1_000_000
SEED, LINK, DRIVER = DEFAULT_SEED, "noise", "task"
"What a run takes when it is told nothing."


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a story is run.

    Attributes:
        seed: of the tape, below 2**64; a story that names one fits that (`Story.seed`).
        profile: `law-2026` or `seed-2022`; None for the story's first.
        link: `noise`, `null` or `tls`.
        faults: name of a preset or a file; None for the story's own.
        faults_text: the file's text, if it was read before.
        driver: `task` or `direct`.
        residents: of each municipality; None for the story's number.
        settings: named days of the story that are to mean something else.
        out: the folder to keep the run in; None to keep nothing.
    """

    seed: int = SEED
    profile: str | None = None
    link: str = LINK
    faults: str | None = None
    faults_text: str = ""
    driver: str = DRIVER
    residents: int | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    out: Path | None = None


class RunReport(msgspec.Struct, frozen=True):
    """What a run came to. `struck` counts the faults that took effect; `replay` is the line that makes it all again."""

    scenario: str
    seed: int
    profile: str
    link: str
    driver: str
    faults: str
    residents: int
    verdict: str
    digest: str
    messages: int
    refused: int
    struck: dict[str, int]
    steps: int
    virtual_seconds: float
    wall_seconds: float
    expectations: list[Checked]
    oracles: list[Checked]
    run_dir: str
    replay: str
    left_out: list[str] = []
    "Why a checkpoint could not be written, one for each; the run is whole without them."

    @property
    def held(self) -> bool:
        return self.verdict == HELD


class Incomplete(JukiError):
    """The run broke off: a fault of `juki`, not of the story. Its text ends with the line that replays it."""


Follow: TypeAlias = Callable[[Instruction], None]
"Does what a story wants next."
Steer: TypeAlias = Callable[[Play, Path | None], Follow]
"Takes a play and the folder in which it is being written, and gives what drives it in place of the driver."


def run_story(
    story: Story,
    options: RunOptions,
    listen: Callable[[Step], None] | None = None,
    steer: Steer | None = None,
    start: Start | None = None,
    *,
    is_left: bool = False,
) -> RunReport:
    """Play a story once.

    Args:
        story: what is played.
        options: how.
        listen: told of every step as it happens.
        steer: what drives it in place of the driver.
        start: a checkpoint at which the play is taken up, in place of its beginning.
        is_left: if it breaks off, what was written is left as it is, so that it can be carried on (`resume`).

    Raises:
        Unfit: it cannot be taken up there; nothing is kept.
        BadInput: an option or a name in the story is wrong; nothing is kept.
        Incomplete: the world broke off; nothing is kept.
        OSError: the folder cannot be written; nothing is kept.
    """
    began = time.perf_counter()
    story, plan = prepared(story, options)
    recorder = Recorder(options.out, start) if options.out is not None else None
    try:
        play = _staged(story, plan, options, recorder, start)
        world = play.stage.simulation.world
        if listen is not None:
            world.trace.listen(listen)
        _drive(play, options, steer, recorder.folder if recorder else None)
        report = _report(story, plan, options, play, time.perf_counter() - began)
        if recorder is not None:
            recorder.keep(play, report, options)
            report = msgspec.structs.replace(report, left_out=recorder.left_out)
    except BaseException as fault:
        if recorder is not None:
            recorder.leave() if is_left and recorder.has_steps else recorder.discard()
        if isinstance(fault, JukiError | OSError) and not _is_our_fault(fault):
            raise
        if isinstance(fault, Exception):
            raise Incomplete(f"{type(fault).__name__}: {fault}; {replay_line(story, plan, options)}") from fault
        raise
    return report


def _is_our_fault(fault: BaseException) -> bool:
    return isinstance(fault, JukiError) and not isinstance(fault, BadInput)


def prepared(story: Story, options: RunOptions) -> tuple[Story, Plan]:
    """The story with its settings, and what its network is made of.

    Raises:
        BadInput: an option does not fit.
    """
    if not 0 <= options.seed < 1 << (8 * SEED_BYTES):
        raise BadInput("--seed", str(options.seed), "a whole number from 0 to 18446744073709551615")
    if options.driver not in DRIVERS:
        raise BadInput("--driver", repr(options.driver), " or ".join(DRIVERS))
    name = options.profile or story.profiles[0]
    chosen = profile(name)
    if name not in story.profiles:
        raise BadInput("--profile", repr(name), f"{' or '.join(story.profiles)}, for {story.name}")
    residents = story.residents if options.residents is None else options.residents
    if not 1 <= residents <= MOST_RESIDENTS:
        raise BadInput("--residents", str(residents), f"a whole number from 1 to {MOST_RESIDENTS}")
    plan = Plan(story.network, chosen, residents, options.faults or story.faults, options.link)
    return with_settings(story, options.settings), with_faults(plan, options)


def with_faults(plan: Plan, options: RunOptions) -> Plan:
    """The plan with what its faults are: a preset, or a file's.

    Raises:
        BadInput: there is no such preset, or the file holds no faults.
    """
    if not is_file(plan.faults):
        preset(plan.faults)
        return plan
    path = Path(plan.faults)
    if options.faults_text:
        rates, text = faults_in(options.faults_text, path, plan.network), options.faults_text
    else:
        rates, text = read_faults(path, plan.network)
    return replace(plan, faults=rates.name, rates=rates, faults_text=text)


def with_settings(story: Story, settings: Mapping[str, str]) -> Story:
    """The story with some of its named days set to another expression.

    Raises:
        BadInput: the story has no such named day.
    """
    for name in settings:
        if name not in story.days:
            raise BadInput("--set", repr(name), "a named day of the story: " + (", ".join(story.days) or "it has none"))
    changed = {name: Said(value, Place("--set", 1)) for name, value in settings.items()}
    return replace(story, days={**story.days, **changed})


def _staged(
    story: Story, plan: Plan, options: RunOptions, recorder: Recorder | None, start: Start | None = None
) -> Play:
    if recorder is not None:
        recorder.begin(story, plan, options)
    choices = SeededChoices(options.seed, recorder.draw if recorder else None)
    play = Play(Stage(story, plan, choices))
    if recorder is None and start is None:
        return play
    beginning = Beginning(play.stage.simulation.world)
    if start is not None:
        stand(start, play, beginning)
    if recorder is not None:
        recorder.attach(play, beginning)
    return play


def _drive(play: Play, options: RunOptions, steer: Steer | None, folder: Path | None) -> None:
    world, done = play.stage.simulation.world, play.instructions_given
    named = [one for one in play.stage.story.hand if one.line.during > done] if steer is None else []
    hand = Hand(world, named, done, seed=options.seed)
    if steer is not None or options.driver == "direct":
        follow = steer(play, folder) if steer else hand.follow if named else DirectDriver(world).follow
        for instruction in play.instructions():
            follow(instruction)
        hand.expect_done()
        return
    import trio

    async def live() -> None:
        async with TaskDriver(world, hand.between) as tasks:
            for instruction in play.instructions():
                hand.begin()
                await tasks.follow(instruction)
        hand.expect_done()

    try:
        trio.run(live)
    except BaseExceptionGroup as group:
        raise _alone(group) from None


def _alone(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """What went wrong inside the nursery: at most one task ran, so there is one fault."""
    fault: BaseException = group
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return fault


def _report(story: Story, plan: Plan, options: RunOptions, play: Play, wall: float) -> RunReport:
    world = play.stage.simulation.world
    oracles = play.oracles
    held = all(checked.held for checked in (*play.expectations, *oracles))
    return RunReport(
        scenario=story.name,
        seed=options.seed,
        profile=plan.profile.name,
        link=plan.link,
        driver=options.driver,
        faults=plan.faults,
        residents=plan.residents,
        verdict=HELD if held else FAILED,
        digest=world.trace.digest,
        messages=world.trace.messages,
        refused=world.trace.refused,
        struck=dict(sorted(world.struck.items())),
        steps=world.trace.count,
        virtual_seconds=(world.now - play.stage.simulation.start) / MICROS,
        wall_seconds=round(wall, 6),
        expectations=play.expectations,
        oracles=oracles,
        run_dir=str(options.out) if options.out else "",
        replay=replay_line(story, plan, options),
    )


def replay_line(story: Story, plan: Plan, options: RunOptions) -> str:
    """The command that makes the same history again, on any machine with this version."""
    from shlex import quote

    from juki.scenarios.library import is_shipped

    words = ["juki", "run", quote(story.name if is_shipped(story) else str(story.path)), "--seed", str(options.seed)]
    words += ["--profile", plan.profile.name]
    if plan.link != LINK:
        words += ["--link", plan.link]
    if plan.faults != story.faults:
        words += ["--faults", quote(options.faults or plan.faults)]
    if options.driver != DRIVER:
        words += ["--driver", options.driver]
    if plan.residents != story.residents:
        words += ["--residents", str(plan.residents)]
    for name, value in options.settings.items():
        words += ["--set", quote(f"{name}={value}")]
    return " ".join(words)

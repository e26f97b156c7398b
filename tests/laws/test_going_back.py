"""Back to any step and on again is the straight run: from every checkpoint, on every link, in calm and storm; so is a branch."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from run_folders import SMALL, contents

from juki.nodes.kernel.desk import messages_under_way
from juki.nodes.kernel.disturbances import (
    BadCertificate,
    BreakLink,
    CertificateState,
    Crash,
    Handle,
    Handling,
    Partition,
)
from juki.nodes.kernel.faults import PRESETS
from juki.nodes.kernel.happenings import Command
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.branching import Branch
from juki.scenarios.folder import TRACE
from juki.scenarios.history import History
from juki.scenarios.library import find, stories
from juki.scenarios.replaying import replay
from juki.scenarios.running import RunOptions, RunReport, run_story
from juki.scenarios.verifying import verify_logs

FEW = replace(SMALL, residents=40)
WAYS = [
    ("special-transfer", "noise", "calm"),
    ("special-transfer-intruders", "noise", "stormy"),
    ("special-transfer-intruders", "null", "calm"),
    ("special-transfer-bad-certificates", "null", "hostile"),
    ("special-transfer-node-down", "tls", "stormy"),
    ("special-transfer-cut-off", "null", "shaky"),
]
EVERY = [
    (story.name, link, tuple(PRESETS)[(place + turn) % len(PRESETS)])
    for place, story in enumerate(stories())
    for turn, link in enumerate(("noise", "null", "tls"))
]
"Every story on every link; the faults take turns."
DISTANCES = (1, 7, 50)
"Steps between two checkpoints."
NAGAOKA, NIIGATA, REGISTER = map(
    NodeId, ("152021/communication-server", "151009/communication-server", "152021/resident-register")
)
COMMANDS: tuple[Command, ...] = (
    BreakLink(REGISTER, NAGAOKA),
    Crash(NAGAOKA, 20_000_000),
    Partition(NAGAOKA, (NIIGATA, REGISTER), one_way=False, lasts=60_000_000),
    BadCertificate(NIIGATA, CertificateState.EXPIRED),
    BadCertificate(NIIGATA, CertificateState.REVOKED),
    BadCertificate(NIIGATA, CertificateState.GOOD),
    *(Intrusion(attempt, REGISTER, NAGAOKA) for attempt in Attempt),
)


def kept(out: Path, name: str, link: str, faults: str, seed: int = 1) -> RunReport:
    return run_story(find(name), replace(FEW, link=link, faults=faults, seed=seed, out=out))


def go_back(run: Path, report: RunReport, seed: int, count: int) -> list[str]:
    """Where going back to random steps and on again was not the straight run."""
    chance = random.Random(seed)  # noqa: S311 - a test's own choice of steps
    wrong = []
    for every in DISTANCES:
        history = History(run, every=every)
        for _ in range(-(-count // len(DISTANCES))):
            step = chance.randint(0, report.steps)
            moment = history.at(step)
            moment.advance(report.steps)
            if moment.digest != report.digest:
                wrong.append(f"{report.replay}: back to {step}, checkpoints every {every}")
    return wrong


@pytest.mark.parametrize(("name", "link", "faults"), WAYS)
def test_back_to_a_step_and_on_again_is_the_straight_run(tmp_path: Path, name: str, link: str, faults: str) -> None:
    report = kept(tmp_path / "run", name, link, faults)
    assert go_back(tmp_path / "run", report, seed=3, count=6) == []


@pytest.mark.parametrize("link", ["noise", "null", "tls"])
def test_every_step_can_be_gone_back_to(tmp_path: Path, link: str) -> None:
    report = kept(tmp_path / "run", "special-transfer-no-card", link, "stormy")
    history = History(tmp_path / "run", every=1)
    for step in reversed(range(report.steps + 1)):
        moment = history.at(step)
        assert moment.count >= step
        moment.advance(min(moment.count + 3, report.steps))


@pytest.mark.soak
@pytest.mark.parametrize(("name", "link", "faults"), EVERY)
def test_fifty_steps_of_every_story_can_be_gone_back_to(tmp_path: Path, name: str, link: str, faults: str) -> None:
    report = kept(tmp_path / "run", name, link, faults)
    assert go_back(tmp_path / "run", report, seed=11, count=50) == []


def disturbed(branch: Branch, chance: random.Random) -> list[str]:
    """Give a branch some commands at random, with some time in between; says which."""
    world, given = branch.moment.simulation.world, []
    for _ in range(4):
        under_way = messages_under_way(world.agenda)
        command: Command = chance.choice(COMMANDS)
        if under_way and chance.random() < 0.4:
            _, node, message, _ = chance.choice(under_way)
            command = Handle(node, message, chance.choice([one for one in Handling if one is not Handling.RELEASE]))
        try:
            branch.moment.command(command)
        except BadInput:
            continue
        given.append(f"{world.trace.count}: {command}")
        for _ in range(chance.randint(0, 7)):
            world.step()
    return given


def branch_off(run: Path, report: RunReport, out: Path, seed: int, count: int) -> list[str]:
    """Branches with random commands that do not replay, or whose logs contradict."""
    chance = random.Random(seed)  # noqa: S311 - a test's own choice of steps and commands
    wrong = []
    for every in DISTANCES:
        history = History(run, every=every)
        for number in range(-(-count // len(DISTANCES))):
            branch = Branch(history, chance.randint(3, report.steps), chance.choice([None, 99]))
            given = disturbed(branch, chance)
            folder = out / f"{every}-{number}"
            branch.keep(folder)
            found = [str(one) for one in replay(folder)]
            # Whose certificate is revoked at the end is told so, and rightly.
            found += [
                str(one.problem)
                for one in verify_logs(folder)
                if one.problem and "revoked-certificate" not in one.problem.found
            ]
            if found:
                wrong.append(f"{report.replay}: branch at {branch.left_at} with {given}: {found[0]}")
    return wrong


@pytest.mark.parametrize(("name", "link", "faults"), WAYS)
def test_a_branch_driven_at_random_replays_by_itself(tmp_path: Path, name: str, link: str, faults: str) -> None:
    report = kept(tmp_path / "run", name, link, faults)
    assert branch_off(tmp_path / "run", report, tmp_path, seed=7, count=6) == []


@pytest.mark.soak
@pytest.mark.parametrize(("name", "link", "faults"), EVERY)
def test_thirty_branches_of_every_story_replay(tmp_path: Path, name: str, link: str, faults: str) -> None:
    report = kept(tmp_path / "run", name, link, faults)
    assert branch_off(tmp_path / "run", report, tmp_path, seed=13, count=30) == []


@pytest.mark.parametrize("at", ["start", "end"])
def test_a_branch_at_either_end_of_a_run_is_a_run(tmp_path: Path, at: str) -> None:
    report = kept(tmp_path / "run", "special-transfer", "noise", "lossy")
    branch = Branch(History(tmp_path / "run"), 0 if at == "start" else report.steps)
    branch.keep(tmp_path / "branch")
    assert replay(tmp_path / "branch") == []
    if at == "end":
        assert contents(tmp_path / "branch")[TRACE] == contents(tmp_path / "run")[TRACE]


def test_a_run_with_everything_by_hand_can_be_gone_back_in(tmp_path: Path) -> None:
    """A branch is a run: its own history has branches too."""
    options = RunOptions(link="noise", driver="direct", residents=40, faults="lossy", out=tmp_path / "run")
    run_story(find("special-transfer"), options)
    one = Branch(History(tmp_path / "run"), 25)
    one.moment.command(BreakLink(REGISTER, NAGAOKA))
    header = one.keep(tmp_path / "one")
    history = History(tmp_path / "one", every=5)
    for step in (header.steps - 1, 27, 3):
        moment = history.at(step)
        moment.advance(header.steps)
        assert moment.digest == header.digest
    two = Branch(history, 30)
    two.moment.command(Crash(NAGAOKA, 5_000_000))
    two.keep(tmp_path / "two")
    assert replay(tmp_path / "two") == []

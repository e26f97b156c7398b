"""A branch kept as a run: it replays by itself, its logs verify, its oracles are judged, and it leaves where it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from run_folders import NOISE, SMALL, contents, recorded
from small_stories import where_they_part

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
from juki.nodes.kernel.happenings import Command, Order
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.branching import Branch
from juki.scenarios.folder import STORY, TAPE, open_run
from juki.scenarios.history import History
from juki.scenarios.oracles import ORACLES
from juki.scenarios.replaying import replay
from juki.scenarios.tape import CommandLine, command_of, lines
from juki.scenarios.verifying import verify_logs

REGISTER, SERVER, PEER = map(
    NodeId, ("152021/resident-register", "152021/communication-server", "151009/communication-server")
)
TERMINAL = NodeId("151009/integrated-terminal")
OUT = {
    "operator": "JK-0001",
    "terminal": "01",
    "people": "1",
    "office": "151033",
    "planned_on": "2026-04-01",
    "address": "試験町2番2号",
}
COMMANDS: dict[str, Command] = {
    "order": Order(REGISTER, "report_move_out", OUT),
    **{f"intrusion: {attempt}": Intrusion(attempt, REGISTER, SERVER) for attempt in Attempt},
    "partition": Partition(SERVER, (PEER, REGISTER), one_way=False, lasts=30_000_000),
    "one way": Partition(SERVER, (PEER,), one_way=True, lasts=30_000_000),
    "broken link": BreakLink(REGISTER, SERVER),
    "crash": Crash(SERVER, 20_000_000),
    **{f"certificate: {state}": BadCertificate(PEER, state) for state in CertificateState},
}
AT = 22
"The order of the move-in: a message is under way."


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("branching") / "run", options=replace(NOISE, faults="lossy"))


@pytest.fixture(scope="module")
def history(run: Path) -> History:
    return History(run, every=8)


def commands_of(run: Path) -> list[Command]:
    tape = lines((run / TAPE).read_bytes().splitlines(keepends=True))
    return [command_of(line) for line in tape if isinstance(line, CommandLine)]


def problems(out: Path) -> list[str]:
    return [str(one.problem) for one in verify_logs(out) if one.problem is not None]


def test_a_branch_that_nobody_disturbs_comes_to_rest_like_its_run(run: Path, history: History, tmp_path: Path) -> None:
    """After the last command of the story both go on alike."""
    parent = open_run(run).header
    left = Branch(history, parent.steps - 10)
    header = left.keep(tmp_path / "branch")
    assert (header.digest, header.steps, header.messages) == (parent.digest, parent.steps, parent.messages)
    assert replay(tmp_path / "branch") == []
    assert problems(tmp_path / "branch") == []
    assert header.scenario == f"special-transfer@{left.left_at}"
    assert [one.name for one in header.oracles] == [oracle.name for oracle in ORACLES]
    assert all(one.held for one in header.oracles)


def test_another_seed_differs_after_the_step_and_not_before(run: Path, history: History, tmp_path: Path) -> None:
    branch = Branch(history, AT, seed=77)
    header = branch.keep(tmp_path / "branch")
    one, other = (list(open_run(path).steps()) for path in (run, tmp_path / "branch"))
    assert one[: branch.left_at] == other[: branch.left_at]
    assert where_they_part(one[branch.left_at :], other[branch.left_at :]) != ""
    assert header.digest != open_run(run).header.digest
    assert replay(tmp_path / "branch") == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_on_a_branch_is_on_its_tape_and_replays(history: History, tmp_path: Path, name: str) -> None:
    branch = Branch(history, AT)
    branch.moment.command(COMMANDS[name])
    branch.keep(tmp_path / "branch")
    assert commands_of(tmp_path / "branch")[-1] == COMMANDS[name]
    assert replay(tmp_path / "branch") == []
    told = problems(tmp_path / "branch")
    assert ["revoked-certificate" in one for one in told] == [True] * name.endswith("revoked")


@pytest.mark.parametrize("attempt", list(Attempt))
def test_an_intrusion_where_no_session_opens_replays(history: History, tmp_path: Path, attempt: Attempt) -> None:
    branch = Branch(history, AT)
    branch.moment.command(BadCertificate(SERVER, CertificateState.EXPIRED))
    branch.moment.command(Intrusion(attempt, REGISTER, SERVER))
    branch.moment.until(branch.moment.simulation.world.now + 5_000_000)
    branch.moment.command(BadCertificate(SERVER, CertificateState.GOOD))
    header = branch.keep(tmp_path / "branch")
    assert replay(tmp_path / "branch") == []
    assert [(one.name, one.found) for one in header.oracles if not one.held] == []


@pytest.mark.parametrize("handling", [one for one in Handling if one is not Handling.RELEASE])
def test_a_message_handled_on_a_branch_comes_in_the_end(history: History, tmp_path: Path, handling: Handling) -> None:
    branch = Branch(history, AT)
    world = branch.moment.simulation.world
    while not (under_way := messages_under_way(world.agenda)):
        assert world.step()
    _, node, message, _ = under_way[0]
    branch.moment.command(Handle(node, message, handling))
    if handling is Handling.HOLD:
        branch.moment.until(world.now + 10_000_000)
        branch.moment.command(Handle(node, message, Handling.RELEASE))
    header = branch.keep(tmp_path / "branch")
    assert [(one.name, one.found) for one in header.oracles if not one.held] == []
    assert replay(tmp_path / "branch") == []


def test_what_is_held_to_the_end_is_lost_and_an_oracle_says_so(history: History, tmp_path: Path) -> None:
    branch = Branch(history, AT)
    world = branch.moment.simulation.world
    while not (under_way := messages_under_way(world.agenda)):
        assert world.step()
    branch.moment.command(Handle(under_way[0][1], under_way[0][2], Handling.HOLD))
    header = branch.keep(tmp_path / "branch")
    assert header.verdict == "failed"
    assert "nothing-lost" in [one.name for one in header.oracles if not one.held]
    assert replay(tmp_path / "branch") == []


def test_a_command_that_cannot_be_given_leaves_no_mark(history: History, tmp_path: Path) -> None:
    branch, straight = Branch(history, AT), Branch(history, AT)
    for command in (
        Crash(NodeId("152021/nobody"), 1),
        Handle(SERVER, "nobody#1", Handling.DROP),
        Intrusion(Attempt.REPLAYED_FRAME, REGISTER, NodeId("jlis/jpki")),
        Order(TERMINAL, "report_move_in", {"operator": "JK-0001", "terminal": "01", "card": "card/000010"}),
    ):
        with pytest.raises(BadInput):
            branch.moment.command(command)
    branch.keep(tmp_path / "branch")
    straight.keep(tmp_path / "straight")
    assert contents(tmp_path / "branch") == contents(tmp_path / "straight")


def test_a_branch_keeps_the_story_and_points_to_no_other_folder(run: Path, history: History, tmp_path: Path) -> None:
    Branch(history, AT).keep(tmp_path / "branch")
    kept = contents(tmp_path / "branch")
    assert kept[STORY] == contents(run)[STORY]
    assert not [name for name, content in kept.items() if str(run).encode() in content]


def test_a_branch_is_kept_in_a_new_folder_only(run: Path, history: History) -> None:
    before = contents(run)
    with pytest.raises(BadInput, match="something that is there already"):
        Branch(history, AT).keep(run)
    assert contents(run) == before


def test_a_branch_between_two_steps_of_one_moment_leaves_after_both(tmp_path: Path) -> None:
    """A message and the crash that follows it are one: no world ever stood between them."""
    out = recorded(tmp_path / "run", "special-transfer-node-down", replace(SMALL, faults="shaky"))
    steps = list(open_run(out).steps())
    inside = next(
        step.sequence - 1 for step in steps if step.what == "crash" and steps[step.sequence - 2].at == step.at
    )
    branch = Branch(History(out), inside)
    assert branch.left_at > inside
    branch.moment.command(BreakLink(REGISTER, SERVER))
    branch.keep(tmp_path / "branch")
    assert replay(tmp_path / "branch") == []


def test_the_examples_of_the_page_on_history_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "history.md"
    parts = page.read_text("utf-8").split("```python\n")[1:]
    recorded(tmp_path / "runs" / "special-transfer-1")
    monkeypatch.chdir(tmp_path)
    exec("\n".join(part.partition("```")[0] for part in parts), {})  # noqa: S102 - our own page
    assert replay(tmp_path / "runs" / "with-a-crash") == []


def test_a_branch_at_a_step_that_is_not_there_is_told(history: History) -> None:
    with pytest.raises(BadInput, match="step 99999"):
        Branch(history, 99_999)

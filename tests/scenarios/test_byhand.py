"""What a hand commanded, said in a story: every command comes back as it was, and whatever is said wrongly is told with its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from broken_runs import killed_after
from cast import NAGAOKA, NIIGATA
from hands import SOON, drive
from run_folders import SMALL
from small_stories import HEAD, story_text

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
from juki.protocol.terms.nodes import communication_server, resident_register
from juki.scenarios.byhand import HAND_VERBS, words_of
from juki.scenarios.folder import open_run
from juki.scenarios.library import find
from juki.scenarios.reading import read_file, read_text
from juki.scenarios.resuming import BrokenOff, resume
from juki.scenarios.running import RunOptions, run_story
from juki.scenarios.sitting.saving import scenario_text
from juki.scenarios.steering import SteeredRun
from juki.scenarios.story import Story
from juki.scenarios.tape import line_of_command
from juki.tui.cli import answer

REGISTER, SERVER, PEER = resident_register(NAGAOKA), communication_server(NAGAOKA), communication_server(NIIGATA)
COMMANDS: tuple[Command, ...] = (
    *(Handle(SERVER, f"{REGISTER}#5", handling) for handling in Handling),
    *(Intrusion(attempt, REGISTER, SERVER) for attempt in Attempt),
    Partition(SERVER, (PEER, REGISTER), one_way=True, lasts=30_000_001),
    Partition(SERVER, (PEER,), one_way=False, lasts=1),
    BreakLink(REGISTER, NodeId("card/000017")),
    Crash(SERVER, 20_000_000),
    *(BadCertificate(SERVER, state) for state in CertificateState),
    Order(REGISTER, "report_move_out", {"people": "01", "address": "試験町, 2番: 'x' #3", "with": "true"}),
    Order(REGISTER, "log_on", {}),
)
MOMENT = "after: 3, during: 2, turn: 7, at: 2026-03-16T09:00:00.000001"
STEPS = HEAD + "steps: [{wait: {for: 1 minute}}]\n"


def told(item: str, more: str = "") -> Story:
    return read_text(f"{STEPS}{more}hand:\n  - {item}\n", Path("s.yaml"))


@pytest.mark.parametrize("at", [0, 1, 828_321_802_044_701])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: type(one).__name__)
def test_a_command_comes_back_as_it_was(command: Command, at: int) -> None:
    from io import StringIO

    from ruamel.yaml.comments import CommentedMap

    from juki.scenarios.yamlfiles import round_trip

    line = line_of_command(command, 3, at, 7, 2)
    verb, said, more = words_of(line)
    assert verb in {one.name for one in HAND_VERBS}
    item, out = CommentedMap({verb: said | ({"with": more} if more else {})}), StringIO()
    round_trip().dump({"hand": [item]}, out)
    (again,) = read_text(STEPS + out.getvalue(), Path("s.yaml")).hand
    assert again.line == line


def test_japanese_words_say_the_same() -> None:
    english = told(f"drop: {{message: a#1, to: 152021/communication-server, {MOMENT}}}")
    japanese = told(
        "破棄: {電文: a#1, 送信先: 長岡市/市町村CS, ステップ数: 3, 指示: 2, 順番: 7, 時点: 2026-03-16 09:00:00.000001+09:00}"
    )
    assert [one.line for one in english.hand] == [one.line for one in japanese.hand]


TO = "to: 152021/communication-server"
WRONG = {
    f"dorp: {{message: a#1, {TO}, {MOMENT}}}": (7, "verb 'dorp'", "'drop', the nearest"),
    f"drop: {{mesage: a#1, {TO}, {MOMENT}}}": (7, "argument 'mesage' of drop", "'message', the nearest"),
    f"drop: {{message: a#1, to: 152021/comunication-server, {MOMENT}}}": (
        7,
        "'152021/comunication-server', which names 0 nodes",
        "'152021/communication-server', the nearest",
    ),
    f"drop: {{message: a#1, {TO}, after: 3, during: 2, turn: 7}}": (7, "drop without at", "at (時点): a moment: "),
    f"drop: {{message: a#1, {TO}, after: 3, during: 0, turn: 7, at: 2026-03-16}}": (7, "0", "above zero"),
    f"drop: {{message: a#1, {TO}, after: 3, during: 1, turn: 7, at: soon}}": (7, "'soon'", "a moment: "),
    f"drop: {{message: a#1, {TO}, after: 3, during: 1, turn: 7, at: 9999-01-01}}": (7, "'9999-01-01'", "2200"),
    f"drop: {{message: a#1, {TO}, after: x, during: 1, turn: 7, at: 2026-03-16}}": (7, "'x'", "a whole number"),
    f"crash: {{of: 長岡市/市町村CS, for: 20 minutes, {MOMENT}}}": (7, "'20 minutes'", "seconds, at most"),
    f"crash: {{of: 長岡市/市町村CS, for: 0.0000001 s, {MOMENT}}}": (7, "'0.0000001 s'", "seconds, at most"),
    f"spoil_certificate: {{of: 長岡市/市町村CS, state: odd, {MOMENT}}}": (7, "'odd'", "good"),
    f"crash: {{of: 長岡市/市町村CS, for: 2 s, with: {{a: b}}, {MOMENT}}}": (
        7,
        "words of an order in crash",
        "in an order",
    ),
    f"order: {{on: 長岡市/住民記録, verb: log_on, with: [a], {MOMENT}}}": (7, "a list", "what the order says"),
    f"order: {{on: 長岡市/住民記録, verb: log_on, with: {{a: true}}, {MOMENT}}}": (7, "True", "a text"),
    "{drop: {}, hold: {}}": (7, "2 verbs in one item", "one an item"),
    "drop": (7, "'drop'", "a command, for example"),
    "drop: 3": (7, "3", "arguments: "),
}


@pytest.mark.parametrize("item", WRONG)
def test_what_is_said_wrongly_is_told_with_its_line(item: str) -> None:
    line, found, expected = WRONG[item]
    with pytest.raises(BadInput) as fault:
        told(item)
    assert re.match(rf"s\.yaml:{line - 1}(:\d+)?$", fault.value.place), fault.value.place
    assert found in fault.value.found
    assert expected in fault.value.expected


def test_commands_stand_in_their_order() -> None:
    later, earlier = (MOMENT.replace("turn: 7", f"turn: {turn}") for turn in (7, 6))
    items = "\n  - ".join(f"crash: {{of: 長岡市/市町村CS, for: 2 s, {moment}}}" for moment in (later, earlier))
    with pytest.raises(BadInput, match="before that of the command above"):
        told(items)


@pytest.mark.parametrize("seed", ["-1", "18446744073709551616", "x", "1.5", "true", "[]"])
def test_a_seed_that_is_none_is_told(seed: str) -> None:
    with pytest.raises(BadInput, match="from 0 to 18446744073709551615"):
        read_text(STEPS + f"seed: {seed}\n", Path("s.yaml"))


def saved(out: Path, number: int = 5) -> tuple[Path, Story]:
    """A story with what a hand did, and its file."""
    story, options = find("special-transfer"), RunOptions(seed=8, link="null", residents=20)
    _, commands = drive(story, options, number)
    out.write_text(scenario_text(story, options, commands), "utf-8")
    return out, read_file(out)


def changed(story: Story, change: Callable[[str], str]) -> Story:
    return read_text(change(story.text), Path("hand.yaml"))


def test_the_command_line_takes_the_seed_of_the_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, story = saved(tmp_path / "hand.yaml")
    digest = run_story(story, RunOptions(seed=8, link="null")).digest
    assert answer(["run", str(path), "--out", str(tmp_path / "run"), "--json"]) in {0, 1}
    assert open_run(tmp_path / "run").header.digest == digest
    assert open_run(tmp_path / "run").header.seed == 8
    capsys.readouterr()


@pytest.mark.parametrize("driver", ["task", "direct"])
def test_under_another_seed_the_first_command_that_does_not_fit_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], driver: str
) -> None:
    path, story = saved(tmp_path / "hand.yaml")
    lines = [one.place.line for one in story.hand]
    asked = ["run", str(path), "--seed", "9", "--driver", driver, "--out", str(tmp_path / "run")]
    assert answer(asked) == 2
    said = capsys.readouterr().err
    assert "the seed and settings under which it was saved (this is seed 9)" in said
    assert any(f"hand.yaml:{line}" in said for line in lines)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hand.yaml"]


@pytest.mark.parametrize("driver", ["task", "direct"])
@pytest.mark.parametrize(
    ("was", "is_", "found"),
    [
        (r"after: \d+", "after: 9999", r"\d+ steps at that moment"),
        (r"turn: \d+", "turn: 0", "a moment that never came"),
        (r"turn: \d+", "turn: 99999", "a moment that never came"),
        (r"during: \d+", "during: 99999", "a moment that never came"),
        (r"at: '2026", "at: '2025", "at that moment"),
        (r"at: '2026", "at: '2027", "at that moment"),
        (r"message: \S+#\d+", "message: a/b#99", "none (under way|held)"),
        (r"- \w+: \{message: \S+ to: \S+", "- crash: {of: card/999999, for: 1 s,", "the node card/999999"),
    ],
)
def test_a_moment_that_is_another_is_told(tmp_path: Path, was: str, is_: str, found: str, driver: str) -> None:
    _, story = saved(tmp_path / "hand.yaml")
    handled = next(place for place, one in enumerate(story.hand) if one.line.verb == "handle")
    head, *items = story.text.split("hand:\n")[1].splitlines()[handled:]
    del items
    text = story.text.split("hand:\n")[0] + f"hand:\n{re.sub(was, is_, head)}\n"
    with pytest.raises(BadInput, match=found) as fault:
        run_story(read_text(text, Path("hand.yaml")), RunOptions(seed=8, link="null", driver=driver))
    assert fault.value.place.startswith("hand.yaml:")


def test_a_hand_in_a_story_that_has_one_keeps_what_is_to_come(tmp_path: Path) -> None:
    """Its own commands are given at their moments, and saved anew they are all there, in their order."""
    _, story = saved(tmp_path / "hand.yaml")
    options = replace(SMALL, seed=8)
    run = SteeredRun(story, options)
    control = run.begin()
    control.step(2)
    control.rest(SOON)
    control.command(Order(REGISTER, "log_off", {"operator": "JK-0001", "terminal": "01"}))
    control.rest(SOON)
    given = list(run.past.commands)
    early = scenario_text(story, options, given, steps=control.standing.steps)
    assert len(read_text(early, Path("s.yaml")).hand) == len(story.hand) + len([one for one in given if one.during])
    control.play()
    while not control.rest(SOON).is_over:
        control.play()
    assert run.report(SOON) is not None


def test_a_steered_run_of_a_story_with_a_hand_gives_it(tmp_path: Path) -> None:
    _, story = saved(tmp_path / "hand.yaml")
    run = SteeredRun(story, RunOptions(seed=8, link="null"))
    run.begin().play()
    report = run.report(SOON)
    assert report is not None
    assert report.digest == run_story(story, RunOptions(seed=8, link="null")).digest


def test_a_second_hand_in_a_run_that_is_killed_is_remembered(tmp_path: Path) -> None:
    _, story = saved(tmp_path / "hand.yaml")
    out, last = tmp_path / "run", story.hand[-1].line.step
    run = SteeredRun(story, RunOptions(seed=8, link="null", out=out), is_left=True)
    control = run.begin()
    control.step(3)
    control.rest(SOON)
    control.command(BreakLink(REGISTER, SERVER))
    control.step(min(last, 20))
    control.rest(SOON)
    control.stop()
    with pytest.raises(Exception, match="asked to stop"):
        run.report(SOON)
    report = resume(BrokenOff(out))
    assert report.steps > 20


def test_a_killed_run_of_a_story_with_a_hand_whose_file_is_gone_is_resumed(tmp_path: Path) -> None:
    path, story = saved(tmp_path / "hand.yaml")
    options = RunOptions(seed=8, link="null", out=tmp_path / "run")
    with killed_after(story.hand[-1].line.step + 2):
        run_story(story, options)
    path.unlink()
    assert resume(BrokenOff(tmp_path / "run")).digest == run_story(story, replace(options, out=None)).digest


def test_a_story_without_a_hand_is_as_it_was() -> None:
    story = read_text(story_text(), Path("s.yaml"))
    assert (story.hand, story.seed) == ((), 1)

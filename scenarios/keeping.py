"""A run's folder, kept whole or not at all: written under another name beside its place, named when everything is there."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from glob import escape
from io import BufferedReader, BufferedWriter
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from juki.protocol.errors import BadInput
from juki.scenarios.folder import BEGUN, HEADER, RunHeader, hash_of, sealed

RUNS = Path("runs")
"Where runs are kept if nobody says where."
_COUNT = count()
"Two runs of one process write into two folders, even if both are to have one name in the end."


class Keeping:
    """One folder that is being written.

    Attributes:
        folder: where it is written.

    Raises:
        BadInput: there is something at `out` already, or it is no name of a folder.
        OSError: the folder cannot be written.
    """

    def __init__(self, out: Path) -> None:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise BadInput(str(out), "something that is there already", "a new folder, or an empty one")
        try:
            self._shown, self._out = out, out.resolve()
        except (ValueError, RuntimeError) as fault:  # a NUL in the name, links in a circle
            raise BadInput(ascii(str(out))[1:-1], str(fault), "the name of a folder") from None
        self.folder = self._out.with_name(f".{self._out.name}.{os.getpid()}-{next(_COUNT)}.partial")
        shutil.rmtree(self.folder, ignore_errors=True)
        self._made = [parent for parent in self.folder.parents if not parent.exists()]
        self._open: list[BufferedWriter] = []
        self.folder.mkdir(parents=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if fault is not None:
            self.discard()

    def stream(self, name: str) -> BufferedWriter:
        """A file that is written bit by bit; if it cannot be, nothing is left behind."""
        try:
            file = (self.folder / name).open("wb")
        except OSError:
            self.discard()
            raise
        self._open.append(file)
        return file

    def piece(self, name: str, content: bytes) -> None:
        """A file that is there whole or not at all, whenever the process ends or the machine stops.

        Raises:
            OSError: it cannot be written; nothing of it is left.
        """
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rough = path.with_name(f"{path.name}.rough")
        try:
            with rough.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            rough.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                rough.unlink(missing_ok=True)
            raise

    def whole(self, header: RunHeader, files: Mapping[str, bytes]) -> None:
        """Write what is left, the header with all hashes last, and give the folder its name.

        Raises:
            OSError: it cannot be written.
            BadInput: something has come to be at the folder's place meanwhile.
        """
        self._close(but=BEGUN)
        for name, content in sorted(files.items()):
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        begun = self.folder / BEGUN
        written = sorted(path for path in self.folder.rglob("*") if path.is_file() and path != begun)
        hashes = {path.relative_to(self.folder).as_posix(): hash_of(path.read_bytes()) for path in written}
        (self.folder / HEADER).write_bytes(sealed(msgspec.structs.replace(header, files=hashes)))
        # Only now: whoever is killed before this leaves what can be begun again, and after it what lacks but its name.
        self._close()
        begun.unlink(missing_ok=True)
        try:
            self.folder.replace(self._out)
        except OSError as fault:
            if self._out.exists() and (not self._out.is_dir() or any(self._out.iterdir())):
                raise BadInput(str(self._shown), "something that came there meanwhile", "a new folder") from fault
            raise

    def discard(self) -> None:
        """Leave nothing behind, not even the folders that were made for it."""
        with contextlib.suppress(OSError):  # the disk is full: what was buffered is not wanted
            self._close()
        shutil.rmtree(self.folder, ignore_errors=True)
        for parent in self._made:
            with contextlib.suppress(OSError):  # somebody else has put something there
                parent.rmdir()

    def leave(self) -> None:
        """Write what is buffered, and leave the folder under the name it is written under."""
        with contextlib.suppress(OSError):  # the disk is full: whatever was written before is left
            self._close()

    def _close(self, but: str = "") -> None:
        """Close what is open, but for a file of that name."""
        closing = [file for file in self._open if not but or file.name != str(self.folder / but)]
        with contextlib.ExitStack() as files:
            for file in closing:
                files.callback(file.close)
        self._open = [file for file in self._open if not file.closed]


def free_folder(wanted: Path) -> Path:
    """The folder, or the first of its name with -2, -3 and so on that is neither there yet nor being written."""
    folder, number = wanted, 1
    while folder.exists() or any(folder.parent.glob(f".{escape(folder.name)}.*.partial")):
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def hold(file: BufferedWriter | BufferedReader) -> bool:
    """Mark a file as in use by whoever has it open; False if somebody else has. A process that is killed lets go."""
    try:
        import fcntl
    except ImportError:  # no such marks on this system: a run that is under way can then not be told from a dead one
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

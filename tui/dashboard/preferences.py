"""What the dashboard remembers from one start to the next. Knows no screen; a file that cannot be used is left aside.

It lies in the user's folder of states (XDG base directory specification), in `JUKI_STATE` if that is set.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

FILE = "dashboard.json"
MOST_OCTETS = 1_000_000
"A longer file is not ours."


class Preferences(msgspec.Struct, frozen=True):
    """What is remembered. An empty text is a wish that nobody has had yet.

    Attributes:
        language: `ja` or `en`.
        theme: a name of `themes`.
        is_projected: projector mode was on.
        story: played last.
        seed: taken last.
        sizes: of panes, in cells, by name.
        marks: of the run screen, by name: which view, whether lanes are nodes, and the like.
    """

    language: str = ""
    theme: str = ""
    is_projected: bool = False
    story: str = ""
    seed: int = 1
    sizes: dict[str, int] = {}
    marks: dict[str, str] = {}


def place(environment: Mapping[str, str]) -> Path:
    """Where they are kept.

    Raises:
        RuntimeError: nobody knows whose home this is.
    """
    if environment.get("JUKI_STATE"):
        return Path(environment["JUKI_STATE"]).expanduser() / FILE
    states = environment.get("XDG_STATE_HOME", "")
    folder = Path(states) if Path(states).is_absolute() else Path("~/.local/state").expanduser()
    return folder / "juki" / FILE


class Memory:
    """The preferences of one process.

    Args:
        path: of the file; None to remember nothing.

    Attributes:
        fault: why something could not be read or kept; empty if all went well. The dashboard says it once.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self.fault = ""
        self.now = self._read()

    def _read(self) -> Preferences:
        if self._path is None:
            return Preferences()
        try:
            with self._path.open("rb") as file:
                return msgspec.json.decode(file.read(MOST_OCTETS), type=Preferences)
        except FileNotFoundError:
            return Preferences()
        except (OSError, ValueError, RecursionError) as fault:
            self.fault = f"{self._path}: {_reason(fault)}"
            return Preferences()

    def keep(self, **changes: object) -> None:
        """Change some of them, and write all, whole or not at all. Whoever writes last is remembered."""
        self.now = msgspec.structs.replace(self.now, **changes)
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._write(self._path, msgspec.json.format(msgspec.json.encode(self.now), indent=1))
        except (OSError, ValueError) as fault:
            self.fault = f"{self._path}: {_reason(fault)}"

    @staticmethod
    def _write(path: Path, text: bytes) -> None:
        number, name = tempfile.mkstemp(prefix=f".{FILE}.", dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(text)
            Path(name).replace(path)
        except OSError:
            with suppress(OSError):
                Path(name).unlink()
            raise


def of_environment(environment: Mapping[str, str]) -> Memory:
    """The preferences of whoever started this process."""
    try:
        return Memory(place(environment))
    except RuntimeError:
        return Memory(None)


def _reason(fault: Exception) -> str:
    return (fault.strerror or str(fault)) if isinstance(fault, OSError) else str(fault)

"""`juki` and `juki tui` from outside: what is refused before a screen opens, and a terminal that is whole afterwards."""

from __future__ import annotations

import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

import pytest

from juki.tui import language
from juki.tui.cli import answer

START = "from juki.tui.cli import main; main()"
PATIENCE = 100.0


class Terminal:
    """The command on a terminal of its own, as somebody at a keyboard has it."""

    def __init__(self, folder: Path, *arguments: str, code: str = START) -> None:
        self.screen = b""
        ours, theirs = pty.openpty()
        ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self._before = termios.tcgetattr(theirs)
        self._ours, self._theirs = ours, theirs
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUKI", "LC_", "LANG"))}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=folder,
            env=environment | {"TERM": "xterm-256color", "JUKI_STATE": str(folder / "state"), "LANG": "C.UTF-8"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,  # Textual draws there
        )

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def until(self, words: str) -> None:
        """Read until these are on the screen."""
        ends = time.monotonic() + PATIENCE
        while words.encode() not in self.screen:
            assert time.monotonic() < ends, self.screen[-2000:]
            self._read()

    def _read(self) -> None:
        ready, _, _ = select.select([self._ours], [], [], 0.1)
        if ready:
            self.screen += os.read(self._ours, 65536)

    def ended(self) -> tuple[int, str]:
        """Exit code and what stands on the terminal afterwards; the terminal is as it was."""
        ends = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < ends, self.screen[-2000:]
            self._read()
        self._read()
        assert termios.tcgetattr(self._theirs) == self._before, "echo and lines are back"
        assert self.screen.rindex(b"\x1b[?1049l") > self.screen.rindex(b"\x1b[?1049h"), "the screen from before is back"
        self.close()
        return self.process.returncode, self.screen.rpartition(b"\x1b[?1049l")[2].decode()

    def close(self) -> None:
        """Let go of the terminal, and of the process if it is still there."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for number in (self._ours, self._theirs):
            with suppress(OSError):
                os.close(number)


Open = Callable[..., Terminal]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens the command on a terminal; whatever happens, nothing is left running."""
    terminals: list[Terminal] = []

    def open_one(*arguments: str, code: str = START) -> Terminal:
        terminals.append(Terminal(tmp_path, *arguments, code=code))
        return terminals[-1]

    yield open_one
    for terminal in terminals:
        terminal.close()


def plain(said: str) -> str:
    """What was said, without what a terminal is told."""
    return re.sub(r"\x1b[\[\]<>=?0-9;]*[a-zA-Z]?", "", said).strip()


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tui"], "juki tui"),
        (["tui", "no-such-story"], "no-such-story"),
        (["tui", "no/such/file.yaml"], "no/such/file.yaml"),
        (["tui", "."], "."),
        (["tui", "special-transfer", "--profile", "law-1999"], "law-1999"),
        (["tui", "special-transfer", "--link", "pigeon"], "pigeon"),
        (["tui", "special-transfer", "--faults", "no-such-weather"], "no-such-weather"),
        (["tui", "special-transfer"], "juki tui"),
        (["tui", "--seed", "5"], "juki tui"),
        (["tui", "--at", "5"], "juki tui"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else None,
)
def test_what_cannot_be_opened_is_refused_before_a_screen_opens(
    arguments: list[str],
    said: str,
    lang: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answer([*arguments, "--lang", lang]) == 2
    heard = capsys.readouterr()
    assert said in heard.err
    assert heard.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["list"], ["list", "refusals"], ["--help"], ["tui", "--help"]], ids=" ".join)
def test_nothing_but_the_dashboard_loads_textual(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom juki.tui.cli import answer\nassert answer(sys.argv[1:]) == 0\n"
        "loaded = [name for name in sys.modules if name.partition('.')[0] == 'textual']\nassert loaded == [], loaded"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_juki_alone_opens_the_picker_and_gives_the_terminal_back(opened: Open) -> None:
    terminal = opened()
    terminal.until("special-transfer")
    terminal.type("q")
    code, said = terminal.ended()
    assert (code, plain(said)) == (0, "")


@pytest.mark.parametrize("keys", ["\x03", "\x11"], ids=["ctrl+c", "ctrl+q"])
def test_the_ways_out_end_with_0(keys: str, opened: Open) -> None:
    terminal = opened("tui", "--lang", "ja")
    terminal.until("特例転入")
    terminal.type(keys)
    code, said = terminal.ended()
    assert (code, plain(said)) == (0, "")


@pytest.mark.parametrize("arguments", [(), ("tui", "special-transfer")], ids=["picker", "story"])
def test_whoever_leaves_at_once_is_let_go(arguments: tuple[str, ...], opened: Open) -> None:
    terminal = opened(*arguments)
    terminal.until("\x1b[?1049h")
    terminal.type("\x11")
    code, said = terminal.ended()
    assert (code, plain(said)) == (0, "")


def test_a_kill_gives_the_terminal_back(opened: Open) -> None:
    terminal = opened()
    terminal.until("special-transfer")
    terminal.process.terminate()
    assert terminal.ended()[0] == 0


def test_a_story_opens_paused_and_leaving_it_says_where_it_is(opened: Open) -> None:
    terminal = opened("tui", "special-transfer")
    terminal.until("Space")
    terminal.type("nnn")
    terminal.until("step 3/3")
    terminal.type("\x11")
    code, said = terminal.ended()
    assert code == 0, said
    assert "juki run --resume runs/" in said


def test_a_story_that_is_left_before_its_first_step_leaves_nothing(opened: Open, tmp_path: Path) -> None:
    terminal = opened("tui", "special-transfer")
    terminal.until("Space")
    terminal.type("\x11")
    code, said = terminal.ended()
    assert (code, plain(said)) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_a_fault_inside_gives_the_terminal_back_and_ends_with_3(opened: Open) -> None:
    broken = (
        "from juki.tui.dashboard.app import JukiApp\n"
        "def broken(self):\n    number = '90000000001'\n    raise RuntimeError(f'{number} broke')\n"
        f"JukiApp.action_glossary = broken\n{START}"
    )
    terminal = opened(code=broken)
    terminal.until("special-transfer")
    terminal.type("g")
    code, said = terminal.ended()
    assert code == 3
    assert "RuntimeError: *******0001 broke" in said
    assert "90000000001" not in said
    assert "fault of juki itself" in said


def test_the_language_of_last_time_is_spoken_unless_this_call_names_one(opened: Open) -> None:
    terminal = opened()
    terminal.until("Stories and runs")
    terminal.type("L")
    terminal.until("シナリオと実行")
    terminal.type("q")
    terminal.ended()
    again = opened()
    again.until("シナリオと実行")
    again.type("q")
    again.ended()
    named = opened("--lang", "en")
    named.until("Stories and runs")
    named.type("q")
    named.ended()

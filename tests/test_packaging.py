"""The wheel in a stranger's project: its own `scenarios` and `protocol` work beside ours. Knows no code but its names.

The stranger's environment is a new one. It reaches our libraries by a path file, which names the folder they lie in:
path files *inside* that folder, the one of the editable install among them, are not read then.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("protocol", "nodes", "scenarios", "tui")

STRANGER = {
    "conftest.py": "import pytest\n\n@pytest.fixture\ndef mine() -> str:\n    return 'from the root conftest'\n",
    "protocol.py": "OWNER = 'the stranger'\n",
    "scenarios/__init__.py": "OWNER = 'the stranger'\n",
    "test_mine.py": """
from pathlib import Path
import sys

import juki
import juki.protocol
import juki.scenarios
import protocol
import scenarios
from juki.protocol.terms import JuminhyoCode


def test_both_work_side_by_side(mine):
    assert Path(juki.__file__).is_relative_to(sys.prefix)
    assert Path(juki.protocol.__file__).is_relative_to(sys.prefix)
    assert JuminhyoCode.__module__.startswith("juki.protocol.terms")
    assert (protocol.OWNER, scenarios.OWNER) == ("the stranger", "the stranger")
    assert mine == "from the root conftest"
""",
}


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "VIRTUAL"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=clean, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, f"{command} gave {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def in_tree(*folders: str) -> set[str]:
    """Every file that people made in these folders, from the root."""
    files = (file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file())
    names = {file.relative_to(ROOT) for file in files if file.suffix != ".pyc"}
    return {name.as_posix() for name in names if not any(part.startswith((".", "__pycache__")) for part in name.parts)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--sdist", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    [found] = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def shipped(built: Path) -> set[str]:
    [found] = built.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        return {member.name.partition("/")[2] for member in archive.getmembers()}


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """The `bin` folder of a new environment that holds the wheel, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("a stranger") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    libraries = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    (own / "libraries.pth").write_text("\n".join(sorted(libraries)), "utf-8")
    return folder / "bin"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in STRANGER.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def test_the_wheel_claims_one_name(contents: set[str]) -> None:
    [info] = {name.split("/")[0] for name in contents} - {"juki"}
    assert info.endswith(".dist-info")


def test_the_wheel_holds_the_four_folders_whole_and_nothing_else(contents: set[str]) -> None:
    ours = {name for name in contents if name.startswith("juki/")}
    assert ours == {"juki/__init__.py", "juki/py.typed"} | {f"juki/{name}" for name in in_tree(*FOLDERS)}


def test_the_wheel_holds_the_licence_and_the_command(contents: set[str]) -> None:
    names = {name.partition(".dist-info/")[2] for name in contents}
    assert {"licenses/LICENSE", "entry_points.txt"} <= names


def test_the_sdist_holds_the_tests(shipped: set[str]) -> None:
    assert in_tree("tests") <= shipped


def test_a_wheel_made_from_the_sdist_is_the_same(built: Path, wheel: Path, tmp_path: Path) -> None:
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [source] = tmp_path.iterdir()
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path / "again", source)
    assert (tmp_path / "again" / wheel.name).read_bytes() == wheel.read_bytes()


@pytest.mark.parametrize("started_as", ["pytest", "python -m pytest"])
def test_a_project_with_folders_of_the_same_names_works(stranger: Path, project: Path, started_as: str) -> None:
    # The command `pytest` starts without the current folder on its path; `-P` does the same.
    command = {
        "pytest": (stranger / "python", "-P", "-c", "import pytest; raise SystemExit(pytest.console_main())"),
        "python -m pytest": (stranger / "python", "-m", "pytest"),
    }[started_as]
    assert "1 passed" in run(*command, "-p", "no:cacheprovider", cwd=project)


def test_the_command_is_installed(stranger: Path, project: Path) -> None:
    import juki

    assert juki.__version__ in run(stranger / "juki", "--version", cwd=project)


def test_the_lock_satisfies_all_that_is_declared() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*declared["build-system"]["requires"], *declared["project"]["dependencies"]]
    wanted += [line for lines in declared["project"]["optional-dependencies"].values() for line in lines]
    lines = (line.split() for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines() if "==" in line)
    locked = dict(line[0].split("==") for line in lines)
    missing = [line for line in wanted if not _is_met(Requirement(line), locked)]
    assert missing == [], "make lock"


def _is_met(requirement: Requirement, locked: dict[str, str]) -> bool:
    version = locked.get(canonicalize_name(requirement.name))
    return version is not None and requirement.specifier.contains(version)


def test_the_lock_names_no_place_to_fetch_from() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert [line for line in text.splitlines() if "/" in line or ("--" in line and "--hash=sha256:" not in line)] == []

"""The shape of the code: sizes, directions of import, and the determinism fence. Knows nothing of what the code does."""

from __future__ import annotations

import ast
import math
import subprocess
import sys
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
from fence import Finding, scan

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("protocol", "nodes", "scenarios", "tui")
FENCED = ("protocol", "nodes")

ALLOWED: list[tuple[Finding, str]] = [
    # (Finding(path, place, kind, text), why it cannot change a history); one row for each time it occurs.
]


def sources(*folders: str) -> dict[str, str]:
    files = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}


def function_lengths() -> dict[str, int]:
    """Lines of every function, its docstring left out; what is defined inside counts for both."""
    lengths = {}
    for path, text in sources(*FOLDERS).items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = _lines(node)
                if ast.get_docstring(node, clean=False) is not None:
                    lines -= _lines(node.body[0])
                lengths[f"{path}:{node.lineno} {node.name}"] = lines
    return lengths


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def module_lengths() -> dict[str, int]:
    return {path: len(text.splitlines()) for path, text in sources(*FOLDERS).items()}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_no_module_is_longer_than_400_lines() -> None:
    assert {path: lines for path, lines in module_lengths().items() if lines > 400} == {}


def test_the_median_module_has_80_to_150_lines() -> None:
    lengths = [lines for path, lines in module_lengths().items() if not path.endswith("__init__.py")]
    assert 80 <= median(lengths) <= 150


def test_no_function_is_longer_than_60_lines() -> None:
    assert {name: lines for name, lines in function_lengths().items() if lines > 60} == {}


def test_nine_functions_in_ten_have_at_most_25_lines() -> None:
    lengths = sorted(function_lengths().values())
    assert lengths[math.ceil(len(lengths) * 0.9) - 1] <= 25


def test_every_module_says_what_it_owns() -> None:
    mute = [path for path, text in sources(*FOLDERS).items() if text.strip() and not ast.get_docstring(ast.parse(text))]
    assert mute == []


def test_imports_keep_their_direction() -> None:
    verdict = run(sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())")
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


LOADED = """
import importlib, pkgutil, sys
for name in {names!r}:
    module = importlib.import_module(name)
    if {whole!r}:
        for found in pkgutil.walk_packages(module.__path__, name + "."):
            importlib.import_module(found.name)
print(*sorted(set({heavy!r}) & set(sys.modules)))
"""


@pytest.mark.parametrize(
    ("names", "whole", "heavy"),
    [
        (["juki.protocol"], True, ["trio", "anyio", "asyncio", "sqlite3", "sqlite_utils", "textual"]),
        (["juki", "juki.tui.cli"], False, ["textual"]),
    ],
    ids=["the whole protocol loads no loop, store or screen", "the command line loads no screen"],
)
def test_an_import_loads_no_more_than_it_needs(names: list[str], whole: bool, heavy: list[str]) -> None:  # noqa: FBT001
    loaded = run(sys.executable, "-I", "-c", LOADED.format(names=names, whole=whole, heavy=heavy))
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.split() == []


def test_the_fence_holds_but_for_what_the_table_allows() -> None:
    found = scan(sources(*FENCED))
    allowed = Counter(finding for finding, _ in ALLOWED)
    new, stale = found - allowed, allowed - found
    report = [f"not allowed: {finding}" for finding in sorted(new.elements())]
    report += [f"no longer in the code: {finding}" for finding in sorted(stale.elements())]
    assert not report, "\n".join(report)


def test_every_allowed_finding_has_its_reason() -> None:
    assert [finding for finding, reason in ALLOWED if len(reason.split()) < 3] == []

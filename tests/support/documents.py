"""The documents as tests read them: which there are, their tables, fenced blocks, headings and links. Judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LINK = re.compile(r"!?\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]+)\)")
_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Call:
    """A command of a document and what the document says that it prints; empty if it says nothing."""

    command: str
    output: str


def documents() -> list[Path]:
    """Every Markdown file of the project."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def written_by_hand() -> list[Path]:
    return [path for path in documents() if path.parent.name != "reference"]


def text_of(path: str | Path) -> str:
    return (ROOT / path).read_text("utf-8")


def without_blocks(text: str) -> str:
    """The text with its fenced blocks left out."""
    return _FENCE.sub("", text)


def blocks(text: str, kind: str) -> list[str]:
    """The bodies of fenced blocks of a kind."""
    return [found["body"] for found in _FENCE.finditer(text) if found["kind"] == kind]


def calls(text: str) -> Iterator[Call]:
    """Every command after a `$` in a console block."""
    for body in blocks(text, "console"):
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield Call(command, output)


def links(text: str) -> Iterator[tuple[str, str]]:
    """Words and target of every link, fenced blocks left out."""
    for found in _LINK.finditer(without_blocks(text)):
        yield found["text"], found["target"]


def anchors(text: str) -> set[str]:
    """What a link may name after `#`: headings as GitHub spells them."""
    headings = re.findall(r"^#+ (.+)$", without_blocks(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def sections(text: str) -> dict[str, str]:
    """The text under each heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """Rows of all tables, heads and rules left out."""
    found: list[list[str]] = []
    lines = text.splitlines()
    for place, line in enumerate(lines):
        is_head = place + 1 < len(lines) and lines[place + 1].startswith("| ---")
        if line.startswith("|") and not line.startswith("| ---") and not is_head:
            found.append([cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return found

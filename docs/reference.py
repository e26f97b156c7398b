"""`python docs/reference.py`: writes every page that is made from the code. With `--check` it writes nothing and names the stale.

Which pages there are stands here; what is on them in the modules beside this one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from command_pages import commands_page
from glossary_page import glossary_page
from key_pages import keys_page
from pictures import pictures
from protocol_pages import (
    deadlines_page,
    machines_page,
    messages_page,
    nodes_page,
    profiles_page,
    records_page,
    refusals_page,
)
from screens import screens
from story_pages import faults_page, oracles_page, stories_page, story_language_page

DOCS = Path(__file__).resolve().parent
PAGES: dict[str, Callable[[], str]] = {
    "glossary.md": glossary_page,
    "reference/commands.md": commands_page,
    "reference/keys.md": keys_page,
    "reference/stories.md": stories_page,
    "reference/story-language.md": story_language_page,
    "reference/oracles.md": oracles_page,
    "reference/messages.md": messages_page,
    "reference/records.md": records_page,
    "reference/nodes.md": nodes_page,
    "reference/machines.md": machines_page,
    "reference/refusals.md": refusals_page,
    "reference/deadlines.md": deadlines_page,
    "reference/faults.md": faults_page,
    "reference/profiles.md": profiles_page,
}


def stale() -> dict[Path, str]:
    """Every page and picture that is not as the code would make it, and what it should be."""
    made = {DOCS / name: make() for name, make in PAGES.items()} | pictures() | screens()
    return {path: text for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text}


def main(arguments: list[str]) -> int:
    found = stale()
    for path, text in found.items():
        sys.stdout.write(f"{path.relative_to(DOCS.parent)}\n")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return 1 if found and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

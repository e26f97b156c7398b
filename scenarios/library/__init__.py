"""The stories that come with `juki`: the YAML files of this folder. Knows no more of them than their names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from juki.protocol.errors import BadInput
from juki.scenarios.reading import read_file
from juki.scenarios.story import Story
from juki.scenarios.vocabulary import closest

FOLDER = Path(__file__).parent
LONGEST_NAME = 60
"Characters; of a longer name there can be no file, and asking for it is an error of its own."
SUFFIXES = (".yaml", ".yml")


@cache
def stories() -> tuple[Story, ...]:
    """Every story of the library, by name."""
    return tuple(sorted((read_file(path) for path in FOLDER.glob("*.yaml")), key=lambda story: story.name))


def find(name_or_file: str) -> Story:
    """The story of a name or Japanese alias, or in a file.

    Raises:
        BadInput: there is none, or the file holds none.
    """
    if name_or_file.endswith(SUFFIXES) or "/" in name_or_file:
        return read_file(Path(name_or_file))
    direct = FOLDER / f"{name_or_file}.yaml"
    if len(name_or_file) <= LONGEST_NAME and direct.is_file():
        return read_file(direct)
    names = {name: story for story in stories() for name in (story.name, *story.aliases)}
    if name_or_file not in names:
        raise BadInput("scenario", repr(name_or_file), closest(name_or_file, names) + ", or a file ending in .yaml")
    return names[name_or_file]


def is_shipped(story: Story) -> bool:
    """Whether a story is one of this folder."""
    return story.path.parent == FOLDER

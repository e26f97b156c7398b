"""What the picker offers: the stories in their groups, and the runs that were kept here. Knows no screen, opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from juki.scenarios.folder import BEGUN, HEADER
from juki.scenarios.library import stories
from juki.scenarios.story import Story, Words
from juki.tui.dashboard.jumping import folded

GROUPS = (
    ("special-transfer", Words("特例転入", "Special transfer")),
    ("identity-update", Words("本人確認情報の更新", "Identity updates")),
    ("identity-", Words("本人確認・検索・照会", "Identification, search, inquiry")),
    ("number-", Words("本人確認・検索・照会", "Identification, search, inquiry")),
    ("fugo-", Words("符号の取得", "Acquisition of a fugo")),
    ("consistency-", Words("整合性確認", "Consistency check")),
    ("kiosk-", Words("コンビニ交付", "Certificates at a kiosk")),
    ("operator", Words("操作者と権限", "Operators and rights")),
)
"By the beginning of a story's name, in the order in which the picker has them."
OTHERS = Words("その他", "Others")
MOST_RUNS = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A run in a folder.

    Attributes:
        is_whole: it can be looked at; else it was broken off, or is still being written.
        written: seconds since 1970, of its header.
    """

    folder: Path
    is_whole: bool
    written: float
    scenario: str = ""
    seed: int = 0
    profile: str = ""
    steps: int = 0
    held: bool = False


class _Header(msgspec.Struct):
    scenario: str
    seed: int
    profile: str
    steps: int
    verdict: str


def group_of(story: Story) -> Words:
    """The group in which a story stands."""
    return next((words for begin, words in GROUPS if story.name.startswith(begin)), OTHERS)


def shelves() -> list[tuple[Words, list[Story]]]:
    """Every story of the library, group by group; the plain one comes before its variants."""
    by_group: dict[Words, list[Story]] = {words: [] for words in (*(words for _begin, words in GROUPS), OTHERS)}
    for story in stories():
        by_group[group_of(story)].append(story)
    return [(words, sorted(found, key=_plain_first)) for words, found in by_group.items() if found]


def _plain_first(story: Story) -> tuple[bool, str]:
    return story.name not in {begin for begin, _ in GROUPS}, story.name


def fits(story: Story, wished: str) -> bool:
    """Whether every word that was typed is somewhere in what a story says of itself."""
    texts = (
        story.name,
        *story.aliases,
        *story.law,
        *_both(story.title),
        *_both(story.teaches),
        *_both(group_of(story)),
    )
    text = folded(" ".join(texts))
    return all(word in text for word in folded(wished).split())


def _both(words: Words) -> tuple[str, str]:
    return words.ja, words.en


def kept_runs(folder: Path, most: int = MOST_RUNS) -> list[Kept]:
    """The newest runs of a folder, whole ones and broken ones; what is neither is passed over."""
    found = sorted(_runs(folder), key=lambda run: (-run.written, run.folder.name))
    return found[:most]


def _runs(folder: Path) -> Iterator[Kept]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for path in entries:
        try:
            if (path / HEADER).is_file():
                yield _whole(path)
            elif path.name.endswith(".partial") and (path / BEGUN).is_file():
                yield Kept(path, is_whole=False, written=(path / BEGUN).stat().st_mtime)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue


def _whole(path: Path) -> Kept:
    file = path / HEADER
    header = msgspec.json.decode(file.read_bytes(), type=_Header)
    return Kept(
        path,
        is_whole=True,
        written=file.stat().st_mtime,
        scenario=header.scenario,
        seed=header.seed,
        profile=header.profile,
        steps=header.steps,
        held=header.verdict == "held",
    )

"""The wording of the picker: lines of the list, and what is told of a story, of a run and of the options. Chooses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from juki.tui.dashboard.prose import Paragraph
from juki.tui.dashboard.shelf import Kept
from juki.tui.language import pick, spoken
from juki.tui.output import verdict_sign

if TYPE_CHECKING:
    from juki.scenarios.running import RunOptions
    from juki.scenarios.story import Story

GAP = "  "
COLUMN = 14
BLANK = Paragraph("")


def story_line(story: Story) -> Text:
    """The title, at the list's left."""
    return Text(f"  {story.title.in_(spoken())}", no_wrap=True, overflow="ellipsis")


def run_line(run: Kept) -> Text:
    """The folder, and how it ended."""
    sign = ("✓" if run.held else "✗") if run.is_whole else "…"
    return Text(f"{sign} {run.folder.name}", no_wrap=True, overflow="ellipsis")


def details_of_story(story: Story) -> list[Paragraph]:
    """Title, what it teaches, law, minutes, and by which names it is called."""
    facts = (
        (pick("条文", "law"), pick("、", ", ").join(story.law)),
        (pick("時間", "time"), pick(f"約{story.minutes}分", f"about {story.minutes} minutes")),
        (pick("名前", "name"), " / ".join((story.name, *story.aliases))),
        (pick("プロファイル", "profiles"), ", ".join(story.profiles)),
        (pick("障害", "faults"), story.faults),
        (pick("手順", "steps"), str(len(story.steps))),
    )
    return [
        Paragraph(story.title.in_(spoken()), "bold"),
        Paragraph(story.title.in_(pick("en", "ja")), "$text-muted"),
        BLANK,
        Paragraph(story.teaches.in_(spoken())),
        BLANK,
        *_facts(facts),
    ]


def details_of_run(run: Kept) -> list[Paragraph]:
    """What a kept run was; of one that was broken off, how to carry it on."""
    title = Paragraph(str(run.folder), "bold")
    if not run.is_whole:
        words = pick(
            "書き終わっていない実行です。中断したものは、次で最後まで進められます。",
            "A run that is not whole. If it was broken off, this carries it to its end:",
        )
        return [title, BLANK, Paragraph(words), BLANK, Paragraph(f"juki run --resume {run.folder}", "bold")]
    facts = (
        (pick("シナリオ", "story"), run.scenario),
        (pick("シード", "seed"), str(run.seed)),
        (pick("プロファイル", "profile"), run.profile),
        (pick("ステップ", "steps"), str(run.steps)),
        (pick("判定", "verdict"), verdict_sign(held=run.held)),
    )
    return [title, BLANK, *_facts(facts)]


def _facts(facts: Iterable[tuple[str, str]]) -> list[Paragraph]:
    return [Paragraph(value, head=name, column=COLUMN, head_style="bold") for name, value in facts]


def option_line(options: RunOptions, chosen: Story | Kept | None) -> Text:
    """How the chosen story would be run."""
    own = pick("シナリオの既定", "the story's own")
    if isinstance(chosen, Kept):
        return Text(pick("Enter でこの実行を開きます", "Enter opens this run"))
    profiles = chosen.profiles if chosen is not None else ()
    profile = options.profile or (profiles[0] if profiles else own)
    if profiles and profile not in profiles:
        profile = pick(
            f"{profiles[0]} (このシナリオに {profile} はありません)",
            f"{profiles[0]} ({profile} is none of this story's)",
        )
    faults = options.faults or (chosen.faults if chosen is not None else own)
    words = Text()
    for name, value in (
        (pick("シード", "seed"), str(options.seed)),
        (pick("プロファイル", "profile"), profile),
        (pick("通信路", "link"), options.link),
        (pick("障害", "faults"), faults),
    ):
        words.append(f"{name} ")
        words.append(f"{value}{GAP}", "bold")
    return words

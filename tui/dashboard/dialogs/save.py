"""Where a scenario is saved, and under which title. Writes nothing; a file that is there is never taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from juki.scenarios.faultfiles import SUFFIXES
from juki.scenarios.story import Words
from juki.tui.dashboard.dialogs.dialog import CLOSE, Hint
from juki.tui.dashboard.dialogs.form import Field, Form
from juki.tui.language import pick


@dataclass(frozen=True, slots=True)
class SaveChoice:
    """What was entered.

    Attributes:
        path: of a file that was not there.
        title: of the new story.
    """

    path: Path
    title: Words


class SaveDialog(Form[SaveChoice]):
    """Asks for file and title.

    Args:
        name: of the file, to begin with; a free one beside it is taken if there is one already.
        title: to begin with.
        folder: in which the name is looked for.
    """

    TITLE_WORDS = Words("シナリオを保存", "Save as a scenario")
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "ここまでの操作を含むシナリオを1つのファイルに保存します。juki run でそのファイルを実行すると同じ履歴になります。"
        "すでにあるファイルには上書きしません。",
        "Writes the story with everything done by hand into one file; `juki run` with that file makes the same history again. "
        "A file that is there is never overwritten.",
    )
    HINTS = (Hint("Enter", Words("保存", "save"), "submit"), Hint("Tab", Words("次の欄", "next field")), CLOSE)

    def __init__(self, name: str, title: Words, folder: Path | None = None) -> None:
        self._folder = folder or Path()
        super().__init__(
            [
                Field("path", Words("ファイル", "file"), (), _free(self._folder, name)),
                Field("ja", Words("題名(日本語)", "title (ja)"), (), title.ja),
                Field("en", Words("題名(英語)", "title (en)"), (), title.en),
            ]
        )

    def parts(self) -> Iterable[Widget]:
        yield Static(id="question", classes="question")
        yield from self.fields()

    def on_mount(self) -> None:
        super().on_mount()
        self.lines["path"].box.focus()

    def word(self) -> None:
        super().word()
        words = pick(
            "juki run ファイル名 で同じ履歴を再現できます。", "juki run FILE will make the same history again."
        )
        self.query_one("#question", Static).update(Content(words))

    def action_submit(self) -> None:
        self.submit()

    def submit(self) -> None:
        """Give the choice, if the file can be written and is not there."""
        said = self.read()
        path = self._folder / Path(said.get("path", "")).expanduser()
        if not said.get("path"):
            self.complain(pick("ファイル名を入力してください", "a name for the file, please"))
        elif path.suffix not in SUFFIXES:
            self.complain(pick(f"ファイル名は{SUFFIXES[0]}で終わります", f"the name ends in {SUFFIXES[0]}"))
        elif path.exists():
            self.complain(
                pick(f"{path}はすでにあります。上書きしません", f"{path} is there already; it is not overwritten")
            )
        elif not path.parent.is_dir():
            self.complain(pick(f"フォルダ{path.parent}がありません", f"there is no folder {path.parent}"))
        elif not (said.get("ja") or said.get("en")):
            self.complain(pick("題名を入力してください", "a title, please"))
        else:
            ja, en = said.get("ja", ""), said.get("en", "")
            self.dismiss(SaveChoice(path, Words(ja=ja or en, en=en or ja)))


def _free(folder: Path, name: str) -> str:
    """The name, or the first with a number after it, of a file that is not there."""
    stem = name.removesuffix(SUFFIXES[0])
    tried = f"{stem}{SUFFIXES[0]}"
    number = 2
    while (folder / tried).exists():
        tried = f"{stem}-{number}{SUFFIXES[0]}"
        number += 1
    return tried

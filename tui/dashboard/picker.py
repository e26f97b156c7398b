"""The first screen: every story with what it teaches, and the runs that were kept; one is chosen and begun. Runs nothing.

The stories are read beside the first frame, so that the screen is there at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from juki.protocol.errors import BadInput
from juki.protocol.versions import PROFILES
from juki.scenarios.keeping import RUNS
from juki.scenarios.story import Story, Words
from juki.tui import complaints
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import Place, bindings
from juki.tui.dashboard.opening import Opening
from juki.tui.dashboard.picker_words import details_of_run, details_of_story, option_line, run_line, story_line
from juki.tui.dashboard.prose import Prose
from juki.tui.dashboard.shelf import Kept, fits, kept_runs, shelves
from juki.tui.dashboard.small_terminal import SmallTerminal
from juki.tui.language import pick, spoken

if TYPE_CHECKING:
    from juki.scenarios.running import RunOptions
    from juki.tui.dashboard.app import JukiApp

LINKS = ("noise", "null", "tls")
MOST_DIGITS = 19
"Of a seed: all below 2**63."


class PickerScreen(Screen[None]):
    """Stories to the left, what the chosen one is about to the right, and how it is to be run below."""

    CSS = """
    PickerScreen #top { height: 3; }
    PickerScreen #search { width: 1fr; }
    PickerScreen #seed { width: 26; }
    PickerScreen #body { height: 1fr; }
    PickerScreen #list { width: 46%; min-width: 38; height: 1fr; border: round $panel; padding: 0;
        text-wrap: nowrap; text-overflow: ellipsis; }
    PickerScreen #list:focus { border: round $accent; }
    PickerScreen #about { width: 1fr; height: 1fr; border: round $panel; padding: 0 1; }
    PickerScreen #options { height: 1; padding: 0 1; background: $panel; }
    """
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "シナリオを選ぶ画面です。↑ ↓ で選び、Enter で始めます(一時停止の状態で開きます)。/ を押すと、題名、内容、条文を"
        "打ちながら検索できます。保存された実行も一覧にあり、Enter で開きます。シード、プロファイル、通信路、障害は s p k f で変えます。",
        "Choose a story: ↑ and ↓ move, Enter begins it, paused. / searches title, lesson and law as you type. Runs that were "
        "kept are in the list too; Enter opens them. s, p, k and f change seed, profile, link and faults.",
    )
    BINDINGS: ClassVar = bindings(Place.PICKER)
    PLACES: ClassVar = (Place.PICKER,)
    AUTO_FOCUS = "#list"
    app: JukiApp

    def __init__(self) -> None:
        super().__init__()
        self._shelves: list[tuple[Words, list[Story]]] = []
        self._runs: list[Kept] = []
        self._shown: dict[str, Story | Kept] = {}
        self._profile: str | None = None
        self._link, self._faults = LINKS[0], ""
        self._is_read = False

    def compose(self) -> ComposeResult:
        yield SmallTerminal()
        with Horizontal(id="top"):
            yield Input(id="search")
            yield Input(id="seed", type="integer", max_length=MOST_DIGITS, value=str(self.app.memory.now.seed))
        with Horizontal(id="body"):
            yield OptionList(id="list")
            with VerticalScroll(id="about", can_focus=False):
                yield Prose(id="details")
        yield Static(id="options")
        yield KeyBar(Place.PICKER, Place.APP)

    def on_mount(self) -> None:
        self.reword()
        self._read()

    def on_screen_resume(self) -> None:
        """A run may have been kept meanwhile."""
        if self._is_read:
            self._read()

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        """Read stories and runs, in a thread of their own, which waits for nobody: the screen may be gone by then."""
        try:
            found = shelves()
        except BadInput as fault:
            self.app.call_later(self.app.tell, complaints.of(fault), is_bad=True)
            found = []
        self.call_later(self._offer, found, kept_runs(RUNS))

    def _offer(self, found: list[tuple[Words, list[Story]]], runs: list[Kept]) -> None:
        self._shelves, self._runs = found, runs
        first = not self._is_read
        self._is_read = True
        self._fill(self.app.memory.now.story if first else None)

    def subject(self) -> str:
        """What a picture of this screen is called after."""
        return "picker"

    def reword(self) -> None:
        """Word everything in the language in use."""
        self.query_one("#search", Input).placeholder = pick("検索 (/)", "search (/)")
        self.query_one("#search", Input).border_title = pick("検索", "Search")
        self.query_one("#seed", Input).border_title = pick("シード", "Seed")
        self.query_one("#list").border_title = pick("シナリオと実行", "Stories and runs")
        self.query_one("#about").border_title = pick("内容", "About")
        self._fill()

    def chosen(self) -> Story | Kept | None:
        """What the cursor is on."""
        option = self.query_one("#list", OptionList).highlighted_option
        return self._shown.get(option.id or "") if option is not None else None

    def options(self) -> RunOptions:
        """How the chosen story is to be run."""
        from juki.scenarios.running import RunOptions

        text = self.query_one("#seed", Input).value
        seed = int(text) if text.isascii() and text.isdigit() else 1
        return RunOptions(seed=seed, profile=self._profile, link=self._link, faults=self._faults or None)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "search":
            self._fill()
        else:
            self._tell_options()

    def on_input_submitted(self) -> None:
        self.query_one("#list").focus()

    def on_option_list_option_highlighted(self) -> None:
        self._tell()

    def on_option_list_option_selected(self) -> None:
        match self.chosen():
            case Story() as story:
                self.app.play(Opening(story, self.fitting(story)))
            case Kept(is_whole=True) as run:
                self._open(run)
            case Kept() as run:
                self.app.tell(
                    pick(
                        f"中断した実行です: juki run --resume {run.folder}",
                        f"broken off: juki run --resume {run.folder}",
                    )
                )

    def _open(self, run: Kept) -> None:
        from juki.tui.dashboard.recorded import opening_of

        try:
            opening = opening_of(run.folder)
        except BadInput as fault:
            self.app.tell(complaints.of(fault), is_bad=True)
        else:
            self.app.play(opening)

    def fitting(self, story: Story) -> RunOptions:
        """The options as far as a story can be run with them."""
        from dataclasses import replace

        options = self.options()
        return options if options.profile in (None, *story.profiles) else replace(options, profile=None)

    def action_search(self) -> None:
        self.query_one("#search").focus()

    def action_seed(self) -> None:
        self.query_one("#seed").focus()

    def action_clear(self) -> None:
        self.query_one("#search", Input).value = ""
        self.query_one("#list").focus()

    def action_profile(self) -> None:
        """The next profile; before the first comes the story's own."""
        self._profile = _next(self._profile or "", ("", *PROFILES)) or None
        self._tell_options()

    def action_link(self) -> None:
        self._link = _next(self._link, LINKS)
        self._tell_options()

    def action_faults(self) -> None:
        """The next set of faults; before the first come the story's own."""
        from juki.nodes.kernel.faults import PRESETS

        self._faults = _next(self._faults, ("", *PRESETS))
        self._tell_options()

    def _fill(self, at: str | None = None) -> None:
        """List what fits the search, the cursor where it was."""
        wished = self.query_one("#search", Input).value
        shown = self.query_one("#list", OptionList)
        highlighted = shown.highlighted_option
        kept = at or (highlighted.id if highlighted is not None else None)
        self._shown.clear()
        rows = [*self._story_rows(wished), *self._run_rows(wished)]
        shown.set_options(rows or [Option(self._nothing(), disabled=True)])
        place = next((place for place, row in enumerate(rows) if row.id and row.id == kept), None)
        usable = next((place for place, row in enumerate(rows) if not row.disabled), None)
        shown.highlighted = usable if place is None else place
        self._tell()

    def _nothing(self) -> Text:
        if not self._is_read:
            return Text(pick("読み込み中…", "reading…"))
        return Text(pick("該当なし", "nothing fits"))

    def _story_rows(self, wished: str) -> list[Option]:
        rows: list[Option] = []
        for words, group in self._shelves:
            found = [story for story in group if fits(story, wished)]
            if found:
                rows.append(Option(Text(f"── {words.in_(spoken())}", "bold"), disabled=True))
            for story in found:
                self._shown[story.name] = story
                rows.append(Option(story_line(story), id=story.name))
        return rows

    def _run_rows(self, wished: str) -> list[Option]:
        runs = [run for run in self._runs if wished.lower() in run.folder.name.lower()]
        if not runs:
            return []
        rows = [Option(Text(pick("── 保存された実行", "── Runs that were kept"), "bold"), disabled=True)]
        for run in runs:
            self._shown[str(run.folder)] = run
            rows.append(Option(run_line(run), id=str(run.folder)))
        return rows

    def _tell(self) -> None:
        """Show what the chosen one is about."""
        match self.chosen():
            case Story() as story:
                words = details_of_story(story)
            case Kept() as run:
                words = details_of_run(run)
            case _:
                words = []
        self.query_one(Prose).tell(words)
        self._tell_options()

    def _tell_options(self) -> None:
        try:
            self.query_one("#options", Static).update(option_line(self.options(), self.chosen()))
        except NoMatches:  # the inputs change before everything is there
            return


def _next(now: str, every: tuple[str, ...]) -> str:
    return every[(every.index(now) + 1) % len(every)] if now in every else every[0]

"""The application: which screen is on top, and what holds on every screen: language, theme, projector, help, the way out.

Knows no run: a screen of a run is made by the function that it is given.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import App
from textual.command import CommandPalette
from textual.events import Resize
from textual.filter import LineFilter
from textual.screen import Screen
from textual.theme import Theme

from juki.protocol.errors import BadInput, JukiError
from juki.scenarios.story import Words
from juki.tui import complaints, language
from juki.tui.dashboard import themes
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import Place, bindings
from juki.tui.dashboard.masking_filter import MaskingFilter
from juki.tui.dashboard.opening import Begin, Opening, Parting
from juki.tui.dashboard.palette import KeyCommands
from juki.tui.dashboard.pane import TermChosen
from juki.tui.dashboard.preferences import Memory
from juki.tui.dashboard.screenshots import save
from juki.tui.dashboard.small_terminal import SmallTerminal
from juki.tui.language import pick

PROJECTOR = "-projector"
"The class of the application and of its screens in projector mode."


class JukiApp(App[None]):
    """The dashboard.

    Args:
        begin: makes the screen of a run.
        opening: what is opened at once; None for the picker.
        memory: what is remembered; nothing if none is given.

    Attributes:
        fault: what broke inside; None while all is well.
        partings: what a closed run left, in order; the command says it when the terminal is back.
        notices: every word that was shown in passing.
    """

    TITLE = "juki"
    CSS: ClassVar[str] = """
    .-projector KeyBar { height: 1; }
    .-projector { text-style: bold; }
    """
    BINDINGS: ClassVar = bindings(Place.APP)
    COMMANDS: ClassVar = {KeyCommands}
    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        "住基ネットワークのシミュレータです。", "A simulator of the resident-registry network."
    )

    def __init__(self, begin: Begin, opening: Opening | None = None, memory: Memory | None = None) -> None:
        super().__init__()
        self.begin, self.opening = begin, opening
        self.memory = memory or Memory(None)
        self.fault: Exception | None = None
        self.partings: list[Parting] = []
        self.notices: list[str] = []
        self._masking = MaskingFilter()
        for theme in _registered():
            self.register_theme(theme)
        wished = self.memory.now.theme
        plain = themes.MONOCHROME if self.no_color else themes.DARK
        self.theme = wished if wished in themes.NAMES else plain
        self.set_class(self.memory.now.is_projected, PROJECTOR)

    @property
    def is_projected(self) -> bool:
        """Projector mode: few things, large, numbers masked."""
        return self.has_class(PROJECTOR)

    def on_mount(self) -> None:
        from juki.tui.dashboard.picker import PickerScreen

        self._heed_signals()
        self.push_screen(PickerScreen())
        if self.opening is not None:
            self.play(self.opening)
        if self.memory.fault:
            self.tell(pick(f"設定を使えません: {self.memory.fault}", f"preferences left aside: {self.memory.fault}"))

    def play(self, opening: Opening) -> None:
        """Open a run on top of the picker, and remember it."""
        if opening.folder is None:
            self.memory.keep(story=opening.story.name, seed=opening.options.seed)
        self.notify(pick("準備しています…", "preparing…"), timeout=1)
        self._prepare(opening)

    @work(thread=True, exclusive=True, group="begin")
    def _prepare(self, opening: Opening) -> None:
        """In a thread: to make a population takes a moment."""
        try:
            made = self.begin(opening)
        except (JukiError, OSError) as fault:
            words = complaints.of(fault) if isinstance(fault, BadInput) else str(fault)
            self.call_later(self.tell, words, is_bad=True)
        else:
            self.call_later(self._show, made)

    def _show(self, made: Callable[[], Screen[None]]) -> None:
        screen = made()
        screen.set_class(self.is_projected, PROJECTOR)
        self.push_screen(screen)

    def tell(self, words: str, *, is_bad: bool = False) -> None:
        """Say something in passing."""
        self.notices.append(words)
        self.notify(words, severity="error" if is_bad else "information", markup=False)

    def part(self, parting: Parting) -> None:
        """A run is closed: keep what is to be said when the terminal is back."""
        self.partings.append(parting)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and the one that masks numbers for the many eyes before a projector."""
        given = super().get_line_filters()
        return [*given, self._masking] if self.is_projected else given

    def get_system_commands(self, screen: Screen[object]) -> Iterable[object]:  # type: ignore[override]  # noqa: ARG002
        """None: the palette offers the table of keys."""
        return ()

    async def _on_resize(self, event: Resize) -> None:
        await super()._on_resize(event)
        self._fit_banners()

    def _fit_banners(self) -> None:
        for screen in self.screen_stack:
            for banner in screen.query(SmallTerminal):
                banner.fit(self.size)

    def action_help(self) -> None:
        from juki.tui.dashboard.help_screen import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_more_keys(self) -> None:
        for bar in self.screen.query(KeyBar):
            bar.turn()

    def action_language(self) -> None:
        self.speak("en" if language.spoken() == "ja" else "ja")

    def speak(self, name: str) -> None:
        """Change the language of everything on every screen."""
        language.use(name)
        self.memory.keep(language=name)
        for screen in self.screen_stack:
            reword(screen)

    def action_theme(self) -> None:
        self.theme = themes.after(self.theme)
        self.memory.keep(theme=self.theme)
        self.tell(themes.NAMES[self.theme].in_(language.spoken()))

    def action_projector(self) -> None:
        self.set_class(not self.is_projected, PROJECTOR)
        self.memory.keep(is_projected=self.is_projected)
        for screen in self.screen_stack:
            screen.set_class(self.is_projected, PROJECTOR)
            for widget in screen.walk_children(with_self=True):
                widget.refresh(layout=True)

    def action_glossary(self) -> None:
        self.explain("")

    def explain(self, term: str) -> None:
        """Open the glossary at a term."""
        from juki.tui.dashboard.glossary import GlossaryScreen

        if not isinstance(self.screen, GlossaryScreen):
            self.push_screen(GlossaryScreen(term))

    def on_term_chosen(self, message: TermChosen) -> None:
        self.explain(message.term)

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:  # noqa: ARG002 - Textual's
        subject = getattr(self.screen, "subject", None)
        try:
            picture = save(self, subject() if callable(subject) else "screen")
        except OSError as fault:
            reason = complaints.of_disk(os.strerror(fault.errno) if fault.errno else str(fault))
            self.tell(pick(f"画面を保存できません: {reason}", f"no screenshot: {reason}"), is_bad=True)
        else:
            self.tell(pick(f"画面を保存しました: {picture}", f"screenshot: {picture}"))

    def action_command_palette(self) -> None:
        if not any(isinstance(screen, CommandPalette) for screen in self.screen_stack):
            words = pick("コマンドを検索…", "Search for commands…")
            self.push_screen(CommandPalette(placeholder=words, id="--command-palette"))

    async def action_back(self) -> None:
        """One screen back; a screen that has something to ask first has `leave`."""
        leave = getattr(self.screen, "leave", None)
        if callable(leave):
            leave()
        elif len(self.screen_stack) > len(("Textual's own", "the picker")):
            await self.pop_screen()
        else:
            self.exit()

    async def action_quit(self) -> None:
        self.exit()

    def _heed_signals(self) -> None:
        """A polite kill, or a terminal that is closed, is a quit."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(NotImplementedError, RuntimeError, ValueError, AttributeError):
                loop.add_signal_handler(getattr(signal, name), self.exit)

    def _handle_exception(self, error: Exception) -> None:
        self.fault = self.fault or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Close. Textual would print every local variable, numbers of people among them; the command prints its own words."""
        self._close_messages_no_wait()


def reword(screen: Screen[object]) -> None:
    """Let everything on a screen word itself anew."""
    for widget in screen.walk_children(with_self=True):
        again = getattr(widget, "reword", None)
        if callable(again):
            again()


def _registered() -> Iterable[Theme]:
    return themes.THEMES

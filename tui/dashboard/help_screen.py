"""The help of F1: what the part in focus is for, and the keys that work there. Knows no part; each brings its own `HELP`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from juki.scenarios.story import Words
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import KEYS, SIGNS, Key, Place, bindings, of, sign_of
from juki.tui.dashboard.prose import Paragraph, Prose
from juki.tui.language import _, pick, spoken

COLUMN = 12
BLANK = Paragraph("")


class HelpScreen(ModalScreen[None]):
    """Help on what had the focus.

    Args:
        asked: the screen from which it was asked.
    """

    CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > VerticalScroll { width: 84; max-width: 96%; height: 80%; padding: 1 2; background: $surface;
        border: round $primary; }
    """
    BINDINGS: ClassVar = [*bindings(Place.HELP), *bindings(Place.APP, owner="app.")]
    PLACES: ClassVar = (Place.HELP,)

    def __init__(self, asked: Screen[object]) -> None:
        super().__init__()
        self._owners = list(_explained(asked))
        self._active = list(asked.active_bindings.values())
        self._places: tuple[Place, ...] = getattr(asked, "PLACES", ())
        self._is_all = False

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Prose()
        yield KeyBar(Place.HELP, Place.APP)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self.reword()

    def reword(self) -> None:
        """Word everything in the language in use."""
        self.query_one(VerticalScroll).border_title = pick("ヘルプ", "Help")
        text = _every_key() if self._is_all else (*self._parts(), *self._keys_there())
        self.query_one(Prose).tell(tuple(text))

    def action_close(self) -> None:
        self.dismiss()

    def action_all_keys(self) -> None:
        self._is_all = not self._is_all
        self.reword()
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _parts(self) -> Iterator[Paragraph]:
        for owner in self._owners:
            title = getattr(owner, "border_title", None)
            if title:
                yield Paragraph(Content.from_markup(str(title)).plain, "bold $primary")
            yield Paragraph(_help_of(owner).in_(spoken()))
            yield BLANK

    def _keys_there(self) -> Iterator[Paragraph]:
        """The keys of what had the focus, then those of its screen, then those of everywhere."""
        own = list(_own_rows(self._active))
        if own:
            yield Paragraph(pick("この部分のキー", "Keys of this part"), "bold")
            for signs, words in own:
                yield _row(signs, words)
            yield BLANK
        for place in (*self._places, Place.APP):
            yield from _section(place)


def _explained(screen: Screen[object]) -> Iterator[DOMNode]:
    """The part in focus that explains itself, and the screen if that is another."""
    focused = screen.focused
    chain = [screen] if focused is None else focused.ancestors_with_self
    first = next((node for node in chain if _has_help(node)), None)
    if first is not None and first is not screen.app:
        yield first
    if _has_help(screen) and first is not screen:
        yield screen


def _has_help(node: DOMNode) -> bool:
    # Textual's own widgets may have a HELP too, in Markdown and English.
    return isinstance(getattr(node, "HELP", None), Words)


def _help_of(node: DOMNode) -> Words:
    words: Words = getattr(node, "HELP")  # noqa: B009 - whoever it is, it has been looked at
    return words


def _own_rows(active: Sequence[ActiveBinding]) -> Iterator[tuple[str, str]]:
    """Keys that a part binds itself, by what they do."""
    ours = {(key.id, sign) for key in KEYS if key.is_ours for sign in key.keys}
    signs: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for node, binding, _enabled, _tip in active:
        bare = binding.action.rpartition(".")[2]
        if node.is_modal or isinstance(node, Screen) or (bare, binding.key) in ours or node is node.app:
            continue
        if bare.startswith("scroll_"):
            continue  # of Textual's own, in English; what our lists do with these keys stands in the table
        text = _listed(binding.key) or ("" if type(node).__module__.startswith("textual.") else _(binding.description))
        if text:
            signs.setdefault(binding.action, []).append(sign_of(_shown(binding.key)))
            words[binding.action] = text
    for action, text in words.items():
        yield " ".join(signs[action]), text


def _shown(key: str) -> str:
    from textual.keys import format_key

    return key if "+" in key or len(key) == 1 or key in SIGNS else format_key(key).lower()


def _listed(key: str) -> str:
    found = next((one for one in of(Place.LINES) if key in one.keys), None)
    return found.help.in_(spoken()) if found is not None else ""


def _every_key() -> Iterator[Paragraph]:
    for place in Place:
        yield from _section(place)


def _section(place: Place) -> Iterator[Paragraph]:
    yield Paragraph(place.value.in_(spoken()), "bold")
    for key in of(place):
        yield _row(" ".join(_signs(key)), key.help.in_(spoken()))
    yield BLANK


def _signs(key: Key) -> list[str]:
    """Its keys; the full-width twin that an input method sends is not worth a line."""
    return [sign_of(name) for name in key.keys if not name.startswith("fullwidth_")]


def _row(signs: str, words: str) -> Paragraph:
    return Paragraph(words, head=signs, column=COLUMN)

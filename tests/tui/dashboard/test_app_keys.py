"""The table of keys: nothing twice, nothing without words, nothing without an action, all on screen."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.geometry import Size

from juki.tui import language
from juki.tui.cells import width
from juki.tui.dashboard.app import JukiApp
from juki.tui.dashboard.glossary import GlossaryScreen
from juki.tui.dashboard.help_screen import HelpScreen
from juki.tui.dashboard.jump_prompt import JumpPrompt
from juki.tui.dashboard.key_bar import KeyBar
from juki.tui.dashboard.keys import KEYS, Place, of, sign_of
from juki.tui.dashboard.picker import PickerScreen
from juki.tui.dashboard.run_screen import RunScreen

OWNERS = {
    Place.APP: JukiApp,
    Place.PICKER: PickerScreen,
    Place.RUN: RunScreen,
    Place.GLOSSARY: GlossaryScreen,
    Place.HELP: HelpScreen,
    Place.PROMPT: JumpPrompt,
}
SCREENS = [(place, Place.APP) for place in (Place.PICKER, Place.RUN, Place.GLOSSARY, Place.HELP)] + [(Place.PROMPT,)]


@pytest.mark.parametrize("places", SCREENS, ids=lambda places: places[0].name)
def test_no_key_does_two_things_in_one_place(places: tuple[Place, ...]) -> None:
    assert [
        name for name, times in Counter(name for key in of(*places) for name in key.keys).items() if times > 1
    ] == []


@pytest.mark.parametrize("place", Place)
def test_no_action_has_two_rows(place: Place) -> None:
    assert [name for name, times in Counter(key.id for key in of(place)).items() if times > 1] == []


@pytest.mark.parametrize("key", KEYS, ids=lambda key: f"{key.place.name}-{key.id}")
def test_every_key_is_told_in_both_languages(key: object) -> None:
    for words in (key.label, key.help):  # type: ignore[attr-defined]
        assert words.ja
        assert words.en
        assert words.ja != words.en


@pytest.mark.parametrize("key", [key for key in KEYS if key.is_ours], ids=lambda key: f"{key.place.name}-{key.id}")
def test_every_key_has_its_action(key: object) -> None:
    assert callable(getattr(OWNERS[key.place], f"action_{key.id}", None))  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", language.LANGUAGES)
@pytest.mark.parametrize("cells", [60, 100, 160])
@pytest.mark.parametrize("places", SCREENS, ids=lambda places: places[0].name)
def test_every_key_is_shown_on_some_page_of_the_foot(places: tuple[Place, ...], cells: int, lang: str) -> None:
    language.use(lang)

    class Bar(KeyBar):
        size = Size(cells, 2)

    pages = Bar(*places).pages()
    shown = [key for page in pages for line in page for key in line]
    assert shown == [key for key in of(*places) if key.is_shown]
    assert all(len(page) <= 2 for page in pages)
    for page in pages:
        for line in page:
            assert sum(width(f"{key.sign} {key.label.in_(lang)}") + 2 for key in line) <= cells


def test_signs_are_as_people_write_them() -> None:
    assert [sign_of(key) for key in ("ctrl+s", "left", "f1", "B", ":", "space")] == ["^s", "←", "F1", "B", ":", "Space"]

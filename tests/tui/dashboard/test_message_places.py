"""Every message has its sentence in both languages, and no sentence is about a message that no longer exists."""

from __future__ import annotations

from juki.protocol.catalogue import CATALOGUE
from juki.tui.cells import width
from juki.tui.dashboard.widgets.message_places import PLACES, place_of


def test_every_kind_is_explained_and_nothing_else() -> None:
    assert set(PLACES) == set(CATALOGUE)
    assert place_of("MoveInNotice") == PLACES["MoveInNotice"]
    assert place_of("Nonsense") is None


def test_a_sentence_is_short_and_ends() -> None:
    for words in PLACES.values():
        assert words.ja.endswith("。")
        assert words.en[-1] in ".?"
        assert width(words.ja) <= 120
        assert width(words.en) <= 130

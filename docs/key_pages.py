"""The page of keys, made from the table that the dashboard binds. Knows no key by name."""

from __future__ import annotations

from markup import page, table

from juki.tui.dashboard.keys import Place, of, sign_of
from juki.tui.dashboard.themes import NAMES

_HEAD = ("key", "does", "働き")
_INTRODUCTION = (
    "Every key of the dashboard (`juki`, `juki tui`). The same table makes the two lines at the foot of the screen, the help "
    "of F1 and the command palette (`^p`). `^` is the control key; `L` and other capitals are typed with shift. "
    "While somebody types into a field, letters go there; F1, F2, `^p`, `^s`, `^q` and `^c` work all the same."
)


def keys_page() -> str:
    return page("Keys of the dashboard", _INTRODUCTION, *map(_section, Place), _themes())


def _section(place: Place) -> str:
    rows = [
        (
            " ".join(f"`{sign_of(name)}`" for name in key.keys if not name.startswith("fullwidth_")),
            key.help.en,
            key.help.ja,
        )
        for key in of(place)
    ]
    return f"## {place.value.en}\n\n{place.value.ja}\n\n{table(_HEAD, rows)}"


def _themes() -> str:
    rows = [(f"`{name}`", words.en, words.ja) for name, words in NAMES.items()]
    return f"## Themes\n\n{table(('name', 'theme', '配色'), rows)}"

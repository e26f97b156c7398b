"""The screen as an SVG file that needs nothing from anywhere, numbers masked. Knows no run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from textual.app import App

from juki.protocol.masking import mask

FOLDER = Path("screenshots")
_FOREIGN = re.compile(r"@font-face\s*\{[^}]*\}\s*|<!--.*?-->\s*", re.DOTALL)
_TEXTS = re.compile(r">([^<>]+)<")
_UNFIT = re.compile(r"[^\w.-]+")
MOST_NAMES = 10_000


def picture(app: App[Any], title: str) -> str:
    """The screen as it stands. Fonts are the reader's own: none is fetched, and no whole number is shown."""
    svg = _FOREIGN.sub("", app.export_screenshot(title=title))
    # Fonts for Japanese have no width for the blank that does not break.
    svg = svg.replace("&#160;", " ").replace("<text ", '<text xml:space="preserve" ')
    return _TEXTS.sub(lambda found: f">{mask(found[1])}<", svg)


def save(app: App[Any], subject: str, folder: Path | None = None) -> Path:
    """Write the picture under a name that nothing has yet.

    Args:
        app: what is pictured.
        subject: `special-transfer-57`.
        folder: where; `screenshots` here if none is given.

    Raises:
        OSError: it cannot be written.
    """
    where = FOLDER if folder is None else folder
    svg = picture(app, f"juki {subject}")
    where.mkdir(parents=True, exist_ok=True)
    stem = f"juki-{_UNFIT.sub('-', subject)}"
    for number in range(1, MOST_NAMES):
        path = where / (f"{stem}.svg" if number == 1 else f"{stem}-{number}.svg")
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(svg)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(17, "too many pictures of this name", str(where / stem))

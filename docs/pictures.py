"""The picture and the trace excerpts of the READMEs, from a real run of the first story. Knows no layout of either."""

from __future__ import annotations

import re
import shlex
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from juki.scenarios.library import find
from juki.scenarios.running import RunOptions, run_story
from juki.tui import language
from juki.tui.cli import answer

ROOT = Path(__file__).resolve().parents[1]
STORY = "special-transfer"
RUN = f"runs/{STORY}-1"
"Where the documents say that the run is."
PICTURES = {
    "docs/pictures/special-transfer.svg": ("trace", RUN, "--format", "svg", "--lang", "en"),
    "docs/pictures/special-transfer.ja.svg": ("trace", RUN, "--format", "svg", "--lang", "ja"),
}
EXCERPTS = {"README.md": "en", "README.ja.md": "ja"}
_EXCERPT = re.compile(
    r"(<!-- From a real run, by `make docs`\. -->\n```console\n\$ juki ([^\n]+)\n).*?(?=```)", re.DOTALL
)


@cache
def _said(*calls: tuple[str, ...]) -> tuple[str, ...]:
    """What each call prints about one run, made for this and thrown away."""
    spoken, found = language.spoken(), []
    with TemporaryDirectory() as folder:
        run = str(Path(folder) / "run")
        run_story(find(STORY), RunOptions(driver="direct", out=Path(run)))
        for call in calls:
            printed = StringIO()
            with redirect_stdout(printed):
                answer([run if word == RUN else word for word in call])
            found.append(printed.getvalue())
    language.use(spoken)
    return tuple(found)


def pictures() -> dict[Path, str]:
    """Every picture and every README as it should be."""
    texts = {name: (ROOT / name).read_text("utf-8") for name in EXCERPTS if (ROOT / name).exists()}
    calls = {name: _call(text, EXCERPTS[name]) for name, text in texts.items()} | PICTURES
    said = dict(zip(calls, _said(*calls.values()), strict=True))
    made = {ROOT / name: said[name] for name in PICTURES}
    return made | {ROOT / name: _with_excerpt(text, said[name]) for name, text in texts.items()}


def _with_excerpt(text: str, excerpt: str) -> str:
    return _EXCERPT.sub(lambda found: found[1] + excerpt, text)


def _call(text: str, lang: str) -> tuple[str, ...]:
    """The command of a README's excerpt, in the language of that README."""
    found = _EXCERPT.search(text)
    words = shlex.split(found[2]) if found else ["--version"]
    return tuple(words if "--lang" in words else [*words, "--lang", lang])

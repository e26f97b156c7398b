"""What tests of the screen share: the language is put back, and a command can be given as words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from juki.tui import language


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("JUKI_LANG", "LANG", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")  # what `use` changes is put back with it
    language.use("en")
    yield
    language.use("en")

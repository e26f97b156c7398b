"""The run's screen as pictures: every view at the least size and at a roomy one; look at them before they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from pilots import at_rest, snapshot
from sittings import seated, stepped
from textual.pilot import Pilot

from juki.tui import language
from juki.tui.dashboard.run_screen import VIEWS, RunScreen

SIZES = {"100x30": (100, 30), "160x48": (160, 48)}
SPOKEN = {"100x30": "ja", "160x48": "en"}
AT = 48


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def _pictured(pilot: Pilot[None], screen: RunScreen, view: str, name: str) -> None:
    await stepped(pilot, screen, AT)
    await pilot.press(str(list(VIEWS).index(view) + 1))
    pilot.app.clear_notifications()
    await at_rest(pilot)
    snapshot(pilot.app, name)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("size", SIZES)
def test_every_view(size: str, view: str) -> None:
    language.use(SPOKEN[size])

    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await _pictured(pilot, screen, view, f"run-{view}-{SPOKEN[size]}-{size}")

    seated(SIZES[size], play)


@pytest.mark.parametrize(("size", "words"), [("100x30", "en"), ("160x48", "ja")])
def test_the_diagram_in_the_other_language(size: str, words: str) -> None:
    language.use(words)

    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        await _pictured(pilot, screen, "diagram", f"run-diagram-{words}-{size}")

    seated(SIZES[size], play)


@pytest.mark.parametrize("size", SIZES)
def test_a_node_and_its_tables(size: str) -> None:
    language.use(SPOKEN[size])

    async def play(pilot: Pilot[None], screen: RunScreen) -> None:
        screen.viewpoint.node = "151009/communication-server"
        screen.inspect("node")
        await _pictured(pilot, screen, "diagram", f"run-node-{SPOKEN[size]}-{size}")

    seated(SIZES[size], play)

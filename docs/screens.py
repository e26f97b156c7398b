"""The picture of the dashboard in the READMEs: driven by its keys, without a terminal. Knows no page.

A special transfer is played for a while; just before 転出証明書情報 arrives in the new city it is lost on a branch, and sent
again.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from textual.pilot import Pilot

from juki.scenarios.library import find
from juki.scenarios.running import RunOptions
from juki.tui import language
from juki.tui.dashboard.app import JukiApp
from juki.tui.dashboard.opening import Opening
from juki.tui.dashboard.run_screen import RunScreen
from juki.tui.dashboard.screenshots import picture
from juki.tui.dashboard.seating import begin

ROOT = Path(__file__).resolve().parents[1]
STORY, SIZE = "special-transfer", (120, 36)
SCREENS = {"docs/pictures/dashboard.svg": "en", "docs/pictures/dashboard.ja.svg": "ja"}
ARRIVES, KIND, THERE = 45, "MoveOutRecord", "151009/communication-server"
PATIENCE = 120.0
_IDS = re.compile(r"terminal-\d+")


def screens() -> dict[Path, str]:
    """Every picture of the dashboard, as it should be."""
    spoken, made = language.spoken(), {}
    for name, words in SCREENS.items():
        language.use(words)
        made[ROOT / name] = asyncio.run(_pictured())
    language.use(spoken)
    return made


async def _pictured() -> str:
    before = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            app = JukiApp(begin, Opening(find(STORY), RunOptions()))
            async with app.run_test(size=SIZE) as pilot:
                return await _driven(app, pilot)
        finally:
            os.chdir(before)


async def _driven(app: JukiApp, pilot: Pilot[None]) -> str:
    await _until(pilot, lambda: isinstance(app.screen, RunScreen))
    screen = app.screen
    assert isinstance(screen, RunScreen)  # noqa: S101 - waited for
    point = screen.viewpoint
    screen.control.step(ARRIVES)  # type: ignore[union-attr] # it has just begun
    await _until(pilot, lambda: len(point.ledger) == ARRIVES)
    record = next(one.sequence for one in point.ledger.steps if (one.kind, one.node) == (KIND, THERE))
    screen.go_to(record)
    await pilot.press("left")
    await _until(pilot, lambda: screen.seen_at == record - 1)
    await pilot.press("d")
    await _until(pilot, lambda: point.course.key == "1")
    screen.control.step(ARRIVES)  # type: ignore[union-attr] # the branch has just begun
    await _until(pilot, lambda: len(point.ledger) >= record - 1 + ARRIVES)
    healed = [one.sequence for one in point.ledger.steps if (one.kind, one.node, one.what) == (KIND, THERE, "message")]
    screen.go_to(healed[0])
    await _until(pilot, lambda: screen.seen_at == healed[0])
    app.clear_notifications()
    await pilot.pause(0.5)
    return _IDS.sub("terminal", picture(app, "juki"))


async def _until(pilot: Pilot[None], fits: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / 0.05)):
        if fits():
            return
        await pilot.pause(0.05)
    raise TimeoutError(str(fits))

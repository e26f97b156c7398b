"""Drives an application of the dashboard in a test, and compares its screen with a picture that is kept. Knows no screen.

`JUKI_SNAPSHOTS=write` writes the pictures anew; look at them before they are kept.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from juki.tui.dashboard.screenshots import picture

SNAPSHOTS = Path(__file__).resolve().parents[1] / "snapshots"
_IDS = re.compile(r"terminal-\d+")


def drive(app: App[None], size: tuple[int, int], play: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    """Run an application of this size, without a terminal, while a play is given; a fault inside it fails the test."""

    async def run() -> None:
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await play(pilot)

    asyncio.run(run())


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nobody works in the background and all that was asked for is drawn."""
    await pilot.app.workers.wait_for_complete()
    for _ in range(3):  # what is laid out may resize what lays itself out by its size
        await pilot.pause()


async def at_rest(pilot: Pilot[None]) -> None:
    """Wait until the screen looks the same for half a second, at most ten."""
    before, same = "", 0
    for _ in range(100):
        await pilot.pause(0.1)
        now = shown(pilot.app)
        before, same = now, same + 1 if now == before else 0
        if same == 5:
            return


def shown(app: App[None]) -> str:
    """The characters of the screen, a line each."""
    width, _height = app.size
    update = app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width].rstrip() for strip in update)


def svg(app: App[None]) -> str:
    """The screen as a picture that is the same each time: nothing blinks, and ids say nothing of the content."""
    for box in app.screen.query(Input):
        box.cursor_blink = False
    return _IDS.sub("terminal", picture(app, "juki"))


def snapshot(app: App[None], name: str) -> None:
    """Compare the screen with the picture of this name."""
    path, made = SNAPSHOTS / f"{name}.svg", svg(app)
    if os.environ.get("JUKI_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, "utf-8")
        return
    kept = path.read_text("utf-8") if path.exists() else ""
    if made != kept:
        other = Path(tempfile.mkdtemp(prefix="juki-snapshots-")) / f"{name}.new.svg"
        other.write_text(made, "utf-8")
        raise AssertionError(f"the screen is not as in {path}; it is in {other}. If it is right: JUKI_SNAPSHOTS=write")

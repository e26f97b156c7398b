"""A sitting on screen for tests: the run's screen opened on a story, and waiting for what other threads bring about. Judges nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from pilots import drive, shown
from textual.pilot import Pilot

from juki.scenarios.library import find
from juki.scenarios.running import RunOptions
from juki.tui.dashboard.app import JukiApp
from juki.tui.dashboard.opening import Opening
from juki.tui.dashboard.run_screen import RunScreen
from juki.tui.dashboard.seating import begin

PATIENCE = 60.0
STORY = "special-transfer"


async def until(pilot: Pilot[None], fits: Callable[[], bool], what: str) -> None:
    """Wait for something that another thread brings about."""
    for _ in range(int(PATIENCE / 0.05)):
        if fits():
            return
        await pilot.pause(0.05)
    notices = getattr(pilot.app, "notices", [])
    raise AssertionError(f"{what} did not come:\n{shown(pilot.app)}\n{notices}")


async def typed(pilot: Pilot[None], text: str) -> None:
    """Type a text, as an input method would give it."""
    for character in text:
        pilot.app.screen.focused.insert_text_at_cursor(character)  # type: ignore[union-attr] # a line of input has the focus
    await pilot.pause()


async def stepped(pilot: Pilot[None], screen: RunScreen, steps: int) -> None:
    """Let a run come to a step, and its screen show that moment."""
    control = screen.control
    assert control is not None
    if steps > control.standing.steps:
        control.step(steps - control.standing.steps)
    await until(pilot, lambda: len(screen.viewpoint.ledger) >= steps, f"step {steps}")
    await seen(pilot, screen)


async def seen(pilot: Pilot[None], screen: RunScreen) -> None:
    """Wait until the screen shows the moment stood at."""
    await until(pilot, lambda: screen.seen_at == screen.viewpoint.cursor, "the moment stood at")
    await pilot.pause()


def seated(
    size: tuple[int, int],
    play: Callable[[Pilot[None], RunScreen], Awaitable[None]],
    *,
    story: str = STORY,
    options: RunOptions | None = None,
) -> JukiApp:
    """Open a story on the run's screen, and play on it."""
    app = JukiApp(begin, Opening(find(story), options or RunOptions()))

    async def opened(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(app.screen, RunScreen), "the run's screen")
        screen = app.screen
        assert isinstance(screen, RunScreen)
        await pilot.pause()
        await play(pilot, screen)

    drive(app, size, opened)
    assert app.fault is None
    return app

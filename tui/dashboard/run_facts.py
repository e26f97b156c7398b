"""What the status bar is told of a run, put together from where somebody stands in it. Words nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from juki.tui.dashboard.dialogs.breakpoints import breakpoint_text
from juki.tui.dashboard.widgets.status_bar import StatusFacts

if TYPE_CHECKING:
    from juki.tui.dashboard.run_screen import RunScreen


def facts_of(screen: RunScreen) -> StatusFacts:
    """How the run stands on its screen now."""
    point = screen.viewpoint
    course, standing, step, judged = point.course, point.course.standing, point.step, point.judged()
    checks = (*judged.expectations, *judged.oracles) if judged is not None else ()
    failed = sum(not check.held for check in checks)
    plan = course.past.plan
    return StatusFacts(
        story=course.story.title,
        branch="" if course.key == course.parent else course.key,
        is_playing=screen.is_playing,
        is_over=standing is None or standing.is_over,
        why="ended" if standing is None else standing.why,
        hit=breakpoint_text(standing.hit) if standing is not None and standing.hit is not None else "",
        speed=screen.speed.words,
        step=point.cursor,
        steps=len(point.ledger),
        is_live=not point.is_back,
        at=step.at if step is not None else screen.begins_at,
        held=len(checks) - failed,
        failed=failed,
        settings=(str(course.options.seed), plan.profile.name, plan.link, plan.faults),
    )

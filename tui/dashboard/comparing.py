"""The courses of a sitting as the dialogs show them: the tree, and two of them compared. Opens no dialog.

To compare the stores of two courses their ends are made again, in the thread that asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from juki.protocol.terms import NodeId
from juki.scenarios.history import History
from juki.scenarios.looking.nodes import node_view
from juki.scenarios.sitting.comparing import Comparison, TableDifference, compare, compare_nodes
from juki.scenarios.steering import Judged
from juki.tui.dashboard.dialogs.branches import CourseRow

if TYPE_CHECKING:
    from juki.scenarios.looking.views import NodeView
    from juki.scenarios.pasts import Past
    from juki.scenarios.sitting.course import Course
    from juki.scenarios.sitting.sitting import Sitting


def course_rows(sitting: Sitting) -> list[CourseRow]:
    """Every course of a sitting."""
    return [_row(course, is_seen=course is sitting.current) for course in sitting.courses.values()]


def _row(course: Course, *, is_seen: bool) -> CourseRow:
    judged, standing = course.newest, course.standing
    checks = (*judged.expectations, *judged.oracles) if isinstance(judged, Judged) else ()
    held = sum(check.held for check in checks)
    return CourseRow(
        course.key,
        course.parent,
        course.left_at,
        steps=course.past.steps,
        held=held,
        failed=len(checks) - held,
        is_over=standing is None or standing.is_over,
        is_seen=is_seen,
    )


def compared(sitting: Sitting, one: str, other: str) -> tuple[Comparison, tuple[TableDifference, ...]]:
    """What two courses have not in common: of their steps, and of their stores as far as they have come.

    Raises:
        Diverged: the past of one cannot be made again.
    """
    pasts = [sitting.courses[key].past for key in (one, other)]
    ends = [_end(past) for past in pasts]
    return compare(pasts[0].trail(), pasts[1].trail()), compare_nodes(*ends)


def _end(past: Past) -> dict[str, NodeView]:
    """Every node as it stands after the newest step."""
    simulation = History(past).at(past.steps).simulation
    return {node: node_view(simulation, NodeId(node)) for node in sorted(simulation.hosts)}

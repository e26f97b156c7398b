"""One sitting: the courses of events that somebody has driven or opened, one of which he sees. Knows no screen.

Going back changes nothing: any moment of any course can be looked at. Whoever wants to go on from there in another way
branches: the new course has the same past up to there, and everything of it is kept as a run of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from juki.scenarios.history import History
from juki.scenarios.looking.looker import Looker
from juki.scenarios.running import RunOptions
from juki.scenarios.sitting.course import Course, LivingCourse, RecordedCourse
from juki.scenarios.story import Story

TRUNK = "0"
"Key of the first course."


class Sitting:
    """Courses of events of one story.

    Attributes:
        courses: by their keys, in the order in which they began.
        current: the one that is seen.
        looker: shows any moment of any of them.

    Args:
        first: makes the first course.
        free: gives a folder that is not there yet, for a name.
    """

    def __init__(self, first: Callable[[], Course], free: Callable[[str], Path | None]) -> None:
        self._free = free
        self.looker = Looker()
        self.courses: dict[str, Course] = {}
        try:
            self.current = self._entered(first())
        except BaseException:
            self.looker.close()
            raise

    @classmethod
    def of_story(cls, story: Story, options: RunOptions, free: Callable[[str], Path | None]) -> Sitting:
        """Begin a story; it stands paused before its first step.

        Args:
            story: to be played.
            options: how; `out` is chosen here.
            free: gives a folder that is not there yet, for a name; None if nothing is to be kept.

        Raises:
            BadInput: as `run_story`.
            Incomplete: as `run_story`.
            OSError: as `run_story`.
        """

        def first() -> Course:
            return LivingCourse(TRUNK, story, replace(options, out=free(f"{story.name}-{options.seed}")))

        return cls(first, free)

    @classmethod
    def of_run(cls, path: Path, free: Callable[[str], Path | None]) -> Sitting:
        """Open a recorded run.

        Raises:
            BadInput: it is no whole run, or one of another version.
        """
        return cls(lambda: RecordedCourse(TRUNK, path), free)

    def _entered(self, course: Course) -> Course:
        self.courses[course.key] = course
        self.looker.open(course.key, lambda: History(course.past))
        return course

    def branch(self, step: int) -> Course:
        """Leave the current course after a step; the new one is current, and stands paused there.

        Raises:
            BadInput: the course has no such step.
            Incomplete: as `run_story`, or its past could not be made again.
            OSError: as `run_story`.
        """
        of = self.current
        key = str(len(self.courses))
        if of.control is not None and not of.control.standing.is_over:
            of.control.pause()
        out = self._free(f"{of.story.name}-{of.options.seed}-branch-{key}")
        course = LivingCourse(key, of.story, replace(of.options, out=out), of, step)
        self.current = self._entered(course)
        return course

    def choose(self, key: str) -> Course:
        """See another course; the one seen before is paused."""
        if self.current.control is not None and not self.current.control.standing.is_over:
            self.current.control.pause()
        self.current = self.courses[key]
        return self.current

    def close(self) -> dict[str, Path]:
        """End what is not over.

        Returns:
            The folders that hold what happened, by the keys of their courses; of runs that are not over, those that they
            are to have when `juki run --resume` has carried them on.
        """
        self.looker.close()
        folders = {key: course.close() for key, course in self.courses.items() if isinstance(course, LivingCourse)}
        return {key: folder for key, folder in folders.items() if folder is not None}

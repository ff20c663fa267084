"""The course's milestones, as their list tells them."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from grader.catalog import find_exercise
from grader.catalog.tables import Table, read_table, read_toml
from grader.errors import CourseError, UsageError
from grader.model import Course

FOLDER = "assignments/milestones"
LIST_FILE = f"{FOLDER}/milestones.toml"

_Filled = Annotated[str, Meta(pattern=r"\S", description="a text that is not empty")]
_Parts = Annotated[
    tuple[str, ...], Meta(min_length=1, description="a list of exercises")
]


class Milestone(Table, frozen=True):
    """One story: what it tells, what it is made of, and when it is reached.

    Attributes:
        story: the file that tells it, beside the list.
        title: a few words.
        about: one or two sentences.
        measure: what the score is.
        parts: what the story cannot do without: an exercise, or the hole of one,
            such as "14.3 LSTM.__init__".
        seconds: how long it takes with right code, of one processor.
        at_least: the least score that reaches it, None if scores go down.
        at_most: the greatest score that reaches it, None if scores go up.
        keep: what is kept, ".png" or ".txt".
        brings: further parts -> what the story does where one is not written.
    """

    story: _Filled
    title: _Filled
    about: _Filled
    measure: _Filled
    parts: _Parts
    seconds: float
    at_least: float | None = None
    at_most: float | None = None
    keep: Annotated[str, Meta(pattern=r"^\.(png|txt)\Z")] = ".png"
    brings: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def goal(self) -> float:
        """The score that reaches it."""
        found = self.at_most if self.at_least is None else self.at_least
        assert found is not None  # noqa: S101 - the list is refused otherwise
        return found

    def reached_with(self, score: float) -> bool:
        """Return whether a score reaches it; what is no number does not."""
        return score <= self.goal if self.at_least is None else score >= self.goal

    def all_parts(self) -> tuple[str, ...]:
        """Return every part, in the order of the course."""
        return tuple(sorted({*self.parts, *self.brings}, key=_place))


class _List(Table, frozen=True):
    format: Annotated[int, Meta(ge=1, le=1, description="1")]
    milestones: tuple[dict[str, object], ...]


def load_milestones(course: Course) -> tuple[Milestone, ...]:
    """Return the course's milestones, none if it has no list of them.

    Raises:
        CourseError: the list breaks a rule, or names what is no exercise.
    """
    if not (course.root / LIST_FILE).is_file():
        return ()
    content = read_toml(course.root, LIST_FILE)
    table = read_table(_List, content, f"{LIST_FILE}: the list")
    found = []
    for number, row in enumerate(table.milestones, start=1):
        where = f"{LIST_FILE}: milestone {number}"
        milestone = read_table(Milestone, row, where)
        if (milestone.at_least is None) == (milestone.at_most is None):
            message = f"{where} must have either at_least or at_most."
            raise CourseError(message)
        _refuse_unknown_parts(course, milestone, where)
        found.append(milestone)
    return tuple(found)


def _refuse_unknown_parts(course: Course, milestone: Milestone, where: str) -> None:
    for part in (*milestone.parts, *milestone.brings):
        try:
            find_exercise(course, exercise_of(part))
        except UsageError as error:
            message = f"{where} is made of {part!r}: {error}"
            raise CourseError(message) from error


def find_milestone(course: Course, number: int) -> Milestone:
    """Return the milestone with this number.

    Raises:
        UsageError: the course has none of this number.
        GraderError: the list breaks a rule.
    """
    known = load_milestones(course)
    if not 1 <= number <= len(known):
        told = f"1 to {len(known)}" if known else "none"
        message = f"no milestone {number}: the course has {told}."
        raise UsageError(message)
    return known[number - 1]


def story_of(course: Course, milestone: Milestone) -> Path:
    """Return the file that tells a milestone's story."""
    return course.root / FOLDER / milestone.story


def exercise_of(part: str) -> str:
    """Return the exercise that a part belongs to: "14.3" of "14.3 LSTM.__init__"."""
    return part.partition(" ")[0]


def _place(part: str) -> tuple[int, int]:
    unit, _, count = exercise_of(part).partition(".")
    return int(unit), int(count)

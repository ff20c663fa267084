"""Submissions that cheat, graded by one warm judge beside an honest one.

Every attack is a wrong solution with a trick; the honest score of the same code
without the trick is `HONEST`. The rule: never above it, the document complete,
the next submission unaffected.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.judge import JudgeSettings, grade_all
from grader.model import Course, Score, Submission

MINICOURSE = Path(__file__).parent.parent / "minicourse"
HONEST = 50.0  # forward and purity are right, backward is wrong
WRONG = (".sum(axis=0)", ".mean(axis=0)")

Attack = Callable[[str], tuple[Score, Score]]


@pytest.fixture(scope="session")
def course() -> Course:
    """The course of one unit."""
    return load_course(MINICOURSE)


@pytest.fixture(scope="session")
def reference(course: Course) -> str:
    """The right solution."""
    hidden = course.units[0].hidden
    assert hidden is not None
    return (hidden / "scale.py").read_text(encoding="utf-8")


@pytest.fixture
def grade(course: Course) -> Callable[..., list[Score]]:
    """Grade several sources in one judge."""

    def run(*sources: str, settings: JudgeSettings | None = None) -> list[Score]:
        scores: list[Score] = []
        submissions = (
            Submission(f"s{number}", {"u01_scale": source.encode()}, (), ())
            for number, source in enumerate(sources)
        )
        grade_all(
            course,
            course.units,
            submissions,
            scores.append,
            settings or JudgeSettings(),
        )
        return scores

    return run


@pytest.fixture
def attack(grade: Callable[..., list[Score]], reference: str) -> Attack:
    """Grade a wrong solution with a trick in front, then the right one."""

    def run(trick: str) -> tuple[Score, Score]:
        wrong = reference.replace(*WRONG)
        cheat, after = grade(trick + "\n" + wrong, reference)
        return cheat, after

    return run

"""The course of one unit that stands in tests/minicourse, and a judge for it."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.judge import JudgeSettings, grade_one
from grader.model import (
    Course,
    Score,
    ScoredCheck,
    ScoredExercise,
    SourceFile,
    Submission,
)

MINICOURSE = Path(__file__).parent.parent / "minicourse"

GradeSource = Callable[..., Score]
HEAD = """
import numpy as np
import pytest
from grader.checks import Student, close, exercise, require
from grader.errors import CheckFailed, Finding, Origin
"""
GradeSuite = Callable[..., dict[str, ScoredCheck]]


@pytest.fixture
def course_root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to spoil."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture
def course(course_root: Path) -> Course:
    """The course as it should be."""
    return load_course(course_root)


@pytest.fixture
def reference_source(course_root: Path) -> str:
    """The reference, to be edited into a submission."""
    path = course_root / "solutions" / "u01_scale" / "scale.py"
    return path.read_text(encoding="utf-8")


@pytest.fixture
def grade_source(course: Course) -> GradeSource:
    """Grade one source text as a submission of the unit."""

    def grade(source: str | None, settings: JudgeSettings | None = None) -> Score:
        return grade_one(
            course, course.units, submission(source), settings or JudgeSettings()
        )

    return grade


@pytest.fixture
def grade_suite(course_root: Path, reference_source: str) -> GradeSuite:
    """Grade the reference, or `source`, with this hidden suite and the open one."""

    def grade(
        suite: str,
        place: str = "solutions",
        settings: JudgeSettings | None = None,
        source: str = "",
    ) -> dict[str, ScoredCheck]:
        path = course_root / place / "u01_scale" / "test_scale.py"
        path.write_text(HEAD + suite, encoding="utf-8")
        course = load_course(course_root)
        score = grade_one(
            course,
            course.units,
            submission(source or reference_source),
            settings or JudgeSettings(),
        )
        checks = [c for e in score.units[0].exercises for c in e.checks]
        return {c.id: c for c in checks}

    return grade


def submission(source: str | None, submission_id: str = "s042") -> Submission:
    """Return a submission of this source, or of nothing at all."""
    if source is None:
        return Submission(submission_id, {}, (), ("notes.txt",))
    data = source.encode()
    files = (SourceFile("scale.py", hashlib.sha256(data).hexdigest()),)
    return Submission(submission_id, {"u01_scale": data}, files, ())


def exercise(score: Score, exercise_id: str) -> ScoredExercise:
    """Return one exercise of a document of one unit."""
    return next(e for e in score.units[0].exercises if e.id == exercise_id)


def check(score: Score, check_id: str) -> ScoredCheck:
    """Return one check of a document of one unit."""
    checks = [c for e in score.units[0].exercises for c in e.checks]
    return next(c for c in checks if c.id == check_id)

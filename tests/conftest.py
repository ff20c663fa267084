"""What every test of the project shares: a course of one unit, and scores of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.model import (
    Course,
    CourseInfo,
    Exercise,
    GraderInfo,
    Isolation,
    Limits,
    Outcome,
    Score,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    SourceFile,
    SubmissionInfo,
    Unit,
    Visibility,
)

collect_ignore = ["minicourse"]  # a course to be graded, not tests of the project

MODULE = b"class BatchNorm: ...\n"
SHA256 = "d2f0c3a1b4e5" + "0" * 52
GRADER = GraderInfo(
    version="0.1.0",
    python="3.11.7",
    numpy="2.4.6",
    isolation=Isolation(tier="A", walls=("bubblewrap", "landlock")),
)


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    """Unit 6 with its module in place, 40 and 60 points, three hints."""
    folder = tmp_path / "course" / "assignments" / "u06_batchnorm"
    folder.mkdir(parents=True)
    (folder / "batchnorm.py").write_bytes(MODULE)
    return Unit(
        id="u06_batchnorm",
        title="Batch normalization",
        paper="",
        module="batchnorm.py",
        exercises=(
            _exercise("6.1", "BatchNorm.forward, training", 40, 30),
            _exercise("6.3", "BatchNorm.backward", 60, 90),
        ),
        limits=Limits(),
        weight=1,
        folder=folder,
        hidden=None,
    )


@pytest.fixture
def course(unit: Unit, tmp_path: Path) -> Course:
    """A course of that one unit."""
    return Course(
        title="Deep learning from scratch",
        seed=7,
        open_share=0.4,
        units=(unit,),
        root=tmp_path / "course",
        digest="c0ffee",
    )


@pytest.fixture
def make_check() -> Callable[..., ScoredCheck]:
    """A factory of open checks worth 10 points."""
    return _check


@pytest.fixture
def make_score() -> Callable[..., Score]:
    """A factory of score documents: id, outcome of 6.1, outcome of 6.3."""
    return _score


def _exercise(exercise_id: str, name: str, points: int, minutes: int) -> Exercise:
    return Exercise(
        id=exercise_id,
        name=name,
        points=points,
        minutes=minutes,
        difficulty=2,
        hints=("Draw it.", "Take the mean first.", "Three arrows leave x."),
    )


def _check(
    outcome: Outcome = Outcome.PASSED,
    message: str = "",
    check_id: str = "dx_is_the_derivative",
    **others: object,
) -> ScoredCheck:
    fields: dict[str, object] = {
        "id": check_id,
        "title": "Backward must differentiate the forward pass.",
        "visibility": Visibility.OPEN,
        "outcome": outcome,
        "score": 10.0 if outcome is Outcome.PASSED else 0.0,
        "max_score": 10.0,
        "message": message,
    }
    return ScoredCheck(**{**fields, **others})  # type: ignore[arg-type] # by name


def _score(
    submission_id: str = "s01",
    forward: Outcome = Outcome.PASSED,
    backward: Outcome = Outcome.PASSED,
    checks: tuple[ScoredCheck, ...] = (),
    **others: object,
) -> Score:
    """Return a document in which each exercise has one check, or `checks` for 6.3."""
    exercises = (
        _scored("6.1", "BatchNorm.forward, training", forward, (_check(forward),)),
        _scored("6.3", "BatchNorm.backward", backward, checks or (_check(backward),)),
    )
    got = sum(exercise.score for exercise in exercises)
    most = sum(exercise.max_score for exercise in exercises)
    scored = ScoredUnit("u06_batchnorm", "Batch normalization", got, most, exercises)
    fields: dict[str, object] = {
        "submission": SubmissionInfo(
            id=submission_id,
            files=(SourceFile("batchnorm.py", SHA256),),
            ignored=(),
        ),
        "course": CourseInfo("Deep learning from scratch", digest="c0ffee", seed=7),
        "grader": GRADER,
        "complete": Outcome.NOT_GRADED not in {forward, backward},
        "score": got,
        "max_score": most,
        "units": (scored,),
        "duration_s": 0.5,
    }
    return Score(**{**fields, **others})  # type: ignore[arg-type] # by name


def _scored(
    exercise_id: str, name: str, outcome: Outcome, checks: tuple[ScoredCheck, ...]
) -> ScoredExercise:
    got = sum(check.score for check in checks)
    most = sum(check.max_score for check in checks)
    return ScoredExercise(exercise_id, name, outcome, got, most, checks)

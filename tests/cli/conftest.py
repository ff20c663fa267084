"""A course on disk, a student in it, and a judge that says what it is told to."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from grader.batch import Grading
from grader.cli import main
from grader.judge import JudgeSettings
from grader.model import (
    Course,
    Diagnosis,
    DiagnosisPolicy,
    Outcome,
    Score,
    ScoredCheck,
    Submission,
    SubmissionInfo,
    Unit,
)

COURSE = """\
format = 1
title = "Deep learning from scratch"
seed = 7
open_share = 0.4
units = ["u02_layers", "u06_batchnorm"]
"""
LAYERS = """\
format = 1
title = "Layers"
module = "layers.py"

[[exercises]]
id = "2.1"
name = "ReLU.forward"
points = 100
minutes = 30
difficulty = 1
hints = ["Draw it."]
"""
BATCHNORM = """\
format = 1
title = "Batch normalization"
module = "batchnorm.py"

[[exercises]]
id = "6.1"
name = "BatchNorm.forward, training"
points = 40
minutes = 30
difficulty = 2
hints = ["Draw it.", "Take the mean first."]

[[exercises]]
id = "6.3"
name = "BatchNorm.backward"
points = 60
minutes = 90
difficulty = 3
hints = ["Three arrows leave x."]
needs = ["6.1"]
"""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's copy of a course of two units, which is where the student is."""
    root = tmp_path / "kit"
    for unit, manifest, module in (
        ("u02_layers", LAYERS, "layers.py"),
        ("u06_batchnorm", BATCHNORM, "batchnorm.py"),
    ):
        folder = root / "assignments" / unit
        folder.mkdir(parents=True)
        (folder / "unit.toml").write_text(manifest)
        (folder / module).write_text(f'"""The work on {unit}."""\n')
    (root / "assignments" / "course.toml").write_text(COURSE)
    monkeypatch.chdir(root)
    monkeypatch.delenv("GRADER_TRACEBACK", raising=False)
    return root


@pytest.fixture
def run(kit: Path) -> Callable[..., Result]:  # noqa: ARG001 - run where the kit is
    """Run a command line and return what it printed and its status."""

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, prog_name="grader")

    return invoke


@pytest.fixture
def scores() -> dict[str, Score]:
    """What the judge says of each unit, by the id of the first one it is given."""
    return {}


@pytest.fixture
def asked() -> list[tuple[list[str], JudgeSettings]]:
    """What the judge was asked: unit ids and settings."""
    return []


@pytest.fixture
def judge(
    monkeypatch: pytest.MonkeyPatch,
    scores: dict[str, Score],
    asked: list[tuple[list[str], JudgeSettings]],
) -> None:
    """Put a judge in place that answers from `scores` and notes what it is asked."""

    def grade_one(
        _course: Course,
        units: Sequence[Unit],
        _submission: Submission,
        settings: JudgeSettings,
    ) -> Score:
        asked.append(([unit.id for unit in units], settings))
        return scores[units[0].id]

    def grade_all(
        _course: Course,
        units: Sequence[Unit],
        submissions: Iterable[Submission],
        on_score: Callable[[Score], None],
        settings: JudgeSettings,
    ) -> None:
        for submission in submissions:
            asked.append(([unit.id for unit in units], settings))
            on_score(scores[submission.id])

    monkeypatch.setattr("grader.cli.work.grade_one", grade_one)
    monkeypatch.setattr("grader.cli.grade.grade_one", grade_one)
    monkeypatch.setattr(
        "grader.cli.batch.Grading", partial(Grading, grade_all=grade_all)
    )


@pytest.fixture
def own_files(
    monkeypatch: pytest.MonkeyPatch,
    scores: dict[str, Score],
    asked: list[tuple[list[str], JudgeSettings]],
) -> None:
    """Put a judge in place whose answers are about the files that it is given."""

    def grade_one(
        _course: Course,
        units: Sequence[Unit],
        submission: Submission,
        settings: JudgeSettings,
    ) -> Score:
        asked.append(([unit.id for unit in units], settings))
        info = SubmissionInfo(submission.id, submission.files, ())
        return msgspec.structs.replace(scores[units[0].id], submission=info)

    monkeypatch.setattr("grader.cli.work.grade_one", grade_one)


@pytest.fixture
def late(
    make_score: Callable[..., Score], make_check: Callable[..., ScoredCheck]
) -> Callable[[int], Score]:
    """A failure whose cause the course tells from the end of January of a year on."""
    cause = Diagnosis("factor:1/N", "A factor is missing.")
    checks = (make_check(Outcome.WRONG, "dx is off.", diagnosis=cause),)

    def of_year(year: int) -> Score:
        score = make_score("ann", Outcome.PASSED, Outcome.WRONG, checks)
        due = {"u06_batchnorm": datetime(year, 1, 31, tzinfo=UTC)}
        policy = DiagnosisPolicy.AFTER_DUE
        info = msgspec.structs.replace(score.course, diagnosis=policy, due=due)
        return msgspec.structs.replace(score, course=info)

    return of_year

"""The score document of one submission."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from grader.model import (
    Check,
    Course,
    CourseInfo,
    GraderInfo,
    Outcome,
    Score,
    ScoredUnit,
    Submission,
    SubmissionInfo,
    Unit,
    Verdict,
    Visibility,
)
from grader.scoring.units import score_units

_MEAN_DIGITS = Decimal("0.000001")  # a mean of units is no whole hundredth
_WHOLE = Decimal(100)


def make_score(  # noqa: PLR0913 - the parts of the document, by keyword
    *,
    submission: Submission,
    course: Course,
    units: Sequence[Unit],
    grader: GraderInfo,
    expected: Mapping[str, Sequence[Check]],
    verdicts: Mapping[str, Sequence[Verdict]],
    seed: int,
    duration_s: float,
    visibilities: Collection[Visibility] = (),
) -> Score:
    """Return the score document of one submission.

    Args:
        submission: what was graded.
        course: by which course.
        units: the units that were graded, in order.
        grader: what graded.
        expected: unit id -> its checks, fixed before the run.
        verdicts: unit id -> what the checks found.
        seed: from which the checks drew their inputs.
        duration_s: wall-clock seconds for the whole run.
        visibilities: the suites that were run; if left out, those of `expected`.
    """
    seen = {check.visibility for checks in expected.values() for check in checks}
    scored = score_units(
        units, expected, verdicts, course.open_share, visibilities or seen
    )
    score, max_score = total(units, scored)
    return Score(
        submission=SubmissionInfo(submission.id, submission.files, submission.ignored),
        course=_info(course, units, seed),
        grader=grader,
        complete=_is_complete(scored),
        score=float(score),
        max_score=float(max_score),
        units=scored,
        duration_s=duration_s,
    )


def _info(course: Course, units: Sequence[Unit], seed: int) -> CourseInfo:
    due = {unit.id: course.due[unit.id] for unit in units if unit.id in course.due}
    return CourseInfo(course.title, course.digest, seed, course.diagnosis, due)


def total(
    units: Sequence[Unit], scored: Sequence[ScoredUnit]
) -> tuple[Decimal, Decimal]:
    """Return the score of several units together, and what it could have been.

    One unit's is its own. Of several it is the mean by weight, each on 100; a
    unit without points in this run does not count.
    """
    if len(scored) == 1:
        return _exact(scored[0].score), _exact(scored[0].max_score)
    weights = {unit.id: unit.weight for unit in units}
    counted = [unit for unit in scored if unit.max_score]
    if not counted:
        return Decimal(0), Decimal(0)
    gained = sum(
        (
            _WHOLE * weights[unit.id] * _exact(unit.score) / _exact(unit.max_score)
            for unit in counted
        ),
        start=Decimal(0),
    )
    mean = gained / sum(weights[unit.id] for unit in counted)
    return mean.quantize(_MEAN_DIGITS), _WHOLE


def _is_complete(units: Iterable[ScoredUnit]) -> bool:
    return all(
        check.outcome is not Outcome.NOT_GRADED
        for unit in units
        for exercise in unit.exercises
        for check in exercise.checks
    )


def _exact(points: float) -> Decimal:
    return Decimal(str(points))

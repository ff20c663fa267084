"""The document says what was graded, how it ended, and whether it is complete."""

from datetime import UTC, datetime
from decimal import Decimal

import msgspec
import pytest

from grader.model import (
    Check,
    Course,
    CourseInfo,
    DiagnosisPolicy,
    GraderInfo,
    Isolation,
    Outcome,
    Score,
    ScoredUnit,
    SourceFile,
    Submission,
    SubmissionInfo,
    Unit,
    Verdict,
    Visibility,
)
from grader.scoring import make_score, score_units, total

FILES = (SourceFile("x6.py", "abc"),)
GRADER = GraderInfo("0.1.0", "3.11.7", "2.4.6", Isolation("A", ("landlock",)))
SUBMISSION = Submission("s042", {"u06_x": b""}, FILES, ("conftest.py",))

Expected = dict[str, list[Check]]
Found = dict[str, list[Verdict]]


def document(course: Course, expected: Expected, verdicts: Found) -> Score:
    """Return the document of submission s042."""
    return make_score(
        submission=SUBMISSION,
        course=course,
        units=course.units,
        grader=GRADER,
        expected=expected,
        verdicts=verdicts,
        seed=11,
        duration_s=0.12,
    )


def scored(unit_id: str, score: float, max_score: float) -> ScoredUnit:
    """Return a unit of the document with this score."""
    return ScoredUnit(unit_id, "Title", score, max_score, ())


def test_the_document_holds_what_graded_what(
    course: Course, expected: Expected, passed: Found
) -> None:
    """A score that is questioned next year must answer for itself."""
    score = document(course, expected, passed)

    assert score == Score(
        submission=SubmissionInfo("s042", FILES, ("conftest.py",)),
        course=CourseInfo("Title", "digest", 11),
        grader=GRADER,
        complete=True,
        score=100.0,
        max_score=100.0,
        units=score_units(course.units, expected, passed, 0.4),
        duration_s=0.12,
        format="score/1",
    )


def test_the_document_holds_when_causes_are_told(
    course: Course, expected: Expected, passed: Found
) -> None:
    """Reports are made from the document alone, also where no course is at hand."""
    moment = datetime(2027, 1, 31, tzinfo=UTC)
    due = {course.units[0].id: moment, "u99_of_another_run": moment}
    late = msgspec.structs.replace(course, diagnosis=DiagnosisPolicy.AFTER_DUE, due=due)

    score = document(late, expected, passed)

    assert score.course == CourseInfo(
        "Title",
        "digest",
        11,
        DiagnosisPolicy.AFTER_DUE,
        {course.units[0].id: moment},
    )


def test_a_document_with_an_ungraded_check_is_not_complete(
    course: Course, expected: Expected, passed: Found
) -> None:
    """It must not be published as it stands."""
    del passed["u06_x"][2]

    assert not document(course, expected, passed).complete


def test_a_student_s_failure_leaves_the_document_complete(
    course: Course, expected: Expected, passed: Found
) -> None:
    """A zero of the student's own is a result."""
    passed["u06_x"][2] = Verdict("b", Visibility.HIDDEN, Outcome.CRASHED, "crashed")

    assert document(course, expected, passed).complete


def test_a_run_of_open_checks_alone_counts_their_part(
    course: Course, expected: Expected
) -> None:
    """A kit has no hidden suite, and its checks keep their worth."""
    opened = {unit: checks[:1] for unit, checks in expected.items()}

    score = document(course, opened, {})

    assert [40.0, 24.0] == [unit.max_score for unit in score.units]


def test_suites_that_were_run_and_hold_nothing_leave_their_part_to_the_others(
    course: Course, expected: Expected
) -> None:
    """The caller knows which suites were run, and may say so."""
    opened = {unit: checks[:1] for unit, checks in expected.items()}

    score = make_score(
        submission=SUBMISSION,
        course=course,
        units=course.units,
        grader=GRADER,
        expected=opened,
        verdicts={},
        seed=11,
        duration_s=0.12,
        visibilities=tuple(Visibility),
    )

    assert [100.0, 60.0] == [unit.max_score for unit in score.units]


def test_the_same_run_gives_the_same_bytes(
    course: Course, expected: Expected, passed: Found
) -> None:
    """Documents are compared by their text."""
    first = msgspec.json.encode(document(course, expected, passed))

    assert first == msgspec.json.encode(document(course, expected, passed))


def test_one_unit_s_score_is_the_score(units: tuple[Unit, ...]) -> None:
    """Nothing is rescaled where there is nothing to average."""
    assert (Decimal("17.5"), Decimal("40.0")) == total(
        units, [scored("u06_x", 17.5, 40.0)]
    )


def test_several_units_count_by_weight_and_each_on_100(
    units: tuple[Unit, ...],
) -> None:
    """Unit 2 at 100 % with weight 1, unit 6 at 50 % with weight 3: 62.5."""
    parts = [scored("u02_x", 100.0, 100.0), scored("u06_x", 20.0, 40.0)]

    assert (Decimal("62.5"), Decimal(100)) == total(units, parts)


def test_a_unit_without_points_in_the_run_does_not_count(
    units: tuple[Unit, ...],
) -> None:
    """A run of one exercise must not be averaged with what it left out."""
    parts = [scored("u02_x", 0.0, 0.0), scored("u06_x", 20.0, 40.0)]

    assert (Decimal(50), Decimal(100)) == total(units, parts)


@pytest.mark.parametrize("count", [0, 2])
def test_without_any_points_the_score_is_none_of_none(
    units: tuple[Unit, ...], count: int
) -> None:
    """Nothing was asked, so nothing was answered."""
    parts = [scored("u02_x", 0.0, 0.0), scored("u06_x", 0.0, 0.0)][:count]

    assert (Decimal(0), Decimal(0)) == total(units, parts)


def test_a_mean_is_below_100_while_a_hundredth_is_missing(
    units: tuple[Unit, ...],
) -> None:
    """Full marks must mean that everything passed."""
    parts = [scored("u02_x", 99.99, 100.0), scored("u06_x", 100.0, 100.0)]

    assert (Decimal("99.9975"), Decimal(100)) == total(units, parts)

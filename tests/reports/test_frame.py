"""What stands around the rows of a check report: the file, the points, what is next."""

from collections.abc import Callable

import msgspec

from grader.model import Course, Outcome, Score, ScoredCheck, SubmissionInfo, Visibility
from grader.reports.terminal import render_check_report

NOTHING_FAILED = """\
Checked batchnorm.py (sha256 d2f0c3a1b4e5)

u06  Batch normalization

6.1  BatchNorm.forward, training                           passed   10 of 10
6.3  BatchNorm.backward                                    passed   10 of 10

20 of 20 points. Open checks carry 20 of 100 points here; the hidden checks
decide the other 80.

Next: grader pack"""


def test_a_report_without_a_failure_names_what_comes_next(
    make_score: Callable[..., Score], course: Course
) -> None:
    """The last unit done, there is one thing left to do."""
    report = render_check_report(make_score(), course)

    assert report == NOTHING_FAILED


def test_the_footer_counts_open_checks_only(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """A student must not take the open part for the whole."""
    hidden = make_check(
        Outcome.PASSED, visibility=Visibility.HIDDEN, score=20.0, max_score=20.0
    )
    score = make_score("s", Outcome.PASSED, Outcome.PASSED, (hidden,))

    report = render_check_report(score, course)

    assert "10 of 10 points. Open checks carry 10 of 100 points here;" in report


def test_a_course_without_hidden_checks_does_not_speak_of_any(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """There is nothing else to decide."""
    check = make_check(score=90.0, max_score=90.0)

    report = render_check_report(make_score(checks=(check,)), course)

    assert "\n\n100 of 100 points.\n\n" in report


def test_a_report_on_no_file_says_so(
    make_score: Callable[..., Score], course: Course
) -> None:
    """Nobody should wonder which file was looked at."""
    nothing = SubmissionInfo("s", (), ("notes.txt",))

    report = render_check_report(make_score(submission=nothing), course)

    assert report.startswith(
        "u06  Batch normalization\n\nThere is no batchnorm.py in "
        "assignments/u06_batchnorm. Nothing was checked.\n\n"
    )


def test_a_unit_that_is_done_leads_on_to_the_next(
    make_score: Callable[..., Score], course: Course
) -> None:
    """A student should never have to look up what to type."""
    following = msgspec.structs.replace(course.units[0], id="u07_dropout")
    longer = msgspec.structs.replace(course, units=(*course.units, following))

    report = render_check_report(make_score(), longer)

    assert report.endswith("\n\nNext: grader check u07")

"""The report of a check run, text by text."""

from collections.abc import Callable

import pytest

from grader.model import (
    Course,
    Diagnosis,
    Outcome,
    Score,
    ScoredCheck,
)
from grader.numerics.diagnosis.codes import is_place
from grader.reports.terminal import CheckView, render_check_report

MESSAGE = """\
dx disagrees with a numerical derivative of your own forward pass.

    expected   -1.1644   at dx[3, 2], by central differences
    got        -4.0842
    extent     12 of 12 entries wrong (allowed: 1e-6 of the largest entry)
    input      x (4, 3), dout (4, 3), seed 7"""
CAUSE = Diagnosis(
    code="mistake:variance_path_left_out",
    text=(
        "This is exactly what comes out when the variance path is left out. Moving "
        "one x[n] also moves the batch variance, and with it every x_hat[m]."
    ),
)

REPORT = """\
Checked batchnorm.py (sha256 d2f0c3a1b4e5)

u06  Batch normalization

6.1  BatchNorm.forward, training                           passed   10 of 10
6.3  BatchNorm.backward                                     wrong   0 of 20

  Check: Backward must differentiate the forward pass.

  dx disagrees with a numerical derivative of your own forward pass.

      expected   -1.1644   at dx[3, 2], by central differences
      got        -4.0842
      extent     12 of 12 entries wrong (allowed: 1e-6 of the largest entry)
      input      x (4, 3), dout (4, 3), seed 7

  This is exactly what comes out when the variance path is left out. Moving one
  x[n] also moves the batch variance, and with it every x_hat[m].

  Another check, crashed: Backward must differentiate the forward pass.
  All in full: grader check 6.3 --full

10 of 30 points. Open checks carry 30 of 100 points here; the hidden checks
decide the other 70.

Next: grader check 6.3"""

TOLD_FULLY = """\
  Check: Backward must differentiate the forward pass. (test_beta)

  ValueError at batchnorm.py:58: operands could not be broadcast together with
  shapes (4,3) (3,4)

10 of 30 points. Open checks carry 30 of 100 points here; the hidden checks
decide the other 70.

Next: grader check anna.zip 6.3"""

PRINTED = """\
  Your code printed:
      x has shape (4, 3)
      \\x1b[2Jgone
"""


@pytest.fixture
def wrong(make_check: Callable[..., ScoredCheck]) -> ScoredCheck:
    """A gradient that is wrong, with its cause known."""
    return make_check(Outcome.WRONG, MESSAGE, diagnosis=CAUSE)


@pytest.fixture
def crashed(make_check: Callable[..., ScoredCheck]) -> ScoredCheck:
    """A crash whose message is longer than a line."""
    text = (
        "ValueError at batchnorm.py:58: operands could not be broadcast together "
        "with shapes (4,3) (3,4)"
    )
    return make_check(Outcome.CRASHED, text, check_id="beta")


def test_the_first_failing_check_is_told_in_full_and_the_next_in_one_line(
    make_score: Callable[..., Score],
    wrong: ScoredCheck,
    crashed: ScoredCheck,
    course: Course,
) -> None:
    """A student can act on one failure at a time."""
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (wrong, crashed))

    report = render_check_report(score, course)

    assert report == REPORT


def test_a_check_that_knows_the_cause_is_told_before_the_others(
    make_score: Callable[..., Score],
    wrong: ScoredCheck,
    crashed: ScoredCheck,
    course: Course,
) -> None:
    """Else the one line that helps is cut away; the course's order is no reason."""
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (crashed, wrong))

    report = render_check_report(score, course)

    assert report == REPORT


def test_a_check_that_knows_only_the_place_is_told_after_one_that_knows_the_cause(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    wrong: ScoredCheck,
    course: Course,
) -> None:
    """Where to look is less than what is wrong there."""
    place = Diagnosis("steps:first", "The first step is wrong already.")
    vague = make_check(Outcome.WRONG, "off.", check_id="alpha", diagnosis=place)
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (vague, wrong))

    report = render_check_report(score, course)

    assert CAUSE.text in " ".join(report.split())
    assert place.text not in report


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("steps:first", True),
        ("after:6.1", True),
        ("side:x:negative", True),
        ("side:x:negative:dout * y", False),
        ("where:x < 0", True),
        ("where:x:inside", False),
        ("factor:1/N", False),
    ],
)
def test_codes_tell_places_from_causes(code: str, expected: object) -> None:
    """What rules can do is measured by causes alone."""
    assert expected == is_place(code)


def test_show_all_tells_every_failing_check_in_full(
    make_score: Callable[..., Score],
    wrong: ScoredCheck,
    crashed: ScoredCheck,
    course: Course,
) -> None:
    """Whoever wants the whole list can have it."""
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (wrong, crashed))

    report = render_check_report(
        score, course, CheckView(target="anna.zip", show_all=True)
    )

    assert report.endswith(TOLD_FULLY)


@pytest.mark.parametrize(
    ("outcome", "message", "rows"),
    [
        pytest.param(
            Outcome.NOT_STARTED,
            "6.3 BatchNorm.backward",
            "6.3  BatchNorm.backward                               not started   "
            "0 of 10\n\n",
            id="not started",
        ),
        pytest.param(
            Outcome.WAITING,
            "6.1 is not started",
            "6.3  BatchNorm.backward                                   waiting   "
            "0 of 10\n     6.1 is not started\n",
            id="waiting",
        ),
        pytest.param(
            Outcome.NOT_GRADED,
            "the grader failed, not you; your teacher has been told",
            "6.3  BatchNorm.backward                                not graded   "
            "- of 10\n     the grader failed, not you; your teacher has been told\n",
            id="not graded",
        ),
    ],
)
def test_an_exercise_that_did_not_fail_takes_one_row(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
    outcome: Outcome,
    message: str,
    rows: str,
) -> None:
    """A list of results must be scannable."""
    score = make_score("s", Outcome.PASSED, outcome, (make_check(outcome, message),))

    report = render_check_report(score, course)

    assert rows in report


def test_a_second_failing_exercise_has_its_row_and_a_line(
    make_score: Callable[..., Score], crashed: ScoredCheck, course: Course
) -> None:
    """One thing at a time: the first failure often causes the later ones."""
    score = make_score("s", Outcome.CRASHED, Outcome.CRASHED, (crashed,))

    report = render_check_report(score, course)

    row = "6.3  BatchNorm.backward                                   crashed   0 of 10"
    line = "6.3 fails as well; one exercise is explained at a time."
    assert f"\n\n{row}\n\n{line}\n\n0 of 20 points." in report


def test_what_an_open_check_printed_is_shown_and_cannot_steer_the_terminal(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """Printing is how many people look for a bug."""
    output = "x has shape (4, 3)\n\x1b[2Jgone\n"
    check = make_check(Outcome.WRONG, "dx is wrong.", output=output)
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))

    report = render_check_report(score, course)

    assert PRINTED in report


def test_much_output_is_cut_and_the_report_says_so(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """A forgotten print in a loop must not push the message off the screen."""
    check = make_check(Outcome.WRONG, "dx is wrong.", output="line\n" * 40)
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))

    report = render_check_report(score, course)

    assert "      (30 more lines)\n" in report


def test_a_cause_that_the_message_tells_already_is_not_told_again(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """Reading a sentence twice makes a reader look for the difference."""
    message = f"{MESSAGE}\n\n{CAUSE.text}"
    check = make_check(Outcome.WRONG, message, diagnosis=CAUSE)
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))

    report = render_check_report(score, course)

    assert report.count("This is exactly what comes out") == 1


def test_no_line_is_wider_than_eighty_columns(
    make_score: Callable[..., Score], crashed: ScoredCheck, course: Course
) -> None:
    """Eighty columns are what every terminal has."""
    score = make_score("s", Outcome.CRASHED, Outcome.CRASHED, (crashed, crashed))

    report = render_check_report(score, course, CheckView(show_all=True))

    assert max(len(line) for line in report.splitlines()) <= 80

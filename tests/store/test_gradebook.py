"""The grade book can be opened in a spreadsheet, whatever a submission is called."""

import csv
from collections.abc import Callable

import pytest

from grader.model import Outcome, Score, SubmissionInfo
from grader.store.gradebook import gradebook, row_of
from grader.store.records import Failure, FailureKind


def test_a_row_holds_points_and_outcomes(make_score: Callable[..., Score]) -> None:
    """One row per student is what a grade book is."""
    rows = [row_of(make_score("anna", backward=Outcome.NOT_STARTED))]

    text = gradebook(rows, [])

    assert text == (
        "id,score,max_score,complete,u06,6.1,6.1 outcome,6.3,6.3 outcome,remark\r\n"
        "anna,10,20,true,10,10,passed,0,not_started,\r\n"
    )


def test_points_that_the_grader_owes_are_left_empty(
    make_score: Callable[..., Score],
) -> None:
    """A fault of the grader is never a zero."""
    rows = [row_of(make_score("anna", backward=Outcome.NOT_GRADED))]

    text = gradebook(rows, [])

    assert text.splitlines()[1] == "anna,,20,false,,10,passed,,not_graded,"


def test_a_submission_without_a_score_has_a_row_with_the_reason(
    make_score: Callable[..., Score],
) -> None:
    """A student who is missing from the grade book is a student who is forgotten."""
    rows = [row_of(make_score("ben"))]
    failures = [Failure("anna", FailureKind.REFUSED, "anna.zip is not an archive.")]

    text = gradebook(rows, failures)

    assert text.splitlines()[1:] == [
        "anna,,,false,,,,,,refused: anna.zip is not an archive.",
        "ben,20,20,true,20,10,passed,10,passed,",
    ]


def test_exercises_stand_in_the_order_of_their_numbers(
    make_score: Callable[..., Score],
) -> None:
    """6.10 comes after 6.9, not after 6.1."""
    row = row_of(make_score("anna"))
    cells = {"10.1": row.exercises["6.1"], "6.10": row.exercises["6.1"]}
    wider = type(row)(row.id, row.score, row.max_score, row.complete, cells)

    text = gradebook([row, wider], [])

    header = text.splitlines()[0].split(",")
    assert header[5:-1:2] == ["6.1", "6.3", "6.10", "10.1"]


def test_what_stands_out_among_the_files_is_a_remark(
    make_score: Callable[..., Score],
) -> None:
    """Nine exercises missing and one archive in an archive is no zero yet."""
    upload = SubmissionInfo("anna", (), ("inner.zip (an archive, not opened)",))
    rows = [row_of(make_score("anna", submission=upload))]

    text = gradebook(rows, [])

    first = next(csv.DictReader(text.splitlines()))
    assert first["remark"] == (
        "no module found; ignored: inner.zip (an archive, not opened)"
    )


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("  =1+1", "'  =1+1", id="after spaces"),
        pytest.param(
            "\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1", id="wide"
        ),
        pytest.param("\t=1", "' =1", id="tab"),
        pytest.param("a\x1b[2J", "a\\x1b[2J", id="control character"),
        pytest.param("a\nb", "a b", id="new line"),
        pytest.param("anna", "anna", id="plain"),
    ],
)
def test_no_cell_is_a_formula_or_steers_a_terminal(
    make_score: Callable[..., Score], name: str, cell: str
) -> None:
    """A spreadsheet runs what starts with an equals sign."""
    text = gradebook([row_of(make_score(name))], [])

    first = next(csv.DictReader(text.splitlines()))

    assert first["id"] == cell

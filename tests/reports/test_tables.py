"""The course and a batch as tables."""

from collections.abc import Callable

import msgspec

from grader.model import Outcome, Score, Unit
from grader.reports.tables import (
    Refused,
    render_batch_table,
    render_hint,
    render_score_line,
)

TABLE = """\
submission    u06  score passed  remarks
anna           10     10    1/2  1 wrong
ben            10      -    1/2  1 not graded
carl            -      -      -  not graded: the judge's process ended with
                                 status -9 while grading it
dora            -      -      -  refused: dora.zip holds a path that leaves the
                                 archive.

1 graded, 1 refused, 1 graded in part (the grader's fault), 1 not graded (the
grader's fault), mean of the 1: 50."""

HINT = """\
6.1  BatchNorm.forward, training: hint 2 of 3

  Take the mean first.

One more: grader hint 6.1

Next: grader check 6.1"""

LAST_HINT = """\
6.1  BatchNorm.forward, training: hint 3 of 3

  Three arrows leave x.

That was the last hint.

Next: grader check 6.1"""


def test_a_batch_has_a_row_for_every_submission_with_a_score_or_without(
    make_score: Callable[..., Score],
) -> None:
    """A student who is missing from the table is a student who is forgotten."""
    scores = [
        make_score("anna", Outcome.PASSED, Outcome.WRONG),
        make_score("ben", Outcome.PASSED, Outcome.NOT_GRADED),
    ]
    refused = [
        Refused(
            id="carl",
            reason="the judge's process ended with status -9 while grading it",
            by_grader=True,
        ),
        Refused(id="dora", reason="dora.zip holds a path that leaves the archive."),
    ]

    table = render_batch_table(scores, refused)

    assert table == TABLE


def test_a_batch_without_a_score_has_no_mean() -> None:
    """Nothing divided by nothing is not a number."""
    table = render_batch_table([], [Refused("anna", "anna.zip is no archive.")])

    assert table.splitlines()[-1] == "0 graded, 1 refused."


def test_units_that_do_not_fit_the_width_are_left_out(
    make_score: Callable[..., Score],
) -> None:
    """Fourteen columns of points would break every row in two."""
    score = make_score()
    units = tuple(
        msgspec.structs.replace(score.units[0], id=f"u{number:02}_name")
        for number in range(1, 15)
    )

    table = render_batch_table([msgspec.structs.replace(score, units=units)], [])

    assert table.splitlines()[0] == "submission  score passed  remarks"


def test_a_hint_says_how_to_get_the_next_one(unit: Unit) -> None:
    """One hint at a time leaves the thinking to the student."""
    text = render_hint(unit.exercises[0], 2)

    assert text == HINT


def test_the_last_hint_says_that_it_is_the_last(unit: Unit) -> None:
    """Nobody should ask four times for what is not there."""
    text = render_hint(unit.exercises[0], 3)

    assert text == LAST_HINT


def test_a_score_line_tells_points_and_walls(make_score: Callable[..., Score]) -> None:
    """The document goes to a program, the line to a person."""
    line = render_score_line(make_score("anna"))

    assert line == "anna: 20 of 20 points (isolation tier A)."


def test_a_score_line_says_that_points_are_owed(
    make_score: Callable[..., Score],
) -> None:
    """An incomplete score must not be published as it stands."""
    line = render_score_line(make_score("anna", backward=Outcome.NOT_GRADED))

    assert line == (
        "anna: 10 of 20 points so far; the grader failed on some checks "
        "(isolation tier A)."
    )

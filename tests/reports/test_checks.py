"""One check, as a student reads it below its exercise."""

from collections.abc import Callable

from grader.model import Course, Outcome, Score, ScoredCheck
from grader.reports.checks import other_checks, told_fully
from grader.reports.terminal import CheckView, render_check_report

PRINTED_IN_PASSING = """\
6.3  BatchNorm.backward                                    passed   10 of 10

  Backward must differentiate the forward pass. [batch]

  Your code printed:
      x has shape (4, 3)
"""


def test_a_case_of_a_check_is_told_by_its_id(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """Six cases of one check have one title."""
    check = make_check(Outcome.WRONG, "dx is wrong.", "dx[deep-ELU]")

    text = told_fully(check, 80)

    assert text == (
        "  Backward must differentiate the forward pass. [deep-ELU]\n\n  dx is wrong."
    )


def test_a_check_is_told_by_its_name_where_all_are(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """The name is what one looks for in the suite."""
    check = make_check(Outcome.WRONG, "dx is wrong.", "dx[deep-ELU]")

    text = told_fully(check, 80, by_name=True)

    assert text == (
        "  Backward must differentiate the forward pass. (dx[deep-ELU])\n\n"
        "  dx is wrong."
    )


def test_further_failing_checks_are_counted_and_none_is_told_twice(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """A line that stands there already helps nobody."""
    failing = [
        make_check(Outcome.WRONG, "dx is wrong."),
        make_check(Outcome.TIMEOUT, "It did not finish within 2 s."),
        make_check(Outcome.TIMEOUT, "It did not finish within 2 s."),
        make_check(Outcome.OUTPUT, "dx is a list."),
        *[make_check(Outcome.WRONG, f"dx[{n}] is wrong.") for n in range(5, 10)],
    ]

    text = other_checks(failing, 80)

    assert text == (
        "  Second check, timeout: It did not finish within 2 s.\n"
        "  Fourth check, wrong shape or type: dx is a list.\n"
        "  Fifth check, wrong: dx[5] is wrong.\n"
        "  Sixth check, wrong: dx[6] is wrong.\n"
        "  Seventh check, wrong: dx[7] is wrong.\n"
        "  Eighth check, wrong: dx[8] is wrong.\n"
        "  Check 9, wrong: dx[9] is wrong."
    )


def test_what_a_passing_check_printed_is_shown_to_who_chose_the_exercise(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """A print that vanishes when the code gets right puzzles."""
    check = make_check(check_id="dx[batch]", output="x has shape (4, 3)\n")
    score = make_score("s", Outcome.PASSED, Outcome.PASSED, (check,))

    chosen = render_check_report(score, course, CheckView(is_chosen=True))
    others = render_check_report(score, course)

    assert PRINTED_IN_PASSING in chosen
    assert "printed" not in others


def test_who_chose_the_exercise_is_not_told_how_to(
    make_score: Callable[..., Score], course: Course
) -> None:
    """It is the command that was just typed."""
    score = make_score("s", Outcome.PASSED, Outcome.WRONG)

    report = render_check_report(score, course, CheckView(is_chosen=True))

    assert "Run only this" not in report


def test_how_to_choose_an_exercise_is_told_once(
    make_score: Callable[..., Score], course: Course
) -> None:
    """With every failing check told, it would stand there nine times."""
    score = make_score("s", Outcome.WRONG, Outcome.WRONG)

    report = render_check_report(score, course, CheckView(show_all=True))

    assert report.count("Run only this") == 1
    assert "\n\n  Run only this: grader check 6.1\n\n6.3" in report

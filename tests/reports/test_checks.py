"""One check, as a student reads it below its exercise."""

from collections.abc import Callable

from grader.model import Course, Outcome, Score, ScoredCheck
from grader.reports.checks import other_checks, told_fully
from grader.reports.terminal import CheckView, render_check_report

PRINTED_IN_PASSING = """\
6.3  BatchNorm.backward                                    passed   10 of 10

  Check: Backward must differentiate the forward pass.

  Your code printed:
      x has shape (4, 3)
"""


def test_a_long_title_stands_out_from_what_follows(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """It says what must hold, and not what is wrong."""
    title = "A network of two layers is as good as one by hand, or nearly so (deep)."
    check = make_check(Outcome.WRONG, "dx is wrong.", title=title)

    assert told_fully(check, 50) == (
        "  Check: A network of two layers is as good as\n"
        "    one by hand, or nearly so (deep).\n\n  dx is wrong."
    )


def test_a_check_is_told_by_its_name_where_all_are(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """The name is what one looks for in the suite."""
    check = make_check(Outcome.WRONG, "dx is wrong.", "dx[deep-ELU]")

    text = told_fully(check, 80, by_name=True)

    assert text == (
        "  Check: Backward must differentiate the forward pass. (test_dx[deep-ELU])\n\n"
        "  dx is wrong."
    )


def test_further_failing_checks_are_named(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """What they must hold, and how to read all of them."""
    failing = [
        make_check(Outcome.WRONG, "dx is wrong."),
        make_check(Outcome.TIMEOUT, "It did not finish.", title="dx is found."),
        make_check(Outcome.OUTPUT, "dx is a list.", title=f"dx is an {'array ' * 14}."),
    ]

    assert other_checks(failing[:1], 80, "grader check 6.3") == ""
    assert other_checks(failing, 80, "grader check 6.3") == (
        "  Another check, timeout: dx is found.\n"
        "  Another check, wrong shape or type: dx is an array array array array array\n"
        "    array array array array array array array array array .\n"
        "  All in full: grader check 6.3 --full"
    )


def test_of_many_failing_checks_the_rest_is_counted(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """A page of titles is not read."""
    failing = [
        make_check(Outcome.WRONG, "No.", title=f"dx[{n}] is right.") for n in range(9)
    ]

    assert other_checks(failing, 80, "grader check 6.3") == (
        "  Another check, wrong: dx[1] is right.\n"
        "  Another check, wrong: dx[2] is right.\n"
        "  Another check, wrong: dx[3] is right.\n"
        "  5 more, and all in full: grader check 6.3 --full"
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


def test_a_warning_of_numpys_is_not_called_a_print(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
) -> None:
    """The code prints nothing, and a student would look for what does."""
    warned = "training.py:68: RuntimeWarning: overflow encountered in exp\n  y = f(x)\n"

    def told(output: str) -> str:
        check = make_check(check_id="dx[batch]", output=output)
        score = make_score("s", Outcome.PASSED, Outcome.PASSED, (check,))
        return render_check_report(score, course, CheckView(is_chosen=True))

    assert "  NumPy warned:\n      training.py:68: RuntimeWarning: over" in told(warned)
    assert "  Your code printed:\n" in told(f"{warned}mine\n")
    assert "  Your code printed:\n" in told(f"  mine\n{warned}")


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


def test_a_row_that_is_too_long_goes_on_below_its_value(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """The column of labels stays free."""
    message = "dx is wrong.\n\n    input      x (3, 2), h0 (3, 2), c0 (3, 2), seed 7"

    text = told_fully(make_check(Outcome.WRONG, message), 40)

    assert text.endswith(
        "\n\n      input      x (3, 2), h0 (3, 2), c0\n                 (3, 2), seed 7"
    )

"""A unit of which nothing could be checked is told once, not once per exercise."""

from collections.abc import Callable

import msgspec
import pytest

from grader.model import Course, Outcome, Score, ScoredCheck, SubmissionInfo
from grader.reports.terminal import CheckView, render_check_report

Alike = Callable[[Outcome, str], Score]

REPORT = """\
Checked batchnorm.py (sha256 d2f0c3a1b4e5)

u06  Batch normalization

batchnorm.py cannot be imported: SyntaxError at batchnorm.py:7: invalid syntax.
Nothing was checked.

    7 | def f(:

6.1  BatchNorm.forward, training                          crashed   0 of 10
6.3  BatchNorm.backward                                   crashed   0 of 10

Mend batchnorm.py first.

Next: grader check u06"""

NO_FILE = """\
u06  Batch normalization

There is no batchnorm.py in assignments/u06_batchnorm. Nothing was checked.

6.1  BatchNorm.forward, training                          missing   0 of 10
6.3  BatchNorm.backward                                   missing   0 of 10

Put batchnorm.py there.

Next: grader check u06"""


@pytest.fixture
def alike(
    make_score: Callable[..., Score], make_check: Callable[..., ScoredCheck]
) -> Alike:
    """A run in which every check ended the same way."""

    def make(outcome: Outcome, message: str) -> Score:
        score = make_score("s", outcome, outcome)
        checks = (make_check(outcome, message),)
        exercises = tuple(
            msgspec.structs.replace(one, checks=checks)
            for one in score.units[0].exercises
        )
        unit = msgspec.structs.replace(score.units[0], exercises=exercises)
        return msgspec.structs.replace(score, units=(unit,))

    return make


def test_a_file_that_does_not_load_is_told_once(alike: Alike, course: Course) -> None:
    """Nine exercises that crash are one missing bracket."""
    message = "SyntaxError at batchnorm.py:7: invalid syntax.\n\n    7 | def f(:"

    report = render_check_report(alike(Outcome.CRASHED, message), course)

    assert report == REPORT


def test_a_file_that_is_not_there_is_told_once(alike: Alike, course: Course) -> None:
    """Where it should be is what a student needs."""
    score = msgspec.structs.replace(
        alike(Outcome.MISSING, "batchnorm.py is missing."),
        submission=SubmissionInfo("s", (), ()),
    )

    report = render_check_report(score, course)

    assert report == NO_FILE


@pytest.mark.parametrize(
    ("outcome", "message", "sentence"),
    [
        pytest.param(
            Outcome.CRASHED,
            "ModuleNotFoundError at batchnorm.py:1: No module named 'x'.",
            "batchnorm.py cannot be imported: ModuleNotFoundError at batchnorm.py:1: "
            "No module named 'x'. Nothing was checked.",
            id="module",
        ),
        pytest.param(
            Outcome.CRASHED,
            "SystemExit at batchnorm.py:2: your code called exit().",
            "batchnorm.py cannot be imported: SystemExit at batchnorm.py:2: your code "
            "called exit(). Nothing was checked.",
            id="exit",
        ),
        pytest.param(
            Outcome.CRASHED,
            "Your code called exit() at batchnorm.py:9. A function ends with return.",
            "Every exercise ends with the same error: Your code called exit() at "
            "batchnorm.py:9. A function ends with return. Nothing was checked.",
            id="exit in a function",
        ),
        pytest.param(
            Outcome.TIMEOUT,
            "It did not finish within 5 s.",
            "batchnorm.py cannot be imported: It did not finish within 5 s. Nothing "
            "was checked.",
            id="import without end",
        ),
        pytest.param(
            Outcome.TIMEOUT,
            "It did not finish within 5 s; it was at batchnorm.py:9.",
            "batchnorm.py cannot be imported: It did not finish within 5 s; it was at "
            "batchnorm.py:9. Nothing was checked.",
            id="import without end at a line",
        ),
        pytest.param(
            Outcome.CRASHED,
            "NameError at batchnorm.py:9: name 'npp' is not defined.",
            "Every exercise ends with the same error: NameError at batchnorm.py:9: "
            "name 'npp' is not defined. Nothing was checked.",
            id="the same error everywhere",
        ),
    ],
)
def test_what_stops_every_exercise_is_told_as_what_it_is(
    alike: Alike, course: Course, outcome: Outcome, message: str, sentence: str
) -> None:
    """An import is blamed only where nothing else can be at fault."""
    score = alike(outcome, message)

    report = render_check_report(score, course, CheckView(width=200))

    assert report.splitlines()[4] == sentence


@pytest.mark.parametrize(
    ("outcome", "message", "command"),
    [
        pytest.param(Outcome.WRONG, "dx is wrong.", "grader hint 6.1", id="wrong"),
        pytest.param(
            Outcome.NOT_STARTED,
            "not written yet.",
            "grader check 6.1",
            id="not started",
        ),
    ],
)
def test_what_was_checked_is_not_called_unchecked(
    alike: Alike, course: Course, outcome: Outcome, message: str, command: str
) -> None:
    """Alike is not enough; it must be a stop."""
    report = render_check_report(alike(outcome, message), course)

    assert "Nothing was checked" not in report
    assert report.endswith(f"\n\nNext: {command}")


def test_the_crash_of_one_exercise_is_that_exercises(
    alike: Alike, course: Course
) -> None:
    """With one exercise chosen, all its checks crash alike all the time."""
    score = alike(Outcome.CRASHED, "ValueError at batchnorm.py:9: no.")
    unit = score.units[0]
    unit = msgspec.structs.replace(unit, exercises=unit.exercises[1:])

    report = render_check_report(msgspec.structs.replace(score, units=(unit,)), course)

    assert "Nothing was checked" not in report


def test_who_checked_a_file_is_told_to_check_that_file_again(
    alike: Alike, course: Course
) -> None:
    """The unit's own file is another one."""
    score = alike(Outcome.CRASHED, "SyntaxError at batchnorm.py:7: no.")

    report = render_check_report(score, course, CheckView(target="old.py"))

    assert report.endswith("\n\nMend batchnorm.py first.\n\nNext: grader check old.py")


def test_a_line_that_runs_at_import_is_named(alike: Alike, course: Course) -> None:
    """The line that stops is right: the one that calls it is a leftover."""
    message = (
        "AttributeError at batchnorm.py:7: no 'rows'.\n\n    7 | self.rows\n"
        "    reached while the file is imported, from\n    9 | demo()"
    )

    report = render_check_report(alike(Outcome.CRASHED, message), course)

    assert (
        "batchnorm.py cannot be imported: AttributeError at batchnorm.py:7: no "
        "'rows'.\nNothing was checked.\n\n    7 | self.rows\n"
        "    reached while the file is imported, from\n    9 | demo()\n"
    ) in report


def test_a_hole_that_the_import_meets_is_told_once(
    alike: Alike, course: Course
) -> None:
    """The message says already that the file cannot be imported."""
    message = (
        "batchnorm.py:9 calls demo, which is not written yet, so the file cannot be "
        "imported. Delete that line.\n\n    9 | demo()"
    )

    report = render_check_report(alike(Outcome.CRASHED, message), course)

    assert (
        "\n\nbatchnorm.py:9 calls demo, which is not written yet, so the file cannot "
        "be\nimported. Delete that line. Nothing was checked.\n\n    9 | demo()\n\n"
    ) in report


@pytest.mark.parametrize(
    "name", ["batchnorm (1).py", "Batchnorm.py", "batchnorm.py.txt"]
)
def test_a_file_under_a_wrong_name_is_named(
    make_score: Callable[..., Score], course: Course, name: str
) -> None:
    """Beside the suite, whose name has the module's in it."""
    score = make_score("s", Outcome.MISSING, Outcome.MISSING)
    score = msgspec.structs.replace(score, submission=SubmissionInfo("s", (), ()))
    folder = course.units[0].folder
    folder.mkdir(parents=True, exist_ok=True)
    for each in ("test_batchnorm.py", name):
        (folder / each).write_text("")

    report = render_check_report(score, course, CheckView(width=200))

    assert (
        "There is no batchnorm.py in assignments/u06_batchnorm, but there is "
        f"`{name}`. Nothing was checked."
    ) in report
    assert f"Rename `{name}` to batchnorm.py." in report


@pytest.mark.parametrize(
    ("kept", "chosen", "command"),
    [(1, True, "6.3"), (2, True, "u06"), (2, False, "u06")],
    ids=["one", "both", "none"],
)
def test_whoever_chose_an_exercise_goes_on_with_it(
    alike: Alike, course: Course, kept: int, chosen: object, command: str
) -> None:
    """A bracket is mended, and the same thing is looked at again."""
    score = alike(Outcome.CRASHED, "SyntaxError at batchnorm.py:7: invalid syntax.")
    exercises = score.units[0].exercises[-kept:]
    unit = msgspec.structs.replace(score.units[0], exercises=exercises)
    score = msgspec.structs.replace(score, units=(unit,))

    report = render_check_report(score, course, CheckView(is_chosen=bool(chosen)))

    assert report.endswith(f"Mend batchnorm.py first.\n\nNext: grader check {command}")

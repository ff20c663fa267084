"""Suites that use more of pytest: fixtures of their own, parameters, the request."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.errors import CourseError
from grader.judge import JudgeSettings, grade_one
from grader.model import Diagnosis, Outcome, Visibility
from tests.judge.conftest import GradeSuite, check, submission


def test_a_check_may_have_fixtures_of_its_own(grade_suite: GradeSuite) -> None:
    """Beside all of ours; they are set up and torn down."""
    found = grade_suite("""
@pytest.fixture
def gamma(rng):
    values = rng.normal(size=3)
    yield values
    print("torn down")

@exercise("1.1")
def test_scaled(student, reference, gamma, rng):
    '''Every column is scaled.'''
    x = rng.normal(size=(2, 3))
    close(student.Scale(gamma).forward(x), reference.Scale(gamma).forward(x))

@exercise("1.1")
def test_not_scaled(student, gamma):
    '''No column is scaled.'''
    close(student.Scale(gamma).forward(np.ones((1, 3))), np.ones((1, 3)), "out")
""")

    assert Outcome.PASSED is found["scaled"].outcome
    assert Outcome.WRONG is found["not_scaled"].outcome
    assert found["not_scaled"].message.startswith("out is not what it must be.\n\n")


def test_a_fixture_that_fails_leaves_its_check_ungraded(
    grade_suite: GradeSuite,
) -> None:
    """It is the suite's fault; the others count."""
    found = grade_suite("""
@pytest.fixture
def broken():
    raise ValueError("not today")

@exercise("1.1")
def test_fails(student, broken):
    '''Never begins.'''

@exercise("1.1")
def test_works(student):
    '''Works.'''
    require(True, "not said")
""")

    assert Outcome.NOT_GRADED is found["fails"].outcome
    assert Outcome.PASSED is found["works"].outcome


def test_every_set_of_parameters_is_a_check(grade_suite: GradeSuite) -> None:
    """With the id that pytest gives it."""
    found = grade_suite("""
@pytest.mark.parametrize("size", [1, 4])
@exercise("1.1")
def test_size(student, size):
    '''Any number of columns.'''
    require(size == 1, "only one column")
""")

    assert Outcome.PASSED is found["size[1]"].outcome
    assert "only one column." == found["size[4]"].message.rstrip(".") + "."


def test_a_check_may_ask_for_the_request(grade_suite: GradeSuite) -> None:
    """It then runs with all of pytest's machinery."""
    found = grade_suite("""
@exercise("1.1")
def test_named(student, request):
    '''Knows its name.'''
    require(request.node.name == "test_named", "not said")
""")

    assert Outcome.PASSED is found["named"].outcome


def test_a_known_cause_is_the_diagnosis(grade_suite: GradeSuite) -> None:
    """A stable code for teachers, a sentence for students."""
    found = grade_suite("""
@exercise("1.1")
def test_diagnosed(student):
    '''Always fails.'''
    raise CheckFailed("dx is off.", (Finding("transposed", "It is transposed."),))
""")

    expected = Diagnosis("transposed", "It is transposed.")
    assert expected == found["diagnosed"].diagnosis


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("assert False, 'out must be scaled'", "out must be scaled"),
        ("assert False", "this must hold: A title."),
        ("raise AssertionError('assert 1 == 2')", "this must hold: A title."),
        ("raise AssertionError('too few\\nassert 1 == 2')", "too few"),
    ],
    ids=["authored", "bare", "rewritten", "authored-and-rewritten"],
)
def test_a_plain_assert_says_its_text_or_the_title(
    grade_suite: GradeSuite, line: str, message: str
) -> None:
    """Never the expression, which may hold an expected value."""
    suite = f"@exercise('1.1')\ndef test_it(student):\n    'A title.'\n    {line}\n"

    found = grade_suite(suite.replace("few\nassert", "few\\nassert"))

    assert Outcome.WRONG is found["it"].outcome
    assert message == found["it"].message


def test_an_open_check_cannot_use_the_reference(grade_suite: GradeSuite) -> None:
    """A student who runs it has none."""
    with pytest.raises(CourseError) as caught:
        grade_suite(
            "@exercise('1.1')\ndef test_open(student, reference):\n    'A title.'\n",
            place="assignments",
        )

    assert str(caught.value) == (
        "open: an open check cannot use the reference, which students do not have."
    )


def test_a_suite_without_a_check_of_the_wanted_exercise_is_said_so(
    course_root: Path,
) -> None:
    """A score of nothing would look like a result."""
    course = load_course(course_root)

    with pytest.raises(CourseError) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings(only=("9.9",)))

    assert "the suites hold no check to run." == str(caught.value)


def test_hidden_checks_need_the_teachers_folder(course_root: Path) -> None:
    """A kit has the open ones only."""
    (course_root / "solutions").rename(course_root / "elsewhere")
    course = load_course(course_root)

    with pytest.raises(CourseError) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings())

    assert str(caught.value) == (
        "u01_scale has no folder in solutions/: the hidden suite is the teacher's; "
        "run the open checks with `grader check u01_scale`."
    )


def test_a_suite_that_is_not_there_is_named(course_root: Path) -> None:
    """With what to do."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    suite.unlink()
    course = load_course(course_root)

    with pytest.raises(CourseError) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings())

    assert str(caught.value) == (
        f"{suite}: expected the hidden suite of u01_scale, found no such file; write "
        "it, or take the unit out of course.toml."
    )


def test_a_reference_that_is_not_there_fails_the_checks_that_use_it(
    course_root: Path, reference_source: str
) -> None:
    """The author is told; no student loses a point."""
    (course_root / "solutions" / "u01_scale" / "scale.py").unlink()
    course = load_course(course_root)

    with pytest.raises(CourseError) as caught:
        grade_one(course, course.units, submission(reference_source), JudgeSettings())

    assert str(caught.value) == (
        "u01_scale: expected the reference scale.py in solutions/u01_scale, found none."
    )


def test_a_kit_runs_its_open_checks(course_root: Path, reference_source: str) -> None:
    """Without reference, every exercise counts as having a hole of its own."""
    (course_root / "solutions").rename(course_root / "elsewhere")
    course = load_course(course_root)
    settings = JudgeSettings(visibilities=(Visibility.OPEN,))

    score = grade_one(course, course.units, submission(reference_source), settings)

    assert Outcome.PASSED is check(score, "small_gradient").outcome

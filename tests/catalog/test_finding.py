"""What a person types finds a course, a unit or an exercise, or says what exists."""

from pathlib import Path

import pytest

from grader.catalog import find_course, find_exercise, load_course, select_units
from grader.errors import UsageError
from grader.model import Course


@pytest.fixture
def course(root: Path) -> Course:
    """The right course, loaded."""
    return load_course(root)


@pytest.mark.parametrize("below", [".", "assignments", "assignments/u06_batchnorm"])
def test_a_course_is_found_from_anywhere_inside_it(root: Path, below: str) -> None:
    """Students run commands in the folder they work in."""
    assert root.resolve() == find_course(root / below)


def test_no_course_says_what_was_expected_and_what_to_do(tmp_path: Path) -> None:
    """The first thing that goes wrong for a new user is the folder."""
    with pytest.raises(UsageError) as refused:
        find_course(tmp_path)

    assert (
        "no course found: expected a folder with assignments/course.toml "
        f"at or above {tmp_path.resolve()}; "
        "run the command inside the course or pass --course DIR."
    ) == str(refused.value)


@pytest.mark.parametrize("name", ["u06_batchnorm", "u06", "u6", "06", "6"])
def test_a_unit_may_be_named_in_short(course: Course, name: str) -> None:
    """Nobody types the whole folder name twice."""
    (unit,) = select_units(course, [name])

    assert unit.id == "u06_batchnorm"


def test_no_name_means_every_unit(course: Course) -> None:
    """The whole course is the default."""
    assert course.units == select_units(course, [])


def test_units_come_once_and_in_the_order_of_teaching(course: Course) -> None:
    """The order of arguments must not change a report."""
    assert course.units == select_units(course, ["6", "u02", "u06_batchnorm"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "u06_batchnrm",
            ("no unit 'u06_batchnrm': did you mean u06_batchnorm?"),
        ),
        *(
            (
                typed,
                (f"no unit {typed!r}: did you mean {meant}?"),
            )
            for typed, meant in (
                ("U06", "u06"),
                ("batchnorm.py", "u06"),
                ("BatchNorm", "u06"),
                ("6,2", "6.2"),
                ("6.2", "u06"),
            )
        ),
        ("9", "no unit '9': the course has u02_layers and u06_batchnorm."),
        ("", "no unit '': the course has u02_layers and u06_batchnorm."),
    ],
    ids=["near", "capital", "module", "name", "comma", "exercise", "number", "empty"],
)
def test_an_unknown_unit_is_answered_with_those_that_exist(
    course: Course, name: str, sentence: str
) -> None:
    """A typing error is put right at a glance."""
    with pytest.raises(UsageError) as refused:
        select_units(course, [name])

    assert sentence == str(refused.value)


def test_an_exercise_is_found_with_its_unit(course: Course) -> None:
    """The id alone says where an exercise is."""
    unit, exercise = find_exercise(course, "6.2")

    assert (unit.id, exercise.name) == ("u06_batchnorm", "BatchNorm.backward")


@pytest.mark.parametrize(
    ("exercise_id", "sentence"),
    [
        ("6.9", "no exercise '6.9': u06_batchnorm has 6.1 and 6.2."),
        ("2", "no exercise '2': u02_layers has 2.1."),
        ("6,2", "no exercise '6,2': did you mean 6.2?"),
        (
            "9.1",
            (
                "no exercise '9.1': an id is the number of a unit and a count, "
                "such as 2.1; the units are u02_layers and u06_batchnorm."
            ),
        ),
    ],
    ids=["unit without it", "no count", "comma", "no such unit"],
)
def test_an_unknown_exercise_is_answered_with_those_that_exist(
    course: Course, exercise_id: str, sentence: str
) -> None:
    """A typing error is put right at a glance."""
    with pytest.raises(UsageError) as refused:
        find_exercise(course, exercise_id)

    assert sentence == str(refused.value)

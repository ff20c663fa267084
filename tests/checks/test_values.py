"""close, require, raises, quiet and attempt: each can fail, and says how."""

import numpy as np
import pytest

from grader.checks import attempt, close, quiet, raises, require
from grader.errors import (
    BadOutput,
    CheckFailed,
    NotStarted,
    StudentException,
    WorkerCrashed,
)
from grader.sandbox.messages import Value
from tests.checks.conftest import Start

SOURCE = """
import os
import numpy as np

class TooSmall(ValueError):
    pass

def refuse():
    raise TooSmall("at least 1")

def accept():
    return 1

def todo():
    raise NotImplementedError("1.1 todo")

def leave():
    os._exit(3)

def overflow():
    return np.exp(np.array([1000.0]))

def underflow():
    return np.exp(np.array([-1000.0]))

def divide():
    return np.array([1.0]) / 0

class Thing:
    def __call__(self):
        return 1
"""


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.array([1.0, 2.0]), [1.0, 2.0]),
        (np.array([1.0, 2.0], np.float32), np.array([1, 2])),
        (1.5, 1.5),
        (np.float64(1.5), 1.5),
        (np.array(1.5), 1.5),
        (2, 2.0),
        (True, 1),
        (1 + 1j, 1 + 1j),
        (np.array([1e6, 1e-4]), np.array([1e6, 0.0])),
        (np.zeros((0, 3)), np.zeros((0, 3))),
    ],
    ids=[
        "array",
        "dtype",
        "float",
        "scalar",
        "0-d",
        "int",
        "bool",
        "complex",
        "small",
        "empty",
    ],
)
def test_close_accepts_the_same_numbers(got: Value, expected: Value) -> None:
    """Whatever the dtype, and against the largest entry."""
    close(got, expected)


@pytest.mark.parametrize(
    ("got", "expected", "text"),
    [
        (None, [1.0], "out must be an array of shape (1,), found None"),
        ([1.0], [1.0], "out must be an array of shape (1,), found a list"),
        (1.0, [1.0], "out must be an array of shape (1,), found a float"),
        (np.float64(1), [1.0], "out must be an array of shape (1,), found a float64"),
        ("1.0", 1.0, "out must be a number, found a str"),
        (2**2000, 1.0, "out must be a number, found an int of 2001 bits"),
        (np.zeros((1, 2)), [1.0, 2.0], "out must have shape (2,), found (1, 2)"),
        (np.zeros(1), 0.0, "out must have shape (), found (1,)"),
    ],
    ids=["none", "list", "float", "scalar", "text", "huge", "shape", "no-scalar"],
)
def test_close_refuses_another_kind_or_shape(
    got: Value, expected: Value, text: str
) -> None:
    """With what was expected and what was found."""
    with pytest.raises(BadOutput) as caught:
        close(got, expected, "out")

    assert str(caught.value).startswith(text)


def test_close_refuses_another_dtype_where_one_is_asked_for() -> None:
    """The numbers alone would pass."""
    with pytest.raises(BadOutput) as caught:
        close(np.ones(2), [1.0, 1.0], "out", dtype="float32")

    assert "out must have dtype float32, found float64" == str(caught.value)


def test_close_takes_the_dtype_it_asked_for() -> None:
    """No check is so strict that nothing passes."""
    close(np.ones(2, np.float32), [1.0, 1.0], "out", dtype="float32")


def test_close_shows_the_worst_entry() -> None:
    """Where, what, and how many."""
    with pytest.raises(CheckFailed) as caught:
        close(np.array([[1.0, 2.5], [3.0, 4.25]]), [[1.0, 2.0], [3.0, 4.0]], "out")

    assert str(caught.value) == (
        "out is not what it must be.\n\n"
        "    expected   2         at out[0, 1]\n"
        "    got        2.5\n"
        "    extent     2 of 4 entries wrong"
    )


@pytest.mark.parametrize(
    ("got", "expected", "extent"),
    [
        ([0.0, 1.0, 1.0], [0, 0, 1], "1 of 3 entries wrong"),
        (
            [0.0, 1e-4, 1.0],
            [0, 0, 1],
            "1 of 3 entries wrong (allowed: 1e-9 of the largest entry)",
        ),
        (
            [0.0, 1.0, 1.5],
            [0, 0.5, 1.5],
            "1 of 3 entries wrong (allowed: 1e-9 of the largest entry)",
        ),
    ],
    ids=["a whole number", "a little beside it", "a fraction"],
)
def test_a_tolerance_is_named_only_where_it_matters(
    got: list[float], expected: list[float], extent: str
) -> None:
    """A 1 in place of a 0 is wrong, and not off by more than 1e-9 of anything."""
    with pytest.raises(CheckFailed) as caught:
        close(np.array(got), expected)

    assert f"    extent     {extent}" == str(caught.value).splitlines()[-1]


def test_close_takes_a_tolerance() -> None:
    """And names it."""
    close(np.array([1.0005]), [1.0], rtol=1e-3)

    with pytest.raises(CheckFailed) as caught:
        close(np.array([1.502]), [1.5], rtol=1e-3)

    assert "1 of 1 entry wrong (allowed: 1e-3 of the largest entry)" in str(
        caught.value
    )


def test_require_says_what_the_suite_wrote() -> None:
    """The text is the student's to read."""
    require(1, "not said")

    with pytest.raises(CheckFailed) as caught:
        require([], "keys() must be the layers' names")

    assert "keys() must be the layers' names" == str(caught.value)


@pytest.mark.parametrize("kind", [ValueError, "TooSmall", Exception])
def test_raises_takes_the_kind_and_its_parents(
    walled: Start, kind: type[Exception] | str
) -> None:
    """By class, or by the name of one the submission defines."""
    student = walled(SOURCE)

    raises(kind, student.refuse)


def test_raises_names_what_was_raised_instead(walled: Start) -> None:
    """The student's own kind of exception is the one shown."""
    student = walled(SOURCE)

    with pytest.raises(CheckFailed) as caught:
        raises(KeyError, student.refuse)

    assert "refuse must raise KeyError here, found TooSmall" == str(caught.value)


def test_raises_sees_that_nothing_was_raised(walled: Start) -> None:
    """A call that returns is a failure."""
    student = walled(SOURCE)

    with pytest.raises(CheckFailed) as caught:
        raises(ValueError, student.accept)

    assert str(caught.value) == ("accept must raise ValueError here, but it returned.")


def test_raises_speaks_of_the_call_where_it_has_no_name(walled: Start) -> None:
    """An object that is called has none."""
    student = walled(SOURCE)

    with pytest.raises(CheckFailed) as caught:
        raises(ValueError, student.Thing())

    assert str(caught.value) == (
        "the call must raise ValueError here, but it returned."
    )


@pytest.mark.parametrize(
    ("name", "error"), [("todo", NotStarted), ("leave", WorkerCrashed)]
)
def test_raises_is_not_met_by_a_hole_or_a_crash(
    walled: Start, name: str, error: type[Exception]
) -> None:
    """NotImplementedError is an Exception too, but means not started."""
    student = walled(SOURCE)

    with pytest.raises(error):
        raises(Exception, getattr(student, name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("overflow", "overflow encountered in exp at answer.py:21"),
        ("divide", "divide by zero encountered in divide at answer.py:27"),
    ],
)
def test_quiet_fails_on_a_warning_with_its_line(
    walled: Start, name: str, text: str
) -> None:
    """Overflow, division and invalid values."""
    student = walled(SOURCE)

    with pytest.raises(CheckFailed) as caught, quiet(student):
        getattr(student, name)()

    assert str(caught.value) == (
        f"NumPy warned: {text}. Any input between -10 000 and 10 000 must pass "
        "without a warning."
    )


def test_quiet_lets_an_underflow_pass(walled: Start) -> None:
    """exp(-1000) is 0, which is right."""
    student = walled(SOURCE)

    with quiet(student):
        out = student.underflow()

    assert [0.0] == out.tolist()


def test_after_quiet_nobody_listens(walled: Start) -> None:
    """A later call may warn."""
    student = walled(SOURCE)

    with quiet(student):
        student.accept()

    assert np.isinf(student.overflow())


def test_an_error_inside_quiet_is_that_error(walled: Start) -> None:
    """Not a warning, and the worker is listened to no longer."""
    student = walled(SOURCE)

    with pytest.raises(StudentException, match="TooSmall"), quiet(student):
        student.refuse()

    assert np.isinf(student.overflow())


def test_attempt_gives_the_value_or_none(walled: Start) -> None:
    """A picture is drawn of what already works."""
    student = walled(SOURCE)

    assert 1 == attempt(student.accept)
    assert attempt(student.todo) is None
    assert attempt(lambda: student.missing()) is None  # noqa: PLW0108 - found when called

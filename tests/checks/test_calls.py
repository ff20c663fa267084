"""The call that gave a wrong value, as a student could type it."""

from typing import Any

import numpy as np
import pytest

from grader.checks import close
from grader.checks.calls import call
from grader.errors import CheckFailed
from grader.sandbox.answers import MOST, Answer
from grader.sandbox.handles import Handle, line_of
from grader.sandbox.messages import Seed, Value
from grader.sandbox.session import Module
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x, train=True):
        return x @ self.W + self.b

def double(x, times=2):
    return x * times

def both(x):
    return x, x + 1.0

def half(x):
    return x / 2

def edit(x):
    x += 1.0
    return x.copy()

def use(thing, extra=None):
    return np.ones(2)

def name():
    return "text"
"""
LONG = np.arange(24.0).reshape(4, 6)


def asked(student: Module, value: Value) -> Answer:
    """Return the call that gave this value; there must be one."""
    found = [each for each in line_of(student).answers if each.gave(value)]
    assert 1 == len(found)
    return found[0]


@pytest.mark.parametrize(
    ("name", "args", "kwargs", "text"),
    [
        ("double", (np.array([1.0, -2.5]),), {}, "double([1, -2.5])"),
        ("double", (np.eye(2), 3), {}, "double([[1, 0], [0, 1]], 3)"),
        ("double", (np.eye(2),), {"times": 0.1}, "double([[1, 0], [0, 1]], times=0.1)"),
        ("double", (LONG,), {}, "double(array (4, 6)), seed 7"),
        ("double", (LONG, 3.5), {}, "double(array (4, 6), 3.5), seed 7"),
        ("use", ({"W": np.ones(2)}, None), {}, "use({'W': [1, 1]}, None)"),
        ("use", (["a", "bc"], True), {}, "use(['a', 'bc'], True)"),
        ("use", ([LONG, LONG], "x" * 21), {}, "use(list, str), seed 7"),
        ("use", (np.float32(0.5), "word"), {}, "use(0.5, 'word')"),
        ("use", (np.array(2),), {}, "use(2)"),
        ("use", (LONG, (3, 2)), {}, "use(array (4, 6), (3, 2)), seed 7"),
        ("use", ((1, 2.5), (7,)), {}, "use((1, 2.5), (7,))"),
        ("use", (2, Seed(0)), {}, "use(2, rng)"),
        ("use", (LONG, Seed(0)), {}, "use(array (4, 6), rng), seed 7"),
    ],
    ids=[
        "one array",
        "an array and a number",
        "a keyword",
        "many numbers",
        "many numbers and one",
        "a dict and None",
        "a list and a bool",
        "long values",
        "a scalar and a word",
        "an array of no axes",
        "many numbers and a pair",
        "tuples",
        "a generator",
        "many numbers and a generator",
    ],
)
def test_a_call_reads_as_it_would_be_typed(
    submission: Start,
    name: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    text: str,
) -> None:
    """Few numbers are shown; of many, the shapes and what draws them again."""
    student = submission(SOURCE)

    value = getattr(student, name)(*args, **kwargs)

    assert text == call(asked(student, value), 7)


def test_a_fresh_object_is_shown_with_its_making(submission: Start) -> None:
    """After a first call its state is not what its making says."""
    student = submission(SOURCE)
    layer = student.Affine(np.ones((1, 2)), b=np.zeros(2))

    first, second = layer.forward(np.ones((1, 1))), layer.forward(np.ones((1, 1)))

    made = "Affine([[1, 1]], b=[0, 0]).forward([[1]])"
    assert made == call(asked(student, first), 7)
    assert "Affine.forward([[1]])" == call(asked(student, second), 7)


def test_a_long_call_goes_on_in_the_next_line(submission: Start) -> None:
    """Beside its label it stays within 80 columns."""
    student = submission(SOURCE)

    said = call(asked(student, student.double(np.arange(16) / 4)), 7)

    assert said == (
        "double([0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5,\n"
        "               2.75, 3, 3.25, 3.5, 3.75])"
    )


def test_a_seed_that_does_not_fit_stands_in_the_next_line(submission: Start) -> None:
    """A terminal would break the line where it likes."""
    student = submission(SOURCE)
    layer = student.Affine(np.ones((7, 5)), np.zeros(5))

    value = layer.forward(np.zeros((11, 13, 7)), train=False)

    said = call(asked(student, value), 123456789012345678)
    assert said == (
        "Affine.forward(array (11, 13, 7), train=False), seed\n"
        "               123456789012345678"
    )


def test_seventeen_numbers_are_many(submission: Start) -> None:
    """The shapes say more than a paragraph of them."""
    student = submission(SOURCE)

    said = call(asked(student, student.double(np.zeros(17))), 7)

    assert "double(array (17,)), seed 7" == said


def test_a_call_of_three_lines_is_too_long(submission: Start) -> None:
    """However few its numbers are."""
    student = submission(SOURCE)

    said = call(asked(student, student.double(np.arange(16) / 7)), 7)

    assert "double(array (16,)), seed 7" == said


def test_objects_and_functions_are_named(submission: Start) -> None:
    """Their insides are the student's own."""
    student = submission(SOURCE)
    layer = student.Affine(np.ones((1, 2)), np.zeros(2))

    value = student.use(layer, student.double)

    assert "use(Affine, function)" == call(asked(student, value), 7)


def test_what_was_passed_is_shown_as_it_was_before(submission: Start) -> None:
    """A function may write on what it is given."""
    student = submission(SOURCE)

    value = student.edit(np.zeros(2))

    assert "edit([0, 0])" == call(asked(student, value), 7)


def test_an_item_and_a_view_lead_to_their_call(submission: Start) -> None:
    """Equal numbers of another call do not."""
    student = submission(SOURCE)
    first, second = student.both(np.zeros(2))
    half = student.half(1.0)

    for value in (first, second, second[:1]):
        assert "both([0, 0])" == call(asked(student, value), 7)
    assert "half(1)" == call(asked(student, half), 7)
    assert not any(each.gave(np.zeros(2)) for each in line_of(student).answers)


def test_a_failed_value_says_what_was_compared(submission: Start) -> None:
    """The judge finds the call by the object itself."""
    student = submission(SOURCE)
    value = student.half(np.ones(2))

    with pytest.raises(CheckFailed) as caught:
        close(value, np.ones(2))

    assert value is caught.value.got


def test_only_the_latest_calls_are_kept(submission: Start) -> None:
    """A training loop makes thousands, and each keeps its arrays."""
    student = submission(SOURCE)
    first = student.half(np.ones(2))

    for _ in range(MOST):
        student.half(np.ones(2))

    assert MOST == len(line_of(student).answers)
    assert not any(each.gave(first) for each in line_of(student).answers)


def test_an_object_that_is_returned_is_not_kept(submission: Start) -> None:
    """It would live on in the student's process."""
    student = submission(SOURCE)

    layer = student.Affine(np.ones((1, 2)), np.zeros(2))

    assert isinstance(layer, Handle)
    assert "text" == student.name()
    assert ["name"] == [each.function for each in line_of(student).answers]

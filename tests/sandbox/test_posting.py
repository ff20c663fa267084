"""Requests that nobody waits for go with the next one, and change nothing else."""

import numpy as np
import pytest

from grader.checks import in_turn, quiet, resident
from grader.errors import CheckFailed, NameMissing, StudentException
from grader.sandbox.session import Module
from tests.sandbox.threads import local

__all__ = ["local"]

SOURCE = """
import numpy as np

class Layer:
    def __init__(self, x, function=None):
        self.x = x
        if function is not None:
            self.x = function(x)

    def shift(self, y):
        return self.x + y

class Fails:
    def __init__(self):
        raise ValueError("not today")

    def use(self):
        return 1

class Writes:
    def __init__(self, x):
        x += 1

class Warns:
    def __init__(self):
        np.exp(np.full(1, 1e4))

class Counter:
    def __init__(self):
        self.count = 0

    def add(self, total, n, times=1):
        self.count += 1
        total += n * times
        return self.count, n

def fine():
    return 1
"""


@pytest.fixture(params=["local", "walled_submission"])
def student(request: pytest.FixtureRequest) -> Module:
    """The source in a thread, and in a process behind walls."""
    module: Module = request.getfixturevalue(request.param)(SOURCE)
    return module


def test_a_constructor_sees_the_arrays_as_they_were(student: Module) -> None:
    """What the suite writes into them afterwards is too late."""
    student.Layer(np.zeros(1)).shift(0.0)
    x = np.ones(2)

    layer = student.Layer(x)
    x[...] = 5.0

    assert [2.0, 2.0] == layer.shift(1.0).tolist()


def test_a_constructor_that_fails_is_told_at_the_first_use(student: Module) -> None:
    """With the line it failed at."""
    broken = student.Fails
    broken_again = student.Fails

    with pytest.raises(StudentException) as caught:
        broken_again().use()

    assert "ValueError at answer.py:15: not today" == str(caught.value)
    assert "Fails" == broken.name


def test_a_failed_constructor_costs_the_next_call_nothing(student: Module) -> None:
    """The replies to what was sent with it are read as well."""
    layer = student.Layer(np.ones(1))
    _ = student.Fails
    for _ in range(3):
        student.Fails()
    with pytest.raises(StudentException):
        student.Layer(np.ones(1)).shift(1.0)

    assert 1 == student.fine()
    assert [2.0] == layer.shift(1.0).tolist()


def test_what_a_constructor_writes_comes_back(student: Module) -> None:
    """At the latest with the next call."""
    x = np.zeros(2)

    student.Writes(x)
    student.fine()

    assert [1.0, 1.0] == x.tolist()


def test_a_constructor_is_called_back_in_time(student: Module) -> None:
    """A function of the suite's is there only during the call."""
    for _ in range(2):
        layer = student.Layer(np.ones(1), lambda x: x * 3)

    assert [4.0] == layer.shift(1.0).tolist()


@pytest.mark.filterwarnings("ignore:overflow")
def test_a_warning_of_a_constructor_is_heard(student: Module) -> None:
    """While someone listens, nothing is put off."""
    with pytest.raises(CheckFailed, match="overflow"), quiet(student):
        _ = [student.Warns() for _ in range(2)]


def test_an_edit_of_a_resident_array_comes_before_what_follows(
    student: Module,
) -> None:
    """In the order in which the suite says it."""
    array = resident(student, np.zeros(2))
    layer = student.Layer(array)

    array[...] = 4.0

    assert [5.0, 5.0] == layer.shift(1.0).tolist()


def test_several_calls_are_made_in_turn(student: Module) -> None:
    """Their values come in order, and what they changed once."""
    counter, total = student.Counter(), np.zeros(1)

    values = in_turn(counter.add, total, each=[1.0, (2.0, 3)])

    assert [(1, 1.0), (2, 2.0)] == values
    assert [7.0] == total.tolist()
    assert 2 == counter.count


def test_in_turn_finds_what_is_missing(student: Module) -> None:
    """As a single call would."""
    with pytest.raises(NameMissing) as caught:
        in_turn(student.Counter().subtract, each=[1.0])

    assert "Counter has no 'subtract'" == str(caught.value)

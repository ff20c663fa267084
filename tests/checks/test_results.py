"""Whose memory a result is, and what is refused: what each check says."""

import copy

import numpy as np
import pytest

from grader.checks import (
    Student,
    accepted,
    are_alike,
    gives_arrays_apart,
    gives_new_arrays,
    holds_itself,
    live,
)
from grader.errors import StudentException
from grader.sandbox.messages import Value
from tests.checks.causes import failure
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

KEPT = np.zeros(3)

def new(x):
    return x + 1

def kept(x):
    KEPT[...] = np.random.random(3)
    return KEPT

def apart(x):
    return [x + 1, x + 2]

def views(x):
    y = x + 1
    return [x + 2, y, y[:2]]

def numbers(x):
    return [x, 1.0]

class Net:
    def __init__(self):
        self.w = np.ones(2)
        self.params = {"same": self.w, "copy": self.w.copy()}

class Layer:
    def __init__(self, ratio):
        if ratio == 0.5:
            raise KeyError("ratio")
        if not ratio:
            raise ValueError("no ratio")
"""
ONES = np.ones(3)


@pytest.fixture
def student(walled: Start) -> Student:
    """Return the module above."""
    return walled(SOURCE)


def test_an_array_that_a_later_call_writes_into_is_told(student: Student) -> None:
    """Each call makes its own."""
    gives_new_arrays(student, student.new, ONES)

    assert failure(lambda: gives_new_arrays(student, student.kept, ONES)) == (
        "kept must make a new array in each call.",
        [
            (
                "results:kept",
                (
                    "A later call writes into the array that an earlier one gave: "
                    "make a new one in each call, and keep none for the next."
                ),
            )
        ],
    )


def test_arrays_of_one_memory_are_told(student: Student) -> None:
    """Writing into one would change another."""
    gives_arrays_apart(student, student.apart, ONES)

    assert failure(lambda: gives_arrays_apart(student, student.views, ONES)) == (
        "the results 1 and 2 must not share memory.",
        [
            (
                "results:one array",
                (
                    "Two results are one array, or views of it, so writing into one "
                    "changes the other: make a new array for each."
                ),
            )
        ],
    )
    assert failure(lambda: gives_arrays_apart(student, student.numbers, ONES)) == (
        "numbers must return arrays",
        [
            (
                "not-an-array",
                "numbers must return arrays: look at the line that makes it.",
            )
        ],
    )


def test_a_copy_that_is_held_is_told(student: Student) -> None:
    """Whoever writes into one must reach the other."""
    net = student.Net()
    holds_itself(live(net, "params", "same"), live(net, "w"), "params", "the layer")

    def check() -> None:
        held, own = live(net, "params", "copy"), live(net, "w")
        holds_itself(held, own, 'params["copy"]', "the layer")

    assert failure(check) == (
        'params["copy"] must be the array of the layer itself.',
        [
            (
                "holds:a copy",
                (
                    'params["copy"] is a copy, or an array that the layer had '
                    "earlier: put its own array there, for whoever writes into one "
                    "must reach the other."
                ),
            )
        ],
    )


def test_a_legal_setting_that_is_refused_is_told(student: Student) -> None:
    """Any other exception stays what it is."""
    accepted(lambda: student.Layer(0.3), 0.3)

    assert failure(lambda: accepted(lambda: student.Layer(0.0), 0.0)) == (
        "0.0 is legal here, found that it raises ValueError",
        [
            (
                "refused:0.0",
                (
                    "0.0 is refused, and is legal: look at the limits of the test, "
                    "and at which of them belong to the range."
                ),
            )
        ],
    )
    with pytest.raises(StudentException, match="KeyError"):
        accepted(lambda: student.Layer(0.5), 0.5)


ROW, RAGGED = np.arange(3.0), [np.ones(3), np.zeros((2, 2))]


@pytest.mark.parametrize(
    "result",
    [
        pytest.param(ROW, id="array"),
        pytest.param([1, 2], id="list"),
        pytest.param(np.array(2.0), id="array without axes"),
        pytest.param(RAGGED, id="arrays that fit no stack"),
        pytest.param((None, ROW), id="none and an array"),
        pytest.param({"a": ROW}, id="arrays in a dict"),
        pytest.param([{"a": ROW}], id="a dict in a list"),
        pytest.param(np.array([None, "x"], dtype=object), id="objects"),
        pytest.param(None, id="none"),
        pytest.param(0.5, id="number"),
    ],
)
def test_any_result_is_like_itself_alone(result: Value) -> None:
    """Whatever comes back can be compared, and nothing is like a row of sevens."""
    assert are_alike(result, copy.deepcopy(result))
    assert not are_alike(result, np.full(3, 7.0))
    assert not are_alike(np.full(3, 7.0), result)


def test_a_list_of_rows_is_like_their_stack() -> None:
    """How results are held makes no difference, and each of their numbers does."""
    rows = [np.arange(3.0), np.ones(3)]

    assert are_alike(rows, np.stack(rows))
    assert not are_alike(rows, np.stack(rows[::-1]))
    assert not are_alike(rows, rows[:1])
    assert not are_alike({"a": rows[0]}, {"a": rows[1]})
    assert not are_alike({"a": rows[0]}, {"b": rows[0]})

"""A suite reads like local code: values travel, changes come back, objects stay."""

import numpy as np
import pytest

from grader.checks import fetch, generator, live, resident, same
from grader.errors import BadOutput, CourseError, NameMissing, StudentException
from tests.sandbox.conftest import Start

LAYER = """
import numpy as np

class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {}
        self.branch = Branch()

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

class Branch:
    size = 3

    def __call__(self, x):
        return x + self.size

def update(params, grads, lr=0.5):
    for key in params:
        params[key] -= lr * grads[key]

def rebind(params):
    params["W"] = params["W"] * 2
    params["new"] = np.ones(2)

def reverse(items):
    items.reverse()

def reshape(x):
    x.shape = (x.size,)

def twice(function, value):
    return function(function(value))

def pairs(n):
    for i in range(n):
        yield i, np.full(i, float(i))

def draw(rng):
    return rng.random(3)

def kinds():
    return (1, 2.5, True, None, "text", [1, (2,)], {"a": np.float32(2)}, np.ones(2))

def subclass():
    return np.matrix([[1.0]])

def ordered():
    from collections import OrderedDict
    return OrderedDict(W=np.ones(1))

def run(layer, x):
    return layer.forward(x)
"""


def test_an_object_is_made_used_and_read_like_a_local_one(submission: Start) -> None:
    """The suite sees methods and attributes; arrays come back as plain arrays."""
    student = submission(LAYER)

    layer = student.Affine(np.eye(2), np.array([1.0, 2.0]))
    out = layer.forward(np.array([[3.0, 4.0]]), train=True)

    assert [[4.0, 6.0]] == out.tolist()
    assert type(out) is np.ndarray
    assert [1.0, 2.0] == layer.params["b"].tolist()
    assert "<Affine of the submission>" == repr(layer)


def test_nested_objects_are_handles_that_can_be_called(submission: Start) -> None:
    """An attribute that is no plain value stays in the worker."""
    student = submission(LAYER)
    layer = student.Affine(np.eye(2), np.zeros(2))

    assert 3 == layer.branch.size
    assert 8 == layer.branch(5)


def test_values_keep_their_exact_types(submission: Start) -> None:
    """A tuple is no list, a bool no int, and a NumPy scalar no array."""
    student = submission(LAYER)

    values = student.kinds()

    assert (1, 2.5, True, None, "text", [1, (2,)]) == values[:6]
    assert np.float32 is type(values[6]["a"])
    assert np.ndarray is type(values[7])


def test_an_ordered_dict_comes_as_a_dict(submission: Start) -> None:
    """A student may well use one for params."""
    assert {"W": np.ones(1)} == submission(LAYER).ordered()


def test_changes_in_place_come_back_into_the_callers_arrays(submission: Start) -> None:
    """An optimiser's work must be visible exactly as in a local call."""
    student = submission(LAYER)
    weights = np.array([1.0, 2.0])
    params = {"W": weights}

    student.update(params, {"W": np.array([2.0, 2.0])})

    assert params["W"] is weights
    assert [0.0, 1.0] == weights.tolist()


def test_rebinding_leaves_the_callers_array_alone(submission: Start) -> None:
    """`params[k] = ...` makes a new array; the old one must be seen unchanged."""
    student = submission(LAYER)
    weights = np.array([1.0, 2.0])
    params = {"W": weights, "b": weights}

    student.rebind(params)

    assert [1.0, 2.0] == weights.tolist()
    assert [2.0, 4.0] == params["W"].tolist()
    assert params["b"] is weights
    assert [1.0, 1.0] == params["new"].tolist()


def test_a_list_that_was_reordered_keeps_the_callers_arrays(submission: Start) -> None:
    """Containers come back by identity of what was in them."""
    student = submission(LAYER)
    first, second = np.zeros(1), np.ones(1)
    items = [first, second]

    student.reverse(items)

    assert items[0] is second
    assert items[1] is first


def test_changing_the_shape_of_an_argument_is_refused(submission: Start) -> None:
    """It cannot be written back, and no contract allows it."""
    student = submission(LAYER)

    with pytest.raises(BadOutput) as caught:
        student.reshape(np.zeros((2, 3)))

    assert str(caught.value) == (
        "expected an argument of shape (2, 3) to keep its shape and stay as "
        "read-only as it was, found shape (6,) after the call"
    )


def test_a_read_only_argument_is_read_only_there(submission: Start) -> None:
    """A broadcast dout is often read-only; code that writes into it must fail."""
    student = submission(LAYER)
    weights = np.ones(2)
    weights.flags.writeable = False

    with pytest.raises(StudentException) as caught:
        student.update({"W": weights}, {"W": np.ones(2)})

    assert "ValueError" == caught.value.kind


def test_one_array_passed_twice_is_one_array_there(submission: Start) -> None:
    """Aliasing inside a call is kept."""
    student = submission(LAYER)
    both = np.array([4.0])

    student.update({"a": both}, {"a": both})

    assert [2.0] == both.tolist()


def test_a_function_of_the_suites_is_called_back(submission: Start) -> None:
    """Exercises that take functions get the suite's own."""
    student = submission(LAYER)

    assert 12 == student.twice(lambda value: value + 3, 6)


def test_a_failing_callback_is_an_error_in_the_students_code(submission: Start) -> None:
    """Only the fact crosses, no text of the suite's."""
    student = submission(LAYER)

    with pytest.raises(StudentException) as caught:
        student.twice(lambda value: value["secret"], 6)

    assert "the function that was passed in failed" == caught.value.text


def test_a_generator_is_iterated_in_the_worker(submission: Start) -> None:
    """Mini-batches are yielded; the suite loops over them."""
    student = submission(LAYER)

    pairs = list(student.pairs(130))

    assert 130 == len(pairs)
    assert (3, [3.0, 3.0, 3.0]) == (pairs[3][0], pairs[3][1].tolist())


def test_a_seed_becomes_numpys_generator(submission: Start) -> None:
    """The stream is that of default_rng, made in the worker."""
    student = submission(LAYER)

    drawn = student.draw(generator(5))

    assert np.random.default_rng(5).random(3).tolist() == drawn.tolist()


def test_the_suites_own_generator_does_not_cross(submission: Start) -> None:
    """Its later draws would be known to the student's code."""
    student = submission(LAYER)

    with pytest.raises(CourseError) as caught:
        student.draw(np.random.default_rng(5))

    assert str(caught.value) == (
        "a suite passed a value of type Generator to a submission; pass arrays, "
        "numbers, text, containers of these, handles or functions."
    )


def test_a_resident_array_is_shared_by_identity(submission: Start) -> None:
    """`params["W"] is W` can be judged although arrays travel by copy."""
    student = submission(LAYER)
    weights = resident(student, np.eye(2))
    layer = student.Affine(weights, np.zeros(2))

    weights[...] = 3 * np.eye(2)

    assert same(live(layer, "params", "W"), weights)
    assert not same(live(layer, "params", "b"), weights)
    assert [[3.0, 6.0]] == layer.forward(np.array([[1.0, 2.0]])).tolist()
    assert [[3.0, 0.0], [0.0, 3.0]] == fetch(weights).tolist()


def test_a_subclass_of_an_array_is_refused_by_name(submission: Start) -> None:
    """np.matrix multiplies differently; it is no array of the contract."""
    with pytest.raises(BadOutput) as caught:
        submission(LAYER).subclass()

    assert str(caught.value) == (
        "expected arrays, numbers or containers of these, found a matrix, which is "
        "a subclass of ndarray"
    )


def test_a_missing_name_is_named_with_its_file(submission: Start) -> None:
    """So that a renamed class is found at once."""
    with pytest.raises(NameMissing) as caught:
        _ = submission(LAYER).ReLU

    assert "answer.py has no 'ReLU'" == str(caught.value)


def test_a_missing_method_is_named_with_its_class(submission: Start) -> None:
    """The same for what a class lacks."""
    layer = submission(LAYER).Affine(np.eye(2), np.zeros(2))

    with pytest.raises(NameMissing) as caught:
        layer.backward(np.zeros((1, 2)))

    assert "Affine has no 'backward'" == str(caught.value)


def test_dropped_handles_are_forgotten_in_the_worker(submission: Start) -> None:
    """A worker that serves a whole unit must not grow with every object."""
    student = submission(
        LAYER + "\nimport gc\ndef count():\n"
        "    return sum(isinstance(o, Affine) for o in gc.get_objects())\n"
    )

    for _ in range(20):
        student.Affine(np.eye(2), np.zeros(2))
    student.kinds()

    assert 1 >= student.count()

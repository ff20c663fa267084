"""unchanged: what was passed in is as it was, or the message names it."""

import numpy as np
import pytest

from grader.checks import unchanged
from grader.errors import CheckFailed, CourseError, NotStarted
from grader.sandbox.messages import Value
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Pure:
    def forward(self, x, train=True):
        self.x = x
        return 2 * x

    def backward(self, dout):
        return 2 * dout

class WritesIntoX(Pure):
    def forward(self, x, train=True):
        x[0, 0] = 9.0
        return x

class WritesIntoDout(Pure):
    def backward(self, dout):
        dout *= 2
        return dout

class ZeroesTheSign(Pure):
    def forward(self, x, train=True):
        x[0, 0] = -0.0
        return x

class Plain(Pure):
    def forward(self, x):
        return x

class Pair:
    def forward(self, x, h, lengths, train=True):
        return x + h, x - h

    def backward(self, dy, dh):
        dh[...] = 0
        return dy, dy

class NotWritten:
    def __init__(self):
        raise NotImplementedError("7.4 Dropout")

class Train(Pure):
    def forward(self, x, train=True):
        if train:
            x[...] = 0
        return x

def pure(x, y=None):
    return x + 1

def writes(x, y):
    y += 1
    return x

def keeps(x, shift):
    return x + shift
"""
X = np.arange(6.0).reshape(2, 3)
ADVICE = (
    "entries differ after the call. Work on a new array, or on a copy (slices, .T "
    "and reshape make none); functions that it calls count, too."
)


@pytest.mark.parametrize("name", ["Pure", "WritesIntoDout"])
def test_a_forward_that_writes_nowhere_passes(submission: Start, name: str) -> None:
    """Without an upstream gradient, backward is not looked at."""
    unchanged(getattr(submission(SOURCE), name)(), at=X)


def test_both_passes_pass_when_pure(submission: Start) -> None:
    """The inputs of the suite are untouched either way."""
    x = X.copy()

    unchanged(submission(SOURCE).Pure(), at=x, upstream=X)

    assert X.tolist() == x.tolist()


@pytest.mark.parametrize(
    ("name", "text", "inputs"),
    [
        (
            "WritesIntoX",
            "forward changed x, an array it was given: 1 of 6",
            "x = [[0, 1, 2], [3, 4, 5]]",
        ),
        (
            "WritesIntoDout",
            "backward changed dout, an array it was given: 5 of 6",
            "dout = [[0, 1, 2], [3, 4, 5]]",
        ),
        (
            "ZeroesTheSign",
            "forward changed x, an array it was given: 1 of 6",
            "x = [[0, 1, 2], [3, 4, 5]]",
        ),
    ],
)
def test_a_write_is_named_with_its_extent(
    submission: Start, name: str, text: str, inputs: str
) -> None:
    """Which pass, which array, how many entries."""
    layer = getattr(submission(SOURCE), name)()

    with pytest.raises(CheckFailed) as caught:
        unchanged(layer, at=X, upstream=X)

    assert f"{text} {ADVICE}" == str(caught.value)
    assert inputs == caught.value.inputs


def test_several_outputs_have_numbered_gradients(submission: Start) -> None:
    """The second one is the one that was written to."""
    layer = submission(SOURCE).Pair()

    with pytest.raises(CheckFailed) as caught:
        unchanged(layer, at={"x": X, "h": X}, fixed=([3, 3],), upstream=(X, X + 1))

    assert str(caught.value) == (
        f"backward changed dout1, an array it was given: 6 of 6 {ADVICE}"
    )


def test_a_forward_without_train_is_called_without_it(submission: Start) -> None:
    """train=None for layers that behave alike."""
    unchanged(submission(SOURCE).Plain(), at=X, upstream=X, train=None)


def test_train_is_passed_on(submission: Start) -> None:
    """Code that writes only while training is caught only then."""
    layer = submission(SOURCE).Train()
    unchanged(layer, at=X, train=False)

    with pytest.raises(CheckFailed, match="5 of 6 entries"):
        unchanged(layer, at=X, train=True)


def test_a_function_that_writes_is_named(submission: Start) -> None:
    """By its own name."""
    with pytest.raises(CheckFailed) as caught:
        unchanged(submission(SOURCE).writes, at={"x": X, "y": X})

    assert str(caught.value) == (
        f"writes changed y, an array it was given: 6 of 6 {ADVICE}"
    )


@pytest.mark.parametrize(
    "x",
    [X.T, np.array(1.5), np.zeros((0, 3)), np.array([np.nan, 1.0]), np.arange(3)],
    ids=["transposed", "0-d", "empty", "nan", "integers"],
)
def test_an_array_of_any_form_can_be_unchanged(submission: Start, x: Value) -> None:
    """A NaN is equal to the NaN it was."""
    unchanged(submission(SOURCE).pure, at=x)


def test_further_arguments_are_passed_as_they_are(submission: Start) -> None:
    """They are not looked at."""
    unchanged(submission(SOURCE).keeps, at=X, fixed=(2.0,))


def test_a_subject_that_is_neither_is_the_suites_mistake() -> None:
    """An author passed a result in place of what gives it."""
    with pytest.raises(CourseError) as caught:
        unchanged(3, at=X)  # type: ignore[arg-type]

    assert str(caught.value) == (
        "a check needs a layer or a function of the submission, found 3."
    )


def test_a_constructor_that_is_not_written_is_not_started(submission: Start) -> None:
    """It is sent with the next request, which may be one that forgives errors."""
    with pytest.raises(NotStarted) as caught:
        unchanged(submission(SOURCE).NotWritten(), at=X, upstream=X)

    assert "7.4 Dropout" == str(caught.value)

"""Gradients that are right in another place, and questions that nobody hears."""

import numpy as np
import pytest

from grader.checks import Clues, gradient
from grader.errors import CheckFailed
from grader.sandbox.handles import line_of
from tests.checks.conftest import Start

X = np.array([[1.0, 2.0], [3.0, -4.0], [0.5, 0.25]])
DOUT = np.array([[1.0, -2.0], [0.5, 4.0], [3.0, 0.25]])
LAYERS = """
import numpy as np

class Line:
    def __init__(self, a, b):
        self.params, self.grads = {"a": a, "b": b}, {}

    def forward(self, x, train=True):
        self.x = x
        return self.params["a"] * x + self.params["b"]

    def backward(self, dout):
        self.store((dout * self.x).sum(0), dout.sum(0))
        return self.params["a"] * dout

    def store(self, da, db):
        self.grads = {"a": da, "b": db}

class Exchanged(Line):
    def store(self, da, db):
        self.grads = {"a": db, "b": da}

class Twice(Line):
    def store(self, da, db):
        self.grads = {"a": da, "b": da}

class Misplaced(Line):
    def store(self, da, db):
        self.grads = {"a": db, "b": 2 * db + da}

class Square:
    params = grads = {}

    def forward(self, x, train=True):
        self.y = x**2
        return self.y

    def backward(self, dout):
        return 2 * self.y * dout
"""


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        (
            "Exchanged",
            'exchanged:grads["b"]',
            'It is exactly what grads["b"] must be: the two are exchanged.',
        ),
        (
            "Misplaced",
            'is:grads["b"]',
            'It is exactly what grads["b"] must be: it is stored in a wrong place.',
        ),
        (
            "Twice",
            'same-as:grads["a"]',
            (
                'It is exactly what grads["a"] must be, which is right: what sets the '
                "two apart is missing here."
            ),
        ),
    ],
)
def test_the_gradient_of_another_parameter_is_known(
    walled: Start, name: str, code: str, text: str
) -> None:
    """Two lines of backward are easily exchanged."""
    layer = getattr(walled(LAYERS), name)(np.array([2.0, 3.0]), np.array([0.5, 1.5]))

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=X, upstream=DOUT)

    first = caught.value.findings[0]
    assert (code, text, True) == (first.code, first.text, first.is_fit)


def test_a_slope_that_is_taken_at_the_output_is_known(walled: Start) -> None:
    """Whoever keeps y and differentiates for x applies the function twice."""
    layer = walled(LAYERS).Square()

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=X, upstream=DOUT)

    first = caught.value.findings[0]
    assert first.code == "slope:at-the-output"
    assert first.text == (
        "It is the gradient at the output of forward, in place of its input: the "
        "output has been through the function already, so do not apply it again."
    )


LOUD = """
import numpy as np

class Loud:
    params = grads = {}

    def forward(self, x, train=True):
        print("N =", len(x))
        return 2 * x

    def backward(self, dout):
        return 3 * dout
"""


def test_what_the_graders_own_questions_print_is_not_kept(walled: Start) -> None:
    """A warning of a batch that no student made would send them looking for it."""
    module = walled(LOUD)
    clues = Clues(axes={"x": "N D", "out": "N D"})

    with pytest.raises(CheckFailed):
        gradient(module.Loud(), at=X, upstream=np.ones_like(X), clues=clues)

    line = line_of(module)
    assert "N = 3" in line.printed
    assert "N = 1" not in line.printed + line.worker.take_output()

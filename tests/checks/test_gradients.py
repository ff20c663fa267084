"""gradient: what is wrong is named with its place; what is right passes."""

import numpy as np
import pytest

from grader.checks import gradient
from grader.errors import BadOutput, CheckFailed, NameMissing, StudentException
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads = {"W": self.x.T @ dout, "b": dout.sum(0)}
        return dout @ self.params["W"].T

class WrongW(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["W"][1, 2] += 0.5
        return dx

class WrongBoth(WrongW):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["b"] = 2 * self.grads["b"]
        return 2 * dx

class WrongX(Affine):
    def backward(self, dout):
        return -super().backward(dout)

class NoKey(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        del self.grads["b"]
        return dx

class ListGrad(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["b"] = self.grads["b"].tolist()
        return dx

class RowGrad(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["b"] = self.grads["b"][None]
        return dx

class NanGrad(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["W"][0, 1] = np.nan
        return dx

class NanOutput(Affine):
    def forward(self, x, train=True):
        out = super().forward(x)
        out[1, 0] = np.inf
        return out

class NoneBack(Affine):
    def backward(self, dout):
        super().backward(dout)

class TurnedBack(Affine):
    def backward(self, dout):
        return super().backward(dout).T

class ComplexBack(Affine):
    def backward(self, dout):
        return super().backward(dout) + 0j

class NoGrads(Affine):
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}

    def backward(self, dout):
        return dout @ self.params["W"].T

class Fails(Affine):
    def backward(self, dout):
        raise ValueError("not today")

class Drifts(Affine):
    def forward(self, x, train=True):
        drift.append(0)
        return super().forward(x) + len(drift)

class Grows(Affine):
    def forward(self, x, train=True):
        out = super().forward(x)
        drift.append(0)
        return out if len(drift) == 1 else np.concatenate([out, out])

drift = []

class Noise(Affine):
    def forward(self, x, train=True):
        return super().forward(x) + np.random.normal(size=3)
"""
X = np.array([[1.0, 2.0], [3.0, -4.0], [0.5, 0.25]])
W = np.array([[0.5, -1.0, 2.0], [1.0, 0.25, -3.0]])
B = np.array([0.1, 0.2, 0.3])
DOUT = np.array([[1.0, 2.0, -1.0], [0.5, 0.5, 0.5], [3.0, 1.0, 2.0]])
OWN = "disagrees with a numerical derivative of your own forward pass.\n\n"


def test_a_right_gradient_passes(submission: Start) -> None:
    """For parameters and input, and the layer is left as it was."""
    layer = submission(SOURCE).Affine(W, B)

    gradient(layer, at=X, upstream=DOUT)

    assert {} == layer.grads


def test_a_forward_that_draws_is_judged_on_one_draw(submission: Start) -> None:
    """The legacy stream starts anew for every evaluation, the first one included."""
    student = submission(SOURCE)
    student.Noise(W, B).forward(X)

    gradient(student.Noise(W, B), at=X, upstream=DOUT)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "WrongW",
            (
                f'grads["W"] {OWN}'
                '    expected   -3.5      at grads["W"][1, 2], by central differences\n'
                "    got        -3\n"
                "    extent     1 of 6 entries wrong "
                "(allowed: 1e-6 of the largest entry)"
            ),
        ),
        (
            "WrongBoth",
            (
                f'grads["b"] {OWN}'
                '    expected   4.5       at grads["b"][0], by central differences\n'
                "    got        9\n"
                "    extent     3 of 3 entries wrong "
                "(allowed: 1e-6 of the largest entry)"
            ),
        ),
        (
            "WrongX",
            (
                f"dx {OWN}"
                "    expected   4.5       at dx[2, 0], by central differences\n"
                "    got        -4.5\n"
                "    extent     6 of 6 entries wrong "
                "(allowed: 1e-6 of the largest entry)"
            ),
        ),
    ],
)
def test_the_first_wrong_gradient_on_the_way_back_is_shown(
    submission: Start, name: str, text: str
) -> None:
    """Vectors before matrices before inputs, with the worst entry."""
    layer = getattr(submission(SOURCE), name)(W, B)

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=X, upstream=DOUT)

    assert text == str(caught.value)
    assert "x (3, 2), dout (3, 3)" == caught.value.inputs


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "NoKey",
            ('grads["b"] must be an array of shape (3,), found None'),
        ),
        ("ListGrad", 'grads["b"] must be an array of shape (3,), found a list'),
        ("RowGrad", 'grads["b"] must have shape (3,), found (1, 3)'),
        (
            "NoneBack",
            "dx must be an array of shape (3, 2), found None",
        ),
        ("TurnedBack", "dx must have shape (3, 2), found (2, 3)"),
        (
            "ComplexBack",
            "dx must be real numbers, found an array (3, 2) of complex128",
        ),
    ],
)
def test_a_gradient_of_another_form_is_an_output_error(
    submission: Start, name: str, text: str
) -> None:
    """Before any number is compared."""
    layer = getattr(submission(SOURCE), name)(W, B)

    with pytest.raises(BadOutput) as caught:
        gradient(layer, at=X, upstream=DOUT)

    assert text == str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "inputs"),
    [
        ("NanGrad", 'grads["W"] is not finite (nan or inf) at [0, 1].', ""),
        (
            "NanOutput",
            "The output of forward is not finite (nan or inf) at [1, 0].",
            "x (3, 2), dout (3, 3)",
        ),
    ],
)
def test_what_is_not_finite_is_placed(
    submission: Start, name: str, text: str, inputs: str
) -> None:
    """A NaN is equal to nothing, so it is looked for by itself."""
    layer = getattr(submission(SOURCE), name)(W, B)

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=X, upstream=DOUT)

    assert text == str(caught.value)
    assert inputs == caught.value.inputs


@pytest.mark.parametrize("name", ["Drifts", "Grows"])
def test_a_forward_that_changes_cannot_be_judged(submission: Start, name: str) -> None:
    """State outside the layer makes the derivative meaningless."""
    layer = getattr(submission(SOURCE), name)(W, B)

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=X, upstream=DOUT)

    assert str(caught.value) == (
        "forward gives different results for the same input and a fresh layer, so its "
        "derivative cannot be judged."
    )


def test_without_grads_the_attribute_is_missing(submission: Start) -> None:
    """The contract says where gradients are left."""
    layer = submission(SOURCE).NoGrads(W, B)

    with pytest.raises(NameMissing) as caught:
        gradient(layer, at=X, upstream=DOUT)

    assert "NoGrads has no 'grads'" == str(caught.value)


def test_an_exception_in_backward_has_its_line(submission: Start) -> None:
    """As in a call of the suite's."""
    layer = submission(SOURCE).Fails(W, B)

    with pytest.raises(StudentException) as caught:
        gradient(layer, at=X, upstream=DOUT)

    assert "ValueError at answer.py:84: not today" == str(caught.value)


@pytest.mark.parametrize("name", ["WrongX", "NoneBack"])
def test_inputs_can_be_left_out(submission: Start, name: str) -> None:
    """For an exercise that is about parameters."""
    layer = getattr(submission(SOURCE), name)(W, B)

    gradient(layer, at=X, upstream=DOUT, inputs=False)


@pytest.mark.parametrize("name", ["WrongW", "NoKey", "NanGrad"])
def test_parameters_can_be_left_out(submission: Start, name: str) -> None:
    """For an exercise that is about the input."""
    layer = getattr(submission(SOURCE), name)(W, B)

    gradient(layer, at=X, upstream=DOUT, parameters=False)

"""What forward, backward, params and grads must be before numbers are compared."""

import numpy as np
import pytest

from grader.checks import gradient
from grader.errors import BadOutput, CheckFailed
from grader.sandbox.messages import Value
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Echo:
    def __init__(self, output=None, back=None, params=None, grads=None):
        self.output, self.back = output, back
        self.params = {} if params is None else params
        self.grads = {} if grads is None else grads

    def forward(self, x, train=True):
        return self.output

    def backward(self, *dout):
        return self.back

class Token:
    pass

class GivesAnObject(Echo):
    def forward(self, x, train=True):
        return Token()

class Cell:
    def __init__(self, W):
        self.params = {"W": W}
        self.grads = {}

    def forward(self, x, h, scale, train=True):
        self.x, self.h, self.scale = x, h, scale
        out = x @ self.params["W"] * scale + h
        return out, (h * h, float(x.sum()))

    def backward(self, dout, dsquare, dsum):
        self.grads["W"] = self.scale * self.x.T @ dout
        dx = self.scale * dout @ self.params["W"].T + dsum
        return dx, dout + 2 * self.h * dsquare

class WrongH(Cell):
    def backward(self, *gradients):
        dx, dh = super().backward(*gradients)
        dh[0, 1] += 1.0
        return [dx, dh]

class OneGradient(Cell):
    def backward(self, *gradients):
        return super().backward(*gradients)[0]

class TooMany(Cell):
    def backward(self, *gradients):
        return (*super().backward(*gradients), None)

class Loss:
    params, grads = {}, {}

    def forward(self, x):
        self.x = x
        return float((x ** 2).sum())

    def backward(self, dout=1.0):
        return 2 * self.x * dout
"""
X, H = np.array([[1.0, 2.0], [3.0, -4.0]]), np.array([[0.5, 1.0], [1.5, -2.0]])
W = np.array([[0.5, -1.0], [1.0, 0.25]])
UPSTREAM = (H, X, np.array(0.5))
AT = {"x": X, "h": H}


def test_gradients_for_outputs_may_have_names(submission: Start) -> None:
    """A student knows them as the parameters of backward."""
    layer = submission(SOURCE).WrongH(W)
    upstream = dict(zip(("dh_next", "dc_next", "dloss"), UPSTREAM, strict=True))

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=AT, upstream=upstream, fixed=(2.0,))

    assert caught.value.inputs == (
        "x (2, 2), h (2, 2), dh_next (2, 2), dc_next (2, 2), dloss ()"
    )


def test_several_inputs_and_outputs_are_differentiated(submission: Start) -> None:
    """Outputs may be nested, and one of them a number."""
    gradient(submission(SOURCE).Cell(W), at=AT, upstream=UPSTREAM, fixed=(2.0,))


def test_the_second_input_is_named(submission: Start) -> None:
    """By the name that the suite gave it; what was given is listed in order."""
    layer = submission(SOURCE).WrongH(W)

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=AT, upstream=UPSTREAM, fixed=(2.0,))

    assert str(caught.value) == (
        "dh disagrees with a numerical derivative of your own forward pass.\n\n"
        "    expected   5         at dh[0, 1], by central differences\n"
        "    got        6\n"
        "    extent     1 of 4 entries wrong (allowed: 1e-6 of the largest entry)"
    )
    assert caught.value.inputs == (
        "x (2, 2), h (2, 2), dout0 (2, 2), dout1 (2, 2), dout2 ()"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("OneGradient", "backward must return dx, dh, found 1 value"),
        ("TooMany", "backward must return dx, dh, found 3 values"),
    ],
)
def test_backward_returns_one_gradient_for_each_input(
    submission: Start, name: str, text: str
) -> None:
    """No more and no fewer."""
    layer = getattr(submission(SOURCE), name)(W)

    with pytest.raises(BadOutput) as caught:
        gradient(layer, at=AT, upstream=UPSTREAM, fixed=(2.0,))

    assert text == str(caught.value)


def test_a_loss_is_a_layer_whose_output_is_a_number(submission: Start) -> None:
    """Without train, and with the number 1 for its gradient."""
    gradient(submission(SOURCE).Loss(), at=X, upstream=1.0, train=None)


@pytest.mark.parametrize(
    ("output", "text"),
    [
        (None, "forward must return an array, found None (is a return missing?)"),
        ("text", "forward must return an array, found a str"),
        ({"y": H}, "forward must return an array, found a dict"),
        (2**70, "forward must return an array, found an int of 71 bits"),
        (1j * H, "forward must return real numbers, found an array (2, 2) of c"),
        ([H, H], "forward must return an array, found a list"),
        ((H, H), "forward must return 1 output, found 2"),
        (H.T[:1], "forward must return shape (2, 2) here, found (1, 2)"),
        (1.0, "forward must return shape (2, 2) here, found ()"),
    ],
    ids=["none", "str", "dict", "huge", "complex", "list", "two", "shape", "number"],
)
def test_what_forward_must_return_is_said(
    submission: Start, output: Value, text: str
) -> None:
    """Before backward is compared with anything."""
    layer = submission(SOURCE).Echo(output, H)

    with pytest.raises(BadOutput) as caught:
        gradient(layer, at=X, upstream=H)

    assert str(caught.value).startswith(text)


def test_an_object_is_no_output(submission: Start) -> None:
    """It is named by its class."""
    with pytest.raises(BadOutput) as caught:
        gradient(submission(SOURCE).GivesAnObject(), at=X, upstream=H)

    assert str(caught.value) == (
        "forward must return an array, found an object of the class Token"
    )


@pytest.mark.parametrize(
    ("made", "text"),
    [
        ({"params": [W]}, "params must be a dict, found a list"),
        ({"grads": "W"}, "grads must be a dict, found a str"),
        ({"params": {"lr": 0.5}}, 'params["lr"] must be an array, found a float'),
        ({"params": {"W": [1.0]}}, 'params["W"] must be an array, found a list'),
        ({"params": {3: W}}, "the keys of params must be text, found 3"),
    ],
    ids=["params", "grads", "number", "list", "key"],
)
def test_params_and_grads_are_dicts_of_arrays(
    submission: Start, made: dict[str, Value], text: str
) -> None:
    """What an optimiser goes through."""
    layer = submission(SOURCE).Echo(H, X, **made)

    with pytest.raises(BadOutput) as caught:
        gradient(layer, at=X, upstream=H)

    assert text == str(caught.value)

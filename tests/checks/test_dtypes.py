"""follows_dtype: float32 in gives float32 out, and nearly the same numbers."""

import numpy as np
import pytest

from grader.checks import follows_dtype
from grader.errors import BadOutput, CheckFailed, StudentError
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Affine:
    def __init__(self, W, scale=1.0):
        self.params = {"W": W}
        self.grads = {}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T

class WideOutput(Affine):
    def forward(self, x, train=True):
        return super().forward(x).astype(np.float64)

class WideGradient(Affine):
    def backward(self, dout):
        return super().backward(dout).astype(np.float64)

class WideGrads(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["W"] = self.grads["W"].astype(np.float64)
        return dx

class Narrow(Affine):
    def forward(self, x, train=True):
        return super().forward(x).astype(np.float32)

class Nothing(Affine):
    def backward(self, dout):
        super().backward(dout)

class Rough(Affine):
    def forward(self, x, train=True):
        noise = 0.0 if x.dtype == np.float64 else 0.01
        return super().forward(x) + np.float32(noise)

class AddsUp(Affine):
    calls = 0

    def forward(self, x, train=True):
        AddsUp.calls += 1
        return AddsUp.calls * super().forward(x)

class Grows(Affine):
    def forward(self, x, train=True):
        out = super().forward(x)
        return out if x.dtype == np.float64 else np.stack([out, out])

class Pair(Affine):
    def forward(self, x, h, steps, train=True):
        return x * steps, [h, x.astype(np.float64)]

class Stack:
    def __init__(self, layers):
        self.layers = layers
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout

def same(x):
    return x

def mean(x):
    return float(x.mean())

def wide(x):
    return x.astype(np.float64)

def nothing(x):
    pass

def text(x):
    return "text"

def both(x, y):
    return x, y.astype(np.float64)
"""
X = np.array([[1.0, 2.0], [3.0, 4.5]])
W = np.array([[0.5, -1.0, 2.0], [1.0, 0.25, 1.0]])
DOUT = np.ones((2, 3))


def test_a_layer_that_follows_passes(submission: Start) -> None:
    """Its parameters are made in the dtype too."""
    follows_dtype(submission(SOURCE).Affine(W), at=X, upstream=DOUT)


def found(error: Exception) -> str:
    """Return what was found, without the lines of the code that follow."""
    told = str(error)
    return told.partition(".\n\n    ")[0] if isinstance(error, BadOutput) else told


@pytest.mark.parametrize("upstream", [None, DOUT], ids=["forward", "both-passes"])
def test_a_network_is_made_of_layers_in_the_dtype(
    submission: Start, upstream: np.ndarray | None
) -> None:
    """What the suite handed to its constructor is made again as well."""
    student = submission(SOURCE)
    network = student.Stack([student.Affine(W), student.Affine(W.T)])
    gradient = None if upstream is None else upstream[:, :2]

    follows_dtype(network, at=X, upstream=gradient)


@pytest.mark.parametrize("name", ["same", "mean"])
def test_a_function_that_follows_passes(submission: Start, name: str) -> None:
    """A Python number has no dtype of NumPy's to follow."""
    follows_dtype(getattr(submission(SOURCE), name), at=X)


def test_what_is_remembered_elsewhere_is_no_matter_of_digits(local: Start) -> None:
    """The same call in float64 gives something else as well."""
    with pytest.raises(CheckFailed) as caught:
        follows_dtype(local(SOURCE).AddsUp(W), at=X, upstream=DOUT)

    assert ["outside"] == [finding.code for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        (
            "WideOutput",
            BadOutput,
            "the output must be float32 where the input is float32, found float64",
        ),
        (
            "WideGradient",
            BadOutput,
            "dx must be float32 where the input is float32, found float64",
        ),
        (
            "WideGrads",
            BadOutput,
            'grads["W"] must be float32 where the input is float32, found float64',
        ),
        (
            "Narrow",
            BadOutput,
            "the output must be float64 where the input is float64, found float32",
        ),
        (
            "Nothing",
            BadOutput,
            "dx must be an array, found None (is a return missing?)",
        ),
        (
            "Rough",
            CheckFailed,
            (
                "the output in float32 is not what the same code gives in float64.\n\n"
                "    expected   4         at [0, 2]\n"
                "    got        4.01\n"
                "    extent     6 of 6 entries wrong "
                "(allowed: 1e-4 of the largest entry)"
            ),
        ),
    ],
)
def test_a_layer_that_does_not_follow_is_told_what(
    submission: Start, name: str, kind: type[StudentError], text: str
) -> None:
    """The output, a gradient, an entry of grads; or the digits."""
    layer = getattr(submission(SOURCE), name)(W)

    with pytest.raises(kind) as caught:
        follows_dtype(layer, at=X, upstream=DOUT)

    assert text == found(caught.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "wide",
            (
                "the result of wide must be float32 where the input is float32, found "
                "float64"
            ),
        ),
        (
            "nothing",
            "the result of nothing must be an array, found None (is a return missing?)",
        ),
        ("text", "the result of text must be an array, found a str"),
    ],
)
def test_a_function_that_does_not_follow_is_told_so(
    submission: Start, name: str, text: str
) -> None:
    """One that returns nothing has no dtype to be right."""
    with pytest.raises(BadOutput) as caught:
        follows_dtype(getattr(submission(SOURCE), name), at=X)

    assert text == found(caught.value)


def test_several_results_are_counted(submission: Start) -> None:
    """The second result of a function of two arrays."""
    with pytest.raises(BadOutput) as caught:
        follows_dtype(submission(SOURCE).both, at={"x": X, "y": X})

    assert found(caught.value) == (
        "the second result of both must be float32 where the input is float32, found "
        "float64"
    )


def test_several_outputs_are_counted_in_forward_alone(submission: Start) -> None:
    """Nested outputs count through; a fixed argument is passed as it is."""
    layer = submission(SOURCE).Pair(W)

    with pytest.raises(BadOutput) as caught:
        follows_dtype(layer, at={"x": X, "h": X}, fixed=(3,))

    assert str(caught.value) == (
        "the third output must be float32 where the input is float32, found float64"
    )


def test_other_shapes_in_float32_are_refused(submission: Start) -> None:
    """Entries can be compared only where there are as many."""
    with pytest.raises(BadOutput) as caught:
        follows_dtype(submission(SOURCE).Grows(W), at=X)

    assert str(caught.value) == (
        "results must have the same shapes in float32 as in float64, expected the "
        "output (2, 3), found the output (2, 2, 3)"
    )

"""Hidden checks of unit 12, sixth part: what is kept, shared and left alone."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    backward_is_of_latest_forward,
    backward_twice,
    close,
    exercise,
    generator,
    gradients_start_at_zero,
    keeps_given_arrays,
    live,
    require,
    support,
    unchanged,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
PLAIN = '''
"""Layers of one input array and one output, around those of the student."""

import numpy as np


class Around:
    @property
    def params(self):
        return self.inner.params

    @property
    def grads(self):
        return self.inner.grads


class RNNCell(Around):
    def __init__(self, student, size, *given):
        self.inner, self.size = student.RNNCell(*given), size

    def forward(self, x, train=True):
        return self.inner.forward(x[:, :self.size], x[:, self.size:], train=train)

    def backward(self, dout):
        return np.concatenate(self.inner.backward(dout), axis=1)


class Embedding(Around):
    def __init__(self, student, size, *given):
        self.inner = student.Embedding(*given)

    def forward(self, x, train=True):
        return self.inner.forward(x.astype(int), train=train)

    def backward(self, dout):
        self.inner.backward(dout)
        return np.zeros(1)


def kept(net, first, second):
    out, h_n = net.forward(first, train=True)
    before = out.copy(), h_n.copy()
    net.forward(second, train=True)
    return before, (out, h_n)
'''
KINDS = pytest.mark.parametrize("kind", ["RNNCell", "Embedding"])
SIZE = 3  # D
CARRIED = (
    "An earlier call shows in a later one: without h0 every call starts from zeros."
)
REUSED = (
    "A later forward writes into the output of an earlier one: make new arrays in "
    "each forward, and keep none for the next."
)
OLD = "forward works with copies of the parameters: read params in each forward."


@exercise("12.9", weight=2)
def test_no_state_between_calls(student: Student, rng: Rng) -> None:
    """RNN.forward without h0 starts every layer from zeros, whatever ran before."""
    seed, x = int(rng.integers(2**32)), rng.normal(size=(2, 5, 3))
    net, fresh = (
        student.RNN(3, 2, 2, bidirectional=True, rng=generator(seed)) for _ in range(2)
    )
    net.forward(x.copy(), rng.normal(size=(4, 2, 2)), train=True)
    net.forward(x.copy(), train=True)

    out, h_n = pair(net.forward(x.copy(), train=True))

    right, end = pair(fresh.forward(x.copy(), train=True))
    clues = Clues(cause=CARRIED)
    close(out, array(right, (2, 5, 4), "out"), "out", clues=clues)
    close(h_n, array(end, (4, 2, 2), "h_n"), "h_n", clues=clues)


@exercise("12.9")
@pytest.mark.parametrize(
    "both", [False, True], ids=["one direction", "both directions"]
)
def test_network_is_of_its_latest_forward(
    student: Student, rng: Rng, *, both: bool
) -> None:
    """RNN.backward belongs to the latest forward call only, and can be repeated."""
    seed, width = int(rng.integers(2**32)), 4 if both else 2
    x, dout = rng.normal(size=(2, 3, 3)), rng.normal(size=(2, 3, width))

    def make() -> Student:
        net: Student = student.RNN(3, 2, 2, both, rng=generator(seed))
        return net

    longer = rng.normal(size=(5, 7, 3))
    backward_is_of_latest_forward(make, at=x, upstream=dout, earlier=longer, train=True)
    backward_twice(make(), at=x, upstream=dout, train=True)


@exercise("12.9")
@KINDS
def test_layer_is_of_its_latest_forward(student: Student, rng: Rng, kind: str) -> None:
    """A layer's backward belongs to its latest forward only, and can be repeated."""
    given, (x, dout), (before, _) = (
        leaves(rng, kind),
        batch(rng, kind, 5),
        batch(rng, kind, 2),
    )

    def make() -> Student:
        return layer(student, kind, *given.values())

    backward_is_of_latest_forward(make, at=x, upstream=dout, earlier=before, train=True)
    backward_twice(make(), at=x, upstream=dout, train=True)


@exercise("12.9")
@KINDS
def test_parameters_are_the_given_ones(student: Student, rng: Rng, kind: str) -> None:
    """The params of a layer are the arrays that were passed in, not copies."""
    x, dout = batch(rng, kind, 5)

    def make(*given: object) -> Student:
        return layer(student, kind, *given)

    keeps_given_arrays(make, leaves(rng, kind), at=x, upstream=dout)


@exercise("12.9")
def test_network_reads_its_parameters(student: Student, rng: Rng) -> None:
    """RNN.forward uses the values that were last written into the arrays of params."""
    x = rng.normal(size=(2, 3, 3))
    net, other = (
        student.RNN(3, 2, 2, bidirectional=True, rng=seeded(rng)) for _ in range(2)
    )
    right, _ = pair(other.forward(x.copy(), train=True))
    net.forward(x.copy(), train=True)
    values = other.params
    require(isinstance(values, dict), "params must be a dict")

    for key, value in values.items():
        live(net, "params", key)[...] = value

    out, _ = pair(net.forward(x.copy(), train=True))
    clues = Clues(cause=OLD)
    close(out, array(right, (2, 3, 4), "out"), "out of new parameters", clues=clues)


@exercise("12.9")
def test_gradients_begin_at_zero(student: Student, rng: Rng) -> None:
    """RNN, RNNCell and Embedding have grads of zeros before the first backward."""
    for kind in ("RNNCell", "Embedding"):
        given, (x, _) = leaves(rng, kind), batch(rng, kind, 5)
        gradients_start_at_zero(layer(student, kind, *given.values()), given, at=x)
    net = student.RNN(3, 2, 2, bidirectional=True, rng=seeded(rng))
    params = net.params
    are_arrays = isinstance(params, dict) and all(map(is_real, params.values()))
    require(are_arrays, "params must be a dict of arrays of numbers")
    arrays = {key: np.asarray(value, float) for key, value in params.items()}
    gradients_start_at_zero(net, arrays, at=rng.normal(size=(2, 3, 3)))


@exercise("12.9")
def test_outputs_stay(student: Student, rng: Rng) -> None:
    """RNN.forward leaves the outputs of an earlier call unchanged."""
    net = student.RNN(3, 2, 2, rng=seeded(rng))
    first, second = rng.normal(size=(2, 2, 5, 3))

    before, after = pair(support(student, "plain", PLAIN).kept(net, first, second))

    for name, old, new in zip(("out", "h_n"), pair(before), pair(after), strict=True):
        right = np.asarray(old)
        close(new, right, f"{name} of an earlier call", clues=Clues(cause=REUSED))


@exercise("12.9")
@pytest.mark.parametrize(
    "both", [False, True], ids=["one direction", "both directions"]
)
def test_network_leaves_its_arguments(
    student: Student, rng: Rng, *, both: bool
) -> None:
    """RNN with two layers leaves x, h0, dout and dh_n unchanged."""
    net, k = student.RNN(3, 2, 2, both, rng=seeded(rng)), 2 if both else 1
    at = {"x": rng.normal(size=(2, 5, 3)), "h0": rng.normal(size=(2 * k, 2, 2))}
    shapes = {"dout": (2, 5, 2 * k), "dh_n": (2 * k, 2, 2)}
    upstream = {name: rng.normal(size=size) for name, size in shapes.items()}

    unchanged(net, at=at, upstream=upstream)


@exercise("12.9")
def test_others_leave_their_arguments(student: Student, rng: Rng) -> None:
    """RNNCell, last_output, its backward and repeat_input leave arguments unchanged."""
    given, dout = leaves(rng, "RNNCell"), rng.normal(size=(5, 2))
    at = {"x": rng.normal(size=(5, 3)), "h": rng.normal(size=(5, 2))}
    upstream = {"dh_next": dout}
    unchanged(student.RNNCell(*given.values()), at=at, upstream=upstream)
    unchanged(student.last_output, at=rng.normal(size=(2, 3, 4)), fixed=(True,))
    at = {"dlast": rng.normal(size=(2, 4))}
    unchanged(student.last_output_backward, at=at, fixed=((2, 3, 4), True))
    unchanged(student.repeat_input, at={"x0": rng.normal(size=(2, 4))}, fixed=(3,))


def leaves(rng: Rng, kind: str) -> dict[str, Array]:
    """Return the parameters of a cell of two units, or of an embedding."""
    if kind == "Embedding":
        return {"W": rng.normal(size=(7, 2))}
    wx, wh = rng.normal(size=(SIZE, 2)), rng.normal(size=(2, 2))
    return {"Wx": wx, "Wh": wh, "b": rng.normal(size=2)}


def batch(rng: Rng, kind: str, n: int) -> tuple[Array, Array]:
    """Return an input of a layer of one input, and a gradient for its output."""
    if kind == "Embedding":
        return rng.integers(7, size=(n, 3)).astype(float), rng.normal(size=(n, 3, 2))
    return rng.normal(size=(n, SIZE + 2)), rng.normal(size=(n, 2))


def layer(student: Student, kind: str, *given: object) -> Student:
    """Return a cell that takes x and h side by side, or an embedding."""
    make = getattr(support(student, "plain", PLAIN), kind)
    made: Student = make(student, SIZE, *given)
    return made


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    found: tuple[object, ...] = value if isinstance(value, tuple) else ()
    require(len(found) == 2, "two results must come back, as in `return first, second`")
    return found[0], found[1]


def is_real(value: object) -> bool:
    """Whether something is an array of real numbers."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "biuf"


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def seeded(rng: Rng) -> object:
    """Return a generator for the student's code, of a seed from this one."""
    return generator(int(rng.integers(2**32)))

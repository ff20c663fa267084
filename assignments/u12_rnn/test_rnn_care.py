"""Open checks of unit 12: care. State, dtypes, large inputs, loops and machines."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    backward_twice,
    close,
    exercise,
    follows_dtype,
    generator,
    quiet,
    require,
    runs_on_device,
    support,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
CARRIED = (
    "A call goes on where the one before it ended: without h0 every call starts from "
    "zeros."
)
BY_EXP = (
    "xp.tanh gives -1 or 1 here, without a warning: a tanh made of exp becomes inf / "
    "inf, which is nan."
)
GIVEN = """
import sys


class Begun:  # a network that gets no first state
    def __init__(self, wx, wh, b):
        make, dtype = sys.modules["rnn"].RNN, wx.dtype.type
        self.net = make(wx.shape[0], wh.shape[0], dtype=dtype)
        self.params = self.net.params
        for key, array in zip(("l0.Wx", "l0.Wh", "l0.b"), (wx, wh, b)):
            self.params[key][...] = array

    def forward(self, x, train=True):
        return self.net.forward(x, train=train)

    def backward(self, dout, dh_n):
        dx = self.net.backward(dout, dh_n)[0]
        self.grads = self.net.grads
        return dx
"""


@exercise("12.9")
def test_every_call_starts_anew(student: Student, rng: Rng) -> None:
    """RNN.forward without h0 gives the same output in a second call."""
    net, x = student.RNN(2, 3, rng=seeded(rng)), rng.normal(size=(2, 5, 2))

    first, _ = pair(net.forward(x.copy(), train=True))
    second, _ = pair(net.forward(x.copy(), train=True))

    require(isinstance(first, np.ndarray), "forward must return an array first")
    close(second, np.asarray(first), "out", clues=Clues(cause=CARRIED))


@exercise("12.9")
def test_network_goes_back_twice(student: Student, rng: Rng) -> None:
    """RNN.backward called a second time gives the same gradients again."""
    net = student.RNN(2, 3, rng=seeded(rng))
    x, dout = rng.normal(size=(2, 5, 2)), rng.normal(size=(2, 5, 3))

    backward_twice(net, at=x, upstream=dout, train=True)


@exercise("12.9")
def test_given_arrays_stay(student: Student, rng: Rng) -> None:
    """RNN with one layer, and RNNCell, leave the arrays that they get unchanged."""
    net = student.RNN(2, 3, rng=seeded(rng))
    at = {"x": rng.normal(size=(2, 5, 2)), "h0": rng.normal(size=(1, 2, 3))}
    upstream = {"dout": rng.normal(size=(2, 5, 3)), "dh_n": rng.normal(size=(1, 2, 3))}

    unchanged(net, at=at, upstream=upstream)
    made = rng.normal(size=(2, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    at = {"x": rng.normal(size=(5, 2)), "h": rng.normal(size=(5, 3))}
    dh_next = {"dh_next": rng.normal(size=(5, 3))}
    unchanged(student.RNNCell(*made), at=at, upstream=dh_next)


@exercise("12.10")
def test_cell_in_float32(student: Student, rng: Rng) -> None:
    """RNNCell with float32 arrays gives float32 states and gradients."""
    made = rng.normal(size=(2, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    at = {"x": rng.normal(size=(5, 2)), "h": rng.normal(size=(5, 3))}

    upstream = {"dh_next": rng.normal(size=(5, 3))}

    follows_dtype(student.RNNCell(*made), at=at, upstream=upstream)


@exercise("12.10")
def test_first_state_in_float32(student: Student, rng: Rng) -> None:
    """RNN with float32 parameters and x, and without h0, gives float32 results."""
    made = rng.normal(size=(2, 3)), rng.normal(size=(3, 3)), rng.normal(size=3)
    net = support(student, "given", GIVEN).Begun(*made)

    upstream = {"dout": rng.normal(size=(2, 5, 3)), "dh_n": rng.normal(size=(1, 2, 3))}
    follows_dtype(net, at={"x": rng.normal(size=(2, 5, 2))}, upstream=upstream)


@exercise("12.10")
def test_far_inputs(student: Student, rng: Rng) -> None:
    """RNNCell.forward gives -1 or 1 for inputs of 10 000, without a NumPy warning."""
    wx, wh, b = rng.choice([-1.0, 1.0], size=(1, 3)), np.zeros((3, 3)), np.zeros(3)
    cell = student.RNNCell(wx, wh, b)

    x, h = np.array([[1e4], [-1e4]]), np.zeros((2, 3))
    first = np.asarray(cell.forward(x.copy(), h.copy(), train=True))
    is_nan = first.dtype.kind == "f" and np.isnan(first).any()
    require(not is_nan, "out is nan for inputs of 10 000.", cause=BY_EXP)
    with quiet(student):
        out = cell.forward(x, h, train=True)

    close(out, np.concatenate([wx, -wx]), "out")


@exercise("12.11")
def test_cell_has_no_loop(student: Student, rng: Rng) -> None:
    """RNNCell has no Python loop over rows, features or units."""

    def build(size: dict[str, int]) -> Work:
        n, d, h = size["N"], size["D"], size["H"]
        made = rng.normal(size=(d, h)), rng.normal(size=(h, h)), rng.normal(size=h)
        x, state = rng.normal(size=(n, d)), rng.normal(size=(n, h))
        return Work(student.RNNCell(*made), (x, state), upstream=state)

    vectorised(build, over={"N": 5, "D": 3, "H": 2})


@exercise("12.12")
def test_network_on_the_gpu(student: Student, rng: Rng) -> None:
    """RNN with one layer and no h0 runs on the GPU, forward and backward."""
    x, dout = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 5, 7))
    seed = int(rng.integers(2**32))

    runs_on_device(
        lambda: Work(student.RNN(3, 7, rng=generator(seed)), (x,), upstream=dout)
    )


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    found: tuple[object, ...] = value if isinstance(value, tuple) else ()
    require(len(found) == 2, "two results must come back, as in `return first, second`")
    return found[0], found[1]


def seeded(rng: Rng) -> object:
    """Return a generator for the student's code, of a seed from this one."""
    return generator(int(rng.integers(2**32)))

"""Hidden checks of unit 12, seventh part: dtypes, large inputs, loops, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    close,
    exercise,
    follows_dtype,
    generator,
    live,
    quiet,
    require,
    runs_on_device,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]
FAR = 1e4  # the largest input that the course calls legal
BOTH = pytest.mark.parametrize(
    "both", [False, True], ids=["one direction", "both directions"]
)
BY_RNG = (
    "What rng.random gives is float64: turn it into the dtype that was given, and take "
    "that of a parameter for new arrays."
)
STUB = "Without a dtype the parameters are float64: keep the default of the stub."
INTEGERS = (
    "x may hold whole numbers: take the dtype of a parameter for new arrays, never "
    "that of x."
)
LIMIT = "Far from zero the tanh is at its end, -1 or 1, and its slope is 0."
WHOLE = "Whole numbers give other states than the same numbers as floats."


@exercise("12.10", weight=2)
@BOTH
def test_network_keeps_float32(student: Student, rng: Rng, *, both: bool) -> None:
    """RNN with dtype float32 has float32 parameters, outputs and gradients."""
    dtype, shape = np.dtype("float32"), (2, 5, 4 if both else 2)
    net = student.RNN(3, 2, 2, both, rng=seeded(rng), dtype=dtype)
    x = rng.normal(size=(2, 5, 3)).astype(np.float32)

    require(isinstance(net.params, dict), "params must be a dict")
    for key, value in net.params.items():
        kind = getattr(value, "dtype", None)
        must = f'params["{key}"] must have dtype float32, found {kind}.'
        require(kind == dtype, must, cause=BY_RNG)

    outputs = pair(net.forward(x, train=True))
    gradients = pair(net.backward(rng.normal(size=shape).astype(np.float32)))

    names = ("out", "h_n", "dx", "dh0")
    found = dict(zip(names, (*outputs, *gradients), strict=True))
    require(isinstance(net.grads, dict), "grads must be a dict")
    found.update({f'grads["{key}"]': value for key, value in net.grads.items()})
    for name, value in found.items():
        shape = np.shape(value if isinstance(value, np.ndarray) else 0)
        same = array(value, shape, name)
        close(value, same, name, dtype="float32")


@exercise("12.10")
def test_default_dtype(student: Student, rng: Rng) -> None:
    """RNN without a dtype has float64 parameters."""
    params = student.RNN(3, 2, rng=seeded(rng)).params
    require(isinstance(params, dict), "params must be a dict")
    for key, shape in (("l0.Wx", (3, 2)), ("l0.Wh", (2, 2)), ("l0.b", (2,))):
        found = array(params.get(key), shape, f'params["{key}"]')
        require(found.any(), "the parameters must be drawn at random")
        must = f'params["{key}"] must have dtype float64, found {found.dtype}.'
        require(found.dtype == np.float64, must, cause=STUB)


@exercise("12.10")
def test_ends_keep_the_dtype(student: Student, rng: Rng) -> None:
    """last_output, last_output_backward, repeat_input and Embedding keep float32."""
    out, dlast, x0 = (rng.normal(size=s) for s in ((2, 3, 4), (2, 4), (2, 5)))

    follows_dtype(student.last_output, at=out, fixed=(True,))
    follows_dtype(student.last_output_backward, at=dlast, fixed=((2, 3, 4), True))
    follows_dtype(student.repeat_input, at=x0, fixed=(3,))
    table = student.Embedding(rng.normal(size=(5, 2)).astype(np.float32))
    rows = table.forward(rng.integers(5, size=(2, 3)), train=True)
    close(rows, array(rows, (2, 3, 2), "out"), "out", dtype="float32")
    table.backward(rng.normal(size=(2, 3, 2)).astype(np.float32))
    grads = table.grads if isinstance(table.grads, dict) else {}
    found = array(grads.get("W"), (5, 2), 'grads["W"]')
    close(grads.get("W"), found, 'grads["W"]', dtype="float32")


@exercise("12.10")
def test_network_of_whole_numbers(student: Student, rng: Rng) -> None:
    """RNN.forward gives the same output for integers as for the same floats."""
    net, x = student.RNN(3, 2, rng=seeded(rng)), rng.integers(-3, 4, size=(2, 5, 3))
    right, _ = pair(net.forward(x.astype(float), train=True))

    out, _ = pair(net.forward(x, train=True))

    wanted, clues = array(right, (2, 5, 2), "out"), Clues(cause=WHOLE)
    require(np.ptp(wanted) > 0, "not every state may be the same number")
    kind = getattr(out, "dtype", None)
    must = f"out of whole numbers must have dtype float64, found {kind}."
    require(kind == np.float64, must, cause=INTEGERS)
    close(out, wanted, "out of whole numbers", clues=clues)


@exercise("12.10")
@BOTH
def test_network_far_from_zero(student: Student, rng: Rng, *, both: bool) -> None:
    """RNN gives +-1 and zero gradients at inputs of 10 000, without a NumPy warning."""
    net, shape = student.RNN(3, 2, 1, both, rng=seeded(rng)), (2, 5, 4 if both else 2)
    x = FAR * rng.choice([-1.0, 1.0], size=(2, 5, 1)) * [1.0, 0.0, 0.0]
    for name in ("l0", "l0r")[: 2 if both else 1]:  # no entry may be near 0 by chance
        signs = rng.choice([-0.5, 0.5], size=(3, 2))
        live(net, "params", f"{name}.Wx")[...] = signs

    with quiet(student):
        out, _ = pair(net.forward(x.copy(), train=True))
        dx, dh0 = pair(net.backward(rng.normal(size=shape)))

    found = array(out, shape, "out")
    close(np.abs(found), np.ones(shape), "the size of out", clues=Clues(cause=LIMIT))
    zeros = np.zeros((2, 5, 3)), np.zeros((2 if both else 1, 2, 2))
    close(dx, zeros[0], "dx", clues=Clues(cause=LIMIT))
    close(dh0, zeros[1], "dh0", clues=Clues(cause=LIMIT))


@exercise("12.11", weight=2)
def test_network_has_no_loop(student: Student, rng: Rng, reference: ModuleType) -> None:
    """RNN has no Python loop over sequences, features or units."""

    def build(size: Sizes) -> Work:
        n, t, d, h = (size[letter] for letter in ("N", "T", "D", "H"))
        net = student.RNN(d, h, 2, bidirectional=True, rng=seeded(rng))
        x, dout = rng.normal(size=(n, t, d)), rng.normal(size=(n, t, 2 * h))
        return Work(net, (x,), {"train": True}, dout)

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        n, t, d, h = (size[letter] for letter in ("N", "T", "D", "H"))
        net = reference.RNN(d, h, 2, bidirectional=True, rng=np.random.default_rng(0))
        x, dout = np.ones((n, t, d)), np.ones((n, t, 2 * h))
        return lambda: (net.forward(x, train=True), net.backward(dout))

    sizes = {"N": 5, "D": 3, "H": 2, "T": 2}
    vectorised(build, over=sizes, reference=same_with_reference)


@exercise("12.11")
def test_words_have_no_loop(student: Student, rng: Rng) -> None:
    """Embedding has no Python loop over sentences, words or features."""

    def build(size: Sizes) -> Work:
        n, t, v, d = size["N"], size["T"], size["V"], size["D"]
        words, dout = rng.integers(v, size=(n, t)), rng.normal(size=(n, t, d))
        table = student.Embedding(rng.normal(size=(v, d)))
        return Work(table, (words,), {"train": True}, dout)

    vectorised(build, over={"N": 5, "T": 3, "V": 7, "D": 2})


@exercise("12.11")
def test_ends_have_no_loop(student: Student, rng: Rng) -> None:
    """last_output, its backward and repeat_input have no Python loop over data."""

    def last(size: Sizes) -> Work:
        out = rng.normal(size=(size["N"], size["T"], 2 * size["H"]))
        return Work(student.last_output, (out, True))

    def back(size: Sizes) -> Work:
        shape = size["N"], size["T"], 2 * size["H"]
        given = rng.normal(size=(shape[0], shape[2])), shape, True
        return Work(student.last_output_backward, given)

    def repeat(size: Sizes) -> Work:
        x0 = rng.normal(size=(size["N"], size["H"]))
        return Work(student.repeat_input, (x0, size["T"]))

    for build in (last, back, repeat):
        vectorised(build, over={"N": 5, "T": 3, "H": 2})


@exercise("12.12")
def test_cell_runs_on_the_gpu(student: Student, rng: Rng) -> None:
    """RNNCell runs on the GPU, forward and backward."""
    given = rng.normal(size=(3, 2)), rng.normal(size=(2, 2)), rng.normal(size=2)
    x, h, dh = rng.normal(size=(5, 3)), *rng.normal(size=(2, 5, 2))

    runs_on_device(lambda: Work(student.RNNCell(*given), (x, h), {"train": True}, dh))


@exercise("12.12", weight=2)
@BOTH
def test_network_runs_on_the_gpu(student: Student, rng: Rng, *, both: bool) -> None:
    """RNN with two layers and a given h0 runs on the GPU, forward and backward."""
    seed, k = int(rng.integers(2**32)), 2 if both else 1
    x, h0 = rng.normal(size=(5, 3, 7)), rng.normal(size=(2 * k, 5, 2))
    upstream = rng.normal(size=(5, 3, 2 * k)), rng.normal(size=(2 * k, 5, 2))

    def build() -> Work:
        net = student.RNN(7, 2, 2, both, rng=generator(seed))
        return Work(net, (x, h0), {"train": True}, upstream)

    runs_on_device(build)


@exercise("12.12")
def test_ends_run_on_the_gpu(student: Student, rng: Rng) -> None:
    """last_output, its backward, repeat_input and Embedding run on the GPU."""
    out, dlast = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 4))
    words, dout = rng.integers(7, size=(2, 3)), rng.normal(size=(2, 3, 5))
    w = rng.normal(size=(7, 5))

    runs_on_device(lambda: Work(student.last_output, (out, True)))
    runs_on_device(lambda: Work(student.last_output_backward, (dlast, (2, 3, 4), True)))
    runs_on_device(lambda: Work(student.repeat_input, (dlast, 3)))
    runs_on_device(lambda: Work(student.Embedding(w), (words,), {}, dout))


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    found: tuple[object, ...] = value if isinstance(value, tuple) else ()
    require(len(found) == 2, "two results must come back, as in `return first, second`")
    return found[0], found[1]


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

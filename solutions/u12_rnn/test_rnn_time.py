"""Hidden checks of unit 12, third part: backpropagation through time, one layer."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, gradient, require

Array = NDArray[np.float64]
Leaves = tuple[Array, Array, Array]  # Wx, Wh and b
Rng = np.random.Generator
AXES = {
    "x": "N T D",
    "h0": "L*K N H",
    "out0": "N T H",
    "out1": "L*K N H",
    "l0.Wx": "D H",
    "l0.Wh": "H H",
    "l0.b": "H",
    "dx": "N T D",
    "dh0": "L*K N H",
}
SIZES = [(3, 1, 5, 2), (3, 2, 5, 2), (2, 7, 3, 5), (1, 3, 2, 1)]
SEVEN = (
    "It is right in some seven digits only: part of it is kept in float32, or it is "
    "measured by differences."
)
NO_END = "Without dh_n nothing comes from the final state: that is dh_n of zeros."
LONG_T = 13
REACHES = "the gradient of the last step must reach all steps, found that it reaches "
ALL_STEPS = "dx is zero at the other steps: walk back over all of them, however many."


@exercise("12.4", weight=3)
@pytest.mark.parametrize(
    ("n", "t", "d", "h"),
    SIZES,
    ids=["3 sequences, T=1", "3 sequences, T=2", "2 sequences, T=7", "1 sequence, T=3"],
)
def test_gradient_through_time(
    student: Student, rng: Rng, n: int, t: int, d: int, h: int
) -> None:
    """RNN.backward matches numerical gradients, with dout and dh_n given."""
    net = student.RNN(d, h, rng=seeded(rng))
    at = {"x": rng.normal(size=(n, t, d)), "h0": rng.normal(size=(1, n, h))}
    upstream = {"dout": rng.normal(size=(n, t, h)), "dh_n": rng.normal(size=(1, n, h))}

    gradient(net, at=at, upstream=upstream, clues=Clues(axes=AXES))


@exercise("12.4")
def test_gradient_from_far_back(student: Student, rng: Rng) -> None:
    """RNN.backward takes the gradient of the last step back over thirteen steps."""
    net = student.RNN(3, 2, rng=seeded(rng))
    at = {"x": rng.normal(size=(2, LONG_T, 3)), "h0": rng.normal(size=(1, 2, 2))}
    dout = np.zeros((2, LONG_T, 2))
    dout[:, -1] = rng.normal(size=(2, 2))
    weights(net, 3, 2)
    fresh = student.RNN(3, 2, rng=seeded(rng))
    fresh.forward(at["x"].copy(), at["h0"].copy(), train=True)
    dx = array(pair(fresh.backward(dout.copy()))[0], at["x"].shape, "dx")
    lost = int((~dx.any(axis=(0, 2))).sum())
    require(lost in (0, LONG_T), f"{REACHES}{LONG_T - lost} of {LONG_T}.", ALL_STEPS)

    upstream = {"dout": dout, "dh_n": np.zeros((1, 2, 2))}
    gradient(net, at=at, upstream=upstream, clues=Clues(axes=AXES))


@exercise("12.4")
def test_sum_over_paths(student: Student, rng: Rng) -> None:
    """RNN.backward gives dh0 as the sum over paths of handout section 4.1."""
    net = student.RNN(3, 5, rng=seeded(rng))
    given, x, h0 = (
        weights(net, 3, 5),
        rng.normal(size=(2, 3, 3)),
        rng.normal(size=(1, 2, 5)),
    )
    dout = rng.normal(size=(2, 3, 5))
    out, _ = pair(net.forward(x.copy(), h0.copy(), train=True))

    dx, dh0 = pair(net.backward(dout.copy(), np.zeros((1, 2, 5))))

    right = states(x, h0[0], given)
    is_right = np.allclose(array(out, right.shape, "out"), right, 1e-9, 1e-9)
    parts = along_paths(x, h0[0], given, dout)
    names = ("of the first output", "of the second output", "of the third output")
    terms = dict(zip(names, [part[np.newaxis] for part in parts], strict=True))
    found = array(dh0, (1, 2, 5), "dh0")
    clues = Clues(axes=AXES, terms=terms, cause=SEVEN)
    close(found, sum(terms.values()) if is_right else found, "dh0", clues=clues)
    last = (dout[:, 2] * (1 - right[:, 2] ** 2)) @ given[0].T
    found = array(dx, (2, 3, 3), "dx")
    wanted = last if is_right else found[:, 2]
    close(found[:, 2], wanted, "dx of the last step", clues=Clues(cause=SEVEN))


@exercise("12.4")
def test_no_dh_n_means_zeros(student: Student, rng: Rng) -> None:
    """RNN.backward without dh_n gives the same dx as with a dh_n of zeros."""
    net = student.RNN(3, 2, rng=seeded(rng))
    x, dout = rng.normal(size=(5, 3, 3)), rng.normal(size=(5, 3, 2))
    net.forward(x.copy(), train=True)
    with_zeros, _ = pair(net.backward(dout.copy(), np.zeros((1, 5, 2))))

    without, _ = pair(net.backward(dout.copy()))

    right = array(with_zeros, (5, 3, 3), "dx")
    require(np.ptp(right) > 0, "dx must not be zero")
    close(without, right, "dx without dh_n", clues=Clues(cause=NO_END))


def states(x: Array, h: Array, given: Leaves) -> Array:
    """Return the states (N, T, H) of one layer."""
    wx, wh, b = given
    found = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ wx + h @ wh + b)
        found.append(h)
    return np.stack(found, axis=1)


def along_paths(x: Array, h: Array, given: Leaves, dout: Array) -> list[Array]:
    """Return what comes back to h0 from each output: a product of Jacobians each."""
    slopes = 1 - states(x, h, given) ** 2
    found, product = [], np.eye(h.shape[1])[np.newaxis]
    for t in range(x.shape[1]):
        step = slopes[:, t, :, np.newaxis] * given[1].T  # (N, H, H): of h before
        product = step @ product
        found.append(np.einsum("ni,nij->nj", dout[:, t], product))
    return found


def weights(net: Student, d: int, h: int) -> Leaves:
    """Return the parameters of the first layer, once they have their shapes."""
    params = net.params if isinstance(net.params, dict) else {}
    shapes = {"l0.Wx": (d, h), "l0.Wh": (h, h), "l0.b": (h,)}
    wx, wh, b = (
        array(params.get(key), shape, f'params["{key}"]')
        for key, shape in shapes.items()
    )
    require(np.ptp(wh) > 0, "the parameters must be drawn at random")
    return wx, wh, b


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

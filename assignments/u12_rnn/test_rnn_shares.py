"""Open checks of unit 12: what every step adds to the gradients of one layer."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, exercise, generator, gradient, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Lazies = dict[str, tuple[str, Callable[[], Array]]]
KEYS = ("l0.Wx", "l0.Wh", "l0.b")
LAYER = {
    "x": "N T D",
    "h0": "L*K N H",
    "out": "N T H",
    "out0": "N T H",
    "out1": "L*K N H",
    "h_n": "L*K N H",
    "l0.Wx": "D H",
    "l0.Wh": "H H",
    "l0.b": "H",
}
SAME_SIDE = (
    "A step hands da times Wh back: on the way back Wh is transposed, as in the cell."
)
BATCH_MEAN = "b takes the mean over the batch: add over N at every step."
DOUT_AGAIN = (
    "dout[:, 0] is added to dh0 once more: it has gone through the first step already."
)
FIRST_ONLY = "It is the share of the first step alone: the shares of all steps add up."
LAST_ONLY = "It is the share of the last step alone: the shares of all steps add up."


@exercise("12.4")
def test_small_gradient_through_time(student: Student, rng: Rng) -> None:
    """RNN.backward matches the numerical gradients of your own forward."""
    net = student.RNN(2, 3, rng=seeded(rng))
    at = {"x": rng.normal(size=(2, 5, 2)), "h0": rng.normal(size=(1, 2, 3))}
    upstream = {"dout": rng.normal(size=(2, 5, 3)), "dh_n": rng.normal(size=(1, 2, 3))}

    suspects = of_shares(net, list(at.values()), list(upstream.values()))
    clues = Clues(axes=LAYER, suspects=suspects)
    gradient(net, at=at, upstream=upstream, clues=clues)


def of_shares(net: Student, at: list[Array], up: list[Array]) -> Lazies:
    """Return what the gradients may be where a share of a step is another one."""
    leaves = [np.asarray(live_of(net, key), float) for key in KEYS]
    count, steps = len(at[0]), at[0].shape[1]

    def turned(place: int) -> Array:
        return steps_back(leaves, at, up, leaves[1])[place]

    def share(place: int, t: int) -> Array:
        return steps_back(leaves, at, up, leaves[1].T, keep=t)[place]

    def summed(place: int) -> Array:
        return steps_back(leaves, at, up, leaves[1].T)[place]

    found: Lazies = {
        "b:mean": (BATCH_MEAN, lambda: summed(4) / count),
        "dh0:dout": (DOUT_AGAIN, lambda: summed(1) + up[0][np.newaxis, :, 0]),
    }
    for place, name in enumerate(("x", "h0", *KEYS)):
        found[f"Wh:same-side-{name}"] = SAME_SIDE, partial(turned, place)
        if name in KEYS:
            found[f"first-{name}"] = FIRST_ONLY, partial(share, place, 0)
            found[f"last-{name}"] = LAST_ONLY, partial(share, place, steps - 1)
    return found


def steps_back(
    leaves: list[Array],
    at: list[Array],
    up: list[Array],
    back: Array,
    keep: int | None = None,
) -> list[Array]:
    """Return dx, dh0 and the gradients of Wx, Wh and b.

    Args:
        leaves: Wx, Wh and b.
        at: x and h0.
        up: dout and dh_n.
        back: what a step multiplies by on the way to the step before.
        keep: the step whose share alone stays, None for all of them.
    """
    (wx, wh, b), (x, h0), (dout, dh_n) = leaves, at, up
    states = [h0[0]]
    for now in x.swapaxes(0, 1):
        states.append(np.tanh(now @ wx + states[-1] @ wh + b))
    dx, dh, shares = np.zeros(x.shape), dh_n[0], [0 * each for each in leaves]
    for t in range(x.shape[1])[::-1]:
        da = (dh + dout[:, t]) * (1 - states[t + 1] ** 2)
        dx[:, t], dh = da @ wx.T, da @ back
        if keep in {None, t}:
            every = x[:, t].T @ da, states[t].T @ da, da.sum(axis=0)
            shares = [old + new for old, new in zip(shares, every, strict=True)]
    return [dx, dh[np.newaxis], *shares]


def live_of(net: Student, key: str) -> object:
    """Return one parameter."""
    params = net.params if isinstance(net.params, dict) else {}
    found = params.get(key)
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    require(is_array, f'params["{key}"] must be an array')
    return found


def seeded(rng: Rng) -> object:
    """Return a generator for the student's code, of a seed from this one."""
    return generator(int(rng.integers(2**32)))

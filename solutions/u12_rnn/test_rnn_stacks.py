"""Hidden checks of unit 12, fourth part: more layers, and both directions."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, gradient, require

Array = NDArray[np.float64]
Leaves = tuple[Array, Array, Array]  # Wx, Wh and b
Rng = np.random.Generator
Weights = Callable[[str], Leaves]
AXES = {
    "x": "N T D",
    "h0": "L*K N H",
    "out": "N T H*K",
    "out0": "N T H*K",
    "out1": "L*K N H",
    "h_n": "L*K N H",
}
NOT_TURNED = (
    "The reverse outputs stand in the order in which they were made: turn them, so "
    "that out[:, t] belongs to x[:, t]."
)
NOT_REVERSE = "The second direction reads forward, too: it starts at T - 1."
EXCHANGED = "The halves are exchanged: the forward direction stands first."
SAME_START = "Both directions start from the first state of the forward one."
EARLY = "The reverse state is that at T - 1, where it begins: it ends at t = 0."
BY_DIRECTION = (
    "The states stand direction by direction: the index is layer * K + direction."
)
TOP_DOWN = "The states stand from the top layer down: layer 0 comes first."


@exercise("12.5")
@pytest.mark.parametrize(("layers", "t"), [(2, 1), (3, 5)], ids=["L=2", "L=3"])
def test_states_of_a_stack(student: Student, rng: Rng, layers: int, t: int) -> None:
    """The outputs of a layer are the inputs of the next, from its own first state."""
    net = student.RNN(3, 5, num_layers=layers, rng=seeded(rng))
    given = reader(net, 3, 5)
    x, h0 = rng.normal(size=(2, t, 3)), rng.normal(size=(layers, 2, 5))

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    below, ends, one_start = x, [], x
    for layer in range(layers):
        below = states(below, h0[layer], given(f"l{layer}"))
        one_start = states(one_start, h0[0], given(f"l{layer}"))
        ends.append(below[:, -1])
    known = {
        "the output of the first layer": states(x, h0[0], given("l0")),
        "the output with the first state of layer 0 in every layer": one_start,
    }
    close(out, below, "out", clues=Clues(axes=AXES, known=known))
    suspects = {"h_n:top-down": (TOP_DOWN, np.stack(ends[::-1]))}
    clues = Clues(axes=AXES, suspects=suspects)
    close(h_n, np.stack(ends), "h_n", clues=clues)


@exercise("12.5", weight=2)
@pytest.mark.parametrize(("layers", "t"), [(3, 1), (2, 4)], ids=["L=3", "L=2"])
def test_gradient_of_a_stack(student: Student, rng: Rng, layers: int, t: int) -> None:
    """Backward goes down through all layers, for every leaf of each of them."""
    net = student.RNN(3, 2, num_layers=layers, rng=seeded(rng))
    at = {"x": rng.normal(size=(5, t, 3)), "h0": rng.normal(size=(layers, 5, 2))}
    upstream = rng.normal(size=(5, t, 2)), rng.normal(size=(layers, 5, 2))

    gradient(net, at=at, upstream=upstream, clues=Clues(axes=AXES))


@exercise("12.5")
def test_parameters_of_a_stack(student: Student, rng: Rng) -> None:
    """Each layer has three arrays of its own, and only the first reads D features."""
    net = student.RNN(3, 5, num_layers=3, rng=seeded(rng))

    require_keys(net, ["l0", "l1", "l2"])
    given = reader(net, 3, 5)
    seen = [each.ravel() for name in ("l0", "l1", "l2") for each in given(name)]
    everything = np.concatenate(seen)
    repeated = everything.size - np.unique(everything).size
    require(not repeated, "no two entries of the parameters may be the same number")


@exercise("12.6")
@pytest.mark.parametrize("t", [1, 7], ids="T={}".format)
def test_states_of_both_directions(student: Student, rng: Rng, t: int) -> None:
    """Forward, then reverse: side by side at each step, each from its own state."""
    net = student.RNN(3, 5, bidirectional=True, rng=seeded(rng))
    given = reader(net, 3, 5)
    x, h0 = rng.normal(size=(2, t, 3)), rng.normal(size=(2, 2, 5))

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    ahead, back = states(x, h0[0], given("l0")), reverse(x, h0[1], given("l0r"))
    suspects = {
        "reverse:first": (EXCHANGED, side_by_side(back, ahead)),
        "reverse:start": (
            SAME_START,
            side_by_side(ahead, reverse(x, h0[0], given("l0r"))),
        ),
    }
    if t > 1:
        forward_too = states(x, h0[1], given("l0r"))
        suspects["reverse:not-turned"] = NOT_TURNED, side_by_side(ahead, back[:, ::-1])
        suspects["reverse:never"] = NOT_REVERSE, side_by_side(ahead, forward_too)
    right = side_by_side(ahead, back)
    close(out, right, "out", clues=Clues(axes=AXES, suspects=suspects))
    early = np.stack([ahead[:, -1], back[:, -1]])
    suspects = {"reverse:early": (EARLY, early)} if t > 1 else {}
    clues = Clues(axes=AXES, suspects=suspects)
    close(h_n, np.stack([ahead[:, -1], back[:, 0]]), "h_n", clues=clues)


@exercise("12.6")
def test_two_layers_of_both_directions(student: Student, rng: Rng) -> None:
    """Both directions of the upper layer read both of the lower; states in order."""
    net = student.RNN(3, 5, 2, True, rng=seeded(rng))  # noqa: FBT003 - by place, once
    require_keys(net, ["l0", "l0r", "l1", "l1r"])
    low, high = reader(net, 3, 5), reader(net, 10, 5)
    x, h0 = rng.normal(size=(2, 3, 3)), rng.normal(size=(4, 2, 5))

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    ahead, back = states(x, h0[0], low("l0")), reverse(x, h0[1], low("l0r"))
    below = side_by_side(ahead, back)
    upper = states(below, h0[2], high("l1")), reverse(below, h0[3], high("l1r"))
    close(out, side_by_side(*upper), "out", clues=Clues(axes=AXES))
    ends = [ahead[:, -1], back[:, 0], upper[0][:, -1], upper[1][:, 0]]
    suspects = {
        "states:by-direction": (
            BY_DIRECTION,
            np.stack([ends[i] for i in (0, 2, 1, 3)]),
        ),
        "states:top-down": (TOP_DOWN, np.stack([ends[i] for i in (2, 3, 0, 1)])),
    }
    clues = Clues(axes=AXES, suspects=suspects)
    close(h_n, np.stack(ends), "h_n", clues=clues)


@exercise("12.6", weight=2)
@pytest.mark.parametrize(
    ("layers", "n", "t"), [(1, 2, 5), (2, 1, 3)], ids=["L=1", "L=2"]
)
def test_gradient_of_both_directions(
    student: Student, rng: Rng, layers: int, n: int, t: int
) -> None:
    """Both directions send a gradient to x, and each one to its own first state."""
    net = student.RNN(3, 2, layers, bidirectional=True, rng=seeded(rng))
    at = {"x": rng.normal(size=(n, t, 3)), "h0": rng.normal(size=(2 * layers, n, 2))}
    upstream = rng.normal(size=(n, t, 4)), rng.normal(size=(2 * layers, n, 2))

    gradient(net, at=at, upstream=upstream, clues=Clues(axes=AXES))


def require_keys(net: Student, names: list[str]) -> None:
    """Require the keys of these layers and directions, and no others."""
    params = net.params if isinstance(net.params, dict) else {}
    keys = {f"{name}.{key}" for name in names for key in ("Wx", "Wh", "b")}
    wanted = f"params must have the keys {', '.join(sorted(keys))}"
    require(set(params) == keys, wanted)


def reader(net: Student, d: int, h: int) -> Weights:
    """Return what reads the parameters of a layer once they have their shapes."""
    params = net.params if isinstance(net.params, dict) else {}

    def read(name: str) -> Leaves:
        rows = d if name in ("l0", "l0r") or d > h else h
        shapes = {"Wx": (rows, h), "Wh": (h, h), "b": (h,)}
        wx, wh, b = (
            array(params.get(f"{name}.{key}"), shape, f'params["{name}.{key}"]')
            for key, shape in shapes.items()
        )
        require(np.ptp(wh) > 0, "the parameters must be drawn at random")
        return wx, wh, b

    return read


def states(x: Array, h: Array, given: Leaves) -> Array:
    """Return the states (N, T, H) of one layer in one direction."""
    wx, wh, b = given
    found = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ wx + h @ wh + b)
        found.append(h)
    return np.stack(found, axis=1)


def reverse(x: Array, h: Array, given: Leaves) -> Array:
    """Return the states of the reverse direction, each at the step that it has read."""
    wx, wh, b = given
    found = np.empty((*x.shape[:2], len(b)))
    for t in reversed(range(x.shape[1])):
        h = np.tanh(x[:, t] @ wx + h @ wh + b)
        found[:, t] = h
    return found


def side_by_side(first: Array, second: Array) -> Array:
    """Return both halves as one output."""
    return np.concatenate([first, second], axis=2)


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    is_pair = isinstance(value, tuple) and len(value) == 2
    require(is_pair, "two results must come back, as in `return first, second`")
    first, second = value  # type: ignore[misc]  # just looked at
    return first, second


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

"""Hidden checks of unit 12, fourth part: more layers, and both directions.

A stack is held against the student's own network of one layer and one direction, run
for each layer and direction by itself. So what is wrong in 12.3 and 12.4 costs nothing
here; that those are right is judged there.
"""

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, live, require

Array = NDArray[np.float64]
Rng = np.random.Generator
Given = Mapping[str, Array]  # "x", "h0", "dout" and "dh_n"
D, H = 3, 5
SHAPES: dict[str, tuple[int, ...]] = {"Wx": (), "Wh": (H, H), "b": (H,)}
AXES = {
    "x": "N T D",
    "dx": "N T D",
    "out": "N T H*K",
    "h_n": "L*K N H",
    "dh0": "L*K N H",
}
NOT_TURNED = (
    "The reverse outputs stand in the order in which they were made: turn them, so "
    "that out[:, t] belongs to x[:, t]."
)
EXCHANGED = "The halves are exchanged: the forward direction stands first."
EARLY = "The reverse state is that at T - 1, where it begins: it ends at t = 0."
BY_DIRECTION = (
    "The states stand direction by direction: the index is layer * K + direction."
)
TOP_DOWN = "The states stand from the top layer down: layer 0 comes first."
CONSTANT = "a network of one layer must give states that differ from each other"


@exercise("12.5")
@pytest.mark.parametrize(("layers", "t"), [(2, 1), (3, 5)], ids=["L=2", "L=3"])
def test_states_of_a_stack(student: Student, rng: Rng, layers: int, t: int) -> None:
    """RNN.forward feeds each layer the outputs of the layer below."""
    net, given = student.RNN(D, H, layers, rng=seeded(rng)), drawn(rng, 2, t, layers)

    out, h_n = pair(net.forward(given["x"].copy(), given["h0"].copy(), train=True))

    right = forward(student, net, given, layers, k=1)
    close(out, right[-1][0], "out", clues=Clues(axes=AXES))
    ends = [end for _, end, _ in right]
    suspects = {"h_n:top-down": (TOP_DOWN, np.stack(ends[::-1]))}
    clues = Clues(axes=AXES, suspects=suspects)
    close(h_n, np.stack(ends), "h_n", clues=clues)


@exercise("12.5", weight=2)
@pytest.mark.parametrize(("layers", "t"), [(3, 1), (2, 4)], ids=["L=3", "L=2"])
def test_gradients_of_a_stack(student: Student, rng: Rng, layers: int, t: int) -> None:
    """RNN.backward gives the gradients of every layer, from the top one down."""
    net, given = student.RNN(D, H, layers, rng=seeded(rng)), drawn(rng, 2, t, layers)

    require_gradients(student, net, given, layers, k=1)


@exercise("12.5")
def test_parameters_of_a_stack(student: Student, rng: Rng) -> None:
    """RNN with three layers draws Wx, Wh and b for each, in their shapes."""
    net, names = student.RNN(D, H, num_layers=3, rng=seeded(rng)), ["l0", "l1", "l2"]

    require_keys(net, names)
    everything = np.concatenate(
        [each.ravel() for name in names for each in weights(net, name, 1).values()]
    )
    repeated = everything.size - np.unique(everything).size
    require(not repeated, "no two entries of the parameters may be the same number")


@exercise("12.6")
@pytest.mark.parametrize("t", [1, 7], ids="T={}".format)
def test_states_of_both_directions(student: Student, rng: Rng, t: int) -> None:
    """Bidirectional RNN.forward puts forward and reverse states side by side."""
    net = student.RNN(D, H, bidirectional=True, rng=seeded(rng))
    given = drawn(rng, 2, t, 1, k=2)

    out, h_n = pair(net.forward(given["x"].copy(), given["h0"].copy(), train=True))

    (ahead, end, _), (back, start, _) = forward(student, net, given, 1, k=2)
    suspects = {"reverse:first": (EXCHANGED, side_by_side(back, ahead))}
    if t > 1:
        suspects["reverse:not-turned"] = NOT_TURNED, side_by_side(ahead, back[:, ::-1])
    right = side_by_side(ahead, back)
    close(out, right, "out", clues=Clues(axes=AXES, suspects=suspects))
    suspects = {"reverse:early": (EARLY, np.stack([end, back[:, -1]]))} if t > 1 else {}
    clues = Clues(axes=AXES, suspects=suspects)
    close(h_n, np.stack([end, start]), "h_n", clues=clues)


@exercise("12.6")
def test_two_layers_of_both_directions(student: Student, rng: Rng) -> None:
    """Bidirectional RNN.forward gives both directions of layer 0 to both of layer 1."""
    net = student.RNN(D, H, 2, True, rng=seeded(rng))  # noqa: FBT003 - by place, once
    require_keys(net, ["l0", "l0r", "l1", "l1r"])
    given = drawn(rng, 2, 3, 2, k=2)

    out, h_n = pair(net.forward(given["x"].copy(), given["h0"].copy(), train=True))

    right = forward(student, net, given, 2, k=2)
    close(out, side_by_side(right[2][0], right[3][0]), "out", clues=Clues(axes=AXES))
    ends = [end for _, end, _ in right]
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
def test_gradients_of_both_directions(
    student: Student, rng: Rng, layers: int, n: int, t: int
) -> None:
    """Bidirectional RNN.backward gives the gradients of each layer and direction."""
    net = student.RNN(D, H, layers, bidirectional=True, rng=seeded(rng))

    require_gradients(student, net, drawn(rng, n, t, layers, k=2), layers, k=2)


def require_gradients(
    student: Student, net: Student, given: Given, layers: int, *, k: int
) -> None:
    """Require all gradients to be those of the layers and directions by themselves."""
    net.forward(given["x"].copy(), given["h0"].copy(), train=True)
    dx, dh0 = pair(net.backward(given["dout"].copy(), given["dh_n"].copy()))
    grads, clues = net.grads if isinstance(net.grads, dict) else {}, Clues(axes=AXES)
    found = {"dx": dx, "dh0": dh0}
    found.update({f'grads["{key}"]': value for key, value in grads.items()})

    for name, wanted in backward(student, net, given, layers, k=k).items():
        close(found.get(name), wanted, name, clues=clues)


def backward(
    student: Student, net: Student, given: Given, layers: int, *, k: int
) -> dict[str, Array]:
    """Return all gradients by name, made by running each layer and direction alone."""
    right, d = forward(student, net, given, layers, k=k), given["dout"]
    firsts, found = [given["h0"][0]] * (layers * k), {}
    for layer in reversed(range(layers)):
        parts = []
        for direction in range(k):
            i, turn = layer * k + direction, -1 if direction else 1
            name = f"l{layer}{'r' * direction}"
            single, x = alone(student, net, name, k), right[i][2][:, ::turn]
            single.forward(x.copy(), given["h0"][[i]], train=True)
            half = d[:, ::turn, direction * H : (direction + 1) * H]
            dx, dh = pair(single.backward(half.copy(), given["dh_n"][[i]]))
            parts.append(array(dx, x.shape, "dx of one layer")[:, ::turn])
            firsts[i] = array(dh, (1, len(d), H), "dh0 of one layer")[0]
            own = single.grads if isinstance(single.grads, dict) else {}
            for key, value in weights(net, name, k).items():
                slope = array(own.get(f"l0.{key}"), value.shape, f'grads["l0.{key}"]')
                found[f'grads["{name}.{key}"]'] = slope
        d = np.sum(parts, axis=0)
    require(np.ptp(d) > 0, "a network of one layer must give gradients")
    return {**found, "dx": d, "dh0": np.stack(firsts)}


def forward(
    student: Student, net: Student, given: Given, layers: int, *, k: int
) -> list[tuple[Array, Array, Array]]:
    """Return output, final state and input of each layer and direction, run alone."""
    x = given["x"]
    found: list[tuple[Array, Array, Array]] = []
    for layer in range(layers):
        for direction in range(k):
            single = alone(student, net, f"l{layer}{'r' * direction}", k)
            turn, h0 = -1 if direction else 1, given["h0"][[len(found)]]
            out, end = pair(single.forward(x[:, ::turn].copy(), h0, train=True))
            states = array(out, (*x.shape[:2], H), "out of one layer")
            require(np.ptp(states) > 0, CONSTANT)
            last = array(end, (1, len(x), H), "h_n of one layer")[0]
            found.append((states[:, ::turn], last, x))
        x = np.concatenate([out for out, _, _ in found[-k:]], axis=2)
    return found


def drawn(rng: Rng, n: int, t: int, layers: int, *, k: int = 1) -> dict[str, Array]:
    """Return what both passes of a network are called with."""
    states = layers * k, n, H
    return {
        "x": rng.normal(size=(n, t, D)),
        "h0": rng.normal(size=states),
        "dout": rng.normal(size=(n, t, H * k)),
        "dh_n": rng.normal(size=states),
    }


def weights(net: Student, name: str, k: int) -> dict[str, Array]:
    """Return the parameters of a layer and direction, once they have their shapes."""
    params = net.params if isinstance(net.params, dict) else {}
    rows = D if name in ("l0", "l0r") else H * k
    found = {}
    for key, shape in SHAPES.items():
        wanted, named = shape or (rows, H), f"{name}.{key}"
        found[key] = array(params.get(named), wanted, f'params["{named}"]')
    require(np.ptp(found["Wh"]) > 0, "the parameters must be drawn at random")
    return found


def alone(student: Student, net: Student, name: str, k: int) -> Student:
    """Return a network of one layer with the parameters of a layer and direction."""
    given = weights(net, name, k)
    single: Student = student.RNN(len(given["Wx"]), H)
    for key, value in given.items():
        live(single, "params", f"l0.{key}")[...] = value
    return single


def require_keys(net: Student, names: list[str]) -> None:
    """Require the keys of these layers and directions, and no others."""
    params = net.params if isinstance(net.params, dict) else {}
    keys = {f"{name}.{key}" for name in names for key in SHAPES}
    wanted = f"params must have the keys {', '.join(sorted(keys))}"
    require(set(params) == keys, wanted)


def side_by_side(first: Array, second: Array) -> Array:
    """Return both halves as one output."""
    return np.concatenate([first, second], axis=2)


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

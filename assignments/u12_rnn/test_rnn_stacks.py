"""Open checks of unit 12: layers on top of each other."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    live,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Lazies = dict[str, tuple[str, Callable[[], Array]]]
AXES = {
    "dx": "N T D",
    "dh0": "L*K N H",
    "out": "N T H*K",
    "h_n": "L*K N H",
}
READS_STATES = "Layer 1 reads the H outputs of layer 0, and not the D features of x."
READS_X = "The second layer reads x: it must read the outputs of l0."
SAME_PARAMS = (
    "The second layer works with the parameters of l0: its own are those of l1."
)
SAME_H0 = "The second layer starts from h0[0]: layer 1 has h0[1]."
FROM_ONE = "The layers are counted from 0: the lowest one is l0."
OTHER_WH = "Layer 1 works with l0.Wh: it has a Wh of its own, l1.Wh."
DOUT_ITSELF = (
    "Layer 0 gets dout itself: the dout of layer 0 is the dx that layer 1 has found."
)
NO_DOUT = (
    "Layer 0 gets no gradient from layer 1, dh_n alone: its dout is the dx that layer "
    "1 has found."
)
NO_PART = "Layer 0 starts without dh_n: its own part of it is dh_n[0]."
SAME_PART = "Both layers start with dh_n[0]: layer 1 has its own part of it, dh_n[1]."
LAST_PART = "Both layers start with dh_n[1]: layer 0 has its own part of it, dh_n[0]."
UPWARDS = (
    "The layers are walked from layer 0 up: begin with the top one, for the dx that it "
    "finds is the dout of the layer below it."
)
LOWER = "It is what layer 0 gives: out is what the top layer gives."
TOP_DOWN = (
    "dh_n is read from the top layer down: dh_n[0] belongs to layer 0, as in h_n."
)


@exercise("12.5")
def test_two_layers(student: Student, rng: Rng) -> None:
    """RNN.forward with two layers equals two one-layer RNNs, one after the other."""
    require_sizes(student)
    net = student.RNN(3, 3, num_layers=2, rng=seeded(rng))
    x, h0 = rng.normal(size=(5, 7, 3)), rng.normal(size=(2, 5, 3))
    low, high = alone(student, net, "l0", 3), alone(student, net, "l1", 3)

    mixed = alone(student, net, "l1", 3)
    live(mixed, "params", "l0.Wh")[...] = live(net, "params", "l0.Wh")

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    below, end = run(low, x, h0[:1])
    above, top = run(high, below, h0[1:])
    suspects = {
        "layers:x": (READS_X, lambda: run(high, x, h0[1:])[0]),
        "layers:l0": (SAME_PARAMS, lambda: run(low, below, h0[1:])[0]),
        "layers:h0": (SAME_H0, lambda: run(high, below, h0[:1])[0]),
        "layers:first": (LOWER, lambda: below),
        "layers:other-wh": (OTHER_WH, lambda: run(mixed, below, h0[1:])[0]),
    }
    close(out, above, "out", clues=Clues(axes=AXES, suspects=suspects))
    right, turned = np.concatenate([end, top]), np.concatenate([top, end])
    clues = Clues(axes=AXES, known={"h_n from the top layer down": turned})
    close(h_n, right, "h_n", clues=clues)


@exercise("12.5")
def test_gradient_of_two_layers(student: Student, rng: Rng) -> None:
    """RNN.backward with two layers gives the lower one the dx of the upper as dout."""
    net = student.RNN(3, 3, num_layers=2, rng=seeded(rng))
    x, h0 = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 2, 3))
    dout, dh_n = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 2, 3))
    net.forward(x.copy(), h0.copy(), train=True)

    dx, dh0 = pair(net.backward(dout.copy(), dh_n.copy()))

    low, high = alone(student, net, "l0", 3), alone(student, net, "l1", 3)
    below, _ = run(low, x, h0[:1])
    run(high, below, h0[1:])
    dbelow, second = run_back(high, dout, dh_n[1:])
    run(low, x, h0[:1])
    right, first = run_back(low, dbelow, dh_n[:1])

    suspects = of_two_layers((low, high), (x, below), h0, dout, dh_n)
    clues = Clues(axes=AXES, suspects=suspects)
    close(dx, right, "dx", clues=clues)
    close(dh0, np.concatenate([first, second]), "dh0", clues=Clues(axes=AXES))
    require_grads(net, {"l0": low, "l1": high})


def of_two_layers(
    layers: tuple[Student, Student],
    reads: tuple[Array, Array],
    h0: Array,
    dout: Array,
    dh_n: Array,
) -> Lazies:
    """Return what dx may be in place of what it must be.

    Args:
        layers: the lower layer alone and the upper one.
        reads: what they read.
        h0: the first states of both.
        dout: the gradient for what the upper one gives.
        dh_n: the gradients for the last states of both.
    """

    def one(k: int, upstream: Array, end: Array) -> Array:
        run(layers[k], reads[k], h0[[k]])
        return run_back(layers[k], upstream, end)[0]

    def both(lower: Array, upper: Array) -> Array:
        return one(0, one(1, dout, upper), lower)

    zero, last = dh_n[:1], dh_n[1:]
    return {
        "dh_n:exchanged": (TOP_DOWN, lambda: both(last, zero)),
        "dh_n:top-only": (NO_PART, lambda: both(0 * zero, last)),
        "dh_n:same": (SAME_PART, lambda: both(zero, zero)),
        "dh_n:last": (LAST_PART, lambda: both(last, last)),
        "layers:upwards": (UPWARDS, lambda: one(1, one(0, dout, zero), last)),
        "dout:itself": (DOUT_ITSELF, lambda: one(0, dout, zero)),
        "dout:none": (NO_DOUT, lambda: one(0, 0 * dout, zero)),
    }


def require_sizes(student: Student) -> None:
    """Check what the second of two layers reads, where D is not H."""
    net = student.RNN(2, 3, num_layers=2)
    params = net.params if isinstance(net.params, dict) else {}
    missing = "l0.Wx" not in params and "l1.Wx" in params
    must = f'params must have the key "l0.Wx", found {sorted(map(str, params))}.'
    require(not missing, must, cause=FROM_ONE)
    given = params.get("l1.Wx")
    shape = given.shape if isinstance(given, np.ndarray) else ()
    must = 'with D = 2 and H = 3, params["l1.Wx"] must have shape (3, 3), found '
    cause = READS_STATES if shape == (2, 3) else ""
    require(shape == (3, 3), f"{must}{shape or 'none'}", cause=cause)


def alone(student: Student, net: Student, name: str, size: int) -> Student:
    """Return a network of one layer, with the parameters of a layer or direction."""
    params = net.params if isinstance(net.params, dict) else {}
    single: Student = student.RNN(size, 3)
    for key, shape in {"Wx": (size, 3), "Wh": (3, 3), "b": (3,)}.items():
        value = params.get(f"{name}.{key}")
        is_right = isinstance(value, np.ndarray) and value.shape == shape
        require(is_right, f'params["{name}.{key}"] must be an array of shape {shape}')
        live(single, "params", f"l0.{key}")[...] = value
    return single


def run(single: Student, x: Array, h0: Array) -> tuple[Array, Array]:
    """Return out and h_n of a network of one layer."""
    out, h_n = pair(single.forward(x.copy(), h0.copy(), train=True))
    states = array(out, (*x.shape[:2], 3), "out of one layer")
    require(np.ptp(states) > 0, "states of one layer must differ from each other")
    return states, array(h_n, h0.shape, "h_n of one layer")


def run_back(single: Student, dout: Array, dh_n: Array) -> tuple[Array, Array]:
    """Return dx and dh0 of a network of one layer."""
    dx, dh0 = pair(single.backward(dout.copy(), dh_n.copy()))
    require(isinstance(dx, np.ndarray), "dx of one layer must be an array")
    assert isinstance(dx, np.ndarray)
    found = array(dx, dx.shape, "dx of one layer")
    require(np.ptp(found) > 0, "dx of one layer must not be zero")
    return found, array(dh0, dh_n.shape, "dh0 of one layer")


def require_grads(net: Student, singles: dict[str, Student]) -> None:
    """Require the gradients of the parameters to be those of the layers alone."""
    found = net.grads if isinstance(net.grads, dict) else {}
    for name, single in singles.items():
        right = single.grads if isinstance(single.grads, dict) else {}
        for key in ("Wx", "Wh", "b"):
            value = right.get(f"l0.{key}")
            require(isinstance(value, np.ndarray), "grads of one layer must be arrays")
            wanted = np.asarray(value)
            close(found.get(f"{name}.{key}"), wanted, f'grads["{name}.{key}"]')


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    found: tuple[object, ...] = value if isinstance(value, tuple) else ()
    require(len(found) == 2, "two results must come back, as in `return first, second`")
    return found[0], found[1]


def seeded(rng: Rng) -> object:
    """Return a generator for the student's code, of a seed from this one."""
    return generator(int(rng.integers(2**32)))

"""Open checks of unit 12: layers on top of each other, and both directions."""

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
AXES = {
    "dx": "N T D",
    "dh0": "L*K N H",
    "out": "N T H*K",
    "h_n": "L*K N H",
}
EARLY = "The reverse state is that at T - 1, where it begins: it ends at t = 0."
NOT_TURNED = (
    "The reverse outputs stand in the order in which they were made: turn them, so "
    "that out[:, t] belongs to x[:, t]."
)
EXCHANGED = "The halves are exchanged: the forward direction stands first."
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
READS_FORWARD = (
    "The reverse half is what an ordinary layer gives: that direction reads x from "
    "T - 1 down to 0."
)
X_NOT_TURNED = (
    "The reverse direction reads x from 0 on, and its outputs are turned: it must read "
    "x from T - 1 down to 0."
)
DX_NOT_TURNED = (
    "The part of dx that comes from the reverse direction is not turned back: dx[:, t] "
    "belongs to x[:, t]."
)
LOWER = "It is what layer 0 gives: out is what the top layer gives."
TOP_DOWN = (
    "dh_n is read from the top layer down: dh_n[0] belongs to layer 0, as in h_n."
)
ALONG_N = (
    "x is turned along N: x[::-1] turns the order of the sequences, and x[:, ::-1] "
    "that of the steps."
)
SAME_HALF = (
    "Both directions get the forward half of dout: the reverse one made out[:, :, H:], "
    "and gets that half."
)
HALVES = (
    "The halves of dout are exchanged: the forward direction made out[:, :, :H], and "
    "gets that half."
)
DOUT_NOT_TURNED = (
    "The reverse half of dout is not turned: that direction made its steps from the "
    "last to the first, so its gradients must be in that order, too."
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
    net = student.RNN(2, 3, num_layers=2, rng=seeded(rng))
    x, h0 = rng.normal(size=(2, 5, 2)), rng.normal(size=(2, 2, 3))
    dout, dh_n = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 2, 3))
    net.forward(x.copy(), h0.copy(), train=True)

    dx, dh0 = pair(net.backward(dout.copy(), dh_n.copy()))

    low, high = alone(student, net, "l0", 2), alone(student, net, "l1", 3)
    below, _ = run(low, x, h0[:1])
    run(high, below, h0[1:])
    dbelow, second = run_back(high, dout, dh_n[1:])
    run(low, x, h0[:1])
    right, first = run_back(low, dbelow, dh_n[:1])

    def lower_by(upstream: Array) -> Array:
        run(low, x, h0[:1])
        return run_back(low, upstream, dh_n[:1])[0]

    def started(upper: Array, lower: Array) -> Array:
        run(high, below, h0[1:])
        other = run_back(high, dout, upper)[0]
        run(low, x, h0[:1])
        return run_back(low, other, lower)[0]

    zero, one = dh_n[:1], dh_n[1:]
    suspects = {
        "dh_n:exchanged": (TOP_DOWN, lambda: started(zero, one)),
        "dh_n:top-only": (NO_PART, lambda: started(one, 0 * zero)),
        "dh_n:same": (SAME_PART, lambda: started(zero, zero)),
        "dout:itself": (DOUT_ITSELF, lambda: lower_by(dout)),
        "dout:none": (NO_DOUT, lambda: lower_by(0 * dout)),
    }
    clues = Clues(axes=AXES, suspects=suspects)
    close(dx, right, "dx", clues=clues)
    close(dh0, np.concatenate([first, second]), "dh0", clues=Clues(axes=AXES))
    require_grads(net, {"l0": low, "l1": high})


@exercise("12.6")
def test_both_directions(student: Student, rng: Rng) -> None:
    """Bidirectional RNN.forward equals one RNN on x and one on x reversed in time."""
    net = student.RNN(2, 3, bidirectional=True, rng=seeded(rng))
    x, h0 = rng.normal(size=(5, 7, 2)), rng.normal(size=(2, 5, 3))

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    ahead, end = run(alone(student, net, "l0", 2), x, h0[:1])
    reverse = alone(student, net, "l0r", 2)
    plain, _ = run(reverse, x, h0[1:])
    turned, start = run(reverse, x[:, ::-1], h0[1:])
    back = turned[:, ::-1]
    suspects = {
        "reverse:not-turned": (NOT_TURNED, np.concatenate([ahead, turned], axis=2)),
        "reverse:plain": (READS_FORWARD, np.concatenate([ahead, plain], axis=2)),
        "reverse:x": (X_NOT_TURNED, np.concatenate([ahead, plain[:, ::-1]], axis=2)),
        "reverse:first": (EXCHANGED, np.concatenate([back, ahead], axis=2)),
    }
    other, _ = run(reverse, x[::-1], h0[1:])
    for k, each in enumerate((other, other[::-1], other[:, ::-1])):
        suspects[f"reverse:n{k}"] = ALONG_N, np.concatenate([ahead, each], axis=2)
    right = np.concatenate([ahead, back], axis=2)
    close(out, right, "out", clues=Clues(axes=AXES, suspects=suspects))
    early = np.concatenate([end, back[np.newaxis, :, -1]])
    clues = Clues(axes=AXES, suspects={"reverse:early": (EARLY, early)})
    close(h_n, np.concatenate([end, start]), "h_n", clues=clues)


@exercise("12.6")
def test_gradient_of_both_directions(student: Student, rng: Rng) -> None:
    """Bidirectional RNN.backward adds the gradients for x of both directions."""
    net = student.RNN(2, 3, bidirectional=True, rng=seeded(rng))
    x, h0 = rng.normal(size=(2, 5, 2)), rng.normal(size=(2, 2, 3))
    dout, dh_n = rng.normal(size=(2, 5, 6)), rng.normal(size=(2, 2, 3))
    net.forward(x.copy(), h0.copy(), train=True)

    dx, dh0 = pair(net.backward(dout.copy(), dh_n.copy()))

    one, other = alone(student, net, "l0", 2), alone(student, net, "l0r", 2)
    run(one, x, h0[:1])
    ahead, first = run_back(one, dout[:, :, :3], dh_n[:1])
    run(other, x[:, ::-1], h0[1:])
    turned, second = run_back(other, dout[:, ::-1, 3:], dh_n[1:])
    known = {"dx of the forward direction alone": ahead}

    def with_halves(of_one: Array, of_other: Array) -> Array:
        run(one, x, h0[:1])
        run(other, x[:, ::-1], h0[1:])
        back = run_back(other, of_other, dh_n[1:])[0]
        return run_back(one, of_one, dh_n[:1])[0] + back[:, ::-1]

    low, high = dout[:, :, :3], dout[:, :, 3:]
    suspects = {
        "dout:not-turned": (DOUT_NOT_TURNED, lambda: with_halves(low, high)),
        "dout:same": (SAME_HALF, lambda: with_halves(low, low[:, ::-1])),
        "dout:halves": (HALVES, lambda: with_halves(high, low[:, ::-1])),
        "dx:not-turned": (DX_NOT_TURNED, lambda: ahead + turned),
    }
    clues = Clues(axes=AXES, known=known, suspects=suspects)
    close(dx, ahead + turned[:, ::-1], "dx", clues=clues)
    close(dh0, np.concatenate([first, second]), "dh0", clues=Clues(axes=AXES))
    require_grads(net, {"l0": one, "l0r": other})


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

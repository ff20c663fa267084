"""Open checks of unit 12: both directions."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    live,
    narrowed,
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
ADDED = (
    "The outputs of the two directions are added: they stand side by side along the "
    "last axis, the forward direction first."
)
ONE_WIDE = (
    "Layer 1 reads the outputs of both directions of layer 0: its Wx has 2H rows, and "
    "not H."
)
OTHER_INDEX = (
    "With two layers and two directions their places are mixed up: the index in dh_n "
    "and dh0 is layer * K + direction."
)


@exercise("12.6")
def test_both_directions(student: Student, rng: Rng) -> None:
    """Bidirectional RNN.forward equals one RNN on x and one on x reversed in time."""
    require_wide(student)
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
    with narrowed(lambda: require_side_by_side(out, ahead + back)):
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
    known = {"the dx of the forward direction": ahead}

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
    require_own_index(student, seeded(rng))


def require_wide(student: Student) -> None:
    """Check what the second of two layers reads, where both have two directions."""
    net = student.RNN(2, 3, num_layers=2, bidirectional=True)
    params = net.params if isinstance(net.params, dict) else {}
    shape = getattr(params.get("l1.Wx"), "shape", ())
    must = (
        "with D = 2, H = 3, two layers and two directions (handout 3.4), "
        f'params["l1.Wx"] must have shape (6, 3), found {shape or "none"}'
    )
    require(shape == (6, 3), must, cause=ONE_WIDE if shape == (3, 3) else "")


def require_side_by_side(found: object, added: Array) -> None:
    """Check that the two directions are not added."""
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    is_as_wide = is_array and getattr(found, "shape", ()) == added.shape
    is_sum = is_as_wide and np.allclose(np.asarray(found), added)
    require(not is_sum, "the directions are added", cause=ADDED)


def require_own_index(student: Student, rng: object) -> None:
    """Check which of four states the gradient for that of l0r goes to."""
    net = student.RNN(2, 3, num_layers=2, bidirectional=True, rng=rng)
    net.forward(np.ones((2, 2, 2)), train=True)
    dh_n = np.zeros((4, 2, 3))
    dh_n[1] = 1.0

    found = pair(net.backward(np.zeros((2, 2, 6)), dh_n.copy()))[1]

    dh0 = array(found, (4, 2, 3), "dh0 of two layers in both directions")
    places = [k for k in range(4) if np.abs(dh0[k]).max() > 0]
    must = (
        "with two layers and two directions, and dh_n zero but for dh_n[1], dh0 must "
        f"be zero but for dh0[1], found that it is not zero at {places}."
    )
    require(places == [1], must, cause=OTHER_INDEX if len(places) > 1 else "")


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

"""Hidden checks of unit 12, second part: one layer, its parameters and its states.

Parameters are random, so they are judged by what must hold for nearly all draws. The
inequality of Dvoretzky, Kiefer and Wolfowitz, in Massart's form, bounds the distance
of each array's distribution from the even one: right work fails it with probability
2 exp(-20) = 4.1e-9 at most, and a run judges 3 arrays here.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require

Array = NDArray[np.float64]
Leaves = tuple[Array, Array, Array]  # Wx, Wh and b
Rng = np.random.Generator
T20 = 20.0  # 2 exp(-20) is the probability that each bound allows
AXES = {"out": "N T H", "h_n": "L*K N H", "x": "N T D", "h0": "L*K N H"}
TRANSPOSED = "Wh is transposed: the state stands on the left, as in h Wh."
NO_BIAS = "b is left out: it is added inside of the tanh, at every step."
NO_H0 = "h0 is not used: where it is given, the first step starts from it."
NO_STATE = "No step reads the state before it: h Wh belongs in every sum."
FIRST_ONLY = "Every step starts from h0: it starts from the state before it."
EARLY = "The states stand one step late: out[:, t] is the state after step t."
NO_TANH = "It is what goes into the tanh: out holds the states themselves."
BEGIN = "It is the state after the first step: h_n is the one after the last."
JOIN = (
    "A sequence in two parts does not end as in one: the second part starts from the "
    "h_n of the first, and every step reads x at its own place."
)
ZEROS = "Without h0 the first step starts from something else than zeros."
BEYOND = (
    "An entry lies beyond 1/sqrt(H): draw evenly between minus and plus that bound."
)
BY_D = "Its bound is 1/sqrt(D): H is hidden_size for all three arrays, for Wx as well."
NOT_ROOTED = "No entry is larger than 1/H: the bound is 1/sqrt(H)."
POSITIVE = "No entry is below 0: rng.random gives numbers from 0 to 1, so shift them."
UNEVEN = (
    "The entries are not spread evenly from minus to plus 1/sqrt(H): stretch and shift "
    "what rng.random gives, and use H for all three arrays."
)
CONSTANT = "All entries are the same number: all three arrays must be drawn, b too."
NOT_GIVEN = "The parameters are not drawn from the generator that is given."
NOT_NEW = "Two networks of two generators have the same parameters."


@exercise("12.3", weight=2)
@pytest.mark.parametrize("t", [1, 2, 11], ids="T={}".format)
def test_states_of_a_layer(student: Student, rng: Rng, t: int) -> None:
    """RNN.forward with one layer computes out and h_n by handout section 3.2."""
    net = student.RNN(5, 3, rng=seeded(rng))
    given, x, h0 = (
        weights(net, 5, 3),
        rng.normal(size=(7, t, 5)),
        rng.normal(size=(1, 7, 3)),
    )

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    right = states(x, h0[0], given)
    clues = Clues(axes=AXES, suspects=of_states(x, h0[0], given))
    close(out, right, "out", clues=clues)
    suspects = {"h_n:first": (BEGIN, right[np.newaxis, :, 0])}
    known = {"h0": h0, "the state before the last step": _before(right, h0)}
    clues = Clues(axes=AXES, known=known, suspects=suspects if t > 1 else {})
    close(h_n, right[np.newaxis, :, -1], "h_n", clues=clues)


@exercise("12.3")
def test_one_sequence_of_one_unit(student: Student, rng: Rng) -> None:
    """RNN.forward keeps all axes for one sequence with one feature and one unit."""
    net = student.RNN(1, 1, rng=seeded(rng))
    given, x = weights(net, 1, 1), rng.normal(size=(1, 3, 1))

    out, h_n = pair(net.forward(x.copy(), train=True))

    right = states(x, np.zeros((1, 1)), given)
    close(out, right, "out", clues=Clues(axes=AXES))
    close(h_n, right[np.newaxis, :, -1], "h_n", clues=Clues(axes=AXES))


@exercise("12.3")
def test_no_h0_means_zeros(student: Student, rng: Rng) -> None:
    """RNN.forward without h0 gives the same output as with an h0 of zeros."""
    net, x = student.RNN(3, 5, rng=seeded(rng)), rng.normal(size=(2, 3, 3))
    weights(net, 3, 5)
    with_zeros, _ = pair(net.forward(x.copy(), np.zeros((1, 2, 5)), train=True))

    without, _ = pair(net.forward(x.copy(), train=True))

    right = array(with_zeros, (2, 3, 5), "out")
    require(np.ptp(right) > 0, "not every state may be the same number")
    close(without, right, "out without h0", clues=Clues(cause=ZEROS))


@exercise("12.3")
def test_two_parts_are_the_whole(student: Student, rng: Rng) -> None:
    """RNN.forward gives the same for a sequence that is cut in two, joined by h_n."""
    net = student.RNN(3, 5, rng=seeded(rng))
    x, h0 = rng.normal(size=(2, 7, 3)), rng.normal(size=(1, 2, 5))
    weights(net, 3, 5)
    whole, end = pair(net.forward(x.copy(), h0.copy(), train=True))

    first, middle = pair(net.forward(x[:, :3].copy(), h0.copy(), train=True))
    handed = array(middle, (1, 2, 5), "h_n")
    second, last = pair(net.forward(x[:, 3:].copy(), handed, train=True))

    parts = array(first, (2, 3, 5), "out"), array(second, (2, 4, 5), "out")
    right, clues = array(whole, (2, 7, 5), "out"), Clues(cause=JOIN)
    require(np.ptp(right) > 0, "not every state may be the same number")
    close(np.concatenate(parts, axis=1), right, "out of both parts", clues=clues)
    close(last, array(end, (1, 2, 5), "h_n"), "h_n of the second part", clues=clues)


@exercise("12.3")
def test_parameters_are_even(student: Student, rng: Rng) -> None:
    """RNN draws each parameter uniformly between -1/sqrt(H) and 1/sqrt(H)."""
    net = student.RNN(43, 61, rng=seeded(rng))

    for key, found in zip(("Wx", "Wh", "b"), weights(net, 43, 61), strict=True):
        share = np.sort(found.ravel()) * 61**0.5 / 2 + 0.5  # even from 0 to 1
        must = (
            f'"l0.{key}" must be drawn, found {found.flat[0] + 0:.3g} in every entry.'
        )
        require(np.ptp(share) > 0, must, CONSTANT)
        inside, largest = share[0] > -1e-9 and share[-1] < 1 + 1e-9, np.abs(found).max()
        must = f'no entry of "l0.{key}" may be larger than 1/sqrt(H), {61**-0.5:.3g} '
        cause = BY_D if abs(largest * 43**0.5 - 1) < 0.02 else BEYOND
        require(inside, f"{must}here, found {largest:.3g}.", cause)
        must = f'half of the entries of "l0.{key}" must be below 0.'
        require(share[0] < 0.5, must, POSITIVE)
        steps = np.arange(share.size + 1) / share.size
        gap = max(np.abs(share - steps[1:]).max(), np.abs(share - steps[:-1]).max())
        is_even = gap < (T20 / (2 * share.size)) ** 0.5
        must = f'the entries of "l0.{key}" must lie evenly between the bounds.'
        require(is_even, must, NOT_ROOTED if largest <= 1 / 61 else UNEVEN)


@exercise("12.3")
def test_generator_decides(student: Student, rng: Rng) -> None:
    """RNN draws its parameters from the given rng: the seed decides them."""
    seed = int(rng.integers(2**31))
    one, same, other = (
        np.concatenate([each.ravel() for each in weights(net, 5, 3)])
        for net in (student.RNN(5, 3, rng=generator(s)) for s in (seed, seed, seed + 1))
    )

    require(
        np.array_equal(one, same),
        "two networks from one seed of rng must have the same parameters",
        NOT_GIVEN,
    )
    require((one != other).all(), "another generator must give others", NOT_NEW)


@exercise("12.3")
def test_networks_of_no_generator(student: Student) -> None:
    """RNN without rng draws other parameters for every network."""
    one, other = (weights(student.RNN(3, 2), 3, 2) for _ in range(2))

    differ = all((a != b).all() for a, b in zip(one, other, strict=True))
    require(differ, "two networks of no generator must differ in every entry")


def weights(net: Student, d: int, h: int) -> Leaves:
    """Return the parameters of the first layer, once they have keys and shapes."""
    params = net.params if isinstance(net.params, dict) else {}
    shapes = {"l0.Wx": (d, h), "l0.Wh": (h, h), "l0.b": (h,)}
    require(set(params) == set(shapes), f"params must have the keys {list(shapes)}")
    wx, wh, b = (
        array(params[key], shape, f'params["{key}"]') for key, shape in shapes.items()
    )
    spread = h == 1 or np.ptp(wh) > 0
    require(spread, "the parameters must be drawn at random", CONSTANT)
    return wx, wh, b


def states(x: Array, h: Array, given: Leaves) -> Array:
    """Return the states (N, T, H) of one layer, a sequence at a time."""
    wx, wh, b = given
    found = np.empty((*x.shape[:2], len(b)))
    for n, sequence in enumerate(x):
        state = h[n]
        for t, features in enumerate(sequence):
            state = np.tanh(features @ wx + state @ wh + b)
            found[n, t] = state
    return found


def of_states(x: Array, h: Array, given: Leaves) -> dict[str, tuple[str, Array]]:
    """Return what out may be in place of what it must be."""
    wx, wh, b = given
    right = states(x, h, given)
    from_h0 = np.tanh(x @ wx + (h @ wh)[:, np.newaxis] + b)
    found = {
        "steps:transposed": (TRANSPOSED, states(x, h, (wx, wh.T, b))),
        "steps:no-bias": (NO_BIAS, states(x, h, (wx, wh, 0 * b))),
        "steps:no-h0": (NO_H0, states(x, 0 * h, given)),
        "steps:no-state": (NO_STATE, states(x, h, (wx, 0 * wh, b))),
        "steps:no-tanh": (NO_TANH, np.arctanh(right)),
        "steps:early": (EARLY, np.concatenate([h[:, np.newaxis], right[:, :-1]], 1)),
    }
    return {**found, "steps:h0": (FIRST_ONLY, from_h0)} if x.shape[1] > 1 else found


def _before(right: Array, h0: Array) -> Array:
    return right[np.newaxis, :, -2] if right.shape[1] > 1 else h0


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

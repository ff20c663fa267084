"""Hidden checks of unit 14: how many parameters there are, and where they start."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    has_default,
    raises,
    require,
    takes_by_place,
    takes_zero,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
D, H = 13, 11  # of each layer here
BLOCKS = {"LSTM": 4, "GRU": 3}
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
KINDS = pytest.mark.parametrize("kind", KEYS)
BOUND = H**-0.5
SPREAD = BOUND / 3**0.5  # the standard deviation of a uniform number up to BOUND
IGNORED = "rng is not used: draw every number with rng.random(shape)."
FIXED = "Where no rng is given, every layer starts alike: take a fresh default_rng()."
ZERO = "A forget_bias of 0 is taken for None: 0 is as good a number as any other."
BY_RNG = "What rng.random gives is float64: turn it into the dtype that was given."
NO_DTYPE = "Zeros are float64 where no dtype is given: hand on the one you were given."
FORGET = "forget_bias belongs to the second block of b alone, columns H to 2H."


@exercise("14.3")
@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_gate_parameters(student: Student, rng: Rng, kind: str) -> None:
    """gate_parameters counts the entries of all parameters, for any D and H."""
    blocks, biases = {"rnn": (1, 1), "lstm": (4, 1), "gru": (3, 2)}[kind]

    for d, h in rng.integers(2, 50, size=(3, 2)).tolist():
        found = student.gate_parameters(kind, d, h)

        both = h * (4 * d + 4 * h + 8), h * (3 * d + 3 * h + 3)
        suspects = {
            "biases:two": ("An LSTM has one bias for each gate, not two.", both[0]),
            "biases:one": ("A GRU has two biases for each gate.", both[1]),
        }
        right = blocks * h * d + blocks * h * h + biases * blocks * h
        close(found, right, "the count", clues=Clues(suspects=suspects))


@exercise("14.3")
def test_unknown_kind_is_named(student: Student) -> None:
    """gate_parameters raises ValueError for an unknown kind."""
    for kind in ("LSTM", "birnn", ""):
        raises(ValueError, student.gate_parameters, kind, 2, 3)


@exercise("14.3", weight=2)
@KINDS
def test_drawn_numbers(student: Student, rng: Rng, kind: str) -> None:
    """The constructor draws uniform numbers between -1/sqrt(H) and 1/sqrt(H)."""
    params = arrays(student, kind, generator(int(rng.integers(1 << 32))))

    for key in KEYS[kind] if kind == "GRU" else KEYS[kind][:2]:
        found = params[key]
        # Some 33 numbers at least: each bound is missed once in 10^7 right layers.
        require(np.abs(found).max() <= BOUND, f"{key} must lie in +-1/sqrt(H)")
        error = SPREAD * found.size**-0.5
        said = f"{key} must have a mean near 0 and spread evenly up to +-1/sqrt(H)"
        require(abs(found.mean()) < 5.5 * error, said)
        require(abs(found.std() / SPREAD - 1) < 3.2 * found.size**-0.5, said)
        require(len(np.unique(found)) == found.size, f"{key} must be drawn one by one")


@exercise("14.3")
def test_forget_bias(student: Student, rng: Rng) -> None:
    """LSTM sets b to 0, and to forget_bias (by default 1) for the forget gate."""

    def run(*args: float, **kwargs: float) -> Array:
        rest = () if not args else (generator(1), *args)
        layer = student.LSTM(D, H, *rest, **kwargs)
        return array(layer.params, "b", (4 * H,))

    given = float(rng.uniform(1.5, 4.0))
    b = np.zeros((4, H))
    b[1] = given
    clues = Clues(cause=FORGET)
    close(run(forget_bias=given), b.ravel(), 'params["b"]', clues=clues)
    none, clues = run(forget_bias=0.0), Clues(cause=ZERO)
    close(none, np.zeros(4 * H), 'params["b"] for a forget_bias of 0', clues=clues)
    has_default(run, "forget_bias", 1.0)
    takes_zero(run, "forget_bias")
    takes_by_place(run, {"forget_bias": given})


@exercise("14.3")
@KINDS
def test_one_seed_one_start(student: Student, rng: Rng, kind: str) -> None:
    """The constructor draws from rng: one seed gives one start, no rng a new one."""
    seeds = [int(seed) for seed in rng.integers(1 << 32, size=2)]
    first, again, other = (
        arrays(student, kind, generator(seed))["Wx"] for seed in (seeds[0], *seeds)
    )
    fresh = [arrays(student, kind, None)["Wx"] for _ in range(2)]

    same = "Two generators of one seed must give one start."
    require(np.array_equal(first, again), same, IGNORED)
    differ = "Another seed must give another start."
    require(not np.array_equal(first, other), differ, IGNORED)
    differ = "Two layers without rng must start with other numbers."
    require(not np.array_equal(fresh[0], fresh[1]), differ, FIXED)


@exercise("14.3")
@KINDS
def test_first_gradients_and_dtype(student: Student, kind: str) -> None:
    """The constructor makes params, and grads of zeros, in the given dtype."""
    layer = getattr(student, kind)(D, H, dtype="float32")
    params, grads = layer.params, layer.grads

    for key, shape in shapes(kind).items():
        found = array(params, key, shape)
        must = f'params["{key}"] must have dtype float32, found {found.dtype}.'
        is_drawn = key[0] == "W" or kind == "GRU"
        require(found.dtype == np.float32, must, BY_RNG if is_drawn else NO_DTYPE)
        found = array(grads, key, shape)
        close(found, np.zeros(shape), f'grads["{key}"]', dtype="float32")


def shapes(kind: str) -> dict[str, tuple[int, ...]]:
    """Return the shape of every parameter."""
    width = BLOCKS[kind] * H
    sizes = [(D, width), (H, width), *[(width,)] * (len(KEYS[kind]) - 2)]
    return dict(zip(KEYS[kind], sizes, strict=True))


def arrays(student: Student, kind: str, rng: object) -> dict[str, Array]:
    """Return the first parameters of a layer, each with its shape."""
    params = getattr(student, kind)(D, H, rng).params
    return {key: array(params, key, shape) for key, shape in shapes(kind).items()}


def array(found: object, key: str, shape: tuple[int, ...]) -> Array:
    """Return an entry of params or grads after a look at its kind and shape."""
    has = isinstance(found, dict) and isinstance(found.get(key), np.ndarray)
    require(has, f'params and grads must have an array under "{key}"')
    value = np.asarray(found[key] if isinstance(found, dict) else None)
    is_right = value.shape == shape and value.dtype.kind == "f"
    require(is_right, f'"{key}" must have shape {shape}, found {value.shape}')
    return value

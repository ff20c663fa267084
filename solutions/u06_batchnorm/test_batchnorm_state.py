"""Hidden checks of unit 6, fifth part: running averages, and what a layer keeps."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    live,
    require,
    resident,
    same,
    unchanged,
)

Array = NDArray[np.float64]
Leaves = tuple[Array, Array]  # gamma and beta
Rng = np.random.Generator
EPS = 0.3  # large enough that it shows where it does not belong
KEEP = 0.6  # a momentum that is not its own complement
SHAPES = {"BatchNorm": (7, 3), "BatchNorm2d": (2, 3, 1, 5)}
KEYS = ("gamma", "beta")
KINDS = pytest.mark.parametrize("kind", SHAPES)
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
EXCHANGED = "momentum stands where 1 - momentum belongs: the old value keeps momentum."
ROOTS = "Its root is averaged: average the variance, and take the root later."
N_MINUS_1 = "The variance that is averaged divides by N - 1: divide by N."
REBOUND = "New arrays take the place of the averages: write into those that are there."
BY_BACKWARD = "backward moves the running averages: only a training forward may."
BY_EVALUATION = "An evaluation moves the running averages: it reads them only."
STATE = (
    "What backward needs comes from another forward than the latest: keep it on self, "
    "anew in each forward, whatever train is."
)
ADDED = "A second backward adds to grads in place of assigning them."
SPOILED = "A backward changes what the next one needs: read what forward kept."
SHARED = "Another layer changes what this one keeps: keep it on self, not on the class."
COPIED = "The constructor keeps copies in params: keep the arrays that were given."
REPLACED = "A pass puts another array into params: leave params as it is."
AN_OLD_GAMMA = (
    "forward works with a copy of gamma: keep and read the array that is given."
)
ZEROS = "Before the first backward grads must hold zeros, one array for each parameter."
MOMENTA: dict[str, tuple[dict[str, float], float, str]] = {
    "default": (
        {},
        0.9,
        "Where no momentum is given, the layer takes another one than 0.9.",
    ),
    "zero": (
        {"momentum": 0.0},
        1e-200,
        "A momentum of 0 is taken for none: take the number that is given.",
    ),
}


@exercise("6.7", weight=2)
def test_running_averages(student: Student, rng: Rng) -> None:
    """Two batches move the running averages, each by its share."""
    norm = student.BatchNorm(*leaves(rng), momentum=KEEP, eps=EPS)
    first, second = activations(rng, 7, 3), activations(rng, 2, 3)

    norm.forward(first.copy(), train=True)
    norm.forward(second.copy(), train=True)

    old, new = KEEP * (1 - KEEP), 1 - KEEP
    shares = {
        "of the first batch": old * first.mean(axis=0),
        "of the second batch": new * second.mean(axis=0),
    }
    exchanged = old * first.mean(axis=0) + KEEP * second.mean(axis=0)
    clues = Clues(
        constants={"momentum": KEEP, "1 - momentum": new},
        terms=shares,
        suspects={"averages:exchanged": (EXCHANGED, exchanged)},
    )
    close(norm.running_mean, sum(shares.values()), "running_mean", clues=clues)
    var = KEEP**2 + old * first.var(axis=0) + new * second.var(axis=0)
    close(norm.running_var, var, "running_var", clues=of_variance(first, second))


@exercise("6.7")
@KINDS
@pytest.mark.parametrize("case", MOMENTA)
def test_momentum(student: Student, rng: Rng, kind: str, case: str) -> None:
    """Momentum is 0.9 where none is given, and 0 where 0 is given."""
    given, alike, cause = MOMENTA[case]
    made, x = leaves(rng), activations(rng, *SHAPES[kind])
    norm = getattr(student, kind)(*made, **given)
    other = getattr(student, kind)(*made, momentum=alike)

    norm.forward(x.copy(), train=True)
    other.forward(x, train=True)

    right, clues = averages(other), Clues(cause=cause)
    close(averages(norm), right, "the running averages", clues=clues)


@exercise("6.7")
@KINDS
def test_averages_keep_their_arrays(student: Student, rng: Rng, kind: str) -> None:
    """Training writes into the arrays of the running averages and keeps them."""
    norm = layer(student, kind, leaves(rng))
    mean, var = live(norm, "running_mean"), live(norm, "running_var")

    norm.forward(activations(rng, *SHAPES[kind]), train=True)

    now = live(norm, "running_mean"), live(norm, "running_var")
    is_kept = same(now[0], mean) and same(now[1], var)
    must = "the averages must be updated in place, found another array"
    require(is_kept, must, cause=REBOUND)


@exercise("6.7")
@KINDS
def test_only_training_moves_the_averages(
    student: Student, rng: Rng, kind: str
) -> None:
    """Backward and evaluation leave the running averages bit for bit as they are."""
    norm, shape = layer(student, kind, leaves(rng)), SHAPES[kind]
    norm.forward(activations(rng, *shape), train=True)
    before, must = averages(norm), "only a training forward may move the averages"

    norm.backward(rng.normal(size=shape))
    has_moved = (averages(norm) != before).any()
    require(not has_moved, must, cause=BY_BACKWARD)
    norm.forward(activations(rng, *shape), train=False)

    has_moved = (averages(norm) != before).any()
    require(not has_moved, must, cause=BY_EVALUATION)


@exercise("6.7")
@KINDS
@MODES
def test_backward_is_of_the_latest_forward(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """Earlier forwards and an earlier backward have no say, whatever train was."""
    shape = SHAPES[kind]
    made, x, dout = leaves(rng), activations(rng, *shape), rng.normal(size=shape)
    norm, fresh = (layer(student, kind, made) for _ in range(2))
    norm.forward(activations(rng, 3, *shape[1:]), train=not train)
    live(norm, "running_mean")[...] = np.zeros(3)  # as they are in the fresh layer
    live(norm, "running_var")[...] = np.ones(3)
    norm.forward(x.copy(), train=train)
    fresh.forward(x, train=train)

    first, then = norm.backward(dout.copy()), slopes(norm)
    second, last = norm.backward(dout.copy()), slopes(norm)

    dx, clues = array(fresh.backward(dout), shape, "dx"), Clues(cause=STATE)
    close(first, dx, "dx", clues=clues)
    close(then, slopes(fresh), "the gradients of gamma and beta", clues=clues)
    close(second, dx, "dx of the second backward", clues=Clues(cause=SPOILED))
    clues = Clues(suspects={"state:added": (ADDED, 2 * then)}, cause=SPOILED)
    close(last, then, "the second gradients of gamma and beta", clues=clues)


@exercise("6.7")
def test_two_layers_share_nothing(student: Student, rng: Rng) -> None:
    """Training another layer changes neither the averages nor the next backward."""
    given, x, dout = leaves(rng), activations(rng, 7, 3), rng.normal(size=(7, 3))
    norm, twin = (layer(student, "BatchNorm", given) for _ in range(2))
    norm.forward(x.copy(), train=True)
    twin.forward(x.copy(), train=True)
    dx, before = array(twin.backward(dout.copy()), (7, 3), "dx"), averages(norm)

    layer(student, "BatchNorm", given).forward(activations(rng, 7, 3), train=True)

    named, clues = "the running averages of the first layer", Clues(cause=SHARED)
    close(averages(norm), before, named, clues=clues)
    close(norm.backward(dout), dx, "dx of the first layer", clues=clues)


@exercise("6.7")
def test_gamma_is_shared(student: Student, rng: Rng) -> None:
    """Editing the given gamma in place takes effect on the next forward."""
    (gamma, beta), x = leaves(rng), activations(rng, 5, 3)
    norm = student.BatchNorm(mine := resident(student, 0 * gamma), beta)
    norm.forward(x.copy(), train=True)
    mine[...] = gamma

    out = norm.forward(x.copy(), train=True)

    fresh = student.BatchNorm(gamma, beta)
    fresh.forward(x.copy(), train=True)
    wanted = array(fresh.forward(x, train=True), (5, 3), "out")
    clues = Clues(cause=AN_OLD_GAMMA)
    close(out, wanted, "out after gamma was edited in place", clues=clues)


@exercise("6.7")
@KINDS
def test_parameters_are_kept(student: Student, rng: Rng, kind: str) -> None:
    """At first and after both passes params holds the very arrays that were given."""
    given = {
        key: resident(student, leaf)
        for key, leaf in zip(KEYS, leaves(rng), strict=True)
    }
    norm = getattr(student, kind)(*given.values())

    for cause in (COPIED, REPLACED):
        for key in KEYS:
            is_kept = same(live(norm, "params", key), given[key])
            must = f'params["{key}"] must be the array that was given'
            require(is_kept, must, cause=cause)
        norm.forward(activations(rng, *SHAPES[kind]), train=True)
        norm.backward(rng.normal(size=SHAPES[kind]))


@exercise("6.7")
@KINDS
def test_gradients_start_at_zero(student: Student, rng: Rng, kind: str) -> None:
    """Before any backward, grads holds zeros for gamma and for beta."""
    norm = layer(student, kind, leaves(rng))

    norm.forward(activations(rng, *SHAPES[kind]), train=True)

    grads = norm.grads
    has_both = isinstance(grads, dict) and set(grads) == set(KEYS)
    must = 'grads must be a dict with the keys "gamma" and "beta"'
    require(has_both, must, cause=ZEROS)
    clues = Clues(cause=ZEROS)
    close(slopes(norm), np.zeros(6), "grads before backward", clues=clues)


@exercise("6.7")
@KINDS
@MODES
def test_arguments_stay_as_they_are(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """Neither pass writes into x or dout."""
    norm, shape = layer(student, kind, leaves(rng)), SHAPES[kind]
    norm.forward(activations(rng, *shape), train=True)  # takes a mean off that is not 0

    x, dout = activations(rng, *shape), rng.normal(size=shape)
    unchanged(norm, at=x, upstream=dout, train=train)


def leaves(rng: Rng) -> Leaves:
    """Return a gamma near 2 and a beta off zero, (3,) each."""
    return rng.normal(2.0, 0.5, size=3), rng.normal(1.0, 1.0, size=3)


def layer(student: Student, kind: str, given: Leaves) -> Student:
    """Return a fresh layer of this kind with momentum and eps that show."""
    made: Student = getattr(student, kind)(*given, momentum=KEEP, eps=EPS)
    return made


def activations(rng: Rng, *shape: int) -> Array:
    """Return rows or images that are off centre."""
    return rng.normal(2.0, 1.5, size=shape)


def of_variance(first: Array, second: Array) -> Clues:
    """Return what two batches may leave in running_var."""
    shares = KEEP * (1 - KEEP), 1 - KEEP
    roots = shares[0] * first.std(axis=0) + shares[1] * second.std(axis=0)
    free = [each.var(axis=0, ddof=1) for each in (first, second)]
    wrong = {
        "averages:roots": (ROOTS, KEEP**2 + roots),
        "averages:n-1": (
            N_MINUS_1,
            KEEP**2 + shares[0] * free[0] + shares[1] * free[1],
        ),
    }
    gathered = {"eps * (1 - momentum^2)": EPS * (1 - KEEP**2)}
    return Clues(constants=gathered, suspects=wrong)


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def slopes(norm: Student) -> Array:
    """Return the gradients of gamma and beta in a row; 6.3 judges their shapes."""
    grads = norm.grads if isinstance(norm.grads, dict) else {}
    found = [grads.get(key) for key in KEYS]
    is_right = all(isinstance(each, np.ndarray) and each.size == 3 for each in found)
    require(is_right, "grads must hold an array of shape (D,) for gamma and for beta")
    return np.concatenate([np.ravel(np.asarray(each)) for each in found])


def averages(norm: Student) -> Array:
    """Return (2, 3): the running mean and the running variance."""
    found = norm.running_mean, norm.running_var
    return np.stack([array(each, (3,), "a running average") for each in found])
